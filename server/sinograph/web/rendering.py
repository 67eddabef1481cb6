"""How terms are written into pages: links for http and https IRIs only; the templates escape everything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import request
from pyoxigraph import Literal, NamedNode

from sinograph.linked.addresses import Addresses
from sinograph.tabulation import written
from sinograph.web.speaking import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from sinograph.tabulation import Term
    from sinograph.web.about import About

_SCHEMES: Final = ("http://", "https://")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def register_rendering(app: Flask, about: About) -> None:
    """Give the templates the filters ``written``, ``target``, ``language`` and ``spoken``."""
    addresses = Addresses(about.base)
    filters: dict[str, Callable[[Term | None], str]] = {
        "written": lambda term: _shown(term, about),
        "target": lambda term: _local(term, addresses) or target(term),
        "language": lambda term: term.language or "" if isinstance(term, Literal) else "",
    }
    app.jinja_env.filters.update(filters, spoken=lambda curie: said(spoken(curie)))


def _shown(term: Term | None, about: About) -> str:
    if isinstance(term, Literal) and term.language:
        return term.value  # the page marks its language
    return written(term, about.prefixes)


def _local(term: Term | None, addresses: Addresses) -> str | None:
    path = addresses.local(term) if isinstance(term, NamedNode) else None
    return path and f"{request.script_root}{path}"


def spoken(curie: str) -> str:
    """Return the name of a term of the ontology as words: ``sino:DamagedText`` as "damaged text"."""
    return _HUMP.sub(" ", curie.rpartition(":")[2]).lower()


def target(term: Term | None) -> str:
    """Return what a term's link points to, or nothing where it must not be a link."""
    return term.value if isinstance(term, NamedNode) and term.value.lower().startswith(_SCHEMES) else ""


def destination(node: NamedNode, addresses: Addresses) -> str:
    """Return where to read about a thing: here, or at its own address, or else what is said of it here."""
    query = urlencode({"query": f"DESCRIBE <{node.value}>", "format": "html"})
    return addresses.local(node) or target(node) or f"/sparql?{query}"
