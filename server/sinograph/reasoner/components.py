"""Strongly connected components: Tarjan, "Depth-first search and linear graph algorithms", 1972, without recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set


def components(edges: Mapping[int, Set[int]]) -> list[list[int]]:
    """Return the groups of nodes that reach one another, each group before those that it leads to.

    :param edges: where each node leads; every node is a key
    """
    search = _Search(edges)
    for node in edges:
        if node not in search.number:
            search.run(node)
    return search.found[::-1]


class _Search:
    def __init__(self, edges: Mapping[int, Set[int]]) -> None:
        self.edges = edges
        self.number: dict[int, int] = {}
        self.low: dict[int, int] = {}
        self.stack: list[int] = []
        self.is_open: set[int] = set()
        self.found: list[list[int]] = []

    def run(self, root: int) -> None:
        path = [(root, self._enter(root))]
        while path:
            node, targets = path[-1]
            target = next(targets, None)
            if target is None:
                path.pop()
                self._leave(node, path[-1][0] if path else None)
            elif target not in self.number:
                path.append((target, self._enter(target)))
            elif target in self.is_open:
                self.low[node] = min(self.low[node], self.number[target])

    def _enter(self, node: int) -> Iterator[int]:
        self.number[node] = self.low[node] = len(self.number)
        self.stack.append(node)
        self.is_open.add(node)
        return iter(sorted(self.edges[node]))

    def _leave(self, node: int, parent: int | None) -> None:
        if parent is not None:
            self.low[parent] = min(self.low[parent], self.low[node])
        if self.low[node] == self.number[node]:
            place = self.stack.index(node)
            component = self.stack[place:]
            del self.stack[place:]
            self.is_open.difference_update(component)
            self.found.append(component)
