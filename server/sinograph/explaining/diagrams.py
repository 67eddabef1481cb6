"""Proofs as diagrams: Mermaid (https://mermaid.js.org/syntax/flowchart.html) and Graphviz's DOT."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sinograph.errors import SinographError
from sinograph.explaining.evidence import Quote
from sinograph.explaining.explanation import Explanation
from sinograph.explaining.nearest import quoted
from sinograph.explaining.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinograph.explaining.explanation import Overview
    from sinograph.explaining.knowledge import Knowledge
    from sinograph.explaining.proof import Proof

MERMAID: Final = {"statement": '["{}"]', "rule": '(["{}"])', "witness": '>"{}"]'}
"""The shape of each kind of node in Mermaid."""

DOT: Final = {"statement": "box", "rule": "ellipse", "witness": "note"}
"""The same in DOT."""


class _Node(NamedTuple):
    name: str
    kind: str
    text: str


class _Edge(NamedTuple):
    start: str
    end: str


def mermaid(answer: Explanation | Overview, knowledge: Knowledge) -> str:
    """Return proofs as a Mermaid flowchart, from the witnesses down to what is proved.

    :raises SinographError: where everything about a thing is asked for
    """
    lines = ["flowchart TD"]
    for part in _parts(answer, knowledge):
        if isinstance(part, _Node):
            lines.append(f"    {part.name}{MERMAID[part.kind].format(_for_mermaid(part.text))}")
        else:
            lines.append(f"    {part.start} --> {part.end}")
    return "\n".join(lines) + "\n"


def dot(answer: Explanation | Overview, knowledge: Knowledge) -> str:
    """Return proofs as a directed graph for Graphviz, from the witnesses down to what is proved.

    :raises SinographError: where everything about a thing is asked for
    """
    lines = ["digraph proof {", '    node [fontname="sans-serif"];']
    for part in _parts(answer, knowledge):
        if isinstance(part, _Node):
            lines.append(f'    {part.name} [shape={DOT[part.kind]}, label="{_for_dot(part.text)}"];')
        else:
            lines.append(f"    {part.start} -> {part.end};")
    return "\n".join([*lines, "}"]) + "\n"


def _parts(answer: Explanation | Overview, knowledge: Knowledge) -> Iterator[_Node | _Edge]:
    if not isinstance(answer, Explanation):
        raise SinographError("a diagram shows proofs", remedy="give three terms: a subject, a property and an object")
    for number, proof in enumerate(answer.proofs, 1):
        yield from _drawn(proof, f"p{number}", knowledge)


def _drawn(proof: Proof, prefix: str, knowledge: Knowledge) -> Iterator[_Node | _Edge]:
    names = {triple: f"{prefix}s{number}" for triple, number in proof.numbers.items()}
    for triple, name in names.items():
        yield _Node(name, "statement", capital(knowledge.wording.phrase(triple)))
        step = proof.steps.get(triple)
        if step:
            yield _Node(f"{name}r", "rule", step.rule.name)
            yield _Edge(f"{name}r", name)
            yield from (_Edge(names[premise], f"{name}r") for premise in step.premises)
            continue
        for number, each in enumerate(knowledge.witnesses.evidence(triple), 1):
            yield _Node(f"{name}w{number}", "witness", quoted(each) if isinstance(each, Quote) else each.file)
            yield _Edge(f"{name}w{number}", name)


def _for_mermaid(text: str) -> str:
    """Write what Mermaid would read as its own as character codes."""
    return re.sub(r'["#<>&`\\\[\]{}();|\n]', lambda match: f"#{ord(match[0])};", text)


def _for_dot(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
