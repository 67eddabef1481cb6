"""The cells of an answer as a page shows them: things by their names, numbers in groups of digits."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.engine.errors import LimitError, QueryTooLongError
from sinograph.linked.asking import rows as rows_of
from sinograph.linked.naming import Naming
from sinograph.namespaces import PREFIXES, shorten
from sinograph.tabulation import written
from sinograph.web.links import OwnAddresses
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sinograph.engine.interface import Engine
    from sinograph.tabulation import Term
    from sinograph.web.about import About

XSD: Final = PREFIXES["xsd"]
_INTEGERS: Final = ("byte", "int", "integer", "long", "short", "nonNegativeInteger", "positiveInteger")
_UNSIGNED: Final = ("unsignedByte", "unsignedInt", "unsignedLong", "unsignedShort")
NUMBERS: Final = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float", *_INTEGERS, *_UNSIGNED))
DATES: Final = frozenset(f"{XSD}{name}" for name in ("date", "dateTime", "gYear", "gYearMonth"))

MOST_NAMES: Final = 200
"""How many names are looked up at a time."""

GROUPED: Final = 10_000
"""From which number on digits stand in groups; a year is smaller."""

_WHOLE: Final = re.compile("-?[0-9]{1,300}")
"""What is grouped. A literal may call anything a number, and Python refuses to read very many digits."""


@dataclass(frozen=True)
class Cell:
    """A term in a table.

    :param code: the term as a query has it, where the text is its name
    :param language: of the text, where it is told
    :param kind: ``number`` or ``date``, or nothing
    :param value: what such a one is sorted and drawn by
    """

    text: str
    link: str = ""
    code: str = ""
    language: str = ""
    kind: str = ""
    value: str = ""


def cells_of(
    rows: Sequence[Sequence[Term | None]], engine: Engine, about: About, *, by_name: bool = False
) -> list[list[Cell | None]]:
    """Return the cells of some rows, with the names that the things in them have.

    :param by_name: whether a text that is the name of just one thing stands for that thing; unless the texts are in
        several languages, which is what was asked for then
    """
    terms = {term for row in rows for term in row}
    named = _named(engine, {term for term in terms if isinstance(term, Literal) and term.language}) if by_name else {}
    nodes = {term for term in terms if isinstance(term, NamedNode)} | set(named.values())
    languages = {term.language for term in terms if isinstance(term, Literal) and term.language}
    maker = _Cells(about, _naming(engine, nodes), named, translates=len(languages) == 1)
    return [[None if term is None else maker.cell(term) for term in row] for row in rows]


class _Cells:
    def __init__(self, about: About, naming: Naming, named: Mapping[Literal, NamedNode], *, translates: bool) -> None:
        self._translates = translates
        self._named = named
        self._addresses = OwnAddresses(about.base)
        self._prefixes = about.prefixes
        self._naming = naming

    def cell(self, term: Term) -> Cell:
        if isinstance(term, Literal) and term in self._named:
            node = self._named[term]
            text = self._naming.of_node(node) if self._translates else term.value
            return Cell(text, self._addresses.link(node))
        if isinstance(term, NamedNode):
            code = shorten(term, self._prefixes)
            link = self._addresses.link(term)
            if term.value not in self._naming.names:
                return Cell(code, link)
            return Cell(self._naming.of_node(term), link, code)
        if isinstance(term, Literal) and not term.language:
            return self._literal(term)
        if isinstance(term, Literal):
            return Cell(term.value, language=term.language or "")
        return Cell(written(term, self._prefixes))

    def _literal(self, literal: Literal) -> Cell:
        datatype = literal.datatype.value
        if datatype in NUMBERS:
            return Cell(_grouped(literal.value), kind="number", value=literal.value)
        if datatype in DATES:
            return Cell(literal.value, kind="date", value=literal.value)
        return Cell(written(literal, self._prefixes))


def _naming(engine: Engine, nodes: Iterable[NamedNode]) -> Naming:
    try:
        return Naming.of(engine, nodes, page_language())
    except LimitError:
        return Naming()  # an answer without names is better than none


def _named(engine: Engine, names: Iterable[Literal]) -> dict[Literal, NamedNode]:
    """Return the things that have these names, where each has but one."""
    found: dict[Literal, set[NamedNode]] = defaultdict(set)
    try:
        listed = sorted(names, key=str)
        for start in range(0, len(listed), MOST_NAMES):
            values = " ".join(map(str, listed[start : start + MOST_NAMES]))
            query = f"SELECT ?name ?node {{ VALUES ?name {{ {values} }} ?node skos:prefLabel ?name }}"
            for name, node in rows_of(engine, query):
                if isinstance(name, Literal) and isinstance(node, NamedNode):
                    found[name].add(node)
    except (LimitError, QueryTooLongError):
        return {}
    return {name: nodes.pop() for name, nodes in found.items() if len(nodes) == 1}


def _grouped(number: str) -> str:
    return f"{int(number):,}" if _WHOLE.fullmatch(number) and abs(int(number)) >= GROUPED else number
