"""The broker's process: ``python -m sinograph.engine.broker_process``.

:class:`sinograph.engine.broker.Broker` starts it and writes its configuration to standard input. It is small and has
one thread only, so that it can fork workers; it never opens a store, and waits for nothing but what happens next. It
ends when its owner does.
"""

from __future__ import annotations

import json
import math
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Final

from sinograph.engine.dispatcher import Dispatcher
from sinograph.engine.frames import BEAT, FAILURE, READY, frame, read_frame, write_all
from sinograph.engine.limits import Limits
from sinograph.engine.loop import Loop
from sinograph.engine.sockets import spelled
from sinograph.engine.worker import Means
from sinograph.logs import begin_log
from sinograph.pulse import BEAT_SECONDS, beat

MOST_CONNECTIONS: Final = 16_384
"""How many there may be of those who ask: one for each thread of a web process, of which each has some 250."""

_SPARE_DESCRIPTORS: Final = 100

_OWNER: Final = 0
"""Standard input, where the owner speaks."""


class _Service:
    """The broker from its configuration to its end."""

    def __init__(self, configuration: dict[str, object], voice: int) -> None:
        self._voice = voice
        self._end = math.inf
        self._next_beat = -math.inf
        self._loop = Loop()
        self._loop.watch(_OWNER, self._listen)
        means = Means(
            Path(str(configuration["store"])),
            configuration["prefixes"],  # type: ignore[arg-type]
            Limits(**configuration["limits"]),  # type: ignore[arg-type]
            self._loop,
        )
        listener = listen(Path(str(configuration["address"])))
        self._dispatcher = Dispatcher(means, listener, _most_connections(), self._opened)

    def run(self) -> None:
        """Serve until the owner is gone, or says that it is enough."""
        self._dispatcher.tend()
        while self._end == math.inf or (self._dispatcher.busy and time.monotonic() < self._end):
            self._loop.turn(min(self._dispatcher.deadline, self._end, self._beat()) - time.monotonic())
            self._dispatcher.tend()

    def _beat(self) -> float:
        """Let the owner feel that the loop turns, if it is time to, and return when it is the next time."""
        now = time.monotonic()
        if now >= self._next_beat:
            self._next_beat = now + BEAT_SECONDS
            beat(self._voice, frame(BEAT))
        return self._next_beat

    def _listen(self, _: int) -> None:
        """Learn for how many seconds queries that are under way may still run, or that the owner is gone."""
        try:
            said = read_frame(_OWNER).payload
        except EOFError:
            os._exit(0)  # the workers end with this process
        self._end = time.monotonic() + float(said)

    def _opened(self, problem: str | None) -> None:
        tell_owner(self._voice, problem)
        if problem is not None:
            os._exit(1)


def listen(address: Path) -> socket.socket:
    """Listen at an address for this user alone, in the place of whoever did before.

    :raises OSError: where that cannot be done
    """
    new = address.with_name(f"{address.name}.{os.getpid()}")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        with spelled(new) as name:
            listener.bind(name)
    finally:
        os.umask(before)
    listener.listen(MOST_CONNECTIONS)
    listener.setblocking(False)
    new.rename(address)
    return listener


def tell_owner(voice: int, problem: str | None) -> None:
    """Say that the store is open, or what the problem is."""
    write_all(voice, frame(READY) if problem is None else frame(FAILURE, problem.encode()))


def main() -> None:
    """Read the configuration and serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner
    configuration = json.loads(read_frame(_OWNER).payload)
    begin_log(configuration["log_level"])
    voice = os.dup(1)
    os.set_blocking(voice, False)
    os.dup2(2, 1)  # whatever else is printed goes to standard error
    try:
        service = _Service(configuration, voice)
    except OSError as error:
        tell_owner(voice, f"{configuration['address']} cannot be listened at: {error.strerror or error}")
        sys.exit(1)
    service.run()


def _most_connections() -> int:
    """Raise the bound on descriptors as far as it goes, and return how many connections that leaves room for."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(1, min(MOST_CONNECTIONS, hard - _SPARE_DESCRIPTORS))


if __name__ == "__main__":
    main()
