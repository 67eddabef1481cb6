from __future__ import annotations

from sinograph.linked.hierarchy import is_narrower, narrowest
from sinograph.namespaces import sino

LAB, STARTUP, COMPANY, FIRM = (sino(name) for name in ("Lab", "StartupLab", "Company", "Firm"))
WIDER = {STARTUP: {LAB, COMPANY, FIRM}, COMPANY: {FIRM}, FIRM: {COMPANY}}


def test_what_others_imply_is_left_out() -> None:
    assert narrowest([LAB, STARTUP, COMPANY], WIDER) == {STARTUP}
    assert narrowest([LAB, COMPANY], WIDER) == {LAB, COMPANY}
    assert narrowest([], WIDER) == set()


def test_names_for_the_same_stay() -> None:
    assert narrowest([COMPANY, FIRM], WIDER) == {COMPANY, FIRM}
    assert is_narrower(STARTUP, LAB, WIDER)
    assert not is_narrower(LAB, STARTUP, WIDER)
    assert not is_narrower(LAB, LAB, WIDER)
