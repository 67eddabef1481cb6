"""What follows from what is asserted: the OWL 2 RL closure together with the project's own rules.

The project's own reasoner gives the proofs. Which conclusions are published is up to the reasoner that is chosen by its
name, one row of a table; where another one disagrees with ours, that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from sinograph.bounds import Bounds
from sinograph.errors import SinographError
from sinograph.publication import published
from sinograph.reasoner import Program, compile_ontology, reason
from sinograph.reasoner.layout import EQUALITY
from sinograph.reasoner.sentences import labels_in
from sinograph.spelling import spell_triple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from pyoxigraph import Triple

    from sinograph.reasoner import Derivation, Inconsistency, Rule, Unused
    from sinograph.rules import RuleFile


class Layer(Protocol):
    """One stage of reasoning, which rests on what was asserted or found before it."""

    def derivation(self, triple: Triple, /) -> Derivation | None:
        """Return why a triple holds, or None where this stage did not find it."""


class Inference(NamedTuple):
    """What follows, and why.

    :param triples: what is published: nothing that is asserted, nothing that :mod:`sinograph.publication` leaves out
    :param layers: the stages of reasoning, in their order
    :param inconsistencies: what cannot be together, in the order in which it was found
    :param rules: all the rules there are
    :param unused: the axioms of the ontology that no rule was made of
    :param doubts: where the reasoner that was chosen and the one that gives the proofs disagree
    """

    triples: set[Triple]
    layers: tuple[Layer, ...]
    inconsistencies: tuple[Inconsistency, ...]
    rules: tuple[Rule, ...]
    unused: tuple[Unused, ...]
    doubts: tuple[str, ...]


def infer(triples: Collection[Triple], rules: Sequence[RuleFile], reasoner: str = "sinograph") -> Inference:
    """Return what follows from the triples.

    :raises SinographError: where the rules come to no end, a date is malformed, or no reasoner has this name
    """
    if reasoner not in REASONERS:
        raise SinographError(
            f"no reasoner is called {reasoner!r}", remedy=f"the reasoners are {', '.join(sorted(REASONERS))}"
        )
    case = Case(triples, rules)
    known, complaints = REASONERS[reasoner](case)
    conclusions = published(known, case.given)
    doubts = (*complaints, *_differences(reasoner, conclusions, published(case.known, case.given)))
    return Inference(conclusions, tuple(case.layers), case.inconsistencies, case.rules, case.unused, doubts)


class Opinion(NamedTuple):
    """All that a reasoner knows in the end, and what it complains of beside."""

    known: set[Triple]
    complaints: tuple[str, ...] = ()


class Case:
    """What is reasoned from, and what our own reasoner makes of it.

    Dates become intervals when everything else is known, as a value that came later could narrow them; what follows
    from the intervals comes last.
    """

    def __init__(self, triples: Collection[Triple], files: Sequence[RuleFile]) -> None:
        self.given = frozenset(triples)
        self.files = files
        in_order = sorted(self.given, key=str)  # the first proof that is found does not depend on chance
        labels = labels_in(in_order)
        compiled = compile_ontology(in_order)
        self.unused = compiled.unused
        self.bounds = Bounds(in_order)
        program = Program([*compiled.rules, *(file.compile(labels) for file in files)])
        self.rules = (*EQUALITY, *program.rules, *self.bounds.rules)
        first = reason(in_order, program)
        self.layers: list[Layer] = [first]
        self.inconsistencies = first.inconsistencies
        self.known = self.given.union(first)
        dates = {triple: step for triple, step in self.bounds.derive(self.known).items() if triple not in self.known}
        if dates:
            second = reason([*in_order, *sorted({*first, *dates}, key=str)], program)
            self.layers += [Steps(dates), second]
            self.inconsistencies = second.inconsistencies
            self.known = self.known.union(dates, second)


class Steps:
    """A stage of reasoning as a table of its steps."""

    def __init__(self, steps: dict[Triple, Derivation]) -> None:
        self.steps = steps

    def derivation(self, triple: Triple, /) -> Derivation | None:
        """Return the step that concludes a triple, or None."""
        return self.steps.get(triple)


def _ours(case: Case) -> Opinion:
    return Opinion(set(case.known))


def _owlrl(case: Case) -> Opinion:
    from sinograph.second_opinion import close

    known, complaints = close(case.given, case.files)
    if dates := set(case.bounds.derive(known)) - known:
        known, complaints = close(known | dates, case.files)
    unexpected = () if case.inconsistencies else complaints
    return Opinion(known, tuple(f"owlrl finds an inconsistency: {complaint}" for complaint in unexpected))


def _differences(reasoner: str, theirs: set[Triple], ours: set[Triple]) -> Iterator[str]:
    for triple in sorted(theirs - ours, key=str):
        yield f"{spell_triple(triple)}: {reasoner} concludes this, and there is no proof of it"
    for triple in sorted(ours - theirs, key=str):
        yield f"{spell_triple(triple)}: there is a proof of this, and {reasoner} does not conclude it"


REASONERS: Final[dict[str, Callable[[Case], Opinion]]] = {"sinograph": _ours, "owlrl": _owlrl}
"""How to close triples under OWL 2 RL and the rules, by the reasoner's name; the first is the one that is usual."""
