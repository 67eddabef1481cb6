"""Tell which blank nodes of a file can be written without a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Subject = NamedNode | BlankNode | Triple
Term = Subject | Literal


@dataclass(frozen=True)
class Blanks:
    """Which blank nodes of a file need no name.

    :param inline: those that stand once as a value, and can be written in its place
    :param anonymous: those that are never a value, and are written ``[]``
    :param named: all others, which need a name
    """

    inline: frozenset[BlankNode]
    anonymous: frozenset[BlankNode]
    named: frozenset[BlankNode]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Blanks:
        """Look where the blank nodes of a file stand; a ring of them needs names, and so does one in two graphs."""
        owners: dict[BlankNode, Subject] = {}
        uses: Counter[BlankNode] = Counter()
        graphs: dict[BlankNode, set[object]] = defaultdict(set)
        for quad in dict.fromkeys(quads):
            if isinstance(quad.object, BlankNode):
                owners[quad.object] = quad.subject
                uses[quad.object] += 1
            uses.update(2 * [node for node in (quad.graph_name, *_within(quad)) if isinstance(node, BlankNode)])
            for node in (quad.subject, quad.object, quad.graph_name, *_within(quad)):
                if isinstance(node, BlankNode):
                    graphs[node].add(quad.graph_name)
        local = {node for node, places in graphs.items() if len(places) == 1}
        once = {node: owner for node, owner in owners.items() if uses[node] == 1 and node in local}
        inline = frozenset(node for node in once if not _in_ring(node, once))
        anonymous = frozenset(node for node in local if not uses[node])
        return cls(inline, anonymous, frozenset(graphs) - inline - anonymous)


def _within(quad: Quad) -> Iterable[Term]:
    """Return the terms inside the quad's triple terms."""
    pending: list[Term] = [part for part in (quad.subject, quad.object) if isinstance(part, Triple)]
    while pending:
        for part in pending.pop():  # type: ignore[union-attr]
            if isinstance(part, Triple):
                pending.append(part)
            else:
                yield part


def _in_ring(node: BlankNode, owners: Mapping[BlankNode, Subject]) -> bool:
    """Tell whether following owners from ``node`` never ends."""
    seen: set[Subject] = set()
    step: Subject = node
    while isinstance(step, BlankNode) and step in owners:
        if step in seen:
            return True
        seen.add(step)
        step = owners[step]
    return False
