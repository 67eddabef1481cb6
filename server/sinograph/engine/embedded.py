"""The engine that needs no server: a store on disk, opened read-only by worker processes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sinograph.engine.complaints import syntax_error
from sinograph.engine.errors import EvaluationError, FormatError
from sinograph.engine.frames import ERROR
from sinograph.engine.inspector import inspect
from sinograph.engine.interface import Answer, Engine
from sinograph.engine.pool import Pool
from sinograph.engine.process import WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sinograph.engine.errors import QueryError
    from sinograph.engine.formats import Format, Kind
    from sinograph.settings import Settings

_MEGABYTE: Final = 1_000_000

_CALLED: Final[dict[Kind, str]] = {"rows": "SELECT and ASK", "graph": "CONSTRUCT and DESCRIBE"}


@dataclass(frozen=True)
class Limits:
    """What queries may take.

    :param workers: how many are evaluated at the same time
    :param queue: how many more may wait
    :param seconds: how long one may take, and how long it may wait before
    :param megabytes: how much memory one may take
    :param answer_megabytes: how large an answer may be
    """

    workers: int = 2
    queue: int = 32
    seconds: float = 10
    megabytes: int = 512
    answer_megabytes: int = 256

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return the limits that the settings name."""
        return cls(
            workers=settings.query_workers,
            queue=settings.query_queue,
            seconds=settings.query_seconds,
            megabytes=settings.query_megabytes,
            answer_megabytes=settings.answer_megabytes,
        )


class EmbeddedEngine(Engine):
    """Answers from a RocksDB store, which it never changes.

    :param store: the store's folder
    :param prefixes: what queries may use without declaring it, and graphs are written with; a query's own
        declarations win
    :raises EngineError: where the store cannot be opened
    """

    def __init__(self, store: Path, *, prefixes: Mapping[str, str] | None = None, limits: Limits | None = None) -> None:
        self._limits = limits = limits or Limits()
        self._prefixes = dict(prefixes or {})
        self._state = _state(store)
        self._pool = Pool(
            lambda: WorkerProcess(store, self._prefixes, limits.megabytes),
            size=limits.workers,
            queue=limits.queue,
            patience=limits.seconds,
        )
        try:
            self._pool.wait_ready()
        except BaseException:
            self.stop()
            raise

    def query(
        self,
        text: str,
        form: Format,
        *,
        base: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        most_bytes: int | None = None,
    ) -> Answer:
        """Inspect the query, then have a worker evaluate and write it."""
        kind = inspect(text)
        if kind not in {form.kind, None}:
            raise FormatError(
                f"{form.name} writes answers to {_CALLED[form.kind]}, and this query is of the other kind"
            )
        request = {
            "text": text,
            "format": form.name,
            "base": base,
            "default_graphs": list(default_graphs),
            "named_graphs": list(named_graphs),
        }
        limit = min(most_bytes or self._limits.answer_megabytes * _MEGABYTE, self._limits.answer_megabytes * _MEGABYTE)
        outcome = self._pool.ask(request, seconds=self._limits.seconds, most_bytes=limit)
        if outcome.last.tag == ERROR:
            raise self._error(json.loads(outcome.last.payload), text)
        return Answer(outcome.data, form)

    @property
    def state(self) -> str:
        """A digest of the marks that RocksDB gives a store and each of its versions."""
        return self._state

    def stop(self) -> None:
        """Kill the workers."""
        self._pool.stop()

    def _error(self, error: Mapping[str, str], text: str) -> QueryError:
        if error["kind"] == "syntax":
            return syntax_error(error["message"], text, self._prefixes)
        return EvaluationError(f"the query cannot be evaluated: {error['message']}")


def _state(store: Path) -> str:
    files = (store / name for name in ("IDENTITY", "CURRENT"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest()
