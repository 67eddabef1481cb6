from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sinograph.cli import cli

if TYPE_CHECKING:
    from click.testing import Result

    from sinograph.release import Release

STOCK = Path(__file__).parent.parent / "resources" / "stock"
LABELS = "PREFIX ex: <https://example.org/> SELECT ?s ?label { ?s ex:label ?label } ORDER BY ?label"


def query(*arguments: str, text: str | bytes = "") -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("SINOGRAPH_")}
    process = subprocess.run(
        [sys.executable, "-m", "sinograph", "query", *arguments],
        input=text if isinstance(text, bytes) else text.encode(),
        capture_output=True,
        env=environ,
        check=False,
    )
    return subprocess.CompletedProcess(
        process.args, process.returncode, process.stdout.decode(), process.stderr.decode()
    )


def test_prints_a_table() -> None:
    done = query(LABELS, "--data", str(STOCK))
    assert done.returncode == 0
    assert "茶 @zh" in done.stdout
    assert "3 rows" in done.stdout


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("csv", "s,label"), ("tsv", "?s\t?label"), ("json", "{"), ("xml", "<?xml")],
)
def test_writes_formats(form: str, beginning: str) -> None:
    done = query(LABELS, "--format", form, "--data", str(STOCK))
    assert done.returncode == 0
    assert done.stdout.startswith(beginning)


def test_writes_graphs() -> None:
    done = query("DESCRIBE <https://example.org/tea>", "--format", "json", "--data", str(STOCK))
    assert json.loads(done.stdout)[0]["@id"] == "https://example.org/tea"


def test_reads_a_file_and_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "ask.rq"
    file.write_text("ASK {}")
    assert query(str(file), "--data", str(STOCK)).stdout == "yes\n"
    assert query("-", "--data", str(STOCK), text="ASK { FILTER(false) }").stdout == "no\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["SELECT *\n{ ?s ?p [ }"], "'[' is not closed"),
        (["SELECT *\n{ ?s ?p [ }"], "\n{ ?s ?p [ }\n        ^"),
        (["ASK { SERVICE <http://x/> {} }"], "SERVICE asks another server"),
        (["n" * 300], "there is no such file and no such question"),
        (["ASK " + "n" * 300], "cannot stand here"),
        (["ASK {}", "--data", "n" * 300], "cannot be read: File name too long"),
        (["nothing"], "nothing: there is no such file and no such question"),
        (["ASK {}", "--format", "turtle"], "turtle does not fit"),
        (["ASK {}", "--data", "nowhere.ttl"], "nowhere.ttl: there is no such file"),
    ],
)
def test_one_message_and_exit_code_1(arguments: list[str], said: str) -> None:
    done = query(*arguments, "--data", str(STOCK))
    assert done.returncode == 1
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_refuses_input_that_is_not_utf8() -> None:
    done = query("-", "--data", str(STOCK), text=b"ASK {} # \xff")
    assert done.returncode == 1
    assert "byte 9 is not UTF-8" in done.stderr


GLM = "SELECT ?n { model:glm-5 sino:totalParameters ?n }"


def of_release(release: Release, *arguments: str) -> Result:
    environ = {"SINOGRAPH_RELEASES": str(release.path.parent)}
    return CliRunner().invoke(cli, ["query", "--evidence", *arguments], env=environ)


def test_prints_footnotes(real_release: Release) -> None:
    done = of_release(real_release, GLM)
    assert "│ 744000000000 │ [1] [2] │" in done.output
    assert "[1] “744B parameter MoE model with 40B active parameters” passage:players-glm-5-size" in done.output
    assert "(document:chinese-ai-labs 6100-6151)" in done.output


def test_prints_how_to_read_a_proof(real_release: Release) -> None:
    done = of_release(real_release, "SELECT ?t { lab:zhipu-ai sino:practises ?t } ORDER BY ?t LIMIT 1")
    assert "inferred" in done.output
    assert "sinograph explain lab:zhipu-ai sino:practises technique:" in done.output


def test_says_what_cannot_be_told(real_release: Release) -> None:
    done = of_release(real_release, "SELECT (RAND() AS ?r) { model:glm-5 sino:totalParameters ?n }")
    assert "cannot be told for a query of this kind" in done.output


def test_writes_evidence(real_release: Release) -> None:
    assert "players-glm-5-size" in of_release(real_release, GLM, "--format", "csv").output.splitlines()[1]
    answer = json.loads(of_release(real_release, GLM, "--format", "json").output)
    assert len(answer["evidence"]["rows"][0]["passages"]) == 2
    assert of_release(real_release, "ASK { model:glm-5 sino:totalParameters ?n }").output.startswith("yes [1] [2]\n")
    assert "[1]" in of_release(real_release, "CONSTRUCT WHERE { model:glm-5 sino:totalParameters ?n }").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((GLM, "--format", "xml"), "xml has no place"),
        (("DESCRIBE model:glm-5", "--format", "turtle"), "turtle has no place"),
        (("ASK {}", "--format", "csv"), "csv has no place"),
        (("ASK {}", "--data", str(STOCK)), "files that are asked as they are have no evidence"),
    ],
)
def test_refuses_what_has_no_evidence(real_release: Release, arguments: tuple[str, ...], said: str) -> None:
    done = of_release(real_release, *arguments)
    assert done.exit_code == 1
    assert said in str(done.exception)
