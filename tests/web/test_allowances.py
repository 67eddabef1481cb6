from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.exceptions import Unauthorized

from sinograph.web.allowances import EXTENDED, USUAL, Allowances

if TYPE_CHECKING:
    from sinograph.settings import Network

PROXY: tuple[Network, ...] = (ip_network("10.0.0.0/8"), ip_network("127.0.0.1"))
TOKEN = "0123456789abcdef"

CLIENTS = {
    "an address": ("192.0.2.1", {}, (), "192.0.2.1"),
    "the same machine": ("127.0.0.1", {}, (), None),
    "the same machine by IPv6": ("::1", {}, (), None),
    "an IPv4 address in IPv6": ("::ffff:192.0.2.1", {}, (), "192.0.2.1"),
    "an IPv6 address": ("2001:db8:1:2:3:4:5:6", {}, (), "2001:db8:1:2::/64"),
    "no address": ("", {}, (), None),
    "behind a proxy": ("10.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, PROXY, "192.0.2.1"),
    "behind a proxy on the same machine": ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, PROXY, "192.0.2.1"),
    "behind two proxies": ("10.0.0.1", {"X-Forwarded-For": "192.0.2.1, 10.0.0.2"}, PROXY, "192.0.2.1"),
    "with a claim of its own": ("10.0.0.1", {"X-Forwarded-For": "127.0.0.1, 192.0.2.1"}, PROXY, "192.0.2.1"),
    "a claim to be local": ("10.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, PROXY, "127.0.0.1"),
    "with a port": ("10.0.0.1", {"X-Forwarded-For": "192.0.2.1:80"}, PROXY, "192.0.2.1"),
    "Forwarded": (
        "10.0.0.1",
        {"Forwarded": 'for=192.0.2.9, for="[2001:db8::1]:80";proto=https'},
        PROXY,
        "2001:db8::/64",
    ),
    "a proxy that hides its client": ("10.0.0.1", {"X-Forwarded-For": "unknown"}, PROXY, "10.0.0.1"),
    "a proxy that nobody trusts": ("192.0.2.1", {"X-Forwarded-For": "198.51.100.1"}, PROXY, "192.0.2.1"),
    "a proxy on the same machine that nobody trusts": ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, (), "127.0.0.1"),
}


@pytest.mark.parametrize(("peer", "headers", "proxies", "client"), CLIENTS.values(), ids=CLIENTS)
def test_who_pays(peer: str, headers: dict[str, str], proxies: tuple[Network, ...], client: str | None) -> None:
    visitor = Allowances(proxies=proxies).visitor(peer, Headers(headers))
    assert visitor == (client, USUAL)


def test_an_exempt_network_has_no_budget_behind_a_proxy_either() -> None:
    allowances = Allowances(proxies=PROXY, exempt=[ip_network("192.0.2.0/24")])
    assert allowances.visitor("10.0.0.1", Headers({"X-Forwarded-For": "192.0.2.1"})).client is None


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=255)),
    st.text(st.characters(min_codepoint=32, max_codepoint=255)),
)
def test_any_header_is_read(one: str, other: str) -> None:
    headers = Headers({"X-Forwarded-For": one, "Forwarded": other})
    assert Allowances(proxies=PROXY).visitor("10.0.0.1", headers).size == USUAL


class TestToken:
    def test_is_worth_more(self) -> None:
        headers = Headers({"Authorization": f"bearer {TOKEN}"})
        assert Allowances(token=TOKEN).visitor("192.0.2.1", headers) == (None, EXTENDED)

    @pytest.mark.parametrize("shown", ["", "0123456789abcde", f"{TOKEN}0", "ä" * 16])
    def test_is_refused_where_it_is_another(self, shown: str) -> None:
        with pytest.raises(Unauthorized) as refusal:
            Allowances(token=TOKEN).visitor("192.0.2.1", Headers({"Authorization": f"Bearer {shown}"}))
        assert ("WWW-Authenticate", "Bearer error=invalid_token") in refusal.value.get_headers()

    @pytest.mark.parametrize("shown", ["Bearer ", f"Bearer {TOKEN}", "Basic eDp5"])
    def test_is_nobodys_without_the_setting(self, shown: str) -> None:
        assert Allowances().visitor("192.0.2.1", Headers({"Authorization": shown})) == ("192.0.2.1", USUAL)

    def test_is_not_shown(self) -> None:
        assert TOKEN not in repr(Allowances(token=TOKEN))
