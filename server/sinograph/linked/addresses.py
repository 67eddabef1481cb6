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

SCHEMES: Final = ("http://", "https://")
"""How the IRIs begin that may be links."""

SAFE: Final = "/:@!$&'()*+,;=~-._%"


@dataclass(frozen=True)
class Addresses:
    """The IRIs that are answered for, and the paths where.

    :param base: where they begin; things follow it with ``id/<kind>/<slug>``, the ontology with ``ontology``
    """

    base: str = BASE

    @property
    def root(self) -> str:
        """What the paths begin with: nothing, where the server has a host for itself."""
        return ""

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
            return f"{self.root}/id/{quote(path, safe=SAFE)}"
        term = node.value.removeprefix(self.ontology.value)
        if term != node.value and (not term or term.startswith(("#", "/"))):
            return f"{self.root}/ontology{quote(term, safe=SAFE + '#')}"
        if node.value.startswith(f"{self.base}graph/"):
            return f"{self.root}/graphs?graph={quote(node.value, safe='')}"
        return None

    def link(self, term: object) -> str:
        """Return where something is said of a term: here, or at its own http(s) address; nothing where there is none.

        No other IRI may become a link: it could be a script.
        """
        if not isinstance(term, NamedNode):
            return ""
        return self.local(term) or (term.value if term.value.lower().startswith(SCHEMES) else "")

    def dispute(self, slug: str) -> str:
        """Return where both sides of a dispute are shown.

        :param slug: the end of its IRI
        """
        return f"{self.root}/disputes#{slug}"


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
