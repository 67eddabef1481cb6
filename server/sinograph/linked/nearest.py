"""What somebody may have meant who asked for a thing that there is not: things of a like address or name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from sinograph.linked.asking import rows
from sinograph.linked.naming import Naming
from sinograph.lookup.index import LONGEST, Name, NameIndex
from sinograph.once import once

if TYPE_CHECKING:
    from sinograph.engine.interface import Engine
    from sinograph.languages import Language
    from sinograph.linked.addresses import Addresses

MOST_NAMED: Final = 5
"""How many things are named."""

MOST_THINGS: Final = 200_000
"""Among how many things they are looked for."""

KIN: Final = 10.0
"""How much is added to the score of a thing of the kind that was asked for."""

THINGS: Final = f"""
SELECT DISTINCT ?thing WHERE {{ ?thing ?p ?o FILTER(STRSTARTS(STR(?thing), "SPACE")) }} LIMIT {MOST_THINGS}"""


class Neighbours:
    """Finds things by addresses that are nearly theirs; the addresses are read when first asked for."""

    def __init__(self, engine: Engine, addresses: Addresses) -> None:
        self._engine = engine
        self._addresses = addresses
        self._slugs = once(self._read)

    def of(self, path: str, language: Language = "en") -> list[tuple[NamedNode, str]]:
        """Return the things, with their names in a language, of which ``<kind>/<slug>`` is most nearly the address."""
        kind, _, slug = path[:LONGEST].strip("/").rpartition("/")
        found = self._slugs().search(slug, 5 * MOST_NAMED)
        scores = {each.thing: each.score + (KIN if self._kind(each.thing) == kind.casefold() else 0) for each in found}
        best = sorted(scores, key=lambda node: -scores[node])[:MOST_NAMED]
        naming = Naming.of(self._engine, best, language)
        return [(node, naming.of_node(node)) for node in best]

    def _kind(self, node: NamedNode) -> str:
        return (self._addresses.path_of(node) or "").partition("/")[0].casefold()

    def _read(self) -> NameIndex:
        space = f"{self._addresses.base}id/".replace("\\", "%5C").replace('"', "%22")
        things = rows(self._engine, THINGS.replace("SPACE", space), most_bytes=None)
        nodes = (node for (node,) in things if isinstance(node, NamedNode))
        paths = [(node, path) for node in nodes if (path := self._addresses.path_of(node))]
        return NameIndex([Name(node, path.partition("/")[2], 0) for node, path in paths])
