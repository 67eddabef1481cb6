"""The settings: one table of rows, read from ``SINOGRAPH_*`` and the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sinograph.errors import SinographError
from sinograph.linked.addresses import read_base
from sinograph.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX: Final = "SINOGRAPH_"

MOST: Final = 1_000_000
"""The largest number that a setting may have: more seconds, megabytes or processes mean a slip of the hand."""

NUMBER: Final = f"a number from 1 to {MOST}"


def _flag(text: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[text.lower()]


def _folders(text: str) -> tuple[Path, ...]:
    return tuple(Path(part).expanduser() for part in text.split(os.pathsep) if part)


def _folder(text: str) -> Path | None:
    return Path(text).expanduser() if text else None


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError(text)
    return port


def _positive(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MOST:
        raise ValueError(text)
    return number


class Row(NamedTuple):
    """One setting: its name, how its text is read, its default as text, what a value looks like, and what it does."""

    name: str
    read: Callable[[str], Any]
    default: str
    form: str
    help: str


ROWS: Final = (
    Row(
        "project",
        _folder,
        "",
        "a folder",
        "where ontology/ and graph/ lie; by default those that come with the package",
    ),
    Row(
        "sources",
        _folders,
        "",
        "folders, separated as in PATH",
        "where copies of the documents are looked for, by digest",
    ),
    Row("require_sources", _flag, "0", "0 or 1", "whether a document without a copy at hand is an error"),
    Row(
        "releases",
        _folder,
        "",
        "a folder",
        "where releases are written; by default releases/ beside ontology/ and graph/",
    ),
    Row(
        "base",
        read_base,
        BASE,
        "an IRI that ends with a slash",
        "where the IRIs begin that the server answers for: things follow with id/",
    ),
    Row("host", str, "127.0.0.1", "an address", "the address that the server listens on"),
    Row("port", _port, "8000", "a number from 0 to 65535", "the port that the server listens on"),
    Row("access_log", _flag, "0", "0 or 1", "whether each request is logged, with its address and so its query"),
    Row("workers", _positive, "2", NUMBER, "how many web processes serve"),
    Row("query_seconds", _positive, "10", NUMBER, "how long a query may take, in seconds"),
    Row("query_megabytes", _positive, "512", NUMBER, "how much memory a query may take, in megabytes"),
    Row("query_workers", _positive, "2", NUMBER, "how many queries a web process answers at the same time"),
    Row("query_queue", _positive, "32", NUMBER, "how many more queries may wait in a web process"),
    Row("answer_megabytes", _positive, "256", NUMBER, "how large an answer may be, in megabytes"),
)
"""Every setting. The command line's options, the README's table and :class:`Settings` follow from it."""


@dataclass(frozen=True)
class Settings:
    """The values in force; see :data:`ROWS` for what each means."""

    project: Path | None
    sources: tuple[Path, ...]
    require_sources: bool
    releases: Path | None
    base: str
    host: str
    port: int
    access_log: bool
    workers: int
    query_seconds: int
    query_megabytes: int
    query_workers: int
    query_queue: int
    answer_megabytes: int

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
        """Read every setting from ``environ``; ``overrides`` that are not None win.

        :raises SinographError: for a variable that no row names, or a value that its row cannot read
        """
        names = {f"{PREFIX}{row.name.upper()}" for row in ROWS}
        for variable in sorted(environ):
            if variable.startswith(PREFIX) and variable not in names:
                raise _unknown(variable, names)
        values = {row.name: _value(row, environ) for row in ROWS}
        return cls(**values | {name: value for name, value in overrides.items() if value is not None})


def _unknown(variable: str, names: set[str]) -> SinographError:
    close = get_close_matches(variable.removeprefix(PREFIX), [name.removeprefix(PREFIX) for name in names], n=1)
    remedy = f"did you mean {PREFIX}{close[0]}?" if close else f"the settings are {', '.join(sorted(names))}"
    return SinographError("no such setting", where=variable, remedy=remedy)


def _value(row: Row, environ: Mapping[str, str]) -> Any:
    variable = f"{PREFIX}{row.name.upper()}"
    text = environ.get(variable, row.default)
    try:
        return row.read(text)
    except (KeyError, ValueError):
        raise SinographError(f"cannot read {text!r}", where=variable, remedy=f"give {row.form}") from None
