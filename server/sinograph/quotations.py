"""The words of each passage in one string, so that a question about evidence needs no case for fragments.

A passage of one span is quoted by it; one of several, by its fragments in the order of the text, with an ellipsis
between them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, Quad

from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from sinograph.spelling import Subject, Term

QUOTATION: Final = sino("quotation")
HAS_FRAGMENT: Final = sino("hasFragment")
EXACT: Final = expand("oa:exact")
START: Final = expand("oa:start")
ELLIPSIS: Final = " … "


def quotations(metadata: Iterable[Quad]) -> Iterator[Quad]:
    """Yield a ``sino:quotation`` for each passage, in the graph in which the passage is described.

    :param metadata: what is said about passages and fragments
    """
    quads = list(metadata)
    words: dict[Term, str] = dict(_values(quads, EXACT))
    starts = {span: _offset(text) for span, text in _values(quads, START)}
    parts: dict[Subject, list[Quad]] = defaultdict(list)
    for quad in quads:
        if quad.predicate == HAS_FRAGMENT:
            parts[quad.subject].append(quad)
    for passage, links in parts.items():
        spans = sorted((link.object for link in links if link.object in words), key=lambda span: starts.get(span, 0))
        yield Quad(passage, QUOTATION, Literal(ELLIPSIS.join(words[span] for span in spans)), links[0].graph_name)
    skipped = parts.keys() | {link.object for links in parts.values() for link in links}
    for quad in quads:
        if quad.predicate == EXACT and quad.subject in words and quad.subject not in skipped:
            yield Quad(quad.subject, QUOTATION, Literal(words[quad.subject]), quad.graph_name)


def _values(quads: Iterable[Quad], predicate: NamedNode) -> Iterator[tuple[Term, str]]:
    """Yield each subject of the predicate with the text of its literal."""
    for quad in quads:
        if quad.predicate == predicate and isinstance(quad.object, Literal):
            yield quad.subject, quad.object.value


def _offset(text: str) -> int:
    return int(text) if text.isdecimal() else 0
