"""The owner of the web processes: starts them, starts them again whenever they end, and has them change over."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sinograph.errors import SinographError
from sinograph.pulse import Pulse
from sinograph.web.process import CLOSE_SECONDS, Order, Said, run_web_process

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from sinograph.web.served import Served

START_SECONDS: Final = 60
"""How long a web process may take to start, or to prepare something else to serve."""

LASTING_SECONDS: Final = 5
"""After how long a web process counts as one that has lasted."""

LONGEST_PAUSE: Final = 5.0
"""How long to wait at most, in seconds, before a web process is started again that does not last."""

_SPAWN: Final = multiprocessing.get_context("spawn")  # threads and forks do not mix: each starts afresh


@dataclass(eq=False)
class WebProcess:
    """One web process, as its owner sees it.

    :param beats: where its pulse is felt
    :param place: which of all web processes it is
    :param releasing: how many of the things that it has served before are still in use there
    :param serving: whether it is known to answer requests
    """

    process: SpawnProcess
    pipe: Connection
    beats: Connection
    place: int
    started: float = field(default_factory=time.monotonic)
    releasing: int = 0
    serving: bool = False

    def __post_init__(self) -> None:
        self.pulse = Pulse(self.beats.fileno(), START_SECONDS)

    def await_serving(self) -> None:
        """Wait until the process answers requests.

        :raises EOFError: where it has ended, or takes too long
        """
        if not self.serving:
            self.hear(START_SECONDS)
            self.serving = True

    def hear(self, seconds: float) -> Said | str:
        """Return what the process says next about the last order.

        :raises EOFError: where it has ended, is stuck, or says nothing in that time
        """
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and not self.pulse.feel():
            if self.pipe.poll(min(left, self.pulse.next)):
                said: Said | str = self.pipe.recv()
                if said is not Said.RELEASED:
                    return said
                self.releasing -= 1
        raise EOFError

    def attend(self) -> None:
        """Hear what the process has said, which may be nothing.

        :raises EOFError: where it has ended, or is stuck
        """
        while self.pipe.poll():
            if self.pipe.recv() is Said.RELEASED:
                self.releasing -= 1
            else:
                self.serving = True
        if self.pulse.feel():
            raise EOFError

    def end(self) -> None:
        """Kill the process, should it still run, and forget it."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()
        self.beats.close()


class Supervisor:
    """All web processes; not safe to use from several threads.

    :param listener: the socket that they share
    :param number: how many there are
    :param report: is told of those that end
    """

    def __init__(
        self, listener: socket.socket, served: Served, number: int, report: Callable[[str], None] = lambda _: None
    ) -> None:
        self._listener = listener
        self._served = served
        self._report = report
        self._pause = 0.0
        self._due = 0.0
        self._number = number
        self._processes: list[WebProcess] = []
        self._fill()

    @property
    def waitables(self) -> list[Connection]:
        """What becomes readable when there is something to :meth:`look` at."""
        return [each.pipe for each in self._processes]

    @property
    def patience(self) -> float:
        """After how many seconds there is something to look at in any case."""
        times = [each.pulse.next for each in self._processes]
        if len(self._processes) < self._number:
            times.append(max(0.0, self._due - time.monotonic()))
        return min(times)

    @property
    def releasing(self) -> bool:
        """Whether something is still in use that was served before."""
        return any(each.releasing for each in self._processes)

    def wait_ready(self) -> None:
        """Wait until every process answers requests.

        :raises SinographError: where one does not start
        """
        for each in self._processes:
            try:
                each.await_serving()
            except (EOFError, OSError):
                raise SinographError("a web process did not start", remedy="see what it wrote above") from None

    def look(self) -> None:
        """Hear what the processes say, and replace those that have ended or are stuck."""
        for each in list(self._processes):
            try:
                each.attend()
            except (EOFError, OSError):
                self._bury(each)
        if len(self._processes) < self._number and time.monotonic() >= self._due:
            try:
                self._fill()
            except OSError as error:  # the next attempt may find what this one lacked
                self._due = time.monotonic() + LONGEST_PAUSE
                self._report(f"no web process can be started: {error.strerror}")

    def change_over(self, served: Served) -> None:
        """Have all processes serve something else, without dropping or refusing a request.

        :raises SinographError: where one cannot; then all go on with what they have
        """
        for each in list(self._processes):
            try:
                each.await_serving()
                each.pipe.send(served)
                refusal = each.hear(START_SECONDS)
            except (EOFError, OSError):
                self._bury(each)
            else:
                if refusal is not Said.READY:
                    raise SinographError(f"a web process cannot serve it: {refusal}")
        self._served = served
        for each in list(self._processes):
            try:
                each.pipe.send(Order.ADOPT)
                each.releasing += 1
                each.hear(START_SECONDS)
            except (EOFError, OSError):
                self._bury(each)
        self.look()

    def stop(self) -> None:
        """Let the processes end what they have begun, and then end them."""
        for each in self._processes:
            each.process.terminate()
        deadline = time.monotonic() + CLOSE_SECONDS + 1
        for each in self._processes:
            each.process.join(max(0, deadline - time.monotonic()))
            each.end()
        self._processes.clear()

    def _fill(self) -> None:
        for place in sorted(set(range(self._number)) - {each.place for each in self._processes}):
            ours, theirs = _SPAWN.Pipe()
            felt, beating = _SPAWN.Pipe(duplex=False)
            arguments = (self._listener, theirs, beating, self._served, place)
            process = _SPAWN.Process(target=run_web_process, args=arguments, daemon=False)
            process.start()
            theirs.close()
            beating.close()
            self._processes.append(WebProcess(process, ours, felt, place))

    def _bury(self, ended: WebProcess) -> None:
        """Forget a process that has ended or is to; the next one comes at once, or later if this one did not last."""
        self._processes.remove(ended)
        pid, lasted = ended.process.pid, time.monotonic() - ended.started > LASTING_SECONDS
        ended.end()
        self._pause = 0.0 if lasted else min(2 * self._pause + 0.1, LONGEST_PAUSE)
        self._due = time.monotonic() + self._pause
        self._report(f"web process {pid} {'is stuck' if ended.pulse.lost else 'has ended'}; another takes its place")
