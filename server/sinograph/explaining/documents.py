"""Explanations as JSON; docs/explain.md describes the members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from sinograph.explaining.evidence import Quote
from sinograph.explaining.explanation import modality_of
from sinograph.explaining.wording import capital
from sinograph.namespaces import BASE, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from sinograph.explaining.evidence import Evidence
    from sinograph.explaining.explanation import Explanation, Overview, Statement
    from sinograph.explaining.knowledge import Knowledge
    from sinograph.explaining.proof import Proof
    from sinograph.explaining.wording import Wording
    from sinograph.reasoner import Rule
    from sinograph.spelling import Term

Json = dict[str, Any]


def proof_iri(proof: Proof) -> str:
    """Return the IRI of a proof, which is that of no other."""
    return f"{BASE}proof/{proof.digest}"


def explanation_document(explanation: Explanation, knowledge: Knowledge) -> Json:
    """Return an explanation in JSON's terms."""
    return {
        "triple": triple_document(explanation.triple, knowledge.wording),
        "sentence": _sentence(explanation.proofs[0], explanation.triple, knowledge.wording),
        "inferred": explanation.is_inferred,
        "proofs": [_proof(proof, knowledge) for proof in explanation.proofs],
        "complete": explanation.every and explanation.is_complete,
        "omission": explanation.omission if explanation.every else "the shortest proof only",
    }


def overview_document(overview: Overview, knowledge: Knowledge) -> Json:
    """Return everything about a thing in JSON's terms."""
    parts = {"outgoing": overview.outgoing, "incoming": overview.incoming}
    groups = {
        name: [
            {
                "property": term_document(predicate, knowledge.wording),
                "statements": [_statement(statement, knowledge) for statement in statements],
            }
            for predicate, statements in group
        ]
        for name, group in parts.items()
    }
    return {"thing": term_document(overview.thing, knowledge.wording), **groups}


def _statement(statement: Statement, knowledge: Knowledge) -> Json:
    document = {
        "triple": triple_document(statement.triple, knowledge.wording),
        "ask": asked(statement.triple),
        "sentence": _phrase(statement.triple, knowledge.wording),
        "inferred": statement.step is not None,
        "modality": shorten(modality_of(statement, knowledge)),
    }
    if statement.step is None:
        return {**document, "evidence": evidence_documents(statement.evidence)}
    premises = [triple_document(premise, knowledge.wording) for premise in statement.step.premises]
    reason = knowledge.wording.sentence(statement.step)
    return {**document, "sentence": reason, "rule": statement.step.rule.name, "premises": premises}


def _proof(proof: Proof, knowledge: Knowledge) -> Json:
    steps, leaves = proof.size
    return {
        "id": proof_iri(proof),
        "steps": steps,
        "leaves": leaves,
        "modality": shorten(knowledge.modality(proof)),
        "nodes": [_node(triple, proof, knowledge) for triple in proof.numbers],
    }


def _node(triple: Triple, proof: Proof, knowledge: Knowledge) -> Json:
    document = {
        "id": proof.numbers[triple],
        "triple": triple_document(triple, knowledge.wording),
        "sentence": _sentence(proof, triple, knowledge.wording),
    }
    step = proof.steps.get(triple)
    if step is None:
        witnesses = knowledge.witnesses.evidence(triple)
        return {**document, "evidence": evidence_documents(witnesses)}
    rule = rule_document(step.rule, knowledge.wording)
    return {**document, "rule": rule, "premises": [proof.numbers[premise] for premise in step.premises]}


def rule_document(rule: Rule, wording: Wording) -> Json:
    """Return a rule in JSON's terms: its names, its sentence, and the axioms of the ontology that it was made of."""
    return {
        "name": rule.name,
        "w3c": list(rule.w3c),
        "sentence": rule.sentence,
        "axioms": [{**axiom._asdict(), "term": axiom.term.value} for axiom in wording.axioms(rule)],
        "source": rule.source,
    }


def evidence_documents(evidence: Iterable[Evidence]) -> list[Json]:
    """Return witnesses in JSON's terms."""
    return [_quote(each) if isinstance(each, Quote) else _word(each.file, each.definition) for each in evidence]


def _word(file: str, definition: str | None) -> Json:
    return {"kind": "curators", "file": file, "definition": definition}


def _quote(quote: Quote) -> Json:
    return {
        "kind": "passage",
        "passage": quote.passage.value,
        "document": quote.document.value if quote.document else None,
        "title": quote.title,
        "quotes": [{"exact": each.exact, "start": each.start, "end": each.end} for each in quote.stretches],
        "modality": shorten(quote.modality) if quote.modality else None,
        "conditions": [shorten(condition) for condition in quote.conditions],
        "notes": list(quote.notes),
    }


def triple_document(triple: Triple, wording: Wording) -> Json:
    """Return a triple in JSON's terms."""
    parts = {"subject": triple.subject, "predicate": triple.predicate, "object": triple.object}
    return {name: term_document(term, wording) for name, term in parts.items()}


def asked(triple: Triple) -> dict[str, str]:
    """Return the parameters with which ``/explain`` is asked for a triple."""
    parts = {"s": triple.subject, "p": triple.predicate, "o": triple.object}
    return {name: str(term) for name, term in parts.items()}


def term_document(term: Term, wording: Wording) -> Json:
    """Return a term as SPARQL's JSON results have it (https://www.w3.org/TR/sparql11-results-json/), with its name."""
    if isinstance(term, Literal):
        document: Json = {"type": "literal", "value": term.value}
        if term.language:
            return {**document, "xml:lang": term.language}
        return {**document, "datatype": term.datatype.value}
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value, "curie": shorten(term), "label": wording.name(term)}
    return {"type": "bnode", "value": str(term)}


def _sentence(proof: Proof, triple: Triple, wording: Wording) -> str:
    step = proof.steps.get(triple)
    return wording.sentence(step) if step else _phrase(triple, wording)


def _phrase(triple: Triple, wording: Wording) -> str:
    return f"{capital(wording.phrase(triple))}."
