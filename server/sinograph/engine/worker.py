"""A process that evaluates queries, one at a time, until its owner closes the pipe.

Run as ``python -m sinograph.engine.worker STORE``. It reads its configuration and then requests from standard input
and writes frames (:mod:`sinograph.engine.frames`) to standard output. What a query can do to it is bounded: memory by
its own limit, time by its owner, who kills it; and it can open neither a socket nor a file but the store's own.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyoxigraph as ox

from sinograph.engine.formats import format_named
from sinograph.engine.frames import DATA, END, ERROR, READY, read_frame, write_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHUNK: Final = 1 << 16


class _DataFrames(io.RawIOBase):
    """A file whose every write is a data frame."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        write_frame(self._stream, DATA, bytes(data))
        return len(data)


def main() -> None:
    """Open the store, lock the process down and answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner, who then closes the pipe
    stream = _claim_output()
    configuration = json.loads(read_frame(sys.stdin.buffer).payload)
    try:
        store = _open(Path(sys.argv[1]))
    except OSError as error:
        write_frame(stream, ERROR, _error("store", str(error)))
        return
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    _lock_down(Path(sys.argv[1]), configuration["megabytes"])
    write_frame(stream, READY)
    while True:
        _answer(store, configuration["prefixes"], requests.get(), stream)


def _claim_output() -> BinaryIO:
    """Return standard output, and let whatever else is printed go to standard error."""
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return stream


def _open(store: Path) -> ox.Store:
    # Without descriptors to spare the engine would keep few of the store's files open, and open others for each query.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return ox.Store.read_only(str(store))


def _receive(requests: SimpleQueue[dict[str, Any]]) -> None:
    """Hand requests to the main thread; when the owner is gone, end at once, in the middle of a query too."""
    while True:
        try:
            requests.put(json.loads(read_frame(sys.stdin.buffer).payload))
        except EOFError:
            os._exit(0)


def _lock_down(store: Path, megabytes: int) -> None:
    """Bound memory to ``megabytes`` above what an open store takes; forbid core dumps, new files and new sockets."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + megabytes * 1_000_000
    descriptors = _descriptors(store)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))


def _descriptors(store: Path) -> int:
    """Return the bound on descriptors that leaves none free but for the store's tables.

    RocksDB opens sixteen tables at the start and the others when they are needed; without a descriptor it aborts.
    """
    tables = {file.name for file in store.glob("*.sst")}
    links = {int(link.name): link.readlink().name for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
    missing = len(tables.difference(links.values()))
    return max(links) + 1 + missing if missing else 0


def _answer(store: ox.Store, prefixes: dict[str, str], request: dict[str, Any], stream: BinaryIO) -> None:
    """Evaluate one query and write its answer, or why it has none."""
    try:
        result = _evaluate(store, prefixes, request)
        with io.BufferedWriter(_DataFrames(stream), _CHUNK) as sink:
            _serialize(result, request["format"], prefixes, sink)
    except SyntaxError as error:
        write_frame(stream, ERROR, _error("syntax", str(error)))
    except MemoryError:
        os.abort()  # as the engine itself does where it is the one to notice
    except (OSError, RuntimeError, ValueError) as error:
        write_frame(stream, ERROR, _error("evaluation", str(error)))
    else:
        write_frame(stream, END)


def _evaluate(store: ox.Store, prefixes: dict[str, str], request: dict[str, Any]) -> Any:
    default, named = request["default_graphs"], request["named_graphs"]
    dataset: dict[str, Any] = {}
    if default or named:
        dataset = {"default_graph": _nodes(default), "named_graphs": _nodes(named)}
    return store.query(request["text"], base_iri=request["base"], prefixes=prefixes, **dataset)


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    return [ox.NamedNode(iri) for iri in iris]


def _serialize(result: Any, name: str, prefixes: dict[str, str], sink: BinaryIO) -> None:
    writer = format_named(name).writer
    if isinstance(result, ox.QueryTriples) != isinstance(writer, ox.RdfFormat):
        raise ValueError(f"this kind of answer cannot be written as {name}")
    if isinstance(writer, ox.RdfFormat) and prefixes:
        triples = list(result)
        ox.serialize(triples, sink, writer, prefixes=_used(prefixes, triples))
    else:
        result.serialize(sink, writer)


def _used(prefixes: dict[str, str], triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the prefixes of the terms in an answer, so that a short one does not begin with a page of others."""
    iris = {iri for triple in triples for term in triple if (iri := _iri(term))}
    starts = {iri[: place + 1] for iri in iris for place, character in enumerate(iri) if character in "/#"}
    return {prefix: space for prefix, space in prefixes.items() if space in starts}


def _iri(term: object) -> str | None:
    if isinstance(term, ox.Literal):
        return term.datatype.value
    return term.value if isinstance(term, ox.NamedNode) else None


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"kind": kind, "message": message}).encode()


if __name__ == "__main__":
    main()
