"""Ask other servers by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/#query-via-post-urlencoded)."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import httpx

from sinograph.engine.errors import EngineBusyError, ServiceFailedError, ServiceTimeoutError
from sinograph.engine.federation.addresses import AddressRefusedError, permitted_addresses
from sinograph.engine.federation.patience import patience

if TYPE_CHECKING:
    from sinograph.engine.askers import Asker
    from sinograph.engine.federation.addresses import Address

MOST_BYTES: Final = 1_000_000
"""How large the answer of another server may be."""

MOST_PARTS: Final = 20_000
"""Of how many pieces an answer may consist, each of which costs time to read: a million would take six seconds."""

MOST_AT_ONCE: Final = 8
"""How many requests to other servers a process has under way; whoever would be next is told to ask again."""

RESULTS: Final = "application/sparql-results+json"

_READ: Final = frozenset((RESULTS, "application/json"))
_HEADERS: Final = {
    "Accept": RESULTS,
    "Accept-Encoding": "identity",  # what comes is as large as it is when it is read
    "Content-Type": "application/x-www-form-urlencoded",
    "User-Agent": "sinograph",
}
_PORTS: Final = {"http": 80, "https": 443}


class TooManyBytesError(Exception):
    """An answer of more than :data:`MOST_BYTES`."""


class Remotes:
    """Sends queries to other servers, each on a connection of its own to an address that was looked at before."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def ask(self, endpoint: str, query: str, seconds: float, where: str) -> bytes:
        """Return what an endpoint answers.

        :param where: the place of the SERVICE that asks it
        :raises ServiceFailedError: where it does not answer as it should
        :raises EngineBusyError: where as many others are being asked as may be
        :raises TooManyBytesError: where it says too much
        """
        if not self._places.acquire(blocking=False):
            raise EngineBusyError(f"{MOST_AT_ONCE} requests to other servers are under way", retry_after=1)
        try:
            with patience(seconds, lambda: ServiceTimeoutError(endpoint, seconds, where=where)) as asker:
                return self._answer(endpoint, query, seconds, asker)
        except (httpx.TimeoutException, TimeoutError):
            raise ServiceTimeoutError(endpoint, seconds, where=where) from None
        except (httpx.HTTPError, OSError):
            raise ServiceFailedError(endpoint, "cannot be reached, or breaks off", where=where) from None
        except AddressRefusedError:
            raise ServiceFailedError(endpoint, "has an address that is not asked", where=where) from None
        except _UnfitAnswerError as error:
            raise ServiceFailedError(endpoint, error.args[0], where=where) from None
        finally:
            self._places.release()

    def _answer(self, endpoint: str, query: str, seconds: float, asker: Asker) -> bytes:
        url = httpx.URL(endpoint)
        host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
        addresses = permitted_addresses(host, port, seconds)
        for address in addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return self._exchange(url, address, query, seconds, asker)
        return self._exchange(url, addresses[-1], query, seconds, asker)

    def _exchange(self, url: httpx.URL, address: Address, query: str, seconds: float, asker: Asker) -> bytes:
        """Send the query to one address, by the name of the host in every other respect."""
        line = _Line()
        extensions = {"trace": line.trace, "sni_hostname": url.raw_host.decode("ascii"), "timeout": _timeout(seconds)}
        request = self._client.build_request(
            "POST",
            url.copy_with(host=str(address)),
            headers={**_HEADERS, "Host": url.netloc.decode("ascii")},
            content=urlencode({"query": query}).encode(),
            extensions=extensions,
        )
        with asker.waiting(line.cut):
            response = self._client.send(request, stream=True, follow_redirects=False)
            try:
                return _content(response)
            finally:
                response.close()

    @cached_property
    def _client(self) -> httpx.Client:
        """A client that keeps no connection, takes no proxy from the environment, and checks certificates."""
        return httpx.Client(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


class _UnfitAnswerError(Exception):
    """A response that is no answer; ``args[0]`` says why."""


class _Line:
    """The connection of a request, as soon as there is one, to be cut from another thread."""

    def __init__(self) -> None:
        self._change = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False

    def trace(self, event: str, details: dict[str, Any]) -> None:
        """Take note of the connection (https://www.python-httpx.org/advanced/extensions/#trace)."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            with self._change:
                self._socket = details["return_value"].get_extra_info("socket")
                self._end()

    def cut(self) -> None:
        """End the request, now or as soon as it is connected."""
        with self._change:
            self._is_cut = True
            self._end()

    def _end(self) -> None:
        if self._is_cut and self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # that of TLS would wait for the other side


def _timeout(seconds: float) -> dict[str, float]:
    return dict.fromkeys(("connect", "read", "write", "pool"), seconds)


def _content(response: httpx.Response) -> bytes:
    """Read the answer.

    :raises _UnfitAnswerError: where the response is none
    :raises TooManyBytesError: where it is too large
    """
    if response.status_code != 200:
        aside = ", and redirects are not followed" if response.is_redirect else ""
        raise _UnfitAnswerError(f"answers with status {response.status_code}{aside}")
    if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() not in _READ:
        raise _UnfitAnswerError(f"does not answer in {RESULTS}")
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise _UnfitAnswerError("compresses its answer although it was asked not to")
    content = bytearray()
    for number, part in enumerate(response.iter_raw()):
        content += part
        if len(content) > MOST_BYTES:
            raise TooManyBytesError
        if number > MOST_PARTS:
            raise _UnfitAnswerError("answers in too many small pieces")
    return bytes(content)
