"""Where this server answers for an IRI: the part of the IRI after the base is a path here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from sinograph.namespaces import BASE

if TYPE_CHECKING:
    from urllib.parse import SplitResult

THING: Final = re.compile(r"[^/?#]+/[^?#]+")
"""What follows ``<base>id/`` in the IRI of a thing: its kind and its slug."""

SAFE: Final = "/:@!$&'()*+,;=~-._%"


@dataclass(frozen=True)
class Addresses:
    """The IRIs that are answered for, and the paths where.

    :param base: where they begin; things follow it with ``id/<kind>/<slug>``, the ontology with ``ontology``
    """

    base: str = BASE

    @property
    def ontology(self) -> NamedNode:
        """The IRI of the ontology."""
        return NamedNode(f"{self.base}ontology")

    def thing(self, path: str) -> NamedNode | None:
        """Return the thing whose IRI ends with ``<kind>/<slug>``, or None where that cannot be an IRI."""
        try:
            return NamedNode(f"{self.base}id/{path}")
        except ValueError:
            return None

    def path_of(self, thing: NamedNode) -> str | None:
        """Return ``<kind>/<slug>`` of a thing that is answered for, else None."""
        path = thing.value.removeprefix(f"{self.base}id/")
        return path if path != thing.value and THING.fullmatch(path) else None

    def local(self, node: NamedNode) -> str | None:
        """Return the path and fragment where this server answers for an IRI, or None where it does not."""
        path = self.path_of(node)
        if path is not None:
            return f"/id/{quote(path, safe=SAFE)}"
        term = node.value.removeprefix(self.ontology.value)
        if term != node.value and (not term or term.startswith(("#", "/"))):
            return f"/ontology{quote(term, safe=SAFE + '#')}"
        if node.value.startswith(f"{self.base}graph/"):
            return f"/graphs?graph={quote(node.value, safe='')}"
        return None


def read_base(text: str) -> str:
    """Return a base that IRIs can begin with.

    :raises ValueError: where it is not an absolute http or https IRI that ends with a slash
    """
    from urllib.parse import urlsplit

    parts: SplitResult = urlsplit(text)
    is_plain = parts.scheme in {"http", "https"} and bool(parts.netloc) and not parts.query and not parts.fragment
    if not is_plain or not text.endswith("/"):
        raise ValueError(text)
    return NamedNode(text).value
