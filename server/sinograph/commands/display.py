"""What the commands that check and build have in common: how steps and faults are shown."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sinograph.faults import Fault

STYLES: Final = {"ok": "green", "failed": "bold red", "not run": "yellow", "error": "bold red", "warning": "yellow"}
"""The colour of each state and severity."""


def make_console(*, stderr: bool = False) -> Console:
    """Return a console that breaks no lines, so that output can be searched and cut."""
    return Console(stderr=stderr, soft_wrap=True, highlight=False, emoji=False)


@contextmanager
def progress(console: Console) -> Iterator[Callable[[str], None]]:
    """Show what is being done while it takes its time, on a terminal only; yields the function to say it with."""
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("...") as status:
        yield lambda step: status.update(Text(f"{step} ..."))


def print_faults(console: Console, faults: Iterable[Fault]) -> None:
    """Print faults, the errors first, grouped by the check that found them."""
    in_order = sorted(faults)
    for (severity, check), group in groupby(in_order, key=lambda fault: (fault.severity, fault.check)):
        found = list(group)
        console.print()
        console.print(Text(f"{check}: {count(len(found), severity)}", STYLES[severity]))
        for fault in found:
            console.print(Text.assemble("  ", (fault.where, "bold"), f": {fault.problem}"))
            if fault.remedy:
                console.print(Text(f"      {fault.remedy}", "dim"))


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it takes one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
