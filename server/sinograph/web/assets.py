"""What the pages load: the style sheet, and the scripts where the front end was bundled.

The bundles' names hold digests of their contents, and so does the style sheet's address: browsers may keep both for
ever. Without bundles the pages are whole, and only do not suggest, complete and draw.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flask import request, url_for
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask, Response

STATIC: Final = Path(__file__).parent / "static"
BUNDLES: Final = "dist"
MANIFEST: Final = "manifest.json"
STYLE: Final = "sinograph.css"

IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""For what another content would have another address of (RFC 8246)."""

MISSING: Final = (
    "the pages are without their scripts (suggestions, SPARQL editor, charts): the package was built where no npm "
    "registry could be reached; install it again where one can"
)


@dataclass(frozen=True)
class Assets:
    """The files below ``/static``.

    :param entries: for each bundled script its file, its style sheet, and the files that it loads first
    :param digest: of the style sheet, shortened
    """

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    digest: str = ""

    @classmethod
    def read(cls, folder: Path = STATIC) -> Assets:
        """Read the manifest of the bundles; where there is none, there are no scripts."""
        digest = hashlib.sha256((folder / STYLE).read_bytes()).hexdigest()[:16]
        try:
            manifest = json.loads((folder / BUNDLES / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(digest=digest)
        return cls(manifest["entries"], digest)

    def tags(self, *names: str) -> Markup:
        """Return the elements of a page's head that load the style sheet and the scripts of these names."""
        sheet = url_for("static", filename=STYLE, v=self.digest)
        tags = [Markup('<link rel="stylesheet" href="{}">').format(sheet)]
        for entry in (self.entries[name] for name in names if name in self.entries):
            if entry["style"]:
                tags.append(Markup('<link rel="stylesheet" href="{}">').format(_address(entry["style"])))
            tags += [Markup('<link rel="modulepreload" href="{}">').format(_address(name)) for name in entry["first"]]
            tags.append(Markup('<script type="module" src="{}"></script>').format(_address(entry["script"])))
        return Markup("\n").join(tags)


def register_assets(app: Flask, assets: Assets | None = None) -> None:
    """Give the templates ``assets``, and let browsers keep what has its digest in its address."""
    assets = assets or Assets.read()
    app.context_processor(lambda: {"assets": assets})
    app.after_request(_kept)


def _kept(response: Response) -> Response:
    name = (request.view_args or {}).get("filename", "") if request.endpoint == "static" else ""
    if response.status_code == 200 and (name.startswith(f"{BUNDLES}/") or "v" in request.args) and name:
        response.headers["Cache-Control"] = IMMUTABLE
    return response


def _address(name: str) -> str:
    return url_for("static", filename=f"{BUNDLES}/{name}")
