"""The rules that OWL 2 RL cannot say: one SPARQL CONSTRUCT per file, of a kind that must come to an end.

A rule has basic graph patterns (with sequence paths), FILTERs without EXISTS, and ``BIND(IRI(CONCAT(...)) AS ?name)``
for new names. Anything else is refused: it could not be explained as a step of a proof, or might never end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Store
from pyparsing import ParseException
from rdflib import BNode, URIRef, Variable
from rdflib.paths import Path as PropertyPath
from rdflib.paths import SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from sinograph.engine.complaints import syntax_error
from sinograph.errors import SinographError
from sinograph.faults import shown
from sinograph.namespaces import PREFIXES
from sinograph.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sinograph.project import Project

REFUSED: Final = {
    "AskQuery": "ASK",
    "Builtin_BNODE": "BNODE, which is new each time",
    "Builtin_EXISTS": "FILTER EXISTS",
    "Builtin_NOTEXISTS": "FILTER NOT EXISTS",
    "Builtin_NOW": "NOW, which is new each time",
    "Builtin_RAND": "RAND, which is new each time",
    "Builtin_STRUUID": "STRUUID, which is new each time",
    "Builtin_UUID": "UUID, which is new each time",
    "DatasetClause": "FROM",
    "DescribeQuery": "DESCRIBE",
    "Distinct": "DISTINCT",
    "Graph": "GRAPH",
    "Group": "GROUP BY",
    "LeftJoin": "OPTIONAL",
    "Minus": "MINUS",
    "OrderBy": "ORDER BY",
    "SelectQuery": "SELECT",
    "ServiceGraphPattern": "SERVICE",
    "Slice": "LIMIT",
    "ToMultiSet": "VALUES or a sub-SELECT",
    "Union": "UNION",
}
"""The parts of SPARQL that rules do without, by their names in rdflib's algebra."""

ALLOWED: Final = re.compile(r"ConstructQuery|Project|Join|BGP|Filter|Extend|Function|Builtin_\w+|\w+Expression")
"""The parts that rules are made of; a part that is neither here nor above is refused by its own name."""

REMEDY: Final = "use triple patterns, FILTER, and BIND(IRI(CONCAT(...)) AS ?name) only"


@dataclass(frozen=True)
class Rule:
    """A rule: what follows, as a SPARQL CONSTRUCT query.

    :param name: the name of its file, without the ending
    :param text: the query
    """

    name: str
    text: str


def read_rules(project: Project) -> tuple[Rule, ...]:
    """Read the rules of a project.

    :raises SinographError: for a rule that is malformed or uses what rules must do without
    """
    return tuple(read_rule(path) for path in project.rules)


def read_rule(path: Path) -> Rule:
    """Read a rule and make sure that it is one.

    :raises SinographError: where it is malformed, or uses what rules must do without; the message names the construct
    """
    text = read_text(path)
    check_syntax(text, path)
    algebra = _algebra(text, path)
    _refuse_other_constructs(algebra, path)
    _refuse_blank_nodes(algebra, path)
    _refuse_unbound_names(algebra, path)
    return Rule(path.stem, text)


def _algebra(text: str, path: Path) -> CompValue:
    try:
        return translateQuery(parseQuery(text), initNs=PREFIXES).algebra
    except ParseException as error:
        raise SinographError(
            f"not SPARQL 1.1: {error.msg}", where=f"{shown(path)}:{error.lineno}:{error.column}", remedy=REMEDY
        ) from None


def read_text(path: Path) -> str:
    """Return the text of a query's file.

    :raises SinographError: where it cannot be read as UTF-8
    """
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise SinographError(
            f"byte {error.start} is not UTF-8", where=shown(path), remedy="save the file as UTF-8"
        ) from None


def check_syntax(text: str, path: Path) -> None:
    """Parse a query of the project's own.

    :raises SinographError: where it is malformed, with line and column
    """
    try:
        Store().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        found = syntax_error(error.msg, text, PREFIXES)
        place = "" if found.line is None else f":{found.line}:{found.column}"
        raise SinographError(found.problem, where=f"{shown(path)}{place}", remedy=found.remedy) from None


def _refuse_other_constructs(algebra: CompValue, path: Path) -> None:
    for part in _parts(algebra):
        if part.name in REFUSED or not ALLOWED.fullmatch(part.name):
            raise _refusal(REFUSED.get(part.name, part.name), path)
        if part.name == "Extend" and not _is_new_name(part.expr):
            raise _refusal("a BIND of something else than IRI(CONCAT(...))", path)
    if algebra.template is None:
        raise _refusal("CONSTRUCT WHERE, which concludes only what it found", path)
    if any(isinstance(verb, PropertyPath) and not _is_sequence(verb) for _, verb, _ in _triples(algebra.p)):
        raise _refusal("a property path other than a sequence", path)


def _is_new_name(expression: Any) -> bool:
    names = {"Builtin_IRI", "Builtin_URI"}
    return expression.name in names and getattr(expression.arg, "name", None) == "Builtin_CONCAT"


def _is_sequence(path: PropertyPath) -> bool:
    return isinstance(path, SequencePath) and all(isinstance(step, URIRef) for step in path.args)


def _refuse_blank_nodes(algebra: CompValue, path: Path) -> None:
    """Refuse blank nodes in what is constructed: each run would make new ones, and so never come to an end."""
    if any(isinstance(term, BNode) for triple in algebra.template for term in triple):
        raise _refusal("a blank node in what is constructed", path)


def _refuse_unbound_names(algebra: CompValue, path: Path) -> None:
    bound = {part.var for part in _parts(algebra.p) if part.name == "Extend"}
    bound |= {term for pattern in _triples(algebra.p) for term in pattern if isinstance(term, Variable)}
    for triple in algebra.template:
        for term in triple:
            if isinstance(term, Variable) and term not in bound:
                raise _refusal(f"?{term} in what is constructed, which nothing in WHERE binds", path)


def _parts(value: Any) -> Iterator[CompValue]:
    """Yield every part of an algebra expression, from the outside in."""
    if isinstance(value, CompValue):
        yield value
        for part in value.values():
            yield from _parts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _parts(part)


def _triples(algebra: CompValue) -> Iterator[tuple[Any, Any, Any]]:
    for part in _parts(algebra):
        if part.name == "BGP":
            yield from part.triples


def _refusal(construct: str, path: Path) -> SinographError:
    return SinographError(f"rules do without {construct}", where=shown(path), remedy=REMEDY)
