"""Rules as JSON, so that a release can be explained without the files and axioms that they were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sinograph.canonical import stored_forms
from sinograph.reasoner import Atom, Rule, Variable
from sinograph.reasoner.rule import Bind, Call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sinograph.reasoner.rule import Expression, Term


def write_rule(rule: Rule) -> dict[str, Any]:
    """Return a rule in JSON's terms."""
    return {
        "name": rule.name,
        "sentence": rule.sentence,
        "w3c": list(rule.w3c),
        "body": [_write_all(atom.slots) for atom in rule.body],
        "head": [_write_all(atom.slots) for atom in rule.head],
        "filters": _write_all(rule.filters),
        "binds": [_write_all((bind.variable, bind.expression)) for bind in rule.binds],
        "axioms": [_write_all(_terms(axiom)) for axiom in rule.axioms],
        "source": None if rule.source is None else f"ontology/rules/{rule.name}.rq",
    }


def read_rule(content: dict[str, Any]) -> Rule:
    """Return the rule that :func:`write_rule` wrote."""
    return Rule(
        content["name"],
        tuple(Atom(*_read_all(atom)) for atom in content["body"]),
        tuple(Atom(*_read_all(atom)) for atom in content["head"]),
        content["sentence"],
        tuple(_read_all(content["filters"])),
        tuple(Bind(*_read_all(bind)) for bind in content["binds"]),
        tuple(content["w3c"]),
        tuple(Triple(*_read_all(axiom)) for axiom in content["axioms"]),
        content["source"],
    )


def _terms(triple: Triple) -> tuple[Term, ...]:
    return triple.subject, triple.predicate, triple.object  # type: ignore[return-value]


def _write_all(expressions: Iterable[Expression]) -> list[Any]:
    return [_write(expression) for expression in expressions]


def _write(expression: Expression) -> list[Any]:
    match expression:
        case Variable():
            return ["variable", expression.name]
        case NamedNode():
            return ["iri", expression.value]
        case BlankNode():
            return ["blank", expression.value]
        case Literal():
            return ["literal", expression.value, expression.language or "", expression.datatype.value]
        case Call():
            return ["call", expression.name, _write_all(expression.arguments)]


def _read_all(contents: Sequence[list[Any]]) -> list[Any]:
    return [_read(content) for content in contents]


def _read(content: list[Any]) -> Expression:
    kind, *parts = content
    match kind:
        case "variable":
            return Variable(parts[0])
        case "iri":
            return NamedNode(parts[0])
        case "blank":
            return BlankNode(parts[0])
        case "literal":
            return literal_of(*parts)
        case _:
            return Call(parts[0], tuple(_read_all(parts[1])))


def literal_of(value: str, language: str, datatype: str) -> Literal:
    """Return the literal of this language, or else of this datatype."""
    return Literal(value, language=language) if language else Literal(value, datatype=NamedNode(datatype))


def restated_rule(rule: Rule) -> Rule:
    """Return a rule whose patterns have literals in the form in which a store keeps them."""
    literals = [slot for atom in (*rule.body, *rule.head) for slot in atom.slots if isinstance(slot, Literal)]
    if not literals:
        return rule
    forms = stored_forms(literals)
    body, head = (tuple(_restated(atom, forms) for atom in atoms) for atoms in (rule.body, rule.head))
    return Rule(rule.name, body, head, rule.sentence, rule.filters, rule.binds, rule.w3c, rule.axioms, rule.source)


def _restated(atom: Atom, forms: dict[Literal, Literal]) -> Atom:
    return Atom(*(forms.get(slot, slot) if isinstance(slot, Literal) else slot for slot in atom.slots))


def named_rules(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Yield each rule once, by its name."""
    yield from {rule.name: rule for rule in rules}.values()
