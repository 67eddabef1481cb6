"""Read the addresses of the endpoints that SERVICE may ask."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from sinograph.errors import SinographError

FORM: Final = "http or https IRIs of SPARQL endpoints, separated by spaces or commas, without a user, a password or a #"

_BETWEEN: Final = re.compile(r"[\s,]+")
_IRI: Final = re.compile(r"""[^<>"{}|^`\\\x00-\x20]+""")
"""What may stand in an IRI (https://www.w3.org/TR/sparql11-query/#rIRIREF)."""


def read_services(text: str) -> tuple[str, ...]:
    """Return the IRIs in a list of them, each once.

    :raises ValueError: where one is no absolute http or https IRI
    :raises SinographError: where one has a user or a password, which is not repeated
    """
    return tuple(dict.fromkeys(_service(part) for part in _BETWEEN.split(text) if part))


def _service(iri: str) -> str:
    parts = urlsplit(iri)
    if "@" in parts.netloc:
        raise SinographError(
            "an endpoint has a user or a password", where="SINOGRAPH_SERVICES", remedy="name endpoints that need none"
        )
    is_plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    if not is_plain or "#" in iri or not _IRI.fullmatch(iri) or not _can_be_asked(iri):
        raise ValueError(iri)
    return iri


def _can_be_asked(iri: str) -> bool:
    import httpx  # only where there is an endpoint to ask

    try:
        return bool(httpx.URL(iri).raw_host)
    except httpx.InvalidURL:
        return False
