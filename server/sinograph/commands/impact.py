"""``sinograph impact``: what if it were not so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
from rich.console import Console

from sinograph.holdings import open_holdings
from sinograph.impact import Before, impact_of, supports_of
from sinograph.impact.asking import is_triple, read_held_triple, read_passages
from sinograph.impact.documents import impact_document, supports_document
from sinograph.impact.tree import SHOWN, ImpactWriter
from sinograph.settings import Settings

if TYPE_CHECKING:
    from rich.tree import Tree

    from sinograph.explaining.documents import Json

WIDE = 10_000
"""How wide a tree may be, in characters, where it is not a terminal that shows it."""


@click.command("impact")
@click.argument("terms", nargs=-1, required=True, metavar="PASSAGE_OR_DOCUMENT... | SUBJECT PROPERTY OBJECT")
@click.option("--all", "every", is_flag=True, help=f"Show everything, not the first {SHOWN} of each kind only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to write it.")
def command(terms: tuple[str, ...], form: str, *, every: bool) -> None:
    """Say what would change if passages were withdrawn, or which passages a statement rests on.

    Passages and documents are withdrawn together: what would no longer be said, no longer follow, or rest on less. Of
    a triple, the smallest sets of passages are shown that suffice for it, and those without which it would fall.
    """
    with open_holdings(Settings.load()) as holdings:
        before = Before.of(holdings.release)
        tree, document = _answer(terms, before, ImpactWriter(before, None if every else SHOWN))
    if form == "json":
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _print(tree)


def _answer(terms: tuple[str, ...], before: Before, writer: ImpactWriter) -> tuple[Tree, Json]:
    if is_triple(terms, before):
        triple = read_held_triple(terms, before.knowledge)
        supports = supports_of(triple, before.knowledge)
        return writer.supports(triple, supports), supports_document(triple, supports, before.knowledge)
    impact = impact_of(read_passages(terms, before), before)
    return writer.impact(impact), impact_document(impact, before)


def _print(tree: Tree) -> None:
    console = Console(highlight=False, emoji=False)
    if not console.is_terminal:
        console = Console(highlight=False, emoji=False, width=WIDE)
    console.print(tree)
