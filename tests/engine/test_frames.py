from __future__ import annotations

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.engine.frames import DATA, END, FrameReader, read_frame, write_frame


def soon() -> float:
    return time.monotonic() + 60


@given(st.lists(st.binary(max_size=2000), max_size=10))
def test_frames_arrive_as_they_were_sent(payloads: list[bytes]) -> None:
    out, into = os.pipe()
    with os.fdopen(into, "wb") as stream:
        for payload in payloads:
            write_frame(stream, DATA, payload)
        write_frame(stream, END)
    reader = FrameReader(out)
    assert [reader.read(soon()).payload for _ in payloads] == payloads
    assert reader.read(soon()).tag == END
    with pytest.raises(EOFError):
        reader.read(soon())
    os.close(out)


def test_a_frame_that_does_not_come_is_not_waited_for() -> None:
    out, into = os.pipe()
    with pytest.raises(TimeoutError):
        FrameReader(out).read(time.monotonic() + 0.01)
    os.close(into)
    os.close(out)


def test_a_cut_frame_is_an_end() -> None:
    out, into = os.pipe()
    os.write(into, b"D\0\0\0\x05ab")
    os.close(into)
    with os.fdopen(out, "rb") as stream, pytest.raises(EOFError):
        read_frame(stream)
