"""Read a request by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from werkzeug.exceptions import BadRequest, Forbidden, RequestEntityTooLarge, UnsupportedMediaType

from sinograph.engine.attention import attention
from sinograph.engine.complexity import QUERY_BYTES
from sinograph.languages import LANGUAGES

if TYPE_CHECKING:
    from flask import Request

    from sinograph.languages import Language

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

WITH_BODY: Final = ("POST", "QUERY")
"""The methods whose request has a body. QUERY is as safe as GET, and its answers can be kept
(https://datatracker.ietf.org/doc/draft-ietf-httpbis-safe-method-w-body/)."""

MOST_PARAMETERS: Final = 1000

MOST_FORM_BYTES: Final = 400_000
"""How large a form may be: the longest query, three times as long when it is percent-encoded throughout, and as much
again that goes with it. To take a form apart costs far more than to see that it is too large."""

Parameters = list[tuple[str, str]]


class ProtocolRequest(NamedTuple):
    """What a request asks: the query, its dataset where the request names one, and the format by name if it does.

    :param evidence: whether the answer is to say what each row rests on
    :param names: the language in which a table is to have the names of things too
    """

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None
    evidence: bool = False
    names: Language | None = None


def read_request(request: Request) -> ProtocolRequest | None:
    """Return what a request asks, or None where it is a GET or HEAD without any parameter but ``format``.

    :raises BadRequest: where the request is malformed, or has not exactly one query
    :raises Forbidden: where it is an update
    :raises RequestEntityTooLarge: where a form or a query is larger than any that is answered
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
        "true" in _values(parameters, "evidence"),
        _language(parameters),
    )


def read_parameters(request: Request) -> Parameters:
    """Return the parameters in a request's address.

    :raises BadRequest: where they are not UTF-8, or too many
    """
    return _parameters(request.query_string)


def read_form(encoded: bytes) -> Parameters:
    """Return the parameters in a form.

    :raises BadRequest: where they are not UTF-8, or too many
    :raises EngineBusyError: where others are read for too long
    """
    with attention(encoded):
        return _parameters(encoded)


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
        return [("query", _decode(_sent(request, QUERY_BYTES, "query")))]
    if request.mimetype == FORM:
        return read_form(_sent(request, MOST_FORM_BYTES, "form"))
    sent = repr(request.mimetype) if request.mimetype else "none"
    raise UnsupportedMediaType(f"The Content-Type of a {request.method} is {FORM} or {QUERY}, and this one has {sent}.")


def _sent(request: Request, most: int, what: str) -> bytes:
    """Return the body, seen to be no larger than it may be before anything is done with it."""
    sent = request.get_data()
    if len(sent) > most:
        raise RequestEntityTooLarge(f"The {what} has {len(sent):,} bytes, and at most {most:,} are read.")
    return sent


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


def _language(parameters: Parameters) -> Language | None:
    names = _values(parameters, "names")
    if not names:
        return None
    for language in LANGUAGES:
        if names[0] == language:
            return language
    raise BadRequest(f"There are no names in {names[0][:100]!r}: names is one of {', '.join(LANGUAGES)}.")


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    iris = _values(parameters, name)
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError:
            raise BadRequest(f"The {name} {iri[:200]!r} is not an absolute IRI.") from None
    return tuple(iris)
