"""The commands about results: ``reduce``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from civicsite.catalogues import packaged_catalogue
from civicsite.cli.shared import LANGUAGE, PROJECT, errors, show
from civicsite.editing.reducing import reduce_project
from civicsite.saying import interface_language

__all__ = ["COMMANDS"]


@click.command("reduce")
@click.argument("processes", nargs=-1, metavar="[PROCESS]...")
@PROJECT
@LANGUAGE
def reduce_command(processes: tuple[str, ...], project: Path, language: str | None) -> None:
    """Turn exports in raw/ into what may be kept in data/."""
    catalogue = packaged_catalogue(interface_language(language, os.environ))
    done = reduce_project(project, processes)
    found = tuple(done.report)
    show(found, catalogue)
    for path in done.written:
        click.echo(catalogue.text("cli-created", path=path))
    failed = errors(found)
    if not failed and not done.processes:
        click.echo(catalogue.text("cli-reduce-nothing"))
    elif not failed and not done.written:
        click.echo(catalogue.text("cli-reduce-same"))
    sys.exit(1 if failed else 0)


COMMANDS: tuple[click.Command, ...] = (reduce_command,)
"""What joins the group of all commands."""
