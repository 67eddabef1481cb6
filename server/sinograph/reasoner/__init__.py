"""Reasoning with proofs: ontology and rules in one form, applied to a fixpoint, each conclusion with its why.

:func:`compile_ontology` and :func:`load_rule` give rules, :func:`reason` applies them.
"""

from sinograph.reasoner.closure import Closure, Derivation, Inconsistency
from sinograph.reasoner.compiler import Compiled, Unused, compile_ontology
from sinograph.reasoner.construct import load_rule, parse_rule
from sinograph.reasoner.evaluation import reason
from sinograph.reasoner.program import Program
from sinograph.reasoner.rule import Atom, Rule, Variable
from sinograph.reasoner.termination import EndlessRuleError

__all__ = [
    "Atom",
    "Closure",
    "Compiled",
    "Derivation",
    "EndlessRuleError",
    "Inconsistency",
    "Program",
    "Rule",
    "Unused",
    "Variable",
    "compile_ontology",
    "load_rule",
    "parse_rule",
    "reason",
]
