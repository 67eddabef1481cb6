"""The forms in which a resource of ours can be had: JSON for programs, Turtle for RDF tools, a page for readers."""

from __future__ import annotations

from typing import Final

from flask import request
from werkzeug.exceptions import BadRequest, NotAcceptable

from sinograph.web.negotiation import choose

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "json": ("application/json",),
    "turtle": ("text/turtle", "application/x-turtle"),
    "jsonld": ("application/ld+json",),
    "html": ("text/html", "application/xhtml+xml"),
    "mermaid": ("text/vnd.mermaid",),
    "dot": ("text/vnd.graphviz",),
}
"""The media types of each form, the usual one first. Who accepts anything gets JSON."""

USUAL: Final = ("json", "turtle", "html")
"""The forms that everything can be had in."""


def chosen_representation(names: tuple[str, ...] = USUAL) -> str:
    """Return the form that the request asks for: by ``format=``, or else by Accept.

    :param names: the forms that can be had
    :raises BadRequest: where no form has the name that ``format`` gives
    :raises NotAcceptable: where none of them is acceptable
    """
    known = ", ".join(names)
    if name := request.args.get("format"):
        if name.lower() not in names:
            raise BadRequest(f"There is no format {name[:100]!r}: the formats are {known}.")
        return name.lower()
    header = request.headers.get("Accept", "")
    place = choose(header, [FORMS[name] for name in names])
    if place is None:
        raise NotAcceptable(f"None of {header[:200]!r} can be had: the formats are {known}.")
    return names[place]
