"""What passages are about, where evidence is shown: "$5.576M training" does not say itself that it is of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from sinograph.explaining.evidence import ENTITIES
from sinograph.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sinograph.explaining import Knowledge
    from sinograph.languages import Language

NAME: Final = expand("skos:prefLabel")
MOST: Final = 3
"""How many things are named."""


def passage_subjects(knowledge: Knowledge, language: Language) -> Callable[[str], list[str]]:
    """Return what tells by a passage's IRI the names of the things that it is about, in the order of its facts.

    Those are the things that the curators name and that the passage says something of, or else that it mentions.
    """

    def name_of(thing: object) -> str:
        names: dict[str, str] = {}
        if isinstance(thing, NamedNode):
            for quad in knowledge.store.quads_for_pattern(thing, NAME, None, None):
                if isinstance(quad.object, Literal) and str(quad.graph_name).startswith(f"<{ENTITIES}"):
                    names[quad.object.language or ""] = quad.object.value
        return names.get(language) or names.get("en") or ""

    def named(things: Iterable[object]) -> list[str]:
        return [name for name in map(name_of, dict.fromkeys(things)) if name][:MOST]

    def about(passage: str) -> list[str]:
        facts = list(knowledge.store.quads_for_pattern(None, None, None, NamedNode(passage)))
        return named(fact.subject for fact in facts) or named(fact.object for fact in facts)

    return about
