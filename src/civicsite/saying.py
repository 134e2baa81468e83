"""Diagnostics as a person reads them: place, code, sentence, the line with a caret, what to do."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping

from civicsite.catalogues import Catalogue, MissingMessage, MissingValue, packaged_catalogue
from civicsite.diagnostics import Diagnostic

__all__ = ["as_json", "as_text", "interface_language", "next_step", "sentence"]


def interface_language(asked: str | None, environment: Mapping[str, str]) -> str:
    """The language of messages: what was asked for, else what the system is set to; English
    where there is no catalogue."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        asked = asked or environment.get(name)
    code = (asked or "en").split(".")[0].split("_")[0].split("-")[0].lower()
    return code if code in ("pl", "en", "uk") else "en"


def sentence(diagnostic: Diagnostic, catalogue: Catalogue) -> str:
    """What is wrong, in one sentence."""
    return _said(diagnostic.code, diagnostic, catalogue) or diagnostic.code


def next_step(diagnostic: Diagnostic, catalogue: Catalogue) -> str:
    """What to do next; a suggestion where there is one."""
    names = {name for name, _ in diagnostic.values}
    if "suggestion" in names:
        said = _said(f"{diagnostic.code}.suggest", diagnostic, catalogue)
        if said:
            return said
    return _said(f"{diagnostic.code}.next", diagnostic, catalogue) or ""


def _said(key: str, diagnostic: Diagnostic, catalogue: Catalogue) -> str | None:
    try:
        return catalogue.text(key, **dict(diagnostic.values))
    except (MissingMessage, MissingValue):
        return None


def as_text(diagnostic: Diagnostic, catalogue: Catalogue) -> str:
    """Four lines at most: the place and the sentence, the source line, the caret, the next step."""
    span = diagnostic.span
    lines = [f"{span}: {diagnostic.code}: {sentence(diagnostic, catalogue)}"]
    if span.excerpt and span.column:
        shown = span.excerpt.replace("\t", " ")
        lines.append(f"    {shown}")
        lines.append(f"    {' ' * _width(shown[: span.column - 1])}{'^' * max(1, span.length)}")
    step = next_step(diagnostic, catalogue)
    if step:
        lines.append(f"    {step}")
    return "\n".join(lines)


def _width(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def as_json(diagnostics: Iterable[Diagnostic], language: str) -> list[dict[str, object]]:
    """The same as data, for editors and pipelines."""
    catalogue = packaged_catalogue(language)
    return [
        {
            "code": d.code,
            "severity": str(d.severity),
            "path": d.span.path,
            "line": d.span.line,
            "column": d.span.column,
            "message": sentence(d, catalogue),
            "next": next_step(d, catalogue),
        }
        for d in diagnostics
    ]


def dumps(value: object) -> str:
    """JSON with letters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2)
