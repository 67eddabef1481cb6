"""The style sheet: colours that can be read, and the same dark ones whoever asks for them."""

from __future__ import annotations

import re
from typing import Final

import pytest

from sinograph.web.assets import STATIC, STYLE

SHEET: Final = (STATIC / STYLE).read_text(encoding="utf-8")
LEAST: Final = 4.5
"""What the contrast of text is to be (https://www.w3.org/TR/WCAG22/#contrast-minimum)."""

COLOUR: Final = re.compile(r"--([a-z]+): (#[0-9a-f]{6})")


def colours(selector: str) -> dict[str, str]:
    found = re.search(re.escape(selector) + r" \{([^}]*)\}", SHEET)
    assert found, selector
    return dict(COLOUR.findall(found[1]))


def luminance(colour: str) -> float:
    """Return the relative luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


LIGHT: Final = colours(":root")
DARK: Final = colours(":root[data-theme=dark]")


def test_dark_is_dark_for_whatever_reason() -> None:
    assert colours(":root:not([data-theme=light])") == DARK
    assert DARK.keys() == LIGHT.keys() >= {"paper", "ink", "faint", "field", "accent", "quoted"}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, ground) for text in ("ink", "faint", "accent") for ground in ("paper", "field")),
        ("ink", "quoted"),
        ("paper", "accent"),
    ],
)
def test_text_stands_out(theme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(theme[text], theme[ground]) >= LEAST
