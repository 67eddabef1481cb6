from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from sinograph.dumps import write_dumps

if TYPE_CHECKING:
    from pathlib import Path

    from sinograph.release import Release


@pytest.fixture(scope="session")
def dumped(real_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every dump of the real release."""
    folder = tmp_path_factory.mktemp("dumped")
    write_dumps(real_release, folder)
    return folder


@pytest.fixture(scope="session")
def quads(real_release: Release) -> frozenset[Quad]:
    """What the real release says, with literals as they were written."""
    return frozenset(
        parse(path=str(real_release.quads_path), format=RdfFormat.N_QUADS, rename_blank_nodes=False),
    )
