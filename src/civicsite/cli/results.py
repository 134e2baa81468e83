"""The commands about results: ``reduce``, ``results`` and ``recount``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from civicsite.catalogues import packaged_catalogue
from civicsite.cli.shared import AT, LANGUAGE, PROJECT, errors, instant_of, show
from civicsite.editing.finalising import finalise, recount_path, release_named
from civicsite.editing.reducing import reduce_project
from civicsite.language import Language
from civicsite.results.showing import shown
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


@click.group("results")
def results_group() -> None:
    """Show results, and make them final."""


@results_group.command("show")
@click.argument("process")
@PROJECT
@AT
@LANGUAGE
def show_command(process: str, project: Path, at: str | None, language: str | None) -> None:
    """Print a released result."""
    code = interface_language(language, os.environ)
    _, release, report = release_named(project, process, instant_of(at, code))
    found = tuple(report)
    show(found, packaged_catalogue(code))
    if release is None:
        if not errors(found):
            click.echo(packaged_catalogue(code).text("cli-results-none"))
        sys.exit(1)
    for line in shown(release.record, Language(code, packaged_catalogue(code))):
        click.echo(line)


@results_group.command("finalise")
@click.argument("process")
@PROJECT
@AT
@LANGUAGE
def finalise_command(process: str, project: Path, at: str | None, language: str | None) -> None:
    """Write the record of a final result."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    done = finalise(project, process, instant_of(at, code))
    found = tuple(done.report)
    show(found, catalogue)
    for path in done.written:
        click.echo(catalogue.text("cli-created", path=path))
    if not errors(found):
        click.echo(catalogue.text("cli-finalised" if done.written else "cli-finalise-same"))
    sys.exit(1 if errors(found) else 0)


@click.command("recount")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@LANGUAGE
def recount_command(path: Path, language: str | None) -> None:
    """Count published downloads again."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    done = recount_path(path)
    show(tuple(done.report), catalogue)
    number = Language(code, catalogue).number
    if done.record:
        click.echo(done.record.title)
    for check in done.checks:
        title = check.title or check.contest
        said = catalogue.text(f"cli-recounted-{check.level}", number=number(check.number))
        click.echo(f"  {title}: {said}" if title else f"  {said}")
    differences = errors(tuple(done.report))
    if done.same:
        click.echo(catalogue.text("cli-recount-same"))
    elif done.record:
        click.echo(catalogue.text("cli-recount-differs", count=differences))
    sys.exit(0 if done.same else 1)


COMMANDS: tuple[click.Command, ...] = (reduce_command, results_group, recount_command)
"""What joins the group of all commands."""
