"""Impacts and supports as JSON; docs/impact.md describes the members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinograph.explaining.documents import asked, evidence_documents, triple_document
from sinograph.explaining.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Triple

    from sinograph.explaining.documents import Json
    from sinograph.explaining.evidence import Quote
    from sinograph.explaining.knowledge import Knowledge
    from sinograph.impact.before import Before
    from sinograph.impact.impact import Impact
    from sinograph.impact.supports import PassageSet, Supports


def impact_document(impact: Impact, before: Before) -> Json:
    """Return an impact in JSON's terms."""
    knowledge = before.knowledge
    return {
        "withdrawn": _quotes(impact.passages, knowledge),
        "unsaid": [_statement(triple, knowledge) for triple in impact.unsaid],
        "lost": [_conclusion(triple, before) for triple in impact.lost],
        "weakened": [
            {**_statement(each.triple, knowledge), "still": _quotes(each.still, knowledge)} for each in impact.weakened
        ],
        "gained": [_statement(triple, knowledge) for triple in impact.gained],
        "complete": impact.is_complete,
    }


def supports_document(triple: Triple, supports: Supports, knowledge: Knowledge) -> Json:
    """Return in JSON's terms what a triple rests on."""
    return {
        **_statement(triple, knowledge),
        "sufficient": _sets(supports.sufficient, knowledge),
        "fatal": _sets(supports.fatal, knowledge),
        "complete": supports.is_complete,
    }


def _conclusion(triple: Triple, before: Before) -> Json:
    document = _statement(triple, before.knowledge)
    step = before.steps.get(before.stored(triple))
    if step is None:
        return document
    sentence = before.knowledge.wording.sentence(step)
    premises = [triple_document(premise, before.knowledge.wording) for premise in step.premises]
    return {**document, "sentence": sentence, "rule": step.rule.name, "premises": premises}


def _statement(triple: Triple, knowledge: Knowledge) -> Json:
    sentence = f"{capital(knowledge.wording.phrase(triple))}."
    return {"triple": triple_document(triple, knowledge.wording), "ask": asked(triple), "sentence": sentence}


def _sets(sets: Iterable[PassageSet], knowledge: Knowledge) -> list[list[Json]]:
    return [_quotes(each, knowledge) for each in sets]


def _quotes(passages: Iterable[NamedNode], knowledge: Knowledge) -> list[Json]:
    return evidence_documents(quotes_in_order(passages, knowledge))


def quotes_in_order(passages: Iterable[NamedNode], knowledge: Knowledge) -> list[Quote]:
    """Return passages in the order of their documents."""
    quotes = (knowledge.witnesses.quote(passage) for passage in passages)
    return sorted((quote for quote in quotes if quote), key=_place)


def _place(quote: Quote) -> tuple[str, int, str]:
    return quote.slug, quote.stretches[0].start if quote.stretches else 0, quote.passage.value
