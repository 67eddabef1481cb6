"""Read a request by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from werkzeug.exceptions import BadRequest, Forbidden, UnsupportedMediaType

if TYPE_CHECKING:
    from flask import Request

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

WITH_BODY: Final = ("POST", "QUERY")
"""The methods whose request has a body. QUERY is as safe as GET, and its answers can be kept
(https://datatracker.ietf.org/doc/draft-ietf-httpbis-safe-method-w-body/)."""

MOST_PARAMETERS: Final = 1000

Parameters = list[tuple[str, str]]


class ProtocolRequest(NamedTuple):
    """What a request asks: the query, its dataset where the request names one, and the format by name if it does."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None


def read_request(request: Request) -> ProtocolRequest | None:
    """Return what a request asks, or None where it is a GET or HEAD without any parameter but ``format``.

    :raises BadRequest: where the request is malformed, or has not exactly one query
    :raises Forbidden: where it is an update
    :raises UnsupportedMediaType: where its body is in a form that the protocol does not know
    """
    parameters = read_parameters(request)
    if request.method in WITH_BODY:
        parameters += _body(request)
    if _values(parameters, "update"):
        raise Forbidden("Updates are not served: the data are changed in their files, and built anew.")
    queries = _values(parameters, "query")
    if request.method not in WITH_BODY and {name for name, _ in parameters} <= {"format"}:
        return None
    if len(queries) != 1:
        raise BadRequest(f"Exactly one query is answered, and the request has {len(queries) or 'none'}.")
    formats = _values(parameters, "format")
    return ProtocolRequest(
        queries[0],
        _graphs(parameters, "default-graph-uri"),
        _graphs(parameters, "named-graph-uri"),
        formats[0] if formats else None,
    )


def read_parameters(request: Request) -> Parameters:
    """Return the parameters in a request's address.

    :raises BadRequest: where they are not UTF-8, or too many
    """
    return _parameters(request.query_string)


def _body(request: Request) -> Parameters:
    """Read the parameters, or the one query, in the body of a POST or QUERY."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise UnsupportedMediaType("A compressed request body is not read: send it as it is.")
    charset = request.mimetype_params.get("charset", "utf-8").strip("\"'").lower()
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise UnsupportedMediaType(f"The charset {charset!r} is not read: send UTF-8.")
    if request.mimetype == UPDATE:
        raise Forbidden("Updates are not served: the data are changed in their files, and built anew.")
    if request.mimetype == QUERY:
        return [("query", _decode(request.get_data()))]
    if request.mimetype == FORM:
        return _parameters(request.get_data())
    sent = repr(request.mimetype) if request.mimetype else "none"
    raise UnsupportedMediaType(f"The Content-Type of a {request.method} is {FORM} or {QUERY}, and this one has {sent}.")


def _parameters(encoded: bytes) -> Parameters:
    try:
        return parse_qsl(
            _decode(encoded), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS, separator="&"
        )
    except UnicodeDecodeError:
        raise BadRequest("A parameter is not UTF-8 when its percent-encoding is undone.") from None
    except ValueError:
        raise BadRequest(f"There are more than {MOST_PARAMETERS} parameters.") from None


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"The request is not UTF-8 at byte {error.start}.") from None


def _values(parameters: Parameters, name: str) -> list[str]:
    return [value for key, value in parameters if key == name]


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    iris = _values(parameters, name)
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError:
            raise BadRequest(f"The {name} {iri[:200]!r} is not an absolute IRI.") from None
    return tuple(iris)
