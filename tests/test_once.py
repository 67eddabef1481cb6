from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from sinograph.once import once


def test_is_made_once_however_many_threads_ask() -> None:
    made: list[object] = []
    barrier = Barrier(8)

    def make() -> object:
        made.append(object())
        return made[-1]

    get = once(make)
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: (barrier.wait(), get())[1], range(8)))
    assert found == set(made)
    assert len(made) == 1


def test_what_failed_is_tried_again() -> None:
    answers = iter((ValueError, None))

    def make() -> str:
        error = next(answers)
        if error:
            raise error
        return "made"

    get = once(make)
    with pytest.raises(ValueError):  # noqa: PT011
        get()
    assert get() == "made"
