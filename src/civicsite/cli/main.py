"""The command line: arguments to calls, results to a terminal or JSON. Nothing is decided here."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from civicsite import __version__
from civicsite.build import BuildReport, Options, Progress, build, explain_output, prepare_only
from civicsite.catalogues import Catalogue, packaged_catalogue
from civicsite.diagnostics import Diagnostic, Severity
from civicsite.editing.new import New, write_new
from civicsite.editing.pabulib import import_pabulib
from civicsite.language import Language
from civicsite.saying import as_json, as_text, dumps, interface_language
from civicsite.serve import serve as run

__all__ = ["main"]

_PROJECT = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default=False,
    help="Folder with civicsite.yaml; without it the current one.",
)
_OUT = click.option(
    "--out", type=click.Path(path_type=Path), default=None, help="Where the site goes: build/."
)
_AT = click.option("--at", default=None, metavar="INSTANT", help="Build as if it were then.")
_FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="Output."
)
_LANGUAGE = click.option("--language", default=None, metavar="CODE", help="pl, en or uk.")


def main() -> None:
    """Entry point of the ``civicsite`` command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="civicsite")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="civicsite")
def cli() -> None:
    """Participation processes in Markdown and YAML, compiled into a static website."""


# --- shared -------------------------------------------------------------------------------------


def _options(
    project: Path, out: Path | None, at: str | None, only: str | None, language: str
) -> Options:
    instant = datetime.now(UTC)
    if at is not None:
        try:
            instant = datetime.fromisoformat(at.replace("Z", "+00:00"))
        except ValueError:
            raise click.BadParameter(
                packaged_catalogue(language).text("cli-instant", text=at), param_hint="--at"
            ) from None
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=UTC)
    return Options(project, out or project / "build", instant, only, at is not None)


def _progress(catalogue: Catalogue) -> Progress:
    """One line on a terminal, and only once half a second has passed; nothing elsewhere."""
    began = time.monotonic()
    quiet = not sys.stderr.isatty() or bool(os.environ.get("CI"))

    def show(step: str, done: int, of: int) -> None:
        if quiet or time.monotonic() - began < 0.5:
            return
        word = catalogue.text(f"cli-step-{step}")
        count = f" {done}/{of}" if of > 1 else ""
        sys.stderr.write(f"\r\x1b[K{word}{count}")
        sys.stderr.flush()

    return show


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def _show(diagnostics: tuple[Diagnostic, ...], catalogue: Catalogue) -> None:
    for diagnostic in diagnostics:
        click.echo(as_text(diagnostic, catalogue), err=True)
        click.echo("", err=True)


def _errors(diagnostics: tuple[Diagnostic, ...]) -> int:
    return sum(d.severity is Severity.ERROR for d in diagnostics)


# --- build, check -------------------------------------------------------------------------------


@cli.command("build")
@_PROJECT
@_OUT
@_AT
@click.option("--only", default=None, metavar="MUNICIPALITY", help="One municipality's pages.")
@_FORMAT
@_LANGUAGE
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
    options = _options(project, out, at, only, code)
    began = time.monotonic()
    report = build(options, progress=_progress(catalogue))
    _clear()
    if format_ == "json":
        click.echo(dumps(_as_data(report, code)))
    else:
        _show(report.diagnostics, catalogue)
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
        count = _errors(report.diagnostics)
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
    states = ", ".join(f"{state} {count}" for state, count in report.states.items()) or "0"
    lines.append(catalogue.text("cli-summary-states", states=states))
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
@_PROJECT
@_AT
@_FORMAT
@_LANGUAGE
def check(project: Path, at: str | None, format_: str, language: str | None) -> None:
    """Check everything, also what the kinds of process and the statutes require."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    report = prepare_only(_options(project, None, at, None, code), progress=_progress(catalogue))
    _clear()
    found = (*report.diagnostics, *report.requirements)
    count = _errors(found)
    if format_ == "json":
        click.echo(dumps({"ok": not count, "diagnostics": as_json(found, code)}))
    else:
        _show(found, catalogue)
        said = "cli-check-failed" if count else "cli-check-ok"
        click.echo(catalogue.text(said, count=count) if count else catalogue.text(said))
    sys.exit(1 if count else 0)


@cli.command("next-change")
@_PROJECT
@_AT
@_LANGUAGE
def next_change(project: Path, at: str | None, language: str | None) -> None:
    """Print when the site will next change by itself, as an ISO 8601 instant."""
    code = interface_language(language, os.environ)
    report = prepare_only(_options(project, None, at, None, code))
    if _errors(report.diagnostics):
        _show(report.diagnostics, packaged_catalogue(code))
        sys.exit(1)
    click.echo(report.next_change.isoformat() if report.next_change else "-")


@cli.command()
@click.argument("path")
@_PROJECT
@_OUT
@_AT
@_LANGUAGE
def explain(
    path: str, project: Path, out: Path | None, at: str | None, language: str | None
) -> None:
    """Say why the next build would write PATH (below build/) again."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    report, changes = explain_output(_options(project, out, at, None, code), path)
    if not report.ok:
        _show(report.diagnostics, catalogue)
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
@_PROJECT
@click.option("--kind", default="consultation", help="Kind of a new process.")
@click.option("--title", default=None, help="Title; without it the name.")
@_LANGUAGE
def new(
    what: str, name: str, project: Path, kind: str, title: str | None, language: str | None
) -> None:
    """Write the files of a new site, municipality, process or event.

    NAME is a folder (site), lipowiec (municipality), lipowiec/park (process) or
    lipowiec/park/spacer (event).
    """
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    today = datetime.now().astimezone().date()
    written, problems = write_new(project, New(what), name, kind, title, code, today)
    _show(problems, catalogue)
    for path in written:
        click.echo(catalogue.text("cli-created", path=path))
    sys.exit(1 if problems else 0)


@cli.group("import")
def import_group() -> None:
    """Turn exports of platforms into processes."""


@import_group.command("pabulib")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), required=True, help="The content folder.")
@_LANGUAGE
def import_pabulib_command(files: tuple[Path, ...], into: Path, language: str | None) -> None:
    """Import participatory-budget elections from Pabulib files (.pb, .pb.gz)."""
    code = interface_language(language, os.environ)
    catalogue = packaged_catalogue(code)
    imported, problems = import_pabulib(files, into)
    _show(problems, catalogue)
    for item in imported:
        click.echo(
            catalogue.text(
                "cli-imported", path=item.path, projects=item.projects, ballots=item.ballots
            )
        )
    sys.exit(1 if _errors(problems) else 0)


@cli.command()
@_PROJECT
@_OUT
@_AT
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.option("--drafts", is_flag=True, help="Show drafts and what is not published yet.")
@_LANGUAGE
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
    run(project, out, at, port, drafts, code)
