"""The routes of the descriptions, and of the files of a release."""

from __future__ import annotations

import base64
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable, ServiceUnavailable

from sinograph.dumps.croissant import CROISSANT
from sinograph.web.codings import IDENTITY, must_code
from sinograph.web.delivery import unchanged
from sinograph.web.describing.addresses import address
from sinograph.web.describing.addresses import dataset as dataset_address
from sinograph.web.describing.nesting import nest
from sinograph.web.preferences import preferred_format
from sinograph.web.validators import parse_tags, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.wrappers import Response as BaseResponse

    from sinograph.dumps.shelf import Kept
    from sinograph.web.describing.descriptions import Descriptions
    from sinograph.web.describing.files import File, Files

DENSE: Final = frozenset(("application/gzip", "application/vnd.sqlite3"))
"""The media types of files that a content coding makes hardly shorter."""

NO_RELEASE: Final = "what is served is no release"
WRITING_SECONDS: Final = 2
"""After how long it is worth asking again for a dump that is being written."""


def descriptions_blueprint(descriptions: Descriptions) -> Blueprint:
    """Return what describes the data set."""
    blueprint = Blueprint("descriptions", __name__)

    @blueprint.get("/.well-known/void")
    def void() -> BaseResponse:
        """Describe the data set in VoID; browsers find it all on the page of the data set."""
        form = preferred_format("graph", request.args.get("format"))
        response = redirect(url_for(".dataset"), 303) if form is None else descriptions.void().response(form)
        response.vary.add("Accept")
        return response

    @blueprint.get("/dataset")
    def dataset() -> Response:
        """Describe the data set in DCAT and schema.org."""
        form = preferred_format("graph", request.args.get("format"))
        description = descriptions.dataset()
        if form is None:
            tree = nest(description, dataset_address())
            page = render_template("dataset.html", tree=tree, files=descriptions.files, census=descriptions.census)
            response = Response(page)
        elif form.name == "jsonld":
            written = json.dumps(nest(description, dataset_address()), ensure_ascii=False, indent=2)
            response = Response(written, mimetype=form.media_type)
        else:
            response = description.response(form)
        response.vary.add("Accept")
        return response

    return blueprint


def downloads_blueprint(files: Files) -> Blueprint:
    """Return the files of a release, as they are."""
    blueprint = Blueprint("downloads", __name__)

    @blueprint.get("/dataset/croissant")
    def croissant() -> Response:
        """Describe the tables in Croissant, with the addresses that they have here."""
        kept = _kept(files, CROISSANT)[1]
        with _there(CROISSANT):
            tree = json.loads(kept.path.read_bytes())
        for file in tree["distribution"]:
            file["contentUrl"] = address("downloads.download", name=file["contentUrl"]).value
        written = json.dumps(tree, ensure_ascii=False, indent=2)
        return Response(written, mimetype="application/ld+json")

    @blueprint.get("/dataset/<name>")
    def download(name: str) -> Response:
        """Send a file with its digest (RFC 9530), or a part of it (RFC 9110, section 14)."""
        file, kept = _kept(files, name)
        if file.media_type in DENSE and not must_code(request.headers.get("Accept-Encoding")):
            g.coding = IDENTITY  # so that it has one tag, and can be resumed whatever a client accepts
        tag = quoted(kept.digest)
        if had := unchanged(tag):
            return had
        with _there(name):
            response = send_file(
                kept.path,
                mimetype=file.media_type,
                as_attachment=True,
                download_name=name,
                conditional=False,
                etag=False,
            )
        del response.headers["Last-Modified"], response.headers["Cache-Control"]  # the tag says more
        response.headers["ETag"] = tag
        response.headers["Accept-Ranges"] = "bytes"
        response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(kept.digest)).decode()}:"
        return _part(response, kept.size) if _asks_for_a_part(tag) else response

    return blueprint


def _kept(files: Files, name: str) -> tuple[File, Kept]:
    """Return a file that can be sent, and where it is.

    :raises NotFound: where there is no such file
    :raises ServiceUnavailable: where it has not been written yet
    """
    file = files.find(name)
    if file is None:
        known = ", ".join(offered.name for offered in files.files())
        raise NotFound(f"There is no file {name[:100]!r}: {f'the files are {known}' if known else NO_RELEASE}.")
    if file.kept is None and files.are_expected():
        raise ServiceUnavailable(f"{name} is being written. Ask again in a moment.", retry_after=WRITING_SECONDS)
    if file.kept is None:
        raise ServiceUnavailable(f"{name} cannot be written; the server's log says why.")
    return file, file.kept


@contextmanager
def _there(name: str) -> Iterator[None]:
    """Say what is the matter where somebody has removed a file under the server's hands.

    :raises ServiceUnavailable: in its place
    """
    try:
        yield
    except FileNotFoundError as error:
        current_app.logger.warning("a file of the release is gone: %s", error.filename)
        raise ServiceUnavailable(f"{name} is not there any more; the server's log says why.") from None


def _asks_for_a_part(tag: str) -> bool:
    """Tell whether one range of bytes is asked for; other units and several ranges may be ignored.

    Where If-Match names something else, the whole is prepared, and refused as all responses are.
    """
    asked, match = request.range, parse_tags(request.headers.get("If-Match"))
    if request.method != "GET" or asked is None or (match is not None and not match.strongly(tag)):
        return False
    return asked.units == "bytes" and len(asked.ranges) == 1


def _part(response: Response, size: int) -> Response:
    """Return the part that is asked for; If-Range keeps a client from joining those of two releases or codings.

    :raises RequestedRangeNotSatisfiable: where there is no such part
    """
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        response.close()
        raise
    return response
