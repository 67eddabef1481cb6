"""Links and sets of them, as headers (RFC 8288) and as documents (RFC 9264)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

LINKSETS: Final = {"json": "application/linkset+json", "txt": "application/linkset"}
"""The forms of link sets by the ending of their addresses; the first is what clients get that do not mind."""

SAFE: Final = "/:@!$&'()*+,;=~-._%#?[]"
"""What an IRI may keep when it becomes a URI, which is all that headers and link sets can hold."""


@dataclass(frozen=True)
class Link:
    """A link from a context, the anchor, to a target."""

    anchor: str
    rel: str
    href: str
    type: str | None = None

    def written(self, *, anchored: bool = False) -> str:
        """Write it as in a Link header, with its anchor where it stands among those of others."""
        parameters = {"rel": self.rel} | ({"type": self.type} if self.type else {})
        parameters |= {"anchor": uri(self.anchor)} if anchored else {}
        told = "; ".join(f'{name}="{value}"' for name, value in parameters.items())
        return f"<{uri(self.href)}>; {told}"


def write_linkset(links: Iterable[Link], name: str) -> str:
    """Write links in one of the forms of :data:`LINKSETS`."""
    if name == "txt":
        return ",\n".join(link.written(anchored=True) for link in links) + "\n"
    contexts: dict[str, dict[str, Any]] = {}
    for link in links:
        context = contexts.setdefault(link.anchor, {"anchor": uri(link.anchor)})
        target = {"href": uri(link.href)} | ({"type": link.type} if link.type else {})
        context.setdefault(link.rel, []).append(target)
    return json.dumps({"linkset": list(contexts.values())}, indent=1)


def uri(iri: str) -> str:
    """Return an IRI as a URI (RFC 3987, section 3.1)."""
    return quote(iri, safe=SAFE)
