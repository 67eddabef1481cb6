"""The Reconciliation API 0.2, for OpenRefine and others (https://www.w3.org/community/reports/reconciliation/)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType

from sinograph import __version__
from sinograph.engine.attention import attention
from sinograph.lookup.batch import MOST_CHARACTERS, read_extension, read_queries
from sinograph.lookup.errors import BatchTooLargeError
from sinograph.lookup.extension import extend, propose
from sinograph.web.links import OwnAddresses, destination
from sinograph.web.protocol import FORM, read_form

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from sinograph.lookup.reconciling import Json, Reconciler
    from sinograph.web.about import About

FORMS: Final = frozenset((FORM, "multipart/form-data", ""))

MOST_BYTES: Final = 10 * MOST_CHARACTERS
"""How large a form may be: each character of a batch is at most nine, percent-encoded."""

WIDTH, HEIGHT = 420, 220

SUGGESTED: Final = 10
MOST: Final = 100
"""How many suggestions or proposals there are usually, and at most."""

EMBEDDABLE: Final = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"
"""What a preview may do: be shown inside a client, which the other pages may not."""

CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$]{0,99}(\.[A-Za-z_$][\w$]{0,99}){0,4}", re.ASCII)
"""What may be called: a plain name, so that no script can be written with it."""

DEFAULT_TYPES: Final = ("Lab", "Model", "Technique", "Organization", "Person", "Policy", "Chip")


def reconcile_blueprint(reconciler: Reconciler, about: About) -> Blueprint:
    """Return the reconciliation service for what ``reconciler`` knows."""
    blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
    service = _Service(reconciler, about)
    blueprint.add_url_rule("", "service", service.answer, methods=["GET", "POST"], strict_slashes=False)
    blueprint.add_url_rule("/properties", "properties", service.propose)
    blueprint.add_url_rule("/suggest/entity", "entity", service.suggest_things)
    blueprint.add_url_rule("/suggest/<any(type, property):what>", "term", service.suggest_terms)
    blueprint.add_url_rule("/flyout/<any(entity, type, property):what>", "flyout", service.flyout)
    blueprint.add_url_rule("/preview", "preview", service.preview)
    blueprint.add_url_rule("/view", "view", service.view)
    return blueprint


class _Service:
    """The service's operations, one method each."""

    def __init__(self, reconciler: Reconciler, about: About) -> None:
        self._reconciler = reconciler
        self._about = about
        self._ids = reconciler.identifiers
        self._addresses = OwnAddresses(self._ids.base)

    def answer(self) -> Response:
        """Answer a batch of queries or a data extension; say what the service offers where there is neither."""
        if request.method == "POST" and request.mimetype not in FORMS:
            raise UnsupportedMediaType(f"The Content-Type of a POST is {FORM}, not {request.mimetype[:100]!r}.")
        if (size := request.content_length or 0) > MOST_BYTES:
            raise BatchTooLargeError(f"there are {size:,} bytes, and at most {MOST_BYTES:,} are read")
        parameters = _parameters()
        if (batch := parameters.get("queries")) is not None:
            return _json(self._reconciler.reconcile(read_queries(batch)))
        if (asked := parameters.get("extend")) is not None:
            return _json(extend(self._reconciler, read_extension(asked)))
        if request.method == "POST":
            raise BadRequest("There is no batch: send one as the parameter 'queries', or as 'extend'.")
        return _json(_manifest(self._reconciler, self._about))

    def propose(self) -> Response:
        """Propose properties of a type for data extension."""
        return _json(propose(self._reconciler, request.args.get("type", ""), _number("limit", MOST)))

    def suggest_things(self) -> Response:
        """Complete the name of a thing."""
        start = _number("cursor", 0, least=0)
        hits = self._reconciler.index().search(_prefix(), start + SUGGESTED)[start:]
        described = self._reconciler.described([hit.thing for hit in hits])
        listed = [
            {
                "id": self._ids.of_thing(hit.thing),
                "name": described[hit.thing].name,
                "description": described[hit.thing].definition,
                "notable": described[hit.thing].listed,
            }
            for hit in hits
        ]
        return _json({"result": listed})

    def suggest_terms(self, what: str) -> Response:
        """Complete the name of a type or a property."""
        terms = self._reconciler.types() if what == "type" else self._reconciler.properties()
        start = _number("cursor", 0, least=0)
        found = terms.search(_prefix(), start + SUGGESTED)[start:]
        listed = [
            {"id": self._ids.of_term(term.iri), "name": term.name, "description": term.definition} for term in found
        ]
        return _json({"result": listed})

    def flyout(self, what: str) -> Response:
        """Describe a suggestion in a few words."""
        text = _identifier()
        node = self._ids.thing(text) if what == "entity" else self._ids.term(text)
        return _json({"id": text, "html": render_template("flyout.html", **self._described(node))})

    def preview(self) -> Response:
        """Describe a candidate on a small page that clients show within their own."""
        node = self._ids.thing(_identifier())
        link = self._link(node)
        response = Response(render_template("preview.html", **self._described(node), link=link))
        response.headers["Content-Security-Policy"] = EMBEDDABLE  # which browsers heed instead of X-Frame-Options
        return response

    def view(self) -> Response:
        """Lead from an identifier to the thing."""
        node = self._ids.thing(_identifier())
        self._described(node)  # so that nobody is led to where nothing is known of
        location = self._link(node)
        return Response(f"See {location}\n", 303, {"Location": location}, mimetype="text/plain")

    def _link(self, node: NamedNode) -> str:
        return destination(node, self._addresses)

    def _described(self, node: NamedNode) -> dict[str, Any]:
        described = self._reconciler.described([node])[node]
        if not self._reconciler.is_known(node):
            raise NotFound(f"Nothing is known of {node.value[:200]}.")
        return {"name": described.name, "definition": described.definition, "kinds": described.listed}


def _parameters() -> dict[str, str]:
    """Return the parameters in the address, and those in the form that it has not."""
    if request.method != "POST":
        return request.args.to_dict()
    if request.mimetype == FORM:
        return {**dict(reversed(read_form(request.get_data()))), **request.args.to_dict()}
    with attention(request.get_data()):
        return {**request.form.to_dict(), **request.args.to_dict()}


def _manifest(reconciler: Reconciler, about: About) -> Json:
    ids, here = reconciler.identifiers, f"{request.host_url.rstrip('/')}{request.script_root}/reconcile"
    known = {ids.of_term(term.iri): term.name for term in reconciler.types().listed}
    limit = {"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "most values; 0 for all"}
    choices = [{"value": "id", "name": "Identifiers"}, {"value": "literal", "name": "Names"}]
    content = {"name": "content", "label": "Content", "type": "select", "default": "id", "choices": choices}
    return {
        "versions": ["0.2"],
        "name": about.name,
        "identifierSpace": ids.things,
        "schemaSpace": ids.terms,
        "serviceVersion": __version__,
        "documentation": f"{request.host_url.rstrip('/')}{request.script_root}/",
        "defaultTypes": [{"id": name, "name": known[name]} for name in DEFAULT_TYPES if name in known],
        "view": {"url": f"{here}/view?id={{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            what: {
                "service_url": here,
                "service_path": f"/suggest/{what}",
                "flyout_service_url": here,
                "flyout_service_path": f"/flyout/{what}?id=${{id}}",
            }
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [limit, content],
        },
    }


def _identifier() -> str:
    text = request.args.get("id", "")
    if not text:
        raise BadRequest("There is no identifier: give one as the parameter 'id'.")
    return text


def _prefix() -> str:
    return request.args.get("prefix", "")


def _number(name: str, usual: int, least: int = 1) -> int:
    text = request.args.get(name) or str(usual)
    if not text.isdecimal() or int(text[:10]) < least:
        raise BadRequest(f"The parameter {name} is a number from {least}, not {text[:100]!r}.")
    return min(int(text[:10]), MOST)


def _json(body: Json) -> Response:
    """Write JSON, or where ``callback`` names a function, a script that calls it (section 2.2 of the API)."""
    content = json.dumps(body, ensure_ascii=False)
    callback = request.args.get("callback")
    if callback is None:
        return Response(content, mimetype="application/json")
    if not CALLBACK.fullmatch(callback):
        raise BadRequest(f"The callback is the name of a function, not {callback[:100]!r}.")
    # U+2028 and U+2029 end lines in older scripts; the comment keeps what follows from being read as another format.
    content = content.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Response(f"/**/{callback}({content});", mimetype="text/javascript")
