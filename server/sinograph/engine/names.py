"""Refuse names and words that the engine may read in another way than they look.

Its parser wants no space around a keyword, and where a prefix and a local name make no IRI, it takes the prefix for the
whole name and reads on in the middle of the other: ``e:SERVICE <...>`` is federation where ``e:`` stands for
``http://host:80``, because ``http://host:80SERVICE`` is no IRI.
"""

from __future__ import annotations

import re
from typing import Final

from sinograph.engine.errors import QueryRefusedError, ServiceRefusedError
from sinograph.engine.tokens import Reader
from sinograph.engine.words import GLUED, WORDS, place

_AUTHORITY_ONLY: Final = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?#]*")
_HOST_ONLY: Final = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[a-zA-Z0-9.-]*")
"""A namespace that a plain local name makes a longer one of; behind a port it would make none."""

_CODEPOINT: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")
_BAD_PERCENT: Final = re.compile("%(?![0-9a-fA-F]{2})")
_PLAIN: Final = re.compile("[a-zA-Z0-9_-]*")
_BEFORE_FUNCTIONS: Final = re.compile("FILTER|HAVING|BY")


class Names:
    """Checks each token of a text in turn."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._federated = "service" in text.lower()
        self._prologue = True
        self._namespaces: dict[str, str] = {}
        self._base = ""
        self._previous: re.Match[str] | None = None
        self._declared: str | None = None

    def check(self, token: re.Match[str]) -> None:
        """Check the next token.

        :raises QueryRefusedError: where it can be read in two ways
        :raises ServiceRefusedError: for SERVICE
        """
        kind = token.lastgroup
        if kind == "local":
            self._name(token)
        elif kind == "word":
            self._word(token)
        elif kind == "iri":
            self._iri(token[0][1:-1])
        elif kind == "special":
            self._refuse(token, f"the character U+{ord(token[0]):04X} cannot stand outside a string")
        elif token[0] == "(":
            self._bracket(token)
        self._previous = token

    def _word(self, token: re.Match[str]) -> None:
        word = token[0].upper()
        if self._federated and "SERVICE" in word:
            raise self._service(token)
        if word not in WORDS and GLUED.search(word):
            self._refuse(token, f"{token[0][:40]!r} is no word of SPARQL", "write a space between two words")
        if word not in {"PREFIX", "BASE", "VERSION"}:
            self._prologue = False

    def _iri(self, iri: str) -> None:
        if self._prologue and "\\" in iri:
            iri = _CODEPOINT.sub(lambda found: _character(found[1] or found[2]), iri)
        if self._declared is not None:
            self._namespaces[self._declared] = iri or self._base
            self._declared = None
        elif self._prologue:
            self._base = iri

    def _name(self, token: re.Match[str]) -> None:
        prefix, local = token["prefix"][:-1], token["local"]
        if self._prologue:
            if not (self._previous and self._previous[0].upper() == "PREFIX"):
                self._refuse(token, f"{token[0][:40]!r} cannot stand here", "write a space after PREFIX")
            self._declared = prefix
        elif prefix != "_":
            self._local(token, prefix, local)
        if self._federated:
            self._federating_name(token, prefix, local)

    def _local(self, token: re.Match[str], prefix: str, local: str) -> None:
        """Refuse a name that is no IRI, or none at all."""
        namespace = self._namespaces.get(prefix)
        if "." in prefix and namespace is None:
            self._refuse(token, f"the prefix {prefix[:40]}: is not declared", "write a space behind a dot")
        if "\\" in local:
            iri = (namespace if namespace is not None else "#") + local.replace("\\", "")
            if iri.count("#") > 1 or _BAD_PERCENT.search(iri):
                self._refuse(token, f"{token[0][:40]!r} is no IRI", "write the IRI in full")
        if local and namespace and _AUTHORITY_ONLY.fullmatch(namespace) and not _is_longer_host(namespace, local):
            remedy = f"end the IRI that {prefix}: stands for with / or #"
            self._refuse(token, f"{token[0][:40]!r} would go on with the name of a host", remedy)

    def _federating_name(self, token: re.Match[str], prefix: str, local: str) -> None:
        # What follows the word in a prefix would have to be a prefix itself, for the rest of the name to name a server.
        _, found, rest = prefix.lower().partition("service")
        declared = self._declared == prefix or prefix in self._namespaces
        if found and not (declared and not rest and "" not in self._namespaces):
            raise self._service(token)
        if "service" in local.lower() and prefix != "_" and not _PLAIN.fullmatch(local):
            raise self._service(token)

    def _bracket(self, token: re.Match[str]) -> None:
        """Refuse a function's or a collection's bracket where the name before it may be a keyword and a name."""
        before = self._previous
        if before and before.lastgroup == "local" and _BEFORE_FUNCTIONS.search(before["prefix"].upper()):
            self._refuse(token, f"what {before[0][:40]!r} means is not clear", "write a space between two words")

    def _service(self, token: re.Match[str]) -> ServiceRefusedError:
        position = token.start() + token[0].lower().index("service")
        rest = Reader(self._text[position + len("service") :])
        endpoint = next((after[0] for after in rest if after[0].upper() != "SILENT"), "nobody")
        return ServiceRefusedError(endpoint[:100], where=place(self._text, token.start()))

    def _refuse(self, token: re.Match[str], problem: str, remedy: str | None = None) -> None:
        raise QueryRefusedError(problem, where=place(self._text, token.start()), remedy=remedy)


def _is_longer_host(namespace: str, local: str) -> bool:
    return bool(_HOST_ONLY.fullmatch(namespace) and _PLAIN.fullmatch(local) and local[0] != "-")


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code <= 0x10FFFF else ""
