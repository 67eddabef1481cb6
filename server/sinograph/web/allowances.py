"""What each visitor may have: how large an answer, and whether at the cost of a budget."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final, NamedTuple

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.http import parse_options_header

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from werkzeug.datastructures import Headers

    from sinograph.settings import Network, Settings

Address = IPv4Address | IPv6Address

_MEGABYTE: Final = 1_000_000

LOOPBACK: Final = (ip_network("127.0.0.0/8"), ip_network("::1"))

FORWARDED_CHARACTERS: Final = 1024
"""How much is read of what proxies have said, from its end: the nearest ones speak last."""

HOST_BITS: Final = 64
"""How many bits of an IPv6 address one household or machine can choose itself (RFC 6177)."""


class Size(NamedTuple):
    """How large an answer may be."""

    rows: int
    bytes: int


USUAL: Final = Size(10_000, 10 * _MEGABYTE)
EXTENDED: Final = Size(1_000_000, 256 * _MEGABYTE)


class Visitor(NamedTuple):
    """Who asks: whose budget pays, or None where nobody's does, and how large an answer may be."""

    client: str | None
    size: Size


@dataclass(frozen=True)
class Allowances:
    """The rules by which visitors are told apart.

    :param usual: how large an answer may be
    :param token: what a visitor shows to have more; empty where nobody can
    :param extended: how large an answer to such a visitor may be
    :param exempt: who needs no budget
    :param proxies: whose word counts when they say for whom they ask
    :param cache_bytes: how much is kept of the answers
    """

    usual: Size = USUAL
    token: str = field(default="", repr=False)
    extended: Size = EXTENDED
    exempt: Collection[Network] = LOOPBACK
    proxies: Collection[Network] = ()
    cache_bytes: int = 32 * _MEGABYTE

    @classmethod
    def of(cls, settings: Settings) -> Allowances:
        """Return what the settings say."""
        return cls(
            usual=Size(settings.answer_rows, settings.answer_megabytes * _MEGABYTE),
            token=settings.token,
            extended=Size(settings.token_answer_rows, settings.token_answer_megabytes * _MEGABYTE),
            exempt=settings.exempt,
            proxies=settings.trusted_proxies,
            cache_bytes=settings.cache_megabytes * _MEGABYTE,
        )

    def visitor(self, peer: str, headers: Headers) -> Visitor:
        """Tell who asks.

        :param peer: the address that the request came from
        :raises Unauthorized: where a token is shown that is not the right one
        """
        if self._holds_token(headers.get("Authorization", "")):
            return Visitor(None, self.extended)
        address = self._speaker(peer, headers)
        if address is None or self._is_exempt(address, peer, headers):
            return Visitor(None, self.usual)
        return Visitor(_household(address), self.usual)

    def trusts(self, peer: str) -> bool:
        """Tell whether a peer's word counts when it says for whom it asks."""
        address = _address(peer)
        return address is not None and _within(address, self.proxies)

    def _holds_token(self, header: str) -> bool:
        scheme, _, shown = header.partition(" ")
        if not self.token or scheme.lower() != "bearer":
            return False
        if hmac.compare_digest(shown.strip().encode(), self.token.encode()):
            return True
        raise Unauthorized(
            "The token is not the one that this server knows.",
            www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}),
        )

    def _is_exempt(self, address: Address, peer: str, headers: Headers) -> bool:
        """Tell whether a client has no budget: a proxy on this machine does not make all its clients local."""
        if _is_forwarded(headers) and (address.is_loopback or not self.trusts(peer)):
            return False
        return _within(address, self.exempt)

    def _speaker(self, peer: str, headers: Headers) -> Address | None:
        """Return for whom a request speaks: the last one in the chain that is no proxy of ours."""
        address = _address(peer)
        for text in _forwarded(headers):
            named = _address(text)
            if named is None or address is None or not _within(address, self.proxies):
                break
            address = named
        return address


def _is_forwarded(headers: Headers) -> bool:
    """Tell whether a proxy has said anything."""
    return bool(headers.get("X-Forwarded-For") or headers.get("Forwarded", "").strip(" \t,"))


def _forwarded(headers: Headers) -> Iterator[str]:
    """Yield the addresses that proxies have added, the last one's first (RFC 7239, or the older header)."""
    if value := headers.get("X-Forwarded-For"):
        yield from reversed(value[-FORWARDED_CHARACTERS:].split(","))
        return
    for element in reversed(headers.get("Forwarded", "")[-FORWARDED_CHARACTERS:].split(",")):
        if element.strip():
            yield parse_options_header(f"x;{element}")[1].get("for", "")


def _address(text: str) -> Address | None:
    """Read an address, with or without brackets and port; None where it is none."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _within(address: Address, networks: Collection[Network]) -> bool:
    return any(address in network for network in networks)


def _household(address: Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((int(address), HOST_BITS), strict=False))
