"""An engine around another one, for what adds to an engine without evaluating anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.engine.interface import Answer, Engine

if TYPE_CHECKING:
    from typing import Unpack

    from sinograph.engine.formats import Format, Kind
    from sinograph.engine.interface import Terms


class WrappedEngine(Engine):
    """Has another engine do everything; a subclass adds to what it wants to."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def query(self, text: str, form: Format, **terms: Unpack[Terms]) -> Answer:
        """Have the engine answer."""
        return self._engine.query(text, form, **terms)

    def kind(self, text: str) -> Kind | None:
        """Have the engine inspect a query."""
        return self._engine.kind(text)

    def admit(self, client: str | None) -> None:
        """Have the engine look whether a client has any budget left."""
        self._engine.admit(client)

    def fault(self, client: str | None) -> None:
        """Have the engine count an error."""
        self._engine.fault(client)

    def spend(self, client: str | None, seconds: float) -> None:
        """Have the engine charge a client."""
        self._engine.spend(client, seconds)

    def counters(self) -> dict[str, dict[str, int]]:
        """Return what the engine has counted."""
        return self._engine.counters()

    @property
    def state(self) -> str:
        """What is another whenever the data are."""
        return self._engine.state

    def stop(self) -> None:
        """Stop the engine."""
        self._engine.stop()
