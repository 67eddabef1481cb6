"""What a template says without the catalogue: literal text, attributes that are read, and constants that are shown."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

READ: Final = frozenset(("alt", "aria-label", "aria-description", "placeholder", "title", "data-title", "label"))
"""The attributes whose values people read."""

UNREAD: Final = frozenset(("code", "script", "style"))

NAMES: Final = re.compile(r"\b(?:CSV|DCAT|JSON|N-Triples|SHA-256|SPARQL|TSV|Turtle|VoID|XML|schema\.org|[a-z]+:)\b")
"""What is called so in every language."""

WORD: Final = re.compile(r"[^\W\d_]{2,}")


class _Text(HTMLParser):
    """Collects what is read of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self._unread.append(tag)
        self.found += [value for name, value in attrs if name in READ and value]

    def handle_endtag(self, tag: str) -> None:
        if self._unread and self._unread[-1] == tag:
            self._unread.pop()

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.found.append(data)


def untranslated(template: nodes.Template) -> list[str]:
    """Return the words of a template that no catalogue can translate."""
    parser = _Text()
    parser.feed("".join(_written(template)))
    parser.close()
    return [text.strip() for text in parser.found if WORD.search(NAMES.sub("", text))]


def _written(node: nodes.Node) -> Iterator[str]:
    """Return what a template writes, in its order; what is computed is a 0."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Output):
        for part in node.nodes:
            yield from _written(part) if isinstance(part, nodes.TemplateData) else _shown(part)
    elif isinstance(node, nodes.Expr):
        return
    else:
        for child in node.iter_child_nodes():
            yield from _written(child)


def _shown(expression: nodes.Expr) -> Iterator[str]:
    """Return the constants that an expression may show."""
    if isinstance(expression, nodes.Const):
        yield str(expression.value)
    elif isinstance(expression, nodes.CondExpr):
        for branch in (expression.expr1, expression.expr2):
            yield from _shown(branch) if branch else ()
    elif isinstance(expression, (nodes.Or, nodes.And)):
        yield from _shown(expression.left)
        yield from _shown(expression.right)
    elif isinstance(expression, nodes.Concat):
        for part in expression.nodes:
            yield from _shown(part)
    else:
        yield "0"
