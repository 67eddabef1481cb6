"""Who says what a statement says: its own passages, or those that its proof rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, NamedNode, Triple

from sinograph.citing.path_reader import RDF_TYPE
from sinograph.citing.paths import Link, Trails
from sinograph.citing.patterns import Variable
from sinograph.explaining.evidence import Quote
from sinograph.explaining.facts import NamedGraph
from sinograph.explaining.proof import stored_proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sinograph.citing.paths import Path
    from sinograph.citing.patterns import Pattern, Slot
    from sinograph.explaining import Knowledge
    from sinograph.spelling import Term

    Values = Mapping[str, Term]

KIND: Final = Link(RDF_TYPE)

NARROWING: Final = frozenset(("cax-sco", "prp-spo1"))
"""The rules by which something narrower was said (https://www.w3.org/TR/owl2-profiles/): what follows is no news."""


@dataclass(frozen=True)
class Support:
    """What something rests on.

    :param passages: in the order in which they are cited
    :param inferred: the statements that no passage has, and that follow from these passages
    """

    passages: tuple[NamedNode, ...] = ()
    inferred: tuple[Triple, ...] = ()

    @classmethod
    def united(cls, parts: Sequence[Support]) -> Support:
        """Return what all of them rest on, each passage once."""
        passages = dict.fromkeys(passage for part in parts for passage in part.passages)
        inferred = dict.fromkeys(triple for part in parts for triple in part.inferred)
        return cls(tuple(passages), tuple(inferred))


class Citing:
    """Finds the passages that the rows of one answer rest on; what it finds of a statement it keeps.

    :param knowledge: what holds, who says so, and why
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._trails = Trails(knowledge.facts)
        self._graphs: dict[NamedNode, Trails] = {}
        self._found: dict[Triple, Support] = {}

    def row(self, patterns: Iterable[Pattern], values: Values) -> Support:
        """Return what a row rests on: what its patterns become where all of their variables have a value.

        That a thing is of its kind needs words where it was concluded from others; otherwise it goes without saying
        as soon as anything else is said of the thing.

        :raises TrailLostError: where that takes too much
        """
        kinds: list[Support] = []
        others: list[Support] = []
        for pattern in patterns:
            found = self._pattern(pattern, values)
            is_kind = pattern.path == KIND and not found.inferred
            (kinds if is_kind else others).append(found)
        needed = Support.united(others)
        return needed if needed.passages else Support.united(kinds)

    def statement(self, triple: Triple) -> Support:
        """Return what a statement rests on; nothing where only the curators have it.

        :raises TrailLostError: where that takes too much
        """
        if triple not in self._found:
            self._found[triple] = self._read(triple) or self._said(triple) or self._proved(triple)
        return self._found[triple]

    def _pattern(self, pattern: Pattern, values: Values) -> Support:
        graph = _value(pattern.graph, values)
        start, end = _value(pattern.subject, values), _value(pattern.object, values)
        path = pattern.path
        if isinstance(path, Variable):
            named = values.get(path.name)
            if not isinstance(named, NamedNode):
                return Support()
            path = Link(named)
        self._trails.spend(1)
        is_unbound = any(values.get(name) is None for name in pattern.variables())
        if pattern.is_named and not is_unbound and (isinstance(path, Link) or (start and end)):
            return self._passage(graph, start, path, end)
        if pattern.is_named or start is None or end is None:
            return Support()
        return Support.united([self.statement(triple) for triple in self._trails.between(start, path, end) or ()])

    def _passage(self, graph: Term | None, start: Term | None, path: Path, end: Term | None) -> Support:
        """Return the passage whose graph has a path, if it does: of a UNION, another part may have matched."""
        if not isinstance(graph, NamedNode) or not self._knowledge.witnesses.quote(graph):
            return Support()
        if graph not in self._graphs:
            self._graphs[graph] = self._trails.within(NamedGraph(self._knowledge.store, graph))
        return Support((graph,)) if self._graphs[graph].between(start, path, end) is not None else Support()

    def _read(self, triple: Triple) -> Support | None:
        """Return the passage that a statement is about, if it is about one."""
        subject = triple.subject
        is_passage = isinstance(subject, NamedNode) and self._knowledge.witnesses.quote(subject)
        return Support((subject,)) if is_passage else None  # type: ignore[arg-type]

    def _said(self, triple: Triple) -> Support | None:
        evidence = self._knowledge.witnesses.evidence(triple)
        return Support(tuple(each.passage for each in evidence if isinstance(each, Quote))) if evidence else None

    def _proved(self, triple: Triple) -> Support:
        if not isinstance(triple.subject, (NamedNode, BlankNode)):
            return Support()
        proof = stored_proof(triple, self._knowledge.derivation)
        self._trails.spend(2 * len(proof.order))  # each is looked up among what is said, and among the conclusions
        said = [found for leaf in proof.leaves if (found := self._said(leaf))]
        support = Support.united([Support(each.passages[:1]) for each in said])
        narrow = all(NARROWING.issuperset(step.rule.w3c) and step.rule.w3c for step in proof.steps.values())
        return support if narrow or not support.passages else Support(support.passages, (triple,))


def _value(slot: Slot, values: Values) -> Term | None:
    return values.get(slot.name) if isinstance(slot, Variable) else slot
