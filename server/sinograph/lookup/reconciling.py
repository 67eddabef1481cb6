"""Candidates for reconciliation queries: things of a like name, of the right type, with the right values."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz

from sinograph.engine.formats import format_named
from sinograph.linked.asking import rows, rows_about
from sinograph.linked.naming import Naming
from sinograph.lookup.batch import Wanted
from sinograph.lookup.catalogue import DEFINITIONS, PROPERTIES, TYPES, Terms, instances
from sinograph.lookup.index import EXACT, NameIndex, normalised
from sinograph.tabulation import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sinograph.engine.interface import Engine
    from sinograph.lookup.batch import Query
    from sinograph.lookup.identifiers import Identifiers
    from sinograph.tabulation import Term as Value

Json = dict[str, Any]

JSON: Final = format_named("json")

NAME_WEIGHT: Final = 2
"""How many properties the name is worth in a score."""

MOST_CONSIDERED: Final = 500
"""How many things of a like name have their values compared."""

VALUES: Final = "SELECT ?node ?value WHERE { VALUES ?node { NODES } ?node PROPERTY ?value }"
HOLDERS: Final = f"SELECT DISTINCT ?x WHERE {{ ?x PROPERTY ?value }} LIMIT {MOST_CONSIDERED}"
KINDS: Final = "SELECT ?node ?type WHERE { VALUES ?node { NODES } ?node a ?type }"


class Reconciler:
    """Answers reconciliation queries; what it needs of the data is read when first asked for."""

    def __init__(self, engine: Engine, identifiers: Identifiers) -> None:
        self.engine = engine
        self.identifiers = identifiers
        self.index = cache(lambda: NameIndex.of(engine))
        self.types = cache(lambda: Terms.of(engine, TYPES))
        self.properties = cache(lambda: Terms.of(engine, PROPERTIES))
        self.instances = cache(lambda kind: instances(engine, kind))

    def candidates(self, query: Query) -> list[Json]:
        """Return the candidates of a query, the best first.

        :raises LookupRequestError: where it names a type or a property that there is not
        """
        kinds = [self.types().get(self.identifiers.term(each), "type").iri for each in query.types]
        wanted = [
            (self.properties().get(self.identifiers.term(each.pid), "property").iri, each) for each in query.properties
        ]
        for _, each in wanted:
            self._things(each)
        most = MOST_CONSIDERED if wanted else query.limit
        if query.text:
            among = self._among(kinds, query.strictness)
            likeness = {found.thing: found.score for found in self.index().search(query.text, most, among)}
        else:
            likeness = dict.fromkeys(self._holders(wanted[0][0], self._among(kinds, query.strictness)), EXACT)
        matches = self._matches(likeness, wanted)
        scores = {node: _score(likeness[node], matches[node], has_name=bool(query.text)) for node in likeness}
        liked = {node for kind in kinds for node in self.instances(kind)} if query.strictness == "should" else set()
        best = sorted(scores, key=lambda node: (-scores[node], node not in liked))[: query.limit]
        certain = [node for node in scores if scores[node] == EXACT and query.text]
        return self._documents(best, scores, likeness, certain)

    def described(self, nodes: Iterable[NamedNode]) -> dict[NamedNode, tuple[str, str, list[Json]]]:
        """Return the name, the definition and the types of things."""
        nodes = list(nodes)
        naming = Naming.of(self.engine, nodes)
        kinds: dict[NamedNode, list[Json]] = defaultdict(list)
        for node, kind in sorted(rows_about(self.engine, nodes, KINDS), key=str):
            if isinstance(node, NamedNode) and isinstance(kind, NamedNode) and kind.value.startswith(self._space(kind)):
                term = self.types().find(kind)
                kinds[node].append({"id": self.identifiers.of_term(kind), "name": term.name if term else ""})
        told = {
            node: text.value for node, text in rows_about(self.engine, nodes, DEFINITIONS) if isinstance(text, Literal)
        }
        return {node: (naming.of_node(node), told.get(node, ""), kinds[node]) for node in nodes}

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
        sets = [self.instances(kind) for kind in kinds]
        return set.intersection(*sets) if strictness == "all" else set.union(*sets)

    def _holders(self, prop: NamedNode, among: set[NamedNode] | None) -> list[NamedNode]:
        found = [node for (node,) in rows(self.engine, HOLDERS.replace("PROPERTY", str(prop)))]
        return [node for node in found if isinstance(node, NamedNode) and (among is None or node in among)]

    def _matches(
        self, nodes: Iterable[NamedNode], wanted: list[tuple[NamedNode, Wanted]]
    ) -> Mapping[NamedNode, list[float]]:
        """Return for each thing how well it has each property's values, from 0 to 100."""
        matches: dict[NamedNode, list[float]] = defaultdict(list)
        nodes = list(nodes)
        for prop, each in wanted:
            values: dict[Value | None, list[Value]] = defaultdict(list)
            for node, value in rows_about(self.engine, nodes, VALUES.replace("PROPERTY", str(prop))):
                if value is not None:
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

    def _documents(
        self,
        best: list[NamedNode],
        scores: Mapping[NamedNode, float],
        likeness: Mapping[NamedNode, float],
        certain: list[NamedNode],
    ) -> list[Json]:
        described = self.described(best)
        return [
            {
                "id": self.identifiers.of_thing(node),
                "name": described[node][0],
                "description": described[node][1],
                "type": described[node][2],
                "score": scores[node],
                "match": certain == [node],
                "features": [{"id": "name", "value": likeness[node]}],
            }
            for node in best
        ]


def _score(name: float, matches: list[float], *, has_name: bool) -> float:
    weight = NAME_WEIGHT if has_name else 0
    return round((weight * name + sum(matches)) / (weight + len(matches)), 1)


def _alike(one: str, other: str) -> float:
    try:
        return EXACT if float(one) == float(other) else 0.0
    except ValueError:
        return float(fuzz.ratio(normalised(one), normalised(other)))
