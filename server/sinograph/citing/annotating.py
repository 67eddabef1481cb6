"""What each row of an answer rests on, as passages with their quotes; asked of the engine that has answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Triple

from sinograph.citing.answers import read_asked
from sinograph.citing.paths import TrailLostError
from sinograph.citing.patterns import Gap
from sinograph.citing.support import Citing, Support
from sinograph.engine.errors import BudgetError, LimitError, QueryError
from sinograph.engine.formats import format_named
from sinograph.languages import message
from sinograph.linked.evidence import read_passages
from sinograph.tabulation import tabulate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pyoxigraph import NamedNode

    from sinograph.citing.answers import Asked
    from sinograph.engine.formats import Kind
    from sinograph.engine.interface import Engine
    from sinograph.explaining import Knowledge
    from sinograph.linked.evidence import Passage
    from sinograph.tabulation import Table, Term

    Key = tuple[Term | None, ...]

MOST_ROWS: Final = 200
"""How many rows of an answer are told what they rest on."""

MOST_VALUES: Final = 2000
MOST_BYTES: Final = 8_000_000
"""How many combinations of values those may come from, and how large they may be together."""

MOST_PASSAGES: Final = 6
"""How many passages a row cites; the rest are counted."""

NO_PASSAGES: Final = message("No passage of a document was needed for this answer.")
NOT_READ: Final = message("What the rows rest on cannot be told for a query of this kind.")
TOO_MUCH: Final = message("What the rows rest on would take more than a query may take; ask for fewer of them.")
LOST: Final = message("Of some rows it cannot be told what they rest on.")

GAPS: Final = {
    Gap.NAMELESS: message("Nothing is cited for nodes without names ([ ])."),
    Gap.NEGATED: message("Nothing is cited for negated paths."),
    Gap.INNER: message("Nothing is cited for what only an inner SELECT sees."),
    Gap.EXISTS: message("Nothing is cited for what only a FILTER EXISTS sees."),
    Gap.ELSEWHERE: message("Nothing is cited for what another server has said."),
}


@dataclass(frozen=True)
class RowEvidence:
    """What a row rests on.

    :param passages: that it cites
    :param more: how many more it rests on
    :param inferred: what nobody said and these passages prove
    """

    passages: tuple[Passage, ...] = ()
    more: int = 0
    inferred: tuple[Triple, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What an answer rests on.

    :param rows: each of the first rows; None where it cannot be told
    :param remarks: what a reader must know of what is missing
    :param passing: whether there may be more the next time that it is asked for
    """

    rows: Sequence[RowEvidence | None] = ()
    remarks: tuple[str, ...] = ()
    passing: bool = False


class Annotator:
    """Finds what the rows of answers rest on.

    :param engine: charges whoever asks
    :param opened: what is known of the release that the engine answers from
    :param prefixes: those that queries need not declare
    """

    def __init__(self, engine: Engine, opened: Callable[[], Knowledge], prefixes: Mapping[str, str]) -> None:
        self._engine, self._opened, self._prefixes = engine, opened, prefixes

    def evidence(self, text: str, kind: Kind, table: Table, base: str | None = None) -> Evidence:
        """Return what an answer to the query ``text`` rests on.

        :param base: the IRI against which the query's relative IRIs are resolved
        :raises BudgetError: where whoever asks has nothing left for it
        """
        if not table.rows and not table.truth:
            return Evidence(remarks=(NO_PASSAGES,) if table.truth is False else ())
        try:
            if kind == "graph":
                return self._told(self._statements(table), ())
            asked = read_asked(text, table.columns, self._prefixes)
            if asked is None:
                return Evidence(remarks=(NOT_READ,))
            return self._told(self._rows(asked, table, base), [GAPS[gap] for gap in Gap if gap in asked.gaps])
        except BudgetError:
            raise
        except LimitError:  # which may be the machine's: it has more to do at one time than at another
            return Evidence(remarks=(TOO_MUCH,), passing=True)
        except TrailLostError:
            return Evidence(remarks=(TOO_MUCH,))
        except QueryError:
            return Evidence(remarks=(NOT_READ,))

    def _statements(self, table: Table) -> list[Support | None]:
        citing = Citing(self._opened())
        return [citing.statement(Triple(*row)) for row in table.rows[:MOST_ROWS]]  # type: ignore[arg-type]

    def _rows(self, asked: Asked, table: Table, base: str | None) -> list[Support | None]:
        places = [table.columns.index(name) for name in asked.columns]
        rows = table.rows[:MOST_ROWS] if table.truth is None else [()]
        keys = [tuple(row[place] for place in places) for row in rows]
        answer = self._engine.query(
            asked.query(keys), format_named("json"), base=base, most_rows=MOST_VALUES, most_bytes=MOST_BYTES
        )
        citing = Citing(self._opened())
        wanted = set(keys)
        supports: dict[Key, list[Support]] = defaultdict(list)
        groups: dict[Key, set[Key]] = defaultdict(set)
        for row in tabulate(answer).rows:
            values = {name: term for name, term in zip(asked.names, row, strict=False) if term is not None}
            key = tuple(values.get(name) for name in asked.columns)
            if key in wanted:
                groups[key].add(tuple(values.get(name) for name in asked.apart))
                supports[key].append(citing.row(asked.patterns, values))
        united = {key: Support.united(parts) for key, parts in supports.items() if len(groups[key]) == 1}
        return [united.get(key) for key in keys]

    def _told(self, supports: Sequence[Support | None], gaps: Sequence[str]) -> Evidence:
        cited = {passage for each in supports if each for passage in each.passages[:MOST_PASSAGES]}
        passages = read_passages(self._engine, cited)
        rows = [_row(each, passages) if each else None for each in supports]
        remarks = [] if passages or None in rows else [NO_PASSAGES]
        return Evidence(rows, (*remarks, *([LOST] if None in rows else []), *gaps))


def _row(support: Support, passages: Mapping[NamedNode, Passage]) -> RowEvidence:
    cited = support.passages[:MOST_PASSAGES]
    known = tuple(passages[each] for each in cited if each in passages)
    return RowEvidence(known, len(support.passages) - len(cited), support.inferred)
