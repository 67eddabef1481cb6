"""What passages say of things in figures: properties with values, and claims that have nodes of their own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.agreement import Amount, is_number
from sinograph.figures.figure import in_order
from sinograph.linked.asking import rows, rows_about
from sinograph.linked.evidence import read_passages
from sinograph.namespaces import GRAPH, expand, sino

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.linked.evidence import Passage
    from sinograph.tabulation import Term

INFERRED: Final = NamedNode(f"{GRAPH}inferred")
TYPE: Final = expand("rdf:type")

SAID: Final = """
SELECT ?graph ?thing ?property ?value
WHERE { VALUES ?property { NODES } GRAPH ?graph { ?thing ?property ?value } }"""

CLAIMED: Final = """
SELECT ?graph ?claim ?kind ?property ?value
WHERE { VALUES ?kind { NODES } GRAPH ?graph { ?claim a ?kind ; ?property ?value } }"""

SIDES: Final = "SELECT ?dispute ?passage WHERE { ?dispute a sino:Dispute ; sino:disputeSide ?passage }"


@dataclass(frozen=True)
class Said:
    """A value of a property, and who says so.

    :param inferred: whether it follows, and neither a passage nor the curators say it
    """

    thing: NamedNode
    prop: NamedNode
    value: NamedNode | Literal
    passages: tuple[Passage, ...]
    inferred: bool


@dataclass(frozen=True)
class Claim:
    """A node that one passage says several things of, such as a price.

    :param told: the values of each property, by its local name
    """

    iri: NamedNode
    kind: NamedNode
    passage: Passage
    told: Mapping[str, tuple[Term, ...]]

    def node(self, *names: str) -> NamedNode | None:
        """Return the first thing that one of these properties leads to."""
        return next((term for name in names for term in self.told.get(name, ()) if isinstance(term, NamedNode)), None)

    def text(self, name: str) -> str:
        """Return the first text of a property, or nothing."""
        return next((term.value for term in self.told.get(name, ()) if isinstance(term, Literal)), "")

    @property
    def amount(self) -> Amount:
        """What it says of an amount."""
        value, minimum, maximum = (self._number(name) for name in ("value", "minimum", "maximum"))
        return Amount(value or self._number("score"), minimum, maximum, self.text("isApproximate") == "true")

    def _number(self, name: str) -> Literal | None:
        literals = (term for term in self.told.get(name, ()) if isinstance(term, Literal))
        return next((literal for literal in literals if is_number(literal)), None)


def read_said(engine: Engine, properties: Iterable[NamedNode]) -> list[Said]:
    """Return all values of these properties, in the order of their terms."""
    told: dict[tuple[NamedNode, NamedNode, NamedNode | Literal], set[NamedNode]] = defaultdict(set)
    for graph, thing, prop, value in rows_about(engine, properties, SAID):
        is_triple = isinstance(thing, NamedNode) and isinstance(prop, NamedNode)
        if is_triple and isinstance(graph, NamedNode) and isinstance(value, (NamedNode, Literal)):
            told[thing, prop, value].add(graph)  # type: ignore[index]
    passages = read_passages(engine, {graph for graphs in told.values() for graph in graphs} - {INFERRED})
    return [
        Said(*triple, in_order(passages[graph] for graph in graphs & passages.keys()), graphs == {INFERRED})
        for triple, graphs in sorted(told.items(), key=str)
    ]


def read_claims(engine: Engine, kinds: Iterable[str]) -> list[Claim]:
    """Return the claims of these classes, such as ``Price``, that passages make."""
    told: dict[tuple[Term | None, ...], dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for graph, claim, kind, prop, value in rows_about(engine, map(sino, kinds), CLAIMED):
        if isinstance(prop, NamedNode) and value is not None and prop != TYPE:
            told[graph, claim, kind][prop.value.rpartition("#")[2]].append(value)
    passages = read_passages(engine, {graph for graph, _, _ in told if isinstance(graph, NamedNode)})
    return [
        Claim(claim, kind, passages[graph], {name: tuple(sorted(values, key=str)) for name, values in each.items()})
        for (graph, claim, kind), each in sorted(told.items(), key=str)
        if isinstance(claim, NamedNode) and isinstance(kind, NamedNode)
        and isinstance(graph, NamedNode) and graph in passages
    ]  # fmt: skip


def read_sides(engine: Engine) -> dict[str, set[str]]:
    """Return the disputes in which each passage takes a side."""
    sides: dict[str, set[str]] = defaultdict(set)
    for dispute, passage in rows(engine, SIDES):
        if isinstance(dispute, NamedNode) and isinstance(passage, NamedNode):
            sides[passage.value].add(dispute.value)
    return sides
