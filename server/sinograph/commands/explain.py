"""``sinograph explain``: why something holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console

from sinograph.errors import SinographError
from sinograph.explaining import Explanation, Knowledge, explain, overview
from sinograph.explaining.asking import read_thing, read_triple
from sinograph.explaining.explanation import LIMIT, MOST
from sinograph.explaining.forms import FORMS
from sinograph.explaining.tree import WITNESSES, TreeWriter
from sinograph.holdings import open_holdings
from sinograph.settings import Settings

if TYPE_CHECKING:
    from sinograph.explaining import Overview

TEXT = "text"
WIDE = 10_000
"""How wide a tree may be, in characters, where it is not a terminal that shows it."""


@click.command("explain")
@click.argument("terms", nargs=-1, required=True, metavar="SUBJECT [PROPERTY OBJECT]")
@click.option("--all", "every", is_flag=True, help="Show all proofs, not the shortest only.")
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=LIMIT,
    show_default=True,
    help="How many proofs to show at the most.",
)
@click.option(
    "--format", "form", type=click.Choice([TEXT, *FORMS]), default=TEXT, show_default=True, help="How to write it."
)
@click.option("--curies", is_flag=True, help="Write CURIEs instead of English.")
def command(terms: tuple[str, ...], form: str, limit: int, *, every: bool, curies: bool) -> None:
    """Say why something holds in the current release, down to the quotes.

    Three terms are a triple, whose proof is shown. One is a thing: every statement about it, each with its reason in
    short. A term is a CURIE (model:glm-5), an IRI, a literal ("x"@en, 744000000000) or an English name ("Zhipu AI").
    """
    if len(terms) not in (1, 3):
        raise SinographError(
            f"{len(terms)} terms are given", remedy="give a subject, a property and an object; or one thing"
        )
    with open_holdings(Settings.load()) as holdings:
        knowledge = Knowledge.of(holdings.release)
        if len(terms) == 1:
            answer: Explanation | Overview = overview(read_thing(terms[0], knowledge), knowledge)
        else:
            answer = explain(read_triple(terms, knowledge), knowledge, every=every, limit=limit)
        if form == TEXT:
            _print(answer, knowledge, every=every, curies=curies)
        else:
            click.echo(FORMS[form](answer, knowledge).rstrip("\n"))


def _print(answer: Explanation | Overview, knowledge: Knowledge, *, every: bool, curies: bool) -> None:
    console = Console(highlight=False, emoji=False)
    if not console.is_terminal:
        console = Console(highlight=False, emoji=False, width=WIDE)
    writer = TreeWriter(knowledge, knowledge.curies if curies else knowledge.wording, None if every else WITNESSES)
    parts = writer.explanation(answer) if isinstance(answer, Explanation) else writer.overview(answer)
    for part in parts:
        console.print(part)
