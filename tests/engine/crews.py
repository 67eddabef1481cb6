"""Look into an engine's processes from outside, as the system shows them."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from processes import is_alive
from sinograph.engine.errors import EngineError, LimitError
from sinograph.engine.formats import format_named

if TYPE_CHECKING:
    from sinograph.engine import EmbeddedEngine, Engine

JSON = format_named("json")
FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def workers(engine: EmbeddedEngine) -> list[int]:
    """Return the process ids of the broker's workers, dead ones not counted."""
    broker = engine.broker.pid
    try:
        children = Path(f"/proc/{broker}/task/{broker}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [int(pid) for pid in children if is_alive(int(pid))]


class Background:
    """A query that is asked in a thread of its own."""

    def __init__(self, engine: Engine, text: str = FOREVER, client: str | None = None) -> None:
        self.error: Exception | None = None
        self.content: bytes | None = None
        self._thread = threading.Thread(target=self._ask, args=(engine, text, client))
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether there is an answer or an error."""
        return not self._thread.is_alive()

    def join(self) -> Background:
        """Wait for that."""
        self._thread.join()
        return self

    def _ask(self, engine: Engine, text: str, client: str | None) -> None:
        try:
            self.content = engine.query(text, JSON, client=client).content
        except (LimitError, EngineError) as error:
            self.error = error
