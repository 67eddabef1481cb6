"""The namespaces of the graph and of the vocabularies that it uses, and how IRIs are shortened with them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE: Final = "https://w3id.org/sinograph/"
"""Where all of the project's own IRIs begin (not registered yet)."""

ONTOLOGY: Final = f"{BASE}ontology"
GRAPH: Final = f"{BASE}graph/"

KINDS: Final = (
    "assessment",
    "benchmark",
    "capability",
    "causation",
    "chip",
    "comparison",
    "conference",
    "dispute",
    "distinction",
    "document",
    "event",
    "family",
    "figure",
    "fragment",
    "framework",
    "group",
    "lab",
    "licence",
    "misconception",
    "model",
    "observation",
    "organization",
    "passage",
    "person",
    "place",
    "policy",
    "position",
    "price",
    "product",
    "publication",
    "result",
    "spread",
    "strategy",
    "technique",
    "topic",
)
"""The kinds of thing; each is a prefix of its own and a step in the thing's IRI."""

VOCABULARIES: Final[dict[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "fair4ml": "https://w3id.org/fair4ml#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Vocabularies by their customary prefix."""

PREFIXES: Final[dict[str, str]] = dict(
    sorted(
        {
            "sino": f"{ONTOLOGY}#",
            "graph": GRAPH,
            "shape": f"{BASE}shape/",
            **{kind: f"{BASE}id/{kind}/" for kind in KINDS},
            **VOCABULARIES,
        }.items()
    )
)
"""Every prefix that the project writes and that queries may use without declaring it."""


def expand(curie: str) -> NamedNode:
    """Return the IRI that a CURIE such as ``model:glm-5`` stands for.

    :raises KeyError: where the prefix is not one of :data:`PREFIXES`
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def sino(name: str) -> NamedNode:
    """Return the ontology's term of this name."""
    return NamedNode(f"{PREFIXES['sino']}{name}")


def tail(iri: str) -> str:
    """Return the end of an IRI: what follows its last slash or number sign."""
    return re.split("[/#]", iri.rstrip("/#"))[-1]


_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def shorten(node: NamedNode, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return the CURIE of an IRI, such as ``model:glm-5``, or ``<IRI>`` where none can be written.

    What is returned can stand in Turtle, TriG and SPARQL as it is; of several prefixes the longest namespace wins.
    """
    iri = node.value
    is_usual = prefixes is PREFIXES and len(iri) <= _KEPT_LENGTH
    return _shortened_usually(iri) if is_usual else _shortened(iri, prefixes)


_KEPT_LENGTH: Final = 200
"""How long an IRI may be that is kept with its short form: whoever asks may name very long ones."""


@lru_cache(maxsize=1 << 14)
def _shortened_usually(iri: str) -> str:
    """Shorten with the usual prefixes; the same IRIs are asked for again and again."""
    return _shortened(iri, PREFIXES)


def _shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    matching = [(namespace, prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    for namespace, prefix in sorted(matching, key=lambda match: -len(match[0])):
        if _LOCAL.fullmatch(local := iri.removeprefix(namespace)):
            return f"{prefix}:{local}"
    return f"<{iri}>"


def natural(text: str) -> tuple[tuple[tuple[str, int, str], ...], str]:
    """Return a sort key by which ``fragment:x-2`` comes before ``fragment:x-10``."""
    parts = re.findall(r"([^0-9]*)([0-9]*)", text)
    return tuple((word, len(digits.lstrip("0")), digits.lstrip("0")) for word, digits in parts), text
