"""Rules from files: one SPARQL CONSTRUCT query each, of triple patterns, FILTER and BIND(IRI(CONCAT(...))).

A comment line ``# sentence: {lab} practises {technique}, because ...`` gives the sentence for explanations. Whatever
else SPARQL has is refused, with the line: a rule must be a step that a proof can show, and must come to an end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NoReturn

from pyoxigraph import Literal, NamedNode

from sinograph.errors import SinographError
from sinograph.namespaces import PREFIXES
from sinograph.reasoner.datatypes import XSD
from sinograph.reasoner.expressions import FUNCTIONS
from sinograph.reasoner.rule import TYPE, Atom, Bind, Call, Expression, Rule, Slot, Variable
from sinograph.reasoner.sentences import sentence_of
from sinograph.reasoner.tokens import Token, tokenize, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

REMEDIES: Final = {
    "OPTIONAL": "write a second rule for the case with it",
    "UNION": "write one rule file for each alternative",
    "MINUS": "say what must hold: rules only ever add",
    "EXISTS": "write the pattern itself",
    "NOT": "say what must hold: rules only ever add",
    "VALUES": "write one rule file for each value, or FILTER(?x IN (...))",
    "GRAPH": "rules see one graph: what is asserted and what follows",
    "SERVICE": "rules ask nobody else",
    "SELECT": "a rule begins with CONSTRUCT, and has no sub-queries",
    "ASK": "a rule begins with CONSTRUCT",
    "DESCRIBE": "a rule begins with CONSTRUCT",
    "INSERT": "a rule begins with CONSTRUCT",
    "DELETE": "a rule begins with CONSTRUCT",
    "FROM": "rules see one graph: what is asserted and what follows",
}
"""What to do instead of that of SPARQL which rules do without."""

SENTENCE: Final = re.compile(r"^#\s*sentence:\s*(.+?)\s*$", re.MULTILINE)
AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
COMPARISONS: Final = frozenset({"=", "!=", "<", ">", "<=", ">="})


def load_rule(path: Path, labels: Mapping[NamedNode, str] | None = None) -> Rule:
    """Read a rule from its file; the rule's name is the file's.

    :param labels: English labels of the ontology's terms, for a sentence where the file gives none
    :raises SinographError: where it is malformed or not a rule, with file, line and remedy
    """
    return parse_rule(path.read_text(encoding="utf-8"), path.stem, str(path), labels)


def parse_rule(text: str, name: str, where: str, labels: Mapping[NamedNode, str] | None = None) -> Rule:
    """Read a rule from its text; see :func:`load_rule`."""
    parser = _Parser(tokenize(text, where), where)
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


class _Parser:
    """A recursive-descent parser; each method reads what its name says and stands behind it afterwards."""

    def __init__(self, tokens: Iterable[Token], where: str) -> None:
        self.tokens = list(tokens)
        self.where = where
        self.position = 0
        self.prefixes = dict(PREFIXES)
        self.fresh = 0

    # -- words ---------------------------------------------------------------------------------------------------

    def peek(self) -> Token:
        last = self.tokens[-1].line if self.tokens else 1
        return self.tokens[self.position] if self.position < len(self.tokens) else Token("end", "", last)

    def take(self) -> Token:
        token = self.peek()
        self.position += 1
        return token

    def accept(self, text: str) -> bool:
        found = self.peek().text.upper() == text and self.peek().kind in ("word", "mark")
        self.position += found
        return found

    def expect(self, text: str) -> None:
        if not self.accept(text):
            self.refuse(f"{text} is missing")

    def refuse(self, problem: str | None = None, remedy: str | None = None) -> NoReturn:
        token = self.peek()
        word = token.text.upper()
        if problem is None or word in REMEDIES:
            problem = f"rules do without {word or 'an end'}"
        elif token.text:
            problem = f"{problem} before {token.text!r}"
        remedy = remedy or REMEDIES.get(word, "use triple patterns, FILTER and BIND(IRI(CONCAT(...)) AS ?name) only")
        raise SinographError(problem, where=f"{self.where}:{token.line}", remedy=remedy)

    # -- the query -----------------------------------------------------------------------------------------------

    def rule(self) -> tuple[list[Atom], list[Atom], list[Call], list[Bind]]:
        while self.accept("PREFIX"):
            prefix = self.take().text
            self.prefixes[prefix[:-1]] = self.take().text[1:-1]
        if not self.accept("CONSTRUCT"):
            self.refuse("CONSTRUCT is missing", "a rule begins with CONSTRUCT")
        self.expect("{")
        head = self.triples(in_head=True)
        self.expect("}")
        self.accept("WHERE")
        self.expect("{")
        body, filters, binds = self.group()
        self.expect("}")
        if self.peek().kind != "end":
            self.refuse()
        if not head:
            self.refuse("nothing is constructed", "write what follows between CONSTRUCT { and }")
        return head, body, filters, binds

    def group(self) -> tuple[list[Atom], list[Call], list[Bind]]:
        body: list[Atom] = []
        filters: list[Call] = []
        binds: list[Bind] = []
        while self.peek().text != "}" and self.peek().kind != "end":
            if self.accept("FILTER"):
                filters.append(self.constraint())
            elif self.accept("BIND"):
                binds.append(self.bind())
            elif self.peek().text == "{" or self.peek().text.upper() in REMEDIES:
                self.refuse("rules do without groups in groups")
            else:
                body += self.triples(in_head=False)
            self.accept(".")
        return body, filters, binds

    # -- triples -------------------------------------------------------------------------------------------------

    def triples(self, *, in_head: bool) -> list[Atom]:
        atoms: list[Atom] = []
        while self.peek().kind in ("iri", "name", "variable", "blank", "string", "number"):
            subject = self.term()
            atoms += self.properties(subject, in_head=in_head)
            if not self.accept("."):
                break
        return atoms

    def properties(self, subject: Slot, *, in_head: bool) -> list[Atom]:
        atoms: list[Atom] = []
        while True:
            steps = self.path(in_head=in_head)
            atoms += self.walk(subject, steps, self.term())
            while self.accept(","):
                atoms += self.walk(subject, steps, self.term())
            while self.accept(";"):
                pass
            if self.peek().text in (".", "}") or self.peek().kind == "end" or self.starts_clause():
                return atoms
            if self.tokens[self.position - 1].text != ";":
                self.refuse("a dot is missing", "end each triple pattern with a dot")

    def starts_clause(self) -> bool:
        word = self.peek().text.upper()
        return self.peek().kind == "word" and (word in ("FILTER", "BIND") or word in REMEDIES)

    def path(self, *, in_head: bool) -> list[tuple[NamedNode, bool]]:
        """Return the steps of a sequence path; each is a property and whether it is walked backwards."""
        steps = [self.step()]
        while self.accept("/"):
            steps.append(self.step())
        if self.peek().text in ("*", "+", "?", "|", "["):
            self.refuse(f"rules do without the path operator {self.peek().text}", "use sequences such as a:b/^a:c")
        if in_head and (len(steps) > 1 or steps[0][1]):
            self.refuse("a path cannot be constructed", "construct plain triples")
        return steps

    def step(self) -> tuple[NamedNode, bool]:
        backwards = self.accept("^")
        if self.accept("A"):
            return TYPE, backwards
        token = self.peek()
        if token.kind == "variable":
            self.refuse("rules do without variables for properties", "name the property")
        if token.kind not in ("iri", "name"):
            self.refuse("a property is missing")
        return self.iri(), backwards

    def walk(self, subject: Slot, steps: list[tuple[NamedNode, bool]], last: Slot) -> list[Atom]:
        atoms = []
        for number, (predicate, backwards) in enumerate(steps, 1):
            target = last if number == len(steps) else self.new_variable()
            one, other = (target, subject) if backwards else (subject, target)
            if predicate == TYPE and isinstance(other, Variable):
                self.refuse("rules do without variables for classes", "name the class")
            if isinstance(one, Literal):
                self.refuse(f"{one} is the subject of a triple pattern", "begin with an IRI or a variable")
            atoms.append(Atom(one, predicate, other))
            subject = target
        return atoms

    def new_variable(self) -> Variable:
        self.fresh += 1
        return Variable(f"step_{self.fresh}")

    # -- terms ---------------------------------------------------------------------------------------------------

    def term(self) -> Slot:
        token = self.peek()
        match token.kind:
            case "variable":
                return Variable(self.take().text[1:])
            case "iri" | "name":
                return self.iri()
            case "string":
                return self.string()
            case "number":
                return _number(self.take().text)
            case "blank":
                self.refuse(f"rules do without blank nodes such as {token.text}", "use a variable, or a BIND-made IRI")
        if token.text not in ("true", "false"):
            self.refuse("a term is missing")
        return Literal(self.take().text == "true")

    def iri(self) -> NamedNode:
        token = self.take()
        if token.kind == "iri":
            return NamedNode(token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            self.position -= 1
            self.refuse(f"the prefix {prefix}: is not declared", "declare it with PREFIX")
        return NamedNode(self.prefixes[prefix] + local)

    def string(self) -> Literal:
        text = unescape(self.take().text)
        if self.peek().kind == "language":
            return Literal(text, language=self.take().text[1:])
        return Literal(text, datatype=self.iri()) if self.accept("^^") else Literal(text)

    # -- expressions ---------------------------------------------------------------------------------------------

    def constraint(self) -> Call:
        if self.peek().text.upper() in REMEDIES:
            self.refuse()
        expression = self.primary()
        if not isinstance(expression, Call):
            return Call("&&", (expression,))
        return expression

    def bind(self) -> Bind:
        self.expect("(")
        expression = self.disjunction()
        made = isinstance(expression, Call) and expression.name in ("IRI", "URI")
        inner = expression.arguments[0] if isinstance(expression, Call) and expression.arguments else None
        if not made or not (isinstance(inner, Call) and inner.name == "CONCAT") or not isinstance(expression, Call):
            self.refuse("rules do without a BIND of something else than a new name", "BIND(IRI(CONCAT(...)) AS ?name)")
        self.expect("AS")
        name = self.term()
        self.expect(")")
        if not isinstance(name, Variable):
            self.refuse("BIND gives no variable a value")
        return Bind(name, expression)

    def disjunction(self) -> Expression:
        return self.chain("||", self.conjunction)

    def conjunction(self) -> Expression:
        return self.chain("&&", self.comparison)

    def chain(self, operator: str, operand: Callable[[], Expression]) -> Expression:
        operands = [operand()]
        while self.accept(operator):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else Call(operator, tuple(operands))

    def comparison(self) -> Expression:
        left = self.primary()
        if self.peek().text in COMPARISONS and self.peek().kind == "mark":
            return Call(self.take().text, (left, self.primary()))
        if self.accept("IN"):
            return Call("IN", (left, *self.arguments()))
        if self.accept("NOT"):
            self.expect("IN")
            return Call("NOT IN", (left, *self.arguments()))
        return left

    def primary(self) -> Expression:
        if self.accept("!"):
            return Call("!", (self.primary(),))
        if self.accept("("):
            expression = self.disjunction()
            self.expect(")")
            return expression
        token = self.peek()
        if token.kind == "word" and token.text not in ("true", "false"):
            return self.call()
        return self.term()

    def call(self) -> Call:
        name = self.peek().text.upper()
        if name in AGGREGATES:
            self.refuse(f"rules do without the aggregate {name}", "rules only ever add; count in a query")
        if name not in FUNCTIONS:
            self.refuse(f"rules do without the function {name}", f"rules have {', '.join(NAMES)}")
        self.take()
        return Call(name, self.arguments())

    def arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        arguments: list[Expression] = []
        while not self.accept(")"):
            arguments.append(self.disjunction())
            if self.peek().text != ")":
                self.expect(",")
        return tuple(arguments)


def _number(text: str) -> Literal:
    """Return the literal that a number without quotes stands for, in the form in which it is written."""
    if "e" in text.lower():
        return Literal(text, datatype=NamedNode(f"{XSD}double"))
    return Literal(text, datatype=NamedNode(f"{XSD}{'decimal' if '.' in text else 'integer'}"))


NAMES: Final = sorted(name for name in FUNCTIONS if name.isalpha())
