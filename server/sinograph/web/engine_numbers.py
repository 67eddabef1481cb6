"""What the broker of queries has counted, for Prometheus; it is the same for every web process that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from sinograph.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from sinograph.engine.interface import Engine


class _EngineNumbers(Collector):
    """The numbers of an engine at the time when they are asked for; none where it does not answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        """Ask the engine."""
        try:
            counted = self._engine.counters()
        except EngineError:
            return
        now = GaugeMetricFamily(
            "sinograph_engine", "Workers that are ready, and queries that run or wait.", labels=["what"]
        )
        ever = CounterMetricFamily(
            "sinograph_engine_events", "What became of queries and workers, in the whole server.", labels=["what"]
        )
        for family, kind in ((now, "now"), (ever, "ever")):
            for what, number in counted.get(kind, {}).items():
                family.add_metric([what], number)
            yield family


def engine_exposition(engine: Engine) -> bytes:
    """Return an engine's numbers as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(_EngineNumbers(engine))
    return generate_latest(registry)
