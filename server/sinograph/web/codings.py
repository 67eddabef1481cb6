"""Content codings: which one a client wants (RFC 9110, section 12.5.3), and how a response is put into it."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from werkzeug.wrappers import Response

LEAST_BYTES: Final = 500
"""How long a body must be to be worth a coding."""

IDENTITY: Final = "identity"

_ELEMENT: Final = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)\s*(?:;\s*[qQ]\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")
_LEAST: Final = 0.0001
"""What is preferred to what is only not forbidden."""


class Coding(NamedTuple):
    """A content coding: how a whole body is put into it, and how a body is that comes in pieces."""

    name: str
    whole: Callable[[bytes], bytes]
    pieces: Callable[[Iterable[bytes]], Iterator[bytes]]
    aliases: tuple[str, ...] = ()


def _brotli_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    compressor = brotli.Compressor(quality=5)
    for chunk in chunks:
        yield compressor.process(chunk)
    yield compressor.finish()


def _gzip_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    for chunk in chunks:
        yield compressor.compress(chunk)
    yield compressor.flush()


def _zstd_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zstd.ZstdCompressor(level=3)
    for chunk in chunks:
        yield compressor.compress(chunk)
    yield compressor.flush()


CODINGS: Final = (
    Coding("zstd", lambda body: zstd.compress(body, 3), _zstd_pieces),
    Coding("br", lambda body: brotli.compress(body, quality=5), _brotli_pieces),
    Coding("gzip", lambda body: gzip.compress(body, 6, mtime=0), _gzip_pieces, ("x-gzip",)),
)
"""Every coding, the preferred one first (https://www.iana.org/assignments/http-parameters/)."""


def choose_coding(header: str | None) -> str | None:
    """Return the name of the coding that the client likes best, or None where it accepts none.

    :param header: the Accept-Encoding header; without one, or with an empty one, a body is sent as it is
    """
    weights = _weights(header or "")
    ratings = {coding.name: _weight(coding, weights) for coding in CODINGS} | {IDENTITY: _uncoded(weights)}
    best = max(ratings, key=lambda name: ratings[name])
    return best if ratings[best] > 0 else None


def must_code(header: str | None) -> bool:
    """Tell whether the client takes nothing without a coding."""
    return _uncoded(_weights(header or "")) == 0


def _uncoded(weights: dict[str, float]) -> float:
    return weights.get(IDENTITY, weights.get("*", _LEAST))


def _weights(header: str) -> dict[str, float]:
    """Read the elements of the header; those that are malformed are left out."""
    matches = (_ELEMENT.fullmatch(element) for element in header.split(","))
    return {match[1].lower(): float(match[2] or 1) for match in matches if match}


def _weight(coding: Coding, weights: dict[str, float]) -> float:
    named = [weights[name] for name in (coding.name, *coding.aliases) if name in weights]
    return max(named) if named else weights.get("*", 0.0)


def encode(response: Response, name: str) -> None:
    """Put a response into the coding of this name."""
    coding = next(coding for coding in CODINGS if coding.name == name)
    response.direct_passthrough = False
    response.headers["Content-Encoding"] = name
    if response.is_streamed:
        response.call_on_close(getattr(response.response, "close", lambda: None))
        response.response = coding.pieces(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    else:
        response.set_data(coding.whole(response.get_data()))
