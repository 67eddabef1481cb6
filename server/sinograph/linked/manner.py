"""How a document says something, in sentences: whether it asserts it, and who is said to say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.languages import message
from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sinograph.linked.description import Fact
    from sinograph.linked.evidence import Passage
    from sinograph.linked.page import Layout

MANNERS: Final = {
    sino("Stated"): message("The document states this itself."),
    sino("Estimated"): message("An estimate that the document gives."),
    sino("Reported"): message("The document reports that others say it."),
    sino("Expected"): message("The document only expects it: it does not say that it has happened."),
    sino("Opinion"): message("An opinion of the document, not a fact."),
    sino("Rebutted"): message("The document says this only to refute it."),
}
"""What is said of a passage of each modality."""

PLAINLY: Final = message("The document states this itself; nothing in the graph disputes it.")
ACCORDING: Final = message("It is attributed to {whom}.")
ATTRIBUTED: Final = expand("prov:wasAttributedTo")


def manner_of(passage: Passage, layout: Layout) -> str:
    """Return how the document says a passage; nothing for a modality that has no words here."""
    return layout.say(MANNERS[passage.modality]) if passage.modality in MANNERS else ""


def manner_of_claim(facts: Iterable[Fact], layout: Layout) -> tuple[str, ...]:
    """Return how a claim is made that these facts describe, and whose word it is said to be."""
    facts = list(facts)
    passages = passages_of(facts)
    manners = dict.fromkeys(manner_of(passage, layout) for passage in passages)
    owners = [fact.triple.object for fact in facts if fact.triple.predicate == ATTRIBUTED]
    names = sorted({layout.named(owner) for owner in owners if isinstance(owner, NamedNode)})
    whom = layout.say(ACCORDING, whom=layout.say(" and ").join(names)) if names else ""
    return tuple(sentence for sentence in (*manners, whom) if sentence)


def passages_of(facts: Iterable[Fact]) -> Collection[Passage]:
    """Return the passages that facts were read from, each once."""
    return {passage.iri: passage for fact in facts for passage in fact.passages}.values()
