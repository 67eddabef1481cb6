"""Engines: what answers queries, and keeps a hostile one from harming the others."""

from sinograph.engine.embedded import EmbeddedEngine, Limits
from sinograph.engine.formats import FORMATS, Format, format_for
from sinograph.engine.inspector import inspect
from sinograph.engine.interface import Answer, Engine

__all__ = ["FORMATS", "Answer", "EmbeddedEngine", "Engine", "Format", "Limits", "format_for", "inspect"]
