"""Where links lead: to the pages of this server, wherever below a host it is, or to the web."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import Response, request, url_for

from sinograph.linked.addresses import SAFE, Addresses
from sinograph.namespaces import tail

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from sinograph.linked.evidence import Passage


class OwnAddresses(Addresses):
    """The addresses of this server as the client of the present request reaches it."""

    @property
    def root(self) -> str:
        """The path below which a proxy has put the server."""
        return request.script_root


def destination(node: NamedNode, addresses: Addresses) -> str:
    """Return where to read about a thing: here, or at its own address, or else what is said of it here."""
    query = urlencode({"query": f"DESCRIBE <{node.value}>", "format": "html"})
    return addresses.link(node) or f"{addresses.root}/sparql?{query}"


def reading(passage: str, document: str) -> str:
    """Return where a passage is read beside the text of its document; both are IRIs."""
    slug = tail(passage)
    return url_for("documents.document", slug=tail(document), passage=slug, _anchor=slug)


def link_to(passage: Passage) -> str | None:
    """Return where a passage is read beside the text of its document, if it is from one."""
    return reading(passage.iri.value, passage.document.value) if passage.document else None


def see_other(path: str) -> Response:
    """Return a redirect to another path of this server."""
    return _redirect(quote(path, safe=SAFE + "#?"), 303)


def redirected(path: str) -> Response:
    """Return a redirect to the address that was meant, for good."""
    query = request.query_string.decode("ascii", "replace")
    return _redirect(quote(path, safe=SAFE) + (f"?{query}" if query else ""), 308)


def _redirect(path: str, status: int) -> Response:
    location = request.script_root + path
    return Response(f"See {location}\n", status, {"Location": location}, mimetype="text/plain")
