"""Write ``.ttl`` and ``.trig`` files as the project writes them.

A ``.ttl`` file is sorted, so that the same graph always gives the same text. A claim file reads along with its
document: passage by passage in the order of the text, each with its head, its fragments and its graph.
"""

from __future__ import annotations

import os
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, NamedNode

from sinograph.blanks import Blanks, Subject
from sinograph.errors import SinographError
from sinograph.faults import Fault, shown
from sinograph.namespaces import expand, natural
from sinograph.passages import CONDITION, DOCUMENT, END, EXACT, HAS_FRAGMENT, MODALITY, NOTE, START, TYPE, claims_of
from sinograph.reading import parse_quads, read_bytes
from sinograph.turtle import AS_WRITTEN, Graph, Order, Scribe, index

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Quad, Triple

    from sinograph.project import Project

_HEAD: Final = Order(first=(TYPE, DOCUMENT, HAS_FRAGMENT, EXACT, START, END, MODALITY, CONDITION, NOTE))
"""How the head of a passage reads: what it quotes, where, and how the document says it."""

_ONTOLOGY: Final = expand("owl:Ontology")
_SUFFIXES: Final = (".ttl", ".trig")


def formatted_files(project: Project) -> list[Path]:
    """Return every file of the project that has a formatted form: all Turtle and TriG below ontology/ and graph/."""
    copies = project.root / "graph" / "sources"
    files = (file for folder in ("ontology", "graph") for file in (project.root / folder).rglob("*"))
    return sorted(file for file in files if file.suffix in _SUFFIXES and not file.is_relative_to(copies))


def format_check(project: Project) -> list[Fault]:
    """Return a fault for every file that differs from its formatted self, or that cannot be read."""
    return [fault for file in formatted_files(project) if (fault := _format_fault(file))]


def _format_fault(file: Path) -> Fault | None:
    try:
        data = read_bytes(file)
        if formatted(data, file).encode() == data:
            return None
    except SinographError as error:
        return Fault("error", "format", error.where or shown(file), error.problem, error.remedy or "correct the file")
    return Fault("error", "format", shown(file), "is not as `sinograph format` writes it", "run `sinograph format`")


def formatted(data: bytes, path: Path) -> str:
    """Return the contents of a file as the project writes them; comments are lost.

    :raises MalformedFileError: where the contents are not well-formed
    """
    quads, prefixes = parse_quads(data, path)
    return write_quads(quads, path, prefixes) if quads else data.decode()


def write_quads(quads: Sequence[Quad], path: Path, prefixes: Mapping[str, str]) -> str:
    """Return quads as the text of the file ``path``: as claims where it is TriG, else as sorted Turtle."""
    if path.suffix not in _SUFFIXES:
        raise SinographError(
            f"{path.suffix!r} files have no formatted form", where=shown(path), remedy="name .ttl or .trig files"
        )
    return _claims(quads, path, prefixes) if path.suffix == ".trig" else _sorted(quads, prefixes)


def replace(path: Path, text: str) -> None:
    """Put ``text`` in place of a file's contents, in one step.

    :raises SinographError: where the file cannot be written
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(text.encode())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SinographError(
            f"cannot be written: {error.strerror}", where=shown(path), remedy="check the rights of its folder"
        ) from None


def _sorted(quads: Sequence[Quad], prefixes: Mapping[str, str]) -> str:
    blanks = Blanks.of(quads)
    labels = {}
    if blanks.named:
        quads = _canonical(quads)
        blanks = Blanks.of(quads)
        labels = {node: node.value for node in blanks.named}
    graph = index(quad.triple for quad in quads)
    scribe = Scribe(blanks, prefixes, labels)
    iris = sorted((node for node in graph if isinstance(node, NamedNode)), key=lambda node: _rank(node, graph))
    others = [node for node in graph if not isinstance(node, NamedNode) and node not in blanks.inline]
    statements = [scribe.statement(node, graph) for node in iris]
    statements += sorted((scribe.statement(node, graph) for node in others), key=natural)
    return "\n".join([scribe.header(), *statements])


def _rank(node: NamedNode, graph: Graph) -> tuple[bool, object]:
    return _ONTOLOGY not in graph[node].get(TYPE, []), natural(node.value)


def _canonical(quads: Iterable[Quad]) -> list[Quad]:
    """Name the blank nodes by their place in the graph (RDFC-1.0), so that it always gives the same text."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def _claims(quads: Sequence[Quad], path: Path, prefixes: Mapping[str, str]) -> str:
    """Write passages in the order of the text, after what belongs to none of them."""
    blanks = Blanks.of(quads)
    scribe = Scribe(blanks, prefixes, {})
    heads, graphs = _by_graph(quads)
    starts = {passage.iri: passage.start for passage in claims_of(quads, path).passages}
    nodes = {iri: _head_nodes(iri, heads) for iri in _in_text_order(starts)}
    owned = set(chain.from_iterable(nodes.values()))
    strays = [node for node in heads if node not in owned and node not in blanks.inline]
    parts = [scribe.statement(node, heads) for node in strays]
    for iri, own in nodes.items():
        parts += [scribe.statement(node, heads, _HEAD) for node in own if node in owned]
        owned.difference_update(own)
        if iri in graphs:
            parts.append(_block(iri, graphs.pop(iri), scribe, blanks))
    parts += [_block(name, graph, scribe, blanks) for name, graph in graphs.items()]
    return "\n".join([scribe.header(), *parts])


def _by_graph(quads: Iterable[Quad]) -> tuple[Graph, dict[NamedNode | BlankNode, Graph]]:
    """Return the default graph, and the named graphs by their names."""
    default: list[Triple] = []
    named: dict[NamedNode | BlankNode, list[Triple]] = {}
    for quad in quads:
        triples = default if isinstance(quad.graph_name, DefaultGraph) else named.setdefault(quad.graph_name, [])
        triples.append(quad.triple)
    return index(default), {name: index(triples) for name, triples in named.items()}


def _head_nodes(passage: NamedNode, heads: Graph) -> list[Subject]:
    """Return the passage and its fragments, as far as the default graph says something of them."""
    fragments = [node for node in heads.get(passage, {}).get(HAS_FRAGMENT, []) if isinstance(node, NamedNode)]
    return [node for node in (passage, *sorted(fragments, key=lambda node: natural(node.value))) if node in heads]


def _in_text_order(starts: Mapping[NamedNode, int | None]) -> list[NamedNode]:
    """Sort passages by where they begin; one without a start stays behind the one that it stands behind."""
    keys: dict[NamedNode, int] = {}
    latest = -1
    for iri, start in starts.items():
        latest = keys[iri] = latest if start is None else start
    return sorted(keys, key=lambda iri: keys[iri])


def _block(name: NamedNode | BlankNode, graph: Graph, scribe: Scribe, blanks: Blanks) -> str:
    """Write a named graph: subjects, predicates and values in the author's order."""
    subjects = [node for node in graph if node not in blanks.inline]
    statements = [scribe.statement(node, graph, AS_WRITTEN, indent=4) for node in subjects]
    return f"{scribe.name(name)} {{\n{''.join(statements)}}}\n"
