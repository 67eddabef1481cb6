"""The page of a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import render_template, url_for

from sinograph.languages import message
from sinograph.linked.entries import local_name
from sinograph.linked.evidence import read_passages
from sinograph.linked.manner import PLAINLY, manner_of, manner_of_claim, passages_of
from sinograph.linked.markup import structured, summary
from sinograph.linked.neighbourhood import draw
from sinograph.linked.page import TYPE, Layout
from sinograph.linked.sections import CLAIM_CLASSES
from sinograph.linked.surroundings import survey
from sinograph.linked.thing_page import lay_out
from sinograph.namespaces import sino, tail
from sinograph.web.data_forms import EXTENSIONS, format_of
from sinograph.web.links import link_to
from sinograph.web.notes import Notes
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.description import Description
    from sinograph.linked.evidence import Passage
    from sinograph.linked.surroundings import Surroundings

SOURCE_DOCUMENT: Final = sino("SourceDocument")
CONFLICTING: Final = sino("ConflictingText")

MOST_CITED: Final = 4
"""How many statements are cited with a passage."""

BESIDE: Final = frozenset({TYPE, sino("about"), sino("statedAs")})
"""The properties of statements that are not cited with it."""


class Asserted(NamedTuple):
    """How a passage or a claim is asserted.

    :param manners: sentences that say so
    :param disputes: the ends of the IRIs of the disputes of which a passage is a side that says it
    :param conflicting: whether the curators note that another passage says otherwise
    """

    manners: tuple[str, ...]
    disputes: tuple[str, ...]
    conflicting: bool


def thing_page(engine: Engine, description: Description, path: str, addresses: Addresses, *, explained: bool) -> str:
    """Return the page that tells readers what is known of a thing.

    :param path: ``<kind>/<slug>`` of the thing
    :param explained: whether there are proofs to lead to
    """
    description = description.speaking(page_language())
    surroundings = survey(engine, description, addresses)
    shown = lay_out(description, surroundings, addresses)
    passage = read_passages(engine, [description.thing]).get(description.thing)
    layout = Layout(description.naming, addresses)
    address = url_for("things.page", path=path, _external=True)
    return render_template(
        "thing.html",
        page=shown,
        notes=Notes(description.naming, addresses, surroundings.sides),
        asserted=_asserted(description, surroundings, passage, layout),
        plainly=layout.say(PLAINLY),
        drawing=draw(shown, addresses),
        related=[(addresses.local(node), name) for node, name in surroundings.related],
        links=[(format_of(ending), f"{addresses.root}/data/{path}.{ending}") for ending in EXTENSIONS],
        canonical=address,
        summary=summary(shown),
        structured=structured(shown, description, address),
        words=passage and layout.words(passage),
        read_as=layout.say(message("; ")).join(_read_as(description, layout)) if passage else "",
        read=link_to(passage) if passage else _document(description),
        explained=explained,
    )


def _asserted(
    description: Description, surroundings: Surroundings, passage: Passage | None, layout: Layout
) -> Asserted | None:
    """Return how a passage or a claim is asserted; None for things, of which many claims may be made."""
    own = [fact for fact in description.facts if not fact.inferred]
    is_claim = any(fact.triple.predicate == TYPE and local_name(fact.triple.object) in CLAIM_CLASSES for fact in own)
    cited = [passage] if passage else passages_of(own) if is_claim else []
    if not cited:
        return None
    manners = (manner_of(passage, layout),) if passage else manner_of_claim(own, layout)
    disputes = {slug for each in cited for slug in surroundings.sides.get(each.iri, ())}
    return Asserted(manners, tuple(sorted(disputes)), any(CONFLICTING in each.conditions for each in cited))


def _read_as(description: Description, layout: Layout) -> list[str]:
    """Return the first statements that a passage makes, without what repeats its words and what things are."""
    told = [layout.sentence(triple) for triple in description.said if triple.predicate not in BESIDE]
    return [" ".join(text for text, _ in terms) for terms in sorted(told)[:MOST_CITED]]


def _document(description: Description) -> str | None:
    """Return where a document is read, if the thing is one."""
    is_document = any(fact.holds and fact.triple.object == SOURCE_DOCUMENT for fact in description.facts)
    return url_for("documents.document", slug=tail(description.thing.value)) if is_document else None
