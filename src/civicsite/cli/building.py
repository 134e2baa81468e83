"""The commands that build, check and explain a site."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

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
from civicsite.language import Language
from civicsite.runs import BuildReport, Options
from civicsite.saying import as_json, dumps, interface_language
from civicsite.standing import unchanged

__all__ = ["COMMANDS"]


@click.command("build")
@PROJECT
@OUT
@AT
@click.option("--only", default=None, metavar="MUNICIPALITY", help="only")
@click.option("--read-all", is_flag=True, help="read-all")
@FORMAT
@LANGUAGE
def build_command(
    project: Path,
    out: Path | None,
    at: str | None,
    only: str | None,
    read_all: bool,
    format_: str,
    language: str | None,
) -> None:
    """Build the site."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    options = options_of(project, out, at, only, code)
    began = time.monotonic()
    report = None if read_all or os.environ.get("CI") else unchanged(options)
    if report is None:
        # Only now: it brings in all that makes pages.
        from civicsite.build import build

        report = build(options, progress=progress(catalogue))
        clear()
    if format_ == "json":
        click.echo(dumps(_as_data(report, code)))
    else:
        show(report.diagnostics, catalogue)
        _summary(report, options, code, time.monotonic() - began)
    sys.exit(0 if report.ok else 1)


def _as_data(report: BuildReport, code: str) -> dict[str, object]:
    return {
        "ok": report.ok,
        "diagnostics": as_json(report.diagnostics, code),
        "written": list(report.written),
        "kept": report.kept,
        "removed": list(report.removed),
        "states": dict(report.states),
        "next_change": report.next_change.isoformat() if report.next_change else None,
    }


def _summary(report: BuildReport, options: Options, code: str, seconds: float) -> None:
    catalogue = packaged_catalogue(code)
    if not report.ok:
        count = errors(report.diagnostics)
        click.echo(catalogue.text("cli-failed", count=count, out=str(options.out)), err=True)
        return
    lines = []
    if report.recovered:
        lines.append(catalogue.text("cli-recovered"))
    lines.append(
        catalogue.text(
            "cli-summary-files",
            written=len(report.written),
            kept=report.kept,
            removed=len(report.removed),
        )
    )
    states = ", ".join(
        f"{catalogue.text(f'cli-state-{state}')} {count}" for state, count in report.states.items()
    )
    lines.append(catalogue.text("cli-summary-states", states=states or "0"))
    warnings = len(report.diagnostics)
    if warnings:
        lines.append(catalogue.text("cli-summary-warnings", count=warnings))
    lines.append(_next(report, code))
    lines.append(catalogue.text("cli-summary-time", seconds=f"{seconds:.2f}"))
    address = (options.out / "index.html").resolve().as_uri()
    lines.append(catalogue.text("cli-summary-open", address=address))
    click.echo("\n".join(lines))


def _next(report: BuildReport, code: str) -> str:
    catalogue = packaged_catalogue(code)
    moment = report.next_change
    if moment is None:
        return catalogue.text("cli-summary-no-next")
    zone = moment.tzinfo
    words = Language(code, catalogue).moment(moment, zone)  # type: ignore[arg-type]
    return catalogue.text("cli-summary-next", moment=words)


COMMANDS = (build_command,)
