"""The words of each passage in one string, so that a question about evidence needs no case for fragments.

A passage of one span is quoted by it; one of several, by its fragments in the order of the text, an ellipsis between them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, Quad

from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    exact = {quad.subject: quad.object for quad in quads if quad.predicate == EXACT}
    start = {quad.subject: _offset(quad.object) for quad in quads if quad.predicate == START}
    parts: dict[tuple[Subject, object], list[Term]] = defaultdict(list)
    fragments = {quad.object for quad in quads if quad.predicate == HAS_FRAGMENT}
    for quad in quads:
        if quad.predicate == HAS_FRAGMENT:
            parts[quad.subject, quad.graph_name].append(quad.object)
        elif quad.predicate == EXACT and quad.subject not in fragments:
            parts[quad.subject, quad.graph_name].append(quad.subject)
    for (passage, graph), spans in parts.items():
        ordered = sorted((span for span in spans if span in exact), key=lambda span: start.get(span, 0))
        words = ELLIPSIS.join(str(exact[span].value) for span in ordered)
        yield Quad(passage, QUOTATION, Literal(words), graph)


def _offset(term: Term) -> int:
    return int(term.value) if isinstance(term, Literal) and term.value.isdecimal() else 0
