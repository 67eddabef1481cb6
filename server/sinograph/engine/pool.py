"""The connections of a web process to the broker: as many as there are questions at the same time."""

from __future__ import annotations

import errno
import threading
import time
from collections import deque
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Final, TypeVar

from sinograph.engine.askers import ASKER
from sinograph.engine.connection import Connection
from sinograph.engine.errors import EngineBusyError, EngineError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sinograph.engine.frames import Frame

Result = TypeVar("Result")

RECONNECT_SECONDS: Final = 3.0
"""For how long a broker that does not listen is waited for: it may be being started again."""

_EXHAUSTED: Final = frozenset((errno.EMFILE, errno.ENFILE))
"""What it means that there are no descriptors left, in the process or in the system."""

_RETRY_SECONDS: Final = 0.01
_PAUSES: Final = (0.02, 0.1, 0.3, 0.3, 0)
"""How long to wait after each attempt under which the broker ended: it may be killed several times in a row."""


class Pool:
    """Lends connections to one thread at a time, and others in their place when the broker has been started again.

    :param seconds: how long an answer is waited for
    """

    def __init__(self, address: Path, seconds: float) -> None:
        self._address = address
        self._seconds = seconds
        self._idle: deque[Connection] = deque()
        self._connections: set[Connection] = set()
        self._change = threading.Lock()
        self._stopped = False

    def ask(self, message: bytes) -> Frame:
        """Send a message and return what is answered, unless whoever waits for it leaves before.

        :raises AskerLeftError: where it does
        :raises EngineError: where the broker cannot be reached, or does not answer
        """
        return self._use(_asked, message)

    def tell(self, message: bytes) -> None:
        """Send a message that is not answered, whether or not anybody still waits for anything.

        :raises EngineError: where the broker cannot be reached
        """
        self._use(Connection.send, message)

    def _use(self, act: Callable[[Connection, bytes], Result], message: bytes) -> Result:
        """Do something with a connection; again where the broker ends in between, as queries only read."""
        for pause in _PAUSES:
            try:
                return self._lend(act, message)
            except ConnectionError:
                self._forget()
            except TimeoutError:
                raise EngineError("the broker of queries does not answer", where=self._address) from None
            time.sleep(pause)  # a process that ends closes what others ask it by one after the other
        raise self._gone()

    def stop(self) -> None:
        """Close the connections; what goes on over them fails."""
        with self._change:
            self._stopped = True
            for connection in self._connections:
                connection.cut()
        self._forget()

    def _lend(self, act: Callable[[Connection, bytes], Result], message: bytes) -> Result:
        connection = self._connection()
        try:
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

        :raises EngineError: where nobody listens, or the pool has been stopped
        """
        if self._stopped:
            raise self._gone()
        with suppress(IndexError):
            return self._idle.pop()
        connection = self._connected()
        with self._change:
            if self._stopped:
                connection.close()
                raise self._gone()
            self._connections.add(connection)
        return connection

    def _connected(self) -> Connection:
        """Return a new connection.

        :raises EngineBusyError: where there are no descriptors left
        :raises EngineError: where nobody listens
        """
        deadline = time.monotonic() + RECONNECT_SECONDS
        while not self._stopped:
            try:
                return Connection(self._address, self._seconds)
            except (ConnectionError, FileNotFoundError, BlockingIOError):
                if time.monotonic() >= deadline:
                    break
                time.sleep(_RETRY_SECONDS)
            except OSError as error:
                if error.errno not in _EXHAUSTED:
                    raise
                raise EngineBusyError("there is no room for more questions at the same time", retry_after=1) from None
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


def _asked(connection: Connection, message: bytes) -> Frame:
    asker = ASKER.get()
    with asker.waiting(connection.cut) if asker else nullcontext():
        return connection.exchange(message)
