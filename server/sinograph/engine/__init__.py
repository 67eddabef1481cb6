"""Engines: what answers queries, and keeps a hostile one from harming the others."""

from sinograph.engine.broker import Broker, running
from sinograph.engine.client import BrokeredEngine
from sinograph.engine.embedded import EmbeddedEngine, state_of
from sinograph.engine.formats import FORMATS, Format, format_for
from sinograph.engine.inspector import inspect
from sinograph.engine.interface import Answer, Engine
from sinograph.engine.limits import Limits

__all__ = [
    "FORMATS",
    "Answer",
    "Broker",
    "BrokeredEngine",
    "EmbeddedEngine",
    "Engine",
    "Format",
    "Limits",
    "format_for",
    "inspect",
    "running",
    "state_of",
]
