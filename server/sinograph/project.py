"""Where the ontology and the graph lie: the one module that knows whether we run from a checkout or from a wheel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sinograph.errors import SinographError

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Project:
    """The folder that holds ``ontology/`` and ``graph/``."""

    root: Path

    @classmethod
    def find(cls, root: Path | None = None) -> Project:
        """Return the project at ``root``, or else the one that this package belongs to.

        :raises SinographError: where the folder lacks ``ontology/`` or ``graph/``
        """
        candidates = [root] if root else [PACKAGE.parent.parent, PACKAGE / "_project"]
        for candidate in candidates:
            if (candidate / "ontology").is_dir() and (candidate / "graph").is_dir():
                return cls(candidate)
        raise SinographError(
            "no project: a folder with ontology/ and graph/ is needed",
            where=candidates[0],
            remedy="name the folder with SINOGRAPH_PROJECT",
        )

    @property
    def ontology(self) -> Path:
        """Our own terms."""
        return self.root / "ontology" / "sinograph.ttl"

    @property
    def alignments(self) -> Path:
        """How our terms relate to those of other vocabularies."""
        return self.root / "ontology" / "alignments.ttl"

    @property
    def rules(self) -> list[Path]:
        """What OWL 2 RL cannot say, one SPARQL CONSTRUCT per file."""
        return sorted((self.root / "ontology" / "rules").glob("*.rq"))

    @property
    def shapes(self) -> list[Path]:
        """SHACL shapes."""
        return sorted((self.root / "ontology" / "shapes").glob("*.ttl"))

    @property
    def checks(self) -> list[Path]:
        """What must hold across named graphs, as SPARQL SELECT: each row is a fault."""
        return sorted((self.root / "ontology" / "checks").glob("*.rq"))

    @property
    def sources(self) -> Path:
        """The documents: title, digest, length."""
        return self.root / "graph" / "sources.ttl"

    @property
    def entities(self) -> list[Path]:
        """What the curators say, one file per kind of thing."""
        return sorted((self.root / "graph" / "entities").glob("*.ttl"))

    @property
    def claims(self) -> list[Path]:
        """What the documents say, one file per section of a document, in the order of their names."""
        return sorted((self.root / "graph" / "claims").glob("*/*.trig"))

    @property
    def queries(self) -> list[Path]:
        """Questions worth asking."""
        return sorted((self.root / "graph" / "queries").glob("*.rq"))
