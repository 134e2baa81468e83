"""The command that shows the site on this computer."""

from __future__ import annotations

import os
from pathlib import Path

import click

from civicsite.cli.shared import AT, LANGUAGE, OUT, PROJECT, instant_of
from civicsite.saying import interface_language
from civicsite.serve import serve as run

__all__ = ["COMMANDS"]


@click.command()
@PROJECT
@OUT
@AT
@click.option("--port", default=8000, show_default=True, help="port")
@click.option("--drafts", is_flag=True, help="drafts")
@LANGUAGE
def serve(
    project: Path,
    out: Path | None,
    at: str | None,
    port: int,
    drafts: bool,
    language: str | None,
) -> None:
    """Show the site on this computer; rebuild and reload on every save."""
    code = interface_language(language, os.environ)
    fixed = instant_of(at, code) if at else None
    run(project, out, fixed, port, drafts, code)


COMMANDS = (serve,)
