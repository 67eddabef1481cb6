"""How much is left to chance: as a rule the same examples every time, and few; with ``--hypothesis-profile=long`` new
ones every time, and many.
"""

from __future__ import annotations

from typing import Final

from hypothesis import HealthCheck, settings

LONG: Final = 100
"""How many times more examples there are in the long run, which takes about a quarter of an hour."""


def examples(number: int) -> settings:
    """Return the settings of a test that is to see this many examples."""
    is_long = settings.get_current_profile_name() == "long"
    return settings(
        max_examples=number * LONG if is_long else number,
        derandomize=not is_long,
        suppress_health_check=list(HealthCheck),
    )
