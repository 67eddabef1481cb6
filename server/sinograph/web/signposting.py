"""FAIR Signposting (https://signposting.org/FAIR/): links in the header by which programs find their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import request

from sinograph.engine.formats import format_named
from sinograph.linked.addresses import SAFE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask import Response

    from sinograph.linked.description import Description

TYPES: Final = "https://schema.org/AboutPage"
KIND: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SCHEMA: Final = "https://schema.org/"


def sign_page(response: Response, description: Description, path: str, endings: Mapping[str, str]) -> Response:
    """Say in a page's header what it is about, what describes that, and what it is part of."""
    links = [(description.thing.value, {"rel": "cite-as"}), (TYPES, {"rel": "type"})]
    links += [(kind, {"rel": "type"}) for kind in _kinds(description)]
    for ending, name in endings.items():
        links.append((_here(f"/data/{path}.{ending}"), {"rel": "describedby", "type": format_named(name).media_type}))
    return _sign(response, [*links, (_here("/dataset"), {"rel": "collection"})])


def sign_data(response: Response, description: Description, path: str) -> Response:
    """Say in the header of data what they describe."""
    page = {"rel": "describes", "type": "text/html"}
    return _sign(response, [(_here(f"/page/{path}"), page), (description.thing.value, {"rel": "cite-as"})])


def _kinds(description: Description) -> list[str]:
    objects = [fact.triple.object for fact in description.facts if fact.triple.predicate.value == KIND and fact.holds]
    return [iri for iri in (getattr(kind, "value", "") for kind in objects) if iri.startswith(SCHEMA)]


def _here(path: str) -> str:
    return f"{request.host_url.rstrip('/')}{request.script_root}{path}"


def _sign(response: Response, links: Iterable[tuple[str, Mapping[str, str]]]) -> Response:
    for target, parameters in links:
        told = "; ".join(f'{name}="{value}"' for name, value in parameters.items())
        response.headers.add("Link", f"<{quote(target, safe=SAFE + '#?[]')}>; {told}")
    return response
