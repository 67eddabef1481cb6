from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, cast

from sinograph.engine import Limits
from sinograph.web.allowances import Allowances
from sinograph.web.served import Served

if TYPE_CHECKING:
    from collections.abc import Hashable

PROXY: Final = "192.0.2.9"
SERVED: Final = Served(
    Path("unused"),
    "unused",
    {},
    cast("Any", None),
    Limits(),
    Allowances(token="a token for this test", proxies=(ip_network(PROXY),)),
)
NUMBERS: Final = ("ASK { ?s ?p 1 }", "ASK { ?s ?p 2 }")


def party(address: str, query: str = "ASK {}", **headers: str) -> Hashable:
    lines = {name.replace("_", "-"): value for name, value in headers.items()}
    scope = SimpleNamespace(
        path="/sparql",
        query_string="",
        method="POST",
        http_version="1.1",
        scheme="http",
        server="127.0.0.1:80",
        client=f"{address}:1234",
        headers=lines,
    )
    return SERVED.party(cast("Any", scope), query.encode())


def test_a_client_shares_its_turns_with_itself_whatever_it_asks() -> None:
    assert party("192.0.2.1", "ASK {}") == party("192.0.2.1", "SELECT * {}") != party("192.0.2.2", "ASK {}")
    assert party(PROXY, x_forwarded_for="192.0.2.1") == party("192.0.2.1")
    assert party("192.0.2.3", x_forwarded_for="192.0.2.1") == party("192.0.2.3")


def test_what_is_nobodys_shares_its_turns_with_what_is_like_it() -> None:
    assert party("127.0.0.1", NUMBERS[0]) == party("127.0.0.1", NUMBERS[1]) != party("127.0.0.1", "SELECT * {}")
    assert party("192.0.2.1", NUMBERS[0], authorization="Bearer a token for this test") == party("::1", NUMBERS[1])


def test_those_with_a_wrong_token_are_told_so_in_turns_of_their_own() -> None:
    assert party("192.0.2.1", authorization="Bearer another") is None
