"""The statements of a release as RDF: with their graphs, merged, or each claim tied to its passage by a reifier."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sinograph.dumps.contents import Contents

REIFIES: Final = expand("rdf:reifies")
DERIVED: Final = expand("prov:wasDerivedFrom")
VERSION: Final = b'VERSION "1.2"\n'
"""Announces triple terms (https://www.w3.org/TR/rdf12-turtle/#sec-version)."""


def write_quads(contents: Contents) -> bytes:
    """Return the release's own N-Quads, as they are."""
    return contents.release.quads_path.read_bytes()


def write_trig(contents: Contents) -> bytes:
    """Return every statement in its graph."""
    return written(contents.quads, RdfFormat.TRIG)


def write_turtle(contents: Contents) -> bytes:
    """Return the default graph."""
    return written(tuple(contents.default), RdfFormat.TURTLE)


def write_reified(contents: Contents) -> bytes:
    """Return the default graph, and a reifier for each claim of each passage (RDF 1.2).

    A claim that is only expected, an opinion or rebutted has a reifier too, and is not asserted.
    https://www.w3.org/TR/rdf12-concepts/#section-reifying
    """
    triples = (*contents.default, *_reifiers(contents))
    return VERSION + written(tuple(sorted(triples, key=str)), RdfFormat.TURTLE)


def reifier(passage: NamedNode, triple: Triple) -> NamedNode:
    """Return the name of a passage's claim: the passage's own IRI with a digest of the triple."""
    digest = hashlib.sha256(str(triple).encode()).hexdigest()
    return NamedNode(f"{passage.value}#claim-{digest[:16]}")


def written(statements: tuple[Triple, ...] | tuple[Quad, ...], form: RdfFormat) -> bytes:
    """Return statements in the order given, with the prefixes that they use."""
    return serialize(statements, format=form, prefixes=_used(statements)) or b""


def _reifiers(contents: Contents) -> Iterator[Triple]:
    for passage, claims in contents.passages.items():
        for claim in claims:
            name = reifier(passage, claim)
            yield Triple(name, REIFIES, claim)
            yield Triple(name, DERIVED, passage)


def _used(statements: Iterable[Triple | Quad]) -> dict[str, str]:
    """Return the prefixes that terms of the statements begin with."""
    iris = {iri for statement in statements for iri in _iris(statement)}
    return {prefix: space for prefix, space in _PREFIXES.items() if any(iri.startswith(space) for iri in iris)}


def _iris(statement: Triple | Quad) -> Iterator[str]:
    for term in statement:
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value
        elif isinstance(term, Triple):
            yield from _iris(term)


_PREFIXES: Final = {**PREFIXES, "np": "http://www.nanopub.org/nschema#"}
