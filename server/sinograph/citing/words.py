"""A query's tokens, read one after another: names become IRIs, brackets are skipped as wholes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from sinograph.citing.spans import Spans
from sinograph.engine.tokens import BRACKETS, Reader
from sinograph.engine.words import place
from sinograph.errors import SinographError

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

_CLOSING: Final = {opening: closing for closing, opening in BRACKETS.items()}
_SIGNS: Final = frozenset(("+", "-"))


class UnreadError(SinographError):
    """A query says something that is not understood here."""


@dataclass(frozen=True)
class Expression:
    """A value that is computed and named: ``expression AS ?name``.

    :param text: all of it, as it is written
    :param words: in capitals
    :param variables: from which it is computed
    """

    name: str
    text: str
    words: frozenset[str]
    variables: frozenset[str]


@dataclass(frozen=True)
class Projection:
    """What a SELECT selects.

    :param names: the variables that it selects as they are, or None for all
    """

    names: frozenset[str] | None
    expressions: tuple[Expression, ...] = ()


class Words:
    """The tokens of a query, and a place among them.

    :param text: a query that the engine answers
    :param prefixes: those that need not be declared
    """

    def __init__(self, text: str, prefixes: Mapping[str, str]) -> None:
        self._text = text
        self._tokens: list[re.Match[str]] = [*Reader(text)]
        self.spans = Spans(self._tokens)
        self._at = 0
        self._namespaces = dict(prefixes)

    @property
    def position(self) -> int:
        """Where the next token begins in the text, or its end."""
        return self._tokens[self._at].start() if self._at < len(self._tokens) else len(self._text)

    @property
    def before(self) -> int:
        """Where the token before the next one begins."""
        return int(self._tokens[self._at - 1].start())

    def place(self) -> str:
        """Return the line and column of the next token."""
        return place(self._text, self.position)

    def text(self, ahead: int = 0) -> str:
        """Return the next token, or a later one; nothing behind the end."""
        return self._token(ahead)[0] if self._at + ahead < len(self._tokens) else ""

    def kind(self) -> str:
        """Return the kind of the next token."""
        return self._token().lastgroup or "" if self._at < len(self._tokens) else ""

    def keyword(self, ahead: int = 0) -> str:
        """Return the next token in capitals where it is a word, else nothing."""
        if self._at + ahead >= len(self._tokens):
            return ""
        token = self._token(ahead)
        return token[0].upper() if token.lastgroup == "word" else ""

    def at(self, mark: str) -> bool:
        """Tell whether the next token is this one."""
        return self.text() == mark

    def after(self, mark: str) -> bool:
        """Tell whether the token before is this one."""
        return self._at > 0 and self._tokens[self._at - 1][0] == mark

    def ends_triples(self) -> bool:
        """Tell whether no further property of a subject can follow."""
        return self.text() in {".", "}", "{", ""} or self.keyword() not in {"", "A"}

    def next(self) -> str:
        """Return the next token and go on."""
        text = self.text()
        if not text:
            raise UnreadError("the query ends", where=self.place())
        self._at += 1
        return text

    def take(self, mark: str) -> None:
        """Go on behind this token, which must be the next."""
        if self.next() != mark:
            raise UnreadError(f"no {mark}", where=self.place())

    def skip_brackets(self, opening: str) -> None:
        """Go on behind what is between this bracket, which must be the next token, and the one that closes it."""
        self.take(opening)
        depth = 1
        closing = _CLOSING[opening]
        while depth:
            token = self.next()
            depth += (token == opening) - (token == closing)

    def skip_until(self, opening: str) -> None:
        """Go on behind the brackets that come next, whatever is before them."""
        while not self.at(opening):
            self.next()
        self.skip_brackets(opening)

    def rest(self) -> str:
        """Return the text from the next token on."""
        return self._text[self.position :]

    def skip_rest(self) -> None:
        """Go on behind the bracket that closes the group that the next token is in."""
        while not self.at("}"):
            if self.text() in _CLOSING:
                self.skip_brackets(self.text())
            else:
                self.next()
        self.take("}")

    def prologue(self) -> None:
        """Read the declarations that a query begins with."""
        while (word := self.keyword()) in {"PREFIX", "BASE"}:
            self.next()
            if word == "BASE":
                raise UnreadError("relative IRIs are not read", where=self.place())
            prefix = self.next()
            iri = self.next()
            self._namespaces[prefix.removesuffix(":")] = iri[1:-1]

    def projection(self) -> Projection:
        """Read what a SELECT selects, up to its group."""
        names: set[str] = set()
        expressions: list[Expression] = []
        everything = False
        while not self.at("{"):
            if self.at("("):
                expressions.append(self.expression())
                continue
            everything = everything or self.at("*")
            if self.kind() == "variable":
                names.add(self.text()[1:])
            self.next()
        return Projection(None if everything else frozenset(names), tuple(expressions))

    def expression(self) -> Expression:
        """Read a computed value with its name, in brackets.

        :raises UnreadError: where it has no name
        """
        start = self.position
        self.skip_brackets("(")
        name = self._tokens[self._at - 2]
        if name.lastgroup != "variable" or self._tokens[self._at - 3][0].upper() != "AS":
            raise UnreadError("a value without a name", where=self.place())
        inside = frozenset(self.spans.variables(start, name.start()))
        text = self._text[start + 1 : self.before]
        return Expression(name[0][1:], text, frozenset(self.spans.keywords(start, self.before)), inside)

    def iri(self) -> NamedNode | None:
        """Read an IRI or a prefixed name; None where it is a blank node or cannot stand alone."""
        kind, token = self.kind(), self._token()
        self.next()
        try:
            if kind == "iri":
                return NamedNode(token[0][1:-1])
            if kind == "local" and token["prefix"][:-1] in self._namespaces:
                local = token["local"].replace("\\", "")
                return NamedNode(self._namespaces[token["prefix"][:-1]] + local)
        except ValueError:
            return None
        if kind == "local" and token["prefix"] == "_:":
            return None
        raise UnreadError(f"{token[0][:40]!r} is no IRI", where=self.place())

    def literal(self) -> Literal:
        """Read a string or a number, as the engine reads it."""
        start = self.position
        if self.text() in _SIGNS:
            self.next()
        if self.kind() not in {"string", "number"}:
            raise UnreadError(f"{self.text()[:40]!r} is no value", where=self.place())
        self.next()
        if self.kind() == "language":
            self.next()
        datatype = None
        end = self._tokens[self._at - 1].end()
        if self.at("^^"):
            self.next()
            datatype = self.iri()
        written = self._text[start:end] + (f"^^{datatype}" if datatype else "")
        return _literal(written)

    def _token(self, ahead: int = 0) -> re.Match[str]:
        return self._tokens[self._at + ahead]


def iris_of(text: str, prefixes: Mapping[str, str]) -> dict[str, NamedNode]:
    """Return the IRIs that a query names behind its declarations, by how it writes them.

    What a CONSTRUCT makes is left out.

    :raises UnreadError: where it is not understood
    """
    words = Words(text, prefixes)
    words.prologue()
    if words.keyword() == "CONSTRUCT" and words.text(1) == "{":
        words.next()
        words.skip_brackets("{")
    found: dict[str, NamedNode] = {}
    while written := words.text():
        if words.kind() not in {"iri", "local"}:
            words.next()
        elif iri := words.iri():
            found[written] = iri
    return found


def _literal(written: str) -> Literal:
    """Return the literal that is written in Turtle as in SPARQL."""
    try:
        (quad,) = parse(f"<x:s> <x:p> {written} .", RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        raise UnreadError(f"{written[:40]!r} is no value") from None
    if not isinstance(quad.object, Literal):
        raise UnreadError(f"{written[:40]!r} is no value")
    return quad.object
