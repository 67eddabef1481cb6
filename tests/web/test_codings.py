from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from backports import zstd
from flask import Response
from hypothesis import given
from hypothesis import strategies as st

from sinograph.web.codings import CODINGS, choose_coding, encode, must_code

DECODE = {"zstd": zstd.decompress, "br": brotli.decompress, "gzip": gzip.decompress}
BODY = "茶 tea ".encode() * 500


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1, br;q=0.9", "gzip"),
        ("gzip ; q=0.2 , br ; Q=0.1", "gzip"),
        ("deflate", "identity"),
        ("gzip;q=0", "identity"),
        ("identity", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("gzip;q=0.5", "gzip"),
        ("*", "zstd"),
        ("*, zstd;q=0", "br"),
        ("*;q=0, gzip", "gzip"),
        ("*;q=0", None),
        ("identity;q=0", None),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, gzip;q=0.0", None),
        ("*;q=0, identity", "identity"),
        ("*;q=0, identity;q=0.1", "identity"),
        ("identity;q=0, *", "zstd"),
        ("identity;q=0, *;q=0", None),
        ("gzip;q=2", "identity"),
        ("gzip;q=nonsense, br", "br"),
        (";;,,=", "identity"),
    ],
)
def test_chooses(header: str | None, chosen: str | None) -> None:
    assert choose_coding(header) == chosen


def test_knows_who_takes_nothing_as_it_is() -> None:
    headers = ["identity;q=0, gzip", "*;q=0, gzip", "gzip", None, "gzip;q=0"]
    assert [must_code(header) for header in headers] == [True, True, False, False, False]


@given(st.text(alphabet="gzipbr*;q=01., -identity"))
def test_reads_any_header(header: str) -> None:
    assert choose_coding(header) in {"zstd", "br", "gzip", "identity", None}


@pytest.mark.parametrize("name", [coding.name for coding in CODINGS])
@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "in pieces"])
def test_encodes(name: str, streamed: bool) -> None:
    parts = [BODY[:1000], BODY[1000:]]
    with Response((part for part in parts) if streamed else BODY) as response:
        encode(response, name)
        assert response.headers["Content-Encoding"] == name
        body = response.get_data()
    assert DECODE[name](body) == BODY
    assert len(body) < len(BODY) / 10


def test_the_same_is_coded_the_same() -> None:
    for coding in CODINGS:
        assert coding.whole(BODY) == coding.whole(BODY)


def test_gzip_tells_no_time() -> None:
    assert CODINGS[-1].whole(b"")[4:8] == bytes(4)
    assert zlib.decompress(CODINGS[-1].whole(BODY), zlib.MAX_WBITS + 16) == BODY
