"""A page in schema.org's terms, for search engines (https://schema.org/docs/gs.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from sinograph.linked.page import TYPE
from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from sinograph.linked.description import Description
    from sinograph.linked.thing_page import Page

SCHEMA: Final = PREFIXES["schema"]
SAME: Final = frozenset({expand("schema:sameAs"), expand("skos:exactMatch")})

LONGEST: Final = 300
"""How many characters a description has at most."""


def structured(page: Page, description: Description, address: str) -> dict[str, Any]:
    """Return what a page is about as JSON-LD.

    :param address: where the page is
    """
    holding = [fact.triple for fact in description.facts if fact.holds]
    objects = [(triple.predicate, triple.object.value) for triple in holding if isinstance(triple.object, NamedNode)]
    types = sorted(iri.removeprefix(SCHEMA) for prop, iri in objects if prop == TYPE and iri.startswith(SCHEMA))
    same = sorted(iri for prop, iri in objects if prop in SAME)
    names = [name for name in (page.also, *page.other_names) if name and name != page.name]
    return {
        "@context": SCHEMA.rstrip("/"),
        "@type": types or "Thing",
        "@id": page.iri,
        "name": page.name[:LONGEST],
        **({"alternateName": names} if names else {}),
        **({"sameAs": same} if same else {}),
        "description": summary(page),
        "mainEntityOfPage": address,
    }


def summary(page: Page) -> str:
    """Return what a thing is, in a sentence or two: its definition, or else its kinds and its first facts."""
    if page.definitions:
        return _cut(page.definitions[0].value)
    kinds = ", ".join(dict.fromkeys(value.text for group in page.kinds for value in group.values))
    facts = [
        f"{group.name}: {', '.join(value.text for value in group.values[:3] if value.fact.holds)}"
        for section in page.sections[:2]
        for group in section.groups
        if group.name and any(value.fact.holds for value in group.values)
    ]
    return _cut(". ".join(part for part in (f"{page.name} ({kinds})" if kinds else page.name, *facts[:5])))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
