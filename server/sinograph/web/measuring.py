"""What the server counts and times, for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

import os
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

from sinograph.engine.errors import (
    AnswerTooLargeError,
    EngineBusyError,
    EngineError,
    QueryCrashedError,
    QueryError,
    QueryMemoryError,
    QueryTimeoutError,
)
from sinograph.engine.interface import Answer, Engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask, Response

    from sinograph.engine.formats import Format

SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder in which several web processes add up their numbers."""

SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

OUTCOMES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (QueryTimeoutError, "timeout"),
    (QueryMemoryError, "memory"),
    (AnswerTooLargeError, "too large"),
    (QueryCrashedError, "crash"),
    (QueryError, "refused"),
    (EngineBusyError, "busy"),
    (EngineError, "engine"),
)
"""What each error is counted as; the first row that fits wins."""

UNKNOWN: Final = "none"
"""The route of requests that no route answers; their paths are the client's and would be without number."""


disable_created_metrics()  # type: ignore[no-untyped-call]  # they double the numbers


class Metrics:
    """The numbers of one application; several processes share them where :data:`SHARED` names a folder."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
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
        self._evaluations = Histogram(
            "sinograph_query_seconds", "How long queries took.", buckets=SECONDS, registry=self._registry
        )

    def exposition(self) -> tuple[bytes, str]:
        """Return the numbers as Prometheus reads them, and the media type of that."""
        registry = self._registry
        if os.environ.get(SHARED):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry), CONTENT_TYPE_LATEST

    def observe(self, app: Flask) -> None:
        """Count and time every request of an application."""
        app.before_request(_start)
        app.after_request(self._finish)

    def query(self, outcome: str, seconds: float) -> None:
        """Count a query."""
        self._queries.labels(outcome).inc()
        self._evaluations.observe(seconds)

    def _finish(self, response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else UNKNOWN
        method = request.method if request.method in KNOWN_METHODS else "other"
        self._requests.labels(method, route, str(response.status_code)).inc()
        self._durations.labels(route).observe(time.perf_counter() - g.get("started", time.perf_counter()))
        return response


KNOWN_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "QUERY"})


def _start() -> None:
    g.started = time.perf_counter()


class MeasuredEngine(Engine):
    """An engine whose queries are counted and timed."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self._engine = engine
        self._metrics = metrics

    def query(
        self,
        text: str,
        form: Format,
        *,
        base: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        most_bytes: int | None = None,
    ) -> Answer:
        """Have the engine answer, and count how that ends."""
        start = time.perf_counter()
        outcome = "answered"
        try:
            return self._engine.query(
                text,
                form,
                base=base,
                default_graphs=default_graphs,
                named_graphs=named_graphs,
                most_bytes=most_bytes,
            )
        except (QueryError, EngineError) as error:
            outcome = next(word for kind, word in OUTCOMES if isinstance(error, kind))
            raise
        finally:
            self._metrics.query(outcome, time.perf_counter() - start)

    @property
    def state(self) -> str:
        """What is another whenever the data are."""
        return self._engine.state

    def stop(self) -> None:
        """Stop the engine."""
        self._engine.stop()
