"""Candidates for reconciliation queries: things of a like name, of the right type, with the right values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz

from sinograph.engine.formats import format_named
from sinograph.linked.asking import rows, rows_about
from sinograph.linked.naming import Naming
from sinograph.lookup.batch import Wanted, most_compared
from sinograph.lookup.catalogue import PROPERTIES, TYPES, Terms, definitions, instances
from sinograph.lookup.index import LONGEST, NameIndex
from sinograph.lookup.likeness import EXACT, normalised
from sinograph.once import once
from sinograph.tabulation import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.lookup.batch import Query
    from sinograph.lookup.identifiers import Identifiers
    from sinograph.tabulation import Term as Value

Json = dict[str, Any]

JSON: Final = format_named("json")

NAME_WEIGHT: Final = 2
"""How many properties the name is worth in a score."""

MOST_HOLDERS: Final = 1000
"""How many things that have a property are looked through where no name is looked for."""

MOST_HELD: Final = 20
"""How many values of one property of a thing are compared."""

MOST_KINDS: Final = 64
"""Of how many types it is remembered which things are of them."""

VALUES: Final = "SELECT ?node ?value WHERE { VALUES ?node { NODES } ?node PROPERTY ?value }"
HOLDERS: Final = f"SELECT DISTINCT ?x WHERE {{ ONLY ?x PROPERTY ?value }} LIMIT {MOST_HOLDERS}"
KINDS: Final = "SELECT ?node ?type WHERE { VALUES ?node { NODES } ?node a ?type }"


@dataclass(frozen=True)
class Described:
    """What a thing is called, what it is, and its types as clients see them."""

    name: str
    definition: str
    types: Mapping[NamedNode, Json]

    @property
    def listed(self) -> list[Json]:
        """The types in the order of their IRIs."""
        return list(self.types.values())


@dataclass(frozen=True)
class Candidate:
    """A thing that may be meant by a query.

    :param likeness: how alike its name is, from 0 to 100
    """

    node: NamedNode
    score: float
    likeness: float
    is_match: bool


class Reconciler:
    """Answers reconciliation queries; what it needs of the data is read when first asked for."""

    def __init__(self, engine: Engine, identifiers: Identifiers) -> None:
        self.engine = engine
        self.identifiers = identifiers
        self.index = once(lambda: NameIndex.of(engine, identifiers.things))
        self.types = once(lambda: Terms.of(engine, TYPES))
        self.properties = once(lambda: Terms.of(engine, PROPERTIES))
        self.instances = lru_cache(MOST_KINDS)(lambda kind: instances(engine, kind))
        self._combined = lru_cache(MOST_KINDS // 8)(self._combine)

    def reconcile(self, batch: Mapping[str, Query]) -> Json:
        """Answer a batch of queries: for each its candidates, the best first.

        :raises LookupRequestError: where a query names a type or a property that there is not
        """
        compared = most_compared(batch)
        found = {name: self._candidates(query, compared) for name, query in batch.items()}
        described = self.described({each.node for candidates in found.values() for each in candidates})
        return {
            name: {"result": [self._document(each, described[each.node]) for each in candidates]}
            for name, candidates in found.items()
        }

    def _candidates(self, query: Query, compared: int) -> list[Candidate]:
        kinds = [self.types().get(self.identifiers.term(each), "type").iri for each in query.types]
        wanted = [
            (self.properties().get(self.identifiers.term(each.pid), "property").iri, each) for each in query.properties
        ]
        for _, each in wanted:
            self._things(each)
        most = max(compared, query.limit) if wanted else query.limit
        if query.text:
            among = self._among(kinds, query.strictness)
            likeness = {found.thing: found.score for found in self.index().search(query.text, most, among)}
        else:
            among = self._among(kinds, query.strictness)
            held = self._holders(*wanted[0], among) if wanted else []
            likeness = dict.fromkeys(held[:compared], EXACT)
        matches = self._matches(list(likeness)[:compared], wanted)
        scores = {
            node: _score(likeness[node], matches[node], has_name=bool(query.text)) for node in matches or likeness
        }
        liked = [self.instances(kind) for kind in kinds] if query.strictness == "should" else []
        best = sorted(scores, key=lambda node: (-scores[node], not any(node in each for each in liked)))[: query.limit]
        certain = [node for node in scores if scores[node] == EXACT and query.text]
        return [Candidate(node, scores[node], likeness[node], is_match=certain == [node]) for node in best]

    def described(self, nodes: Iterable[NamedNode], language: Language = "en") -> dict[NamedNode, Described]:
        """Return the name, the definition and the types of things.

        :param language: the one of the names and definitions, where there are any in it
        """
        nodes = list(nodes)
        known = [] if language == "en" else [term.iri for term in self.types().listed]
        naming = Naming.of(self.engine, [*nodes, *known], language)
        kinds: dict[NamedNode, dict[NamedNode, Json]] = defaultdict(dict)
        for node, kind in sorted(rows_about(self.engine, nodes, KINDS), key=str):
            if isinstance(node, NamedNode) and isinstance(kind, NamedNode) and kind.value.startswith(self._space(kind)):
                term = self.types().find(kind)
                name = naming.of_node(kind) if known and term else term.name if term else ""
                kinds[node][kind] = {"id": self.identifiers.of_term(kind), "name": name}
        told = definitions(self.engine, nodes, language)
        return {node: Described(naming.of_node(node), told.get(node, ""), kinds[node]) for node in nodes}

    def is_known(self, node: NamedNode) -> bool:
        """Tell whether anything is said of a node, or by it as a property."""
        return bool(tabulate(self.engine.query(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s {node} ?o }} }}", JSON)).truth)

    def _space(self, kind: NamedNode) -> str:
        """Return where the types begin that are shown: ours, or all in data that have none of ours."""
        ours = self.identifiers.terms
        return ours if any(term.iri.value.startswith(ours) for term in self.types().listed) else kind.value

    def _among(self, kinds: list[NamedNode], strictness: str) -> set[NamedNode] | None:
        if not kinds or strictness == "should":
            return None
        return self.instances(kinds[0]) if len(kinds) == 1 else self._combined(tuple(kinds), strictness)

    def _combine(self, kinds: tuple[NamedNode, ...], strictness: str) -> set[NamedNode]:
        sets = [self.instances(kind) for kind in kinds]
        return set.intersection(*sets) if strictness == "all" else set.union(*sets)

    def _holders(self, prop: NamedNode, wanted: Wanted, among: set[NamedNode] | None) -> list[NamedNode]:
        """Return things that have a property: of those that have a wanted thing as its value, if things are wanted."""
        things = " ".join(sorted(map(str, self._things(wanted))))
        only = f"VALUES ?value {{ {things} }}" if things and all(isinstance(v, dict) for v in wanted.values) else ""
        query = HOLDERS.replace("PROPERTY", str(prop)).replace("ONLY", only)
        found = (node for (node,) in rows(self.engine, query) if isinstance(node, NamedNode))
        return [node for node in found if among is None or node in among]

    def _matches(
        self, nodes: Iterable[NamedNode], wanted: list[tuple[NamedNode, Wanted]]
    ) -> Mapping[NamedNode, list[float]]:
        """Return for each thing how well it has each property's values, from 0 to 100."""
        matches: dict[NamedNode, list[float]] = defaultdict(list)
        nodes = list(nodes)
        for prop, each in wanted if nodes else ():
            values: dict[Value | None, list[Value]] = defaultdict(list)
            for node, value in rows_about(self.engine, nodes, VALUES.replace("PROPERTY", str(prop))):
                if value is not None and len(values[node]) < MOST_HELD:
                    values[node].append(value)
            objects = {value for held in values.values() for value in held if isinstance(value, NamedNode)}
            naming = Naming.of(self.engine, objects)
            for node in nodes:
                matches[node].append(self._best(values[node], each, naming))
        return matches

    def _things(self, wanted: Wanted) -> set[NamedNode]:
        """Return the things among wanted values.

        :raises LookupRequestError: where an identifier cannot be one
        """
        return {self.identifiers.thing(value["id"]) for value in wanted.values if isinstance(value, dict)}

    def _best(self, held: list[Value], wanted: Wanted, naming: Naming) -> float:
        likenesses = [self._likeness(value, sought, naming) for value in held for sought in wanted.values]
        return max(likenesses, default=0.0)

    def _likeness(self, value: Value, sought: Any, naming: Naming) -> float:
        if isinstance(sought, dict):
            return EXACT if value in self._things(Wanted("", (sought,))) else 0.0
        text = str(sought).lower() if isinstance(sought, bool) else str(sought)
        if isinstance(value, NamedNode):
            names = (*naming.names.get(value.value, {}).values(), value.value, self.identifiers.of_thing(value))
            return max(_alike(name, text) for name in names)
        return _alike(value.value, text) if isinstance(value, Literal) else 0.0

    def _document(self, candidate: Candidate, described: Described) -> Json:
        return {
            "id": self.identifiers.of_thing(candidate.node),
            "name": described.name,
            "description": described.definition,
            "type": described.listed,
            "score": candidate.score,
            "match": candidate.is_match,
            "features": [{"id": "name", "value": candidate.likeness}],
        }


def _score(name: float, matches: list[float], *, has_name: bool) -> float:
    weight = NAME_WEIGHT if has_name else 0
    return round((weight * name + sum(matches)) / (weight + len(matches)), 1)


def _alike(one: str, other: str) -> float:
    try:
        return EXACT if float(one) == float(other) else 0.0
    except ValueError:
        return float(fuzz.ratio(_compared(one), _compared(other)))


@lru_cache(1 << 14)
def _compared(text: str) -> str:
    """Normalise a value; the same ones are compared again and again."""
    return normalised(text[:LONGEST])
