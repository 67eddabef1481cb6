"""The words, terms and expressions of rules: the part of SPARQL's grammar (SPARQL 1.1, 19.8) that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from pyoxigraph import Literal, NamedNode

from sinograph.errors import SinographError
from sinograph.namespaces import PREFIXES
from sinograph.reasoner.datatypes import XSD
from sinograph.reasoner.expressions import FUNCTIONS
from sinograph.reasoner.rule import Call, Expression, Slot, Variable
from sinograph.reasoner.tokens import Token, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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

AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
COMPARISONS: Final = frozenset({"=", "!=", "<", ">", "<=", ">="})


class ExpressionParser:
    """A recursive-descent parser; each method reads what its name says and stands behind it afterwards."""

    def __init__(self, tokens: Iterable[Token], where: str) -> None:
        self.tokens = list(tokens)
        self.where = where
        self.position = 0
        self.prefixes = dict(PREFIXES)

    def peek(self) -> Token:
        """Return the next word without passing it; after the last there is an end."""
        last = self.tokens[-1].line if self.tokens else 1
        return self.tokens[self.position] if self.position < len(self.tokens) else Token("end", "", last)

    def take(self) -> Token:
        """Return the next word and pass it."""
        token = self.peek()
        self.position += 1
        return token

    def accept(self, text: str) -> bool:
        """Pass the next word if it is this one, whatever its case, and tell whether it was."""
        found = self.peek().text.upper() == text and self.peek().kind in ("word", "mark")
        self.position += found
        return found

    def expect(self, text: str) -> None:
        """Pass this word.

        :raises SinographError: where it is missing
        """
        if not self.accept(text):
            self.refuse(f"{text} is missing")

    def refuse(self, problem: str | None = None, remedy: str | None = None) -> NoReturn:
        """Say what is wrong at the next word, and what to do about it.

        :raises SinographError: always
        """
        token = self.peek()
        word = token.text.upper()
        if problem is None or word in REMEDIES:
            problem = f"rules do without {word or 'an end'}"
        elif token.text:
            problem = f"{problem} before {token.text!r}"
        remedy = remedy or REMEDIES.get(word, "use triple patterns, FILTER and BIND(IRI(CONCAT(...)) AS ?name) only")
        raise SinographError(problem, where=f"{self.where}:{token.line}", remedy=remedy)

    def term(self) -> Slot:
        """Read a variable or a term."""
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
        """Read an IRI, in brackets or with a prefix."""
        token = self.take()
        if token.kind == "iri":
            return NamedNode(token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            self.position -= 1
            self.refuse(f"the prefix {prefix}: is not declared", "declare it with PREFIX")
        return NamedNode(self.prefixes[prefix] + local)

    def string(self) -> Literal:
        """Read a string with its language or datatype."""
        try:
            text = unescape(self.peek().text)
        except ValueError as error:
            self.refuse(str(error), "the escapes are those of SPARQL, such as \\n and \\u00E9")
        self.take()
        if self.peek().kind == "language":
            return Literal(text, language=self.take().text[1:])
        return Literal(text, datatype=self.iri()) if self.accept("^^") else Literal(text)

    def disjunction(self) -> Expression:
        """Read an expression."""
        return self.chain("||", self.conjunction)

    def conjunction(self) -> Expression:
        """Read the parts of a disjunction."""
        return self.chain("&&", self.comparison)

    def chain(self, operator: str, operand: Callable[[], Expression]) -> Expression:
        """Read operands with one operator between them."""
        operands = [operand()]
        while self.accept(operator):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else Call(operator, tuple(operands))

    def comparison(self) -> Expression:
        """Read the parts of a conjunction."""
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
        """Read the parts of a comparison."""
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
        """Read a function and its arguments."""
        name = self.peek().text.upper()
        if name in AGGREGATES:
            self.refuse(f"rules do without the aggregate {name}", "rules only ever add; count in a query")
        if name not in FUNCTIONS:
            self.refuse(f"rules do without the function {name}", f"rules have {', '.join(NAMES)}")
        self.take()
        return Call(name, self.arguments())

    def arguments(self) -> tuple[Expression, ...]:
        """Read arguments in brackets."""
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
