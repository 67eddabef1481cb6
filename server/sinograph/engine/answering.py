"""Evaluate one query in a worker, and write its answer within its bounds."""

from __future__ import annotations

import io
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from sinograph.engine.counting import COUNTERS
from sinograph.engine.formats import format_named
from sinograph.engine.frames import CHUNK, DATA, DONE, frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sinograph.engine.counting import RowCounter
    from sinograph.engine.requests import Request

_STATEMENTS: Final = "statements"

_LARGEST_PART: Final = 1 << 20
"""How many bytes a frame has at most; a single literal may have more."""

_SHORTENED: Final = frozenset((ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD))
"""The formats in which prefixes are declared."""


class TooManyBytes(Exception):  # noqa: N818  # not an error: it ends the writing
    """An answer of more bytes than it may have."""


class TooManyRows(Exception):  # noqa: N818
    """An answer of more rows or statements than it may have; ``args[0]`` says which."""


class _Sink(io.RawIOBase):
    """A file that sends what is written to it as frames, the last one when it is finished."""

    def __init__(self, send: Callable[[bytes], object], most_bytes: int) -> None:
        self._send = send
        self._room = most_bytes
        self._buffer = bytearray()
        self.most_rows = 0
        self.counted = "rows"
        self.counter: RowCounter | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._buffer += data
        if len(self._buffer) >= CHUNK:
            checked = self._checked()
            for start in range(0, len(checked), _LARGEST_PART):
                self._send(frame(DATA, checked[start : start + _LARGEST_PART]))
        return len(data)

    def finish(self) -> None:
        """Send what is left; nothing has been sent before where an answer is small."""
        self._send(frame(DONE, self._checked()))

    def _checked(self) -> bytes:
        data = bytes(self._buffer)
        self._buffer.clear()
        self._room -= len(data)
        if self._room < 0:
            raise TooManyBytes
        if self.counter is not None:
            self.counter.feed(data)
            if self.counter.rows > self.most_rows:
                raise TooManyRows(self.counted)
        return data


def answer(store: ox.Store, prefixes: dict[str, str], request: Request, send: Callable[[bytes], object]) -> None:
    """Evaluate the query and send its answer in frames.

    :raises TooManyBytes: or TooManyRows, when some of the answer may have been sent already
    :raises SyntaxError: where the query is none
    :raises OSError: or RuntimeError or ValueError, where it cannot be evaluated or written
    """
    result = _evaluated(store, prefixes, request)
    sink = _Sink(send, request.most_bytes)
    writer = format_named(request.format).writer
    if isinstance(result, ox.QueryTriples) != isinstance(writer, ox.RdfFormat):
        raise ValueError(f"this kind of answer cannot be written as {request.format}")
    counted = request.most_rows and not isinstance(result, ox.QueryBoolean)
    if counted and request.format in COUNTERS:
        sink.counter = COUNTERS[request.format]()
        sink.most_rows = request.most_rows
        sink.counted = _STATEMENTS if isinstance(result, ox.QueryTriples) else "rows"
    if isinstance(writer, ox.RdfFormat) and writer in _SHORTENED and (counted or prefixes):
        _write_graph(result, writer, prefixes, sink, request.most_rows)
    else:
        result.serialize(sink, writer)
    sink.finish()


def _evaluated(store: ox.Store, prefixes: dict[str, str], request: Request) -> Any:
    dataset: dict[str, Any] = {}
    if request.default_graphs or request.named_graphs:
        nodes = (map(ox.NamedNode, request.default_graphs), map(ox.NamedNode, request.named_graphs))
        dataset = {"default_graph": list(nodes[0]), "named_graphs": list(nodes[1])}
    return store.query(request.text, base_iri=request.base, prefixes=prefixes, **dataset)


def _write_graph(
    result: Iterable[ox.Triple],
    writer: ox.RdfFormat,
    prefixes: Mapping[str, str],
    sink: Any,
    most: int,
) -> None:
    """Write a graph with its prefixes, after counting its statements: it is one size or another in each format."""
    triples = list(islice(result, most + 1) if most else result)
    if most and len(triples) > most:
        raise TooManyRows(_STATEMENTS)
    ox.serialize(triples, sink, writer, prefixes=_used(prefixes, triples))


def _used(prefixes: Mapping[str, str], triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes of the terms in an answer, so that a short one does not begin with a page of others."""
    iris = {iri for triple in triples for term in triple if (iri := _iri(term))}
    starts = {iri[: place + 1] for iri in iris for place, character in enumerate(iri) if character in "/#"}
    return {prefix: space for prefix, space in prefixes.items() if space in starts}


def _iri(term: object) -> str | None:
    if isinstance(term, ox.Literal):
        return term.datatype.value
    return term.value if isinstance(term, ox.NamedNode) else None
