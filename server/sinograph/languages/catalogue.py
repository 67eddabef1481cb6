"""The texts of the interface: written in English where they are used, and said in Chinese by ``zh.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "zh"]

LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
"""The languages; the first is the one that the texts are written in."""


BETWEEN: Final = re.compile(r"([\u3400-\u9fff](?:<[^<>]*>)*) (?=(?:<[^<>]*>)*[\u3400-\u9fff])")
"""A space between two Chinese characters, which a name that is filled in may leave; there may be tags about it."""


class Count(int):
    """A number in a text: ``{n}`` groups its digits, ``{n:fact|facts}`` is the word that goes with it."""

    def __format__(self, spec: str) -> str:
        if not spec:
            return f"{int(self):,}"
        one, bar, more = spec.partition("|")
        return (one if self == 1 else more) if bar else format(int(self), spec)


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Return the texts of a language by the English ones; English needs none."""
    if language == LANGUAGES[0]:
        return {}
    return tomllib.loads(resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def message(text: str) -> str:
    """Mark a text that is said later, so that the catalogue is known to need it; return it as it is."""
    return text


def say(text: str, language: Language, /, **values: Any) -> str:
    """Return a text in a language; what the catalogue lacks stays English.

    :param values: what the text's fields are filled with
    """
    said = catalogue(language).get(text, text)
    return closed_up(said.format(**filled(values)), language) if values else said


def closed_up(text: str, language: Language) -> str:
    """Return a text without spaces between Chinese characters, where its language is Chinese."""
    return BETWEEN.sub(r"\1", str(text)) if language == "zh" else text


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a text's fields, with the numbers among them as :class:`Count`."""
    return {name: Count(value) if type(value) is int else value for name, value in values.items()}
