"""The command line: arguments to calls, results to a terminal or JSON. Nothing is decided here."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from pathlib import Path

import click

from civicsite import __version__
from civicsite.build import BuildReport, Options, build, explain_output, prepare_only
from civicsite.catalogues import packaged_catalogue
from civicsite.cli.results import COMMANDS
from civicsite.cli.shared import (
    AT,
    FORMAT,
    LANGUAGE,
    OUT,
    PROJECT,
    clear,
    errors,
    instant_of,
    options_of,
    progress,
    show,
)
from civicsite.cli.speaking import complaint, speak
from civicsite.editing.new import New, write_new
from civicsite.editing.pabulib import import_pabulib
from civicsite.editing.platforms import import_contents
from civicsite.editing.polis import import_polis
from civicsite.language import Language
from civicsite.online import check_online
from civicsite.registry import standard_registry
from civicsite.saying import as_json, dumps, interface_language
from civicsite.serve import serve as run

__all__ = ["main"]


def main() -> None:
    """Entry point of the ``civicsite`` command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    catalogue = packaged_catalogue(interface_language(None, os.environ))
    speak(cli, catalogue)
    try:
        status = cli.main(prog_name="civicsite", standalone_mode=False)
    except click.ClickException as problem:
        click.echo(complaint(problem, catalogue), err=True)
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)  # as a shell reports a program stopped by Ctrl+C
    sys.exit(status if isinstance(status, int) else 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="civicsite", help="version")
def cli() -> None:
    """Participation processes in Markdown and YAML, compiled into a static website."""


# --- build, check -------------------------------------------------------------------------------


@cli.command("build")
@PROJECT
@OUT
@AT
@click.option("--only", default=None, metavar="MUNICIPALITY", help="only")
@FORMAT
@LANGUAGE
def build_command(
    project: Path,
    out: Path | None,
    at: str | None,
    only: str | None,
    format_: str,
    language: str | None,
) -> None:
    """Build the site."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    options = options_of(project, out, at, only, code)
    began = time.monotonic()
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


@cli.command()
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


@cli.command("next-change")
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


@cli.command()
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


# --- new, import --------------------------------------------------------------------------------


@cli.command()
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


@cli.group("import")
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


@cli.command()
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


for _command in COMMANDS:
    cli.add_command(_command)
