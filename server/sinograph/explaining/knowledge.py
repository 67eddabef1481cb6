"""What is known of a release: what holds in it, who says so, and what follows from what."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import NamedNode, Store

from sinograph.conclusions import STRENGTH
from sinograph.derivations import Derivations
from sinograph.errors import SinographError
from sinograph.explaining.backward import Budget, Matcher
from sinograph.explaining.errors import NothingToExplainError
from sinograph.explaining.evidence import Witnesses
from sinograph.explaining.facts import Facts
from sinograph.explaining.wording import Wording
from sinograph.namespaces import shorten
from sinograph.release import REBUILD, Release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import Triple

    from sinograph.explaining.proof import Proof
    from sinograph.reasoner import Derivation, Rule


class Proofs(Protocol):
    """Where the first proof of each conclusion is kept."""

    @property
    def rules(self) -> Sequence[Rule]:
        """All rules, whether they concluded anything or not."""

    def derivation(self, triple: Triple, /) -> Derivation | None:
        """Return the step that concludes a triple, or None."""

    def unpublished(self) -> Iterable[Triple]:
        """Return the conclusions that proofs go through and that are not published."""

    def steps(self) -> Iterable[Derivation]:
        """Return the steps of all first proofs."""


class Knowledge:
    """What can be explained: facts, witnesses and derivations of one release.

    :param store: the quads of a release, which are only read
    :param proofs: why its conclusions hold
    """

    def __init__(self, store: Store, proofs: Proofs) -> None:
        self.store = store
        self.proofs = proofs
        self.facts = Facts(store, proofs.unpublished())
        self.witnesses = Witnesses(store, self.facts)
        self.matcher = Matcher(proofs.rules, self.facts)
        self.wording = Wording(self.facts, self.witnesses)
        self.curies = Wording(self.facts, self.witnesses, curies=True)

    @classmethod
    def of(cls, path: Path | None) -> Knowledge:
        """Open the release in a folder for explanations.

        :raises NothingToExplainError: where files are served as they are, and there is no release
        :raises SinographError: where it cannot be read, or has no derivations
        """
        if path is None:
            raise NothingToExplainError(
                "files that are served as they are have no proofs", remedy="serve a release: without --data"
            )
        return cls.open(Release.open(path))

    @classmethod
    def open(cls, release: Release) -> Knowledge:
        """Open a release for explanations.

        :raises SinographError: where it cannot be read, or has no derivations
        """
        try:
            store = Store.read_only(str(release.store_path))
        except OSError as error:
            raise SinographError(
                f"the store cannot be opened: {error}", where=release.store_path, remedy=REBUILD
            ) from None
        return cls(store, Derivations(release.derivations_path))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The CURIEs of all things and terms, sorted; all facts are read for them, once."""
        terms = (term for triple in self.facts.match(None, None, None) for term in triple)
        return tuple(sorted({shorten(term) for term in set(terms) if isinstance(term, NamedNode)}))

    def is_leaf(self, triple: Triple) -> bool:
        """Tell whether a triple is asserted, so that a proof may end with it."""
        return self.witnesses.is_asserted(triple)

    def derivation(self, triple: Triple) -> Derivation | None:
        """Return the last step of the proof that the reasoner found, or None for what is asserted or does not hold."""
        return None if self.is_leaf(triple) else self.proofs.derivation(triple)

    def steps(self, triple: Triple, budget: Budget | None = None) -> Iterator[Derivation]:
        """Yield every step by which a triple could be concluded: the one that the reasoner found, then all others.

        :raises WorkExhaustedError: where there is more to be looked up than the budget allows
        """
        first = self.proofs.derivation(triple)
        if first is not None:
            yield first
        for step in self.matcher.steps(triple, budget or Budget()):
            if first is None or (step.rule.name, step.premises) != (first.rule.name, first.premises):
                yield step

    def modality(self, proof: Proof) -> NamedNode:
        """Return how sure a proof is: as sure as the least sure of its leaves."""
        return STRENGTH[max((self.witnesses.rank(leaf) for leaf in proof.leaves), default=0)]
