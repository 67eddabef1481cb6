"""Inconsistencies as text: what cannot be together, and why each side of it holds."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from pyoxigraph import Store
from rich.console import Console

from sinograph.explaining.knowledge import Knowledge
from sinograph.explaining.proof import stored_proof
from sinograph.explaining.tree import TreeWriter

if TYPE_CHECKING:
    from sinograph.conclusions import Conclusions
    from sinograph.reasoner import Inconsistency

WIDE = 10_000


def describe(inconsistency: Inconsistency, conclusions: Conclusions) -> str:
    """Return the proof of an inconsistency, for a message: the rule that is broken, and the proof of each premise."""
    store = Store()
    store.extend(conclusions.dataset.publish(conclusions.triples))
    knowledge = Knowledge(store, conclusions)
    writer = TreeWriter(knowledge, knowledge.wording)
    output = StringIO()
    console = Console(file=output, width=WIDE, highlight=False, emoji=False)
    sentence = knowledge.wording.filled(inconsistency.rule, inconsistency.bindings)
    console.print(sentence or inconsistency.rule.name, markup=False)
    for premise in dict.fromkeys(inconsistency.premises):
        console.print(writer.proof(stored_proof(premise, knowledge.derivation)))
    for line in writer.rule(inconsistency.rule):
        console.print(line, markup=False)
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines())
