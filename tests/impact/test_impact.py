"""What would change without some passages, as text, as JSON and over HTTP."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from sinograph import create_app
from sinograph.building import build
from sinograph.cli import cli
from sinograph.engine import EmbeddedEngine
from sinograph.errors import SinographError
from sinograph.impact import Before, impact_of
from sinograph.namespaces import PREFIXES, expand
from sinograph.spelling import spell_triple
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.project import Project
    from sinograph.release import Release
    from sinograph.settings import Settings

SIZE = """\
Without “120B parameter mixture-of-experts model with 12B active parameters” [small-dragons 142-208]
├── no longer said: 3
│   ├── Aurora-1 has active parameters 12,000,000,000
│   ├── Aurora-1 has total parameters 120,000,000,000
│   └── Aurora-1 uses mixture of experts
└── would no longer follow: 1
    └── Aurora Labs practises mixture of experts because Aurora-1 is developed by Aurora Labs and Aurora-1 uses mixture of experts.
"""  # noqa: E501

PRACTISES = """\
Aurora Labs practises mixture of experts
├── any of these suffices: 1
│   └── 2 passages together
│       ├── “Aurora Labs (极光) makes the Aurora family of models. Aurora-1” [small-dragons 48-108]
│       └── “120B parameter mixture-of-experts model with 12B active parameters” [small-dragons 142-208]
└── withdraw any of these and it falls: 2
    ├── “Aurora Labs (极光) makes the Aurora family of models. Aurora-1” [small-dragons 48-108]
    └── “120B parameter mixture-of-experts model with 12B active parameters” [small-dragons 142-208]
"""


@pytest.fixture
def release(project: Project, settings: Settings) -> Release:
    return build(project, settings, lambda _: None, shacl=False)


@pytest.fixture
def impacting(release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(release.store_path, prefixes=PREFIXES)
    yield create_app(engine, About("small", "A small release.", release=release.path)).test_client()
    engine.stop()


def run(release: Release, project: Project, *arguments: str) -> str:
    environ = {"SINOGRAPH_RELEASES": str(release.path.parent), "SINOGRAPH_PROJECT": str(project.root)}
    return CliRunner().invoke(cli, ["impact", *arguments], env=environ, catch_exceptions=False).output


def test_text(release: Release, project: Project) -> None:
    assert run(release, project, "passage:aurora-1-size") == SIZE
    goal = "lab:aurora-labs", "sino:practises", "technique:mixture-of-experts"
    assert run(release, project, *goal) == PRACTISES


def test_a_full_iri_names_a_passage_too(release: Release, project: Project) -> None:
    assert run(release, project, expand("passage:aurora-1-size").value) == SIZE


def test_a_passage_that_is_not_asserted_changes_nothing(release: Release, project: Project) -> None:
    output = run(release, project, "passage:aurora-3-size")
    assert output.endswith("└── nothing would change\n")


def test_lines_are_cut_unless_all_are_asked_for(release: Release, project: Project) -> None:
    cut = run(release, project, "document:small-dragons")
    assert "Without 11 passages" in cut
    assert "more; --all shows them" in cut
    assert "more; --all shows them" not in run(release, project, "document:small-dragons", "--all")


def test_json(release: Release, project: Project) -> None:
    found = json.loads(run(release, project, "passage:aurora-1-size", "--format", "json"))
    assert [quote["passage"] for quote in found["withdrawn"]] == [expand("passage:aurora-1-size").value]
    assert [len(found[part]) for part in ("unsaid", "lost", "weakened", "gained")] == [3, 1, 0, 0]
    assert found["lost"][0]["rule"] == "practises"
    assert found["lost"][0]["triple"]["subject"]["curie"] == "lab:aurora-labs"
    goal = "lab:aurora-labs", "sino:practises", "technique:mixture-of-experts"
    found = json.loads(run(release, project, *goal, "--format", "json"))
    assert [len(each) for each in found["sufficient"]] == [2]
    assert [len(each) for each in found["fatal"]] == [1, 1]
    assert found["complete"] is True


REFUSED = {
    "a passage that is misspelt": (("passage:aurora-1-sise",), "did you mean passage:aurora-1-size"),
    "a thing that is neither": (("model:aurora-1",), "model:aurora-1 is neither a passage nor a document"),
    "a triple that does not hold": (("model:aurora-1", "a", "sino:Chip"), "does not hold: model:aurora-1 rdf:type"),
    "two terms of a triple": (("model:aurora-1", "sino:uses"), "model:aurora-1 is neither a passage nor a document"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses(release: Release, project: Project, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(SinographError) as caught:
        run(release, project, *arguments)
    assert message in str(caught.value)


def test_what_is_said_twice_rests_on_less(project: Project, settings: Settings) -> None:
    path = project.root / "graph/claims/small-dragons/prices.trig"
    text = path.read_text(encoding="utf-8")
    said = "    model:aurora-1 sino:trainedOn chip:n-100 ."
    path.write_text(
        text.replace(said, f"{said}\n    model:aurora-1 sino:developedBy lab:aurora-labs ."), encoding="utf-8"
    )
    path.write_text(
        path.read_text(encoding="utf-8").replace("@prefix model:", LAB + "@prefix model:"), encoding="utf-8"
    )
    before = Before.of(build(project, settings, lambda _: None, shacl=False).path)
    found = impact_of([expand("passage:aurora-1-chips")], before)
    assert [spell_triple(triple) for triple in found.unsaid] == ["model:aurora-1 sino:trainedOn chip:n-100"]
    assert {spell_triple(each.triple) for each in found.weakened} == {
        "lab:aurora-labs sino:practises technique:mixture-of-experts",
        "model:aurora-1 sino:developedBy lab:aurora-labs",
    }
    still = {each.triple.predicate: each.still for each in found.weakened}
    assert still[expand("sino:developedBy")] == {expand("passage:aurora-1-family")}


LAB = "@prefix lab: <https://w3id.org/sinograph/id/lab/> .\n"


def test_http(impacting: FlaskClient) -> None:
    response = impacting.get("/impact?passage=passage:aurora-1-size")
    assert response.json is not None
    assert len(response.json["unsaid"]) == 3
    everything = impacting.get("/impact?document=document:small-dragons").json
    assert everything is not None
    assert len(everything["withdrawn"]) == 11
    two = impacting.get("/impact?passage=passage:aurora-1-size&passage=passage:aurora-1-chips").json
    assert two is not None
    assert len(two["unsaid"]) == 4


def test_pages(impacting: FlaskClient) -> None:
    page = impacting.get("/impact?passage=passage:aurora-1-size", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    assert '<p class="about">about <bdi>Aurora-1</bdi></p>' in page.text
    assert "not what would be false" in page.text
    assert re.search(r"Without this passage \d+ statements would fall, and \d+ would stand on less\.", page.text)
    assert ">No longer said <small>3</small>" in page.text
    assert "<bdi>Small Dragons</bdi>, characters 142–208</a>" in page.text
    goal = "s=lab:aurora-labs&p=sino:practises&o=technique:mixture-of-experts"
    page = impacting.get(f"/impact?{goal}&format=html")
    assert "Withdraw any of these and it falls <small>2</small>" in page.text
    assert "Nothing would change" in impacting.get("/impact?passage=passage:aurora-3-size&format=html").text


STATUS = {
    "nothing asked": ("/impact", 400),
    "two parts of a triple": ("/impact?s=model:aurora-1&p=a", 400),
    "both": ("/impact?s=model:aurora-1&p=a&o=sino:Model&passage=passage:aurora-1-size", 400),
    "an unknown parameter": ("/impact?passages=passage:aurora-1-size", 400),
    "an unknown passage": ("/impact?passage=passage:nowhere", 404),
    "no passage": ("/impact?passage=model:aurora-1", 400),
    "what does not hold": ("/impact?s=model:aurora-1&p=a&o=sino:Chip", 404),
    "an unknown format": ("/impact?passage=passage:aurora-1-size&format=turtle", 400),
}


@pytest.mark.parametrize(("address", "status"), STATUS.values(), ids=STATUS.keys())
def test_http_errors(impacting: FlaskClient, address: str, status: int) -> None:
    response = impacting.get(address)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_markup_is_escaped(impacting: FlaskClient) -> None:
    response = impacting.get("/impact?passage=<script>alert(1)</script>", headers={"Accept": "text/html"})
    assert response.status_code in (400, 404)
    assert "<script>" not in response.text


def test_files_as_they_are_have_no_impact(client: FlaskClient) -> None:
    assert client.get("/impact?passage=passage:x").status_code == 404
