"""The identifiers that reconciliation clients see: the end of an IRI where it is ours, else the whole IRI."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from sinograph.lookup.errors import LookupRequestError
from sinograph.namespaces import BASE, PREFIXES, VOCABULARIES


@dataclass(frozen=True)
class Identifiers:
    """Shortens and expands identifiers.

    :param base: where the IRIs begin that are ours
    """

    base: str = BASE

    @property
    def things(self) -> str:
        """What the identifiers of things follow: the manifest's ``identifierSpace``."""
        return f"{self.base}id/"

    @property
    def terms(self) -> str:
        """What the identifiers of types and properties follow: the manifest's ``schemaSpace``."""
        return f"{self.base}ontology#"

    def of_thing(self, node: NamedNode) -> str:
        """Return the identifier of a thing, such as ``model/glm-5``."""
        return node.value.removeprefix(self.things)

    def of_term(self, node: NamedNode) -> str:
        """Return the identifier of a type or a property, such as ``developedBy``."""
        return node.value.removeprefix(self.terms)

    def thing(self, text: str) -> NamedNode:
        """Return the thing of an identifier, an IRI or a CURIE.

        :raises LookupRequestError: where it cannot be one
        """
        return _expand(text, self.things)

    def term(self, text: str) -> NamedNode:
        """Return the type or property of an identifier, an IRI or a CURIE.

        :raises LookupRequestError: where it cannot be one
        """
        return _expand(text, self.terms)


def _expand(text: str, space: str) -> NamedNode:
    prefix, colon, local = text.partition(":")
    if colon and not local.startswith("//"):
        known = PREFIXES.get(prefix) or VOCABULARIES.get(prefix)
        iri = f"{known}{local}" if known else text
    else:
        iri = text if colon else f"{space}{text}"
    try:
        return NamedNode(iri)
    except ValueError:
        raise LookupRequestError(f"{text[:200]!r} is no identifier") from None
