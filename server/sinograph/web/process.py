"""A web process: the gate before the application, on a listening socket that it shares with its siblings.

Its owner tells it over a pipe to serve something else. It changes over without closing anything: the requests under way
end with what they began with, and all later ones meet the new.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
import threading
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Final

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from sinograph.errors import SinographError
from sinograph.logs import begin_log
from sinograph.processes import end_with_parent
from sinograph.pulse import BEAT_SECONDS, beat
from sinograph.web.gate import Gate
from sinograph.web.measuring import Metrics
from sinograph.web.numbers import count_at
from sinograph.web.workload import work_of

if TYPE_CHECKING:
    import socket
    from multiprocessing.connection import Connection

    from sinograph.web.served import Application, Served

BACKLOG: Final = 4096
"""How many connections may wait to be accepted; the system may have a lower bound of its own."""

MOST_CONNECTIONS: Final = 8192
"""How many connections a process holds at the same time, half of them at most idle or slow, if it may have so many
descriptors."""

FEWEST_CONNECTIONS: Final = 16

_SPARE_DESCRIPTORS: Final = 100
"""How many descriptors a process needs beside its connections and those of its threads to the broker."""

HEAD_SECONDS: Final = 10
"""How long the head of a request may take to arrive, and how long a connection may be idle before it."""

HEAD_BYTES: Final = 65_536
"""How large the head of a request may be."""

CLOSE_SECONDS: Final = 5
"""How long requests may take to end when the server stops."""

SWITCH_SECONDS: Final = 0.001
"""For how long a thread has the interpreter while others want it: pages that are being written delay a cheap query by
that much each time it needs the interpreter. With 0.001 it took a third of the time that it took with Python's 0.005,
beside 100 clients who read documents, and no fewer pages were written."""

_LOOK_SECONDS: Final = 0.05


class Order(Enum):
    """What an owner tells a web process beside what to prepare."""

    ADOPT = "serve what has been prepared"


class Said(Enum):
    """What a web process tells its owner; a text beside it says why it could not obey."""

    READY = "prepared, or adopted"
    RELEASED = "what was served before is not in use any more"


class SharedServer(Server):
    """The server on a socket that is there already, so that the connections which wait there outlive a process."""

    def __init__(self, gate: Gate, listener: socket.socket, connections: int = MOST_CONNECTIONS) -> None:
        super().__init__(
            gate,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            websockets=False,
            backlog=BACKLOG,
            backpressure=connections,
            http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=HEAD_BYTES),
            log_level=LogLevels.error,
            log_dictconfig={"loggers": {}},  # as all others, to standard error
        )
        self.workers_kill_timeout = CLOSE_SECONDS
        self._listener = listener

    def _init_shared_socket(self) -> None:
        # Not socket.dup(), which sets all that share the socket to blocking: one that accepts just then would hang.
        owned = os.dup(self._listener.fileno())  # it is closed over there
        self._shd = SocketHolder(owned, False, BACKLOG)  # type: ignore[assignment, call-arg]


def run_web_process(listener: socket.socket, owner: Connection, pulse: Connection, served: Served, place: int) -> None:
    """Serve until SIGTERM, or until the owner has ended.

    :param pulse: where the owner feels that the event loop turns
    :param place: which of the web processes this is, or takes the place of
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    begin_log()
    end_with_parent()
    count_at(place)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as Ctrl-C, it is for the owner
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.set_blocking(pulse.fileno(), False)
    asyncio.run(_serve(listener, owner, pulse, served))


def _most_connections(threads: int) -> int:
    """Raise the bound on descriptors as far as it goes, and return how many connections that leaves room for.

    Each thread may have a connection to the broker, and one more to the former broker during a reload: what may go to
    that is half of the descriptors at most, as a thread without one says when to come back. The connections of which a
    process has no room are left in the queue, which is better than requests that cannot be answered.
    """
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    room = hard - _SPARE_DESCRIPTORS
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, room - min(2 * threads, room // 2)))


async def _serve(listener: socket.socket, owner: Connection, pulse: Connection, served: Served) -> None:
    metrics = Metrics()
    current = served.application(metrics)
    gate = Gate(current.flask, threads=served.threads, watch=served.watcher(metrics), sort=work_of, party=served.party)
    loop = asyncio.get_running_loop()
    _keep_beating(loop, pulse.fileno())
    server = SharedServer(gate, listener, _most_connections(gate.threads))
    loop.add_signal_handler(signal.SIGTERM, server.stop)
    desk = Desk(gate, current, metrics, loop)
    threading.Thread(target=desk.obey, args=(owner,), daemon=True).start()
    with suppress(TimeoutError):  # some requests do not end in time: what is done for them is ended with the process
        await server.serve()
    desk.close()
    os._exit(0)  # threads of the server's may be ending still, which abort where the interpreter has come to its end


def _keep_beating(loop: asyncio.AbstractEventLoop, pulse: int) -> None:
    """Let the owner feel that the loop turns, as long as it does."""
    beat(pulse)
    loop.call_later(BEAT_SECONDS, _keep_beating, loop, pulse)


class Desk:
    """Where a web process takes its owner's orders."""

    def __init__(self, gate: Gate, current: Application, metrics: Metrics, loop: asyncio.AbstractEventLoop) -> None:
        self._gate = gate
        self._current = current
        self._prepared: Application | None = None
        self._metrics = metrics
        self._loop = loop
        self._speaking = threading.Lock()

    def obey(self, owner: Connection) -> None:
        """Take orders until the owner closes the pipe."""
        self._say(owner, Said.READY)
        while True:
            try:
                order: Order | Served = owner.recv()
            except EOFError:
                return
            if order is Order.ADOPT:
                former = self._adopt()
                self._say(owner, Said.READY)
                asyncio.run_coroutine_threadsafe(self._release(former, owner), self._loop)
            else:
                self._say(owner, self._prepare(order))

    def close(self) -> None:
        """Give back what the application holds."""
        self._current.engine.stop()

    def _say(self, owner: Connection, said: Said | str) -> None:
        """Tell the owner something, which the event loop and the thread that obeys may want to do at once."""
        with self._speaking:
            owner.send(said)

    def _prepare(self, served: Served) -> Said | str:
        try:
            self._prepared = served.application(self._metrics)
        except SinographError as error:
            return str(error)
        finally:
            self._metrics.watch(self._current.engine)  # as long as nothing else is served
        return Said.READY

    def _adopt(self) -> Application:
        """Change over, in between two steps of the event loop, and return what was served before."""
        assert self._prepared is not None  # noqa: S101
        former, self._current, self._prepared = self._current, self._prepared, None

        async def change_over() -> None:
            self._gate.application = self._current.flask

        asyncio.run_coroutine_threadsafe(change_over(), self._loop).result()
        self._metrics.watch(self._current.engine)
        return former

    async def _release(self, former: Application, owner: Connection) -> None:
        while self._gate.busy(former.flask):
            await asyncio.sleep(_LOOK_SECONDS)
        former.engine.stop()
        self._say(owner, Said.RELEASED)
