"""A worker process as its owner sees it: started, asked, and killed when it is over its time."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sinograph.engine.errors import (
    AnswerTooLargeError,
    EngineError,
    QueryCrashedError,
    QueryMemoryError,
    QueryTimeoutError,
)
from sinograph.engine.frames import DATA, READY, REQUEST, Frame, FrameReader, write_frame

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import BinaryIO

LOG: Final = logging.getLogger("sinograph.engine")

START_SECONDS: Final = 60
"""How long a worker may take to open its store."""


class Outcome(NamedTuple):
    """What a worker answered: the last frame (``END`` or ``ERROR``) and the data before it."""

    last: Frame
    data: bytes


class WorkerProcess:
    """One process that evaluates queries; not safe to use from two threads at once."""

    def __init__(self, store: Path, prefixes: Mapping[str, str], megabytes: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            # -P keeps modules in the working directory from standing in for ours
            [sys.executable, "-P", "-m", "sinograph.engine.worker", str(store)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "MALLOC_ARENA_MAX": "1", "RUST_BACKTRACE": "0"},
            process_group=0,
        )
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._requests: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._replies = FrameReader(self._process.stdout.fileno())
        self._megabytes = megabytes
        self._store = store
        self._ready = False
        with suppress(EOFError):  # a worker that is dead already is found out when its store should be open
            self._send({"prefixes": dict(prefixes), "megabytes": megabytes})

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def wait_ready(self) -> None:
        """Wait until the store is open.

        :raises EngineError: where it cannot be opened
        """
        if self._ready:
            return
        try:
            frame = self._replies.read(time.monotonic() + START_SECONDS)
        except (EOFError, TimeoutError):
            last_words = self.kill() or "it said nothing"
            raise EngineError(f"a worker did not start: {last_words}", where=self._store) from None
        if frame.tag != READY:
            self.kill()
            message = json.loads(frame.payload)["message"]
            raise EngineError(
                f"the store cannot be opened: {message}", where=self._store, remedy="run: sinograph build --force"
            )
        self._ready = True

    def ask(self, request: Mapping[str, Any], *, seconds: float, most_bytes: int) -> Outcome:
        """Send a request and collect what the worker answers; where it does not end well, kill the worker.

        :raises QueryTimeoutError: over ``seconds``
        :raises AnswerTooLargeError: over ``most_bytes``
        :raises QueryMemoryError: where the worker ran out of memory
        :raises QueryCrashedError: where it died of anything else
        """
        try:
            return self._exchange(request, seconds, most_bytes)
        except EOFError:
            raise self._obituary() from None
        except BaseException:  # whatever it was, the next answer to be read would be this one's
            self.kill()
            raise

    def terminate(self) -> None:
        """Kill the process and leave the rest to whoever is waiting for its answer."""
        self._process.kill()

    def kill(self) -> str:
        """Kill the process, wait for its end and return the last line that it wrote to standard error."""
        self._process.kill()
        assert self._process.stderr is not None  # noqa: S101
        if self._process.stderr.closed:
            return ""
        last_words = self._process.stderr.read().decode(errors="replace").strip()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(BrokenPipeError):  # what was left to write is for nobody
                stream.close()  # type: ignore[union-attr]
        self._process.wait()
        return last_words.rpartition("\n")[2]

    def _exchange(self, request: Mapping[str, Any], seconds: float, most_bytes: int) -> Outcome:
        self._send(request)
        deadline = time.monotonic() + seconds
        chunks: list[bytes] = []
        size = 0
        try:
            while (frame := self._replies.read(deadline)).tag == DATA:
                size += len(frame.payload)
                if size > most_bytes:
                    raise AnswerTooLargeError(
                        f"the answer is larger than {most_bytes / 1_000_000:g} MB", remedy="ask with LIMIT, or for less"
                    )
                chunks.append(frame.payload)
        except TimeoutError:
            raise QueryTimeoutError(
                f"the query took longer than {seconds:g} s", remedy="ask with LIMIT, or for less"
            ) from None
        return Outcome(frame, b"".join(chunks))

    def _send(self, message: Mapping[str, Any]) -> None:
        try:
            write_frame(self._requests, REQUEST, json.dumps(message).encode())
        except BrokenPipeError:
            raise EOFError from None

    def _obituary(self) -> QueryMemoryError | QueryCrashedError:
        """Say what a worker died of; its status is read before it is killed."""
        try:
            status = self._process.wait(1)
        except subprocess.TimeoutExpired:
            status = 0
        last_words = self.kill()
        LOG.warning("worker %d ended with status %d: %s", self.pid, status, last_words)
        if status == -signal.SIGABRT:  # what a failed allocation ends in
            return QueryMemoryError(
                f"the query needed more than {self._megabytes} MB of memory", remedy="ask with LIMIT, or for less"
            )
        return QueryCrashedError(
            "the query ended the process that evaluated it", remedy="write it simpler, or in parts"
        )
