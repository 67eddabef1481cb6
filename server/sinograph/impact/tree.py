"""Impacts and supports as trees for terminals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode
from rich.text import Text
from rich.tree import Tree

from sinograph.explaining.nearest import quoted
from sinograph.explaining.wording import capital
from sinograph.impact.documents import quotes_in_order
from sinograph.namespaces import BASE
from sinograph.reasoner.rule import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Triple

    from sinograph.impact.before import Before
    from sinograph.impact.impact import Impact
    from sinograph.impact.supports import PassageSet, Supports

SHOWN: Final = 10
"""How many lines a heading has, unless all are asked for."""

MOST_QUOTES: Final = 3
"""How many of the withdrawn passages are quoted."""

CUT: Final = "There may be others: more would have to be looked up than is allowed."


class ImpactWriter:
    """Writes what would change, or what something rests on.

    :param most: how many lines there are below each heading; None for all
    """

    def __init__(self, before: Before, most: int | None = SHOWN) -> None:
        self._before = before
        self._wording = before.knowledge.wording
        self._most = most

    def impact(self, impact: Impact) -> Tree:
        """Return what would be otherwise without some passages."""
        root = Tree(Text(f"Without {self._withdrawn(impact.passages)}", "bold"))
        self._add(root, "no longer said", self._phrases(impact.unsaid))
        self._add(root, "would no longer follow", [(self._reason(each), ()) for each in self._ranked(impact.lost)])
        still = {each.triple: each.still for each in impact.weakened}
        self._add(
            root,
            "would rest on less",
            [(self._phrase(triple), self._still(still[triple])) for triple in self._ranked(still)],
        )
        self._add(root, "would hold instead", self._phrases(impact.gained))
        if not root.children:
            root.add(Text("nothing would change"))
        if not impact.is_complete:
            root.add(Text(CUT, "yellow"))
        return root

    def supports(self, triple: Triple, supports: Supports) -> Tree:
        """Return which passages a triple rests on."""
        root = Tree(Text(self._phrase(triple), "bold"))
        if frozenset() in supports.sufficient:
            root.add(Text("holds whatever passage is withdrawn: what the curators say suffices"))
        else:
            self._add(root, "any of these suffices", [self._together(each) for each in supports.sufficient])
            self._add(root, "withdraw any of these and it falls", [self._together(each) for each in supports.fatal])
        if not supports.is_complete:
            root.add(Text(CUT, "yellow"))
        return root

    def _withdrawn(self, passages: Sequence[NamedNode]) -> str:
        if len(passages) > MOST_QUOTES:
            return f"{len(passages)} passages"
        return " and ".join(self._quotes(passages))

    def _add(self, root: Tree, heading: str, lines: Sequence[tuple[str, Sequence[str]]]) -> None:
        if not lines:
            return
        branch = root.add(Text(f"{heading}: {len(lines)}", "bold"))
        for line, below in lines[: self._most]:
            node = branch.add(Text(line))
            for each in below:
                node.add(Text(each, "italic"))
        if self._most is not None and len(lines) > self._most:
            branch.add(Text(f"and {len(lines) - self._most} more; --all shows them", "dim"))

    def _phrases(self, triples: Iterable[Triple]) -> list[tuple[str, Sequence[str]]]:
        return [(self._phrase(triple), ()) for triple in self._ranked(triples)]

    def _phrase(self, triple: Triple) -> str:
        return capital(self._wording.phrase(triple))

    def _reason(self, triple: Triple) -> str:
        step = self._before.steps.get(self._before.stored(triple))
        return self._wording.sentence(step) if step else self._phrase(triple)

    def _still(self, passages: PassageSet) -> list[str]:
        if not passages:
            return ["still the word of the curators"]
        return [f"still {quote}" for quote in self._quotes(passages)]

    def _together(self, passages: PassageSet) -> tuple[str, Sequence[str]]:
        quotes = self._quotes(passages)
        return (quotes[0], ()) if len(quotes) == 1 else (f"{len(quotes)} passages together", quotes)

    def _quotes(self, passages: Iterable[NamedNode]) -> list[str]:
        return [quoted(quote) for quote in quotes_in_order(passages, self._before.knowledge)]

    def _ranked(self, triples: Iterable[Triple]) -> list[Triple]:
        """Return triples in our own terms first, then those in the terms of other vocabularies, names and origins."""
        return sorted(triples, key=lambda triple: (not _is_ours(triple), str(triple)))


def _is_ours(triple: Triple) -> bool:
    term = triple.object if triple.predicate == TYPE else triple.predicate
    return isinstance(term, NamedNode) and term.value.startswith(BASE)
