"""The files to run the server with are well-formed, and fit the settings and each other."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sinograph.settings import ROWS, Settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
UNIT = (DEPLOY / "sinograph.service").read_text(encoding="utf-8")
LOCK = (DEPLOY / "requirements.lock").read_text(encoding="utf-8")
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())

HARDENING = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "Restart": "always",
    "CapabilityBoundingSet": "",
    "ExecReload": "/bin/kill -HUP $MAINPID",
}


def unit() -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=False, comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(UNIT)
    return parser["Service"]


@pytest.mark.parametrize(("name", "value"), HARDENING.items(), ids=HARDENING)
def test_the_unit_is_hardened(name: str, value: str) -> None:
    assert unit()[name] == value


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    file = tmp_path / "sinograph.service"
    file.write_text(UNIT.replace("/opt/sinograph/bin/sinograph", sys.executable))
    result = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False)
    assert [line for line in result.stderr.splitlines() if "sinograph" in line] == []


def test_every_setting_named_is_one() -> None:
    names = {f"SINOGRAPH_{row.name.upper()}" for row in ROWS}
    named = {name for file in FILES for name in re.findall(r"SINOGRAPH_[A-Z_]+", file.read_text(encoding="utf-8"))}
    named |= set(re.findall(r"SINOGRAPH_[A-Z_]+", GUIDE))
    assert len(named) >= 8
    assert named <= names


def test_the_settings_of_the_unit_can_be_read() -> None:
    environ = dict(re.findall(r"^Environment=(SINOGRAPH_\w+)=(.*)$", UNIT, flags=re.MULTILINE))
    assert len(environ) == 4
    assert len(Settings.load(environ).trusted_proxies) == 2


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_the_braces_of_a_proxy_are_closed(name: str) -> None:
    text = re.sub(r"#.*", "", (DEPLOY / name).read_text(encoding="utf-8"))
    depths = [text[:place].count("{") - text[:place].count("}") for place in range(len(text) + 1)]
    assert min(depths) == depths[-1] == 0
    assert "X-Forwarded-For" in text


def test_the_container_is_run_alike_wherever_that_is_told() -> None:
    lines = [re.search(r"podman run .*", text) for text in ((DEPLOY / "Containerfile").read_text("utf-8"), GUIDE)]
    assert len({line[0] for line in lines if line}) == 1
    assert all(line and "--init" in line[0] for line in lines), "somebody has to bury the workers of a killed broker"


def test_the_container_copies_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", text, flags=re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert len(copied) >= 8
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert re.search(r"^USER 10001:10001$", text, flags=re.MULTILINE)
    assert text.count("--require-hashes") == 2


def test_what_is_locked_is_what_is_tested() -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), flags=re.M))
    pinned = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pinned.items()}
    locked = dict(re.findall(r"^([\w.-]+)==([^ ;\\]+)", LOCK, flags=re.MULTILINE))
    assert {"flask", "granian", "pyoxigraph", "rdflib"} <= locked.keys()
    assert {name: version for name, version in locked.items() if pinned.get(name, version) != version} == {}


def test_every_package_has_its_digests() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) >= 30
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


def test_the_guide_names_every_file() -> None:
    named = set(re.findall(r"\(\.\./deploy/([\w.-]+)\)", GUIDE))
    assert named == {"sinograph.service", "nginx.conf", "Caddyfile", "Containerfile", "requirements.lock"}
    assert all((DEPLOY / name).exists() for name in named)
