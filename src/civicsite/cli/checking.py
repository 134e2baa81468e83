"""The commands that look at a site and write nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
from civicsite.schedule import Form, written

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
@click.option(
    "--format", "form", type=click.Choice([form.value for form in Form]), default="iso", help="form"
)
@click.option("--zone", default=None, metavar="ZONE", help="zone")
@LANGUAGE
def next_change(
    project: Path, at: str | None, form: str, zone: str | None, language: str | None
) -> None:
    """Print when the site will next change by itself, as a scheduler writes it."""
    code = interface_language(language, os.environ)
    report = prepare_only(options_of(project, None, at, None, code))
    if errors(report.diagnostics):
        show(report.diagnostics, packaged_catalogue(code))
        sys.exit(1)
    moment = report.next_change
    if moment is None:
        click.echo("-")
        return
    site_zone = moment.tzinfo if isinstance(moment.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    click.echo(written(moment, Form(form), _zone(zone, code) or site_zone))


def _zone(name: str | None, language: str) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        said = packaged_catalogue(language).text("cli-zone", text=name)
        raise click.BadParameter(said, param_hint="--zone") from None


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
