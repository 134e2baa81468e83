"""The command line: arguments to calls, results to a terminal or JSON. Nothing is decided here."""

from __future__ import annotations

import os
import sys

import click

from civicsite import __version__
from civicsite.catalogues import packaged_catalogue
from civicsite.cli.lazy import LazyGroup
from civicsite.cli.speaking import complaint
from civicsite.saying import interface_language

__all__ = ["main"]

_MODULES = {
    "build": "civicsite.cli.building",
    "check": "civicsite.cli.checking",
    "next-change": "civicsite.cli.checking",
    "due": "civicsite.cli.due",
    "explain": "civicsite.cli.checking",
    "new": "civicsite.cli.making",
    "import": "civicsite.cli.importing",
    "publish": "civicsite.cli.publishing",
    "rollback": "civicsite.cli.publishing",
    "serve": "civicsite.cli.serving",
    "reduce": "civicsite.cli.results",
    "results": "civicsite.cli.results",
    "recount": "civicsite.cli.results",
}


def main() -> None:
    """Entry point of the ``civicsite`` command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    catalogue = packaged_catalogue(interface_language(None, os.environ))
    cli.use(catalogue)
    try:
        status = cli.main(prog_name="civicsite", standalone_mode=False)
    except click.ClickException as problem:
        click.echo(complaint(problem, catalogue), err=True)
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)  # as a shell reports a program stopped by Ctrl+C
    sys.exit(status if isinstance(status, int) else 0)


@click.group(
    cls=LazyGroup, modules=_MODULES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="civicsite", help="version")
def cli() -> None:
    """Participation processes in Markdown and YAML, compiled into a static website."""
