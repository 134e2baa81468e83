"""What the commands share: their common options, progress, and how problems are shown."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from civicsite.catalogues import Catalogue, packaged_catalogue
from civicsite.diagnostics import Diagnostic, Severity
from civicsite.runs import Options, Progress
from civicsite.saying import as_text

__all__ = [
    "AT",
    "FORMAT",
    "LANGUAGE",
    "OUT",
    "PROJECT",
    "clear",
    "errors",
    "instant_of",
    "options_of",
    "progress",
    "show",
]

# Help is a word here: ``speaking`` puts the catalogue's sentence in its place.
PROJECT = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default=False,
    help="project",
)
OUT = click.option("--out", type=click.Path(path_type=Path), default=None, help="out")
AT = click.option("--at", default=None, metavar="INSTANT", help="at")
FORMAT = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="format"
)
LANGUAGE = click.option("--language", default=None, metavar="CODE", help="language")


def instant_of(at: str | None, language: str) -> datetime:
    """The moment a build stands for: what was asked for (UTC where it names no zone), else now.

    Raises click.BadParameter for a text that is no moment.
    """
    if at is None:
        return datetime.now(UTC)
    try:
        instant = datetime.fromisoformat(at.replace("Z", "+00:00"))
    except ValueError:
        said = packaged_catalogue(language).text("cli-instant", text=at)
        raise click.BadParameter(said, param_hint="--at") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def options_of(
    project: Path, out: Path | None, at: str | None, only: str | None, language: str
) -> Options:
    """What a build is asked for on the command line."""
    instant = instant_of(at, language)
    built = out or project / "build"
    return Options(project, built, instant, only, at is not None, jobs=_cores())


def progress(catalogue: Catalogue) -> Progress:
    """One line on a terminal, and only once half a second has passed; nothing elsewhere."""
    began = time.monotonic()
    quiet = not sys.stderr.isatty() or bool(os.environ.get("CI"))

    def shown(step: str, done: int, of: int) -> None:
        if quiet or time.monotonic() - began < 0.5:
            return
        word = catalogue.text(f"cli-step-{step}")
        count = f" {done}/{of}" if of > 1 else ""
        sys.stderr.write(f"\r\x1b[K{word}{count}")
        sys.stderr.flush()

    return shown


def clear() -> None:
    """Take the line of progress away."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def show(diagnostics: tuple[Diagnostic, ...], catalogue: Catalogue) -> None:
    """Write problems for a person to read."""
    for diagnostic in diagnostics:
        click.echo(as_text(diagnostic, catalogue), err=True)
        click.echo("", err=True)


def errors(diagnostics: tuple[Diagnostic, ...]) -> int:
    """How many of the problems are errors."""
    return sum(d.severity is Severity.ERROR for d in diagnostics)


def _cores() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
