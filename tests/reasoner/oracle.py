"""owlrl as an oracle: what it concludes about things, to be compared with what we do.

These are not compared, but decided by tables of cases:

- ``owl:hasKey``: it forgets the last property of a key, so that a key of one property makes all members the same;
- ``owl:AllDifferent`` and ``owl:AllDisjointProperties``: it forgets the last member of a list, and finds no
  inconsistency there;
- equal literals: it makes two literals of a functional property the same and swaps them everywhere; we compare them by
  value, and report an inconsistency where they differ;
- datatypes: it says of each literal what its datatype is, and nothing where a range forbids it; we say nothing, and
  report an inconsistency;
- members of ``owl:Nothing``: it goes on to say that they belong to every class; we report the inconsistency.

These are left out on both sides:

- conclusions about classes and properties, which are used when the rules are compiled, and not drawn;
- that everything is the same as itself and an ``owl:Thing``, members of classes without a name, literals as subjects;
- late names: where two values of ``owl:hasValue`` turn out to be the same only by reasoning, restrictions on
  restrictions on them are not put in order again, because the rules are made by then.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import owlrl
import pyoxigraph as ox
import rdflib

from sinograph.bridge import from_rdflib, to_graph
from sinograph.reasoner import Closure, compile_ontology, reason
from sinograph.reasoner.hierarchy import NOTHING
from sinograph.reasoner.rule import SAME, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EX = "http://example.org/"

HEADER = f"""
@prefix : <{EX}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

RESOURCES = Path(__file__).parents[1] / "resources" / "reasoner"


class Known(NamedTuple):
    """What a reasoner knows about things in the end, and whether it found it inconsistent."""

    things: set[ox.Triple]
    is_inconsistent: bool


def read_cases(name: str) -> dict[str, str]:
    """Return the Turtle of each case of a file by its title; a title begins with two hashes."""
    parts = (RESOURCES / name).read_text(encoding="utf-8").split("## ")[1:]
    return {title: turtle for title, _, turtle in (part.partition("\n") for part in parts)}


def parse(turtle: str) -> list[ox.Triple]:
    """Return the triples of a piece of Turtle in which the usual prefixes are declared."""
    return [quad.triple for quad in ox.parse(HEADER + turtle, format=ox.RdfFormat.TURTLE)]


def close(triples: Sequence[ox.Triple]) -> Closure:
    """Return our closure of ontology and data."""
    return reason(triples, compile_ontology(triples).rules)


def ours(turtle: str) -> Known:
    """Return what we know about things in the end, and whether we found it inconsistent."""
    triples = parse(turtle)
    closure = close(triples)
    return Known(about_things([*triples, *closure]), bool(closure.inconsistencies))


def theirs(turtle: str) -> Known:
    """Return what owlrl knows about things in the end, and whether it found it inconsistent.

    Of what it says where something belongs to owl:Nothing, only that we say too is kept.
    """
    triples, is_inconsistent = _close_with_owlrl(parse(turtle))
    things = about_things(triples)
    if any(triple.predicate == TYPE and triple.object == NOTHING for triple in triples):
        things &= ours(turtle).things
    return Known(things, is_inconsistent)


def owlrl_closure(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return everything that owlrl knows in the end, but for literals as subjects."""
    return _close_with_owlrl(triples)[0]


def _close_with_owlrl(triples: Iterable[ox.Triple]) -> tuple[set[ox.Triple], bool]:
    graph = to_graph(triples)
    semantics = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False)
    semantics.closure()
    known = {
        ox.Triple(from_rdflib(subject), from_rdflib(predicate), from_rdflib(value))  # type: ignore[arg-type]
        for subject, predicate, value in graph
        if not isinstance(subject, rdflib.Literal) and isinstance(predicate, rdflib.URIRef)
    }
    return known, bool(semantics.error_messages)


def about_things(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Keep what is compared: statements about things of the example, whose names begin with a small i."""
    return {triple for triple in triples if _is_about_thing(triple)}


def _is_about_thing(triple: ox.Triple) -> bool:
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if not _is_named(subject, "i"):
        return False
    if predicate == TYPE:
        return _is_named(value, "C")
    if predicate == SAME:
        return subject != value and _is_named(value, "i")
    return _is_named(predicate, "p") and (isinstance(value, ox.Literal) or _is_named(value, "i"))


def _is_named(term: object, initial: str) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(EX + initial)
