"""What dumps are written from: the statements of a release, in one order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from sinograph.errors import SinographError
from sinograph.namespaces import GRAPH
from sinograph.passages import HAS_FRAGMENT, PASSAGE
from sinograph.release import REBUILD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad, Triple

    from sinograph.release import Release
    from sinograph.spelling import Term

ABOUT_PASSAGES: Final = f"{GRAPH}passages/"
"""Where the names of the graphs begin that describe passages."""


@dataclass(frozen=True)
class Contents:
    """The statements of a release.

    :param quads: all of them, the default graph first, sorted by graph, subject, predicate and object
    """

    release: Release
    quads: tuple[Quad, ...]

    @classmethod
    def of(cls, release: Release) -> Contents:
        """Read the statements of a release, with literals as they were written.

        :raises SinographError: where they cannot be read
        """
        try:
            quads = parse(path=str(release.quads_path), format=RdfFormat.N_QUADS, rename_blank_nodes=False)
            return cls(release, tuple(sorted(quads, key=_place)))
        except (OSError, SyntaxError) as error:
            raise SinographError(f"cannot be read: {error}", where=release.quads_path, remedy=REBUILD) from None

    @property
    def default(self) -> Iterator[Triple]:
        """The default graph: the merge of what is asserted and what follows."""
        return (quad.triple for quad in self.quads if isinstance(quad.graph_name, DefaultGraph))

    @cached_property
    def passages(self) -> dict[NamedNode, list[Triple]]:
        """What each passage was read to say, in the order of the passages' IRIs."""
        described = {triple.subject for triple in self._descriptions if triple.object == PASSAGE}
        claims: dict[NamedNode, list[Triple]] = defaultdict(list)
        for quad in self.quads:
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name in described:
                claims[quad.graph_name].append(quad.triple)
        return dict(claims)

    def description(self, passage: NamedNode) -> list[Triple]:
        """Return what is said about a passage and its fragments: words, place, modality, notes."""
        own = self._described.get(passage, [])
        parts = [triple.object for triple in own if triple.predicate == HAS_FRAGMENT]
        return [*own, *(triple for part in parts for triple in self._described.get(part, []))]

    @cached_property
    def store(self) -> Store:
        """The release's store, to be asked."""
        return Store.read_only(str(self.release.store_path))

    @cached_property
    def _descriptions(self) -> list[Triple]:
        return [
            quad.triple
            for quad in self.quads
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(ABOUT_PASSAGES)
        ]

    @cached_property
    def _described(self) -> dict[Term, list[Triple]]:
        found: dict[Term, list[Triple]] = defaultdict(list)
        for triple in self._descriptions:
            found[triple.subject].append(triple)
        return found


def _place(quad: Quad) -> tuple[bool, str, str, str, str]:
    graph = quad.graph_name
    return (
        not isinstance(graph, DefaultGraph),
        str(graph),
        str(quad.subject),
        str(quad.predicate),
        str(quad.object),
    )
