"""The forms that explanations can be had in, beside text and pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from sinograph.explaining.diagrams import dot, mermaid
from sinograph.explaining.documents import explanation_document, overview_document
from sinograph.explaining.explanation import Explanation
from sinograph.explaining.provenance import json_ld, turtle

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinograph.explaining.explanation import Overview
    from sinograph.explaining.knowledge import Knowledge


def _json(answer: Explanation | Overview, knowledge: Knowledge) -> str:
    if isinstance(answer, Explanation):
        document = explanation_document(answer, knowledge)
    else:
        document = overview_document(answer, knowledge)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMS: Final[dict[str, Callable[[Explanation | Overview, Knowledge], str]]] = {
    "json": _json,
    "turtle": turtle,
    "jsonld": json_ld,
    "mermaid": mermaid,
    "dot": dot,
}
"""The forms by their names, each with the function that writes it."""
