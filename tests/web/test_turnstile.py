from __future__ import annotations

import threading

import pytest

from sinograph.engine.errors import EngineBusyError
from sinograph.web.turnstile import Turnstile


def test_who_finds_too_many_is_told_to_come_back() -> None:
    turnstile = Turnstile(1, 0)
    for _ in range(2):
        with turnstile.turn(), pytest.raises(EngineBusyError) as refused, turnstile.turn():
            pytest.fail("two work at the same time")
        assert refused.value.retry_after


def test_who_waits_has_a_turn() -> None:
    turnstile = Turnstile(1, 1)
    worked = threading.Event()

    def work() -> None:
        with turnstile.turn():
            worked.set()

    waiting = threading.Thread(target=work)
    with turnstile.turn():
        waiting.start()
        assert not worked.is_set()
    waiting.join()
    assert worked.is_set()
