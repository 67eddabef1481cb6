"""The files of a release that can be had: what each is, and its digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sinograph.dumps.formats import Offer, offers
from sinograph.dumps.shelf import Kept, Shelf
from sinograph.release import DERIVATIONS, REPORT, Release
from sinograph.web.describing.addresses import address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode

OFFERS: Final = (
    *offers(),
    Offer(
        DERIVATIONS,
        "application/vnd.sqlite3",
        "Why each conclusion holds, as an SQLite database",
        "https://www.sqlite.org/fileformat.html",
    ),
    Offer(
        REPORT,
        "application/json",
        "What was read, inferred and found wrong when the release was built",
        "https://www.rfc-editor.org/rfc/rfc8259",
    ),
)
"""What is offered: the dumps, and the other outputs of a build."""


@dataclass(frozen=True)
class File:
    """A file that is offered.

    :param kept: where it is, with its digest and size; None while it has not been written yet
    """

    name: str
    media_type: str
    title: str
    specification: str | None
    is_rdf: bool
    inner_type: str | None
    kept: Kept | None

    def address(self) -> NamedNode:
        """Return where it can be had."""
        return address("downloads.download", name=self.name)


class Files:
    """The files of a release; none where no release is served.

    :raises SinographError: where the release's manifest cannot be read
    """

    def __init__(self, release: Path | None) -> None:
        self.created: str | None = None
        self._outputs: Mapping[str, Kept] = {}
        self._shelf = Shelf(release) if release else None
        if release:
            manifest = Release.open(release).manifest
            self.created = manifest.get("created")
            self._outputs = {
                output["path"]: Kept(release / output["path"], output["sha256"], output["bytes"])
                for output in manifest["outputs"]
            }

    def files(self) -> tuple[File, ...]:
        """Return every file. Dumps that have not been written yet are ordered, and have no digest until they are."""
        if self._shelf is None:
            return ()
        self._shelf.order()
        kept = {**(self._shelf.files() or {}), **self._outputs}
        return tuple(File(*offer, kept.get(offer.file)) for offer in OFFERS)

    def are_expected(self) -> bool:
        """Tell whether what has not been written is about to be."""
        return self._shelf is not None and self._shelf.order()

    def find(self, name: str) -> File | None:
        """Return the file of this name, or None where there is none."""
        return next((file for file in self.files() if file.name == name), None)
