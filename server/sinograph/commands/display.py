"""What the commands that check and build have in common: how steps and faults are shown.

Rich is imported where there is something to show in colours, so that a build without faults starts quickly.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import Console

    from sinograph.faults import Fault

LONGEST: Final = 1000
"""How much of a problem is shown, in characters: a value may be a whole book."""

STYLES: Final = {"ok": "green", "failed": "bold red", "not run": "yellow", "error": "bold red", "warning": "yellow"}
"""The colour of each state and severity."""


reasoner_option: Final = click.option(
    "--reasoner",
    type=click.Choice(["sinograph", "owlrl"]),
    default="sinograph",
    show_default=True,
    help="Whose conclusions count; owlrl is slow and independent, and what it finds otherwise is said.",
)
"""The option of the commands that reason; its choices are those of ``closure.REASONERS``, which is slow to import."""


def make_console(*, stderr: bool = False) -> Console:
    """Return a console that breaks no lines, so that output can be searched and cut."""
    from rich.console import Console

    return Console(stderr=stderr, soft_wrap=True, highlight=False, emoji=False)


@contextmanager
def progress(*, stderr: bool = False) -> Iterator[Callable[[str], None]]:
    """Show what is being done while it takes its time, on a terminal only; yields the function to say it with."""
    if not (sys.stderr if stderr else sys.stdout).isatty():
        yield lambda _: None
        return
    from rich.text import Text

    with make_console(stderr=stderr).status("...") as status:
        yield lambda step: status.update(Text(f"{step} ..."))


def print_faults(console: Console, faults: Iterable[Fault]) -> None:
    """Print faults, the errors first, grouped by the check that found them."""
    from rich.text import Text

    in_order = sorted(faults)
    for (severity, check), group in groupby(in_order, key=lambda fault: (fault.severity, fault.check)):
        found = list(group)
        console.print()
        console.print(Text(f"{check}: {count(len(found), severity)}", STYLES[severity]))
        for fault in found:
            console.print(Text.assemble("  ", (fault.where, "bold"), f": {_cut(fault.problem)}"))
            if fault.remedy:
                console.print(Text(f"      {fault.remedy}", "dim"))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it takes one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
