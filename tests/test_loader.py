from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Store

from sinograph.errors import SinographError
from sinograph.loader import load_apart

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "<http://x/a> <http://x/p> <http://x/b> .\n"
DEEP = f"<http://x/a> <http://x/p> {'<<( <http://x/a> <http://x/p> ' * 100_000} 1 {')>>' * 100_000} ."
ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
BOMB = (
    f'<!DOCTYPE rdf:RDF [<!ENTITY e0 "0123456789">{ENTITIES}]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
    '<rdf:Description rdf:about="http://x/a"><x:p>&e9;</x:p></rdf:Description></rdf:RDF>'
)


def test_loads_and_reports_each_file(tmp_path: Path) -> None:
    files = [tmp_path / "a.nt", tmp_path / "b.nt"]
    for file in files:
        file.write_text(GOOD)
    heard: list[str] = []
    loaded = load_apart(files, tmp_path / "store", heard.append)
    assert (loaded.files, loaded.quads) == (tuple(files), 1)
    assert heard == [str(file) for file in files]
    assert len(Store.read_only(str(tmp_path / "store"))) == 1


def test_hands_on_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text("<http://x/a> nonsense .\n")
    with pytest.raises(SinographError, match=r"a\.nt:1:14: malformed: .*\(mend the file\)"):
        load_apart([tmp_path / "a.nt"], tmp_path / "store")


@pytest.mark.parametrize(
    ("name", "text"), [("deep.ttl", DEEP), ("bomb.rdf", BOMB)], ids=["nested deep", "entities of entities"]
)
def test_a_file_that_ends_the_process_is_one_message(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "a.nt").write_text(GOOD)
    (tmp_path / name).write_text(text)
    with pytest.raises(SinographError, match=rf"{name}: loading it ended the process by SIG\w+ \(is it nested"):
        load_apart([tmp_path / "a.nt", tmp_path / name], tmp_path / "store", megabytes=500)
