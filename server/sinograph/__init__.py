"""A knowledge graph of the Chinese AI-lab ecosystem in which every fact leads back to the words it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sinograph.web.app import create_app

__all__ = ["__version__", "create_app"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import the web application when it is asked for, so that what needs none of it starts quickly."""
    if name == "create_app":
        from sinograph.web.app import create_app

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
