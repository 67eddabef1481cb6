"""Write terms and statements as Turtle, keeping every lexical form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sinograph.blanks import Blanks, Subject, Term
from sinograph.namespaces import PREFIXES, expand, natural, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Properties = dict[NamedNode, list[Term]]
Graph = dict[Subject, Properties]
"""What is said of each subject: values by predicate, everything in the order of the file."""

_TYPE: Final = expand("rdf:type")
_FIRST: Final = expand("rdf:first")
_REST: Final = expand("rdf:rest")
_NIL: Final = expand("rdf:nil")
_STRING: Final = expand("xsd:string")

_PLAIN: Final = {
    expand("xsd:integer"): re.compile(r"[+-]?[0-9]+"),
    expand("xsd:decimal"): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    expand("xsd:double"): re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+"),
    expand("xsd:boolean"): re.compile(r"true|false"),
}
"""The lexical forms that Turtle reads as numbers and booleans without quotes (https://www.w3.org/TR/turtle/#abbrev)."""

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_IN_SHORT: Final = re.compile(r'[\\"\x00-\x1f\x7f]')
_IN_LONG: Final = re.compile(r'[\\\x00-\x09\x0b-\x1f\x7f]|"(?="")|"(?="?\Z)')
_WIDTH: Final = 90
"""How many characters a blank node or a list may have to stay on one line."""


@dataclass(frozen=True)
class Order:
    """In which order predicates and values are written.

    :param first: predicates that come before all others, in this order
    :param by_name: whether the others, and the values, are sorted; otherwise they stay as they are in the file
    """

    first: tuple[NamedNode, ...] = (_TYPE,)
    by_name: bool = True

    def predicates(self, properties: Properties, names: Mapping[NamedNode, str]) -> list[NamedNode]:
        """Return the predicates in this order; ``names`` is how each is written."""
        rest = [predicate for predicate in properties if predicate not in self.first]
        if self.by_name:
            rest.sort(key=lambda predicate: natural(names[predicate]))
        return [predicate for predicate in self.first if predicate in properties] + rest

    def values(self, texts: list[str]) -> list[str]:
        """Return the values, as they are written, in this order."""
        return sorted(texts, key=natural) if self.by_name else texts


SORTED: Final = Order()
AS_WRITTEN: Final = Order(by_name=False)


def index(triples: Iterable[Triple]) -> Graph:
    """Group triples by subject and predicate, each value once, in the order of the file."""
    graph: Graph = {}
    for subject, predicate, value in dict.fromkeys(triples):
        graph.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return graph


class Scribe:
    """Writes the statements of one file, and remembers which prefixes it has used.

    :param blanks: which blank nodes need no name
    :param prefixes: the file's own prefixes, used where the project's do not reach
    :param labels: names for the other blank nodes; those without one are numbered as they are met
    """

    def __init__(self, blanks: Blanks, prefixes: Mapping[str, str], labels: Mapping[BlankNode, str]) -> None:
        own = {prefix: namespace for prefix, namespace in prefixes.items() if prefix not in PREFIXES}
        self._prefixes = {**PREFIXES, **own}
        self._blanks = blanks
        self._labels = dict(labels)
        self._names: dict[NamedNode, str] = {}

    def header(self) -> str:
        """Declare the prefixes used so far."""
        used = sorted({name.partition(":")[0] for name in self._names.values() if not name.startswith("<")})
        return "".join(f"@prefix {prefix}: <{self._prefixes[prefix]}> .\n" for prefix in used)

    def iri(self, node: NamedNode) -> str:
        """Write an IRI, shortened where a prefix allows it."""
        if node not in self._names:
            self._names[node] = shorten(node, self._prefixes)
        return self._names[node]

    def statement(self, subject: Subject, graph: Graph, order: Order = SORTED, indent: int = 0) -> str:
        """Write everything that ``graph`` says of ``subject``, down to the full stop."""
        pad = " " * indent
        name = "[]" if subject in self._blanks.anonymous else self._term(subject, graph, order, indent)
        pairs = self._pairs(graph[subject], graph, order, indent)
        gap = " " if len(pairs) == 1 or _TYPE in graph[subject] else f"\n{pad}    "
        return f"{pad}{name}{gap}" + f" ;\n{pad}    ".join(pairs) + " .\n"

    def name(self, term: Term, *, lines: bool = True) -> str:
        """Write a term by itself; ``lines`` lets a string have several, which oxigraph refuses in triple terms."""
        if isinstance(term, NamedNode):
            return self.iri(term)
        if isinstance(term, Literal):
            return self._literal(term, _quoted(term.value, lines=lines))
        if isinstance(term, Triple):
            return f"<<( {' '.join(self.name(part, lines=False) for part in term)} )>>"
        return "_:" + self._labels.setdefault(term, f"b{len(self._labels) + 1}")

    def _pairs(self, properties: Properties, graph: Graph, order: Order, indent: int) -> list[str]:
        """Write each predicate with its values: one on its line, several on a line each."""
        names = {predicate: "a" if predicate == _TYPE else self.iri(predicate) for predicate in properties}
        pairs = []
        for predicate in order.predicates(properties, names):
            values = properties[predicate]
            deeper = indent + (4 if len(values) == 1 else 8)
            texts = order.values([self._term(value, graph, order, deeper) for value in values])
            line = "\n" + " " * deeper
            pairs.append(names[predicate] + (" " if len(texts) == 1 else line) + f" ,{line}".join(texts))
        return pairs

    def _term(self, term: Term, graph: Graph, order: Order, indent: int) -> str:
        if term == _NIL:
            return "()"
        if not isinstance(term, BlankNode) or term not in self._blanks.inline:
            return self.name(term)
        items = self._list(term, graph)
        if items is not None:
            return _enclose("( )", [self._term(item, graph, order, indent + 4) for item in items], "", indent)
        return _enclose("[ ]", self._pairs(graph.get(term, {}), graph, order, indent), " ;", indent)

    def _list(self, node: Term, graph: Graph) -> list[Term] | None:
        """Return the items of the RDF list that begins here, or None where it is not a proper one."""
        items = []
        while node != _NIL:
            if node not in self._blanks.inline:
                return None
            properties = graph.get(node, {})  # type: ignore[arg-type]
            if set(properties) != {_FIRST, _REST} or any(len(values) > 1 for values in properties.values()):
                return None
            items.append(properties[_FIRST][0])
            node = properties[_REST][0]
        return items

    def _literal(self, literal: Literal, quoted: str) -> str:
        if literal.language:
            return quoted + str(literal).rpartition('"')[2]
        if literal.datatype == _STRING:
            return quoted
        if literal.datatype in _PLAIN and _PLAIN[literal.datatype].fullmatch(literal.value):
            return literal.value
        return f"{quoted}^^{self.iri(literal.datatype)}"


def _quoted(text: str, *, lines: bool) -> str:
    """Write a string between quotation marks, three of them where it has and may have several lines."""
    if lines and "\n" in text:
        return f'"""{_IN_LONG.sub(_escape, text)}"""'
    return f'"{_IN_SHORT.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}")


def _enclose(brackets: str, parts: Sequence[str], separator: str, indent: int) -> str:
    """Put brackets around parts, on one line where they fit."""
    opening, closing = brackets.split()
    line = f"{opening} {f'{separator} '.join(parts)} {closing}"
    if not parts:
        return opening + closing
    if len(line) <= _WIDTH and "\n" not in line:
        return line
    pad = " " * indent
    return f"{opening}\n{pad}    " + f"{separator}\n{pad}    ".join(parts) + f"\n{pad}{closing}"
