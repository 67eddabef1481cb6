"""The W3C's SPARQL 1.1 tests, read from their archive."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

ARCHIVE: Final = Path(__file__).parents[1] / "resources" / "w3c" / "sparql11.tar.xz"

SUITE: Final = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
"""Where the suite's files are said to be: what relative IRIs in them are resolved against."""

MANIFEST: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
ENTRIES: Final = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?type ?query ?action ?result {
    ?manifest mf:entries/rdf:rest*/rdf:first ?test .
    ?test a ?type .
    OPTIONAL { ?test mf:action ?action }
    OPTIONAL { ?action qt:query ?query }
    OPTIONAL { ?test mf:result ?result }
} ORDER BY ?test
"""
QUERY_TEST: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"


@dataclass(frozen=True)
class Case:
    """One test: its name within the suite, its kind, and the files that it names, by their paths in the archive."""

    name: str
    kind: str
    query: str = ""
    data: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    result: str = ""

    @property
    def text(self) -> str:
        """The query."""
        return files()[self.query].decode()


@cache
def files() -> dict[str, bytes]:
    """Return what is in the archive, by path below the suite's folder."""
    with tarfile.open(ARCHIVE) as archive:
        members = [(member.name.partition("/")[2], archive.extractfile(member)) for member in archive]
        return {name: stream.read() for name, stream in members if stream is not None}


@cache
def cases(folder: str) -> tuple[Case, ...]:
    """Return the tests that the manifest of a folder lists."""
    store = Store()
    path = f"{folder}/manifest.ttl"
    store.load(files()[path], RdfFormat.TURTLE, base_iri=SUITE + path)
    rows = store.query(ENTRIES)
    return tuple(
        Case(
            f"{folder}/{row['test'].value.rpartition('#')[2]}",
            row["type"].value.removeprefix(MANIFEST),
            _path(row["query"] or row["action"]),
            _paths(store, row["action"], "data"),
            _paths(store, row["action"], "graphData"),
            _path(row["result"]),
        )
        for row in rows  # type: ignore[union-attr]
    )


def quads() -> list[Quad]:
    """Return the data of all tests, each file's in the graph whose name is its address."""
    named = {path for folder in folders() for case in cases(folder) for path in (*case.data, *case.graphs)}
    return [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(SUITE + path))
        for path in sorted(named)
        for triple in parse(files()[path], _format(path), base_iri=SUITE + path, rename_blank_nodes=True)
    ]


def folders() -> list[str]:
    """Return the folders that have a manifest."""
    return sorted(path.partition("/")[0] for path in files() if path.endswith("/manifest.ttl"))


def _format(path: str) -> RdfFormat:
    form = RdfFormat.from_extension(path.rpartition(".")[2])
    assert form is not None, path
    return form


def _path(node: object) -> str:
    return node.value.removeprefix(SUITE) if isinstance(node, NamedNode) else ""


def _paths(store: Store, action: object, name: str) -> tuple[str, ...]:
    if not isinstance(action, BlankNode):
        return ()
    found = store.quads_for_pattern(action, NamedNode(QUERY_TEST + name), None)
    return tuple(sorted(_path(quad.object) for quad in found))
