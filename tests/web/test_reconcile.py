from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sinograph import create_app
from sinograph.engine import EmbeddedEngine, Limits
from sinograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from sinograph.release import Release


@pytest.fixture(scope="module")
def service(small_release: Release) -> Iterator[FlaskClient]:
    engine = EmbeddedEngine(small_release.store_path, prefixes=PREFIXES, limits=Limits.for_one())
    yield create_app(engine).test_client()
    engine.stop()


def ask(service: FlaskClient, query: Any) -> list[dict[str, Any]]:
    response = service.post("/reconcile", data={"queries": json.dumps({"q0": query})})
    assert response.status_code == 200, response.text
    document = response.json
    assert document is not None
    for candidate in document["q0"]["result"]:
        assert isinstance(candidate["id"], str)
        assert isinstance(candidate["name"], str)
        assert 0 <= candidate["score"] <= 100
        assert isinstance(candidate["match"], bool)
        assert all({"id", "name"} == kind.keys() for kind in candidate["type"])
        assert all({"id", "value"} == feature.keys() for feature in candidate["features"])
    return list(document["q0"]["result"])


def test_the_manifest(service: FlaskClient) -> None:
    response = service.get("/reconcile")
    manifest = response.json
    assert manifest is not None
    assert manifest["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace"} <= manifest.keys()
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]
    assert isinstance(manifest["preview"]["width"], int)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    for what in ("entity", "type", "property"):
        assert "${id}" in manifest["suggest"][what]["flyout_service_path"]
    assert service.get("/reconcile/").json == manifest


def test_a_name_that_is_exact_is_a_match(service: FlaskClient) -> None:
    best = ask(service, {"query": "aurora labs"})[0]
    assert (best["id"], best["match"], best["score"]) == ("lab/aurora-labs", True, 100)
    assert ask(service, {"query": "极光"})[0]["id"] == "lab/aurora-labs"
    assert not ask(service, {"query": "arora labs"})[0]["match"]


def test_types_and_limits(service: FlaskClient) -> None:
    ids = {candidate["id"] for candidate in ask(service, {"query": "Aurora", "type": "Model"})}
    assert ids == {"model/aurora-1", "model/aurora-2", "model/aurora-3"}
    assert len(ask(service, {"query": "Aurora", "type": ["Model", "Lab"], "limit": 2})) == 2
    assert ask(service, {"query": "Aurora", "type": ["Model", "Lab"], "type_strict": "all"}) == []
    assert len(ask(service, {"query": "Aurora", "type": ["Model"], "type_strict": "should"})) > 3


@pytest.mark.parametrize(
    "value", ["Aurora Labs", "极光", {"id": "lab/aurora-labs"}, f"{PREFIXES['lab']}aurora-labs", ["x", "Aurora Labs"]]
)
def test_properties_decide(service: FlaskClient, value: Any) -> None:
    properties = [{"pid": "developedBy", "v": value}]
    assert ask(service, {"query": "Aurora", "type": "Model", "properties": properties})[0]["id"] == "model/aurora-1"
    assert ask(service, {"properties": properties})[0]["id"] == "model/aurora-1"


def test_numbers_as_values(service: FlaskClient) -> None:
    for value in (120_000_000_000, "120000000000", 1.2e11):
        found = ask(service, {"properties": [{"pid": "totalParameters", "v": value}], "limit": 1})
        assert (found[0]["id"], found[0]["score"]) == ("model/aurora-1", 100)


def test_data_extension(service: FlaskClient) -> None:
    properties = ["totalParameters", "developedBy", "releaseDate", "uses"]
    asked = {"ids": ["model/aurora-1", "model/nothing"], "properties": [{"id": name} for name in properties]}
    document = service.get("/reconcile", query_string={"extend": json.dumps(asked)}).json
    assert document is not None
    assert [column["id"] for column in document["meta"]] == properties
    assert document["rows"]["model/aurora-1"] == {
        "totalParameters": [{"int": 120_000_000_000}],
        "developedBy": [{"id": "lab/aurora-labs", "name": "Aurora Labs"}],
        "releaseDate": [{"str": "2025-02"}],
        "uses": [{"id": "technique/mixture-of-experts", "name": "mixture of experts"}],
    }
    assert document["rows"]["model/nothing"]["developedBy"] == []


def test_suggestions(service: FlaskClient) -> None:
    def first(path: str) -> Any:
        document = service.get(path).json
        assert document is not None
        return document["result"][0]

    assert first("/reconcile/suggest/entity?prefix=borealis")["id"] == "lab/borealis-ai"
    assert first("/reconcile/suggest/type?prefix=ModelFam")["id"] == "ModelFamily"
    assert first("/reconcile/suggest/property?prefix=developed")["id"] == "developedBy"
    assert first("/reconcile/suggest/property")["id"]
    proposed = service.get("/reconcile/properties?type=Model").json
    assert proposed is not None
    assert "developedBy" in {each["id"] for each in proposed["properties"]}


def test_flyouts_previews_and_views(service: FlaskClient) -> None:
    flyout = service.get("/reconcile/flyout/entity?id=lab/aurora-labs").json
    assert flyout is not None
    assert flyout["id"] == "lab/aurora-labs"
    assert "<strong>Aurora Labs</strong>" in flyout["html"]
    preview = service.get("/reconcile/preview?id=lab/aurora-labs")
    assert "Aurora Labs" in preview.text
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]
    view = service.get("/reconcile/view?id=lab%2Faurora-labs")
    assert (view.status_code, view.headers["Location"]) == (303, "/id/lab/aurora-labs")


@pytest.mark.parametrize("path", ["flyout/entity", "flyout/type", "preview", "view"])
def test_identifiers_of_nothing(service: FlaskClient, path: str) -> None:
    assert service.get(f"/reconcile/{path}?id=lab/nothing").status_code == 404
    assert service.get(f"/reconcile/{path}?id=a%20b").status_code == 400
    assert service.get(f"/reconcile/{path}").status_code == 400


@pytest.mark.parametrize(
    ("batch", "status"),
    [
        ("not json", 400),
        ("[]", 400),
        ('{"q": {"query": 5}}', 400),
        ('{"q": {"query": "x", "type": "Nothing"}}', 400),
        ('{"q": {"query": "x", "properties": [{"pid": "nothing", "v": "x"}]}}', 400),
        ('{"q": {"query": "x", "properties": [{"pid": "uses", "v": {"id": "a b"}}]}}', 400),
        (json.dumps({str(number): {"query": "x"} for number in range(10_000)}), 413),
    ],
    ids=["not JSON", "a list", "a number", "an unknown type", "an unknown property", "no identifier", "10,000 entries"],
)
def test_bad_batches(service: FlaskClient, batch: str, status: int) -> None:
    response = service.post("/reconcile", data={"queries": batch})
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    problem = response.get_json(force=True)
    assert problem["status"] == status
    assert problem["detail"]


def test_bad_requests(service: FlaskClient) -> None:
    assert service.post("/reconcile", data={}).status_code == 400
    assert service.post("/reconcile", json={"queries": {}}).status_code == 415
    assert service.put("/reconcile").status_code == 405
    assert service.post("/reconcile", data={"extend": '{"ids": [], "properties": [{"id": "no"}]}'}).status_code == 400
    assert service.get("/reconcile/suggest/entity?prefix=x&cursor=-1").status_code == 400
    assert service.get("/reconcile/properties?type=Nothing").status_code == 400


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_batch_may_come_in_either_form_however_long(service: FlaskClient, content_type: str) -> None:
    batch = json.dumps({"q": {"query": "aurora labs"}}).ljust(20_000)
    response = service.post("/reconcile", data={"queries": batch}, content_type=content_type)
    assert response.json is not None
    assert response.json["q"]["result"][0]["id"] == "lab/aurora-labs"


def test_what_the_address_says_goes_before_the_form(service: FlaskClient) -> None:
    response = service.post("/reconcile", query_string={"queries": "{}"}, data={"queries": "no JSON"})
    assert (response.status_code, response.json) == (200, {})
    response = service.post("/reconcile", data={"queries": ["{}", "no JSON"]})
    assert (response.status_code, response.json) == (200, {})


def test_a_form_of_very_many_parameters_is_not_taken_apart(service: FlaskClient) -> None:
    response = service.post("/reconcile", data="a=b&" * 10_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "1000 parameters" in response.text


def test_data_without_an_ontology(client: FlaskClient) -> None:
    manifest = client.get("/reconcile").json
    assert manifest is not None
    assert manifest["defaultTypes"] == []
    found = client.post("/reconcile", data={"queries": '{"q": {"query": "tea"}}'}).json
    assert found == {"q": {"result": []}}


def test_a_script_may_call_back(service: FlaskClient) -> None:
    response = service.get("/reconcile?callback=jQuery123_4.done")
    assert response.mimetype == "text/javascript"
    assert response.text.startswith("/**/jQuery123_4.done({")
    assert response.text.endswith("});")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["", "a b", "alert(1)//", "a;b", "1a", "a..b", "a[0]", "<script>", "x" * 200, "a\nb", "ａ"]
)
def test_only_a_name_is_called(service: FlaskClient, name: str) -> None:
    assert service.get("/reconcile", query_string={"callback": name}).status_code == 400


def test_settings_of_a_data_extension(service: FlaskClient) -> None:
    def uses(**settings: Any) -> Any:
        asked = {"ids": ["model/aurora-1"], "properties": [{"id": "developedBy", "settings": settings}]}
        document = service.get("/reconcile", query_string={"extend": json.dumps(asked)}).json
        assert document is not None
        return document["rows"]["model/aurora-1"]["developedBy"]

    assert uses(content="literal") == [{"str": "Aurora Labs"}]
    assert uses(content="id", limit=1) == [{"id": "lab/aurora-labs", "name": "Aurora Labs"}]
    manifest = service.get("/reconcile").json
    assert manifest is not None
    assert {each["name"] for each in manifest["extend"]["property_settings"]} == {"limit", "content"}
