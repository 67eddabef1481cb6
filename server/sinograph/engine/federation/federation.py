"""Answer the SERVICE blocks of a query first, and leave a query without them."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sinograph.engine.attention import attention
from sinograph.engine.complexity import QUERY_BYTES, Bound
from sinograph.engine.errors import (
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooComplexError,
    ServiceFailedError,
    ServiceRefusedError,
)
from sinograph.engine.federation import remotes
from sinograph.engine.federation.blocks import SERVICES, federated
from sinograph.engine.federation.patience import patience
from sinograph.engine.federation.remotes import Remotes, TooManyBytesError
from sinograph.engine.federation.settled import Settled
from sinograph.engine.federation.tables import (
    CELLS,
    NOTHING_KNOWN,
    MalformedAnswerError,
    TooManyCellsError,
    table,
)
from sinograph.engine.inspector import inspect
from sinograph.engine.words import place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sinograph.engine.federation.blocks import Block, Federated
    from sinograph.engine.formats import Kind

SHARE: Final = 0.8
"""The part of a query's time that other servers may take; what is left is the engine's."""

BYTES: Final = Bound("bytes in the answer of another server", remotes.MOST_BYTES, "all of it", CELLS.remedy)

_MOST_SETTLED: Final = QUERY_BYTES + SERVICES.most * remotes.MOST_BYTES
"""How long a query may be that has answers in it, in bytes."""


class Federation:
    """The endpoints that may be asked, and how.

    :param services: their IRIs
    :param prefixes: what queries may use without declaring it
    :param seconds: how long a query may take, other servers included
    """

    def __init__(self, services: Sequence[str], prefixes: Mapping[str, str], seconds: float) -> None:
        self._services = frozenset(services)
        self._prefixes = dict(prefixes)
        self._seconds = seconds
        self._remotes = Remotes()

    def concerns(self, text: str) -> bool:
        """Tell whether a query may have a SERVICE."""
        return "service" in text.lower()

    def kind(self, text: str) -> Kind | None:
        """Return what a query is answered with, or None where it begins like no query, as :func:`inspect` does.

        :raises QueryRefusedError: where it, or what it asks of others, is refused
        :raises EngineBusyError: where others are read for too long
        """
        if len(text) > QUERY_BYTES:
            return inspect(text)
        try:
            query = self._federated(text)
            kind = inspect(query.without)
            for block in query.blocks:
                inspect(query.alone(block))
            return kind or inspect(text)
        except ServiceRefusedError as error:
            raise ServiceRefusedError(error.endpoint, where=error.where, listed=True) from None

    @contextmanager
    def settled(self, text: str, base: str | None, spend: Callable[[float], None]) -> Iterator[str]:
        """Yield a query of which :meth:`kind` approves without its blocks, and give it no more time than it may have.

        :param base: against what its relative IRIs are resolved
        :param spend: is told how many seconds it took to ask others, answered or not
        :raises ServiceFailedError: where another server does not answer, unless it is asked to be SILENT
        :raises QueryTooComplexError: where others say more than is read
        :raises QueryTimeoutError: where everything together takes too long
        """
        query = self._federated(text)
        if not query.blocks:
            yield text
            return
        with patience(self._seconds, self._over):
            began = time.monotonic()
            due = began + SHARE * self._seconds
            try:
                settled = Settled(text, [(block, self._table(query, block, base, due)) for block in query.blocks])
            finally:
                spend(time.monotonic() - began)
            _inspect(settled)
            try:
                yield settled.text
            except QuerySyntaxError as error:
                raise settled.moved(error) from None

    def _federated(self, text: str) -> Federated:
        """Find the blocks of a query."""
        with attention(text):
            return federated(text, self._services, self._prefixes)

    def _table(self, query: Federated, block: Block, base: str | None, due: float) -> str:
        """Return what a block stands for."""
        asked = query.query(block, self._prefixes, base, CELLS.most + 1)
        where = place(query.text, block.start)
        try:
            content = self._remotes.ask(block.endpoint, asked, due - time.monotonic(), where)
            return table(content, block.variables)
        except TooManyBytesError:
            raise _too_much(BYTES, BYTES.most + 1, where) from None
        except TooManyCellsError as error:
            raise _too_much(CELLS, error.args[0], where) from None
        except MalformedAnswerError as error:
            failure = ServiceFailedError(block.endpoint, f"has a malformed answer: {error.args[0]}", where=where)
        except ServiceFailedError as error:
            failure = error
        if block.silent:
            return NOTHING_KNOWN
        raise failure from None

    def _over(self) -> QueryTimeoutError:
        return QueryTimeoutError(f"the query took longer than {self._seconds:g} s, the servers that it asks included")


def _inspect(settled: Settled) -> None:
    """Refuse what is too much with the answers in it.

    :raises QueryTooComplexError: without a place: there is none in the query as it was asked
    """
    try:
        inspect(settled.text, _MOST_SETTLED)
    except QueryTooComplexError as error:
        where = "with the answers of other servers in it"
        raise QueryTooComplexError(
            error.limit, value=error.value, most=error.most, where=where, remedy=error.remedy or CELLS.remedy
        ) from None


def _too_much(bound: Bound, value: int, where: str) -> QueryTooComplexError:
    return QueryTooComplexError(bound.name, value=value, most=bound.most, where=where, remedy=bound.remedy)
