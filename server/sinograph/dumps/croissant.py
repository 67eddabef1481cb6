"""The tables described for tools of machine learning: Croissant 1.1.

https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import TYPE_CHECKING, Any, Final

from sinograph import __version__
from sinograph.dumps.credits import DATASET, KEYWORDS, LICENCE, MAKERS, NAME, SUMMARY
from sinograph.dumps.tables import KEY, SEPARATOR, Column, Table, tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sinograph.release import Release

CROISSANT: Final = "croissant.json"
CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.1"

TYPES: Final = {
    "text": "sc:Text",
    "name": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "boolean": "sc:Boolean",
    "iri": "sc:Text",
    "key": "sc:URL",
}
"""The type of data of each type of column. A cell may hold several IRIs; only the first column's is always one.

Croissant has arrays with a separator, but its own reader cannot split an empty cell.
"""

_OF_CROISSANT: Final = (
    "arrayShape",
    "citeAs",
    "column",
    "containedIn",
    "equivalentProperty",
    "extract",
    "field",
    "fileObject",
    "fileProperty",
    "fileSet",
    "format",
    "includes",
    "isArray",
    "isLiveDataset",
    "jsonPath",
    "key",
    "md5",
    "parentField",
    "path",
    "recordSet",
    "references",
    "regex",
    "repeated",
    "replace",
    "samplingRate",
    "separator",
    "source",
    "subField",
    "transform",
)
CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{name: f"cr:{name}" for name in _OF_CROISSANT},
}
"""The context that the specification asks for, in its appendix."""


def describe_tables(release: Release, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Describe the tables.

    :param files: the bytes of each table's file, by its name; ``contentUrl`` is this name, relative to the description
    """
    created = release.manifest.get("created", "")
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": f"{DATASET}#tables",
        "conformsTo": CONFORMS_TO,
        "name": NAME,
        "description": SUMMARY,
        "url": DATASET,
        "license": LICENCE.value,
        "keywords": list(KEYWORDS),
        "inLanguage": ["en", "zh"],
        "creator": {"@type": "sc:Organization", "name": MAKERS},
        "version": f"{__version__}+{release.digest[:16]}",
        "datePublished": created,
        "citeAs": _citation(release, created),
        "isLiveDataset": False,
        "distribution": [_file(table, files[table.file]) for table in tables()],
        "recordSet": [_records(table, files[table.file]) for table in tables()],
    }


def write_description(release: Release, files: Mapping[str, bytes]) -> bytes:
    """Return :func:`describe_tables` as JSON-LD."""
    return (json.dumps(describe_tables(release, files), ensure_ascii=False, indent=2) + "\n").encode()


def _citation(release: Release, created: str) -> str:
    fields = f"title={{{NAME}}}, author={{{{{MAKERS}}}}}, year={{{created[:4]}}}, version={{{release.digest[:16]}}}"
    return f"@misc{{{NAME}, {fields}, url={{{DATASET}}}}}"


def _file(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": table.file,
        "name": table.file,
        "description": table.title,
        "contentUrl": table.file,
        "contentSize": f"{len(content)} B",
        "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _records(table: Table, content: bytes) -> dict[str, Any]:
    several = _several(content)
    types = {column.name: "text" if column.name in several else column.type for column in table.columns}
    key = Column(KEY, "iri", "The IRI of what the row is about", "")
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.title,
        "key": {"@id": f"{table.name}/{KEY}"},
        "field": [
            _field(table, key, TYPES["key"]),
            *(_field(table, column, TYPES[types[column.name]]) for column in table.columns),
        ],
    }


def _field(table: Table, column: Column, kind: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": column.about,
        "dataType": kind,
        "source": {"fileObject": {"@id": table.file}, "extract": {"column": column.name}},
    }


def _several(content: bytes) -> set[str]:
    """Return the columns in which some row has several values, such as two numbers that are in dispute."""
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return {name for row in rows for name, cell in row.items() if SEPARATOR in cell}
