"""Count the rows of an answer in the bytes that it is written in, whatever its literals contain.

One class for each format. Chunks may end anywhere; what a chunk leaves open is kept until the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class RowCounter(Protocol):
    """Counts rows."""

    rows: int

    def feed(self, data: bytes) -> None:
        """Take the next chunk."""


class Lines:
    """Counts lines: of formats in which a row is one line, as their literals escape what ends a line.

    :param heads: how many lines come before the first row
    """

    def __init__(self, heads: int = 0) -> None:
        self.rows = -heads

    def feed(self, data: bytes) -> None:
        """Take the next chunk."""
        self.rows += data.count(b"\n")


class CsvRecords:
    """Counts the records of CSV after the head: lines that end outside quotation marks (RFC 4180)."""

    def __init__(self) -> None:
        self.rows = -1
        self._quoted = False

    def feed(self, data: bytes) -> None:
        """Take the next chunk."""
        parts = data.split(b'"')
        self.rows += sum(part.count(b"\n") for part in parts[self._quoted :: 2])
        self._quoted ^= len(parts) % 2 == 0


class XmlResults:
    """Counts ``<result>`` elements; in literals ``<`` is escaped."""

    _TAG: Final = b"<result>"

    def __init__(self) -> None:
        self.rows = 0
        self._tail = b""

    def feed(self, data: bytes) -> None:
        """Take the next chunk."""
        data = self._tail + data
        self.rows += data.count(self._TAG)
        self._tail = data[max(0, len(data) - len(self._TAG) + 1) :]


class JsonBindings:
    """Counts the objects that stand in an array, which in SPARQL JSON are the rows; strings do not count.

    The writer puts no space between tokens (https://www.w3.org/TR/sparql11-results-json/).
    """

    def __init__(self) -> None:
        self.rows = 0
        self._in_string = False
        self._last = b""
        self._escape = b""

    def feed(self, data: bytes) -> None:
        """Take the next chunk."""
        data = self._escape + data
        backslashes = len(data) - len(data.rstrip(b"\\"))
        self._escape = data[len(data) - backslashes % 2 :]
        data = data[: len(data) - backslashes % 2].replace(b"\\\\", b"").replace(b'\\"', b"")
        parts = data.split(b'"')
        structure = self._last + b"".join(parts[self._in_string :: 2])
        self.rows += structure.count(b"[{") + structure.count(b",{")
        self._in_string ^= len(parts) % 2 == 0
        self._last = structure[-1:]


COUNTERS: Final[dict[str, Callable[[], RowCounter]]] = {
    "json": JsonBindings,
    "xml": XmlResults,
    "csv": CsvRecords,
    "tsv": lambda: Lines(heads=1),
    "nt": Lines,
    "nquads": Lines,
}
"""How to count what a format, by its short name, has written; the statements of other graphs are counted before."""
