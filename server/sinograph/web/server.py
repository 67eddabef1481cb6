"""Run the web application in processes of its own, each with its own workers, until it is told to stop."""

from __future__ import annotations

import errno
import http.client
import multiprocessing
import os
import socket
import threading
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sinograph.engine.embedded import EmbeddedEngine, Limits
from sinograph.errors import SinographError
from sinograph.processes import end_with_parent
from sinograph.temporary import temporary_folder
from sinograph.web.about import About, about_release
from sinograph.web.access import register_access_log
from sinograph.web.app import create_app
from sinograph.web.measuring import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from flask import Flask

    from sinograph.holdings import Holdings
    from sinograph.settings import Settings

SPARE_THREADS: Final = 16
"""How many requests a process can take besides the queries that run or wait."""

_CLOSE_SECONDS: Final = 5
"""How long requests may take to end when the server stops."""

_POLL_SECONDS: Final = 0.05


@dataclass(frozen=True)
class Served:
    """What each web process needs to know; it is sent to them."""

    store: Path
    prefixes: Mapping[str, str]
    about: About
    limits: Limits
    access_log: bool = False

    def application(self) -> Flask:
        """Make the application in a web process, which ends when its parent does."""
        end_with_parent()
        app = create_app(EmbeddedEngine(self.store, prefixes=self.prefixes, limits=self.limits), self.about)
        if self.access_log:
            register_access_log(app)
        return app


def describe(holdings: Holdings, limits: Limits) -> About:
    """Say for the pages what is served.

    :raises EngineError: where the store cannot be opened, so that this is said once and before anything is started
    """
    engine = EmbeddedEngine(holdings.store, prefixes=holdings.prefixes, limits=replace(limits, workers=1))
    try:
        if holdings.loaded is None:
            return about_release(engine, holdings.digest or "", holdings.questions, holdings.release)
    finally:
        engine.stop()
    files = holdings.loaded.files
    return About(
        name="SPARQL endpoint",
        summary="RDF files, served as they are.",
        numbers=[("files", len(files)), ("statements", holdings.loaded.quads)],
        sources=[file.name for file in files],
        prefixes={},
    )


def serve(holdings: Holdings, settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM.

    :param announce: is told the address as soon as requests are answered there
    :raises SinographError: where the address or the port cannot be had
    """
    port = free_port(settings.host, settings.port)
    # Threads and forks do not mix: each web process starts afresh.
    multiprocessing.set_start_method("spawn", force=True)
    limits = Limits.of(settings)
    about = replace(describe(holdings, limits), base=settings.base)
    served = Served(holdings.store, holdings.prefixes, about, limits, settings.access_log)
    server = Granian(
        "sinograph",
        address=settings.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=limits.workers + limits.queue + SPARE_THREADS,
        workers_kill_timeout=_CLOSE_SECONDS,
        log_level=LogLevels.error,
    )
    threading.Thread(target=_announce, args=(settings.host, port, announce), daemon=True).start()
    with temporary_folder() as folder:
        os.environ[SHARED] = str(folder)  # where the web processes add up their numbers
        server.serve(target_loader=partial(_load, served), wrap_loader=False)


def free_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0.

    The server shares its port among its processes, and so would share it with a stranger's too: this asks first.

    :raises SinographError: where it cannot be listened on
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
            return int(probe.getsockname()[1])
    except socket.gaierror as error:
        raise SinographError(
            f"no such address: {error.strerror}", where=host, remedy="name another with --host"
        ) from None
    except OSError as error:
        raise SinographError(_unavailable(error), where=f"{host}:{port}", remedy="name another with --port") from None


def _unavailable(error: OSError) -> str:
    known = {
        errno.EADDRINUSE: "the port is in use",
        errno.EACCES: "the port may not be used without further rights",
        errno.EADDRNOTAVAIL: "this machine does not have the address",
    }
    return known.get(error.errno or 0, f"cannot listen: {error.strerror}")


def _load(served: Served) -> Any:
    return served.application()


def _announce(host: str, port: int, announce: Callable[[str], None]) -> None:
    """Wait until the server answers, then say where."""
    wildcard = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    while not _answers(wildcard.get(host, host), port):
        time.sleep(_POLL_SECONDS)
    announce(f"http://{f'[{host}]' if ':' in host else host}:{port}/")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
