"""Data written to be run by whoever looks at them: on every page they are text, and nothing of the server's shows."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

import pytest

from conftest import SMALL_PROJECT, dispute
from faults.client import WAYS, head
from faults.serving import Server, serving
from sinograph.building import build
from sinograph.project import Project
from sinograph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE: Final = (
    "<script>hostile()</script>",
    '"><img src=x onerror=hostile()>',
    "' onmouseover='hostile()",
    "</title></style></textarea><svg/onload=hostile()>",
    "{{ 7 * 191 }} {% raw %} ${hostile()} #{hostile()}",
    "javascript:hostile()",
    "&lt;script&gt;hostile()&lt;/script&gt; &#60;b&#62;",
    "<!-- --><hostile>",
    "]]><hostile/>",
    "\u202ehostile\u202c \u2066hostile\u2069 \u200e\ufeff",
    "hostile" * 1_430,
    "\u0001\u0008\u001b[31mhostile\u001b[0m\u0085\u2028",
    "\\\"\\'; hostile(); //",
    "+ADw-script+AD4-hostile()+ADw-/script+AD4-",
)

IRIS: Final = (
    "javascript:hostile()",
    "JaVaScRiPt:hostile()",
    "data:text/html,hostile",
    "data:text/html;base64,PHNjcmlwdD5ob3N0aWxlKCk8L3NjcmlwdD4=",
    "vbscript:hostile()",
    "file:///etc/passwd",
    "blob:https://example.org/hostile",
    "about:hostile",
    "https://example.org/'onmouseover='hostile()",
    "https://example.org/%22onmouseover=hostile()",
    "https://user:hostile@example.org/",
    "https://example.org/\u202ehostile",
)

LABELLED: Final = "https://w3id.org/sinograph/id/lab/hostile-{}"


DATA_BLOCKS: Final = {"application/json", "application/ld+json"}
"""What a browser does not run (https://html.spec.whatwg.org/multipage/scripting.html#data-block)."""


class Page(HTMLParser):
    """Collects what a browser would run, fetch or follow."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.blocks: list[str] = []
        self.content = ""
        self._in_block = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name in {"style", "srcdoc"}]
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action", "formaction", "data"}]
        named = dict(attrs)
        self._in_block = tag == "script" and named.get("type") in DATA_BLOCKS
        if self._in_block:
            self.blocks.append("")
        elif tag == "script":
            self.scripts.append(named.get("src") or "")

    def handle_endtag(self, tag: str) -> None:
        self._in_block = self._in_block and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_block:
            self.blocks[-1] += data
        else:
            self.content += data


def assert_harmless(html: str) -> Page:
    """Nothing of the data became a tag, a handler or a link that is not http."""
    page = Page(html)
    assert "hostile" not in page.tags
    assert not page.tags & {"object", "embed", "base", "iframe"}
    assert page.handlers == []
    assert all(source.startswith("/static/") for source in page.scripts), page.scripts
    for block in page.blocks:
        assert json.loads(block)  # whole: nothing in it ended it
    for link in page.links:
        assert urlsplit(link).scheme in {"", "http", "https"}, link
        assert not link.startswith("//"), link
    assert "1337" not in page.content
    return page


def _literal(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def _iri(text: str) -> str:
    return f"<{text}>"


@pytest.fixture(scope="module")
def hostile(
    project_of_module: Project, hostile_releases: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server on a release whose names and links are hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    with serving(folder, project=str(project_of_module.root), releases=str(hostile_releases)) as server:
        yield server


@pytest.fixture(scope="module")
def project_of_module(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project, with things in it whose names and links are hostile."""
    root = tmp_path_factory.mktemp("hostile-project") / "project"
    shutil.copytree(SMALL_PROJECT, root)
    lines = [
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix sino: <https://w3id.org/sinograph/ontology#> .",
    ]
    for place, text in enumerate(HOSTILE):
        links = ", ".join(map(_iri, IRIS)) if place == 0 else "<https://example.org/>"
        lines.append(
            f"<{LABELLED.format(place)}> a sino:Lab ; skos:prefLabel {_literal(text)}@en ; "
            f"skos:altLabel {_literal(text)}@zh ; skos:note {_literal(text)} ; skos:narrower {links} ."
        )
    (root / "graph/entities/hostile.ttl").write_text("\n".join(lines), encoding="utf-8")
    with (root / "graph/queries/hostile.rq").open("w", encoding="utf-8") as file:
        file.write('# title: <script>hostile()</script>\n# description: "><img src=x onerror=hostile()>\nASK {}\n')
    models = root / "graph/entities/models.ttl"
    models.write_text(models.read_text(encoding="utf-8").replace('"Aurora-1"', _literal(HOSTILE[0])), encoding="utf-8")
    return dispute(Project.find(root))


@pytest.fixture(scope="module")
def hostile_releases(project_of_module: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its release."""
    releases = tmp_path_factory.mktemp("hostile-releases")
    settings = Settings.load({}, project=project_of_module.root, releases=releases)
    build(project_of_module, settings, lambda _: None, shacl=False)
    return releases


TEXTS: Final = (*HOSTILE, *IRIS)

PAGES: Final = {
    "front": "/",
    "answer": "/sparql?query={}",
    "all names": "/sparql?query=" + quote("SELECT * { ?s skos:prefLabel ?n ; skos:narrower ?o }"),
    "all links": "/sparql?query=" + quote("SELECT ?o { ?s skos:narrower ?o }"),
    "graph": "/sparql?query=" + quote("CONSTRUCT WHERE { ?s skos:narrower ?o }"),
    "search": "/search?q={}",
    "explain": "/explain?s={}&p={}&o={}",
    "explain one": "/explain?s={}",
    "impact": "/impact?passage={}&without={}",
    "disputes": "/disputes?about={}",
    "things": "/page/lab/{}",
    "thing": "/id/lab/{}",
    "ontology": "/ontology",
    "dataset": "/dataset?format={}",
    "nowhere": "/{}",
    "graphs": "/graphs?graph={}",
    "formats": "/sparql?query=ASK%7B%7D&format={}",
    "flyout": "/reconcile/preview?id={}",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_of_hostile_requests_is_harmless(hostile: Server, name: str) -> None:
    for text in TEXTS if "{}" in PAGES[name] else TEXTS[:1]:
        reply = hostile.get(PAGES[name].replace("{}", quote(text, safe="")), {"Accept": "text/html"})
        assert reply.status in {200, 303, 400, 404, 406, 414}, (reply.status, text)
        if reply.media_type == "text/html":
            assert_harmless(reply.body.decode())


@pytest.mark.parametrize("place", range(len(HOSTILE)))
def test_the_page_of_a_hostile_thing_shows_it_as_text(hostile: Server, place: int) -> None:
    paths = [
        urlsplit(LABELLED.format(place)).path.replace("/sinograph/id/", "/page/"),
        f"/explain?s={quote(LABELLED.format(place))}&p=rdf:type&o=sino:Lab",
        f"/reconcile/preview?id=lab/hostile-{place}",
        f"/sparql?query={quote(f'SELECT * {{ <{LABELLED.format(place)}> ?p ?o }}')}",
    ]
    for path in paths:
        reply = hostile.get(path, {"Accept": "text/html"})
        assert reply.status in {200, 404}, path
        page = assert_harmless(reply.body.decode())
        if place == 0 and not path.startswith("/reconcile"):
            assert "<script>hostile()</script>" in page.content


def test_the_page_of_disputes_shows_hostile_names_as_text(hostile: Server) -> None:
    page = assert_harmless(hostile.get("/disputes", {"Accept": "text/html"}).body.decode())
    assert HOSTILE[0] in page.content


def test_hostile_names_stay_what_they_are_in_data(hostile: Server) -> None:
    rows = hostile.ask("SELECT ?n { ?s skos:note ?n }", {"Accept": "application/sparql-results+json"}).json
    assert {row["n"]["value"] for row in rows["results"]["bindings"]} >= set(HOSTILE)


def test_hostile_names_end_neither_xml_nor_csv(hostile: Server) -> None:
    import csv
    import io
    from xml.etree import ElementTree

    text = "SELECT ?n { ?s skos:note ?n FILTER(!REGEX(?n, '[\\u0001-\\u0008]')) }"
    tree = ElementTree.fromstring(hostile.ask(text, {"Accept": "application/sparql-results+xml"}).body)
    found = {element.text for element in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")}
    assert len(found) == len(HOSTILE) - 1
    rows = list(csv.reader(io.StringIO(hostile.ask(text, {"Accept": "text/csv"}).body.decode(), newline="")))
    assert all(len(row) == 1 for row in rows)
    assert len(rows) == len(HOSTILE)


def test_no_cell_is_a_formula(hostile: Server) -> None:
    cells = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
    values = " ".join(_literal(cell) for cell in cells)
    body = hostile.ask(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}", {"Accept": "text/csv"}).body.decode()
    lines = [line.lstrip('"') for line in body.split("\r\n")[1:] if line]
    assert len(lines) >= len(cells)
    assert not [line for line in lines if line[:1] in set("=+-@\t\r")]


def test_numbers_stay_numbers(hostile: Server) -> None:
    assert hostile.ask("SELECT ?x { VALUES ?x { -5 +3 -1.5 } }", {"Accept": "text/csv"}).body.count(b"'") == 0


ANSWERS: Final = {
    "front": ("GET", "/"),
    "options": ("OPTIONS", "/sparql"),
    "answer": ("GET", "/sparql?query=ASK%7B%7D"),
    "bad query": ("GET", "/sparql?query=nonsense"),
    "too deep": ("GET", f"/sparql?query=ASK%7B{'(' * 200}"),
    "service": ("GET", "/sparql?query=ASK%7BSERVICE%3Cx:x%3E%7B%7D%7D"),
    "update": ("POST", "/sparql?update=x"),
    "no body": ("POST", "/sparql"),
    "method": ("DELETE", "/sparql"),
    "strange method": ("BREW", "/"),
    "nowhere": ("GET", "/nowhere"),
    "long": ("GET", "/" + "x" * 9_000),
    "static": ("GET", "/static/sinograph.css"),
    "no static": ("GET", "/static/x"),
    "thing": ("GET", "/id/lab/hostile-0"),
    "page": ("GET", "/page/lab/hostile-0"),
    "data": ("GET", "/data/lab/hostile-0.ttl"),
    "health": ("GET", "/health"),
    "ready": ("GET", "/ready"),
    "metrics": ("GET", "/metrics"),
    "dataset": ("GET", "/dataset"),
    "download": ("GET", "/dataset/data.nq"),
    "explain": ("GET", "/explain?s=x"),
    "reconcile": ("GET", "/reconcile"),
    "bad batch": ("GET", "/reconcile?queries=x"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_secured_and_says_nothing_of_its_makers(hostile: Server, name: str) -> None:
    method, target = ANSWERS[name]
    for accept in ("text/html", "*/*"):
        reply = hostile.request(method, target, headers={"Accept": accept})
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        policy = reply.headers["Content-Security-Policy"]
        assert re.search(r"default-src '(none|self)'", policy)
        scripts = next((part for part in policy.split(";") if part.strip().startswith("script-src")), "")
        assert "unsafe" not in scripts
        assert "*" not in scripts
        sent = " ".join(f"{key}: {value}" for key, value in reply.headers.items()).lower()
        for maker in ("granian", "werkzeug", "flask", "python", "hyper", "oxigraph"):
            assert maker not in sent
        if reply.status >= 400:
            said = reply.body.decode()
            assert "Traceback" not in said
            assert 'File "' not in said
            assert str(hostile.temporary) not in said
            assert "site-packages" not in said


def test_a_problem_repeats_hostile_text_as_json_only(hostile: Server) -> None:
    for text in HOSTILE:
        for way in WAYS:
            reply = hostile.ask(f"SELECT {text}", way=way)
            if reply.status in {400, 414}:
                assert json.loads(reply.body)["detail"]
                assert reply.media_type == "application/problem+json"


def test_no_request_forges_a_line_of_the_log(data: Path, tmp_path: Path) -> None:
    """Whatever is in a request, each one is one line of printable characters."""
    forged = b'forged - - [x] "GET / HTTP/1.1" 200 1'
    with serving(tmp_path, "--data", str(data), access_log="1") as server:
        before = len(server.log.splitlines())
        sent = [
            head("/%0a" + quote(forged)),
            head("/%0d%0a%1b[2J%1b]0;forged%07"),
            head("/%e2%80%a8%c2%85forged"),
            head("/?x=%00%0aforged", User_Agent="\x1b[31mforged", Referer="\x85forged"),
            head("/\x80\x85\x9b31mforged"),
            head("/", "FOR\x1bGED"),
            head("/", X_Forwarded_For="1.2.3.4\x0bforged"),
            head("/", Authorization="Basic Zm9yZ2VkOgpmb3JnZWQ="),
            b"GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: a\n" + forged + b"\r\n\r\n",
        ]
        for request in sent:
            server.exchange(request)
        server.get("/health")
        lines = server.log.splitlines()[before:]
    assert 1 <= len(lines) <= len(sent) + 1
    for line in lines:
        assert line.isprintable(), line
        assert not line.startswith("forged")
        assert line.isascii()
