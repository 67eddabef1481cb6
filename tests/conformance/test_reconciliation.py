"""The reconciliation service as OpenRefine and the other clients of the API meet it, over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from jsonschema import Draft202012Validator as Validator

from conformance import reconciliation as schemas

if TYPE_CHECKING:
    import httpx

    from conformance.reconciliation import Schema

MULTIPART = "multipart/form-data; boundary=x"
ORIGIN = {"Origin": "https://refine.example"}

EVERY_SCHEMA = {name: value for name, value in vars(schemas).items() if name.isupper() and isinstance(value, dict)}

MALFORMED: list[tuple[Schema, Any]] = [
    (schemas.MANIFEST, {"versions": ["0.1"], "name": "x", "identifierSpace": "http://x/", "schemaSpace": "http://x/"}),
    (schemas.MANIFEST, {"versions": ["0.2"], "name": "x", "identifierSpace": "http://x/"}),
    (schemas.RESULTS, [{"result": []}]),
    (schemas.RESULTS, {"q0": []}),
    (schemas.RESULTS, {"q0": {"result": [{"name": "x", "score": 1}]}}),
    (schemas.RESULTS, {"q0": {"result": [{"id": "x", "name": "x", "score": "1"}]}}),
    (schemas.SUGGESTIONS, {"result": [{"name": "x"}]}),
    (schemas.EXTENSION, {"rows": {"x": {"p": [{"int": 1, "str": "1"}]}}, "meta": []}),
    (schemas.EXTENSION, {"rows": {"x": {"p": [{"date": "2025"}]}}, "meta": []}),
    (schemas.EXTENSION, {"rows": {}}),
]


def post(small_web: httpx.Client, name: str, body: object) -> Any:
    """Send as OpenRefine does: one parameter in a form."""
    response = small_web.post("/reconcile", data={name: json.dumps(body, ensure_ascii=False)})
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"].startswith("application/json")
    return response.json()


def get(small_web: httpx.Client, path: str) -> Any:
    response = small_web.get(path, headers=ORIGIN)
    assert response.status_code == 200, response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.json()


@pytest.mark.parametrize("schema", EVERY_SCHEMA.values(), ids=EVERY_SCHEMA.keys())
def test_schemas_are_schemas(schema: Schema) -> None:
    Validator.check_schema(schema)


@pytest.mark.parametrize(("schema", "body"), MALFORMED)
def test_schemas_refuse(schema: Schema, body: Any) -> None:
    assert not Validator(schema).is_valid(body)


def test_manifest(small_web: httpx.Client) -> None:
    manifest = get(small_web, "/reconcile")
    jsonschema.validate(manifest, schemas.MANIFEST)
    assert {"view", "suggest", "preview", "extend", "defaultTypes", "documentation"} <= manifest.keys()
    assert small_web.get(manifest["documentation"]).status_code == 200


def test_everything_that_the_manifest_names_is_there(small_web: httpx.Client) -> None:
    manifest = get(small_web, "/reconcile")
    ids = {"entity": "lab/aurora-labs", "type": "Lab", "property": "developedBy"}
    for what, told in manifest["suggest"].items():
        found = get(small_web, f"{told['service_url']}{told['service_path']}?prefix=a")
        jsonschema.validate(found, schemas.SUGGESTIONS)
        flyout = told["flyout_service_url"] + told["flyout_service_path"].replace("${id}", ids[what])
        jsonschema.validate(get(small_web, flyout), schemas.FLYOUT)
    view = small_web.get(manifest["view"]["url"].replace("{{id}}", ids["entity"]))
    assert view.status_code == 303
    preview = small_web.get(manifest["preview"]["url"].replace("{{id}}", ids["entity"]))
    assert (preview.status_code, preview.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]
    proposing = manifest["extend"]["propose_properties"]
    proposed = get(small_web, f"{proposing['service_url']}{proposing['service_path']}?type=Model&limit=3")
    jsonschema.validate(proposed, schemas.PROPOSED)
    assert 0 < len(proposed["properties"]) <= 3


BATCHES: dict[str, dict[str, Any]] = {
    "a name": {"q0": {"query": "Aurora Labs"}},
    "names of which one is not known": {"q0": {"query": "极光"}, "q1": {"query": "qqqqqqqq"}},
    "as OpenRefine sends it": {
        "q0": {
            "query": "Aurora",
            "type": "Model",
            "limit": 5,
            "properties": [{"pid": "developedBy", "v": {"id": "lab/aurora-labs", "name": "Aurora Labs"}}],
            "type_strict": "should",
        }
    },
    "several types": {"q0": {"query": "Aurora", "type": ["Lab", "Model"], "type_strict": "any"}},
    "properties alone": {"q0": {"properties": [{"pid": "totalParameters", "v": [120_000_000_000, "x", True]}]}},
    "an empty cell": {"q0": {"query": ""}, "q1": {"query": "", "type": "Lab"}, "q2": {"query": " ", "properties": []}},
    "no queries": {},
}


@pytest.mark.parametrize("batch", BATCHES.values(), ids=BATCHES.keys())
def test_queries(small_web: httpx.Client, batch: dict[str, Any]) -> None:
    answered = post(small_web, "queries", batch)
    jsonschema.validate(answered, schemas.RESULTS)
    assert answered.keys() == batch.keys()
    by_get = small_web.get("/reconcile", params={"queries": json.dumps(batch)})
    assert by_get.json() == answered
    for name, query in batch.items():
        candidates = answered[name]["result"]
        assert len(candidates) <= query.get("limit", 10)
        assert [each["score"] for each in candidates] == sorted((each["score"] for each in candidates), reverse=True)
        assert sum(each["match"] for each in candidates) <= 1


EXTENSIONS: dict[str, dict[str, Any]] = {
    "values of every kind": {
        "ids": ["model/aurora-1", "model/nothing"],
        "properties": [{"id": name} for name in ("totalParameters", "developedBy", "releaseDate", "uses")],
    },
    "with settings": {
        "ids": ["model/aurora-1"],
        "properties": [{"id": "uses", "settings": {"limit": 1}}, {"id": "developedBy", "settings": {}}],
    },
    "nothing": {"ids": [], "properties": []},
}


@pytest.mark.parametrize("asked", EXTENSIONS.values(), ids=EXTENSIONS.keys())
def test_extension(small_web: httpx.Client, asked: dict[str, Any]) -> None:
    answered = post(small_web, "extend", asked)
    jsonschema.validate(answered, schemas.EXTENSION)
    assert list(answered["rows"]) == asked["ids"]
    assert [column["id"] for column in answered["meta"]] == [each["id"] for each in asked["properties"]]
    for row in answered["rows"].values():
        assert row.keys() == {each["id"] for each in asked["properties"]}


def test_an_empty_cell_is_like_nothing(small_web: httpx.Client) -> None:
    answered = post(small_web, "queries", {**BATCHES["an empty cell"], "q3": {"query": "Aurora Labs"}})
    assert [len(each["result"]) > 0 for each in answered.values()] == [False, False, False, True]


def test_multipart_forms(small_web: httpx.Client) -> None:
    part = f'--x\r\nContent-Disposition: form-data; name="queries"\r\n\r\n{json.dumps(BATCHES["a name"])}\r\n--x--\r\n'
    response = small_web.post("/reconcile", content=part.encode(), headers={"Content-Type": MULTIPART})
    assert response.json()["q0"]["result"][0]["id"] == "lab/aurora-labs"


def test_scripts_of_other_sites_may_ask(small_web: httpx.Client) -> None:
    preflight = {**ORIGIN, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = small_web.options("/reconcile", headers=preflight)
    assert allowed.status_code == 200
    assert "POST" in allowed.headers["Access-Control-Allow-Methods"]
    answered = small_web.post("/reconcile", data={"queries": "{}"}, headers=ORIGIN)
    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answered.headers


def test_scripts_that_cannot_use_cors(small_web: httpx.Client) -> None:
    asked = {"queries": json.dumps(BATCHES["a name"]), "callback": "jQuery1.done"}
    response = small_web.get("/reconcile", params=asked)
    assert response.headers["Content-Type"].startswith(("application/javascript", "text/javascript"))
    script = response.text.strip()
    body = script[script.index("jQuery1.done(") + len("jQuery1.done(") : script.rindex(")")]
    jsonschema.validate(json.loads(body), schemas.RESULTS)
    for name in ("alert(1)//", "a b", "<script>", "a" * 5000):
        assert small_web.get("/reconcile", params={**asked, "callback": name}).status_code == 400


BAD: dict[str, tuple[dict[str, str], int]] = {
    "not JSON": ({"queries": "{"}, 400),
    "a list": ({"queries": "[]"}, 400),
    "a text": ({"queries": '"x"'}, 400),
    "nesting that exhausts the reader": ({"queries": "[" * 100_000}, 400),
    "a number that is too long": ({"queries": '{"q": {"query": "x", "limit": %s}}' % ("9" * 5000)}, 400),
    "a number that is none": ({"queries": '{"q": {"query": "x", "limit": NaN}}'}, 400),
    "a lone surrogate": ({"queries": '{"q": {"query": "x", "type": "\\ud800"}}'}, 400),
    "an unknown property": ({"queries": '{"q": {"query": "x", "properties": [{"pid": "no", "v": "x"}]}}'}, 400),
    "an unknown type": ({"queries": '{"q": {"query": "x", "type": "No"}}'}, 400),
    "an IRI with spaces": ({"queries": '{"q": {"query": "x", "type": "http://x/a b"}}'}, 400),
    "10,000 queries": ({"queries": json.dumps({str(number): {"query": "x"} for number in range(10_000)})}, 413),
    "an extension without identifiers": ({"extend": '{"properties": []}'}, 400),
    "an extension by an unknown property": (
        {"extend": '{"ids": ["lab/aurora-labs"], "properties": [{"id": "no"}]}'},
        400,
    ),
    "10,000 identifiers": ({"extend": json.dumps({"ids": ["lab/x"] * 10_000, "properties": []})}, 413),
    "neither": ({"nonsense": "{}"}, 400),
}


@pytest.mark.parametrize(("form", "status"), BAD.values(), ids=BAD.keys())
def test_bad_requests(small_web: httpx.Client, form: dict[str, str], status: int) -> None:
    response = small_web.post("/reconcile", data=form)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json"), (
        response.text
    )
    jsonschema.validate(response.json(), schemas.PROBLEM)


ODD = ["{}", '{"q": {"query": "\\ud800"}}', '{"q": {"query": "\\u0000"}}', '{"q": {"query": "%s"}}' % ("語" * 20_000)]


@pytest.mark.parametrize("batch", ODD, ids=["nothing", "a lone surrogate", "a NUL", "a long text"])
def test_odd_requests(small_web: httpx.Client, batch: str) -> None:
    response = small_web.post("/reconcile", data={"queries": batch})
    assert response.status_code in {200, 400, 413}
