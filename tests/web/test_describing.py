from __future__ import annotations

import base64
import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Store, parse

from sinograph import create_app
from sinograph.building import build
from sinograph.dumps import DUMPS, SUMS, Shelf
from sinograph.dumps.shelf import FOLDER
from sinograph.engine import EmbeddedEngine
from sinograph.engine.formats import FORMATS, formats_of
from sinograph.namespaces import BASE, PREFIXES
from sinograph.project import Project
from sinograph.questions import Question
from sinograph.settings import Settings
from sinograph.web.about import about_release
from sinograph.web.describing.files import OFFERS
from sinograph.web.describing.service import RESULT_FORMATS
from waiting import await_that

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.dumps.formats import Offer
    from sinograph.engine.formats import Format
    from sinograph.release import Release

SMALL_PROJECT = Path(__file__).parents[1] / "resources" / "project"
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
PROLOGUE = f"PREFIX sd: <{SD}> PREFIX void: <{VOID}> PREFIX spdx: <http://spdx.org/rdf/terms#> " + "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in ("dcat", "dcterms", "schema", "sh", "sino")
)
QUESTIONS = [
    Question("models", "Which <models> are there?", "Each once.", "SELECT ?m { ?m a sino:Model }\n"),
    Question("any", "Is there any?", "Yes.", "# title: x\nASK { ?m a sino:Model }\n"),
    Question("all", "All of it", "Everything.", "CONSTRUCT WHERE { ?s ?p ?o }\n"),
    Question("one", "One of it", "A model.", "DESCRIBE ?m { ?m a sino:Model }\n"),
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("described")
    shutil.copytree(SMALL_PROJECT, folder / "project")
    project = Project.find(folder / "project")
    settings = Settings.load({}, project=project.root, releases=folder / "releases")
    release = build(project, settings, lambda _: None, shacl=False)
    Shelf(release.path).fill()
    return release


@pytest.fixture(scope="module")
def release_engine(release: Release) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(release.store_path, prefixes=PREFIXES)
    yield engine
    engine.stop()


@pytest.fixture
def served(release: Release, release_engine: EmbeddedEngine) -> FlaskClient:
    about = about_release(release_engine, release.digest, QUESTIONS, release.path)
    return create_app(release_engine, about).test_client()


def described(client: FlaskClient, path: str, form: str = "turtle", **headers: str) -> Store:
    response = client.get(path, query_string={"format": form}, headers=headers)
    assert response.status_code == 200, response.text
    store = Store()
    store.extend(parse(response.data, next(row.writer for row in FORMATS if row.name == form)))  # type: ignore[arg-type]
    return store


def select(store: Store, text: str) -> list[tuple[str, ...]]:
    rows: Any = store.query(PROLOGUE + text)
    return sorted(tuple(term.value for term in row) for row in rows)


def held(store: Store, text: str) -> bool:
    return bool(store.query(f"{PROLOGUE} ASK {{ {text} }}"))


PATHS = ["/sparql", "/.well-known/void", "/dataset"]


class TestFormats:
    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("form", formats_of("graph"), ids=lambda form: str(form.name))
    def test_all_say_the_same(self, served: FlaskClient, path: str, form: Format) -> None:
        def canonical(store: Store) -> set[Quad]:
            dataset = Dataset(store)
            dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
            return set(dataset)

        assert canonical(described(served, path, form.name)) == canonical(described(served, path))
        response = served.get(path, headers={"Accept": form.media_type})
        assert response.mimetype == form.media_type
        assert "Accept" in response.vary

    @pytest.mark.parametrize("path", PATHS)
    def test_anything_is_turtle_and_the_same_each_time(self, served: FlaskClient, path: str) -> None:
        one, other = served.get(path, headers={"Accept": "*/*"}), served.get(path)
        assert one.mimetype == "text/turtle"
        assert one.data == other.data

    @pytest.mark.parametrize("path", PATHS)
    def test_a_host_that_is_none(self, served: FlaskClient, path: str) -> None:
        assert served.get(path, headers={"Host": "a b<c>"}).status_code == 400

    @pytest.mark.parametrize("path", PATHS[1:])
    def test_none_that_fits(self, served: FlaskClient, path: str) -> None:
        assert served.get(path, headers={"Accept": "image/png"}).status_code == 406


class TestService:
    def test_describes_the_endpoint_as_it_was_reached(self, served: FlaskClient) -> None:
        store = described(served, "/sparql", Host="graph.example:81")
        endpoints = select(store, "SELECT ?e { ?s a sd:Service ; sd:endpoint ?e }")
        assert endpoints == [("http://graph.example:81/sparql",)]

    def test_names_languages_and_formats(self, served: FlaskClient) -> None:
        store = described(served, "/sparql")
        assert held(store, "?s sd:supportedLanguage sd:SPARQL11Query")
        assert RESULT_FORMATS.keys() == {form.name for form in FORMATS}
        formats = select(store, "SELECT ?f { ?s sd:resultFormat ?f }")
        assert len(formats) == len(FORMATS)

    def test_describes_the_default_dataset(self, served: FlaskClient, release: Release) -> None:
        store = described(served, "/sparql")
        quads = list(parse(path=str(release.quads_path), format=RdfFormat.N_QUADS))
        graphs: dict[str, int] = {}
        for quad in quads:
            graphs[getattr(quad.graph_name, "value", "")] = graphs.get(getattr(quad.graph_name, "value", ""), 0) + 1
        default = select(store, "SELECT ?n { ?s sd:defaultDataset/sd:defaultGraph/void:triples ?n }")
        assert default == [(str(graphs.pop("")),)]
        named = select(store, "SELECT ?g ?n { ?d sd:namedGraph ?x . ?x sd:name ?g ; sd:graph/void:triples ?n }")
        assert named == sorted((name, str(number)) for name, number in graphs.items())

    def test_has_the_questions_as_examples(self, served: FlaskClient) -> None:
        store = described(served, "/sparql")
        for question, form in zip(QUESTIONS[:3], ("Select", "Ask", "Construct"), strict=True):
            text = Literal(question.query)
            pattern = f"?q a sh:SPARQLExecutable , sh:SPARQL{form}Executable ; sh:{form.lower()} {text}"
            assert held(store, f"{pattern} ; schema:target ?e . ?s sd:endpoint ?e")
        assert len(select(store, "SELECT ?q { ?q a sh:SPARQLExecutable }")) == 4

    def test_declares_the_prefixes(self, served: FlaskClient) -> None:
        store = described(served, "/sparql")
        declared = select(store, "SELECT ?p ?n { ?o sh:declare [ sh:prefix ?p ; sh:namespace ?n ] }")
        assert declared == sorted(PREFIXES.items())

    def test_browsers_get_the_form(self, served: FlaskClient) -> None:
        assert "<textarea" in served.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"}).text

    @pytest.mark.parametrize(
        ("address", "accept"),
        [("/sparql?default-graph-uri=http://x/", "*/*"), ("/sparql", "text/csv"), ("/sparql?format=csv", "*/*")],
    )
    def test_says_that_there_is_no_query(self, served: FlaskClient, address: str, accept: str) -> None:
        assert served.get(address, headers={"Accept": accept}).status_code == 400


class TestVoid:
    def test_counts(self, served: FlaskClient, release_engine: EmbeddedEngine) -> None:
        store = described(served, "/.well-known/void")
        numbers = "?d a void:Dataset ; void:triples ?t ; void:classes ?c ; void:properties ?p"
        ((triples, classes, properties),) = select(store, f"SELECT ?t ?c ?p {{ {numbers} }}")
        parts = select(store, "SELECT ?p ?n { ?d void:propertyPartition [ void:property ?p ; void:triples ?n ] }")
        assert sum(int(number) for _, number in parts) == int(triples)
        assert len(parts) == int(properties)
        kinds = select(store, "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }")
        assert len(kinds) == int(classes)
        asked = release_engine.query("SELECT (COUNT(*) AS ?n) { ?m a sino:Model }", FORMATS[0])
        number = json.loads(asked.content)["results"]["bindings"][0]["n"]["value"]
        assert (f"{PREFIXES['sino']}Model", number) in kinds

    def test_leads_to_everything_else(self, served: FlaskClient) -> None:
        store = described(served, "/.well-known/void")
        addresses = select(store, "SELECT ?a { ?d a void:Dataset ; void:sparqlEndpoint|void:dataDump ?a }")
        assert len(addresses) == 1 + 2 * sum(dump.is_rdf for dump in DUMPS)
        for (address,) in addresses:
            with served.get(address) as response:
                assert response.status_code == 200
        assert held(store, f"?d void:vocabulary <{PREFIXES['sino']}> ; void:uriSpace '{BASE}id/'")

    def test_browsers_are_led_to_the_page(self, served: FlaskClient) -> None:
        response = served.get("/.well-known/void", headers={"Accept": "text/html"})
        assert (response.status_code, response.location) == (303, "/dataset")
        assert "Accept" in response.vary


class TestDataset:
    def test_distributions_have_the_digests_of_the_files(self, served: FlaskClient, release: Release) -> None:
        store = described(served, "/dataset")
        rows = select(
            store,
            "SELECT ?url ?sha ?size { ?d a dcat:Dataset ; dcat:distribution ?f . "
            "?f dcat:downloadURL ?url ; schema:sha256 ?sha ; dcat:byteSize ?size }",
        )
        assert {url.rpartition("/")[2] for url, _, _ in rows} == {offer.file for offer in OFFERS}
        for url, digest, size in rows:
            with served.get(url) as response:
                body = response.data
            assert (hashlib.sha256(body).hexdigest(), len(body)) == (digest, int(size))
        assert len(select(store, "SELECT ?c { [] spdx:checksum/spdx:checksumValue ?c }")) == len(rows)
        assert held(store, f"?d dcterms:identifier '{release.digest}'")

    def test_distributions_say_how_they_are_written(self, served: FlaskClient) -> None:
        store = described(served, "/dataset")
        iana = "https://www.iana.org/assignments/media-types"
        compressed = f"dcat:compressFormat <{iana}/application/gzip> ; dcat:mediaType <{iana}/application/trig>"
        assert held(store, f"?f dcat:downloadURL ?url ; {compressed} FILTER(STRENDS(STR(?url), '/data.trig.gz'))")
        turtle = "dcterms:conformsTo <https://www.w3.org/TR/rdf12-turtle/>"
        assert held(store, f"?f dcat:downloadURL ?url ; {turtle} FILTER(STRENDS(STR(?url), '/data-reified.ttl'))")

    def test_schema_org_is_one_tree(self, served: FlaskClient) -> None:
        tree = json.loads(served.get("/dataset", headers={"Accept": "application/ld+json"}).data)
        assert "Dataset" in tree["@type"]
        assert tree["name"] == "sinograph"
        assert 50 <= len(tree["description"]) <= 5000
        assert any(part.get("contentUrl", {}).get("@id", "").endswith("/data.nq") for part in tree["distribution"])
        assert all(isinstance(space, str) for space in tree["@context"].values())

    def test_the_page_holds_it_too(self, served: FlaskClient) -> None:
        response = served.get("/dataset", headers={"Accept": "text/html"})
        _, _, rest = response.text.partition('<script type="application/ld+json">')
        assert json.loads(rest.partition("</script>")[0])["name"] == "sinograph"
        assert "data.nq" in response.text


class TestDownloads:
    def test_the_quads_come_with_their_digest(self, served: FlaskClient, release: Release) -> None:
        with served.get("/dataset/data.nq") as response:
            assert response.data == release.quads_path.read_bytes()
            assert response.mimetype == "application/n-quads"
            digest = hashlib.sha256(response.data)
            assert response.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
            assert response.headers["ETag"] == f'"{digest.hexdigest()}"'
            assert response.headers["Cache-Control"] == "public, no-cache"
        again = served.get("/dataset/data.nq", headers={"If-None-Match": f'"{digest.hexdigest()}"'})
        assert again.status_code == 304

    def test_head(self, served: FlaskClient, release: Release) -> None:
        with served.head("/dataset/data.nq") as response:
            assert response.data == b""
            assert int(response.headers["Content-Length"]) == release.quads_path.stat().st_size

    def test_coded(self, served: FlaskClient) -> None:
        with served.get("/dataset/data.nq", headers={"Accept-Encoding": "gzip"}) as response:
            assert response.headers["Content-Encoding"] == "gzip"
            assert "Repr-Digest" not in response.headers
            assert "Content-Length" not in response.headers
            assert response.headers["ETag"].endswith('-gzip"')

    @pytest.mark.parametrize(
        ("asked", "part"),
        [("bytes=0-9", slice(0, 10)), ("bytes=100-", slice(100, None)), ("bytes=-7", slice(-7, None))],
    )
    def test_a_part(self, served: FlaskClient, release: Release, asked: str, part: slice) -> None:
        whole = release.quads_path.read_bytes()
        headers = {"Range": asked, "Accept-Encoding": "gzip"}
        with served.get("/dataset/data.nq", headers=headers) as response:
            assert response.status_code == 206
            assert response.data == whole[part]
            assert "Content-Encoding" not in response.headers
            start, _, _ = part.indices(len(whole))
            assert response.headers["Content-Range"] == f"bytes {start}-{start + len(whole[part]) - 1}/{len(whole)}"
            assert response.headers["ETag"] == f'"{hashlib.sha256(whole).hexdigest()}"'
        with served.get("/dataset/data.nq") as response:
            assert response.headers["Accept-Ranges"] == "bytes"

    def test_what_was_begun_is_resumed_only_where_it_is_the_same(self, served: FlaskClient, release: Release) -> None:
        digest = hashlib.sha256(release.quads_path.read_bytes()).hexdigest()
        tags = {f'"{digest}"': 206, f'"{digest}-gzip"': 200, '"other"': 200, "Mon, 23 Nov 2026 00:00:00 GMT": 200}
        for tag, status in tags.items():
            with served.get("/dataset/data.nq", headers={"Range": "bytes=5-", "If-Range": tag}) as response:
                assert response.status_code == status, tag

    @pytest.mark.parametrize("asked", ["lines=1-2", "bytes=0-1,4-5", "bytes=x", "nonsense"])
    def test_what_is_no_part_is_ignored(self, served: FlaskClient, asked: str) -> None:
        with served.get("/dataset/data.nq", headers={"Range": asked}) as response:
            assert response.status_code == 200

    def test_a_part_that_is_not_there(self, served: FlaskClient, release: Release) -> None:
        response = served.get("/dataset/data.nq", headers={"Range": "bytes=99999999-"})
        assert response.status_code == 416
        assert response.headers["Content-Range"] == f"bytes */{release.quads_path.stat().st_size}"
        assert response.mimetype == "application/problem+json"

    def test_a_condition_comes_before_a_part(self, served: FlaskClient, release: Release) -> None:
        tag = f'"{hashlib.sha256(release.quads_path.read_bytes()).hexdigest()}"'
        for headers, status in (({"If-None-Match": tag}, 304), ({"If-Match": '"x"'}, 412), ({"If-Match": tag}, 206)):
            with served.get("/dataset/data.nq", headers={"Range": "bytes=0-1", **headers}) as response:
                assert response.status_code == status
        with served.head("/dataset/data.nq", headers={"Range": "bytes=0-1"}) as response:
            assert response.status_code == 200

    @pytest.mark.parametrize("accepted", ["identity", "gzip", "zstd, br;q=0.5"])
    def test_a_compressed_file_has_one_tag(self, served: FlaskClient, accepted: str) -> None:
        with served.get("/dataset/data.ttl.gz", headers={"Accept-Encoding": accepted}) as response:
            digest = hashlib.sha256(response.data).hexdigest()
            assert response.headers["ETag"] == f'"{digest}"'
            assert "Content-Encoding" not in response.headers
        asked = {"Accept-Encoding": accepted, "Range": "bytes=9-", "If-Range": f'"{digest}"'}
        with served.get("/dataset/data.ttl.gz", headers=asked) as response:
            assert response.status_code == 206

    def test_a_compressed_file_is_coded_for_who_refuses_the_plain_one(self, served: FlaskClient) -> None:
        headers = {"Accept-Encoding": "gzip, identity;q=0"}
        with served.get("/dataset/data.ttl.gz", headers=headers) as response:
            assert response.headers["Content-Encoding"] == "gzip"

    @pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: str(offer.file))
    def test_every_file(self, served: FlaskClient, offer: Offer) -> None:
        with served.get(f"/dataset/{offer.file}") as response:
            assert response.mimetype == offer.media_type
            assert response.headers["Content-Disposition"] == f"attachment; filename={offer.file}"
            digest = base64.b64encode(hashlib.sha256(response.data).digest()).decode()
            assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"

    def test_the_list_of_digests_is_of_what_is_served(self, served: FlaskClient) -> None:
        with served.get(f"/dataset/{SUMS}") as response:
            lines = response.data.decode().splitlines()
        assert len(lines) == len(OFFERS) - 1
        for line in lines:
            digest, _, name = line.partition("  ")
            with served.get(f"/dataset/{name}") as response:
                assert hashlib.sha256(response.data).hexdigest() == digest

    def test_croissant_has_the_addresses_at_which_the_tables_are_served(self, served: FlaskClient) -> None:
        response = served.get("/dataset/croissant", headers={"Host": "graph.example:81"})
        assert response.mimetype == "application/ld+json"
        files = json.loads(response.data)["distribution"]
        assert len(files) > 10
        for file in files:
            assert file["contentUrl"] == f"http://graph.example:81/dataset/{file['name']}"
            with served.get(file["contentUrl"]) as table:
                assert hashlib.sha256(table.data).hexdigest() == file["sha256"]

    @pytest.mark.parametrize("name", ["manifest.json", "dumps-1", "store", "nothing", "..%2Fcurrent", "data.nq%00"])
    def test_nothing_else_can_be_had(self, served: FlaskClient, name: str) -> None:
        assert served.get(f"/dataset/{name}").status_code == 404


def test_dumps_are_written_when_they_are_asked_for(
    release: Release, release_engine: EmbeddedEngine, tmp_path: Path
) -> None:
    fresh = tmp_path / "release"
    shutil.copytree(release.path, fresh, ignore=shutil.ignore_patterns("dumps-*"))
    client = create_app(release_engine, about_release(release_engine, release.digest, [], fresh)).test_client()
    early = client.get("/dataset/data.ttl")
    assert early.status_code == 503
    assert int(early.headers["Retry-After"]) > 0
    assert "being written" in early.text
    with client.get("/dataset/data.nq") as response:
        assert response.status_code == 200
    shelf = Shelf(fresh)
    await_that(lambda: shelf.files() is not None)
    with client.get("/dataset/data.ttl") as response:
        assert response.status_code == 200
    assert "being written" not in client.get("/dataset", headers={"Accept": "text/html"}).text


def test_says_that_dumps_cannot_be_written(release: Release, release_engine: EmbeddedEngine, tmp_path: Path) -> None:
    fresh = tmp_path / "release"
    shutil.copytree(release.path, fresh, ignore=shutil.ignore_patterns("dumps-*"))
    (fresh / FOLDER).write_text("in the way", encoding="utf-8")
    client = create_app(release_engine, about_release(release_engine, release.digest, [], fresh)).test_client()
    await_that(lambda: "cannot be written" in client.get("/dataset/data.ttl").text)
    assert client.get("/dataset/data.ttl").status_code == 503
    assert client.get("/dataset").status_code == 200


class TestOtherData:
    def test_is_described_without_files(self, client: FlaskClient) -> None:
        store = described(client, "/dataset")
        assert not held(store, "?f dcat:downloadURL ?url")
        assert held(store, "?s a dcat:DataService ; dcat:endpointURL ?e")
        assert client.get("/dataset/data.nq").status_code == 404
        assert client.get("/dataset", headers={"Accept": "text/html"}).status_code == 200

    def test_has_void_and_service_description(self, client: FlaskClient) -> None:
        assert held(described(client, "/.well-known/void"), "?d void:propertyPartition ?p")
        named = "?d sd:namedGraph/sd:name <https://example.org/menu>"
        assert held(described(client, "/sparql"), named)


def test_a_release_has_its_graphs_at_their_own_addresses(served: FlaskClient, release: Release) -> None:
    quads = parse(path=str(release.quads_path), format=RdfFormat.N_QUADS)
    names = sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)})
    assert any(name.startswith(f"{BASE}id/passage/") for name in names)
    for name in names:
        path = name.removeprefix(BASE)
        direct = served.get(f"/graphs/{path.removeprefix('graph/')}")
        assert direct.status_code == 200
        assert direct.data == served.get("/graphs", query_string={"graph": name}).data
