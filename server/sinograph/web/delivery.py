"""What is the same for all responses: validators and conditions, content codings, and how long they may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, g, request
from werkzeug.exceptions import NotAcceptable

from sinograph.web.codings import CODINGS, IDENTITY, LEAST_BYTES, choose_coding, encode, must_code
from sinograph.web.problems import problem
from sinograph.web.validators import coded, content_tag, parse_tags

if TYPE_CHECKING:
    from flask import Flask

SAFE: Final = frozenset(("GET", "HEAD", "QUERY"))
"""The methods whose responses can be kept, and asked for on a condition."""

KEPT: Final = "public, no-cache"
"""Keep it, but ask before each use whether it still holds: a new release may be served at any time."""

FORGOTTEN: Final = "no-store"


def register_delivery(app: Flask, compressible: frozenset[str]) -> None:
    """Have every response validated, coded and marked.

    :param compressible: the media types that a coding makes shorter
    """

    def deliver(response: Response) -> Response:
        """Complete a response: conditions first, because they save the coding."""
        response.vary.add("Accept-Encoding")
        if "Cache-Control" not in response.headers and request.method in SAFE:
            response.headers["Cache-Control"] = KEPT if response.status_code < 400 else FORGOTTEN
        if request.method in SAFE and response.status_code in {200, 206}:
            response = _conditional(response)
        _code(response, compressible)
        return response

    app.before_request(_choose)
    app.after_request(deliver)


def unchanged(tag: str) -> Response | None:
    """Return 304 where the request names this tag as what it has, before any work is done for another response."""
    tags = parse_tags(request.headers.get("If-None-Match"))
    if request.method not in SAFE or "If-Match" in request.headers or tags is None or tags.any:
        return None
    return _not_modified(Response(), _selected(tag)) if tags.weakly(_selected(tag)) else None


def _choose() -> None:
    header = request.headers.get("Accept-Encoding")
    g.coding = choose_coding(header)
    if g.coding is None and request.method != "OPTIONS":
        known = ", ".join([*(coding.name for coding in CODINGS), IDENTITY])
        raise NotAcceptable(f"The Accept-Encoding {(header or '')[:200]!r} forbids every coding there is: {known}.")


def _coding() -> str:
    return g.get("coding") or IDENTITY


def _selected(tag: str) -> str:
    """Return the tag of what this client gets: one for each coding, whether or not a body is worth it."""
    return tag if _coding() == IDENTITY else coded(tag, _coding())


def _conditional(response: Response) -> Response:
    """Give a response its tag, and withhold it where the request's conditions say so (section 13.2.2)."""
    tag = response.headers.get("ETag")
    if tag is None:
        if response.is_streamed or response.cache_control.no_store:
            return response
        tag = content_tag(response.get_data(), response.mimetype or "")
    if response.status_code == 206:  # a part is of the body as it is
        return response
    response.headers["ETag"] = tag = _selected(tag)
    match, none_match = (parse_tags(request.headers.get(name)) for name in ("If-Match", "If-None-Match"))
    if match is not None and not match.strongly(tag):
        response.close()
        return _refused(tag)
    return _not_modified(response, tag) if none_match is not None and none_match.weakly(tag) else response


def _refused(tag: str) -> Response:
    response = problem(412, f"If-Match names none of what is here: that is {tag}.")
    response.headers["Cache-Control"] = FORGOTTEN
    response.vary.add("Accept-Encoding")
    return response


def _not_modified(response: Response, tag: str) -> Response:
    """Make of a response the one that its client has it already (section 15.4.5)."""
    response.close()
    empty = Response(status=304, headers=[(n, v) for n, v in response.headers if not n.lower().startswith("content-")])
    empty.headers.pop("Content-Type", None)
    empty.headers["ETag"] = tag
    empty.headers.setdefault("Cache-Control", KEPT)
    empty.vary.update(["Accept", "Accept-Encoding"])
    return empty


def _code(response: Response, compressible: frozenset[str]) -> None:
    if _coding() == IDENTITY or response.status_code in {204, 206, 304} or "Content-Encoding" in response.headers:
        return
    length = response.content_length
    worthwhile = response.mimetype in compressible and (length is None or length >= LEAST_BYTES)
    if worthwhile or must_code(request.headers.get("Accept-Encoding")):
        encode(response, _coding())
        response.headers.pop("Repr-Digest", None)  # it is of the body as it is
