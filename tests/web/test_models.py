from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from sinograph import create_app
from sinograph.building import build
from sinograph.engine import EmbeddedEngine
from sinograph.web.about import About

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.project import Project
    from sinograph.release import Release
    from sinograph.settings import Settings


def serving(release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(release.store_path)
    about = About(name="sinograph", summary="", version=release.digest, release=release.path)
    yield create_app(engine, about).test_client()
    engine.stop()


@pytest.fixture(scope="module")
def visitor(real_release: Release) -> Iterator[FlaskClient]:
    yield from serving(real_release)


@pytest.fixture
def disputing(disputed: Project, settings: Settings) -> Iterator[FlaskClient]:
    yield from serving(build(disputed, settings, lambda _: None, shacl=False))


def asked(visitor: FlaskClient, **filters: str) -> dict[str, Any]:
    response = visitor.get("/models", query_string=filters)
    assert response.mimetype == "application/json"
    answer = response.get_json()
    assert isinstance(answer, dict)
    return answer


def model(answer: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = (each for each in answer["models"] if each["label"] == name)
    assert isinstance(found, dict)
    return found


def texts(cell: dict[str, Any]) -> list[str]:
    return [" ".join([figure["text"], *figure["marks"]]) for figure in cell["figures"]]


@pytest.mark.parametrize(
    ("name", "column", "said"),
    [
        ("GLM-5", "lab", ["Zhipu AI"]),
        ("GLM-5", "released", ["11 February 2026"]),
        ("GLM-5", "total", ["744 billion"]),
        ("GLM-5", "active", ["40 billion"]),
        ("GLM-5", "chips", ["Huawei Ascend chips", "without NVIDIA"]),
        ("Kimi K2.5", "experts", ["384"]),
        ("Kimi K2.5", "tokens", ["15 trillion"]),
        ("MiniMax-Text-01", "context", ["up to 4 million"]),
        ("Qwen 3", "total", ["up to 235 billion"]),
        ("DeepSeek V4", "total", ["1 trillion only expected"]),
        ("DeepSeek V4", "context", ["1 million only expected"]),
        ("DeepSeek V4", "licence", []),
        ("Yi-1.5", "total", ["size: 6 billion", "size: 9 billion", "size: 34 billion"]),
        ("Kimi K2.5", "prices", ["$0.60 per million input tokens", "2.50 to 3.00 per million tokens damaged text"]),
    ],
)
def test_says_what_is_said_of_each_model(visitor: FlaskClient, name: str, column: str, said: list[str]) -> None:
    assert texts(model(asked(visitor), name)["cells"][column]) == said


def test_each_figure_leads_to_the_words_that_say_it(visitor: FlaskClient) -> None:
    answer = asked(visitor)
    notes = {note["number"]: note for note in answer["notes"]}
    (size,) = model(answer, "GLM-5")["cells"]["total"]["figures"]
    assert "744B parameter MoE model with 40B active parameters" in {
        notes[number]["quotation"] for number in size["notes"]
    }
    assert len(notes) > 80
    for number in size["notes"]:
        slug = notes[number]["passage"].rpartition("/")[2]
        assert notes[number]["link"] == f"/documents/chinese-ai-labs?passage={slug}#{slug}"
    assert visitor.get(notes[1]["link"]).status_code == 200


def test_what_follows_leads_to_its_proof(visitor: FlaskClient) -> None:
    (status,) = model(asked(visitor), "Kimi K2.5")["cells"]["status"]["figures"]
    assert status["inferred"]
    assert visitor.get(status["proof"], headers={"Accept": "application/json"}).status_code == 200


def test_what_is_said_of_a_family_is_said_to_be(visitor: FlaskClient) -> None:
    licence = model(asked(visitor), "DeepSeek R1")["cells"]["licence"]["figures"][0]
    assert (licence["text"], licence["of"]["label"]) == ("MIT license", "DeepSeek models")


def test_a_dispute_has_both_sides(visitor: FlaskClient, disputing: FlaskClient) -> None:
    prices = model(asked(visitor), "Kimi K2.5")["cells"]["prices"]
    assert len(prices["figures"]) == 2
    assert len(prices["disputes"]) == 1
    total = model(asked(disputing), "Aurora-1")["cells"]["total"]
    assert texts(total) == ["12 billion estimated", "120 billion"]
    assert total["disputes"][0]["link"] == "/disputes#model-aurora-1-total-parameters"


def test_scores_are_told_apart_from_what_comparisons_leave_open(visitor: FlaskClient) -> None:
    scores = {(each["on"]["label"], each["label"]): each for each in asked(visitor)["scores"]}
    assert len(scores) == 18
    assert texts(scores["SWE-bench Verified", "MiniMax M2.5"]) == ["80.2%"]
    assert texts(scores["AIME 2025", "GPT-5.2"]) == ["~88% estimated"]
    near = scores["SWE-bench Verified", "Claude Opus 4.5"]
    assert (texts(near), near["than"]["label"]) == (["79.5 to 80.9%"], "MiniMax M2.5")
    assert near["words"] == "within 0.7 points of Claude Opus 4.5"
    assert len(near["figures"][0]["notes"]) == 2
    assert texts(scores["SWE-bench Verified", "GPT-5.2"]) == ["below 80.2%"]
    assert texts(scores["multi-turn tool calling", "Opus 4.6"]) == ["up to 63.8%"]


def test_context_lengths_have_their_time(visitor: FlaskClient) -> None:
    found = {(each["label"], each["when"]): each for each in asked(visitor)["contexts"]}
    assert len(found) == 7
    late = found["Kimi", "late 2023"]
    assert (late["earliest"], late["latest"], late["byRelease"]) == ("2023-01-01", "2023-12-31", False)
    assert found["MiniMax-Text-01", ""]["byRelease"]
    assert found["Doubao", ""]["earliest"] is None


@pytest.mark.parametrize(
    ("filters", "models", "scores"),
    [
        ({"lab": "moonshot-ai"}, 2, 8),
        ({"lab": "https://w3id.org/sinograph/id/lab/moonshot-ai"}, 2, 8),
        ({"lab": "deepseek", "status": "NotReleased"}, 1, 0),
        ({"licence": "apache-2-0"}, 3, 0),
        ({"lab": ""}, 20, 18),
        ({"lab": "nobody"}, 0, 0),
        ({"size": "1t"}, 3, 8),
        ({"model": "glm-5"}, 1, 6),
    ],
    ids=str,
)
def test_is_narrowed(visitor: FlaskClient, filters: dict[str, str], models: int, scores: int) -> None:
    answer = asked(visitor, **filters)
    assert (len(answer["models"]), len(answer["scores"])) == (models, scores)
    page = visitor.get("/models", query_string=filters, headers={"Accept": "text/html"}).text
    assert f"{models} of 20 models" in page
    assert len(re.findall(r'<tr id="model-\d+"[^>]* hidden>', page)) == 20 - models


def test_models_are_compared(visitor: FlaskClient) -> None:
    address = "/models?model=glm-5&model=kimi-k2-5"
    answer = visitor.get(address).get_json()
    assert {each["label"] for each in answer["models"]} == {"GLM-5", "Kimi K2.5"}
    page = visitor.get(address, headers={"Accept": "text/html"}).text
    assert re.findall(r'name="model" value="([^"]+)"[^>]* checked>', page) == ["glm-5", "kimi-k2-5"]
    assert 'href="/models?format=json&amp;model=glm-5&amp;model=kimi-k2-5"' in page


def test_a_size_counts_as_far_as_it_is_documented(visitor: FlaskClient) -> None:
    sizes = {each["label"] for each in asked(visitor, size="100b")["models"]}
    assert {"GLM-5", "DeepSeek V4", "Qwen 3"} <= sizes
    assert "Yi-34B" not in sizes


def test_what_is_left_out_as_nothing_is_said_is_counted(visitor: FlaskClient) -> None:
    page = visitor.get("/models?licence=apache-2-0", headers={"Accept": "text/html"}).text
    shown = re.findall(r'data-unsaid="(\w+)">(\d+) models have no licence in the text', page)
    without = sum(not each["cells"]["licence"]["figures"] for each in asked(visitor)["models"])
    assert shown == [("licence", str(without))]


def test_every_model_is_accounted_for(visitor: FlaskClient) -> None:
    page = visitor.get("/models", headers={"Accept": "text/html"}).text
    assert "The documents name 27 models in all: 20 stand in this table, 7 do not." in page


@pytest.mark.parametrize("address", ["/models?laboratory=baidu", "/models?format=turtle"])
def test_refuses_what_it_does_not_know(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 400


def test_speaks_chinese(visitor: FlaskClient) -> None:
    page = visitor.get("/models", headers={"Accept": "text/html", "Accept-Language": "zh"}).text
    assert "7440 亿" in page
    assert "智谱" in page
    assert asked(visitor) == visitor.get("/models", headers={"Accept-Language": "zh"}).get_json()


def test_data_without_models_are_said_to_have_none(client: FlaskClient) -> None:
    assert client.get("/models").get_json() == {"models": [], "scores": [], "contexts": [], "notes": []}
    assert "say nothing of models" in client.get("/models?format=html").text


def test_markup_in_words_is_escaped(disputed: Project, settings: Settings) -> None:
    path = disputed.root / "graph/entities/models.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace('"Aurora-1"@en', '"<b>Aurora-1"@en'), encoding="utf-8")
    for visitor in serving(build(disputed, settings, lambda _: None, shacl=False)):
        page = visitor.get("/models?format=html").text
    assert "&lt;b&gt;Aurora-1" in page
    assert "<b>" not in page
