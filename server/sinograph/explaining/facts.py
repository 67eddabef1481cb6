"""What holds in a release, looked up by pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from sinograph.dataset import quad_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from sinograph.spelling import Subject, Term

HERE = DefaultGraph()


class Facts:
    """The default graph of a store, together with conclusions that are not published.

    :param unpublished: what proofs may go through beside
    """

    def __init__(self, store: Store, unpublished: Iterable[Triple] = ()) -> None:
        self._stores = [store]
        if hidden := [quad_of(triple, HERE) for triple in unpublished]:
            beside = Store()
            beside.extend(hidden)
            self._stores.append(beside)

    def match(self, subject: Term | None, predicate: Term | None, value: Term | None) -> Iterator[Triple]:
        """Yield the triples of a pattern, in which None stands for anything; a literal as a subject fits nothing."""
        if subject is not None and not isinstance(subject, (NamedNode, BlankNode)):
            return
        if predicate is not None and not isinstance(predicate, NamedNode):
            return
        for store in self._stores:
            for quad in store.quads_for_pattern(subject, predicate, value, HERE):
                yield quad.triple

    def holds(self, triple: Triple) -> bool:
        """Tell whether a triple holds."""
        return any(quad_of(triple, HERE) in store for store in self._stores)

    def values(self, subject: Subject, predicate: NamedNode) -> list[Term]:
        """Return the values of a thing's property, in a fixed order."""
        return sorted((triple.object for triple in self.match(subject, predicate, None)), key=str)


class NamedGraph:
    """What one named graph of a store says."""

    def __init__(self, store: Store, name: NamedNode) -> None:
        self._store, self._name = store, name

    def match(self, subject: Term | None, predicate: Term | None, value: Term | None) -> Iterator[Triple]:
        """Yield the triples of a pattern; see :meth:`Facts.match`."""
        if subject is not None and not isinstance(subject, (NamedNode, BlankNode)):
            return
        if predicate is not None and not isinstance(predicate, NamedNode):
            return
        for quad in self._store.quads_for_pattern(subject, predicate, value, self._name):
            yield quad.triple
