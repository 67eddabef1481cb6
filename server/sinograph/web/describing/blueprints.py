"""The routes of the descriptions, and of the files of a release."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound

from sinograph.web.delivery import unchanged
from sinograph.web.describing.addresses import dataset as dataset_address
from sinograph.web.describing.nesting import nest
from sinograph.web.preferences import preferred_format
from sinograph.web.validators import quoted

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from sinograph.web.describing.descriptions import Descriptions
    from sinograph.web.describing.files import Files


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
    offered = {file.name: file for file in files.files}

    @blueprint.get("/dataset/<name>")
    def download(name: str) -> Response:
        """Send a file with its digest (RFC 9530)."""
        file = offered.get(name)
        if file is None:
            known = f"the files are {', '.join(offered)}" if offered else "what is served is no release"
            raise NotFound(f"There is no file {name[:100]!r}: {known}.")
        tag = quoted(file.digest)
        if had := unchanged(tag):
            return had
        # No ranges: what a client resumes must not be of two releases, nor of two codings.
        response = send_file(
            file.path, mimetype=file.media_type, as_attachment=True, download_name=name, conditional=False, etag=False
        )
        del response.headers["Last-Modified"]  # the tag says more
        response.headers["ETag"] = tag
        response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(file.digest)).decode()}:"
        return response

    return blueprint
