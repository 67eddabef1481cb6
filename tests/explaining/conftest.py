"""The knowledge of the real release, and of the small project's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sinograph.explaining import Knowledge

if TYPE_CHECKING:
    from sinograph.release import Release


@pytest.fixture(scope="session")
def knowledge(real_release: Release) -> Knowledge:
    """What is known of the real graph."""
    return Knowledge.open(real_release)


@pytest.fixture(scope="session")
def small(small_release: Release) -> Knowledge:
    """What is known of the small project."""
    return Knowledge.open(small_release)
