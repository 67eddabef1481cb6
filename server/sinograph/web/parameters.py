"""Parameters in an address, read alike by every route that has some of its own: what is not known is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request
from werkzeug.exceptions import BadRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


_MOST_DIGITS: Final = 10
"""How many digits a number may have: Python refuses to read very many."""


def refuse_unknown(given: Iterable[str], known: Collection[str]) -> None:
    """Refuse parameters that a route does not have.

    :raises BadRequest: where one of ``given`` is none of ``known``
    """
    if unknown := sorted(set(given) - set(known)):
        raise BadRequest(f"There is no parameter {unknown[0][:100]!r}: the parameters are {', '.join(sorted(known))}.")


def read_filters(names: Iterable[str]) -> dict[str, str]:
    """Return what the filters of these names are set to, without those that are not set; ``format`` may be given too.

    :raises BadRequest: for any other parameter
    """
    refuse_unknown(request.args, {*names, "format"})
    return {name: value for name, value in request.args.items() if value and name != "format"}


def read_limit(usual: int, most: int) -> int:
    """Return the parameter ``limit``, or what is usual where it is not given.

    :raises BadRequest: where it is no number from 1 to ``most``
    """
    text = request.args.get("limit") or str(usual)
    if not text.isdecimal() or len(text) > _MOST_DIGITS or not 1 <= int(text) <= most:
        raise BadRequest(f"The limit is a number from 1 to {most}, not {text[:100]!r}.")
    return int(text)
