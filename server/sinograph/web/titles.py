"""What the documents are called in the language of a page, where evidence names them by their IRIs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from sinograph.namespaces import expand, sino

if TYPE_CHECKING:
    from sinograph.explaining import Knowledge
    from sinograph.languages import Language

DOCUMENT: Final = sino("SourceDocument")
TYPE: Final = expand("rdf:type")
NAME: Final = expand("skos:prefLabel")


def document_titles(knowledge: Knowledge, language: Language) -> dict[str, str]:
    """Return by their IRIs the titles of those documents that have one in this language."""
    return {
        str(triple.subject).strip("<>"): name.value
        for triple in knowledge.facts.match(None, TYPE, DOCUMENT)
        for name in knowledge.facts.values(triple.subject, NAME)
        if isinstance(name, Literal) and name.language == language
    }
