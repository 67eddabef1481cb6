"""The engine as a web process sees it: a client of the broker."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Final, TypeVar

from sinograph.engine.askers import ASKER
from sinograph.engine.connection import Connection
from sinograph.engine.errors import EngineError, FormatError
from sinograph.engine.failures import error_of
from sinograph.engine.frames import ADMIT, COUNTERS, DONE, FAULT, QUERY, frame
from sinograph.engine.inspector import inspect
from sinograph.engine.interface import Answer, Engine
from sinograph.engine.lanes import FRESH_SECONDS
from sinograph.engine.requests import Request, addressed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sinograph.engine.federation import Federation
    from sinograph.engine.formats import Format, Kind
    from sinograph.engine.limits import Limits

Result = TypeVar("Result")

RECONNECT_SECONDS: Final = 3.0
"""For how long a broker that does not listen is waited for: it may be being started again."""

_RETRY_SECONDS: Final = 0.01
_PAUSES: Final = (0.02, 0.1, 0)
"""How long to wait after each attempt at a query under which the broker ended."""

_GRACE_SECONDS: Final = 10
"""How much later than it should an answer may come before the broker is given up."""

_CALLED: Final[dict[Kind, str]] = {"rows": "SELECT and ASK", "graph": "CONSTRUCT and DESCRIBE"}


class BrokeredEngine(Engine):
    """Asks the broker at an address, over as many connections as there are queries at the same time.

    :param state: what is another whenever the data are
    :param prefixes: what queries may use without declaring it
    :param services: the endpoints that SERVICE may ask
    """

    def __init__(
        self,
        address: Path,
        state: str,
        prefixes: Mapping[str, str],
        limits: Limits,
        services: Sequence[str] = (),
    ) -> None:
        self._address = address
        self._state = state
        self._prefixes = dict(prefixes)
        self._limits = limits
        self._federation = _federation(services, prefixes, limits.seconds) if services else None
        self._idle: deque[Connection] = deque()
        self._connections: set[Connection] = set()
        self._change = threading.Lock()
        self._stopped = False
        self._longest = FRESH_SECONDS + limits.probation + 2 * limits.seconds + _GRACE_SECONDS

    def query(
        self,
        text: str,
        form: Format,
        *,
        base: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        most_bytes: int | None = None,
        most_rows: int | None = None,
        client: str | None = None,
    ) -> Answer:
        """Inspect the query, then have a worker evaluate and write it; what it asks of others is asked before."""
        kind = self.kind(text)
        if kind not in {form.kind, None}:
            raise FormatError(
                f"{form.name} writes answers to {_CALLED[form.kind]}, and this query is of the other kind"
            )
        request = Request(
            text=text,
            format=form.name,
            most_bytes=_least(most_bytes, self._limits.answer_bytes),
            most_rows=_least(most_rows, self._limits.answer_rows),
            base=base,
            default_graphs=tuple(default_graphs),
            named_graphs=tuple(named_graphs),
        )
        if self._federation and self._federation.concerns(text):
            with self._federation.settled(text, base) as settled:
                return Answer(self._evaluate(request._replace(text=settled), client), form)
        return Answer(self._evaluate(request, client), form)

    def kind(self, text: str) -> Kind | None:
        """Return what a query is answered with; one that asks others is inspected in its parts."""
        if self._federation and self._federation.concerns(text):
            return self._federation.kind(text)
        return inspect(text)

    def admit(self, client: str | None) -> None:
        """Ask the broker, which keeps the budgets."""
        if client is not None:
            self._exchange(frame(ADMIT, addressed(client)), "")

    def fault(self, client: str | None) -> None:
        """Tell the broker."""
        if client is not None:
            self._attempt(Connection.send, frame(FAULT, addressed(client)))

    def counters(self) -> dict[str, dict[str, int]]:
        """Return what the broker has counted."""
        counters: dict[str, dict[str, int]] = json.loads(self._exchange(frame(COUNTERS), ""))
        return counters

    @property
    def state(self) -> str:
        """What is another whenever the data are."""
        return self._state

    def stop(self) -> None:
        """Close the connections."""
        with self._change:
            self._stopped = True
            for connection in self._connections:
                connection.cut()
        self._forget()

    def _evaluate(self, request: Request, client: str | None) -> bytes:
        return self._exchange(frame(QUERY, addressed(client, request.packed())), request.text)

    def _exchange(self, message: bytes, text: str) -> bytes:
        """Send a message and return what is answered; once more where the broker has ended in between.

        :raises SinographError: the error that the answer stands for
        """
        try:
            said = self._attempt(Connection.exchange, message)
        except TimeoutError:
            raise EngineError("the broker of queries does not answer", where=self._address) from None
        if said.tag == DONE:
            return said.payload
        raise error_of(said.payload, text, self._prefixes)

    def _attempt(self, act: Callable[[Connection, bytes], Result], message: bytes) -> Result:
        """Do something with a connection; again where the broker ends in between, as queries only read.

        :raises EngineError: where it cannot be reached again
        """
        for pause in _PAUSES:
            try:
                return self._borrow(act, message)
            except ConnectionError:
                self._forget()
            time.sleep(pause)  # a process that ends closes what others ask it by one after the other
        raise self._gone()

    def _borrow(self, act: Callable[[Connection, bytes], Result], message: bytes) -> Result:
        connection = self._connection()
        asker = ASKER.get()
        try:
            with asker.waiting(connection.cut) if asker else nullcontext():
                result = act(connection, message)
        except BaseException:  # whatever it was, the next answer to be read would be this one's
            self._drop(connection)
            raise
        self._idle.append(connection)
        if self._stopped:
            self._forget()
        return result

    def _connection(self) -> Connection:
        """Return a connection that nobody uses.

        :raises EngineError: where nobody listens, or the engine has been stopped
        """
        if self._stopped:
            raise self._gone()
        try:
            return self._idle.pop()
        except IndexError:
            pass
        connection = self._connected()
        with self._change:
            if self._stopped:
                connection.close()
                raise self._gone()
            self._connections.add(connection)
        return connection

    def _connected(self) -> Connection:
        deadline = time.monotonic() + RECONNECT_SECONDS
        while not self._stopped:
            try:
                return Connection(self._address, self._longest)
            except (ConnectionError, FileNotFoundError, BlockingIOError):
                if time.monotonic() >= deadline:
                    break
                time.sleep(_RETRY_SECONDS)
        raise self._gone()

    def _gone(self) -> EngineError:
        if self._stopped:
            return EngineError("the engine has been stopped")
        return EngineError("the broker of queries cannot be reached", where=self._address)

    def _drop(self, connection: Connection) -> None:
        with self._change:
            self._connections.discard(connection)
        connection.close()

    def _forget(self) -> None:
        """Close the connections that nobody uses: they lead to the same broker as one that has been cut."""
        with suppress(IndexError):
            while True:
                self._drop(self._idle.pop())


def _least(asked: int | None, most: int | None) -> int:
    """Return the narrower of two bounds, each of which may be missing; 0 for none."""
    return min((bound for bound in (asked, most) if bound), default=0)


def _federation(services: Sequence[str], prefixes: Mapping[str, str], seconds: float) -> Federation:
    from sinograph.engine.federation import Federation  # a client of other servers is loaded only where there are any

    return Federation(services, prefixes, seconds)
