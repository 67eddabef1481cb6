"""The command line: one module of :mod:`sinograph.commands` for each command, loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from sinograph import __version__
from sinograph.errors import SinographError

COMMANDS = {
    "build": "Turn ontology and graph into a release.",
    "check": "Check everything that must hold before a release.",
    "format": "Write .ttl and .trig files as the project writes them.",
    "serve": "Serve a release, or any RDF file, at a SPARQL endpoint.",
    "reload": "Have a running server serve the release that is current now.",
    "query": "Ask a question of the current release.",
    "explain": "Say why something holds, down to the quotes.",
    "impact": "Say what would change without a passage, or what a statement rests on.",
    "dump": "Write the release as files in other formats.",
    "anchor": "Find each quote in its document and write its offsets.",
}
"""The commands, in the order of a first use, with the line that ``--help`` shows."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is called, so that ``--help`` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands in the order of a first use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command of this name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"sinograph.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sinograph")
def cli() -> None:
    """Build, check, serve and ask a knowledge graph whose every fact leads back to the words it was read from."""


def main() -> None:
    """Run the command line; an error that a user can mend is one message and exit code 1, not a traceback."""
    try:
        cli()
    except SinographError as error:
        from rich.console import Console
        from rich.markup import escape

        Console(stderr=True, soft_wrap=True, highlight=False).print(f"[bold red]error[/]: {escape(str(error))}")
        sys.exit(1)
