"""Validation against the SHACL shapes, which see the merged graph (https://www.w3.org/TR/shacl/)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import pyshacl
from pyoxigraph import Literal, NamedNode
from pyparsing import ParseException
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from rdflib import RDF, Graph
from rdflib.namespace import SH

from sinograph.bridge import from_rdflib, to_graph
from sinograph.errors import SinographError
from sinograph.faults import Fault
from sinograph.reading import read_quads
from sinograph.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Triple
    from rdflib.term import Node

    from sinograph.dataset import Dataset
    from sinograph.faults import Severity
    from sinograph.spelling import Term

SEVERITIES: Final[dict[Node, Severity]] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "warning"}
"""What a result's severity means here: a violation stops a release."""

PASSAGES_SHOWN: Final = 3


def read_shapes(paths: Iterable[Path]) -> Graph:
    """Read the shapes into one graph.

    :raises SinographError: for a file that cannot be read
    """
    return to_graph(quad.triple for path in paths for quad in read_quads(path))


def validate(dataset: Dataset, inferred: Iterable[Triple], shapes: Graph) -> list[Fault]:
    """Validate the merged graph and report each result, with the passages that its values stand in.

    :raises SinographError: where the shapes themselves are not well-formed
    """
    merged = (quad.triple for quad in dataset.publish(inferred) if not isinstance(quad.graph_name, NamedNode))
    report = _report(to_graph(merged), shapes)
    witnesses = Witnesses(dataset)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return sorted({_fault(report, result, witnesses) for result in results})


class Witnesses:
    """Finds the passages that say something of a thing."""

    def __init__(self, dataset: Dataset) -> None:
        self._passages: dict[tuple[Term | None, ...], set[str]] = defaultdict(set)
        for quad in dataset.claimed:
            passage = spell(quad.graph_name)
            self._passages[quad.subject, None, None].add(passage)
            self._passages[quad.subject, quad.predicate, None].add(passage)
            self._passages[quad.subject, quad.predicate, quad.object].add(passage)

    def of(self, subject: Term | None, predicate: Term | None, value: Term | None) -> list[str]:
        """Return the passages that say this, or else this property, or else anything of the subject."""
        for pattern in ((subject, predicate, value), (subject, predicate, None), (subject, None, None)):
            if pattern in self._passages:
                return sorted(self._passages[pattern])
        return []


def _report(data: Graph, shapes: Graph) -> Graph:
    """Run pyshacl; nothing is inferred and nothing is fetched."""
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", advanced=False, inplace=True, do_owl_imports=False
        )
    except (ReportableRuntimeError, ParseException, re.error) as error:
        raise _malformed_shapes(_told(error)) from None
    if isinstance(report, ValidationFailure) or not isinstance(report, Graph):
        raise _malformed_shapes(text)
    return report


def _told(error: ReportableRuntimeError | ParseException | re.error) -> str:
    """Say what is wrong, on one line, with the pattern or query concerned."""
    if isinstance(error, re.error):
        return f"the pattern {error.pattern!r} is no regular expression: {error.msg}"
    if isinstance(error, ParseException):
        return f"not SPARQL: {error.msg}, in: {error.line.strip()}"
    return " ".join(str(error).split())


def _malformed_shapes(problem: str) -> SinographError:
    return SinographError(
        f"the shapes cannot be used: {problem.strip()}", where="ontology/shapes", remedy="correct the shape named"
    )


def _fault(report: Graph, result: Node, witnesses: Witnesses) -> Fault:
    focus, path, value = (_term(report, result, name) for name in ("focusNode", "resultPath", "value"))
    passages = witnesses.of(focus, path, value)
    cut = "..." if len(passages) > PASSAGES_SHOWN else ""
    said = f" (said in {', '.join(passages[:PASSAGES_SHOWN])}{cut})" if passages else ""
    what = " ".join(spell(term) for term in (path, value) if isinstance(term, NamedNode | Literal) and term != focus)
    severity = SEVERITIES.get(report.value(result, SH.resultSeverity) or SH.Violation, "error")
    shape = _term(report, result, "sourceShape")
    remedy = f"see {spell(shape)} in ontology/shapes" if isinstance(shape, NamedNode) else "see ontology/shapes"
    return Fault(severity, "shapes", spell(focus), f"{what}: {_message(report, result)}{said}".lstrip(": "), remedy)


def _term(report: Graph, result: Node, name: str) -> Term | None:
    node = report.value(result, SH[name])
    return None if node is None else from_rdflib(node)


def _message(report: Graph, result: Node) -> str:
    """Return the result's message, the English one where there are several."""
    messages = [from_rdflib(node) for node in report.objects(result, SH.resultMessage)]
    literals = [message for message in messages if isinstance(message, Literal)]
    in_order = sorted(literals, key=lambda literal: (literal.language not in (None, "en"), literal.value))
    return in_order[0].value if in_order else "breaks the shape"
