from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from sinograph.engine.askers import ASKER, Asker, AskerLeftError
from sinograph.engine.formats import FORMATS

if TYPE_CHECKING:
    from sinograph.engine import EmbeddedEngine

FOREVER = "SELECT (COUNT(*) AS ?n) { ?a ex:number ?b . ?c ex:number ?d . ?e ex:number ?f . ?g ex:number ?h }"
JSON = next(form for form in FORMATS if form.name == "json")


def test_nothing_is_begun_for_one_who_has_left(engine: EmbeddedEngine) -> None:
    asker = Asker()
    asker.leave()
    token = ASKER.set(asker)
    try:
        with pytest.raises(AskerLeftError):
            engine.query("ASK {}", JSON)
    finally:
        ASKER.reset(token)
    assert b"true" in engine.query("ASK {}", JSON).content


def test_what_was_begun_ends_when_its_asker_leaves(engine: EmbeddedEngine) -> None:
    asker = Asker()
    ended: list[BaseException] = []

    def ask() -> None:
        ASKER.set(asker)
        try:
            engine.query(FOREVER, JSON)
        except AskerLeftError as error:
            ended.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    asker.leave()
    thread.join()
    assert len(ended) == 1
    assert b"true" in engine.query("ASK {}", JSON).content


def test_one_who_stays_is_left_alone() -> None:
    asker = Asker()
    cuts: list[bool] = []
    with asker.waiting(lambda: cuts.append(True)):
        pass
    asker.leave()
    assert cuts == []
