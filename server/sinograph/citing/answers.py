"""What a query needed for each row of its answer: its patterns, and a query for the values of all their variables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.citing.modifiers import AGGREGATES, read_modifiers
from sinograph.citing.patterns import PatternReader
from sinograph.citing.words import Projection, UnreadError, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sinograph.citing.modifiers import Modifiers
    from sinograph.citing.patterns import Gap, Pattern
    from sinograph.citing.words import Expression
    from sinograph.tabulation import Term

LONGEST: Final = 30_000
"""How many characters of rows the query for their values may name; the rest is told apart in its answer."""

CHANGING: Final = ("NOW", "RAND", "UUID", "BNODE")
"""Functions whose value is another when it is asked for again, UUID standing for STRUUID too."""


@dataclass(frozen=True)
class Asked:
    """A SELECT or an ASK as far as its answer rests on anything.

    :param patterns: what a row needed
    :param columns: the variables by which a row is found again among the values
    :param computed: those of them whose values are computed
    :param prologue: its declarations, as they are written
    :param group: what is between its outermost braces, and computes those columns, as it is written
    :param apart: by what rows are grouped beside; rows that only these tell apart cannot be found again
    :param gaps: what is needed beside and cannot be told
    """

    patterns: tuple[Pattern, ...]
    columns: tuple[str, ...]
    computed: frozenset[str]
    prologue: str
    group: str
    apart: tuple[str, ...] = ()
    gaps: frozenset[Gap] = frozenset()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The variables whose values are asked for."""
        needed = set().union(*(pattern.variables() for pattern in self.patterns))
        return tuple(dict.fromkeys((*self.columns, *self.apart, *sorted(needed))))

    def query(self, rows: Iterable[Sequence[Term | None]]) -> str:
        """Return a query for the values of all variables, of these rows where they can be named.

        :param rows: the values of :attr:`columns`
        """
        names = " ".join(f"?{name}" for name in self.names) or "*"
        return f"{self.prologue}SELECT DISTINCT {names} WHERE {{ {self.group} {self._values(rows)} }}"

    def _values(self, rows: Iterable[Sequence[Term | None]]) -> str:
        """Return the rows as a block of data, without what is computed: a number may be written in another way."""
        places = [place for place, name in enumerate(self.columns) if name not in self.computed]
        lines = dict.fromkeys(" ".join(_named(row[place]) for place in places) for row in rows)
        text = "\n".join(f"({line})" for line in lines)
        if not (places and lines) or len(text) > LONGEST:
            return ""
        return f"VALUES ({' '.join(f'?{self.columns[place]}' for place in places)}) {{ {text} }}"


def read_asked(text: str, columns: Sequence[str], prefixes: Mapping[str, str]) -> Asked | None:
    """Read a SELECT or an ASK; return None where nothing is known of what its answer rests on.

    :param columns: of its answer
    :param prefixes: those that need not be declared
    """
    try:
        return _read(Words(text, prefixes), text, columns)
    except UnreadError:
        return None


def _read(words: Words, text: str, columns: Sequence[str]) -> Asked | None:
    words.prologue()
    prologue = text[: words.position]
    if words.keyword() not in {"SELECT", "ASK"} or "FROM" in words.spans.keywords(0, len(text)):
        return None
    words.next()
    selected = words.projection()
    start = words.position
    reader = PatternReader(words)
    reader.group()
    end = words.before
    mentioned = words.spans.variables(start, words.position)
    modifiers = read_modifiers(words)
    computed = _computed(selected, modifiers, mentioned)
    plain = mentioned if selected.names is None else selected.names & mentioned
    known = tuple(name for name in columns if name in plain or name in computed)
    apart = modifiers.keys - set(known)
    lost = set() if _gathers(selected, modifiers) else {each.name for each in selected.expressions} & set(columns)
    if not reader.patterns or lost - set(known) or apart - mentioned - set(computed):
        return None
    binds = " ".join(f"BIND({each.text})" for each in computed.values())
    values = "" if _gathers(selected, modifiers) else modifiers.values
    group = f"{{ {_replaced(text, reader.cuts, start + 1, end)} }} {binds} {values}".rstrip()
    patterns = tuple(dict.fromkeys(reader.patterns))
    return Asked(patterns, known, frozenset(computed), prologue, group, tuple(sorted(apart)), frozenset(reader.gaps))


def _computed(selected: Projection, modifiers: Modifiers, mentioned: set[str]) -> dict[str, Expression]:
    """Return what is computed from each row alone, and comes out the same when it is computed again."""
    found: dict[str, Expression] = {}
    for each in (*modifiers.computed, *selected.expressions):
        changes = any(name in word for word in each.words for name in CHANGING)
        if not changes and not each.words & AGGREGATES and each.variables <= mentioned | set(found):
            found[each.name] = each
    return found


def _gathers(selected: Projection, modifiers: Modifiers) -> bool:
    return modifiers.gathers or any(each.words & AGGREGATES for each in selected.expressions)


def _replaced(text: str, cuts: Iterable[tuple[int, int, str]], start: int, end: int) -> str:
    """Return a part of a text in which some parts of it are replaced."""
    parts = []
    for first, last, by in sorted(cuts):
        parts += [text[start:first], by]
        start = last
    return "".join((*parts, text[start:end]))


def _named(term: Term | None) -> str:
    return str(term) if isinstance(term, (NamedNode, Literal)) else "UNDEF"
