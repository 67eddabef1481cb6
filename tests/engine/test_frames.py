from __future__ import annotations

import os
import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinograph.engine.frames import (
    DATA,
    DONE,
    HEADER,
    MOST_PAYLOAD,
    Frame,
    FrameError,
    Frames,
    frame,
    read_frame,
    write_all,
)

PAYLOADS = st.lists(st.binary(max_size=2000), max_size=10)


@given(PAYLOADS, st.lists(st.integers(min_value=0, max_value=20_000), max_size=10))
def test_frames_are_put_together_wherever_the_stream_is_cut(payloads: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(frame(DATA, payload) for payload in payloads) + frame(DONE)
    places = sorted({0, len(stream), *(min(cut, len(stream)) for cut in cuts)})
    frames = Frames()
    found = [each for start, end in pairwise(places) for each in frames.feed(stream[start:end])]
    assert found == [*(Frame(DATA, payload) for payload in payloads), Frame(DONE, b"")]


@given(st.binary(max_size=200))
def test_nothing_but_frames_comes_out_of_noise(noise: bytes) -> None:
    try:
        found = list(Frames().feed(noise))
    except FrameError:
        return
    assert noise.startswith(b"".join(frame(*each) for each in found))


def test_a_frame_of_impossible_length_is_refused_before_it_has_come() -> None:
    with pytest.raises(FrameError, match="bytes"):
        list(Frames().feed(HEADER.pack(MOST_PAYLOAD + 1, DATA)))


def test_a_frame_larger_than_the_pipe_arrives_whole() -> None:
    out, into = os.pipe()
    data = os.urandom(1_000_000)
    writer = threading.Thread(target=write_all, args=(into, frame(DATA, data)))
    writer.start()
    assert read_frame(out) == Frame(DATA, data)
    writer.join()
    os.close(into)
    os.close(out)


def test_a_cut_frame_is_an_end() -> None:
    out, into = os.pipe()
    os.write(into, frame(DATA, b"abcde")[:-1])
    os.close(into)
    with pytest.raises(EOFError):
        read_frame(out)
    os.close(out)
