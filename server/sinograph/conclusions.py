"""What reasoning yields: the conclusions, why each of them holds, how sure it is, and what cannot be together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sinograph.closure import Steps, infer
from sinograph.dataset import TYPE
from sinograph.disputes import derive_disputes
from sinograph.errors import SinographError
from sinograph.labels import Labeller
from sinograph.namespaces import sino
from sinograph.origins import derive_origins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode, Triple

    from sinograph.closure import Layer
    from sinograph.dataset import Dataset
    from sinograph.reasoner import Derivation, Inconsistency, Rule, Unused
    from sinograph.rules import RuleFile

STRENGTH: Final = (sino("Stated"), sino("Reported"), sino("Estimated"))
"""The modalities that are asserted, the surest first. What the curators say counts as stated."""


class InconsistentError(SinographError):
    """What the curators and the ontology say contradicts itself, whatever the documents say.

    :param inconsistencies: what cannot be together
    :param conclusions: why its premises hold
    """

    def __init__(self, inconsistencies: Sequence[Inconsistency], conclusions: Conclusions) -> None:
        from sinograph.explaining.contradiction import describe

        shown = "\n\n".join(describe(each, conclusions) for each in inconsistencies)
        super().__init__(
            f"the graph is inconsistent, whatever the documents say:\n{shown}",
            where="ontology and graph",
            remedy="correct what the curators say, or the axiom that forbids it",
        )
        self.inconsistencies = tuple(inconsistencies)


class Conclusions:
    """What follows from a dataset.

    :param triples: what is published
    :param layers: the stages of reasoning, each of which rests on those before it
    :param inconsistencies: what cannot be together and rests on claims: a dispute
    :param rules: all the rules there are
    :param unused: the axioms of the ontology that no rule was made of
    :param doubts: where a second reasoner disagrees
    """

    def __init__(
        self,
        dataset: Dataset,
        triples: Iterable[Triple],
        layers: Sequence[Layer],
        *,
        inconsistencies: Sequence[Inconsistency] = (),
        rules: Sequence[Rule] = (),
        unused: Sequence[Unused] = (),
        doubts: Sequence[str] = (),
    ) -> None:
        self.dataset = dataset
        self.triples = frozenset(triples)
        self.layers = tuple(layers)
        self.inconsistencies = tuple(inconsistencies)
        self.rules = tuple(rules)
        self.unused = tuple(unused)
        self.doubts = tuple(doubts)
        self._steps: dict[Triple, Derivation | None] = {}
        self._ranks: dict[Triple, int] = {}

    def extended(self, steps: Mapping[Triple, Derivation]) -> Conclusions:
        """Return these conclusions and further ones, with the reason of each; what is known already is left out."""
        known = self.dataset.asserted | self.triples
        new = {triple: step for triple, step in steps.items() if triple not in known}
        rules = dict.fromkeys(step.rule.name for step in new.values())
        further = {step.rule.name: step.rule for step in new.values()}
        return Conclusions(
            self.dataset,
            self.triples.union(new),
            (*self.layers, Steps(new)),
            inconsistencies=self.inconsistencies,
            rules=(*self.rules, *(further[name] for name in rules)),
            unused=self.unused,
            doubts=self.doubts,
        )

    def derivation(self, triple: Triple) -> Derivation | None:
        """Return the first proof's last step, or None for a triple that is asserted, or does not hold.

        No proof rests on itself, as each step was found after its premises.
        """
        if triple not in self._steps:
            self._steps[triple] = self._find(triple)
        return self._steps[triple]

    def _find(self, triple: Triple) -> Derivation | None:
        if triple in self.dataset.asserted_in:
            return None
        steps = (layer.derivation(triple) for layer in self.layers)
        return next((step for step in steps if step is not None), None)

    def unpublished(self) -> list[Triple]:
        """Return the conclusions that proofs go through and that are not published."""
        return [step.conclusion for step in self.steps() if step.conclusion not in self.triples]

    def steps(self) -> Iterator[Derivation]:
        """Yield the steps of all first proofs, each after those of its premises."""
        for triple in in_order(sorted(self.triples, key=str), self.derivation):
            if step := self.derivation(triple):
                yield step

    def leaves(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return what the first proofs of these triples rest on in the end, in the order in which they use it."""
        return [triple for triple in in_order(triples, self.derivation) if self.derivation(triple) is None]

    def passages(self, triples: Iterable[Triple]) -> list[NamedNode]:
        """Return every passage that says something on which the first proofs of these triples rest.

        What something is needs no passage where the curators say it too.
        """
        found: dict[NamedNode, None] = {}
        for leaf in self.leaves(triples):
            graphs = self.dataset.asserted_in.get(leaf, ())
            passages = [graph for graph in graphs if graph in self.dataset.modalities]
            if leaf.predicate != TYPE or len(passages) == len(graphs):
                found.update(dict.fromkeys(passages))
        return list(found)

    def modality(self, triple: Triple) -> NamedNode:
        """Return how sure a triple is: as sure as the least sure of what its first proof rests on.

        What several passages say is as sure as the surest of them.
        """
        for each in in_order([triple], self.derivation, done=self._ranks):
            step = self.derivation(each)
            if step is None:
                self._ranks[each] = self._rank(each)
            else:
                self._ranks[each] = max((self._ranks[premise] for premise in step.premises), default=0)
        return STRENGTH[self._ranks[triple]]

    def _rank(self, triple: Triple) -> int:
        modalities = self.dataset.modalities
        said = (modalities.get(graph) for graph in self.dataset.asserted_in.get(triple, ()))
        return min((rank_of(modality) for modality in said), default=0)


def rank_of(modality: object) -> int:
    """Return the place of a modality in :data:`STRENGTH`; what has none is the curators' word, and counts as stated."""
    if modality is None:
        return 0
    return STRENGTH.index(modality) if modality in STRENGTH else len(STRENGTH) - 1


def in_order(
    triples: Iterable[Triple],
    derivation: Callable[[Triple], Derivation | None],
    *,
    done: Mapping[Triple, object] | None = None,
) -> list[Triple]:
    """Return the triples of some proofs, each once and after its premises.

    :param done: triples that are left out with everything below them
    """
    seen: set[Triple] = set()
    found: list[Triple] = []
    todo: list[tuple[Triple, bool]] = [(triple, False) for triple in triples][::-1]
    while todo:
        triple, is_left = todo.pop()
        if is_left:
            found.append(triple)
        elif triple not in seen and (done is None or triple not in done):
            seen.add(triple)
            todo.append((triple, True))
            step = derivation(triple)
            todo += [(premise, False) for premise in reversed(step.premises)] if step else []
    return found


def conclude(dataset: Dataset, rules: Sequence[RuleFile], reasoner: str = "sinograph") -> Conclusions:
    """Return what follows from a dataset, with labels for the nodes that have no name of their own.

    :raises InconsistentError: where what the curators and the ontology say contradicts itself
    :raises SinographError: where the rules come to no end, a date is malformed, or no reasoner has this name
    """
    inference = infer(dataset.asserted, rules, reasoner)
    conclusions = Conclusions(
        dataset,
        inference.triples,
        inference.layers,
        inconsistencies=inference.inconsistencies,
        rules=inference.rules,
        unused=inference.unused,
        doubts=inference.doubts,
    )
    if conclusions.inconsistencies:
        curated = infer({quad.triple for quad in dataset.curated}, rules)
        if curated.inconsistencies:
            raise InconsistentError(curated.inconsistencies, conclusions)
    known = sorted(dataset.asserted | conclusions.triples, key=str)
    conclusions = conclusions.extended(Labeller(known).derive())
    conclusions = conclusions.extended(derive_origins(conclusions))
    return conclusions.extended(derive_disputes(conclusions))
