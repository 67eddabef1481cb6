"""The files of a release that can be had: what each is, and its digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sinograph.release import DERIVATIONS, QUADS, REPORT, Release
from sinograph.web.describing.addresses import address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode

OFFERED: Final[Mapping[str, tuple[str, str]]] = {
    QUADS: ("application/n-quads", "All statements with their named graphs, as sorted N-Quads"),
    DERIVATIONS: ("application/vnd.sqlite3", "Why each conclusion holds, as an SQLite database"),
    REPORT: ("application/json", "What was read, inferred and found wrong when the release was built"),
}
"""The outputs of a build that are offered, by name: their media types, and what they are."""


@dataclass(frozen=True)
class File:
    """A file as the release's manifest describes it; ``digest`` is its SHA-256 in hexadecimal."""

    path: Path
    media_type: str
    title: str
    digest: str
    size: int

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.path.name

    @property
    def is_rdf(self) -> bool:
        """Whether it holds the data themselves."""
        return self.name == QUADS

    def address(self) -> NamedNode:
        """Return where it can be had."""
        return address("downloads.download", name=self.name)


@dataclass(frozen=True)
class Files:
    """The files of a release; none where no release is served."""

    files: tuple[File, ...] = ()
    created: str | None = None

    @classmethod
    def of(cls, release: Path | None) -> Files:
        """Return what the release in a folder has to offer.

        :raises SinographError: where its manifest cannot be read
        """
        if release is None:
            return cls()
        manifest = Release.open(release).manifest
        outputs = {output["path"]: output for output in manifest["outputs"]}
        return cls(
            tuple(
                File(release / name, media_type, title, outputs[name]["sha256"], outputs[name]["bytes"])
                for name, (media_type, title) in OFFERED.items()
                if name in outputs
            ),
            manifest.get("created"),
        )
