"""How terms are written into pages: links for http and https IRIs only; the templates escape everything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from sinograph.namespaces import shorten, tail
from sinograph.tabulation import written
from sinograph.web.links import OwnAddresses
from sinograph.web.speaking import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from sinograph.tabulation import Term
    from sinograph.web.about import About

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def register_rendering(app: Flask, about: About) -> None:
    """Give the templates filters for terms: as text, as links, by their ends, and in words."""
    addresses = OwnAddresses(about.base)
    filters: dict[str, Callable[[Any], str]] = {
        "written": lambda term: _shown(term, about),
        "target": addresses.link,
        "tail": tail,
        "curie": lambda term: shorten(term) if isinstance(term, NamedNode) else str(term),
        "bytes": size,
        "shortly": lambda node: node.value.removeprefix(about.base),
        "language": lambda term: term.language or "" if isinstance(term, Literal) else "",
    }
    app.jinja_env.filters.update(filters, spoken=lambda curie: said(spoken(curie)))


def _shown(term: Term | None, about: About) -> str:
    if isinstance(term, Literal) and term.language:
        return term.value  # the page marks its language
    return written(term, about.prefixes)


def spoken(curie: str) -> str:
    """Return the name of a term of the ontology as words: ``sino:DamagedText`` as "damaged text"."""
    return _HUMP.sub(" ", curie.rpartition(":")[2]).lower()


def size(number: int) -> str:
    """Return a number of bytes as one says it: ``229 kB``, ``5.3 MB``."""
    for unit, word in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if number >= unit:
            return f"{number / unit:.1f} {word}" if number < 10 * unit else f"{number / unit:.0f} {word}"
    return f"{number} B"
