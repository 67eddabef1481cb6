"""A page in schema.org's terms, for search engines (https://schema.org/docs/gs.html).

Nothing is said here that the data do not say: facts and kinds are those that the ontology's alignments infer in the
terms of schema.org; where there is none for a class, a table names its kind.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.entries import NAME, OTHER_NAME, local_name
from sinograph.linked.page import TYPE
from sinograph.namespaces import PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import Triple

    from sinograph.linked.description import Description
    from sinograph.linked.naming import Naming
    from sinograph.linked.thing_page import Page

SCHEMA: Final = PREFIXES["schema"]
SAME: Final = frozenset({expand("schema:sameAs"), expand("skos:exactMatch")})
MODEL: Final = expand("fair4ml:MLModel")
"""What a machine-learning model is in a vocabulary that is built on schema.org, and has a better word for it."""

KINDS: Final = {
    "Model": "SoftwareApplication",
    "ModelFamily": "CreativeWorkSeries",
    "Policy": "Legislation",
    "Technique": "DefinedTerm",
    "Topic": "DefinedTerm",
    "Capability": "DefinedTerm",
    "Benchmark": "CreativeWork",
    "Licence": "CreativeWork",
    "SourceDocument": "CreativeWork",
    "Passage": "Quotation",
    "Claim": "Claim",
    "Misconception": "Claim",
}
"""The type of the things of a class for which the ontology has no alignment to schema.org."""

WIDER: Final = {
    "Organization": {
        "CollegeOrUniversity", "Corporation", "GovernmentOrganization", "ResearchOrganization",
    },
    "Place": {"City", "Country"},
    "CreativeWork": {"Claim", "CreativeWorkSeries", "Legislation", "Quotation", "SoftwareApplication"},
}  # fmt: skip
"""The types that say nothing beside one of those that are narrower (https://schema.org/docs/full.html)."""

LONGEST: Final = 300
"""How many characters a description has at most."""


def structured(page: Page, description: Description, address: str) -> dict[str, Any]:
    """Return what a page is about as JSON-LD.

    :param address: where the page is
    """
    holding = [fact.triple for fact in description.facts if fact.holds]
    types = schema_types(holding)
    closer = [MODEL.value] if any(each.object == MODEL for each in holding) else []
    same = sorted(
        each.object.value for each in holding if each.predicate in SAME and isinstance(each.object, NamedNode)
    )
    others = [literal(name) for name in _literals(holding, OTHER_NAME)]
    quoted = [words.value for words in _literals(holding, expand("sino:quotation"))] if "Quotation" in types else []
    members = {
        **_facts(holding, description.naming),
        "@context": SCHEMA.rstrip("/"),
        "@type": _one([*types, *closer]) or "Thing",
        "@id": page.iri,
        "name": _one([literal(name) for name in _literals(holding, NAME)]) or page.name[:LONGEST],
        "alternateName": others,
        "sameAs": same,
        "text": _one(quoted),
        "description": summary(page),
        "mainEntityOfPage": address,
    }
    return {name: value for name, value in members.items() if value}


def schema_types(triples: Collection[Triple]) -> list[str]:
    """Return the names of the schema.org types of what triples are about, the most exact ones alone."""
    kinds = {each.object.value for each in triples if each.predicate == TYPE and isinstance(each.object, NamedNode)}
    local = {local_name(NamedNode(kind)) for kind in kinds if kind.startswith(PREFIXES["sino"])}
    found = {kind.removeprefix(SCHEMA) for kind in kinds if kind.startswith(SCHEMA)}
    found = found or {KINDS[kind] for kind in list(KINDS) if kind in local}
    return sorted(name for name in found if not WIDER.get(name, set()) & found)


def _facts(triples: Collection[Triple], naming: Naming) -> dict[str, Any]:
    """Return what triples with properties of schema.org say, things with their names."""
    told: dict[str, list[Any]] = defaultdict(list)
    for triple in triples:
        if triple.predicate.value.startswith(SCHEMA) and triple.predicate not in SAME:
            told[triple.predicate.value.removeprefix(SCHEMA)].append(_value(triple.object, naming))
    return {name: _one(values) for name, values in sorted(told.items())}


def _value(term: object, naming: Naming) -> Any:
    if isinstance(term, Literal):
        return literal(term)
    if isinstance(term, NamedNode):
        return {"@id": term.value, **({"name": naming.of_node(term)} if term.value in naming.names else {})}
    return str(term)


def literal(term: Literal) -> Any:
    """Return a literal as JSON-LD has it; dates are texts, as schema.org wants them."""
    text = term.value[:LONGEST]
    return {"@value": text, "@language": term.language} if term.language else text


def _literals(triples: Collection[Triple], prop: NamedNode) -> list[Literal]:
    found = [each.object for each in triples if each.predicate == prop and isinstance(each.object, Literal)]
    return sorted(found, key=lambda term: (term.language or "", term.value))


def _one(values: list[Any]) -> Any:
    """Return the only value, or all of them."""
    return values[0] if len(values) == 1 else values


def summary(page: Page) -> str:
    """Return what a thing is, in a sentence or two: its definition, or else its kinds and its first facts."""
    if page.definitions:
        return _cut(page.definitions[0].value)
    kinds = ", ".join(dict.fromkeys(value.text for value in page.kinds))
    facts = [
        f"{group.name}: {', '.join(value.text for value in group.values[:3] if value.fact.holds)}"
        for section in page.sections[:2]
        for group in section.groups
        if group.name and any(value.fact.holds for value in group.values)
    ]
    return _cut(". ".join(part for part in (f"{page.name} ({kinds})" if kinds else page.name, *facts[:5])))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
