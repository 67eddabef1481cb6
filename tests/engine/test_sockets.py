from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from sinograph.engine.sockets import MOST_BYTES, spelled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("length", [1, 60, 200])
def test_a_socket_is_found_however_deep_it_lies(tmp_path: Path, length: int) -> None:
    folder = tmp_path / ("x" * length)
    folder.mkdir()
    address = folder / "address"
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as client:
        with spelled(address) as name:
            listener.bind(name)
        listener.listen()
        with spelled(address) as name:
            assert len(os.fsencode(name)) <= MOST_BYTES
            client.connect(name)
    assert address.is_socket()
