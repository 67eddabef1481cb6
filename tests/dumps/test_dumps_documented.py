from __future__ import annotations

import re
from pathlib import Path

from sinograph.dumps import DUMPS, FORMATS
from sinograph.dumps.formats import CSV

DOCS = Path(__file__).parents[2] / "docs"
LINKED_DATA = (DOCS / "linked-data.md").read_text(encoding="utf-8")
ENDPOINT = (DOCS / "endpoint.md").read_text(encoding="utf-8")


def test_names_every_table_and_no_other() -> None:
    tables = {dump.file for dump in DUMPS if dump.format == CSV}
    assert set(re.findall(r"`([a-z-]+\.csv)`", LINKED_DATA)) == tables


def test_names_every_file_of_rdf() -> None:
    files = {dump.file for dump in DUMPS if dump.is_rdf}
    assert len(files) == len(FORMATS) - 1
    for text in (LINKED_DATA, ENDPOINT):
        assert {file for file in files if f"`{file}`" not in text} == set()


def test_the_reifier_shown_is_in_the_dump(dumped: Path) -> None:
    (claim,) = re.findall(r"<https://\S+/passage/(\S+)#(claim-[0-9a-f]+)>", LINKED_DATA)
    size = rf"passage:{claim[0]}\\#{claim[1]} rdf:reifies <<( model:glm-5 sino:activeParameters 40000000000 )>> ;"
    assert size.replace("\\\\", "\\") in (dumped / "data-reified.ttl").read_text(encoding="utf-8")
