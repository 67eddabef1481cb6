"""What one client may use up: another one does not notice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest

from faults.attacks import EX, HEAVY
from faults.client import RESULTS, cheap
from faults.serving import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ERRORS: Final = 30
SECONDS: Final = 3
LONGEST_WAIT: Final = 61
MOST_PAGES: Final = 1000
PAGE: Final = f"{EX}SELECT * {{ ?a ex:number ?b }}"
TOKEN: Final = "a-token-for-this-test"


@pytest.fixture(scope="module")
def guarded(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server behind a proxy that it trusts, with little time for each client, and a token."""
    folder = tmp_path_factory.mktemp("guarded")
    settings = {"trusted_proxies": "127.0.0.1", "client_seconds": str(SECONDS), "query_seconds": "2", "token": TOKEN}
    with serving(folder, "--data", str(data), **settings) as server:
        yield server


def for_client(address: str) -> dict[str, str]:
    """Return the header by which a proxy says for whom it asks."""
    return {"X-Forwarded-For": address}


def test_errors_are_budgeted_per_client(guarded: Server) -> None:
    spammer, other = for_client("198.51.100.1"), for_client("198.51.100.2")
    statuses = [guarded.ask("nonsense", spammer).status for _ in range(ERRORS + 5)]
    assert statuses[: ERRORS - 1] == [400] * (ERRORS - 1)
    assert statuses[-1] == 429
    refused = guarded.ask(cheap(), spammer)
    assert refused.status == 429
    assert refused.problem["detail"]
    assert 1 <= int(refused.headers["Retry-After"]) <= LONGEST_WAIT
    assert guarded.ask(cheap(), other).status == 200
    guarded.probe()


def test_other_routes_are_budgeted_too(guarded: Server) -> None:
    client = for_client("198.51.100.3")
    statuses = [guarded.get("/nowhere", {"Accept": "*/*", **client}).status for _ in range(ERRORS + 5)]
    assert statuses[-1] == 429
    guarded.probe()


def test_what_is_refused_unread_is_nobodys(guarded: Server) -> None:
    """To refuse it takes less than to keep an account of it."""
    client = for_client("198.51.100.4")
    statuses = {guarded.get(f"/{'x' * 9_000}", client).status for _ in range(ERRORS + 5)}
    assert statuses == {414}
    assert guarded.ask(cheap(), client).status == 200


def test_query_time_is_budgeted_per_client(guarded: Server) -> None:
    hog, other = for_client("203.0.113.1"), for_client("203.0.113.2")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: guarded.ask(HEAVY, hog), range(4)))
    refused = guarded.ask(cheap(), hog)
    assert refused.status == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= LONGEST_WAIT
    assert guarded.ask(cheap(), other).status == 200
    guarded.probe()


def test_the_time_that_pages_take_is_budgeted_too(guarded: Server) -> None:
    """A page of a thousand rows takes the web process far longer than the query takes the engine."""
    hog, other = for_client("203.0.113.3"), for_client("203.0.113.4")
    before = query_seconds(guarded)
    page = next(
        reply for _ in range(MOST_PAGES) if (reply := guarded.ask(PAGE, {"Accept": "text/html", **hog})).status != 200
    )
    assert page.status == 429
    assert query_seconds(guarded) - before < SECONDS
    assert 1 <= int(page.headers["Retry-After"]) <= LONGEST_WAIT
    assert guarded.ask(cheap(), hog).status == 429
    assert guarded.ask(PAGE, {"Accept": "text/html", **other}).status == 200
    guarded.probe()


def query_seconds(server: Server) -> float:
    """Return how long all queries have taken, waiting included."""
    lines = server.get("/metrics").body.decode().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("sinograph_query_seconds_sum")))


def test_one_network_of_ipv6_is_one_client(guarded: Server) -> None:
    for number in range(ERRORS + 5):
        guarded.ask("nonsense", for_client(f"2001:db8::{number + 1:x}"))
    assert guarded.ask(cheap(), for_client("2001:db8::ffff")).status == 429
    assert guarded.ask(cheap(), for_client("2001:db8:0:1::1")).status == 200


def test_a_client_cannot_take_another_address(guarded: Server) -> None:
    """The proxy adds the address that it sees to the right of what the client claims."""
    for number in range(ERRORS + 5):
        guarded.ask("nonsense", for_client(f"192.0.2.{number}, 198.51.100.77"))
    assert guarded.ask(cheap(), for_client("192.0.2.200, 198.51.100.77")).status == 429
    assert guarded.ask(cheap(), for_client("192.0.2.1")).status == 200


@pytest.mark.parametrize(
    "value", ["", "nonsense", "1.2.3.4:99", "[::1]", "unknown", "1.2.3.4," * 500, "\xff", "fe80::1%eth0"]
)
def test_a_malformed_address_is_no_error_of_ours(guarded: Server, value: str) -> None:
    assert guarded.ask(cheap(), for_client(value)).status < 500


def test_many_clients_fill_no_table(guarded: Server) -> None:
    for number in range(2_000):
        address = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        assert guarded.ask(cheap(), for_client(address)).status == 200
    guarded.probe()


def test_without_a_proxy_loopback_has_no_budget(server: Server) -> None:
    for _ in range(2 * ERRORS):
        assert server.ask("nonsense").status == 400


def test_a_token_lifts_what_an_answer_may_have(guarded: Server) -> None:
    text = f"{EX}SELECT * {{ ?a ex:number ?b . ?c ex:number ?d FILTER(?d < 11) }}"
    client = for_client("198.51.100.20")
    assert guarded.ask(text, {"Accept": RESULTS, **client}).status == 503
    holder = {"Authorization": f"Bearer {TOKEN}", **client}
    allowed = guarded.ask(text, {"Accept": RESULTS, **holder})
    assert allowed.status == 200
    assert len(allowed.json["results"]["bindings"]) == 11_000
    assert guarded.ask(text, {"Accept": RESULTS, **client}).status == 503


@pytest.mark.parametrize("value", ["Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}"])
def test_another_token_lifts_nothing(guarded: Server, value: str) -> None:
    text = f"{EX}SELECT * {{ ?a ex:number ?b . ?c ex:number ?d FILTER(?d < 11) }}"
    reply = guarded.ask(text, {"Accept": RESULTS, "Authorization": value, **for_client("198.51.100.21")})
    assert reply.status in {401, 503}
    assert TOKEN not in guarded.log
