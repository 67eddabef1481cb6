"""The patterns of rules, and rules as a whole: the rest of the grammar of :mod:`sinograph.reasoner.syntax`."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from sinograph.reasoner.rule import TYPE, Atom, Bind, Call, Slot, Variable
from sinograph.reasoner.syntax import REMEDIES, ExpressionParser


class RuleParser(ExpressionParser):
    """Reads a rule; a path of several steps becomes an atom for each, with new variables in between."""

    fresh = 0

    def rule(self) -> tuple[list[Atom], list[Atom], list[Call], list[Bind]]:
        """Read a whole query, and return its head, its body, its filters and its new names."""
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
        """Read what is between the braces of WHERE."""
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

    def triples(self, *, in_head: bool) -> list[Atom]:
        """Read triple patterns up to what is none."""
        atoms: list[Atom] = []
        while self.peek().kind in ("iri", "name", "variable", "blank", "string", "number"):
            subject = self.term()
            atoms += self.properties(subject, in_head=in_head)
            if not self.accept("."):
                break
        return atoms

    def properties(self, subject: Slot, *, in_head: bool) -> list[Atom]:
        """Read the properties and objects of a subject."""
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
        """Tell whether a word comes that begins something else than a triple pattern."""
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
        """Read one property of a path, and whether it is walked backwards."""
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
        """Return the atoms of a path from a subject to its last object."""
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
        """Return a variable for a place within a path."""
        self.fresh += 1
        return Variable(f"step_{self.fresh}")

    def constraint(self) -> Call:
        """Read what follows FILTER."""
        if self.peek().text.upper() in REMEDIES:
            self.refuse()
        expression = self.primary()
        if not isinstance(expression, Call):
            return Call("&&", (expression,))
        return expression

    def bind(self) -> Bind:
        """Read what follows BIND: a new name and nothing else."""
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
