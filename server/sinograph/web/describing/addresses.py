"""The addresses that descriptions speak of, as the client has reached them."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from pyoxigraph import NamedNode
from werkzeug.exceptions import BadRequest


def address(endpoint: str, fragment: str | None = None, **values: Any) -> NamedNode:
    """Return the address of a view.

    :raises BadRequest: where the client's Host header makes none
    """
    if not request.host:  # what is no host at all is read as none
        raise BadRequest(f"The Host {request.headers.get('Host', '')[:200]!r} is none.")
    try:
        return NamedNode(url_for(endpoint, _external=True, _anchor=fragment, **values))
    except ValueError:
        raise BadRequest(f"The Host {request.host[:200]!r} is none.") from None


def endpoint() -> NamedNode:
    """Return the address of the SPARQL endpoint."""
    return address("sparql.endpoint")


def dataset() -> NamedNode:
    """Return the name of the data set."""
    return address("descriptions.dataset", "dataset")
