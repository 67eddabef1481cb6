from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from sinograph.web.cache import OVERHEAD, SHARE, AnswerCache


def test_keeps_what_was_asked_for_last() -> None:
    cache = AnswerCache(SHARE * (OVERHEAD + 1))
    for name in "abcdefgh":
        cache.put(name, b"x")
    cache.get("a")
    cache.put("i", b"x")
    assert {name for name in "abcdefghi" if cache.get(name)} == set("acdefghi")


def test_keeps_nothing_that_is_too_large() -> None:
    cache = AnswerCache(SHARE * 1000)
    cache.put("a", b"x" * (1000 - OVERHEAD))
    cache.put("b", b"x" * (1001 - OVERHEAD))
    assert (cache.get("a") is not None, cache.get("b")) == (True, None)


def test_keeps_nothing_where_there_is_no_room() -> None:
    cache = AnswerCache(0)
    cache.put("a", b"")
    assert cache.get("a") is None


@given(st.lists(st.tuples(st.sampled_from("abcdefghijklmn"), st.binary(max_size=2000))))
def test_never_takes_more_than_it_may(entries: list[tuple[str, bytes]]) -> None:
    cache = AnswerCache(10_000)
    latest = {}
    for key, content in entries:
        cache.put(key, content)
        latest[key] = content
        assert 0 <= cache.size <= 10_000
    kept = [(key, found) for key in latest if (found := cache.get(key)) is not None]
    assert all(latest[key] == found for key, found in kept)
    assert sum(len(found) + OVERHEAD for _, found in kept) == cache.size


def test_is_safe_to_use_from_several_threads() -> None:
    cache = AnswerCache(20_000)

    def use(start: int) -> None:
        for number in range(start, start + 2000):
            cache.put(str(number % 50), bytes(number % 700))
            cache.get(str(number % 37))

    threads = [threading.Thread(target=use, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [content for number in range(50) if (content := cache.get(str(number))) is not None]
    assert sum(len(content) + OVERHEAD for content in kept) == cache.size <= 20_000
