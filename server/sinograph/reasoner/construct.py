"""Rules from files: one SPARQL CONSTRUCT query each, of triple patterns, FILTER and BIND(IRI(CONCAT(...))).

A comment line ``# sentence: {lab} practises {technique}, because ...`` gives the sentence for explanations. Whatever
else SPARQL has is refused, with the line: a rule must be a step that a proof can show, and must come to an end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sinograph.errors import SinographError
from sinograph.reasoner.patterns import RuleParser
from sinograph.reasoner.rule import Rule, Variable
from sinograph.reasoner.sentences import sentence_of
from sinograph.reasoner.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import NamedNode

SENTENCE: Final = re.compile(r"^#\s*sentence:\s*(.+?)\s*$", re.MULTILINE)


def load_rule(path: Path, labels: Mapping[NamedNode, str] | None = None) -> Rule:
    """Read a rule from its file; the rule's name is the file's.

    :param labels: English labels of the ontology's terms, for a sentence where the file gives none
    :raises SinographError: where it is malformed or not a rule, with file, line and remedy
    """
    return parse_rule(path.read_text(encoding="utf-8"), path.stem, str(path), labels)


def parse_rule(text: str, name: str, where: str, labels: Mapping[NamedNode, str] | None = None) -> Rule:
    """Read a rule from its text; see :func:`load_rule`."""
    parser = RuleParser(tokenize(text, where), where)
    head, body, filters, binds = parser.rule()
    rule = Rule(name, tuple(body), tuple(head), "", tuple(filters), tuple(binds), source=where)
    _check_bound(rule)
    found = SENTENCE.search(text)
    sentence = found[1] if found else sentence_of(rule, labels or {})
    _check_sentence(rule, sentence)
    return Rule(name, rule.body, rule.head, sentence, rule.filters, rule.binds, source=where)


def _check_bound(rule: Rule) -> None:
    bound = set(rule.variables())
    for bind in rule.binds:
        _require(rule, bind.expression.variables(), bound, "BIND")
        if bind.variable in bound:
            raise _unbound(rule, f"BIND gives ?{bind.variable.name} a second value", "choose another name")
        bound.add(bind.variable)
    for call in rule.filters:
        _require(rule, call.variables(), bound, "FILTER")
    for atom in rule.head:
        _require(rule, atom.variables(), bound, "what is constructed")


def _require(rule: Rule, variables: Iterable[Variable], bound: set[Variable], part: str) -> None:
    for variable in variables:
        if variable not in bound:
            raise _unbound(rule, f"?{variable.name} in {part} is bound by no triple pattern", "bind it in WHERE")


def _unbound(rule: Rule, problem: str, remedy: str) -> SinographError:
    return SinographError(problem, where=rule.source, remedy=remedy)


def _check_sentence(rule: Rule, sentence: str) -> None:
    known = {variable.name for variable in rule.variables()} | {bind.variable.name for bind in rule.binds}
    for slot in re.findall(r"\{(\w+)\}", sentence):
        if slot not in known:
            raise _unbound(rule, f"the sentence speaks of {{{slot}}}, which the rule has not", "name a variable")
