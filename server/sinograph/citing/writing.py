"""What an answer rests on, for programs: a member of JSON results, or one more column of a table."""

from __future__ import annotations

import json
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from sinograph.citing.annotating import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pyoxigraph import Triple

    from sinograph.citing.annotating import Evidence, RowEvidence
    from sinograph.engine.formats import Format
    from sinograph.linked.evidence import Passage

    Proof = Callable[[Triple], str]
    """Tells the address at which a statement's proof is read."""

WRITTEN: Final = ("json", "csv", "tsv")
"""The formats that what an answer rests on is written in."""

COLUMN: Final = "evidence"
"""What the column is called, unless a variable is called so."""

CANNOT_TELL: Final = "cannot be told"


def with_evidence(content: bytes, form: Format, evidence: Evidence, proof: Proof) -> bytes:
    """Write an answer with what it rests on.

    :param content: the answer in SPARQL JSON (https://www.w3.org/TR/sparql11-results-json/)
    :param form: one of :data:`WRITTEN`; a truth value is written in JSON alone
    """
    if form.name == "json":
        member = json.dumps(_member(evidence, proof), ensure_ascii=False, separators=(",", ":"))
        return content.rstrip()[:-1] + b',"evidence":' + member.encode() + b"}"
    return with_columns(content, form, {COLUMN: ("", cells(evidence, proof))})


def cells(evidence: Evidence, proof: Proof) -> Iterable[str]:
    """Yield for each row, without end, what it rests on as a line of text, which a spreadsheet shows as it is."""
    return chain((_cell(row, proof) for row in evidence.rows), repeat(CANNOT_TELL))


def with_columns(content: bytes, form: Format, columns: Mapping[str, tuple[str, Iterable[str]]]) -> bytes:
    """Write rows with further columns of text.

    :param content: the rows in SPARQL JSON
    :param form: CSV or TSV
    :param columns: by name, each with the column that it stands behind (or nothing, for the end) and its cells
    """
    answer = json.loads(content)
    names, rows = answer["head"]["vars"], answer["results"]["bindings"]
    for name, (behind, texts) in columns.items():
        free = _free(name, names)
        names.insert(names.index(behind) + 1 if behind else len(names), free)
        for row, cell in zip(rows, texts, strict=False):
            if cell:
                row[free] = {"type": "literal", "value": cell}
    solutions = parse_query_results(json.dumps(answer).encode(), QueryResultsFormat.JSON)
    if not isinstance(solutions, QuerySolutions) or not isinstance(form.writer, QueryResultsFormat):
        raise TypeError(f"rows in {form.name} were expected")
    return solutions.serialize(format=form.writer) or b""


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _member(evidence: Evidence, proof: Proof) -> dict[str, Any]:
    passages = {each.iri.value: each for row in evidence.rows if row for each in row.passages}
    return {
        "rows": [row and _row(row, proof) for row in evidence.rows],
        "passages": {iri: _passage(each) for iri, each in passages.items()},
        "remarks": list(evidence.remarks),
        "mostRows": MOST_ROWS,
    }


def _row(row: RowEvidence, proof: Proof) -> dict[str, Any]:
    return {
        "passages": [each.iri.value for each in row.passages],
        "more": row.more,
        "proofs": [proof(triple) for triple in row.inferred],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    """Return a passage with its place from its first word to its last; where words between are left out, in pieces."""
    pieces = [{"quote": each.exact, "start": each.start, "end": each.end} for each in passage.quotes]
    return {
        "quote": quotation(passage),
        "document": passage.document.value if passage.document else None,
        "start": min((each.start for each in passage.quotes), default=-1),
        "end": max((each.end for each in passage.quotes), default=-1),
        "modality": passage.modality.value,
        "asserted": passage.asserted,
        "conditions": [each.value for each in passage.conditions],
        **({"pieces": pieces} if len(pieces) > 1 else {}),
    }


def quotation(passage: Passage) -> str:
    """Return the words of a passage; dots stand for those left out between."""
    return " … ".join(each.exact for each in passage.quotes)


def spans(passage: Passage) -> str:
    """Return where a passage stands in its document: from which character up to which, for each piece."""
    return ", ".join(f"{each.start}-{each.end}" for each in passage.quotes if each.end >= 0)


def _place(passage: Passage) -> str:
    document = passage.document.value if passage.document else ""
    return " ".join(part for part in (document, spans(passage)) if part)


def _cell(row: RowEvidence | None, proof: Proof) -> str:
    if row is None:
        return CANNOT_TELL
    said = [f"“{quotation(each)}” ({_place(each)}) {each.iri.value}" for each in row.passages]
    said += [f"and {row.more} more"] if row.more else []
    said += [f"inferred: {proof(triple)}" for triple in row.inferred[:1]]
    return " | ".join(said)
