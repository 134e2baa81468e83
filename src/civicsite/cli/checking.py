"""The commands that look at a site and write nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from civicsite.build import explain_output, prepare_only
from civicsite.catalogues import packaged_catalogue
from civicsite.cli.shared import (
    AT,
    FORMAT,
    LANGUAGE,
    OUT,
    PROJECT,
    clear,
    errors,
    options_of,
    progress,
    show,
)
from civicsite.online import check_online
from civicsite.saying import as_json, dumps, interface_language

__all__ = ["COMMANDS"]


@click.command()
@PROJECT
@AT
@click.option("--online", is_flag=True, help="online")
@FORMAT
@LANGUAGE
def check(project: Path, at: str | None, online: bool, format_: str, language: str | None) -> None:
    """Check everything, also what the kinds of process and the statutes require."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    options = options_of(project, None, at, None, code)
    report = prepare_only(options, history=True, progress=progress(catalogue))
    clear()
    asked = check_online(report.offers, report.address) if online else ()
    found = (*report.diagnostics, *report.requirements, *asked)
    count = errors(found)
    if format_ == "json":
        click.echo(dumps({"ok": not count, "diagnostics": as_json(found, code)}))
    else:
        show(found, catalogue)
        said = "cli-check-failed" if count else "cli-check-ok"
        click.echo(catalogue.text(said, count=count) if count else catalogue.text(said))
    sys.exit(1 if count else 0)


@click.command("next-change")
@PROJECT
@AT
@LANGUAGE
def next_change(project: Path, at: str | None, language: str | None) -> None:
    """Print when the site will next change by itself, as an ISO 8601 instant."""
    code = interface_language(language, os.environ)
    report = prepare_only(options_of(project, None, at, None, code))
    if errors(report.diagnostics):
        show(report.diagnostics, packaged_catalogue(code))
        sys.exit(1)
    click.echo(report.next_change.isoformat() if report.next_change else "-")


@click.command()
@click.argument("path")
@PROJECT
@OUT
@AT
@LANGUAGE
def explain(
    path: str, project: Path, out: Path | None, at: str | None, language: str | None
) -> None:
    """Say why the next build would write PATH (below build/) again."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    report, changes = explain_output(options_of(project, out, at, None, code), path)
    if not report.ok:
        show(report.diagnostics, catalogue)
        sys.exit(1)
    if changes is None:
        click.echo(catalogue.text("cli-explain-unknown", path=path))
        sys.exit(1)
    if not changes:
        click.echo(catalogue.text("cli-explain-same", path=path))
    for change in changes:
        key = f"cli-explain-{change.kind}"
        click.echo(catalogue.text(key, path=path, part=change.part))


COMMANDS = (check, next_change, explain)
