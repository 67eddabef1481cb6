from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from federation.servers import EMPTY, remote, response
from sinograph.engine.askers import ASKER, Asker, AskerLeftError
from sinograph.engine.errors import EngineBusyError, ServiceFailedError, ServiceTimeoutError
from sinograph.engine.federation.remotes import MOST_AT_ONCE, MOST_BYTES, Remotes, TooManyBytesError

if TYPE_CHECKING:
    from pathlib import Path

LONG = 60.0
SHORT = 0.3
OK = response(EMPTY)


def ask(port: int, *, host: str = "127.0.0.1", scheme: str = "http", seconds: float = LONG) -> bytes:
    return Remotes().ask(f"{scheme}://{host}:{port}/sparql?a=b", "SELECT * {}", seconds, "line 1, column 1")


def test_asks_as_the_protocol_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    with remote(OK) as server:
        assert ask(server.port, host="localhost") == EMPTY
    head, _, body = server.requests[0].decode().partition("\r\n\r\n")
    lines = head.split("\r\n")
    assert lines[0] == "POST /sparql?a=b HTTP/1.1"
    sent = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    assert sent["host"] == f"localhost:{server.port}"
    assert sent["accept"] == "application/sparql-results+json"
    assert sent["accept-encoding"] == "identity"
    assert sent["content-type"] == "application/x-www-form-urlencoded"
    assert not {"cookie", "authorization", "referer"} & sent.keys()
    assert body == "query=SELECT+%2A+%7B%7D"


def test_looks_a_host_up_once_and_goes_where_that_led(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo
    asked: list[str] = []

    def getaddrinfo(host: str, *arguments: Any, **named: Any) -> Any:
        asked.append(host)
        return look_up("127.0.0.1" if asked.count("localhost") == 1 else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with remote(OK) as server:
        assert ask(server.port, host="localhost") == EMPTY
    assert asked.count("localhost") == 1


UNFIT = {
    "redirect": (response(b"", "Location: http://127.0.0.1:1/", status="302 Found"), "302, and redirects are not"),
    "redirect to itself": (response(b"", "Location: /sparql", status="307 Temporary Redirect"), "status 307, and"),
    "refusal": (response(b"secret", status="400 Bad Request"), "answers with status 400"),
    "failure": (response(b"secret", status="500 Internal Server Error"), "answers with status 500"),
    "partial": (response(EMPTY, status="206 Partial Content"), "answers with status 206"),
    "page": (response(b"<html>secret", media_type="text/html"), "does not answer in application/sparql-results"),
    "no type": (b"HTTP/1.1 200 OK\r\n\r\n" + EMPTY, "does not answer in application/sparql-results"),
    "compressed": (response(b"\x1f\x8b", "Content-Encoding: gzip"), "compresses its answer"),
    "shorter than it says": (response(EMPTY, "Content-Length: 1000"), "cannot be reached, or breaks off"),
    "cut in a chunk": (response(b"5\r\nab", "Transfer-Encoding: chunked"), "cannot be reached, or breaks off"),
    "no HTTP": (b"secret\r\n\r\n", "cannot be reached, or breaks off"),
    "nothing": (b"", "cannot be reached, or breaks off"),
    "forged header": (b"HTTP/1.1 200 OK\r\nA\x00: b\r\n\r\n", "cannot be reached, or breaks off"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_says_what_is_wrong_without_repeating_it(name: str) -> None:
    answer, what = UNFIT[name]
    with remote(answer) as server, pytest.raises(ServiceFailedError) as caught:
        ask(server.port)
    assert what in caught.value.problem
    assert f"<http://127.0.0.1:{server.port}/sparql?a=b>" in caught.value.problem
    assert "secret" not in str(caught.value)
    assert caught.value.where == "line 1, column 1"
    assert len(server.requests) == 1


def test_nobody_there_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ServiceFailedError, match="cannot be reached"):
        ask(port)


def test_an_inner_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo

    def getaddrinfo(host: str, *arguments: Any, **named: Any) -> Any:
        return look_up("127.0.0.1" if host == "far.example" else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with remote(OK) as server, pytest.raises(ServiceFailedError, match="an address that is not asked"):
        ask(server.port, host="far.example")
    assert server.requests == []


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "[::ffff:127.0.0.1]", "0"])
def test_other_spellings_of_this_machine_are_looked_at(host: str) -> None:
    with remote(OK) as server:
        if host.startswith("["):  # the operator has listed this very address
            assert ask(server.port, host=host) == EMPTY
        else:
            with pytest.raises(ServiceFailedError, match="an address that is not asked"):
                ask(server.port, host=host)


def test_reads_no_more_than_it_may() -> None:
    with remote(OK, forever=b"x" * 65_536) as server:
        with pytest.raises(TooManyBytesError):
            ask(server.port)
        assert server.gone.wait(LONG)


def test_reads_no_answer_in_crumbs() -> None:
    with remote(response(b"", "Transfer-Encoding: chunked"), forever=b"1\r\nx\r\n" * 5000) as server:
        with pytest.raises(ServiceFailedError, match="too many small pieces"):
            ask(server.port)
        assert server.gone.wait(LONG)


def test_reads_as_much_as_it_may() -> None:
    content = EMPTY.ljust(MOST_BYTES)
    with remote(response(content)) as server:
        assert ask(server.port) == content
    with remote(response(content + b" ")) as server, pytest.raises(TooManyBytesError):
        ask(server.port)


@pytest.mark.parametrize(
    ("answer", "forever"),
    [(b"", b"H"), (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"), (OK, b" ")],
    ids=["status", "head", "body"],
)
@pytest.mark.parametrize("pause", [0.05, LONG], ids=["drop by drop", "silent"])
def test_a_slow_server_is_left_in_time(answer: bytes, forever: bytes, pause: float) -> None:
    with remote(answer, forever=forever, pause=pause) as server, pytest.raises(ServiceTimeoutError) as caught:
        ask(server.port, seconds=SHORT)
    assert "has not answered within 0.3 s" in caught.value.problem


def test_ends_as_soon_as_nobody_waits_any_more() -> None:
    asker = Asker()
    ended: list[BaseException] = []

    def wait(port: int) -> None:
        ASKER.set(asker)
        try:
            ask(port)
        except AskerLeftError as error:
            ended.append(error)

    with remote(OK, forever=b" ", pause=0.05) as server:
        thread = threading.Thread(target=wait, args=(server.port,))
        thread.start()
        while not server.requests:
            pass
        asker.leave()
        thread.join()
        assert server.gone.wait(LONG)
    assert len(ended) == 1


def test_asks_so_many_at_once_and_no_more() -> None:
    remotes = Remotes()
    asker = Asker()
    ended: list[BaseException] = []

    def wait(url: str) -> None:
        ASKER.set(asker)
        try:
            remotes.ask(url, "ASK {}", LONG, "")
        except AskerLeftError as error:
            ended.append(error)

    with remote(OK, forever=b" ", pause=0.05) as server, remote(OK) as quick:
        url, other = (f"http://127.0.0.1:{port}/" for port in (server.port, quick.port))
        threads = [threading.Thread(target=wait, args=(url,)) for _ in range(MOST_AT_ONCE)]
        for thread in threads:
            thread.start()
        while len(server.requests) < MOST_AT_ONCE:
            pass
        with pytest.raises(EngineBusyError) as caught:
            remotes.ask(other, "ASK {}", LONG, "")
        assert caught.value.retry_after == 1
        assert quick.requests == []
    for thread in threads:
        thread.join()
    with remote(OK) as server:
        assert remotes.ask(f"http://127.0.0.1:{server.port}/", "ASK {}", LONG, "") == EMPTY
    assert ended == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody vouches for, with its key."""
    folder = tmp_path_factory.mktemp("certificate")
    key, path = folder / "key.pem", folder / "localhost.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", path, *names],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("there is no openssl to make a certificate with")
    with path.open("ab") as both:
        both.write(key.read_bytes())
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with remote(OK, context=context) as server, pytest.raises(ServiceFailedError, match="cannot be reached"):
        ask(server.port, host="localhost", scheme="https")
    assert server.requests == []


@pytest.mark.parametrize(("host", "fits"), [("localhost", True), ("127.0.0.1", False)])
def test_a_certificate_is_compared_with_the_name_that_is_listed(certificate: Path, host: str, fits: bool) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    remotes = Remotes()
    trusting = ssl.create_default_context(cafile=str(certificate))
    remotes._client = httpx.Client(verify=trusting, trust_env=False)
    with remote(OK, context=context) as server:
        url = f"https://{host}:{server.port}/"
        if fits:
            assert remotes.ask(url, "ASK {}", LONG, "") == EMPTY
        else:
            with pytest.raises(ServiceFailedError, match="cannot be reached"):
                remotes.ask(url, "ASK {}", LONG, "")
    remotes._client.close()
