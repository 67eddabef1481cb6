from __future__ import annotations

import pytest

from sinograph.web.hosts import names_one_host

LONGEST_LABEL = "a" * 63
ADDRESSES = ("127.0.0.1:8000", "[::1]", "[::1]:65535")
NO_ADDRESSES = ("::1", "[::1", "[:::]", "[::1%25eth0]")


@pytest.mark.parametrize(
    "host", ["x", "A.b:80", "example.org.", "a_b", "xn--a.example", "localhost:", f"{LONGEST_LABEL}.x", *ADDRESSES]
)
def test_takes_hosts(host: str) -> None:
    assert names_one_host("1.1", [host])


@pytest.mark.parametrize(
    "host", [*"/?#@,%é٣", "", "a b", "..", ".a", "-a", "a-", "a:b", "a:65536", "a:080000", *NO_ADDRESSES]
)
def test_refuses_what_is_no_host(host: str) -> None:
    assert not names_one_host("1.1", [host])


@pytest.mark.parametrize("host", [f"{LONGEST_LABEL}a", ".".join([LONGEST_LABEL] * 5), "a\n"])
def test_refuses_long_hosts_and_lines(host: str) -> None:
    assert not names_one_host("1.1", [host])


def test_wants_one_since_http_1_1() -> None:
    assert not names_one_host("1.1", [])
    assert not names_one_host("1.1", ["a", "a"])
    assert not names_one_host("1.0", ["a", "a"])
    assert names_one_host("1.0", [])
