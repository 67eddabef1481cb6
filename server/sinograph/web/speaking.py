"""How pages speak: in the reader's language, with what is in another one marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from flask import g, request
from markupsafe import Markup, escape

from sinograph.languages import catalogue, closed_up, filled, language_of, preferred
from sinograph.linked.wording import day, number
from sinograph.web.choices import PAGE, choosing, chosen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask, Response
    from pyoxigraph import Literal

    from sinograph.languages import Language

TURNING: Final = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""What is written from right to left, or turns the direction (https://www.unicode.org/reports/tr9/)."""


def register_speaking(app: Flask) -> None:
    """Give the templates ``say``, ``linked``, ``page_language``, ``choice`` and ``choosing``, and their filters."""
    app.jinja_env.globals.update(say=said, linked=linked, page_language=page_language, choice=chosen, choosing=choosing)
    app.jinja_env.filters.update(
        named=named,
        marked=marked,
        closed=closed,
        own_first=own_first,
        grouped=grouped,
        day=shown_day,
        amount=shown_number,
    )
    app.after_request(_language_told)


def page_language() -> Language:
    """Return the language of the page: what the reader chose, or else prefers."""
    if "language" not in g:
        g.language = chosen("lang") or preferred(request.headers.get("Accept-Language"))
    return cast("Language", g.language)


def said(text: str, /, **values: Any) -> Markup:
    """Say a text in the page's language; values that are not markup are escaped."""
    template = escape(catalogue(page_language()).get(text, text))
    return Markup(closed_up(template.format(**filled(values)), page_language())) if values else template  # noqa: S704 both are markup


def linked(address: str, text: str, **attributes: str) -> Markup:
    """Return a link, to be put into a text."""
    more = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in attributes.items())
    return Markup('<a href="{}"{}>{}</a>').format(address, more, text)


def marked(text: object, language: str = "") -> Markup:
    """Return the attributes of an element that holds a text of the data's: its language, and its direction if it turns.

    :param language: where it is known; otherwise it is told by the script
    """
    turning = Markup(' dir="auto"') if TURNING.search(str(text)) else Markup()
    return _language(text, language) + turning


def named(text: object, language: str = "") -> Markup:
    """Return a name as an element of its own, so that its direction does not disturb what is around it."""
    return Markup("<bdi{}>{}</bdi>").format(_language(text, language), text)


def closed(text: Markup) -> Markup:
    """Return what was written into a page without spaces between Chinese words, where it is a Chinese page."""
    return Markup(closed_up(text, page_language()))  # noqa: S704 it was markup before


def own_first(texts: Iterable[Literal]) -> list[Literal]:
    """Return texts in several languages with those in the page's first."""
    return sorted(texts, key=lambda text: (text.language or "").partition("-")[0] != page_language())


def _language(text: object, language: str) -> Markup:
    """Return the attribute that tells a text's language, where it is another than the page's."""
    known = language or language_of(str(text)) or ""
    if not known or known.partition("-")[0] == page_language():
        return Markup()
    return Markup(' lang="{}"').format(known)


def grouped(value: int) -> str:
    """Return a number with its digits in groups."""
    return f"{value:,}"


def shown_day(text: str) -> str:
    """Return a date or the day of a time, as the language says it."""
    return day(text[:10], page_language())


def shown_number(text: str) -> str:
    """Return a number in words of the page's language."""
    return number(text, page_language())


def _language_told(response: Response) -> Response:
    if response.mimetype == PAGE:
        response.headers["Content-Language"] = page_language()
    return response
