"""The gate: reads each request whole, in the event loop and within bounds, and only then gives it a thread.

So neither who sends a request slowly nor who reads its answer slowly holds a thread. The gate is an RSGI application
in front of a WSGI one, which may be replaced by another at any time.
"""

from __future__ import annotations

import asyncio
import json
import resource
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from werkzeug.http import HTTP_STATUS_CODES

from sinograph.engine.askers import ASKER, Asker, AskerLeftError
from sinograph.web.bodies import RETRY_SECONDS, BodyBounds, BodyReader, RefusedError
from sinograph.web.lane import Lane
from sinograph.web.security import SECURITY_HEADERS, SERVER
from sinograph.web.workload import Work
from sinograph.web.wsgi import Reply, call, environ_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Hashable, Iterator
    from wsgiref.types import WSGIApplication

    from sinograph.web.rsgi import Exchange, Headers, Scope

MOST_WAITING: Final = 2048
"""How many requests may wait for a thread in a process: those of cheap queries take milliseconds each."""

PAGE_THREADS: Final = 4
"""How many pages are worked on at the same time in a process. They share one interpreter with the cheap queries: with
four, a cheap query waits for some tens of milliseconds; with forty, for seconds."""

MOST_PAGES_WAITING: Final = 128
"""How many requests for pages may wait for one of those threads: a page takes up to some seconds."""

MOST_LONG_WAITING: Final = 128
"""How many long queries may wait for a thread; few are read at the same time (:mod:`sinograph.engine.attention`)."""

MOST_RESIDENT: Final = 1_000_000_000
"""How much memory a process may have, in bytes, to begin another large answer: those read slowly stay in it."""

LARGE: Final = 65_536
"""From how many bytes on an answer is large."""

UNWATCHED_SECONDS: Final = 0.1
"""For how long it is not noticed that a client leaves: most answers are there by then, and watching is not free."""

CLOSING: Final = frozenset((400, 408, 413))
"""The refusals after which the rest of a request cannot be told from the next one, so that the connection ends."""

STATM: Final = Path("/proc/self/statm")

_HEADERS: Final[Headers] = [
    *((name.lower(), value) for name, value in SECURITY_HEADERS.items()),
    ("access-control-allow-origin", "*"),
    ("cache-control", "no-store"),
    ("content-type", "application/problem+json"),
    ("server", SERVER),
]


class Gate:
    """The application that the server calls for each request.

    :param application: what answers; it may be assigned anew, and requests under way stay with the one that they met
    :param threads: how many requests are worked on at the same time
    :param watch: is told of what is refused before the application sees it
    :param sort: tells what work a request makes; each kind has threads of its own, so that it keeps no other waiting
    :param party: tells whose a request is where threads get few; the parties have their turns
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        threads: int,
        bounds: BodyBounds | None = None,
        waiting: int = MOST_WAITING,
        resident: int = MOST_RESIDENT,
        watch: Callable[[Scope, Reply], None] = lambda *_: None,
        sort: Callable[[Scope, bytes], Work] = lambda *_: Work.QUERY,
        party: Callable[[Scope, bytes], Hashable] = lambda *_: None,
    ) -> None:
        self.application = application
        self._bodies = BodyReader(bounds or BodyBounds())
        self._lanes = {
            Work.QUERY: Lane("request", threads, waiting),
            Work.LONG_QUERY: Lane("long", threads, min(waiting, MOST_LONG_WAITING)),
            Work.PAGE: Lane("page", min(threads, PAGE_THREADS), min(waiting, MOST_PAGES_WAITING)),
        }
        self._sort = sort
        self._party = party
        self._resident = resident
        self._watch = watch
        self._under_way: dict[int, int] = {}

    async def __call__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        try:
            async with self._bodies.read(scope, exchange) as body:
                reply = await self._work(scope, exchange, body)
                self._weigh(reply)
        except RefusedError as refusal:
            reply = _refusal(refusal, scope)
            self._watch(scope, reply)
        if reply is None:
            return
        if isinstance(reply.body, bytes):
            exchange.response_bytes(reply.status, reply.headers, reply.body)
        else:
            exchange.response_file(reply.status, reply.headers, str(reply.body))

    @property
    def threads(self) -> int:
        """How many requests can be worked on at the same time, of whatever kind."""
        return sum(lane.threads for lane in self._lanes.values())

    @property
    def waiting(self) -> int:
        """How many requests are being worked on, or wait for that."""
        return sum(self._under_way.values())

    def busy(self, application: WSGIApplication) -> bool:
        """Tell whether an application still works on a request."""
        return bool(self._under_way.get(id(application)))

    def _weigh(self, reply: Reply | None) -> None:
        """Refuse an answer that there is no memory for."""
        if reply and len(_bytes(reply)) >= LARGE and resident_bytes() > self._resident:
            raise RefusedError(503, "too many large answers are being read", retry_after=RETRY_SECONDS)

    async def _work(self, scope: Scope, exchange: Exchange, body: bytes) -> Reply | None:
        """Have a thread answer; None where the client left before there was one."""
        lane = self._lanes[self._sort(scope, body)]
        asker = Asker()
        with self._counted(self.application) as application:
            async with _watched(exchange, asker):
                try:
                    answer = partial(_answer, application, scope, body, asker)
                    return await lane.run(answer, asker, partial(self._party, scope, body))
                except AskerLeftError:
                    return None

    @contextmanager
    def _counted(self, application: WSGIApplication) -> Iterator[WSGIApplication]:
        key = id(application)
        self._under_way[key] = self._under_way.get(key, 0) + 1
        try:
            yield application
        finally:
            self._under_way[key] -= 1
            if not self._under_way[key]:
                del self._under_way[key]


@asynccontextmanager
async def _watched(exchange: Exchange, asker: Asker) -> AsyncIterator[None]:
    """Notice when a client leaves: then nobody needs to work on its answer, be it begun or not."""
    watches: list[asyncio.Task[None]] = []

    async def watch() -> None:
        await exchange.client_disconnect()
        asker.leave()

    def begin() -> None:
        watches.append(asyncio.ensure_future(watch()))

    timer = asyncio.get_running_loop().call_later(UNWATCHED_SECONDS, begin)
    try:
        yield
    finally:
        timer.cancel()
        for each in watches:
            each.cancel()


def _answer(application: WSGIApplication, scope: Scope, body: bytes, asker: Asker) -> Reply:
    token = ASKER.set(asker)
    try:
        return call(application, environ_of(scope, body))
    finally:
        ASKER.reset(token)


def _bytes(reply: Reply) -> bytes:
    """Return what a reply has in memory: nothing of a file."""
    return reply.body if isinstance(reply.body, bytes) else b""


def resident_bytes() -> int:
    """Return how much memory this process has; 0 where the system does not say."""
    try:
        return int(STATM.read_text().split()[1]) * resource.getpagesize()
    except FileNotFoundError:
        return 0


def _refusal(error: RefusedError, scope: Scope) -> Reply:
    """Say what is wrong as problem JSON (RFC 9457)."""
    problem = {
        "type": "about:blank",
        "title": HTTP_STATUS_CODES.get(error.status, "Error"),
        "status": error.status,
        "detail": f"{error.problem[:1].upper()}{error.problem[1:]}.",
    }
    if error.remedy:
        problem["remedy"] = error.remedy
    body = json.dumps(problem).encode()
    headers = [*_HEADERS, ("content-length", str(len(body)))]
    if error.retry_after:
        headers.append(("retry-after", str(error.retry_after)))
    if error.status in CLOSING or error.amid:
        headers.append(("connection", "close"))
    return Reply(error.status, headers, b"" if scope.method == "HEAD" else body)
