"""The format that a request asks for, of those of :mod:`sinograph.engine.formats`, or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, overload

from flask import request
from werkzeug.exceptions import BadRequest, NotAcceptable

from sinograph.engine.formats import FORMATS, formats_of
from sinograph.web.negotiation import choose

if TYPE_CHECKING:
    from collections.abc import Collection

    from sinograph.engine.formats import Format, Kind

PAGE: Final = "html"
"""The name that asks for a page, beside those of the formats."""

HTML: Final = ("text/html", "application/xhtml+xml")


@overload
def preferred_format(kind: Kind, name: str | None, *, among: Collection[str] | None = None) -> Format | None: ...
@overload
def preferred_format(kind: Kind, name: str | None, *, page: Literal[False]) -> Format: ...
def preferred_format(
    kind: Kind, name: str | None, *, page: bool = True, among: Collection[str] | None = None
) -> Format | None:
    """Return the format that the request asks for by name or else by Accept; None stands for a page.

    :param among: the names of those that can hold what is asked for; None for all
    :param page: whether there is a page
    :raises BadRequest: where no format has the name
    :raises NotAcceptable: where none of the formats asked for fits this kind of answer
    """
    offers = tuple(offer for offer in formats_of(kind) if among is None or offer.name in among)
    if name:
        return _named(offers, name, page=page)
    header = request.headers.get("Accept", "")
    chosen = choose(header, [*(offer.media_types for offer in offers), *([HTML] if page else [])])
    if chosen is None:
        known = ", ".join((*(offer.media_type for offer in offers), *([HTML[0]] if page else [])))
        raise NotAcceptable(f"None of {header[:200]!r} fits what is asked for, which can be had as {known}.")
    return offers[chosen] if chosen < len(offers) else None


def _named(offers: tuple[Format, ...], name: str, *, page: bool) -> Format | None:
    wanted = name.strip().lower()
    if page and wanted in {PAGE, *HTML}:
        return None
    if not any(wanted in row.names for row in FORMATS):
        known = ", ".join(row.name for row in FORMATS)
        raise BadRequest(f"There is no format {name[:100]!r}: the formats are {known}{f' and {PAGE}' if page else ''}.")
    for offer in offers:
        if wanted in offer.names:
            return offer
    fitting = ", ".join((*(offer.name for offer in offers), *([PAGE] if page else [])))
    raise NotAcceptable(f"The format {wanted!r} does not fit what is asked for, which can be had as {fitting}.")
