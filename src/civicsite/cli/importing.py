"""The commands that turn exports of platforms into processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from civicsite.catalogues import packaged_catalogue
from civicsite.cli.shared import LANGUAGE, errors, show
from civicsite.editing.pabulib import import_pabulib
from civicsite.editing.platforms import import_contents
from civicsite.editing.polis import import_polis
from civicsite.registry import standard_registry
from civicsite.saying import interface_language

__all__ = ["COMMANDS"]


@click.group("import")
def import_group() -> None:
    """Turn exports of platforms into processes."""


@import_group.command("pabulib")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), required=True, help="into")
@LANGUAGE
def import_pabulib_command(files: tuple[Path, ...], into: Path, language: str | None) -> None:
    """Import participatory-budget elections from Pabulib files (.pb, .pb.gz)."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    imported, problems = import_pabulib(files, into)
    show(problems, catalogue)
    for item in imported:
        click.echo(
            catalogue.text(
                "cli-imported", path=item.path, projects=item.projects, ballots=item.ballots
            )
        )
    sys.exit(1 if errors(problems) else 0)


@import_group.command("polis")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--into", "process", type=click.Path(path_type=Path), required=True, help="process")
@LANGUAGE
def import_polis_command(source: Path, process: Path, language: str | None) -> None:
    """Import a pol.is conversation (the folder of its export, or a ZIP of it) into a process."""
    catalogue = packaged_catalogue(interface_language(language, os.environ))
    project = process.resolve().parent.parent.parent  # content/TOWN/PROCESS
    conversation, problems = import_polis(source, process, project)
    show(problems, catalogue)
    for path in conversation.created:
        click.echo(catalogue.text("cli-created", path=f"{process}/{path}"))
    if conversation.statements:
        click.echo(catalogue.text("cli-statements", count=conversation.statements))
    sys.exit(1 if errors(problems) else 0)


def _import_from(platform: str) -> click.Command:
    """The command that imports one platform's exports into a process."""

    @click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
    @click.option(
        "--into", "process", type=click.Path(path_type=Path), required=True, help="process"
    )
    @LANGUAGE
    def take(files: tuple[Path, ...], process: Path, language: str | None) -> None:
        catalogue = packaged_catalogue(interface_language(language, os.environ))
        formats = [item for item in standard_registry().contents if item.platform == platform]
        project = process.resolve().parent.parent.parent  # content/TOWN/PROCESS
        taken, problems = import_contents(formats, files, process, project)
        show(problems, catalogue)
        for path in taken.created:
            click.echo(catalogue.text("cli-created", path=f"{process}/{path}"))
        if taken.counts:
            click.echo(catalogue.text("cli-taken", **taken.counts))
        if taken.counts.get("contributions"):
            click.echo(catalogue.text("cli-taken-words", path=f"{process}/contributions.yaml"))
        sys.exit(1 if errors(problems) else 0)

    return click.command(platform)(take)


for _platform in dict.fromkeys(item.platform for item in standard_registry().contents):
    import_group.add_command(_import_from(_platform))

COMMANDS = (import_group,)
