"""What the page of a thing needs beyond its description: which neighbours are claims, what is disputed and alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.linked.asking import rows, rows_about
from sinograph.linked.hierarchy import wider_classes, wider_properties
from sinograph.linked.naming import Naming
from sinograph.linked.page import TYPE
from sinograph.linked.sections import CLAIM_CLASSES
from sinograph.namespaces import sino, tail

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.description import Description
    from sinograph.linked.hierarchy import Wider

MOST_RELATED: Final = 8
"""How many things of the same kind are named."""

MOST_SHARED: Final = 2000
"""Among how many statements they are looked for."""

CLASSES: Final = f"""
SELECT ?node ?class
WHERE {{
  VALUES ?node {{ NODES }}
  ?node a ?class
  FILTER(?class IN ({", ".join(str(sino(name)) for name in CLAIM_CLASSES)}))
}}"""

SAID_CLASSES: Final = CLASSES.replace("?node a ?class", "GRAPH ?passage { ?node a ?class }")
"""Of what is not asserted, passages alone say what it is; a query of its own, as engines work out a UNION whole."""

DISPUTES: Final = """
SELECT ?dispute ?property ?passage
WHERE {
  VALUES ?about { NODES }
  ?dispute sino:disputeAbout ?about ; sino:disputeSide ?passage .
  OPTIONAL { ?dispute sino:disputedProperty ?property }
}"""

SIDES: Final = "SELECT ?passage ?dispute WHERE { VALUES ?passage { NODES } ?dispute sino:disputeSide ?passage }"

RELATED: Final = f"""
SELECT ?other (COUNT(*) AS ?shared)
WHERE {{
  {{ SELECT ?other WHERE {{
    {{ SELECT DISTINCT ?property ?value WHERE {{
      THING ?property ?value
      FILTER(STRSTARTS(STR(?property), STR(sino:)) && STRSTARTS(STR(?value), "SPACE"))
    }} LIMIT 50 }}
    ?other ?property ?value
  }} LIMIT {MOST_SHARED} }}
  FILTER(?other != THING && STRSTARTS(STR(?other), "KIND"))
}}
GROUP BY ?other
ORDER BY DESC(?shared) ?other
LIMIT {MOST_RELATED}"""


@dataclass(frozen=True)
class Dispute:
    """A dispute about a thing, or about a claim about it.

    :param disputed: the property whose values disagree; None where the sides use several properties
    """

    iri: NamedNode
    disputed: NamedNode | None
    passages: frozenset[NamedNode]

    @property
    def slug(self) -> str:
        """The end of its IRI."""
        return tail(self.iri.value)


@dataclass(frozen=True)
class Surroundings:
    """What is around a thing.

    :param classes: for each neighbour that is a claim the class that says where it stands
    :param related: things of the same kind that share most with it, each with its name
    :param sides: for each passage that is cited the ends of the IRIs of the disputes of which it is a side
    :param wider: the classes and properties that are wider than those by which it is described
    """

    classes: Mapping[NamedNode, str]
    disputes: tuple[Dispute, ...] = ()
    related: tuple[tuple[NamedNode, str], ...] = ()
    sides: Mapping[NamedNode, tuple[str, ...]] = field(default_factory=dict)
    wider: Wider = field(default_factory=dict)


def survey(engine: Engine, description: Description, addresses: Addresses) -> Surroundings:
    """Look up what is around a thing that has been described."""
    terms = (term for fact in description.facts for term in (fact.triple.object,))
    subjects = (fact.triple.subject for fact in description.mentions)
    near = {node for node in (*terms, *subjects) if isinstance(node, NamedNode) and addresses.path_of(node)}
    classes = _classes(engine, near)
    disputes = _disputes(engine, {description.thing, *classes})
    cited = {passage.iri for fact in (*description.facts, *description.mentions) for passage in fact.passages}
    sides = _sides(engine, {description.thing, *cited})
    related = _related(engine, description, addresses)
    return Surroundings(classes, disputes, related, sides, _wider(engine, description))


def _sides(engine: Engine, passages: Collection[NamedNode]) -> dict[NamedNode, tuple[str, ...]]:
    found: dict[NamedNode, set[str]] = defaultdict(set)
    for passage, dispute in rows_about(engine, passages, SIDES):
        if isinstance(passage, NamedNode) and isinstance(dispute, NamedNode):
            found[passage].add(tail(dispute.value))
    return {passage: tuple(sorted(disputes)) for passage, disputes in found.items()}


def _wider(engine: Engine, description: Description) -> Wider:
    facts = [fact.triple for fact in (*description.facts, *description.mentions)]
    kinds = {triple.object for triple in facts if triple.predicate == TYPE and isinstance(triple.object, NamedNode)}
    properties = {triple.predicate for triple in facts}
    return {**wider_classes(engine, kinds), **wider_properties(engine, properties)}


def _classes(engine: Engine, nodes: Collection[NamedNode]) -> dict[NamedNode, str]:
    """Return the first of the classes of each node that is a claim, in the order in which pages have them."""
    found: dict[NamedNode, set[str]] = defaultdict(set)
    said = (row for query in (CLASSES, SAID_CLASSES) for row in rows_about(engine, nodes, query))
    for node, cls in said:
        if isinstance(node, NamedNode) and isinstance(cls, NamedNode):
            found[node].add(cls.value.rpartition("#")[2])
    return {node: min(names, key=CLAIM_CLASSES.index) for node, names in found.items()}


def _disputes(engine: Engine, about: Iterable[NamedNode]) -> tuple[Dispute, ...]:
    passages: dict[tuple[NamedNode, NamedNode | None], set[NamedNode]] = defaultdict(set)
    for dispute, prop, passage in rows_about(engine, about, DISPUTES):
        if isinstance(dispute, NamedNode) and isinstance(passage, NamedNode):
            passages[dispute, prop if isinstance(prop, NamedNode) else None].add(passage)
    return tuple(Dispute(*key, frozenset(sides)) for key, sides in sorted(passages.items(), key=str))


def _related(engine: Engine, description: Description, addresses: Addresses) -> tuple[tuple[NamedNode, str], ...]:
    thing = description.thing
    kind = thing.value.removesuffix((addresses.path_of(thing) or "").partition("/")[2])
    if not kind.endswith("/") or '"' in kind or "\\" in kind:
        return ()
    query = RELATED.replace("SPACE", f"{addresses.base}id/").replace("KIND", kind).replace("THING", str(thing))
    others = [other for other, _ in rows(engine, query) if isinstance(other, NamedNode)]
    naming = Naming.of(engine, others, description.naming.language)
    return tuple((other, naming.of_node(other)) for other in others)
