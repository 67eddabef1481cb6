"""Crowds that ask for one kind of work as fast as they are answered: a cheap query is answered all the while."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import pytest

from faults.client import FORM, Client

if TYPE_CHECKING:
    from collections.abc import Callable

    from faults.serving import Server

CLIENTS: Final = 150
SECONDS: Final = 2.0
PROBES: Final = 10

Request = tuple[str, str, bytes | None, dict[str, str]]

PREFIXES: Final = (
    "PREFIX sino: <https://w3id.org/sinograph/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
ROWS: Final = "SELECT * { ?s ?p ?o . ?s2 ?p2 ?o2 FILTER(?o2 != $N) } LIMIT 10000"
TEXTS: Final = 'SELECT (1+$N AS ?n) ?s (CONCAT(STR(?s), "%s") AS ?x) { ?s ?p ?o } LIMIT 9900' % ('a,\\"b ' * 80)
GRAPH: Final = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?o != $N) } LIMIT 10000"
CITED: Final = (
    PREFIXES + "SELECT * { ?m sino:developedBy ?l ; sino:uses ?t . OPTIONAL { ?t skos:prefLabel ?n } "
    "OPTIONAL { ?m sino:memberOf ?f } ?l ?p ?o FILTER(?o != $N) } LIMIT 200"
)
WIDE: Final = f"SELECT {' '.join(f'?a{place}' for place in range(900))} {{ ?s ?p ?o FILTER(?o != $N) }} LIMIT 10000"
UNKNOWN: Final = f"SELECT * {{ {' '.join(f'?s sino:nam{place} ?o{place} .' for place in range(40))} }}"


def page(path: str) -> Callable[[int], Request]:
    """Ask for a page; ``$N`` is another number each time."""
    return lambda number: ("GET", path.replace("$N", str(number)), None, {"Accept": "text/html"})


def form(path: str, accept: str = "*/*", **parameters: str) -> Callable[[int], Request]:
    """Send a form; ``$N`` is another number each time."""

    def request(number: int) -> Request:
        filled = {name: value.replace("$N", str(number)) for name, value in parameters.items()}
        return "POST", path, urlencode(filled).encode(), {"Content-Type": FORM, "Accept": accept}

    return request


def raw(body: bytes) -> Callable[[int], Request]:
    """Send a body as a form, whatever it is."""
    return lambda _: ("POST", "/sparql", body, {"Content-Type": FORM})


def names(number: int) -> Request:
    """Ask for as many names as may be asked for together."""
    queries = ",".join(f'"q{place}":{{"query":"deepsek v{number}{place}"}}' for place in range(25))
    return form("/reconcile", queries=f"{{{queries}}}")(number)


KINDS: Final[dict[str, Callable[[int], Request]]] = {
    "large tables": form("/sparql", query=ROWS, format="csv"),
    "long texts in CSV": form("/sparql", query=TEXTS, format="csv"),
    "long texts in JSON": form("/sparql", query=TEXTS, format="json"),
    "tables with names": form("/sparql", query=ROWS, format="csv", names="en"),
    "tables with evidence": form("/sparql", query=CITED, format="json", evidence="true"),
    "pages with evidence": form("/sparql", "text/html", query=CITED, evidence="true"),
    "pages of rows": form("/sparql", "text/html", query=ROWS),
    "pages of wide rows": form("/sparql", "text/html", query=WIDE),
    "wide tables with names": form("/sparql", query=WIDE, format="csv", names="en"),
    "graphs in JSON-LD": form("/sparql", query=GRAPH, format="jsonld"),
    "graphs in Turtle": form("/sparql", query=GRAPH, format="turtle"),
    "digits to explain": page(f"/explain?thing={'1' * 7900}x"),
    "datatypes to explain": page("/explain?thing=" + quote('"^^' * 800 + '"a b')),
    "proofs": page("/explain?s=model:glm-5&p=sino:uses&o=technique:x$N"),
    "withdrawals": page("/impact?passage=passage:x$N"),
    "numbers": lambda _: ("GET", "/metrics", None, {}),
    "forms": raw(b"query=" + b"%41" * 60_000),
    "large forms": raw(b"query=" + b"%41" * 330_000),
    "descriptions": lambda _: ("GET", "/sparql?%66ormat=turtle", None, {}),
    "front pages": page("/?theme=dark"),
    "spreads": page("/spread"),
    "models": page("/models"),
    "disputes": page("/disputes"),
    "documents": page("/documents/chinese-ai-labs"),
    "vocabularies": page("/ontology"),
    "things": page("/page/lab/deepseek"),
    "wrong addresses": page("/id/lab/deepsek$N"),
    "searches": page("/search?q=deepsek%20v$N"),
    "batches of names": names,
    "unknown terms": page(f"/terms/unknown?query={quote(PREFIXES + UNKNOWN)}"),
    "default graphs": page("/graphs?default"),
    "data sets": page("/dataset"),
    "link sets": lambda _: ("GET", "/linkset/lab/deepseek", None, {}),
    "proxies": lambda number: ("GET", f"/sparql?query=ASK%7B%7D%23{number}", None, {"Forwarded": "a=b;" * 3500}),
}

ANSWERED: Final = {
    "pages of wide rows": 503,
    "wide tables with names": 503,
    "digits to explain": 404,
    "datatypes to explain": 404,
    "proofs": 404,
    "withdrawals": 404,
    "forms": 400,
    "large forms": 413,
    "wrong addresses": 404,
}
"""The status that some at least are answered with, where that is not 200."""

QUICK: Final = {"digits to explain", "forms"}


def flood(client: Client, kind: str) -> tuple[Counter[int], int]:
    """Have a crowd ask for a while; return the statuses, and how many connections broke."""
    end = time.monotonic() + SECONDS

    def ask(place: int) -> Counter[int]:
        statuses: Counter[int] = Counter()
        while time.monotonic() < end:
            method, target, body, headers = KINDS[kind](100_000 * place + statuses.total())
            try:
                statuses[client.request(method, target, body, headers).status] += 1
            except OSError:
                statuses[0] += 1
        return statuses

    with ThreadPoolExecutor(CLIENTS) as pool:
        counted = sum(pool.map(ask, range(CLIENTS)), Counter[int]())
    return counted, counted.pop(0, 0)


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[] if kind in QUICK else [pytest.mark.slow]) for kind in KINDS]
)
def test_a_crowd_keeps_no_cheap_query_waiting(release_server: Server, kind: str) -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        flooding = pool.submit(flood, Client(release_server.host, release_server.port), kind)
        probes = 0
        while not flooding.done():
            release_server.probe()
            probes += 1
        statuses, broken = flooding.result()
    assert probes > PROBES
    assert not broken
    assert statuses[ANSWERED.get(kind, 200)], statuses
    assert not {status for status in statuses if status >= 500} - {503}
    release_server.probe()


def test_has_all_kinds() -> None:
    assert set(KINDS) > QUICK
    assert len(KINDS) == 34
