"""The models that use a technique which spread, with the days of their release and the words that date them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.linked.asking import rows
from sinograph.linked.naming import Naming
from sinograph.spreads import Named, Quote
from sinograph.tabulation import value_of

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine
    from sinograph.languages import Language

CARRIERS: Final = """
SELECT DISTINCT ?technique ?model ?earliest ?date ?passage ?quotation
WHERE {
  ?spread a sino:TechniqueSpread ; sino:technique ?technique .
  ?model sino:uses ?technique ; sino:releaseDate ?date ; sino:earliest ?earliest .
  GRAPH ?passage { ?model sino:releaseDate ?date }
  ?passage sino:quotation ?quotation
}
ORDER BY ?technique ?model ?passage ?earliest"""


@dataclass(frozen=True)
class Carrier:
    """A model that uses a technique.

    :param date: of its release, as precise as it is stated
    :param earliest: the first day that it can have been, as YYYY-MM-DD
    :param quotes: the passages that say when
    """

    technique: Named
    model: Named
    date: str
    earliest: str
    quotes: tuple[Quote, ...]


def read_carriers(engine: Engine, language: Language = "en") -> tuple[Carrier, ...]:
    """Ask an engine for the dated models that use techniques which spread, the earliest first.

    :param language: the one of the names, where there are any in it
    """
    found: dict[tuple[NamedNode, NamedNode], list[tuple[str, str, Quote]]] = defaultdict(list)
    for technique, model, earliest, date, passage, quotation in rows(engine, CARRIERS):
        if isinstance(technique, NamedNode) and isinstance(model, NamedNode) and isinstance(passage, NamedNode):
            quote = Quote(passage, value_of(quotation))
            found[technique, model].append((value_of(date), value_of(earliest), quote))
    naming = Naming.of(engine, {node for pair in found for node in pair}, language)

    def named(node: NamedNode) -> Named:
        return Named(node, naming.of_node(node))

    carriers = (
        Carrier(
            technique=named(technique),
            model=named(model),
            date=max((date for date, _, _ in dated), key=len),
            earliest=max(earliest for _, earliest, _ in dated),
            quotes=tuple(dict.fromkeys(quote for _, _, quote in dated)),
        )
        for (technique, model), dated in found.items()
    )
    return tuple(sorted(carriers, key=lambda each: (each.earliest, each.model.label)))
