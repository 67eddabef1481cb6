"""The settings: one table of rows, read from ``SINOGRAPH_*`` and the command line."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sinograph.errors import SinographError
from sinograph.linked.addresses import read_base
from sinograph.namespaces import BASE
from sinograph.services import FORM, read_services

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX: Final = "SINOGRAPH_"

MOST: Final = 1_000_000
"""The largest number that a setting may have: more seconds, megabytes or processes mean a slip of the hand."""

MOST_PROCESSES: Final = 1000

NUMBER: Final = f"a number from 1 to {MOST}"
AMOUNT: Final = f"a number from 0 to {MOST}"
PROCESSES: Final = f"a number from 1 to {MOST_PROCESSES}"
NETWORKS: Final = "addresses or networks such as 10.0.0.0/8, separated by commas"

Network = IPv4Network | IPv6Network

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]{16,1000}=*")
"""https://www.rfc-editor.org/rfc/rfc6750#section-2.1"""


def _flag(text: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[text.lower()]


def _folders(text: str) -> tuple[Path, ...]:
    return tuple(Path(part).expanduser() for part in text.split(os.pathsep) if part)


def _folder(text: str) -> Path | None:
    return Path(text).expanduser() if text else None


def _within(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read


_port: Final = _within(0, 65535)
_positive: Final = _within(1, MOST)
_amount: Final = _within(0, MOST)
_processes: Final = _within(1, MOST_PROCESSES)


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def _token(text: str) -> str:
    if text and not _TOKEN.fullmatch(text):
        raise ValueError(text)
    return text


class Row(NamedTuple):
    """One setting: its name, how its text is read, its default as text, what a value looks like, and what it does.

    A secret value is never repeated in a message.
    """

    name: str
    read: Callable[[str], Any]
    default: str
    form: str
    help: str
    secret: bool = False


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
    Row("workers", _processes, "2", PROCESSES, "how many web processes serve"),
    Row("query_seconds", _positive, "10", NUMBER, "how long a query may take, in seconds"),
    Row("query_megabytes", _positive, "512", NUMBER, "how much memory a query may take, in megabytes"),
    Row("query_workers", _processes, "4", PROCESSES, "how many queries may run at the same time that take long"),
    Row("query_queue", _positive, "32", NUMBER, "how many more such queries may wait"),
    Row("answer_rows", _positive, "10000", NUMBER, "how many rows or statements an answer may have"),
    Row("answer_megabytes", _positive, "10", NUMBER, "how large an answer may be, in megabytes"),
    Row(
        "token",
        _token,
        "",
        "16 or more characters that an Authorization header may carry: letters, digits, - . _ ~ + / =",
        "who sends it as a bearer token may have larger answers, and has no budget; empty for nobody",
        secret=True,
    ),
    Row("token_answer_rows", _positive, "1000000", NUMBER, "how many rows an answer to a holder of the token may have"),
    Row(
        "token_answer_megabytes",
        _positive,
        "256",
        NUMBER,
        "how large an answer to a holder of the token may be, in megabytes",
    ),
    Row(
        "client_seconds",
        _positive,
        "60",
        NUMBER,
        "how many seconds a client may take in any minute: its queries, the other servers that they ask, its pages",
    ),
    Row("client_errors", _positive, "30", NUMBER, "how many errors a client may make in any minute"),
    Row(
        "exempt",
        _networks,
        "127.0.0.0/8,::1",
        NETWORKS,
        "the clients that have no budget, unless a proxy speaks for others",
    ),
    Row(
        "trusted_proxies",
        _networks,
        "",
        NETWORKS,
        "the proxies that are believed when they say for whom they ask, and at which address",
    ),
    Row("cache_megabytes", _amount, "32", AMOUNT, "how much a web process keeps of its answers, in megabytes"),
    Row("services", read_services, "", FORM, "the endpoints that queries may ask with SERVICE; empty for none"),
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
    answer_rows: int
    answer_megabytes: int
    token: str = field(repr=False)
    token_answer_rows: int
    token_answer_megabytes: int
    client_seconds: int
    client_errors: int
    exempt: tuple[Network, ...]
    trusted_proxies: tuple[Network, ...]
    cache_megabytes: int
    services: tuple[str, ...]

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
        shown = "what it holds" if row.secret else repr(text)
        raise SinographError(f"cannot read {shown}", where=variable, remedy=f"give {row.form}") from None
