"""Nobody waits for who reads the log, and what is written too often is counted instead."""

from __future__ import annotations

import logging
import os
import socket
from functools import partial
from typing import TYPE_CHECKING

import pytest

from sinograph import logs
from sinograph.logs import Outlet, Thinned, _write_if_ready

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINE = b"x" * 999 + b"\n"
LINES = 2_000
NEWLINE = b"\n"


def pair() -> tuple[int, int]:
    ours, theirs = socket.socketpair()
    return ours.detach(), theirs.detach()


def drained(descriptor: int) -> bytes:
    """Return what can be read without waiting."""
    os.set_blocking(descriptor, False)
    parts = []
    try:
        while part := os.read(descriptor, 1 << 16):
            parts.append(part)
    except BlockingIOError:
        pass
    return b"".join(parts)


@pytest.mark.parametrize("make", [os.pipe, pair], ids=["pipe", "socket"])
def test_what_nobody_reads_is_dropped_and_counted(make: Callable[[], tuple[int, int]]) -> None:
    out, into = make()
    outlet = Outlet(into)
    for _ in range(LINES):
        assert outlet.write(LINE) == len(LINE)
    written = drained(out).count(b"\n")
    assert 0 < written < LINES
    outlet.write(b"at last\n")
    assert drained(out) == f"lines dropped, as nobody read them: {LINES - written}\nat last\n".encode()
    assert os.get_blocking(into), "others may share it"
    os.close(out)
    os.close(into)


@pytest.mark.parametrize("make", [os.pipe, pair], ids=["pipe", "socket"])
def test_long_lines_that_are_cut_are_counted_and_the_next_one_begins_anew(
    make: Callable[[], tuple[int, int]],
) -> None:
    out, into = make()
    outlet = Outlet(into)
    line = b"y" * 49_999 + b"\n"
    for _ in range(100):
        outlet.write(b"whole\n" + line)
    before = drained(out)
    outlet.write(b"at last\n")
    *cut, note, last, end = drained(out).split(b"\n")
    assert before.count(b"whole\n") > 1
    assert (last, end) == (b"at last", b"")
    assert cut == ([b""] if not before.endswith(b"\n") else [])
    assert note == f"lines dropped, as nobody read them: {200 - before.count(NEWLINE)}".encode()
    os.close(out)
    os.close(into)


def test_another_users_pipe_is_not_waited_for_either() -> None:
    out, into = os.pipe()
    outlet = Outlet(into)
    outlet._write = partial(_write_if_ready, into)
    for _ in range(LINES):
        outlet.write(LINE)
    assert 0 < drained(out).count(b"\n") < LINES
    os.close(out)
    os.close(into)


def test_a_reader_that_is_gone_is_no_error() -> None:
    out, into = os.pipe()
    outlet = Outlet(into)
    os.close(out)
    assert outlet.write(LINE) == len(LINE)
    os.close(into)


def test_a_file_is_written_where_the_others_that_share_it_are(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb", buffering=0) as file:
        file.write(b"before\n")
        Outlet(file.fileno()).write(b"ours\n")
        file.write(b"after\n")
    assert (tmp_path / "log").read_bytes() == b"before\nours\nafter\n"


def test_a_place_that_logs_too_often_is_thinned_and_the_others_are_not(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    thinned = Thinned()
    caplog.handler.addFilter(thinned)
    logger = logging.getLogger("sinograph.test")
    for number in range(103):
        if number == 101:
            monkeypatch.setattr(logs, "QUIET_SECONDS", 1000)
            thinned._places = {place: (0.0, kept) for place, (_, kept) in thinned._places.items()}
        logger.warning("often: %s", f"{number} %s")
    logger.warning("once")
    caplog.handler.removeFilter(thinned)
    assert caplog.messages == ["often: 0 %s", "often: 101 %s (and 100 more like it before)", "once"]
