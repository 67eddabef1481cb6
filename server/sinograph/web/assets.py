"""What the pages load: the style sheets, and the scripts where the front end was bundled.

Every page has one style sheet, and what only one kind of page needs is in another of its name. The bundles' names hold
digests of their contents, and so do the style sheets' addresses: browsers may keep both for ever. Without bundles the
pages are whole, and only do not suggest, complete and draw.
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
    :param digests: for each style sheet its digest, shortened
    """

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path = STATIC) -> Assets:
        """Read the manifest of the bundles; where there is none, there are no scripts."""
        digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in folder.glob("*.css")}
        try:
            manifest = json.loads((folder / BUNDLES / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(digests=digests)
        return cls(manifest["entries"], digests)

    def tags(self, *names: str) -> Markup:
        """Return the elements of a page's head that load the style sheets and the scripts of these names."""
        sheets = [name for name in (STYLE, *(f"{each}.css" for each in names)) if name in self.digests]
        tags = [
            Markup('<link rel="stylesheet" href="{}">').format(url_for("static", filename=name, v=self.digests[name]))
            for name in sheets
        ]
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
