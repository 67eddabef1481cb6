"""All texts that the interface says, found in the templates and the modules."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, nodes
from pyoxigraph import NamedNode, RdfFormat, parse

from sinograph.linked.property_names import BORROWED, CONVERSES
from sinograph.linked.relations import BACKWARD, FORWARD
from sinograph.linked.sections import CLAIMS, ELSEWHERE, KINDS, KNOWN, MENTIONS, MORE
from sinograph.linked.vocabulary import HEADER, SECTIONS
from sinograph.namespaces import expand, shorten, sino
from sinograph.project import Project
from sinograph.web.rendering import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(__file__).parents[2] / "server/sinograph"
TEMPLATES: Final = sorted((PACKAGE / "web/templates").glob("*.html"))
TABLED: Final = {
    *(words for table in (FORWARD, BACKWARD, HEADER, SECTIONS) for words, _ in table),
    *(heading for sections in (*KINDS.values(), CLAIMS, ELSEWHERE) for heading, _ in sections),
    *BORROWED.values(),
    *CONVERSES.values(),
    KNOWN,
    MORE,
    MENTIONS,
}
"""The texts that stand in tables of the pages."""

TYPE: Final = expand("rdf:type")
MANNERS: Final = frozenset((sino("Modality"), sino("TextCondition")))
"""The classes of how a passage is meant, and of what is wrong with its text."""

SAYING: Final = frozenset(("message", "said", "say"))


def parsed(path: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))


def messages() -> set[str]:
    """Return the texts that are given to ``say`` or ``message`` as they stand, and those of the tables."""
    found = {text for path in TEMPLATES for text in _of_template(parsed(path))}
    found |= TABLED | {spoken(manner) for manner in _manners()}
    return found | {text for path in PACKAGE.rglob("*.py") for text in _of_module(path)}


def _manners() -> Iterator[str]:
    for quad in parse(path=Project.find().ontology, format=RdfFormat.TURTLE):
        if quad.predicate == TYPE and quad.object in MANNERS and isinstance(quad.subject, NamedNode):
            yield shorten(quad.subject)


def _of_template(template: nodes.Template) -> Iterator[str]:
    for call in template.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in SAYING and isinstance(call.args[0], nodes.Const):
            yield str(call.args[0].value)


def _of_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in SAYING and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
