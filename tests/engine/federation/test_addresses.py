from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any

import pytest

from sinograph.engine.federation.addresses import (
    AddressRefusedError,
    is_permitted,
    is_public,
    permitted_addresses,
)

PUBLIC = ("1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e")

INNER = {
    "unspecified": "0.0.0.0",
    "this network": "0.1.2.3",
    "loopback": "127.0.0.1",
    "another loopback": "127.255.255.254",
    "private 10": "10.0.0.1",
    "private 172": "172.31.255.255",
    "private 192": "192.168.1.1",
    "of a provider": "100.64.0.1",
    "link-local": "169.254.169.254",
    "for documentation": "192.0.2.1",
    "for benchmarks": "198.18.0.1",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "broadcast": "255.255.255.255",
    "v6 unspecified": "::",
    "v6 loopback": "::1",
    "v6 link-local": "fe80::1",
    "v6 link-local with a zone": "fe80::1%lo",
    "v6 site-local": "fec0::1",
    "v6 unique local": "fd00::1",
    "v6 multicast": "ff02::1",
    "v6 for documentation": "2001:db8::1",
    "compatible": "::7f00:1",
    "mapped loopback": "::ffff:127.0.0.1",
    "mapped public": "::ffff:1.1.1.1",
    "translated": "::ffff:0:127.0.0.1",
    "NAT64 of loopback": "64:ff9b::7f00:1",
    "NAT64 of a public one": "64:ff9b::101:101",
    "NAT64 of a network": "64:ff9b:1::7f00:1",
    "6to4": "2002:7f00:1::",
    "Teredo": "2001:0:7f00:1::",
}


def test_there_are_as_many_addresses_as_there_were() -> None:
    assert (len(PUBLIC), len(INNER)) == (4, 31)


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_permitted(text: str) -> None:
    assert is_public(ip_address(text))
    assert is_permitted(ip_address(text), "example.org")


@pytest.mark.parametrize("text", INNER.values(), ids=INNER.keys())
def test_an_inner_address_is_permitted_only_by_its_own_name(text: str) -> None:
    address = ip_address(text)
    assert not is_public(address)
    assert not is_permitted(address, "example.org")
    assert not is_permitted(address, "10.11.12.13")
    assert is_permitted(address, text)


@pytest.mark.parametrize(
    ("text", "host", "permitted"),
    [
        ("127.0.0.1", "localhost", True),
        ("::1", "LOCALHOST", True),
        ("10.0.0.1", "localhost", False),
        ("127.0.0.1", "localhost.example.org", False),
        ("127.0.0.1", "127.1", False),
        ("127.0.0.1", "2130706433", False),
        ("127.0.0.1", "::ffff:127.0.0.1", False),
        ("::1", "[::1]", True),
    ],
)
def test_only_a_name_that_says_so_leads_inside(text: str, host: str, permitted: bool) -> None:
    assert is_permitted(ip_address(text), host) is permitted


def _resolving(monkeypatch: pytest.MonkeyPatch, *found: str) -> list[str]:
    """Have the system's resolver find some addresses; return the list of the names that it is asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_all_addresses_of_a_host_are_returned_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _resolving(monkeypatch, *PUBLIC, PUBLIC[0])
    assert [str(address) for address in permitted_addresses("example.org", 80, 10)] == list(PUBLIC)
    assert asked == ["example.org"]


@pytest.mark.parametrize("text", INNER.values(), ids=INNER.keys())
def test_one_inner_address_among_others_is_enough_to_refuse_a_host(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    _resolving(monkeypatch, PUBLIC[0], text)
    with pytest.raises(AddressRefusedError):
        permitted_addresses("example.org", 80, 10)


def test_a_spelling_that_only_the_system_reads_is_refused() -> None:
    with pytest.raises(AddressRefusedError):
        permitted_addresses("127.1", 80, 10)


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".invalid"])
def test_a_name_that_cannot_be_looked_up_is_an_error_of_the_system(host: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011  # what it says is the system's
        permitted_addresses(host, 80, 10)
