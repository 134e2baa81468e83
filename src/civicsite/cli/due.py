"""``civicsite due``: whether the site is late, by its manifest alone. Loads no part of a build."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from civicsite.catalogues import packaged_catalogue
from civicsite.saying import interface_language
from civicsite.schedule import Standing, standing

__all__ = ["COMMANDS"]

_HEAD = 1 << 16
"""Bytes of a manifest that are read; what it says of the build stands at its beginning."""

_EXIT = {Standing.DUE: 0, Standing.NOT_YET: 1, Standing.NEVER: 1, Standing.UNKNOWN: 3}
"""``if civicsite due`` is true when a build is due. 2 is a slip on the command line."""


@click.command()
@click.option("--project", type=click.Path(path_type=Path), default=Path(), help="project")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="out")
@click.option("--manifest", default=None, metavar="FILE", help="manifest")
@click.option("--language", default=None, metavar="CODE", help="language")
def due(project: Path, out: Path | None, manifest: str | None, language: str | None) -> None:
    """Say whether the site has to be built again because time has passed."""
    catalogue = packaged_catalogue(interface_language(language, os.environ))
    built = (out or project / "build").resolve()
    path = manifest or str(built.parent / f".{built.name}.civicsite" / "manifest.json")
    state, moment = standing(_head(path), datetime.now(UTC))
    when = moment.isoformat() if moment else ""
    click.echo(catalogue.text(f"cli-due-{state}", moment=when, path=path))
    sys.exit(_EXIT[state])


def _head(path: str) -> bytes:
    try:
        with click.open_file(path, "rb") as file:
            return bytes(file.read(_HEAD))
    except OSError:
        return b""


COMMANDS = (due,)
