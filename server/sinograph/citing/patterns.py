"""The triple patterns of a query, read from its tokens: what a row of its answer needed.

Only as much of the grammar is read as that takes (https://www.w3.org/TR/sparql11-query/#sparqlGrammar). What says
that something is not there (``MINUS``, ``NOT EXISTS``), or is computed, needs no passage. Where something is needed of
which the answer does not tell the values, that is noted: see :class:`Gap`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from sinograph.citing.path_reader import PathReader
from sinograph.citing.words import UnreadError, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sinograph.citing.paths import Path
    from sinograph.spelling import Term

_BOOLEAN: Final = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_GATHERING: Final = frozenset(
    (
        "AVG",
        "COUNT",
        "GROUP",
        "GROUP_CONCAT",
        "HAVING",
        "LIMIT",
        "MAX",
        "MIN",
        "OFFSET",
        "REDUCED",
        "SAMPLE",
        "SUM",
        "VALUES",
    )
)
"""The words around a group whose rows are not those of the SELECT."""


class Gap(Enum):
    """What an answer needs and does not tell the values of."""

    NAMELESS = "nodes without names"
    NEGATED = "negated paths"
    INNER = "what only a SELECT within the query sees"
    EXISTS = "what only FILTER EXISTS sees"
    ELSEWHERE = "other servers"


_BLOCKS: Final = frozenset(("OPTIONAL", "UNION", "LATERAL"))


@dataclass(frozen=True)
class Variable:
    """A variable, by its name without the mark."""

    name: str


Slot: TypeAlias = "Variable | Term | None"
"""What stands in a place of a pattern; None for a node without a name."""


@dataclass(frozen=True)
class Pattern:
    """What a row needed: a path, or a variable instead, from one node to another, in a graph if one is named."""

    subject: Slot
    path: Path | Variable
    object: Slot
    graph: Slot = None
    is_named: bool = False

    def variables(self) -> set[str]:
        """Return the names of its variables."""
        slots = (self.subject, self.path, self.object, self.graph)
        return {slot.name for slot in slots if isinstance(slot, Variable)}


class PatternReader:
    """Reads the patterns of a group and of those within it, ``{`` to ``}``.

    :param words: which stand at the group's ``{``
    """

    def __init__(self, words: Words) -> None:
        self._words = words
        self._paths = PathReader(words)
        self._graph: Slot = None
        self._is_named = False
        self.patterns: list[Pattern] = []
        self.gaps: set[Gap] = set()
        self.cuts: list[tuple[int, int, str]] = []
        """What makes groups of the SELECTs within the query: from where to where the text is replaced, and by what."""
        self._keywords: Mapping[str, Callable[[], None]] = {
            "FILTER": self._filter,
            "BIND": lambda: words.skip_brackets("("),
            "VALUES": self._values,
            "MINUS": lambda: words.skip_brackets("{"),
            "SERVICE": self._elsewhere,
            "GRAPH": self._named,
        }

    def group(self) -> None:
        """Read a group.

        :raises UnreadError: at what is not understood
        """
        words = self._words
        words.take("{")
        while not words.at("}"):
            word = words.keyword()
            if words.at("{"):
                self._sub_group()
            elif words.at("."):
                words.next()
            elif word in self._keywords:
                words.next()
                self._keywords[word]()
            elif word in _BLOCKS:
                words.next()
            else:
                self._triples()
        words.take("}")

    def _sub_group(self) -> None:
        if self._words.keyword(1) != "SELECT":
            return self.group()
        self._words.take("{")
        return self._sub_select()

    def _sub_select(self) -> None:
        """Read a SELECT within the query, up to the brace behind it; a plain one is taken for its group."""
        words, before, cuts = self._words, len(self.patterns), len(self.cuts)
        head = words.position
        words.next()
        selected = words.projection()
        names = selected.names
        start = words.position
        self.group()
        end = words.position
        words.skip_rest()
        spans = words.spans
        around = spans.keywords(head, start) | spans.keywords(end, words.before)
        hidden = set() if names is None else spans.variables(start, end) - names
        if not around & _GATHERING and hidden <= spans.only(head, end):
            computed = "".join(f" BIND({each.text})" for each in selected.expressions)
            self.cuts += [(head, start, ""), (end, words.before, computed)]
        else:
            del self.cuts[cuts:]
            self._forget(before, hidden, Gap.INNER)

    def _forget(self, before: int, hidden: set[str], gap: Gap) -> None:
        """Forget the patterns behind a place among them whose variables are not those of the rows."""
        found = self.patterns[before:]
        self.patterns[before:] = [each for each in found if hidden.isdisjoint(each.variables())]
        if len(self.patterns) < before + len(found):
            self.gaps.add(gap)

    def _filter(self) -> None:
        words = self._words
        start = words.position
        if words.keyword() == "EXISTS":
            words.next()
            return self._exists(start)
        if words.keyword() == "NOT":
            words.next()
            words.next()
            return words.skip_brackets("{")
        if not words.at("("):
            words.next()
        words.skip_brackets("(")
        if words.spans.affirms(start, words.position):
            self.gaps.add(Gap.EXISTS)
        return None

    def _exists(self, start: int) -> None:
        words, before, cuts = self._words, len(self.patterns), len(self.cuts)
        self.group()
        del self.cuts[cuts:]
        self._forget(before, words.spans.only(start, words.position), Gap.EXISTS)

    def _elsewhere(self) -> None:
        self.gaps.add(Gap.ELSEWHERE)
        self._words.skip_until("{")

    def _values(self) -> None:
        self._words.skip_until("{")

    def _named(self) -> None:
        before = self._graph, self._is_named
        self._graph, self._is_named = self._node(), True
        self.group()
        self._graph, self._is_named = before

    def _triples(self) -> None:
        self._properties(self._node())

    def _properties(self, subject: Slot) -> None:
        words = self._words
        while not words.ends_triples():
            path = self._verb()
            self._object(subject, path)
            while words.at(","):
                words.next()
                self._object(subject, path)
            while words.at(";"):
                words.next()
            if not words.ends_triples() and not words.after(";"):
                raise UnreadError(words.place())

    def _object(self, subject: Slot, path: Path | Variable | None) -> None:
        value = self._node()
        if subject is None or value is None:
            self.gaps.add(Gap.NAMELESS)
        if path is None:
            self.gaps.add(Gap.NEGATED)
        else:
            self.patterns.append(Pattern(subject, path, value, self._graph, self._is_named))

    def _verb(self) -> Path | Variable | None:
        if self._words.kind() == "variable":
            return Variable(self._words.next()[1:])
        return self._paths.read()

    def _node(self) -> Slot:
        words = self._words
        kind = words.kind()
        if kind == "variable":
            return Variable(words.next()[1:])
        if kind == "open":
            self.gaps.add(Gap.NAMELESS)
            words.skip_brackets(words.text())
            return None
        if kind in {"iri", "local"}:
            return words.iri()
        if kind == "word" and words.text() in {"true", "false"}:
            return Literal(words.next(), datatype=_BOOLEAN)
        return words.literal()
