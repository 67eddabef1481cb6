"""Find the SERVICE blocks of a query that may be asked, and write what each asks as a query of its own.

A block is taken out only where nothing about it is in doubt. Every other SERVICE stays where it is, and the inspector
refuses it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.engine.complexity import Bound
from sinograph.engine.errors import QueryRefusedError, QueryTooComplexError
from sinograph.engine.federation.prologue import Prologue, is_relative, read_prologue
from sinograph.engine.tokens import BRACKETS, Reader
from sinograph.engine.words import place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

SERVICES: Final = Bound("SERVICE blocks", 5, "blocks that ask another server", "ask in several queries")

_NO_LINE_END: Final = re.compile(r"[^\n]")


class Block(NamedTuple):
    """A SERVICE, from its keyword to the bracket that closes its group.

    :param endpoint: whom it asks
    :param group: where its group begins
    :param tokens: those of the group
    """

    start: int
    group: int
    end: int
    endpoint: str
    silent: bool
    tokens: Sequence[re.Match[str]]

    @property
    def variables(self) -> frozenset[str]:
        """The variables in the group."""
        return frozenset(token[0][1:] for token in self.tokens if token.lastgroup == "variable")


class _Seen(NamedTuple):
    """A token, and how many brackets are open behind it."""

    token: re.Match[str]
    depth: int


class Federated(NamedTuple):
    """A query, and the blocks in it that may be asked."""

    text: str
    prologue: Prologue
    blocks: tuple[Block, ...]

    @property
    def without(self) -> str:
        """The query with blanks in place of its blocks, so that all else is where it was."""
        text = self.text
        for block in self.blocks:
            text = text[: block.start] + _blank(text[block.start : block.end]) + text[block.end :]
        return text

    def alone(self, block: Block) -> str:
        """Return the group of a block with nothing but blanks around it, as an ASK of the same length."""
        start, text = self.prologue.end, self.text
        keyword = "ASK" + _blank(text[block.start + 3 : block.group])
        return text[:start] + _blank(text[start : block.start]) + keyword + text[block.group : block.end]

    def query(self, block: Block, prefixes: Mapping[str, str], base: str | None, limit: int) -> str:
        """Return what a block asks, as a query that can be sent to its endpoint.

        :param prefixes: those that the query need not declare
        :param base: against what relative IRIs are resolved where the query does not say so
        :param limit: how many rows are asked for at most
        """
        used = {token["prefix"][:-1] for token in block.tokens if token.lastgroup == "local"}
        missing = sorted((used - self.prologue.namespaces.keys()) & prefixes.keys())
        lines = [f"PREFIX {prefix}: <{prefixes[prefix]}>" for prefix in missing]
        relative = any(token.lastgroup == "iri" and is_relative(token[0][1:-1]) for token in block.tokens)
        if base and (self.prologue.relative or (relative and not self.prologue.base)):
            lines.append(f"BASE <{base}>")
        lines += [*self.prologue.declared, f"SELECT * WHERE {self.text[block.group : block.end]} LIMIT {limit}"]
        return "\n".join(lines)


def federated(text: str, services: Collection[str], prefixes: Mapping[str, str]) -> Federated:
    """Find the blocks of a query.

    :param services: the IRIs of those that may be asked
    :param prefixes: those that the query need not declare
    :raises QueryTooComplexError: where there are more than :data:`SERVICES` allows
    :raises QueryRefusedError: for one block within another
    """
    reader = Reader(text)
    seen = [_Seen(token, len(reader.open)) for token in reader]
    prologue = read_prologue(one.token for one in seen)
    blocks: list[Block] = []
    for index, (token, _) in enumerate(seen):
        if token.lastgroup != "word" or token[0].upper() != "SERVICE" or (blocks and token.start() < blocks[-1].end):
            continue
        block = _block(seen, index, prologue, prefixes)
        if block is None or block.endpoint not in services:
            break
        _check(text, block, len(blocks) + 1)
        blocks.append(block)
    return Federated(text, prologue, tuple(blocks))


def _check(text: str, block: Block, number: int) -> None:
    where = place(text, block.start)
    if number > SERVICES.most:
        raise QueryTooComplexError(SERVICES.name, value=number, most=SERVICES.most, where=where, remedy=SERVICES.remedy)
    for token in block.tokens:
        if token.lastgroup == "word" and "SERVICE" in token[0].upper():
            raise QueryRefusedError(
                "a SERVICE asks another server to ask a third one",
                where=place(text, token.start()),
                remedy="ask each server in a block of its own",
            )


def _block(seen: Sequence[_Seen], index: int, prologue: Prologue, prefixes: Mapping[str, str]) -> Block | None:
    """Return the block that begins at a keyword, or None where it does not do so beyond doubt."""
    start, depth = seen[index]
    silent = len(seen) > index + 1 and seen[index + 1].token[0].upper() == "SILENT"
    named = index + 2 if silent else index + 1
    if len(seen) <= named + 1 or seen[named + 1].token[0] != "{" or not _is_in_group(seen, index):
        return None
    endpoint = prologue.resolved(seen[named].token, prefixes)
    last = _closing(seen, named + 1)
    if endpoint is None or last is None or seen[last].depth != depth:
        return None
    tokens = tuple(one.token for one in seen[named + 1 : last + 1])
    return Block(start.start(), tokens[0].start(), tokens[-1].end(), endpoint, silent, tokens)


def _is_in_group(seen: Sequence[_Seen], index: int) -> bool:
    """Tell whether a token is within a group, where VALUES says the same in its place, and behind no sub-SELECT."""
    depth = seen[index].depth
    for before in range(index - 1, -1, -1):
        token, open_after = seen[before]
        if token.lastgroup == "open" and open_after == depth:
            return token[0] == "{" and seen[before + 1].token[0].upper() != "SELECT"
    return False


def _closing(seen: Sequence[_Seen], first: int) -> int | None:
    """Return where the bracket is that closes one, or None where another one closes something else."""
    opened: list[str] = []
    for index in range(first, len(seen)):
        token = seen[index].token
        if token.lastgroup == "open":
            opened.append(token[0])
        elif token.lastgroup == "close":
            if opened.pop() != BRACKETS[token[0]]:
                return None
            if not opened:
                return index
    return None


def _blank(text: str) -> str:
    return _NO_LINE_END.sub(" ", text)
