"""Run the server: one process that owns the others, and that no request can reach.

It holds the listening socket, has a broker answer from what is served, and keeps web processes running in front of it.
It ends on SIGINT and SIGTERM. On SIGHUP it opens what is current by then, and has the web processes change over.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import nullcontext
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final

from sinograph.errors import SinographError
from sinograph.project import Project
from sinograph.registration import Register, registered
from sinograph.release import releases_folder
from sinograph.temporary import temporary_folder
from sinograph.web.edition import Edition
from sinograph.web.listening import address_of, listen
from sinograph.web.numbers import SHARED, lay_out
from sinograph.web.process import BACKLOG
from sinograph.web.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sinograph.settings import Settings

GRACE_SECONDS: Final = 60
"""How long what was served before may be in use after a reload."""


class Server:
    """A server that runs until it is told to stop.

    :param listener: has the address, and does not listen yet
    :param folder: for sockets and numbers; nobody else's
    :param data: files to serve as they are, instead of the current release
    :param report: is told what happens
    :raises SinographError: where it cannot be started
    """

    def __init__(
        self,
        settings: Settings,
        listener: socket.socket,
        folder: Path,
        data: Sequence[Path],
        report: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._data = data
        self._report = report
        self._former: list[tuple[Edition, float]] = []
        self._edition = Edition(settings, folder, data, build=True, report=report)
        try:
            report(f"{'loaded' if data else 'serving'} {self._edition.name}")
            listen(listener, BACKLOG)
            self._supervisor = Supervisor(listener, self._edition.served, settings.workers, report)
        except BaseException:
            self._edition.close()
            raise

    @property
    def release(self) -> str:
        """What the served edition is called."""
        return self._edition.name

    def run(self, signals: _Signals, ready: Callable[[], None], register: Register) -> None:
        """Serve until SIGINT or SIGTERM.

        :param ready: is called as soon as requests are answered
        """
        signals.take_ends()
        self._supervisor.wait_ready()
        ready()
        while not signals.ending:
            wait([*self._supervisor.waitables, signals.pipe], self._patience())
            signals.clear()
            if signals.reloading:
                signals.reloading = False
                register.record(self.release, self.reload())
            self._supervisor.look()
            self._let_go()

    def reload(self) -> str:
        """Serve what is current now, and say how that ended; where it cannot be served, go on as before."""
        try:
            outcome = self._reload()
        except (SinographError, OSError) as error:
            outcome = f"not reloaded: {error}"
        self._report(outcome)
        return outcome

    def stop(self) -> None:
        """End every other process, and let go of the data."""
        self._supervisor.stop()
        for edition, _ in [*self._former, (self._edition, 0.0)]:
            edition.close()

    def _reload(self) -> str:
        if self._data:
            return f"unchanged: {self.release} are served, which are read at the start only"
        if self._edition.is_current(self._settings):
            return f"unchanged: {self.release} is the current one"
        edition = Edition(self._settings, self._folder)
        try:
            self._supervisor.change_over(edition.served)
        except BaseException:
            edition.close()
            raise
        self._former.append((self._edition, time.monotonic() + GRACE_SECONDS))
        self._edition = edition
        return f"reloaded: serving {edition.name}"

    def _let_go(self) -> None:
        """Close what was served before as soon as no request uses it, or at last when its time is over."""
        now = time.monotonic()
        over = [edition for edition, due in self._former if not self._supervisor.releasing or now > due]
        self._former = [(edition, due) for edition, due in self._former if edition not in over]
        for edition in over:
            edition.close()

    def _patience(self) -> float:
        """Return how long to sleep at most."""
        times = [due - time.monotonic() for _, due in self._former]
        return max(0.0, min([*times, self._supervisor.patience]))


class _Signals:
    """The signals that a server listens to, for the time of a ``with``; none gets lost.

    SIGHUP is heard from the beginning, so that who wishes a reload during the start does not end the server with it.
    """

    def __init__(self) -> None:
        self.ending = False
        self.reloading = False
        self.pipe, self._bell = socket.socketpair()
        self.pipe.setblocking(False)
        self._bell.setblocking(False)

    def __enter__(self) -> _Signals:
        signal.signal(signal.SIGHUP, self._take)
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # what is left to do is short and has its own time limit
        self.pipe.close()
        self._bell.close()

    def take_ends(self) -> None:
        """Hear SIGINT and SIGTERM too, which end a server at once that is not ready yet."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._take)

    def clear(self) -> None:
        """Wait for the next signal again."""
        try:
            while self.pipe.recv(64):
                pass
        except BlockingIOError:
            return

    def _take(self, number: int, _: object) -> None:
        self.ending = self.ending or number != signal.SIGHUP
        self.reloading = self.reloading or number == signal.SIGHUP
        try:
            self._bell.send(b"!")
        except BlockingIOError:  # it rings already
            return


def serve(
    settings: Settings,
    listener: socket.socket,
    data: Sequence[Path],
    report: Callable[[str], None],
    announce: Callable[[str], None],
) -> None:
    """Serve until SIGINT or SIGTERM.

    :param listener: has the address, and does not listen yet
    :param data: files to serve as they are, instead of the current release, which is built where there is none
    :param report: is told what happens
    :param announce: is told the address as soon as requests are answered there
    :raises SinographError: where there is nothing to serve, or it cannot be served
    """
    with listener, temporary_folder() as folder, _Signals() as signals:
        numbers = folder / "numbers"
        lay_out(numbers, settings.workers)
        os.environ[SHARED] = str(numbers)  # where the web processes add them up
        os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", "131072")  # so that they give back what large answers took
        server = Server(settings, listener, folder, data, report)
        try:
            with _entered(settings, server.release) if not data else nullcontext(Register(None, "")) as register:
                server.run(signals, lambda: announce(address_of(listener, settings.host)), register)
        finally:
            server.stop()


def _entered(settings: Settings, release: str) -> AbstractContextManager[Register]:
    """Have the server found by who wants it to reload."""
    return registered(releases_folder(settings, Project.find(settings.project)), release)
