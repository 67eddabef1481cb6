"""Ask for a visitor: within what the visitor may have, and from what is kept of earlier answers where that will do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import request

from sinograph.web.turnstile import Turnstile
from sinograph.web.visitors import current_visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.engine.formats import Format, Kind
    from sinograph.engine.interface import Answer, Engine
    from sinograph.web.cache import AnswerCache
    from sinograph.web.measuring import Metrics
    from sinograph.web.protocol import ProtocolRequest


WRITTEN_BYTES: Final = 16_000_000
"""How large an answer may be, in bytes, that is written anew in the web process, as a page or with more in it."""

WRITING: Final = 2
WAITING: Final = 14
"""How many of those a process writes, or finds the evidence of, at the same time, and how many more may wait for either
with their answers: whatever takes the interpreter for long keeps queries from it."""


class Written(NamedTuple):
    """What is sent.

    :param stays: whether it is the same whenever it is asked for, as far as that depends on what was written
    """

    content: bytes
    stays: bool = True


class Asking:
    """Answers the queries of requests.

    ``writing`` and ``noting`` are the turnstiles before what is done here with the answers; what is asked in the second
    may take as long as a query may, and keeps no other answer waiting.

    :param engine: charges whoever asks
    :param cache: what is kept of answers whose bytes stay the same
    :param metrics: where answers are counted by where they come from
    """

    def __init__(self, engine: Engine, cache: AnswerCache, metrics: Metrics) -> None:
        self._engine = engine
        self._cache = cache
        self._metrics = metrics
        self.writing = Turnstile(WRITING, WAITING)
        self.noting = Turnstile(WRITING, WAITING)

    def kind(self, asked: ProtocolRequest) -> Kind:
        """Return what the query of a request is answered with.

        :raises QueryRefusedError: where it is not evaluated
        """
        return self._engine.kind(asked.text) or "rows"

    def answer(self, asked: ProtocolRequest, form: Format, most_bytes: int | None = None) -> Answer:
        """Evaluate the query of a request.

        :param most_bytes: how large the answer may be, where that is less than the visitor may have
        :raises QueryError: where it has no answer
        :raises EngineError: where nothing has, or the visitor's budget is used up
        """
        size = current_visitor().size
        return self._engine.query(
            asked.text,
            form,
            base=request.base_url,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            most_bytes=min(most_bytes or size.bytes, size.bytes),
            most_rows=size.rows,
        )

    def content(
        self,
        asked: ProtocolRequest,
        form: Format,
        write: Callable[[Answer], Written],
        tag: str | None,
        most_bytes: int | None = None,
    ) -> Written:
        """Return what answers a request.

        :param form: what the engine writes
        :param write: makes of that what is sent
        :param tag: what the answer is kept by; None where it is another each time
        :param most_bytes: how large what the engine writes may be, where that is less than the visitor may have
        """
        key = f"{tag} {current_visitor().size}" if tag else None
        if key and (kept := self._cache.get(key)) is not None:
            self._metrics.answer("kept")
            return Written(kept)
        written = write(self.answer(asked, form, most_bytes))
        self._metrics.answer("evaluated")
        if key and written.stays:
            self._cache.put(key, written.content)
        return written
