"""Wait for what comes in its own time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE: Final = 60.0
"""How long something may take to come or to go before a test gives up on it, in seconds."""


def await_that(holds: Callable[[], object], what: str = "what is awaited", within: float = PATIENCE) -> None:
    """Wait until something holds; fail, saying ``what``, where that takes longer than ``within`` seconds."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, f"{what}: not within {within} s"
        time.sleep(0.005)
