"""The commands that send the site to where it is published, and take a release back."""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from civicsite.build import prepare_only, project_sources, read_site
from civicsite.catalogues import Catalogue, packaged_catalogue
from civicsite.cli.shared import FORMAT, LANGUAGE, OUT, PROJECT, clear, errors, options_of, show
from civicsite.diagnostics import Diagnostic, Report, Span, error
from civicsite.output.operations import Operations
from civicsite.output.writing import OutputFolder
from civicsite.publish import Publication, PublishReport, Request, build_of, publish
from civicsite.publishing.choosing import Choice, choose
from civicsite.publishing.locking import Me
from civicsite.publishing.survey import Advance
from civicsite.registry import standard_registry
from civicsite.runs import Options
from civicsite.saying import as_json, dumps, interface_language

__all__ = ["COMMANDS"]

_SHOWN = 10
"""Paths of each sort that are listed; the rest is counted."""


class _Clockwork:
    def now(self) -> int:
        return int(time.time())

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)


@click.command("publish")
@PROJECT
@OUT
@click.option("--dry-run", is_flag=True, help="dry-run")
@click.option("--verify", is_flag=True, help="verify")
@click.option("--yes", is_flag=True, help="yes")
@click.option("--take-over", is_flag=True, help="take-over")
@FORMAT
@LANGUAGE
def publish_command(
    project: Path,
    out: Path | None,
    dry_run: bool,
    verify: bool,
    yes: bool,
    take_over: bool,
    format_: str,
    language: str | None,
) -> None:
    """Send what was built to where civicsite.yaml says."""
    shared = bool(os.environ.get("CI"))
    request = Request(dry_run, verify, yes, take_over, shared=shared)
    _go(project, out, request, format_, language)


@click.command("rollback")
@PROJECT
@click.option("--dry-run", is_flag=True, help="dry-run")
@click.option("--yes", is_flag=True, help="yes")
@FORMAT
@LANGUAGE
def rollback_command(
    project: Path, dry_run: bool, yes: bool, format_: str, language: str | None
) -> None:
    """Publish the release before."""
    _go(project, None, Request(dry_run, yes=yes, rollback=True), format_, language)


def _go(
    project: Path, out: Path | None, request: Request, format_: str, language: str | None
) -> None:
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    options = options_of(project, out, None, None, code)
    choice, problems, built = _prepared(options, request)
    quiet = format_ == "json"
    report = PublishReport(problems)
    if choice is not None and not errors(problems):
        publication = Publication(
            choice,
            OutputFolder(options.out, Operations(), project=project),
            project,
            dict(os.environ),
            _me(),
            _Clockwork(),
            options.instant.isoformat(timespec="seconds"),
            built,
        )
        report = publish(
            publication,
            request,
            lambda told, count: _ask(count, catalogue) if not quiet else False,
            lambda told: None if quiet else _show_plan(told, choice, catalogue),
            _progress(catalogue, quiet),
        )
        clear()
    if quiet:
        click.echo(dumps(_as_data(report, code)))
    else:
        show(report.diagnostics, catalogue)
        _summary(report, request, catalogue)
    sys.exit(0 if report.ok else 1)


def _prepared(
    options: Options, request: Request
) -> tuple[Choice | None, tuple[Diagnostic, ...], dict[str, str]]:
    """Where it goes, and why it may not."""
    found = Report()
    built: dict[str, str] = {}
    if not request.rollback:
        report = prepare_only(options, history=True)
        found.extend(d for d in (*report.diagnostics, *report.requirements) if errors((d,)))
        folder = OutputFolder(options.out, Operations(), project=options.project)
        manifest, problems = build_of(folder)
        found.extend(problems)
        # Of the build that is published: it may be older than a change that has come since.
        built = {k: told for k, told in manifest.built.items() if k == "next_change"}
    site = read_site(project_sources(options.project), found)
    if site is None:
        return None, tuple(found), built
    choice, problems = choose(site.settings.main, standard_registry().targets)
    found.extend(problems)
    if choice is None and not problems:
        found.add(error("publish-nowhere", Span("civicsite.yaml")))
    return choice, tuple(found), built


def _me() -> Me:
    moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
    computer = hashlib.sha256(platform.node().encode()).hexdigest()[:16]
    return Me(f"{moment}-{secrets.token_hex(6)}", computer, os.getpid(), _alive)


def _alive(process: int) -> bool:
    if os.name == "nt":
        return True  # there is no harmless signal; such a lock ends by its time
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _ask(count: int, catalogue: Catalogue) -> bool:
    if not sys.stdin.isatty():
        return False
    return click.confirm(catalogue.text("publish-ask", count=count))


def _show_plan(report: PublishReport, choice: Choice, catalogue: Catalogue) -> None:
    text = catalogue.text
    click.echo(text("publish-to", to=choice.shown))
    if report.resumed:
        click.echo(text("publish-resumed"))
    if report.window:
        click.echo(text("publish-window"))
    if report.wrong:
        click.echo(text("publish-wrong", count=len(report.wrong)))
        _list(report.wrong, "!")
    plan = report.plan
    if plan is None or plan.empty:
        return
    for key, paths, mark in (
        ("publish-plan-new", plan.new, "+"),
        ("publish-plan-changed", plan.changed, "~"),
        ("publish-plan-gone", plan.gone, "-"),
    ):
        if paths:
            files = (plan.listing.files.get(path) for path in paths)
            size = sum(file.size for file in files if file)
            click.echo(text(key, count=len(paths), size=_size(size)))
            _list(paths, mark)


def _list(paths: tuple[str, ...], mark: str) -> None:
    for path in paths[:_SHOWN]:
        click.echo(f"  {mark} {path}")
    if len(paths) > _SHOWN:
        click.echo(f"  {mark} … {len(paths) - _SHOWN}")


def _size(size: int) -> str:
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size} {unit}"
        size = (size + 500) // 1000
    return f"{size} GB"


def _progress(catalogue: Catalogue, quiet: bool) -> Advance:
    """One line on a terminal: files, bytes, time left."""
    began = time.monotonic()
    still = quiet or not sys.stderr.isatty() or bool(os.environ.get("CI"))

    def shown(done: int, files: int, sent: int, size: int) -> None:
        spent = time.monotonic() - began
        if still or spent < 0.5 or not files:
            return
        left = int(spent * (size - sent) / sent) if sent else 0
        line = catalogue.text(
            "publish-progress",
            done=done,
            files=files,
            sent=_size(sent),
            size=_size(size),
            left=f"{left // 60}:{left % 60:02}",
        )
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()

    return shown


def _summary(report: PublishReport, request: Request, catalogue: Catalogue) -> None:
    if not report.ok:
        click.echo(catalogue.text("publish-not-done"), err=True)
        return
    told = report.told
    if told is not None:
        click.echo(
            catalogue.text(
                "publish-done",
                uploaded=len(told.uploaded),
                size=_size(told.sent),
                removed=len(told.removed),
                number=report.generation,
            )
        )
    elif request.dry_run and report.plan is not None and not report.plan.empty:
        click.echo(catalogue.text("publish-dry"))
    else:
        click.echo(catalogue.text("publish-same"))


def _as_data(report: PublishReport, code: str) -> dict[str, object]:
    plan, told = report.plan, report.told
    return {
        "ok": report.ok,
        "diagnostics": as_json(report.diagnostics, code),
        "new": list(plan.new) if plan else [],
        "changed": list(plan.changed) if plan else [],
        "gone": list(plan.gone) if plan else [],
        "wrong": list(report.wrong),
        "uploaded": len(told.uploaded) if told else 0,
        "removed": len(told.removed) if told else 0,
        "bytes": told.sent if told else 0,
        "release": report.generation,
    }


COMMANDS = (publish_command, rollback_command)
