"""The source documents: the text with its quotes marked, beside the facts that were read from each.

The text itself stays with whoever holds a copy. Where none is at hand, the quotes stand alone, in their order.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from sinograph.contents import heading_of
from sinograph.linked.annotation import Span, annotate, parts
from sinograph.linked.cards import lay_out_readings
from sinograph.linked.reading_along import passages_of, read_along, read_documents
from sinograph.namespaces import tail
from sinograph.web.links import OwnAddresses
from sinograph.web.speaking import page_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import NamedNode

    from sinograph.contents import Heading
    from sinograph.engine.interface import Engine
    from sinograph.linked.addresses import Addresses
    from sinograph.linked.annotation import Block
    from sinograph.linked.cards import Card
    from sinograph.linked.evidence import Passage
    from sinograph.linked.reading_along import Read
    from sinograph.web.about import About

NAMED: Final = 20
"""How many documents are named where another is asked for."""

PART_PASSAGES: Final = 80
"""How many passages a page shows where there is no text to divide."""


@dataclass(frozen=True)
class Part:
    """One page of a document.

    :param blocks: its text; empty without a copy of the document
    :param start: where its text begins, or its first quote
    :param end: where it ends, exclusive
    """

    number: int
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """What stands beside each other on a page: a block of the text, or a heading where there is no text, and cards.

    :param heading: the section that the passages stand in, where that is known and not said by the text itself
    """

    block: Block | None
    heading: Heading | None
    cards: tuple[Card, ...]


def documents_blueprint(engine: Engine, about: About) -> Blueprint:
    """Return the pages of the documents that ``engine`` knows of."""
    blueprint = Blueprint("documents", __name__)
    addresses = OwnAddresses(about.base)

    @blueprint.get("/documents")
    def listing() -> Response:
        """List the documents."""
        known = read_documents(engine, page_language())
        documents = [(each, _slug(each.iri), each.iri.value in about.texts) for each in known]
        return Response(render_template("documents.html", documents=documents))

    @blueprint.get("/documents/<slug>")
    def document(slug: str) -> Response:
        """Show one part of a document, with what was read from it."""
        known = _find(read_documents(engine, page_language()), slug)
        text = about.texts.get(known.iri.value)
        divided = _divide(passages_of(engine, known.iri), text)
        part = _part(divided)
        page = render_template(
            "document.html",
            document=known,
            slug=slug,
            part=part,
            parts=divided,
            has_text=text is not None,
            rows=_rows(part, _cards(engine, addresses, part), known.contents),
            sections=_sections(known, divided),
            wanted=request.args.get("passage", ""),
            explained=about.release is not None,
        )
        return Response(page)

    return blueprint


def _find(documents: Sequence[Read], slug: str) -> Read:
    for document in documents:
        if _slug(document.iri) == slug:
            return document
    known = ", ".join(_slug(document.iri) for document in documents[:NAMED]) or "none"
    more = f" and {len(documents) - NAMED:,} more" if len(documents) > NAMED else ""
    raise NotFound(f"There is no document {slug[:200]!r}; those that are quoted: {known}{more}.")


def _slug(iri: NamedNode) -> str:
    return tail(iri.value)


def _divide(passages: Sequence[Passage], text: str | None) -> tuple[Part, ...]:
    """Divide a document into pages, by its text, or without one by its quotes."""
    if text is None:
        batches = [passages[start : start + PART_PASSAGES] for start in range(0, len(passages), PART_PASSAGES)]
        return tuple(Part(number, (), tuple(batch), *_extent(batch)) for number, batch in enumerate(batches or [()], 1))
    pages = parts(annotate(text, _spans(passages)))
    return tuple(
        Part(number, page, _within(passages, page), page[0].start, page[-1].end) for number, page in enumerate(pages, 1)
    )


def _spans(passages: Sequence[Passage]) -> Iterator[Span]:
    for passage in passages:
        yield from (Span(quote.start, quote.end, _slug(passage.iri)) for quote in passage.quotes if quote.start >= 0)


def _within(passages: Sequence[Passage], blocks: tuple[Block, ...]) -> tuple[Passage, ...]:
    """Return the passages whose first quote begins in these blocks."""
    start, end = blocks[0].start, blocks[-1].end
    return tuple(passage for passage in passages if passage.quotes and start <= passage.quotes[0].start < end)


def _extent(passages: Sequence[Passage]) -> tuple[int, int]:
    quotes = [quote for passage in passages for quote in passage.quotes]
    return (quotes[0].start, max(quote.end for quote in quotes)) if quotes else (0, 0)


def _part(divided: Sequence[Part]) -> Part:
    """Return the part that the request names by its number, or that has the passage it names, or else the first."""
    wanted = request.args.get("passage", "")
    for part in divided:
        if wanted and any(_slug(passage.iri) == wanted for passage in part.passages):
            return part
    number = request.args.get("part", "1")
    is_number = number.isascii() and number.isdecimal() and len(number) <= len(str(len(divided)))
    if not is_number or not 1 <= int(number) <= len(divided):
        raise NotFound(f"There is no part {number[:20]!r}: the document has parts 1 to {len(divided)}.")
    return divided[int(number) - 1]


def _cards(engine: Engine, addresses: Addresses, part: Part) -> tuple[Card, ...]:
    return lay_out_readings(engine, read_along(engine, part.passages), addresses, page_language())


def _rows(part: Part, cards: Sequence[Card], contents: tuple[Heading, ...]) -> list[Row]:
    """Return each block of the text, or else each section, with the passages whose first quote begins in it."""
    begins = {passage.iri.value: passage.quotes[0].start if passage.quotes else -1 for passage in part.passages}
    if not part.blocks:
        sections = groupby(cards, key=lambda card: heading_of(contents, begins[card.iri]))
        return [Row(None, heading, tuple(within)) for heading, within in sections]
    return [
        Row(block, None, tuple(card for card in cards if block.start <= begins[card.iri] < block.end))
        for block in part.blocks
    ]


def _sections(document: Read, divided: Sequence[Part]) -> list[tuple[Heading, int]]:
    """Return the sections of a document with the number of the part in which the first passage of each stands."""
    begins = [(part.number, quote.start) for part in divided for each in part.passages for quote in each.quotes[:1]]
    first: dict[Heading, int] = {}
    for number, start in begins:
        if heading := heading_of(document.contents, start):
            first.setdefault(heading, number)
    return list(first.items())
