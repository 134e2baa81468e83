"""``civicsite new``: the files an editor begins with, in block style and ready to build."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic
from civicsite.language import slug
from civicsite.output.operations import Operations
from civicsite.output.writing import ProjectFolder
from civicsite.terms import BUILT_IN_KINDS

__all__ = ["New", "write_new"]


class New(StrEnum):
    """What can be begun."""

    SITE = "site"
    MUNICIPALITY = "municipality"
    PROCESS = "process"
    EVENT = "event"


def write_new(
    project: Path, what: New, name: str, kind: str, title: str | None, language: str, today: date
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Write the files; returns what was created and what stood in the way. ``today`` dates the
    first phases and events."""
    if what is New.SITE:
        files = _site(title or name, language)
        made = ProjectFolder(project / name, Operations()).create_all(files)
        return tuple(f"{name}/{path}" for path in made.created), made.diagnostics
    parts = [slug(part) or "nowy" for part in name.split("/")]
    words = title or name.rsplit("/", maxsplit=1)[-1]
    if what is New.MUNICIPALITY:
        files = _municipality(f"content/{parts[0]}", words, language)
    elif what is New.PROCESS:
        files = _process("/".join(["content", *parts[:2]]), words, kind, language, today)
    else:
        files = _event("/".join(["content", *parts[:2]]), parts[-1], words, language, today)
    made = ProjectFolder(project, Operations()).create_all(files)
    return made.created, made.diagnostics


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _bytes(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _site(title: str, language: str) -> dict[str, bytes]:
    return {
        "civicsite.yaml": _bytes(
            f"title: {_quoted(title)}",
            "address: https://partycypacja.example",
            "languages:",
            f"  - {language}",
            "time_zone: Europe/Warsaw",
        ),
        ".gitignore": _bytes("build/", ".build.civicsite/", ".civicsite/", "content/**/raw/"),
    }


def _municipality(folder: str, name: str, language: str) -> dict[str, bytes]:
    text = packaged_catalogue(language).text("new-municipality-text")
    return {f"{folder}/municipality.md": _bytes("---", f"name: {_quoted(name)}", "---", "", text)}


def _process(folder: str, title: str, kind: str, language: str, today: date) -> dict[str, bytes]:
    known = next((item for item in BUILT_IN_KINDS if item.id == kind), BUILT_IN_KINDS[0])
    lines = ["---", f"title: {_quoted(title)}", f"kind: {kind}", "phases:"]
    start = today + timedelta(days=14)
    for number, does in enumerate(known.phases, 1):
        end = start + timedelta(days=21)
        lines += [
            f"  - id: etap-{number}" if language == "pl" else f"  - id: phase-{number}",
            f"    does: {does}",
            f"    from: {start.isoformat()}",
            f"    to: {end.isoformat()}",
        ]
        start = end + timedelta(days=1)
    text = packaged_catalogue(language).text("new-process-text")
    return {f"{folder}/process.md": _bytes(*lines, "---", "", text)}


def _event(folder: str, name: str, title: str, language: str, today: date) -> dict[str, bytes]:
    day = today + timedelta(days=21)
    text = packaged_catalogue(language).text("new-event-text")
    file = f"{folder}/events/{day.isoformat()}-{name}.md"
    return {
        file: _bytes(
            "---",
            f"title: {_quoted(title)}",
            "kind: meeting",
            f"from: {day.isoformat()}T17:00",
            f"to: {day.isoformat()}T19:00",
            "---",
            "",
            text,
        )
    }
