"""Write small claim files for tests."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sinograph.namespaces import PREFIXES
from sinograph.passages import ClaimFile, claims_of
from sinograph.project import Project
from sinograph.reading import parse_quads

HEADER = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def claims(body: str, path: Path = Path("claims.trig")) -> ClaimFile:
    """Return the claim file with this body, all prefixes declared."""
    return claims_of(parse_quads((HEADER + body).encode(), path)[0], path)


def passage(name: str, quote: str, offsets: str = "", graph: str = "model:m sino:uses technique:t .") -> str:
    """Write a passage of ``document:d`` with one span; ``offsets`` is "start end", "start" or nothing."""
    pairs = zip(("oa:start", "oa:end"), offsets.split(), strict=False)
    placed = "".join(f" ; {predicate} {offset}" for predicate, offset in pairs)
    head = f'passage:{name} a sino:Passage ; prov:wasQuotedFrom document:d ; oa:exact "{quote}"{placed}'
    return f"{head} ; sino:modality sino:Stated .\npassage:{name} {{ {graph} }}\n"


def project_at(root: Path, text: str, **files: str) -> Project:
    """Make a project whose only document, ``document:d``, is ``text``; ``files`` are bodies of its claim files."""
    for folder in ("ontology", "graph/claims/d", "graph/entities", "graph/sources"):
        (root / folder).mkdir(parents=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    told = f'dcterms:title "D"@en ; sino:length {len(text)} ; sino:sha256 "{digest}"'
    (root / "graph" / "sources.ttl").write_text(f"{HEADER}document:d a sino:SourceDocument ; {told} .\n")
    (root / "graph" / "sources" / "d.txt").write_bytes(text.encode())
    for name, body in files.items():
        (root / "graph" / "claims" / "d" / f"{name}.trig").write_text(HEADER + body)
    return Project(root)
