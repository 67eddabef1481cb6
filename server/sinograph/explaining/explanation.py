"""Explanations: the proofs of a triple, or in short why each statement about a thing holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sinograph.conclusions import STRENGTH
from sinograph.dataset import TYPE
from sinograph.explaining.nearest import refusal
from sinograph.explaining.proof import stored_proof
from sinograph.explaining.search import all_proofs, shortest_proof
from sinograph.namespaces import ONTOLOGY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Triple

    from sinograph.explaining.evidence import Evidence
    from sinograph.explaining.knowledge import Knowledge
    from sinograph.explaining.proof import Proof
    from sinograph.reasoner import Derivation

LIMIT: Final = 20
"""How many proofs are shown, where all are asked for."""

MOST: Final = 1000
"""How many may be asked for."""


@dataclass(frozen=True)
class Explanation:
    """Why a triple holds.

    :param proofs: the shortest first; of an asserted triple the first has no step
    :param every: whether all proofs were asked for
    :param is_complete: whether there are no others
    :param is_cut: whether the search for others was given up
    """

    triple: Triple
    proofs: tuple[Proof, ...]
    every: bool = False
    is_complete: bool = True
    is_cut: bool = False

    @property
    def is_inferred(self) -> bool:
        """Whether it follows without being said."""
        return bool(self.proofs[0].steps)

    @property
    def omission(self) -> str | None:
        """What to say of proofs that are left out, or None where there are none."""
        if self.is_complete:
            return None
        if self.is_cut:
            return "there may be other proofs: looking for them would take too long"
        return f"more than {len(self.proofs)} proofs; no more were asked for"


def explain(triple: Triple, knowledge: Knowledge, *, every: bool = False, limit: int = LIMIT) -> Explanation:
    """Return the shortest proof of a triple, or all proofs up to a limit.

    :raises NotHeldError: where it does not hold; the error names the nearest that does
    """
    if not knowledge.facts.holds(triple):
        raise refusal(triple, knowledge)
    if not every:
        return Explanation(triple, (shortest_proof(triple, knowledge),))
    found = all_proofs(triple, knowledge, limit)
    proofs = found.proofs or (shortest_proof(triple, knowledge),)
    return Explanation(triple, proofs, every=True, is_complete=found.is_complete, is_cut=found.is_cut)


@dataclass(frozen=True)
class Statement:
    """A triple, with its reason in short.

    :param step: how it was concluded, or None where it is asserted
    :param evidence: who says so
    """

    triple: Triple
    step: Derivation | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Overview:
    """Everything about a thing, by property.

    :param outgoing: what is said of it
    :param incoming: what is said of others that mentions it
    """

    thing: NamedNode
    outgoing: tuple[tuple[NamedNode, tuple[Statement, ...]], ...]
    incoming: tuple[tuple[NamedNode, tuple[Statement, ...]], ...]


def overview(thing: NamedNode, knowledge: Knowledge) -> Overview:
    """Return every statement that holds about a thing, each with its reason in short."""
    outgoing = _grouped(knowledge.facts.match(thing, None, None), knowledge)
    incoming = _grouped(knowledge.facts.match(None, None, thing), knowledge)
    return Overview(thing, outgoing, incoming)


def _grouped(triples: Iterable[Triple], knowledge: Knowledge) -> tuple[tuple[NamedNode, tuple[Statement, ...]], ...]:
    in_order = sorted(triples, key=lambda triple: (*_place(triple.predicate, knowledge), str(triple)))
    return tuple(
        (predicate, tuple(_statement(triple, knowledge) for triple in group))
        for predicate, group in groupby(in_order, key=lambda triple: triple.predicate)
    )


def _place(predicate: NamedNode, knowledge: Knowledge) -> tuple[int, str, str]:
    """Sort what a thing is first, and what other vocabularies make of it last."""
    rank = 0 if predicate == TYPE else 1 if predicate.value.startswith(f"{ONTOLOGY}#") else 2
    return rank, knowledge.wording.name(predicate), predicate.value


def _statement(triple: Triple, knowledge: Knowledge) -> Statement:
    return Statement(triple, knowledge.derivation(triple), knowledge.witnesses.evidence(triple))


def modality_of(statement: Statement, knowledge: Knowledge) -> NamedNode:
    """Return how sure a statement is, by its surest witness or else by the proof that the reasoner found."""
    if statement.step is None:
        return STRENGTH[knowledge.witnesses.rank(statement.triple)]
    return knowledge.modality(stored_proof(statement.triple, knowledge.derivation))
