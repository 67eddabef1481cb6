"""Explanations as trees for terminals: sentences, and at the leaves the quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text
from rich.tree import Tree

from sinograph.explaining.evidence import Quote, Word
from sinograph.explaining.nearest import quoted
from sinograph.namespaces import shorten, sino
from sinograph.reasoner.rule import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Triple

    from sinograph.explaining.evidence import Evidence
    from sinograph.explaining.explanation import Explanation, Overview, Statement
    from sinograph.explaining.knowledge import Knowledge
    from sinograph.explaining.proof import Proof
    from sinograph.explaining.wording import Wording
    from sinograph.reasoner import Derivation, Rule

WITNESSES: Final = 3
"""How many witnesses of one fact are shown, unless all proofs are asked for.

Of what a thing is, the curators' word alone is shown where there is one."""

RECORD: Final = "a record of the graph itself"
STATED: Final = sino("Stated")


class TreeWriter:
    """Writes explanations as trees.

    :param wording: English, or CURIEs
    :param most: how many witnesses of a fact are shown; None for all
    """

    def __init__(self, knowledge: Knowledge, wording: Wording, most: int | None = WITNESSES) -> None:
        self._knowledge = knowledge
        self._wording = wording
        self._most = most

    def explanation(self, explanation: Explanation) -> Iterator[Tree | Text]:
        """Yield a tree for each proof, with a line that says how long and how sure it is."""
        number = len(explanation.proofs)
        for place, proof in enumerate(explanation.proofs, 1):
            if number > 1:
                yield Text(f"Proof {place} of {number if explanation.is_complete else f'more than {number}'}", "bold")
            yield self.proof(proof)
            yield Text(self._measure(proof), "dim")
            if place < number:
                yield Text("")
        if explanation.omission:
            advice = "" if explanation.is_cut else "; raise --limit to see others"
            yield Text(f"{explanation.omission}{advice}", "yellow")

    def _measure(self, proof: Proof) -> str:
        steps, leaves = proof.size
        said = self._wording.name(self._knowledge.modality(proof))
        if not steps:
            return f"said, not inferred: {said}" if self._knowledge.is_leaf(proof.goal) else RECORD
        return f"{_count(steps, 'step')} from {_count(leaves, 'fact')}: {said}"

    def proof(self, proof: Proof) -> Tree:
        """Return a proof as a tree; what it uses twice is shown once."""
        root = Tree(Text(self._line(proof.goal, proof)))
        shown: set[Triple] = set()
        todo = [(root, proof.goal)]
        while todo:
            node, triple = todo.pop()
            if triple in shown:
                node.label = Text.assemble(self._wording.line(triple), (" (see above)", "dim"))
                continue
            shown.add(triple)
            step = proof.steps.get(triple)
            if step is None:
                self._add_evidence(node, triple)
                continue
            children = [(node.add(Text(self._line(premise, proof))), premise) for premise in step.premises]
            todo += reversed(children)
            for line in self.rule(step.rule):
                node.add(Text(line, "dim"))
        return root

    def _line(self, triple: Triple, proof: Proof) -> str:
        step = proof.steps.get(triple)
        return self._wording.sentence(step) if step else self._wording.line(triple)

    def rule(self, rule: Rule) -> Iterator[str]:
        """Yield what a step goes by: the terms of the ontology with their definitions, or else the rule's name."""
        axioms = self._wording.axioms(rule)
        if not axioms:
            yield f"rule: {rule.name}" + (f", in {rule.source}" if rule.source else "")
        for axiom in axioms:
            yield f"ontology: {axiom.label}: {axiom.definition}" if axiom.definition else f"ontology: {axiom.label}"

    def _add_evidence(self, node: Tree, triple: Triple) -> None:
        found = list(self._knowledge.witnesses.evidence(triple))
        most = self._most
        if most is not None and triple.predicate == TYPE and found and isinstance(found[-1], Word):
            most, found = 1, found[::-1]
        for each in found[:most]:
            branch = node.add(self.witness(each))
            for note in each.notes if isinstance(each, Quote) else ():
                branch.add(Text(f"note: {note}", "dim"))
        if most is not None and len(found) > most:
            node.add(Text(f"and {_count(len(found) - most, 'more witness', 'more witnesses')}", "dim"))

    def witness(self, evidence: Evidence) -> Text:
        """Return a quote with its place, or the curators' file."""
        if not isinstance(evidence, Quote):
            if evidence.is_record:
                return Text(f"the record in {evidence.file}")
            definition = f": {evidence.definition}" if evidence.definition else ""
            return Text(f"the curators, in {evidence.file}{definition}")
        marks = [evidence.modality] if evidence.modality != STATED else []
        said = ", ".join(self._wording.name(mark) for mark in (*marks, *evidence.conditions) if mark)
        return Text.assemble((quoted(evidence), "italic"), f", {said}" if said else "")

    def overview(self, overview: Overview) -> Iterator[Tree]:
        """Yield a tree of what is said of a thing, and one of what mentions it."""
        name = self._wording.name(overview.thing)
        for title, groups in ((name, overview.outgoing), (f"What mentions {name}", overview.incoming)):
            root = Tree(Text(title, "bold"))
            for predicate, statements in groups:
                branch = root.add(self._heading(predicate))
                for statement in statements:
                    other = statement.triple.object if groups is overview.outgoing else statement.triple.subject
                    branch.add(Text.assemble(self._wording.name(other), (f"  {self._reason(statement)}", "dim")))
            if groups:
                yield root

    def _heading(self, predicate: NamedNode) -> Text:
        name, curie = self._wording.name(predicate), shorten(predicate)
        return Text.assemble((name, "bold"), (f" ({curie})" if name != curie else "", "dim"))

    def _reason(self, statement: Statement) -> str:
        if statement.step is None:
            first = statement.evidence[:1]
            more = f" (+{len(statement.evidence) - 1})" if len(statement.evidence) > 1 else ""
            return "".join(f"{self.witness(each).plain}{more}" for each in first) or RECORD
        return self._because(statement.step)

    def _because(self, step: Derivation) -> str:
        reasons = "; ".join(self._wording.phrase(premise) for premise in step.premises)
        return f"because {reasons}" if reasons else f"rule: {step.rule.name}"


def _count(number: int, noun: str, nouns: str | None = None) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {nouns or f'{noun}s'}"
