"""``sinograph build``: from ontology and graph to a release."""

from __future__ import annotations

import sys

import click

from sinograph.building import RefusedBuildError, build
from sinograph.commands.display import count, make_console, print_faults, progress, reasoner_option
from sinograph.faults import Fault
from sinograph.project import Project
from sinograph.release import current, releases_folder
from sinograph.settings import Settings


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
    console = make_console()
    try:
        with progress(console) as announce:
            release = build(
                project,
                settings,
                console.out,
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
    print_faults(console, (Fault(**fault) for fault in release.read_report()["faults"]))
