"""Dumps from a running server: whole, in part, and resumed."""

from __future__ import annotations

import base64
import gzip
import hashlib
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from conformance.serving import serving
from sinograph.dumps import SUMS, write_dumps
from sinograph.dumps.formats import offers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sinograph.release import Release

SECONDS = 60


@pytest.fixture(scope="module")
def server(small_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    releases = str(small_release.path.parent)
    with (
        serving(tmp_path_factory.mktemp("temporary"), "--workers", "1", SINOGRAPH_RELEASES=releases) as address,
        httpx.Client(base_url=address, timeout=SECONDS) as client,
    ):
        await_dumps(client)
        yield client


def await_dumps(client: httpx.Client) -> None:
    """Do as a client does that is told to ask again."""
    end = time.monotonic() + SECONDS
    while (response := client.get("/dataset/data.ttl")).status_code == 503:
        assert time.monotonic() < end
        time.sleep(int(response.headers["Retry-After"]) / 10)
    assert response.status_code == 200


def test_files_are_those_of_the_command(server: httpx.Client, small_release: Release, tmp_path: Path) -> None:
    names = write_dumps(small_release, tmp_path)
    assert len(names) == len(list(offers()))
    for name in names:
        if name != SUMS:  # the server's has the other outputs of the build too
            response = server.get(f"/dataset/{name}", headers={"Accept-Encoding": "identity"})
            assert response.content == (tmp_path / name).read_bytes(), name
            digest = base64.b64encode(hashlib.sha256(response.content).digest()).decode()
            assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_a_download_is_resumed(server: httpx.Client) -> None:
    whole = server.get("/dataset/data.trig.gz")
    assert gzip.decompress(whole.content).startswith(b"@prefix")
    headers = {"Range": "bytes=100-", "If-Range": whole.headers["ETag"]}
    rest = server.get("/dataset/data.trig.gz", headers=headers)
    assert rest.status_code == 206
    assert whole.content[:100] + rest.content == whole.content
    assert rest.headers["Content-Range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"


def test_what_a_client_has_is_not_sent_again(server: httpx.Client) -> None:
    tag = server.get("/dataset/labs.csv").headers["ETag"]
    response = server.get("/dataset/labs.csv", headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")


def test_head(server: httpx.Client) -> None:
    whole = server.get("/dataset/nanopublications.trig", headers={"Accept-Encoding": "identity"})
    head = server.head("/dataset/nanopublications.trig", headers={"Accept-Encoding": "identity"})
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["Content-Disposition"] == "attachment; filename=nanopublications.trig"
