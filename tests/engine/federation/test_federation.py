from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from federation.servers import EMPTY, remote, response
from sinograph.engine.attention import LONG, READERS, attention
from sinograph.engine.errors import QueryError, ServiceFailedError, ServiceTimeoutError
from sinograph.engine.federation import Federation
from sinograph.engine.federation.federation import SHARE

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 0.5


@pytest.fixture
def settle() -> Callable[[int, list[float]], None]:
    """Have one server asked that listens at a port, and the time added to a list."""

    def asked(port: int, spent: list[float]) -> None:
        url = f"http://127.0.0.1:{port}/"
        with Federation([url], {}, SECONDS).settled(f"ASK {{ SERVICE <{url}> {{}} }}", None, spent.append):
            pass

    return asked


def test_says_how_long_another_server_took(settle: Callable[[int, list[float]], None]) -> None:
    spent: list[float] = []
    with remote(response(EMPTY)) as server:
        settle(server.port, spent)
    assert len(spent) == 1
    assert spent[0] > 0


@pytest.mark.parametrize(
    ("answer", "error", "least"),
    [(b"", ServiceTimeoutError, SHARE * SECONDS), (b"HTTP/1.1 500 No\r\n\r\n", ServiceFailedError, 0)],
    ids=["silent", "failing"],
)
def test_says_so_too_where_the_other_does_not_answer(
    settle: Callable[[int, list[float]], None], answer: bytes, error: type[QueryError], least: float
) -> None:
    spent: list[float] = []
    with remote(answer, forever=b" ", pause=10) as server, pytest.raises(error):
        settle(server.port, spent)
    assert len(spent) == 1
    assert spent[0] > least


def test_a_long_query_waits_for_a_reader_before_its_blocks_are_looked_for() -> None:
    long = "ASK {} # service ".ljust(2 * LONG, "x")
    settled: list[str] = []
    federation = Federation(["http://far.example/"], {}, SECONDS)

    def settle(text: str) -> None:
        with federation.settled(text, None, lambda _: None) as left:
            settled.append(left)

    reading = threading.Thread(target=settle, args=(long,))
    with ExitStack() as readers:
        for _ in range(READERS):
            readers.enter_context(attention(long))
        reading.start()
        settle("ASK {} # service")
        reading.join(0.2)
        assert settled == ["ASK {} # service"]
    reading.join()
    assert settled[1:] == [long]
