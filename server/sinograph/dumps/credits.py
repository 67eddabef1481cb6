"""What every description of the data says of them: name, summary, makers, licence."""

from __future__ import annotations

from typing import Final

from pyoxigraph import NamedNode

from sinograph.languages import message
from sinograph.namespaces import BASE

NAME: Final = "sinograph"
SUMMARY: Final = message(
    "A knowledge graph of the Chinese AI-lab ecosystem: its labs, models, techniques, chips and policies. "
    "Every fact leads back to the words it was read from."
)
MAKERS: Final = "The sinograph maintainers"
KEYWORDS: Final = ("knowledge graph", "artificial intelligence", "China", "provenance")
LICENCE: Final = NamedNode("https://creativecommons.org/licenses/by/4.0/")

DATASET: Final = f"{BASE}dataset"
"""The page of the data set, wherever it is served."""
