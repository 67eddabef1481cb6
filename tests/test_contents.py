from __future__ import annotations

import pytest

from sinograph.contents import Heading, heading_of, read_contents

CONTENTS = read_contents("0 Beginning\n100  The Middle: Part 2\n300 End")


def test_reads_each_line() -> None:
    assert (Heading(0, "Beginning"), Heading(100, "The Middle: Part 2"), Heading(300, "End")) == CONTENTS
    assert [each.anchor for each in CONTENTS] == ["section-0", "section-100", "section-300"]


def test_leaves_out_what_is_no_entry() -> None:
    assert read_contents("Beginning\n12\n7 Seven\n-1 Minus\n") == (Heading(7, "Seven"),)
    assert read_contents("") == ()


@pytest.mark.parametrize(
    ("offset", "title"), [(0, "Beginning"), (99, "Beginning"), (100, "The Middle: Part 2"), (9999, "End")]
)
def test_finds_the_section_of_a_place(offset: int, title: str) -> None:
    heading = heading_of(CONTENTS, offset)
    assert heading is not None
    assert heading.title == title


def test_before_the_first_heading_there_is_no_section() -> None:
    assert heading_of(CONTENTS[1:], 99) is None
