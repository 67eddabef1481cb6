"""How the headings of a page name facts, and which facts have no line below them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.linked.hierarchy import is_narrower
from sinograph.linked.page import TYPE
from sinograph.linked.sections import COMPARABLE
from sinograph.namespaces import expand, tail

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sinograph.linked.description import Fact
    from sinograph.linked.hierarchy import Wider

NAME: Final = expand("skos:prefLabel")
OTHER_NAME: Final = expand("skos:altLabel")
DEFINITIONS: Final = (expand("skos:definition"), expand("dcterms:description"))
CONTENTS: Final = expand("dcterms:tableOfContents")
IN_HEADER: Final = frozenset({TYPE, NAME, OTHER_NAME, CONTENTS, expand("sino:quotation"), *DEFINITIONS})
"""What a page says above its facts, or the page of the document itself."""

IN_PLACE: Final = frozenset(
    expand(curie)
    for curie in (
        *("oa:exact", "oa:start", "oa:end"),
        *("prov:wasQuotedFrom", "sino:modality", "sino:condition", "skos:editorialNote"),
    )
)
"""What a page says of a passage below its words."""

OURS: Final = (expand("sino:").value, expand("skos:").value)
"""The vocabularies whose inferred facts are shown beside the others; those of the rest repeat them in other words."""

SHOWN_OTHERS: Final = frozenset({TYPE, expand("prov:wasQuotedFrom"), expand("prov:wasDerivedFrom")})
"""Properties of other vocabularies that the project itself uses."""


def is_foreign(fact: Fact) -> bool:
    """Tell whether a fact repeats others in the words of another vocabulary."""
    prop = fact.triple.predicate
    return fact.inferred and fact.holds and prop not in SHOWN_OTHERS and not prop.value.startswith(OURS)


def is_repeated(prop: NamedNode) -> bool:
    """Tell whether a property says again, for programs, what stands elsewhere on the page."""
    return prop in IN_PLACE or entry_of(prop) in COMPARABLE


def told_more_closely(facts: Collection[Fact], wider: Wider) -> Iterator[Fact]:
    """Yield the facts that only follow from another, which says the same in a narrower word."""
    properties: dict[tuple[object, object], list[NamedNode]] = defaultdict(list)
    for fact in facts:
        if fact.holds:
            properties[fact.triple.subject, fact.triple.object].append(fact.triple.predicate)
    for fact in facts:
        if is_mere_conclusion(fact):
            others = properties[fact.triple.subject, fact.triple.object]
            if any(is_narrower(other, fact.triple.predicate, wider) for other in others):
                yield fact


def is_mere_conclusion(fact: Fact) -> bool:
    """Tell whether a fact follows from others, and nobody says it."""
    return fact.holds and fact.inferred and not fact.passages and not fact.curators


def is_foreign_kind(fact: Fact) -> bool:
    """Tell whether a fact names a kind of another vocabulary."""
    kind = fact.triple.object
    return fact.inferred and isinstance(kind, NamedNode) and not kind.value.startswith(OURS[0])


def entry_of(prop: NamedNode) -> str:
    """Return how the headings name a property; those of other vocabularies have no place of their own."""
    is_ours = prop.value.startswith(OURS) or prop in SHOWN_OTHERS
    return local_name(prop) if is_ours else prop.value


def local_name(term: object) -> str:
    """Return the end of an IRI, or nothing of another term."""
    return tail(term.value) if isinstance(term, NamedNode) else ""


def object_of(fact: Fact) -> NamedNode | Literal:
    """Return what a fact says."""
    term = fact.triple.object
    if not isinstance(term, (NamedNode, Literal)):
        raise TypeError(f"an IRI or a literal was expected, not {term}")
    return term


def subject_of(fact: Fact) -> NamedNode:
    """Return what a fact is about."""
    term = fact.triple.subject
    if not isinstance(term, NamedNode):
        raise TypeError(f"an IRI was expected, not {term}")
    return term


def is_told(fact: Fact) -> bool:
    """Tell whether a fact is one that a page has a line for."""
    is_header = fact.triple.predicate in IN_HEADER and fact.holds
    return not is_header and fact.triple.subject != fact.triple.object
