"""Comunica, an engine that asks several sources at once, and follows links from one to the next."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import RdfFormat, parse

from conformance.serving import free_port, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

BINARIES = Path(__file__).parents[2] / ".venv-clients" / "node_modules" / ".bin"
NODE = Path(__file__).parents[2] / ".venv-clients" / "bin"

DATA = """
PREFIX ex: <https://example.org/>
PREFIX drink: <{base}id/drink/>
PREFIX place: <{base}id/place/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

drink:tea a ex:Drink ; rdfs:label "tea"@en , "茶"@zh ; ex:from place:fujian .
drink:coffee a ex:Drink ; rdfs:label "coffee"@en ; ex:from place:yunnan .
place:fujian a ex:Place ; rdfs:label "Fujian"@en , "福建"@zh .
place:yunnan a ex:Place ; rdfs:label "Yunnan"@en , "云南"@zh .
"""

FROM = """
PREFIX ex: <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name { <%s> ex:from ?place . ?place rdfs:label ?name }
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve things whose IRIs are the server's own addresses."""
    folder = tmp_path_factory.mktemp("drinks")
    port = free_port()
    base = f"http://127.0.0.1:{port}/"
    (folder / "data.ttl").write_text(DATA.format(base=base), encoding="utf-8")
    arguments = ("--workers", "1", "--port", str(port), "--data", str(folder / "data.ttl"))
    with serving(folder, *arguments, SINOGRAPH_BASE=base):
        yield base


def comunica(program: str, *arguments: str) -> Any:
    """Return what Comunica writes, read as JSON or as N-Triples."""
    command = shutil.which(program, path=str(BINARIES))
    if command is None:
        pytest.skip("Comunica is not installed: make clients")
    kind = "application/n-triples" if "CONSTRUCT" in arguments[-1] else "application/sparql-results+json"
    said = subprocess.run(
        [command, "-t", kind, *arguments],
        capture_output=True,
        env={**os.environ, "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}"},
        timeout=120,
    )
    assert said.returncode == 0, said.stderr.decode()
    if "CONSTRUCT" in arguments[-1]:
        return list(parse(said.stdout, RdfFormat.N_TRIPLES))
    return json.loads(said.stdout)["results"]["bindings"]


def names(rows: list[dict[str, dict[str, str]]]) -> set[str]:
    return {row["name"]["value"] for row in rows}


@pytest.mark.parametrize("source", ["sparql@{base}sparql", "{base}sparql"], ids=["told", "discovered"])
def test_asks_the_endpoint(base: str, source: str) -> None:
    rows = comunica("comunica-sparql", source.format(base=base), FROM % f"{base}id/drink/tea")
    assert names(rows) == {"Fujian", "福建"}


def test_constructs(base: str) -> None:
    triples = comunica("comunica-sparql", f"{base}sparql", f"CONSTRUCT WHERE {{ <{base}id/drink/tea> ?p ?o }}")
    assert len(triples) == 4


@pytest.mark.parametrize(
    "sources",
    [
        ("{base}sparql", "{base}id/drink/tea"),
        ("{base}id/drink/tea", "{base}data/place/fujian.ttl"),
        ("{base}data/drink/tea.jsonld", "{base}data/place/fujian.rdf"),
        ("{base}graphs?default",),
    ],
    ids=["the endpoint and a thing", "two things", "two files", "a graph"],
)
def test_asks_several_sources_at_once(base: str, sources: tuple[str, ...]) -> None:
    rows = comunica("comunica-sparql", *(source.format(base=base) for source in sources), FROM % f"{base}id/drink/tea")
    assert names(rows) == {"Fujian", "福建"}


def test_follows_links(base: str) -> None:
    tea = f"{base}id/drink/tea"
    rows = comunica("comunica-sparql-link-traversal", tea, "--lenient", FROM % tea)
    assert names(rows) == {"Fujian", "福建"}
