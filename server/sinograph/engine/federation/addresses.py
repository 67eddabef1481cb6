"""Which addresses another server may have: none on this machine or in its network, unless the operator names it."""

from __future__ import annotations

import queue
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

_TRANSLATED: Final = tuple(
    ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible (RFC 4291, 2.5.5.1)
        "::ffff:0:0/96",  # IPv4-mapped (RFC 4291, 2.5.5.2)
        "::ffff:0:0:0/96",  # IPv4-translated (RFC 2765)
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # NAT64 of a network's own (RFC 8215)
        "2001::/32",  # Teredo (RFC 4380)
        "2002::/16",  # 6to4 (RFC 3056)
    )
)
"""The IPv6 addresses that lead to an IPv4 address, which may be any."""

_INNER: Final = tuple(ip_network(network) for network in ("100.64.0.0/10", "fec0::/10"))
"""What is no public address either: of providers (RFC 6598), and of sites (RFC 3879)."""


class AddressRefusedError(Exception):
    """A name that leads to an address which is not to be asked."""


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public network, in plain sight."""
    hidden = any(address.version == network.version and address in network for network in (*_TRANSLATED, *_INNER))
    return address.is_global and not (address.is_multicast or address.is_reserved or hidden)


def is_permitted(address: Address, host: str) -> bool:
    """Tell whether the server at an address may be asked where the operator has listed it as ``host``."""
    if is_public(address):
        return True
    return address.is_loopback if host.lower() == "localhost" else _literal(host) == address


def permitted_addresses(host: str, port: int, seconds: float) -> list[Address]:
    """Look a host up, once, and return its addresses in the order in which to try them.

    :raises AddressRefusedError: where one of them is not permitted
    :raises OSError: where it has none
    :raises TimeoutError: where nobody says so in time
    """
    addresses = [literal] if (literal := _literal(host)) else _looked_up(host, port, seconds)
    if not all(is_permitted(address, host) for address in addresses):
        raise AddressRefusedError(host)
    return addresses


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def _looked_up(host: str, port: int, seconds: float) -> list[Address]:
    """Have a thread look a host up: the system's own resolver has no time limit."""
    found: queue.SimpleQueue[list[Address] | OSError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(ip_address(row[4][0]) for row in rows)))
        except OSError as error:
            found.put(error)
        except UnicodeError:  # a name that no resolver can be asked for
            found.put(OSError(host))

    threading.Thread(target=look_up, daemon=True).start()
    try:
        result = found.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(result, OSError):
        raise result
    return result
