"""What work a request makes, told before it is begun: each kind waits for its own, and none for another."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from sinograph.engine.attention import LONG
from sinograph.engine.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sinograph.web.rsgi import Scope


class Work(Enum):
    """Who does the work."""

    QUERY = "others do, or there is next to none"
    LONG_QUERY = "others do, after a text was read here that takes a while to read"
    PAGE = "it is done here"


QUICK: Final = frozenset(("/health", "/ready", "/metrics"))
ENDPOINT: Final = "/sparql"

ASKS: Final = re.compile("(?:^|&)" + "".join(f"(?:{letter}|%{ord(letter):x})" for letter in "query") + "(?:=|&|$)")
"""The name of the parameter without which the endpoint describes itself, in any spelling."""


def work_of(scope: Scope, body: bytes) -> Work:
    """Tell what work a request makes."""
    if scope.path in QUICK:
        return Work.QUERY
    if scope.path != ENDPOINT or (not body and not ASKS.search(scope.query_string)):
        return Work.PAGE
    return Work.LONG_QUERY if len(body) + len(scope.query_string) > LONG else Work.QUERY


def kind_of(scope: Scope, body: bytes) -> Hashable:
    """Tell what a request has in common with those that ask the same about other things."""
    if scope.path != ENDPOINT:
        return scope.path.partition("/")[2].partition("/")[0]
    return fingerprint(unquote_plus(f"{scope.query_string} {body[:LONG].decode('latin-1')}"))
