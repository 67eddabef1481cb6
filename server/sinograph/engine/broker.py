"""The broker as its owner sees it: a process that is started, restarted when it dies, and stopped."""

from __future__ import annotations

import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from sinograph.engine.errors import EngineError
from sinograph.engine.frames import BEAT, CONFIGURATION, DRAIN, READY, frame, read_frame, write_all
from sinograph.pulse import MOST_SILENT, Pulse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sinograph.engine.frames import Frame
    from sinograph.engine.limits import Limits

LOG: Final = logging.getLogger("sinograph.engine")

START_SECONDS: Final = 60
"""How long the broker may take until its first worker has opened the store."""

REBUILD: Final = "run: sinograph build --force"

_SHORTEST_PAUSE: Final = 0.02
_LONGEST_PAUSE: Final = 1.0
"""How long to wait before a broker is started again that has just been, in seconds."""

_LASTING_SECONDS: Final = 5
"""After how long a broker counts as one that has lasted."""


class Broker:
    """The process between those who ask one store and the workers that answer; safe to use from several threads.

    It ends with this process, however that comes about, and its workers end with it. The store's folder is held: what
    its path leads to later is another store, whose answers would be taken for those of this one.

    :param store: the store's folder
    :param prefixes: what queries may use without declaring it, and graphs are written with
    :param address: where those who ask connect: a socket in a folder that is nobody else's
    :raises EngineError: where the store is not there
    """

    def __init__(self, store: Path, prefixes: Mapping[str, str], limits: Limits, address: Path) -> None:
        self._store = store
        self._address = address
        self._folder = _held(store)
        self._configuration = {
            "store": f"/proc/{os.getpid()}/fd/{self._folder}",
            "prefixes": dict(prefixes),
            "limits": asdict(limits),
            "address": str(address),
            "log_level": LOG.getEffectiveLevel(),
        }
        self._patience = START_SECONDS
        """How many beats the present process may miss at first."""
        self._change = threading.Lock()
        self._stopped = threading.Event()
        try:
            self._process = self._start()
        except OSError:
            os.close(self._folder)
            raise

    @property
    def pid(self) -> int:
        """The id of the process that is the broker now."""
        return self._process.pid

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until a worker has opened the store.

        :raises EngineError: where it cannot be opened
        """
        try:
            said = _hear(_voice(self._process), seconds)
        except EOFError:
            raise EngineError("the broker of queries did not start", where=self._store) from None
        if said.tag != READY:
            raise EngineError(f"the store cannot be opened: {said.payload.decode()}", where=self._store, remedy=REBUILD)
        self._patience = MOST_SILENT

    def supervise(self) -> None:
        """Start the broker again whenever it ends or is stuck, until it is stopped; to be run in a thread."""
        pause = _SHORTEST_PAUSE
        while True:
            began = time.monotonic()
            self._await_end()
            if self._stopped.wait(pause):
                return
            lasted = time.monotonic() - began > _LASTING_SECONDS
            pause = _SHORTEST_PAUSE if lasted else min(2 * pause, _LONGEST_PAUSE)
            LOG.warning("the broker of queries ended with status %s and is started again", self._process.poll())
            with self._change:
                if not self._stopped.is_set():
                    with suppress(OSError):  # the next attempt may find what this one lacked
                        process, self._process = self._process, self._start()
                        self._patience = START_SECONDS
                        _release(process)

    def stop(self, seconds: float = 0) -> None:
        """End the broker and its workers.

        :param seconds: how long queries that are under way may take before
        """
        with self._change:
            is_first = not self._stopped.is_set()
            self._stopped.set()
            process = self._process
        if seconds > 0:
            with suppress(OSError, ValueError, subprocess.TimeoutExpired):  # it may have ended already
                assert process.stdin is not None  # noqa: S101
                write_all(process.stdin.fileno(), frame(DRAIN, str(seconds).encode()))
                process.wait(seconds + 1)
        process.kill()
        _release(process)
        if is_first:
            os.close(self._folder)
        with suppress(OSError):
            self._address.unlink()

    def _await_end(self) -> None:
        """Wait until the broker ends, and end it if it is stuck."""
        try:
            descriptor = os.pidfd_open(self._process.pid)
        except ProcessLookupError:  # it has been waited for
            return
        try:
            with self._change:
                if self._stopped.is_set():
                    return
                pulse = Pulse(_voice(self._process), self._patience)
            while not _speaks(descriptor, pulse.next):
                with self._change:
                    if self._stopped.is_set():
                        return
                    if pulse.feel():
                        LOG.warning("the broker of queries is stuck")
                        self._process.kill()
        finally:
            os.close(descriptor)

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            # -P keeps modules in the working directory from standing in for ours
            [sys.executable, "-P", "-m", "sinograph.engine.broker_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "MALLOC_ARENA_MAX": "1", "RUST_BACKTRACE": "0"},
            process_group=0,
        )
        assert process.stdin is not None  # noqa: S101
        with suppress(BrokenPipeError):  # a broker that is dead already is found out when its store should be open
            write_all(process.stdin.fileno(), frame(CONFIGURATION, json.dumps(self._configuration).encode()))
        return process


@contextmanager
def running(broker: Broker) -> Iterator[Broker]:
    """Wait for a broker, and have it started again whenever it ends or is stuck, until it is not needed any more.

    :raises EngineError: where its store cannot be opened
    """
    try:
        broker.wait_ready()
        threading.Thread(target=broker.supervise, daemon=True).start()
        yield broker
    finally:
        broker.stop()


def _held(store: Path) -> int:
    """Open a folder, so that it can be found whatever becomes of its path."""
    try:
        return os.open(store, os.O_PATH | os.O_DIRECTORY)
    except OSError as error:
        raise EngineError(f"the store cannot be opened: {error.strerror}", where=store, remedy=REBUILD) from None


def _voice(process: subprocess.Popen[bytes]) -> int:
    assert process.stdout is not None  # noqa: S101
    return process.stdout.fileno()


def _hear(voice: int, seconds: float) -> Frame:
    """Return what a broker says, other than that it is at work.

    :raises EOFError: where it has ended, or says nothing in that time
    """
    deadline = time.monotonic() + seconds
    while _speaks(voice, max(0.0, deadline - time.monotonic())):
        said = read_frame(voice)
        if said.tag != BEAT:
            return said
    raise EOFError


def _speaks(descriptor: int, seconds: float | None) -> bool:
    """Tell whether something can be read within so many seconds; None for as long as it takes."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(None if seconds is None else 1000 * seconds))


def _release(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a process that ends, and close what leads to it."""
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
