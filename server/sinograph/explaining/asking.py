"""From what a user gives to terms: CURIEs, IRIs, literals and English labels."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.canonical import stored_form
from sinograph.explaining.errors import MalformedTermError, UnknownTermError
from sinograph.explaining.nearest import close_names
from sinograph.namespaces import PREFIXES, expand, shorten
from sinograph.reasoner.rule import TYPE
from sinograph.reasoner.sentences import LABELS
from sinograph.reasoner.tokens import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sinograph.explaining.knowledge import Knowledge

ABSOLUTE: Final = re.compile(r"<([^<>]*)>|((?:https?|urn):[^\s<>]+)")
CURIE: Final = re.compile(r"([A-Za-z][\w.-]*):(\S*)")
QUOTED: Final = re.compile(r"(?s)(([\"']).*\2)(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^((?:(?!\2)\S)+))?")
"""The last of its quotation marks ends a literal: a datatype has none, or each of many would be tried to the end."""

NUMBERS: Final = {
    "xsd:integer": re.compile(r"[+-]?[0-9]+"),
    "xsd:decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    "xsd:double": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    "xsd:boolean": re.compile(r"true|false"),
}
"""Literals that need no quotation marks, as in Turtle."""

PLACES: Final = ("subject", "property", "object")


def read_triple(terms: Sequence[str], knowledge: Knowledge) -> Triple:
    """Return the triple that three arguments stand for.

    A value may be given as it is written, without quotation marks and datatype, where the thing has such a value.

    :raises MalformedTermError: where one of them is no term, or stands for several
    :raises UnknownTermError: where nothing has this IRI or name
    """
    subject, predicate, value = terms
    thing = read_thing(subject, knowledge)
    prop = read_property(predicate, knowledge)
    for triple in knowledge.facts.match(thing, prop, None):
        if isinstance(triple.object, Literal) and triple.object.value == value:
            return Triple(thing, prop, triple.object)
    term = _term(value, knowledge, "object")
    if isinstance(term, Literal):
        return Triple(thing, prop, stored_form(term))
    return Triple(thing, prop, _known(term, knowledge))


def read_thing(text: str, knowledge: Knowledge) -> NamedNode:
    """Return the thing that an argument stands for.

    :raises MalformedTermError: where it is no name of a thing, or stands for several
    :raises UnknownTermError: where nothing has this IRI or name
    """
    return _known(_resource(text, knowledge, "subject"), knowledge)


def read_property(text: str, knowledge: Knowledge) -> NamedNode:
    """Return the property that an argument stands for; ``a`` is ``rdf:type``."""
    return TYPE if text == "a" else _known(_resource(text, knowledge, "property"), knowledge)


def _resource(text: str, knowledge: Knowledge, place: str) -> NamedNode:
    term = _term(text, knowledge, place)
    if isinstance(term, NamedNode):
        return term
    raise MalformedTermError(f"the {place} is a literal: {text}", remedy="give a CURIE, an IRI or a name")


def _known(node: NamedNode, knowledge: Knowledge) -> NamedNode:
    match = knowledge.facts.match
    if any(next(match(*pattern), None) for pattern in ((node, None, None), (None, node, None), (None, None, node))):
        return node
    close = close_names(node, knowledge)
    remedy = f"did you mean {' or '.join(close)}?" if close else "sinograph query labs-and-seats shows some names"
    raise UnknownTermError(f"nothing is known of {shorten(node)}", remedy=remedy)


def _term(text: str, knowledge: Knowledge, place: str) -> NamedNode | Literal:
    text = text.strip()
    literal = _literal(text)
    if literal is not None:
        return literal
    if match := ABSOLUTE.fullmatch(text):
        return _iri(match[2] if match[1] is None else match[1])
    if (match := CURIE.fullmatch(text)) and match[1] in PREFIXES:
        return _iri(PREFIXES[match[1]] + match[2])
    named = list(_named(text, knowledge, place))
    if len(named) == 1:
        return named[0]
    if named:
        names = ", ".join(shorten(node) for node in named)
        raise MalformedTermError(f"{text!r} is the name of several things: {names}", remedy="give one of these")
    raise _unreadable(text, place, knowledge)


def _literal(text: str) -> Literal | None:
    if match := QUOTED.fullmatch(text):
        value, _, language, datatype = match.groups()
        try:
            return _quoted(unescape(value), language, datatype)
        except ValueError as error:
            raise MalformedTermError(
                f"{text[:200]!r} is not a literal: {error}", remedy='write it as in Turtle, such as "a \\"b\\""@en'
            ) from None
    for datatype, pattern in NUMBERS.items():
        if pattern.fullmatch(text):
            return Literal(text, datatype=expand(datatype))
    return None


def _quoted(value: str, language: str | None, datatype: str | None) -> Literal:
    if language:
        return Literal(value, language=language)
    return Literal(value, datatype=_datatype(datatype)) if datatype else Literal(value)


def _datatype(text: str) -> NamedNode:
    prefix, _, local = text.partition(":")
    if prefix in PREFIXES:
        return _iri(PREFIXES[prefix] + local)
    return _iri(text.removeprefix("<").removesuffix(">"))


def _iri(text: str) -> NamedNode:
    try:
        return NamedNode(text)
    except ValueError:
        raise MalformedTermError(f"{text[:200]!r} is not an IRI", remedy="give an absolute IRI or a CURIE") from None


def _named(text: str, knowledge: Knowledge, place: str) -> Iterator[NamedNode]:
    """Yield each thing of this English name, whatever its case; in the place of a property, properties only."""
    wanted = text.casefold()
    seen: set[NamedNode] = set()
    for predicate in LABELS:
        for triple in knowledge.facts.match(None, predicate, None):
            node, label = triple.subject, triple.object
            if not isinstance(node, NamedNode) or not isinstance(label, Literal) or node in seen:
                continue
            if label.value.casefold() == wanted and label.language in ("en", None) and _fits(node, place, knowledge):
                seen.add(node)
                yield node


def _fits(node: NamedNode, place: str, knowledge: Knowledge) -> bool:
    is_property = next(knowledge.facts.match(None, node, None), None) is not None
    return is_property == (place == "property")


def _unreadable(text: str, place: str, knowledge: Knowledge) -> MalformedTermError | UnknownTermError:
    match = CURIE.fullmatch(text)
    if match:
        close = get_close_matches(match[1], PREFIXES, n=1)
        remedy = f"did you mean {close[0]}:{match[2]}?" if close else f"the prefixes are {', '.join(PREFIXES)}"
        return MalformedTermError(f"the prefix {match[1]}: of {text[:200]} is not known", remedy=remedy)
    labels = {
        triple.object.value.casefold(): triple.object.value
        for triple in knowledge.facts.match(None, LABELS[0], None)
        if isinstance(triple.object, Literal)
    }
    close = get_close_matches(text.casefold(), labels, n=1)
    kind = "property" if place == "property" else "thing"
    remedy = f"did you mean {labels[close[0]]!r}?" if close else "give a CURIE such as model:glm-5, an IRI or a literal"
    return UnknownTermError(f"no {kind} is called {text[:200]!r}", remedy=remedy)
