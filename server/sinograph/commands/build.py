"""``sinograph build``: from ontology and graph to a release."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from sinograph.building import RefusedBuildError, build
from sinograph.commands.display import count, make_console, print_faults, progress, reasoner_option
from sinograph.faults import Fault
from sinograph.project import Project
from sinograph.release import current, releases_folder
from sinograph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect no cyclic garbage: what a build makes lives to its end, and looking at it again and again takes time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@click.command("build")
@click.option("--force", is_flag=True, help="Build although nothing has changed since the last build.")
@click.option("--no-shacl", is_flag=True, help="Do not validate against the shapes.")
@reasoner_option
def command(*, force: bool, no_shacl: bool, reasoner: str) -> None:
    """Turn ontology and graph into a release: read, reason, validate, and write it.

    Where the sources have errors, they are listed, the last release stays in place, and the exit code is 1.
    """
    settings = Settings.load()
    project = Project.find(settings.project)
    try:
        with uncollected(), progress() as announce:
            release = build(
                project,
                settings,
                click.echo,
                announce=announce,
                force=force,
                shacl=not no_shacl,
                reasoner=reasoner,
            )
    except RefusedBuildError as refusal:
        errors = make_console(stderr=True)
        print_faults(errors, refusal.faults)
        kept = current(releases_folder(settings, project))
        stays = f"{kept.path} stays the current release" if kept else "there is no release yet"
        errors.print(f"\nnot built: {count(len(refusal.errors), 'error')}; {stays}")
        sys.exit(1)
    if faults := [Fault(**fault) for fault in release.read_report()["faults"]]:
        print_faults(make_console(), faults)
