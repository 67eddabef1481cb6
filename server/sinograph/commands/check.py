"""``sinograph check``: everything that must hold before a release."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click
from rich.text import Text

from sinograph.checking import FORMATTING, GRAPH, QUESTIONS, SOURCES, Material, Result, run
from sinograph.commands.display import STYLES, count, make_console, print_faults, progress, reasoner_option
from sinograph.project import Project
from sinograph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console


@click.command("check")
@click.option(
    "--require-sources",
    is_flag=True,
    default=None,
    help="Take a document without a copy at hand for an error, not a warning.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@reasoner_option
def command(require_sources: bool | None, form: str, reasoner: str) -> None:
    """Check formatting, questions, structure, terms, values, quotes, numbers, links, reasoning, shapes and the whole.

    Prints a line for each check, then what is wrong. Exits with 1 if there is any error.
    """
    settings = Settings.load(require_sources=require_sources)
    material = Material(Project.find(settings.project), settings, reasoner)
    console = make_console()
    with progress(stderr=True) as announce:
        results = []
        for result in run(material, (FORMATTING, QUESTIONS, *SOURCES, *GRAPH), announce):
            results.append(result)
            if form == "text":
                _print_result(console, result)
    if form == "json":
        click.echo(json.dumps([result.as_json() for result in results], ensure_ascii=False, indent=2))
    else:
        _print_faults(console, results)
    sys.exit(1 if any(result.state == "failed" for result in results) else 0)


def _print_result(console: Console, result: Result) -> None:
    found = Counter(fault.severity for fault in result.faults)
    faults = "".join(f", {count(number, severity)}" for severity, number in sorted(found.items()))
    state = Text(f"{result.state:8}", STYLES[result.state])
    console.print(Text.assemble(state, f"{result.name}: {result.title} ({result.summary}{faults})"))


def _print_faults(console: Console, results: Iterable[Result]) -> None:
    faults = [fault for result in results for fault in result.faults]
    print_faults(console, faults)
    number = Counter(fault.severity for fault in faults)
    console.print(f"\n{count(number['error'], 'error')}, {count(number['warning'], 'warning')}")
