"""Check what the server runs on for known vulnerabilities, and say plainly what could not be checked.

``make audit`` runs it with pip-audit at hand. Exit code 0: all were checked and none is known; 1: some are known; 2: no
source of advisories could be reached for all of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("requirements.lock")

SOURCES = ("pypi", "osv")
"""The sources of advisories that are asked, one after the other, for what is not checked yet."""


def audit(source: str) -> list[dict[str, Any]]:
    """Return what a source says of each package; nothing where it cannot be reached."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    command = [sys.executable, "-m", "pip_audit", *options, "--vulnerability-service", source, "-r", str(LOCK)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    try:
        packages: list[dict[str, Any]] = json.loads(result.stdout)["dependencies"]
    except ValueError:
        print(f"{source}: {result.stderr.strip().splitlines()[-1][:200] if result.stderr.strip() else 'no answer'}")
        return []
    return [package for package in packages if "skip_reason" not in package]


def main() -> int:
    """Ask the sources, and tell."""
    names = {line.partition("==")[0] for line in LOCK.read_text(encoding="utf-8").splitlines() if "==" in line}
    checked: dict[str, dict[str, Any]] = {}
    for source in SOURCES:
        if len(checked) < len(names):
            checked |= {package["name"]: package for package in audit(source)}
    known = [(package, found) for package in checked.values() for found in package["vulns"]]
    for package, found in known:
        fixed = ", ".join(found["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {found['id']}, mended in {fixed}")
    if known:
        return 1
    if missing := len(names) - len(checked):
        print(f"NOT CHECKED: {missing} of {len(names)} packages; no source of advisories that knows them was reached")
        return 2
    print(f"none of the {len(names)} packages has a known vulnerability")
    return 0


if __name__ == "__main__":
    sys.exit(main())
