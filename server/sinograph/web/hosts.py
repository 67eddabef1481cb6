"""Whom a request is for (RFC 9112, section 3.2): addresses in answers begin with that name, so nothing else will do."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 253
"""How long a name may be (RFC 1035, section 2.3.4, without the dots' own bytes)."""

MOST_PORT: Final = 65_535

_LABEL: Final = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST: Final = re.compile(
    rf"(?P<name>{_LABEL}(?:\.{_LABEL})*\.?|\[(?P<address>[0-9a-f:.]+)\])(?::(?P<port>[0-9]{{0,5}}))?", re.I | re.A
)


def names_one_host(version: str, hosts: Sequence[str]) -> bool:
    """Tell whether the Host headers of a request name one host; before HTTP/1.1 there need be none."""
    if not hosts:
        return version.startswith(("0", "1.0"))
    found = _HOST.fullmatch(hosts[0][: LONGEST + 10])
    if len(hosts) > 1 or found is None or len(found["name"]) > LONGEST or int(found["port"] or 0) > MOST_PORT:
        return False
    return found["address"] is None or _is_address(found["address"])


def _is_address(text: str) -> bool:
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True
