"""All descriptions of one application's data; they are counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.web.describing.catalogue import describe_dataset
from sinograph.web.describing.census import Census, Enumerator
from sinograph.web.describing.files import Files
from sinograph.web.describing.service import describe_service
from sinograph.web.describing.void import describe_void

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine
    from sinograph.web.about import About
    from sinograph.web.describing.description import Description


class Descriptions:
    """Describes the service and the data set, with addresses as the client of the request at hand has reached them."""

    def __init__(self, engine: Engine, about: About) -> None:
        self._enumerator = Enumerator(engine)
        self._about = about
        self.files = Files(about.release)

    @property
    def census(self) -> Census:
        """What there is, counted when it is first asked for."""
        return self._enumerator.census()

    def service(self) -> Description:
        """Describe the endpoint."""
        return describe_service(self._about, self.census)

    def void(self) -> Description:
        """Describe the data set by class and property."""
        return describe_void(self._about, self.census, self.files.files())

    def dataset(self) -> Description:
        """Describe the data set for catalogues."""
        return describe_dataset(self._about, self.census, self.files)
