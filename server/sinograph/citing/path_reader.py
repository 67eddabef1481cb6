"""The property paths of a query, read from its tokens (https://www.w3.org/TR/sparql11-query/#rPath)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.citing.paths import Choice, Inverse, Link, Repeated, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.citing.paths import Path
    from sinograph.citing.words import Words

RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_REPETITIONS: Final = {"?": (0, True), "*": (0, False), "+": (1, False)}


class PathReader:
    """Reads paths, from the loosest operator to the tightest.

    :param words: which stand at a path's first token
    """

    def __init__(self, words: Words) -> None:
        self._words = words

    def read(self) -> Path | None:
        """Read a path; return None where a part of it is negated, or is no IRI.

        :raises UnreadError: at what is not understood
        """
        return self._several("|", self._sequence, Choice)

    def _sequence(self) -> Path | None:
        return self._several("/", self._element, Sequence)

    def _several(
        self, mark: str, read: Callable[[], Path | None], combine: Callable[[tuple[Path, ...]], Path]
    ) -> Path | None:
        parts = [read()]
        while self._words.at(mark):
            self._words.next()
            parts.append(read())
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        return known[0] if len(known) == 1 else combine(known)

    def _element(self) -> Path | None:
        if self._words.at("^"):
            self._words.next()
            path = self._element()
            return path and Inverse(path)
        return self._repeated(self._primary())

    def _repeated(self, path: Path | None) -> Path | None:
        for mark, (least, once) in _REPETITIONS.items():
            if self._words.at(mark):
                self._words.next()
                return path and Repeated(path, least, once)
        return path

    def _primary(self) -> Path | None:
        words = self._words
        if words.at("("):
            words.next()
            path = self.read()
            words.take(")")
            return path
        if words.at("!"):
            words.next()
            if words.at("("):
                words.skip_brackets("(")
            else:
                self._element()
            return None
        if words.keyword() == "A":
            words.next()
            return Link(RDF_TYPE)
        iri = words.iri()
        return Link(iri) if iri else None
