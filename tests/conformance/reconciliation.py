"""What the Reconciliation API 0.2 requires, as JSON schemas of our own.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. They are as strict as the ones
that are published with it, and stricter where those leave out what its text says.
"""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
NAME: Final[Schema] = {"type": "string", "minLength": 1}
URI: Final[Schema] = {"type": "string", "pattern": "^https?://[^ ]+$"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 1}
DATE: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$"}


def record(*required: str, closed: bool = False, **members: Schema) -> Schema:
    """Return the schema of an object.

    :param closed: whether it may have no other members
    """
    return {
        "type": "object",
        "properties": members,
        "required": list(required),
        "additionalProperties": not closed,
    }


def listed(items: Schema, **more: Any) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items, **more}


def each(values: Schema) -> Schema:
    """Return the schema of an object whose members are named as the client likes."""
    return {"type": "object", "additionalProperties": values}


def template(mark: str) -> Schema:
    """Return the schema of an address with this mark in the place of an identifier."""
    return {"type": "string", "pattern": mark}


TYPE: Final = record("id", id=NAME, name=TEXT)

SUGGESTING: Final = record(
    "service_url",
    "service_path",
    service_url=URI,
    service_path={"type": "string", "pattern": "^/"},
    flyout_service_url=URI,
    flyout_service_path=template(r"\$\{id\}"),
)

SETTING: Final = record(
    "type",
    "label",
    "name",
    type={"enum": ["number", "text", "checkbox", "select"]},
    label=NAME,
    name=NAME,
    help_text=TEXT,
)

MANIFEST: Final = record(
    "versions",
    "name",
    "identifierSpace",
    "schemaSpace",
    versions=listed(TEXT, contains={"const": "0.2"}),
    name=NAME,
    identifierSpace=URI,
    schemaSpace=URI,
    documentation=URI,
    serviceVersion=TEXT,
    logo=URI,
    view=record("url", url=template(r"\{\{id\}\}")),
    defaultTypes=listed(TYPE, uniqueItems=True),
    suggest=record(closed=True, entity=SUGGESTING, property=SUGGESTING, type=SUGGESTING),
    preview=record("url", "width", "height", url=template(r"\{\{id\}\}"), width=COUNT, height=COUNT),
    extend=record(
        propose_properties=record("service_url", "service_path", service_url=URI, service_path=TEXT),
        property_settings=listed(SETTING),
    ),
)

FEATURE: Final = record("id", "value", id=NAME, value={"type": ["boolean", "number"]})

CANDIDATE: Final = record(
    "id",
    "name",
    "score",
    id=NAME,
    name=NAME,
    description=TEXT,
    score={"type": "number", "minimum": 0, "maximum": 100},
    match={"type": "boolean"},
    type=listed({"anyOf": [TYPE, NAME]}),
    features=listed(FEATURE),
)

RESULTS: Final = each(record("result", result=listed(CANDIDATE)))

SUGGESTIONS: Final = record(
    "result",
    result=listed(record("id", "name", id=NAME, name=NAME, description=TEXT, notable=listed({"anyOf": [TYPE, NAME]}))),
)

FLYOUT: Final = record("id", "html", id=NAME, html=NAME)

PROPOSED: Final = record("properties", properties=listed(record("id", "name", id=NAME, name=NAME)), type=TEXT)

VALUE: Final[Schema] = {
    "oneOf": [
        record(closed=True),
        record("id", "name", closed=True, id=NAME, name=TEXT, description=TEXT),
        record("str", closed=True, str=TEXT),
        record("int", closed=True, int={"type": "integer"}),
        record("float", closed=True, float={"type": "number"}),
        record("bool", closed=True, bool={"type": "boolean"}),
        record("date", closed=True, date=DATE),
    ]
}

EXTENSION: Final = record(
    "meta",
    "rows",
    meta=listed(record("id", "name", id=NAME, name=NAME, type=TYPE, service=URI)),
    rows=each(each(listed(VALUE))),
)

PROBLEM: Final = record(
    "type", "title", "status", "detail", type=TEXT, title=NAME, status={"type": "integer"}, detail=NAME
)
"""Of a problem (RFC 9457), which is how errors are told."""
