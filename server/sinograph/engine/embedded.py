"""The engine that needs no server: a store on disk, opened read-only by worker processes of its own."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from typing import TYPE_CHECKING

from sinograph.engine.broker import Broker, running
from sinograph.engine.client import BrokeredEngine
from sinograph.engine.limits import Limits
from sinograph.temporary import temporary_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class EmbeddedEngine(BrokeredEngine):
    """Answers from a RocksDB store, which it never changes, through a broker that nobody else asks.

    :param store: the store's folder
    :param prefixes: what queries may use without declaring it, and graphs are written with; a query's own
        declarations win
    :param services: the endpoints that SERVICE may ask
    :raises EngineError: where the store cannot be opened
    """

    def __init__(
        self,
        store: Path,
        *,
        prefixes: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        services: Sequence[str] = (),
    ) -> None:
        limits = limits or Limits()
        prefixes = prefixes or {}
        with ExitStack() as started:
            address = started.enter_context(temporary_folder()) / "broker"
            self.broker = started.enter_context(running(Broker(store, prefixes, limits, address)))
            super().__init__(address, state_of(store), prefixes, limits, services)
            started.callback(super().stop)
            self._started = started.pop_all()

    def stop(self) -> None:
        """Stop the broker; queries that still run fail."""
        self._started.close()


def state_of(store: Path) -> str:
    """Return a digest of the marks that RocksDB gives a store and each of its versions."""
    files = (store / name for name in ("IDENTITY", "CURRENT"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest()
