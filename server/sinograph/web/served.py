"""What web processes serve: enough to make the application from, small enough to be sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import Unauthorized

from sinograph.engine import BrokeredEngine
from sinograph.web.access import log_refusal, register_access_log
from sinograph.web.app import create_app
from sinograph.web.workload import kind_of
from sinograph.web.wsgi import environ_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from pathlib import Path

    from flask import Flask

    from sinograph.engine import Engine, Limits
    from sinograph.web.about import About
    from sinograph.web.allowances import Allowances
    from sinograph.web.measuring import Metrics
    from sinograph.web.rsgi import Scope
    from sinograph.web.wsgi import Reply

SPARE_THREADS: Final = 80
"""How many requests a process can work on besides the queries that run or wait among those that take long: as many as
may wait for the fast lane, as long as unknown ones there take all of their probation, and some more."""


class Application(NamedTuple):
    """An application, and the engine that it holds."""

    flask: Flask
    engine: Engine


@dataclass(frozen=True)
class Served:
    """A release or some files, as web processes know them.

    :param address: the broker's socket
    :param state: what tells the data from all others
    :param services: the endpoints that SERVICE may ask
    """

    address: Path
    state: str
    prefixes: Mapping[str, str]
    about: About
    limits: Limits
    allowances: Allowances
    access_log: bool = False
    services: Sequence[str] = ()

    @property
    def threads(self) -> int:
        """How many requests a process works on at the same time."""
        return self.limits.running + self.limits.waiting + self.limits.fast_workers + SPARE_THREADS

    def application(self, metrics: Metrics) -> Application:
        """Make the application.

        :raises SinographError: where the data cannot be read
        """
        engine = BrokeredEngine(self.address, self.state, self.prefixes, self.limits, self.services)
        app = create_app(engine, self.about, allowances=self.allowances, metrics=metrics)
        if self.access_log:
            register_access_log(app)
        return Application(app, engine)

    def party(self, scope: Scope, body: bytes) -> Hashable:
        """Tell with whom a request that has to wait shares its turns: its client, or those alike that are nobody's."""
        environ = environ_of(scope, b"")
        try:
            visitor = self.allowances.visitor(environ["REMOTE_ADDR"], EnvironHeaders(environ))
        except Unauthorized:
            return None
        return visitor.client or kind_of(scope, body)

    def watcher(self, metrics: Metrics) -> Callable[[Scope, Reply], None]:
        """Return what counts, and logs where that is wished, the requests that no application sees."""

        def watch(scope: Scope, reply: Reply) -> None:
            metrics.refused(scope.method, reply.status)
            if self.access_log:
                log_refusal(scope, reply)

        return watch
