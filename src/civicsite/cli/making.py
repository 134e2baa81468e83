"""The command that writes first files."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from civicsite.catalogues import packaged_catalogue
from civicsite.cli.shared import LANGUAGE, PROJECT, show
from civicsite.editing.new import New, write_new
from civicsite.saying import interface_language

__all__ = ["COMMANDS"]


@click.command()
@click.argument("what", type=click.Choice([item.value for item in New]))
@click.argument("name")
@PROJECT
@click.option("--kind", default="consultation", help="kind")
@click.option("--title", default=None, help="title")
@LANGUAGE
def new(
    what: str, name: str, project: Path, kind: str, title: str | None, language: str | None
) -> None:
    """Write the files of a new site, municipality, process or event."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    today = datetime.now().astimezone().date()
    written, problems = write_new(project, New(what), name, kind, title, code, today)
    show(problems, catalogue)
    for path in written:
        click.echo(catalogue.text("cli-created", path=path))
    sys.exit(1 if problems else 0)


COMMANDS = (new,)
