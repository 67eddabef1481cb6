"""Check that claim files are built as they must be, whatever they say: each passage whole, each graph a passage's."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from sinograph.faults import Fault, shown
from sinograph.namespaces import expand, shorten
from sinograph.passages import DOCUMENT, END, EXACT, FRAGMENT, HAS_FRAGMENT, MODALITY, PASSAGE, START, TYPE, offset
from sinograph.reading import read_quads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sinograph.passages import ClaimFile, Passage
    from sinograph.project import Project
    from sinograph.sources import Document

LONGEST: Final = 200
"""The most characters of a span; a passage quotes the smallest stretch that carries its facts."""

_INTEGER: Final = expand("xsd:integer")
_STRING: Final = expand("xsd:string")

_HEAD: Final = (
    (DOCUMENT, NamedNode, "name the document it was quoted from"),
    (MODALITY, NamedNode, "say how the document asserts it, such as sino:Stated"),
)
_SPAN: Final = (
    (EXACT, _STRING, "quote the document's own words, as a plain string"),
    (START, _INTEGER, "run `sinograph anchor`"),
    (END, _INTEGER, "run `sinograph anchor`"),
)
"""What a passage or fragment must have exactly once: the property, its datatype, and what to do."""


def check_structure(claims: Iterable[ClaimFile], documents: Iterable[Document]) -> list[Fault]:
    """Return what is wrong with the build of the claim files, file by file."""
    claims = tuple(claims)
    known = {document.iri for document in documents}
    faults = [fault for file in claims for fault in _file_faults(file, known)]
    passages = [passage for file in claims for passage in file.passages]
    return [*faults, *_used_twice(claims), *_same_quote(passages)]


def check_citable(project: Project) -> list[Fault]:
    """Return a fault for every blank node in graph/sources.ttl and graph/entities/: what has no name is not citable."""
    files = (file for file in (project.sources, *project.entities) if file.is_file())
    return [fault for file in files for fault in _blank_nodes(read_quads(file), shown(file))]


def _file_faults(file: ClaimFile, known: set[NamedNode]) -> Iterator[Fault]:
    values = _values(file.metadata)
    heads = {subject for (subject, predicate), kinds in values.items() if predicate == TYPE and PASSAGE in kinds}
    for passage in file.passages:
        if passage.iri in heads:
            yield from _passage_faults(passage, values, known)
        else:
            yield _fault(
                passage.where, "is a graph without a passage", f"write its head: {shorten(passage.iri)} a sino:Passage"
            )
    yield from _orphans(file, values)
    yield from _order(file)
    yield from _blank_nodes(_quads(file), shown(file.path))


Values = dict[tuple[object, NamedNode], list[object]]


def _values(triples: Iterable[Triple]) -> Values:
    values: Values = defaultdict(list)
    for subject, predicate, value in triples:
        values[subject, predicate].append(value)
    return values


def _quads(file: ClaimFile) -> Iterator[Quad]:
    yield from (Quad(fact.subject, fact.predicate, fact.object, DefaultGraph()) for fact in file.metadata)
    for passage in file.passages:
        yield from (Quad(fact.subject, fact.predicate, fact.object, passage.iri) for fact in passage.facts)
    yield from file.strays


def _passage_faults(passage: Passage, values: Values, known: set[NamedNode]) -> Iterator[Fault]:
    if not passage.facts:
        yield _fault(passage.where, "has no facts", "write what it says into the graph of its name, or delete it")
    for predicate, kind, remedy in _HEAD:
        yield from _exactly_one(passage.iri, predicate, kind, remedy, values, passage.where)
    if passage.document and passage.document not in known:
        name = shorten(passage.document)
        yield _fault(passage.where, f"is quoted from {name}, which is not declared", "declare it in graph/sources.ttl")
    yield from _span_faults(passage, values)


def _span_faults(passage: Passage, values: Values) -> Iterator[Fault]:
    fragments = values.get((passage.iri, HAS_FRAGMENT), [])
    if not fragments:
        yield from _one_span(passage.iri, values, passage.where)
        return
    if any((passage.iri, predicate) in values for predicate, _, _ in _SPAN):
        yield _fault(passage.where, "has a quote of its own and fragments too", "keep the one or the others")
    for fragment in fragments:
        if FRAGMENT not in values.get((fragment, TYPE), []):
            problem = f"has the fragment {_name(fragment)}, which is not there"
            yield _fault(passage.where, problem, f"write: {_name(fragment)} a sino:Fragment ; oa:exact ...")
        else:
            yield from _one_span(fragment, values, f"{passage.where}: {_name(fragment)}")
    for before, after in pairwise(passage.spans):
        if before.end is not None and after.start is not None and after.start < before.end:
            problem = f"{_name(after.node)} begins at {after.start}, before {_name(before.node)} ends at {before.end}"
            yield _fault(passage.where, problem, "number fragments in the order of the text, apart from one another")


def _one_span(node: object, values: Values, where: str) -> Iterator[Fault]:
    for predicate, datatype, remedy in _SPAN:
        yield from _exactly_one(node, predicate, datatype, remedy, values, where)
    for value in values.get((node, EXACT), []):
        if isinstance(value, Literal) and len(value.value) > LONGEST:
            problem = f"quotes {len(value.value)} characters, more than {LONGEST}: {value.value[:60]!r}..."
            yield _fault(where, problem, "quote the smallest stretch that carries the facts, or use fragments")
    start, end = values.get((node, START), []), values.get((node, END), [])
    first, last = (offset(values[0]) if len(values) == 1 else None for values in (start, end))
    if first is not None and last is not None and first >= last:
        problem = f"ends at {_name(end[0])}, not after its start at {_name(start[0])}"
        yield _fault(where, problem, "run `sinograph anchor`")


def _exactly_one(
    node: object, predicate: NamedNode, kind: object, remedy: str, values: Values, where: str
) -> Iterator[Fault]:
    """Check that there is one value; ``kind`` is its datatype, or NamedNode for an IRI."""
    found = values.get((node, predicate), [])
    if not found:
        yield _fault(where, f"has no {shorten(predicate)}", remedy)
    elif len(found) > 1:
        yield _fault(where, f"has {shorten(predicate)} {len(found)} times: {_names(found)}", "keep one")
    elif not _is_of_kind(found[0], kind):
        yield _fault(where, f"has {_name(found[0])} for its {shorten(predicate)}", remedy)


def _is_of_kind(value: object, kind: object) -> bool:
    if not isinstance(value, Literal):
        return kind is type(value)
    return value.datatype == kind and (kind != _INTEGER or offset(value) is not None)


def _orphans(file: ClaimFile, values: Values) -> Iterator[Fault]:
    """Find fragments of no passage."""
    owned = {fragment for (_, predicate), owned in values.items() if predicate == HAS_FRAGMENT for fragment in owned}
    for (node, predicate), kinds in values.items():
        if predicate == TYPE and FRAGMENT in kinds and node not in owned:
            problem = f"{_name(node)} is a fragment of no passage"
            yield _fault(shown(file.path), problem, "name it with sino:hasFragment in its passage, or delete it")


def _order(file: ClaimFile) -> Iterator[Fault]:
    placed = [(passage, passage.start) for passage in file.passages if passage.start is not None]
    for (before, first), (after, second) in pairwise(placed):
        if second < first:
            problem = f"begins at {second}, but stands after {shorten(before.iri)}, which begins at {first}"
            yield _fault(after.where, problem, "run `sinograph format`: passages stand in the order of the text")


def _blank_nodes(quads: Iterable[Quad], where: str) -> Iterator[Fault]:
    for quad in quads:
        if any(isinstance(term, BlankNode) for term in (quad.subject, quad.object, quad.graph_name)):
            told = " ".join(_name(term) for term in (quad.subject, quad.predicate, quad.object))
            yield _fault(where, f"a blank node, which cannot be cited, in: {told}", "give it an IRI")


def _used_twice(claims: Sequence[ClaimFile]) -> Iterator[Fault]:
    """Find names of passages with more than one head, in one file or over all."""
    files: dict[object, list[Path]] = defaultdict(list)
    for file in claims:
        for subject, predicate, value in file.metadata:
            if predicate == TYPE and value == PASSAGE:
                files[subject].append(file.path)
    for name, paths in files.items():
        if len(paths) > 1:
            places = ", ".join(shown(path) for path in dict.fromkeys(paths))
            yield _fault(places, f"{_name(name)} names {len(paths)} passages", "give each passage a name of its own")


def _same_quote(passages: Sequence[Passage]) -> Iterator[Fault]:
    """Find passages with the same spans and the same modality."""
    first: dict[object, Passage] = {}
    for passage in passages:
        spans = tuple((span.exact, span.start) for span in passage.spans)
        earlier = first.setdefault((passage.document, spans, passage.modality), passage) if spans else passage
        if earlier.iri != passage.iri:
            problem = f"quotes the same span with the same modality as {shorten(earlier.iri)}"
            yield _fault(passage.where, problem, f"put its facts into that passage ({shown(earlier.file)})")


def _names(values: Iterable[object]) -> str:
    return ", ".join(f"{_name(value)}" for value in Counter(values))


def _name(value: object) -> str:
    return shorten(value) if isinstance(value, NamedNode) else value.value if isinstance(value, Literal) else str(value)


def _fault(where: str, problem: str, remedy: str) -> Fault:
    return Fault("error", "structure", where, problem, remedy)
