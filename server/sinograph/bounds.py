"""The built-in rules that give dated things ``sino:earliest`` and ``sino:latest``, which SPARQL can compare.

The first and the last day of a date's interval (:mod:`sinograph.intervals`) are a rule for each property of dates. What
no rule can state is that of several dates that overlap only the most precise counts; so these rules are applied here,
when everything else is known.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from sinograph.errors import SinographError
from sinograph.intervals import Interval, interval, narrow
from sinograph.namespaces import expand, shorten, sino
from sinograph.reasoner import Atom, Derivation, Rule, Variable
from sinograph.reasoner.rule import Bind, Call
from sinograph.reasoner.sentences import labels_in, verb_of
from sinograph.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sinograph.spelling import Subject, Term

DATE: Final = sino("date")
START: Final = sino("startDate")
END: Final = sino("endDate")
EARLIEST: Final = sino("earliest")
LATEST: Final = sino("latest")
SUBPROPERTY: Final = expand("rdfs:subPropertyOf")
XSD_DATE: Final = expand("xsd:date")

X, Y, DAY = (Variable(name) for name in ("x", "y", "day"))


class _Bound(NamedTuple):
    """A bound of dates: its property, the function that computes it, and how it is said."""

    property: NamedNode
    function: str
    sentence: str


BOUNDS: Final = (
    _Bound(EARLIEST, "SINO:EARLIEST", "{{x}} is no earlier than {{day}} because {{x}} {verb} {{y}}."),
    _Bound(LATEST, "SINO:LATEST", "{{x}} is no later than {{day}} because {{x}} {verb} {{y}}."),
)


class Bounds:
    """The rules for the properties of dates that an ontology has, and their application.

    The subproperties of ``sino:date`` give both bounds, those of ``sino:startDate`` the earliest only, those of
    ``sino:endDate`` the latest only.

    :param ontology: triples among which the subproperties and their labels are
    """

    def __init__(self, ontology: Collection[Triple]) -> None:
        labels = labels_in(ontology)
        above = _superproperties(ontology)
        starts, ends = (_below(root, above) for root in (START, END))
        dates = _below(DATE, above).difference(starts, ends)
        self._rules = {
            bound: {prop: _rule(prop, bound, above, labels) for prop in sorted(props, key=str)}
            for bound, props in zip(BOUNDS, (dates | starts, dates | ends), strict=True)
        }

    @property
    def rules(self) -> list[Rule]:
        """The rules, one for each property and bound."""
        return [rule for rules in self._rules.values() for rule in rules.values()]

    def derive(self, triples: Iterable[Triple]) -> dict[Triple, Derivation]:
        """Return the bounds of every subject that has a date, each with its reason.

        Where a subject's dates overlap, only their intersection counts.

        :raises SinographError: for a malformed date, with its subject and property
        """
        dated = sorted((t for t in triples if any(t.predicate in rules for rules in self._rules.values())), key=_order)
        found: dict[Triple, Derivation] = {}
        for bound, rules in self._rules.items():
            reasons: dict[Subject, dict[Interval, Triple]] = defaultdict(dict)
            for triple in dated:
                if triple.predicate in rules:
                    reasons[triple.subject].setdefault(_interval_of(triple), triple)
            for subject, intervals in reasons.items():
                for each in sorted(narrow(intervals)):
                    step = _step(bound, rules, subject, each, intervals[each])
                    found.setdefault(step.conclusion, step)
        return found


def _order(triple: Triple) -> tuple[bool, str]:
    """Sort what is said with a more telling property than ``sino:date`` first."""
    return triple.predicate == DATE, str(triple)


def _step(
    bound: _Bound, rules: Mapping[NamedNode, Rule], subject: Subject, days: Interval, reason: Triple
) -> Derivation:
    day = Literal((days.first if bound.property == EARLIEST else days.last).isoformat(), datatype=XSD_DATE)
    bindings: dict[Variable, Term] = {X: subject, Y: reason.object, DAY: day}
    conclusion = Triple(subject, bound.property, day)
    return Derivation(conclusion, rules[reason.predicate], bindings, (reason,))  # type: ignore[arg-type]


def _rule(prop: NamedNode, bound: _Bound, above: Mapping[Term, set[Term]], labels: Mapping[NamedNode, str]) -> Rule:
    return Rule(
        name=f"{shorten(bound.property)} from {shorten(prop)}",
        body=(Atom(X, prop, Y),),
        head=(Atom(X, bound.property, DAY),),
        sentence=bound.sentence.format(verb=verb_of(prop, labels)),
        binds=(Bind(DAY, Call(bound.function, (Y,))),),
        axioms=tuple(Triple(prop, SUBPROPERTY, value) for value in sorted(above.get(prop, ()), key=str)),
    )


def _interval_of(triple: Triple) -> Interval:
    where = f"{spell(triple.subject)} {spell(triple.predicate)}"
    if not isinstance(triple.object, Literal):
        raise SinographError(f"{triple.object} is not a date", where=where, remedy="give a literal")
    try:
        return interval(triple.object)
    except SinographError as error:
        raise SinographError(error.problem, where=where, remedy=error.remedy) from None


def _superproperties(triples: Iterable[Triple]) -> dict[Term, set[Term]]:
    above: dict[Term, set[Term]] = defaultdict(set)
    for triple in triples:
        if triple.predicate == SUBPROPERTY:
            above[triple.subject].add(triple.object)
    return above


def _below(root: NamedNode, above: Mapping[Term, set[Term]]) -> set[NamedNode]:
    """Return the property, its subproperties, theirs, and so on."""
    return {root, *_named(_subproperties(root, above))}


def _named(terms: Iterable[Term]) -> Iterator[NamedNode]:
    return (term for term in terms if isinstance(term, NamedNode))


def _subproperties(root: NamedNode, above: Mapping[Term, set[Term]]) -> set[Term]:
    children: dict[Term, set[Term]] = defaultdict(set)
    for child, parents in above.items():
        for parent in parents:
            children[parent].add(child)
    found: set[Term] = set()
    todo: list[Term] = [root]
    while todo:
        prop = todo.pop()
        if prop not in found:
            found.add(prop)
            todo.extend(children[prop])
    return found
