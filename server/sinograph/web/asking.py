"""Ask for a visitor: within what the visitor may have, and from what is kept of earlier answers where that will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from sinograph.web.visitors import current_visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.engine.formats import Format, Kind
    from sinograph.engine.interface import Answer, Engine
    from sinograph.web.cache import AnswerCache
    from sinograph.web.measuring import Metrics
    from sinograph.web.protocol import ProtocolRequest


class Asking:
    """Answers the queries of requests.

    :param engine: charges whoever asks
    :param cache: what is kept of answers whose bytes stay the same
    :param metrics: where answers are counted by where they come from
    """

    def __init__(self, engine: Engine, cache: AnswerCache, metrics: Metrics) -> None:
        self._engine = engine
        self._cache = cache
        self._metrics = metrics

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
        write: Callable[[Answer], bytes],
        tag: str | None,
        most_bytes: int | None = None,
    ) -> bytes:
        """Return the bytes that answer a request.

        :param form: what the engine writes
        :param write: makes of that what is sent
        :param tag: what the answer is kept by; None where it is another each time
        :param most_bytes: how large what the engine writes may be, where that is less than the visitor may have
        """
        key = f"{tag} {current_visitor().size}" if tag else None
        if key and (kept := self._cache.get(key)) is not None:
            self._metrics.answer("kept")
            return kept
        content = write(self.answer(asked, form, most_bytes))
        self._metrics.answer("evaluated")
        if key:
            self._cache.put(key, content)
        return content
