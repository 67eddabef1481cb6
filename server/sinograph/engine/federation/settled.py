"""A query with tables in place of its SERVICE blocks, that knows where everything else was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.engine.errors import QuerySyntaxError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sinograph.engine.federation.blocks import Block


class Settled:
    """A query without SERVICE.

    :param original: the query as it was asked
    :param answered: its blocks in their order, and what is in place of each
    """

    def __init__(self, original: str, answered: Sequence[tuple[Block, str]]) -> None:
        self._original = original
        self._pieces: list[tuple[int, int, Block]] = []
        """Where each table begins and ends, and the block that it is in place of."""
        self.text = ""
        end = 0
        for block, table in answered:
            self.text += original[end : block.start]
            begin = len(self.text)
            self.text += f" {table} "
            end = block.end
            self._pieces.append((begin, len(self.text), block))
        self.text += original[end:]

    def moved(self, error: QuerySyntaxError) -> QuerySyntaxError:
        """Return an error about this text as one about the original."""
        if error.line is None or error.column is None:
            return QuerySyntaxError(error.problem, text=self._original, remedy=error.remedy)
        offset = sum(len(before) + 1 for before in self.text.split("\n")[: error.line - 1]) + error.column - 1
        shift = 0
        for begin, end, block in self._pieces:
            if begin <= offset < end:
                return self._error("a SERVICE cannot stand here", block.start, "put it into a group")
            if offset >= end:
                shift = block.end - end
        return self._error(error.problem, offset + shift, error.remedy)

    def _error(self, problem: str, offset: int, remedy: str | None) -> QuerySyntaxError:
        line = self._original.count("\n", 0, offset) + 1
        column = offset - self._original.rfind("\n", 0, offset)
        return QuerySyntaxError(problem, text=self._original, line=line, column=column, remedy=remedy)
