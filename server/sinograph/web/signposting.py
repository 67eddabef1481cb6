"""FAIR Signposting (https://signposting.org/FAIR/): links by which programs find their way, whatever they read.

Level 1 is in the ``Link`` headers of pages and data; level 2 is the same for all of them in one link set (RFC 9264).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import request

from sinograph.dumps.credits import LICENCE
from sinograph.engine.formats import format_named
from sinograph.linked.addresses import SAFE
from sinograph.linked.markup import SCHEMA, schema_types
from sinograph.web.linksets import LINKSETS, Link
from sinograph.web.negotiation import choose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flask import Response
    from pyoxigraph import NamedNode

    from sinograph.linked.description import Fact
    from sinograph.web.about import About

ABOUT_PAGE: Final = "https://schema.org/AboutPage"
DATASET: Final = "https://schema.org/Dataset"

SERVICES: Final = (
    ("service-desc", "/sparql", "text/turtle"),
    ("service-desc", "/reconcile", "application/json"),
    ("service-meta", "/.well-known/void", "text/turtle"),
    ("search", "/search/description", "application/opensearchdescription+xml"),
)
"""The services for these data (RFC 8631, and ``search`` as in OpenSearch): relation, path and media type."""


@dataclass(frozen=True)
class Signposts:
    """The links of a thing's page and data.

    :param path: ``<kind>/<slug>`` of the thing
    :param endings: the formats of the data by the ending of their addresses
    :param facts: what is known of it, by which its page says of what kind it is
    """

    thing: NamedNode
    about: About
    path: str
    endings: Mapping[str, str]
    facts: Sequence[Fact] = ()

    def page(self) -> list[Link]:
        """Return what a page is about, what describes that, what it consists of, and what it is part of."""
        kinds = [Link(self.address("page"), "type", kind) for kind in (ABOUT_PAGE, *self._kinds())]
        data = [
            Link(self.address("page"), rel, self.address("data", ending), format_named(name).media_type)
            for rel in ("describedby", "item")
            for ending, name in self.endings.items()
        ]
        return [*self._of("page"), *kinds, *data, Link(self.address("page"), "collection", here("/dataset"))]

    def data(self, ending: str | None = None) -> list[Link]:
        """Return what data describe, what they are part of, and how else to ask; without an ending, of any format."""
        anchor = self.address("data", ending)
        page = [Link(anchor, rel, self.address("page"), "text/html") for rel in ("describes", "collection")]
        kind = Link(anchor, "type", DATASET)
        services = [Link(anchor, rel, here(path), media_type) for rel, path, media_type in SERVICES]
        return [*self._of("data", ending), *page, kind, *services]

    def of_thing(self) -> list[Link]:
        """Return what describes the thing itself."""
        anchor = self.thing.value
        data = [
            Link(anchor, "describedby", self.address("data", ending), format_named(name).media_type)
            for ending, name in self.endings.items()
        ]
        return [*data, Link(anchor, "describedby", self.address("page"), "text/html")]

    def everything(self) -> list[Link]:
        """Return all of them."""
        return [*self.of_thing(), *self.page(), *(link for ending in self.endings for link in self.data(ending))]

    def address(self, route: str, ending: str | None = None) -> str:
        """Return the address of the page, the data or the link set."""
        return here(f"/{route}/{self.path}{f'.{ending}' if ending else ''}")

    def _of(self, route: str, ending: str | None = None) -> Iterator[Link]:
        """Yield the links that pages and data have in common."""
        anchor = self.address(route, ending)
        yield Link(anchor, "cite-as", self.thing.value)
        if self.about.release:
            yield Link(anchor, "license", str(getattr(LICENCE, "value", LICENCE)))
            yield Link(anchor, "author", here("/dataset#maker"))
        for name, media_type in LINKSETS.items():
            yield Link(anchor, "linkset", self.address("linkset", name), media_type)

    def _kinds(self) -> list[str]:
        holding = [fact.triple for fact in self.facts if fact.holds]
        return [f"{SCHEMA}{name}" for name in schema_types(holding)]


def here(path: str) -> str:
    """Return the address of a path of this server, as the client has reached it."""
    return f"{request.host_url.rstrip('/')}{request.script_root}{quote(path, safe=SAFE + '#')}"


def sign(response: Response, links: list[Link]) -> Response:
    """Put links into a response's header."""
    for link in links:
        response.headers.add("Link", link.written())
    return response


def chosen_linkset() -> str | None:
    """Return the name of the form of link sets that Accept likes best, or None where it likes none."""
    place = choose(request.headers.get("Accept", ""), [(media_type,) for media_type in LINKSETS.values()])
    return None if place is None else list(LINKSETS)[place]
