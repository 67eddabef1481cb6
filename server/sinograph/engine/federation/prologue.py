"""What a query declares before it begins: its base, and what its prefixes stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ABSOLUTE: Final = re.compile("[a-zA-Z][a-zA-Z0-9+.-]*:")
_DECLARING: Final = frozenset(("PREFIX", "BASE", "VERSION"))
_IN_PROLOGUES: Final = frozenset(("word", "local", "iri", "string"))


class Prologue(NamedTuple):
    """The declarations of a query.

    :param declared: each as it is written, without comments
    :param namespaces: the IRI of each prefix, or None where that cannot be told
    :param base: the last base, or nothing
    :param relative: whether one of its IRIs is read against a base that it does not name
    :param end: where the query itself begins
    """

    declared: tuple[str, ...]
    namespaces: Mapping[str, str | None]
    base: str
    relative: bool
    end: int

    def resolved(self, token: re.Match[str], prefixes: Mapping[str, str]) -> str | None:
        """Return the IRI that a token stands for, or None where it is none or could be read in two ways.

        :param prefixes: those that queries need not declare
        """
        if token.lastgroup == "iri":
            return resolved(token[0][1:-1], self.base)
        if token.lastgroup != "local" or "\\" in token["local"]:
            return None
        prefix = token["prefix"][:-1]
        namespace = self.namespaces.get(prefix, prefixes.get(prefix))
        return None if namespace is None else namespace + token["local"]


def is_relative(iri: str) -> bool:
    """Tell whether an IRI has no scheme."""
    return not _ABSOLUTE.match(iri)


def resolved(iri: str, base: str) -> str | None:
    """Return an IRI in full, or None where that cannot be told."""
    if "\\" in iri:
        return None
    try:
        return urljoin(base, iri) if base and is_relative(iri) else iri
    except ValueError:  # what looks like an IPv6 address and is none
        return None


def read_prologue(tokens: Iterable[re.Match[str]]) -> Prologue:
    """Read the tokens of a query up to where it begins."""
    declared: list[str] = []
    namespaces: dict[str, str | None] = {}
    base, keyword, name, end = "", "", "", 0
    relative = False
    for token in tokens:
        kind = token.lastgroup
        if kind not in _IN_PROLOGUES or (kind == "word" and token[0].upper() not in _DECLARING):
            break
        if kind == "word":
            keyword, name = token[0].upper(), ""
        elif kind == "local":
            name = token["prefix"]
        elif kind == "iri":
            iri = resolved(token[0][1:-1], base)
            relative = relative or (not base and is_relative(token[0][1:-1]))
            declared.append(" ".join(part for part in (keyword, name, token[0]) if part))
            if keyword == "BASE":
                base = iri or ""
            else:
                namespaces[name[:-1]] = iri
        end = token.end()
    return Prologue(tuple(declared), namespaces, base, relative, end)
