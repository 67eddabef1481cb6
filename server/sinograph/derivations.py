"""The derivations of a release, in one file: from each conclusion to the rule and the premises that it follows from.

The file is an SQLite database (https://www.sqlite.org/fileformat.html), written once and opened read-only. Terms are
numbered; a derivation is four numbers, and its premises are numbers of terms, three for each. Conclusions that are not
published are in it where proofs go through them. Literals are in the form in which the release's store has them.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from sinograph.canonical import restated, stored_forms
from sinograph.conclusions import STRENGTH, in_order
from sinograph.errors import SinographError
from sinograph.reasoner import Derivation, Rule, Variable
from sinograph.rulebook import literal_of, named_rules, read_rule, restated_rule, write_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sinograph.conclusions import Conclusions
    from sinograph.reasoner.rule import Bindings, Term

VERSION: Final = 1

SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA user_version = 1;
BEGIN;
CREATE TABLE term (number INTEGER PRIMARY KEY, value TEXT, language TEXT, datatype TEXT);
CREATE TABLE rule (number INTEGER PRIMARY KEY, name TEXT, content TEXT);
CREATE TABLE derivation (
    subject INTEGER, predicate INTEGER, object INTEGER,
    rule INTEGER, premises BLOB, modality INTEGER, published INTEGER,
    PRIMARY KEY (subject, predicate, object)
) WITHOUT ROWID;
"""
"""What stands in ``datatype`` of a term that is no literal is one of the two below.

Half a file is of no use, so nothing is journalled; whoever wants the file on the disk synchronises it when it is whole.
"""

INDEX: Final = "CREATE UNIQUE INDEX term_by_value ON term (value, datatype, language)"
IRI: Final = "iri"
BLANK: Final = "blank"


def write_derivations(path: Path, conclusions: Conclusions) -> None:
    """Write why each conclusion holds."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(SCHEMA)
        _Writer(connection, conclusions).write()
        connection.execute(INDEX)
        connection.commit()
    finally:
        connection.close()


class _Writer:
    def __init__(self, connection: sqlite3.Connection, conclusions: Conclusions) -> None:
        self.connection = connection
        self.conclusions = conclusions
        self.terms: dict[Term, int] = {}

    def write(self) -> None:
        conclusions = self.conclusions
        rules = [restated_rule(rule) for rule in named_rules(conclusions.rules)]
        numbers = {rule.name: number for number, rule in enumerate(rules)}
        self.connection.executemany(
            "INSERT INTO rule VALUES (?, ?, ?)",
            ((numbers[rule.name], rule.name, json.dumps(write_rule(rule), ensure_ascii=False)) for rule in rules),
        )
        triples = in_order(sorted(conclusions.triples, key=str), conclusions.derivation)
        steps = [step for triple in triples if (step := conclusions.derivation(triple))]
        used = (triple for step in steps for triple in (step.conclusion, *step.premises))
        forms = stored_forms(triple.object for triple in used if isinstance(triple.object, Literal))
        rows = (self._row(step, numbers[step.rule.name], forms) for step in steps)
        self.connection.executemany("INSERT OR IGNORE INTO derivation VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        terms = ((number, *_columns(term)) for term, number in self.terms.items())
        self.connection.executemany("INSERT INTO term VALUES (?, ?, ?, ?)", terms)

    def _row(self, step: Derivation, rule: int, forms: dict[Literal, Literal]) -> tuple[object, ...]:
        premises = array("I", (number for premise in step.premises for number in self._numbers(premise, forms)))
        return (
            *self._numbers(step.conclusion, forms),
            rule,
            premises.tobytes(),
            STRENGTH.index(self.conclusions.modality(step.conclusion)),
            step.conclusion in self.conclusions.triples,
        )

    def _numbers(self, triple: Triple, forms: dict[Literal, Literal]) -> tuple[int, ...]:
        terms = self.terms
        stored = restated(triple, forms)
        parts = stored.subject, stored.predicate, stored.object
        return tuple(terms.setdefault(term, len(terms)) for term in parts)  # type: ignore[arg-type]


def _columns(term: Term) -> tuple[str, str, str]:
    if isinstance(term, Literal):
        return term.value, term.language or "", term.datatype.value
    return term.value, "", IRI if isinstance(term, NamedNode) else BLANK


class Derivations:
    """The derivations of a release, to be read by any number of threads.

    :raises SinographError: where the file is not there or is of another version
    """

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False, isolation_level=None
            )
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            rules = self._connection.execute("SELECT content FROM rule ORDER BY number").fetchall()
        except sqlite3.Error as error:
            raise _unreadable(path, str(error)) from None
        if version != VERSION:
            raise _unreadable(path, f"it is of version {version}, not {VERSION}")
        self.rules: tuple[Rule, ...] = tuple(read_rule(json.loads(content)) for (content,) in rules)
        self._terms: dict[int, Term] = {}

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def derivation(self, triple: Triple) -> Derivation | None:
        """Return the stored step that concludes a triple, or None where there is none."""
        row = self._row(triple)
        if row is None:
            return None
        return self._step(triple, row[0], row[1])

    def modality(self, triple: Triple) -> NamedNode | None:
        """Return how sure a conclusion is by its stored proof, or None for what is none."""
        row = self._row(triple)
        return None if row is None else STRENGTH[row[2]]

    def unpublished(self) -> Iterator[Triple]:
        """Yield the conclusions that proofs go through and that are not published."""
        query = "SELECT subject, predicate, object FROM derivation WHERE NOT published"
        for row in self._connection.execute(query):
            yield Triple(*(self._term(number) for number in row))  # type: ignore[arg-type]

    def steps(self) -> Iterator[Derivation]:
        """Yield every stored step."""
        for number, *columns in self._connection.execute("SELECT number, value, language, datatype FROM term"):
            self._terms.setdefault(number, _term_of(*columns))
        query = "SELECT subject, predicate, object, rule, premises FROM derivation"
        for *conclusion, rule, premises in self._connection.execute(query):
            yield self._step(self._triples(conclusion)[0], rule, premises)

    def _step(self, conclusion: Triple, number: int, packed: bytes) -> Derivation:
        rule, premises = self.rules[number], self._triples(array("I", packed))
        return Derivation(conclusion, rule, bindings_of(rule, conclusion, premises), premises)

    def _triples(self, numbers: Iterable[int]) -> tuple[Triple, ...]:
        terms = [self._term(number) for number in numbers]
        return tuple(Triple(*terms[place : place + 3]) for place in range(0, len(terms), 3))  # type: ignore[arg-type]

    def _row(self, triple: Triple) -> tuple[int, bytes, int] | None:
        numbers = [self._number(term) for term in (triple.subject, triple.predicate, triple.object)]  # type: ignore[arg-type]
        query = "SELECT rule, premises, modality FROM derivation WHERE subject = ? AND predicate = ? AND object = ?"
        found: tuple[int, bytes, int] | None = self._connection.execute(query, numbers).fetchone()
        return found

    def _number(self, term: Term) -> int | None:
        value, language, datatype = _columns(term)
        query = "SELECT number FROM term WHERE value = ? AND datatype = ? AND language = ?"
        row = self._connection.execute(query, (value, datatype, language)).fetchone()
        return None if row is None else row[0]

    def _term(self, number: int) -> Term:
        if number not in self._terms:
            query = "SELECT value, language, datatype FROM term WHERE number = ?"
            self._terms[number] = _term_of(*self._connection.execute(query, (number,)).fetchone())
        return self._terms[number]


def _term_of(value: str, language: str, datatype: str) -> Term:
    if datatype == IRI:
        return NamedNode(value)
    return BlankNode(value) if datatype == BLANK else literal_of(value, language, datatype)


def bindings_of(rule: Rule, conclusion: Triple, premises: tuple[Triple, ...]) -> Bindings:
    """Return the values of a rule's variables, from the premises that its body became and from its conclusion."""
    bindings: dict[Variable, Term] = {}
    for atom, premise in zip(rule.body, premises, strict=False):
        bindings.update(atom.match(premise) or {})
    for atom in rule.head:
        matched = atom.match(conclusion)
        if matched is not None and all(bindings.get(variable, term) == term for variable, term in matched.items()):
            return {**bindings, **matched}
    return bindings


def _unreadable(path: Path, problem: str) -> SinographError:
    return SinographError(
        f"the derivations cannot be read: {problem}", where=path, remedy="run: sinograph build --force"
    )
