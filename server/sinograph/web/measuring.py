"""What the server counts and times, for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Final

from flask import g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from sinograph.engine.askers import AskerLeftError
from sinograph.engine.errors import (
    AnswerTooLargeError,
    BudgetError,
    EngineBusyError,
    EngineError,
    QueryCrashedError,
    QueryError,
    QueryMemoryError,
    QueryTimeoutError,
    ServiceFailedError,
)
from sinograph.engine.wrapped import WrappedEngine
from sinograph.web.engine_numbers import engine_exposition
from sinograph.web.numbers import SHARED

if TYPE_CHECKING:
    from typing import Unpack

    from flask import Flask, Response

    from sinograph.engine.formats import Format
    from sinograph.engine.interface import Answer, Engine, Terms

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

OUTCOMES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (QueryTimeoutError, "timeout"),
    (QueryMemoryError, "memory"),
    (AnswerTooLargeError, "too large"),
    (QueryCrashedError, "crash"),
    (BudgetError, "over budget"),
    (ServiceFailedError, "service"),
    (QueryError, "refused"),
    (EngineBusyError, "busy"),
    (AskerLeftError, "abandoned"),
    (EngineError, "engine"),
)
"""What each error is counted as; the first row that fits wins."""

UNKNOWN: Final = "none"
"""The route of requests that no route answers; their paths are the client's and would be without number."""

KNOWN_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "QUERY"})
"""The methods that are counted by their names; what else a client calls its method would be without number too."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # they double the numbers


class Metrics:
    """The numbers of one application; several processes share them where :data:`SHARED` names a folder."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._writing = threading.Lock()
        self._engine: Engine | None = None
        self._requests = Counter(
            "sinograph_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._durations = Histogram(
            "sinograph_http_request_seconds",
            "How long requests took.",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._queries = Counter(
            "sinograph_queries", "Queries evaluated, by how they ended.", ("outcome",), registry=self._registry
        )
        self._answers = Counter(
            "sinograph_answers",
            "Answers of the endpoint, by where they come from: evaluated, or kept from before.",
            ("source",),
            registry=self._registry,
        )
        self._evaluations = Histogram(
            "sinograph_query_seconds", "How long queries took.", buckets=SECONDS, registry=self._registry
        )

    def exposition(self) -> tuple[bytes, str]:
        """Return the numbers as Prometheus reads them, and the media type of that."""
        registry = self._registry
        if os.environ.get(SHARED):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counted = engine_exposition(self._engine) if self._engine else b""
        with self._writing:  # it takes the interpreter for some milliseconds
            return generate_latest(registry) + counted, CONTENT_TYPE_LATEST

    def watch(self, engine: Engine) -> None:
        """Give an engine's own numbers beside the others."""
        self._engine = engine

    def observe(self, app: Flask) -> None:
        """Count and time every request of an application."""
        app.before_request(_start)
        app.after_request(self._finish)

    def query(self, outcome: str, seconds: float) -> None:
        """Count a query."""
        self._queries.labels(outcome).inc()
        self._evaluations.observe(seconds)

    def refused(self, method: str, status: int) -> None:
        """Count a request that no application has seen."""
        self._requests.labels(_known(method), UNKNOWN, str(status)).inc()

    def answer(self, source: str) -> None:
        """Count an answer by where it comes from."""
        self._answers.labels(source).inc()

    def _finish(self, response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else UNKNOWN
        self._requests.labels(_known(request.method), route, str(response.status_code)).inc()
        self._durations.labels(route).observe(time.perf_counter() - g.get("started", time.perf_counter()))
        return response


def _known(method: str) -> str:
    return method if method in KNOWN_METHODS else "other"


def _start() -> None:
    g.started = time.perf_counter()


class MeasuredEngine(WrappedEngine):
    """An engine whose queries are counted and timed."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        super().__init__(engine)
        self._metrics = metrics
        metrics.watch(engine)

    def query(self, text: str, form: Format, **terms: Unpack[Terms]) -> Answer:
        """Have the engine answer, and count how that ends."""
        start = time.perf_counter()
        outcome = "answered"
        try:
            return super().query(text, form, **terms)
        except (QueryError, EngineError) as error:
            outcome = next(word for kind, word in OUTCOMES if isinstance(error, kind))
            raise
        finally:
            self._metrics.query(outcome, time.perf_counter() - start)
