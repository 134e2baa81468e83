"""Files in memory, and what a format says about them, for the tests of exports and results."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic, Span
from civicsite.exports.dataset import (
    AskedQuestion,
    Ballot,
    CountedFile,
    Export,
    ExportFile,
    Format,
    Option,
    Reading,
    Response,
)
from civicsite.exports.gate import Gate
from civicsite.saying import next_step, sentence

SAMPLES = Path(__file__).parent / "samples"


def in_memory(path: str, content: str | bytes) -> ExportFile:
    data = content.encode() if isinstance(content, str) else content
    return ExportFile(path, lambda: io.BytesIO(data))


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def read(
    format: Format,
    content: str | bytes,
    entry: CountedFile,
    options: Mapping[str, tuple[Option, ...]] | None = None,
) -> tuple[Export, list[Ballot]]:
    """What a format makes of a file."""
    ballots: list[Ballot] = []
    file = in_memory(entry.path, content)
    reading = Reading(
        file, entry, "recognised-stated", options or {}, ballots.append, Gate(entry.path)
    )
    return format.read(reading), ballots


def responses(
    format: Format, content: str | bytes, questions: Iterable[AskedQuestion], **entry: Any
) -> tuple[Export, list[Response]]:
    """What a format makes of a file of filled-in forms."""
    given: list[Response] = []
    asked = CountedFile(entry.pop("path", "data/ankieta.csv"), span=AT, **entry)
    reading = Reading(
        in_memory(asked.path, content), asked, "recognised-stated", {}, _no_ballot,
        Gate(asked.path), tuple(questions), given.append,
    )  # fmt: skip
    return format.read(reading), given


AT = Span("results.yaml", 7, 11)


def _no_ballot(ballot: Ballot) -> None:
    raise AssertionError("a survey has no ballots")


def places(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """``path:line:column: code``, as a terminal shows it."""
    return [f"{found.span}: {found.code}" for found in diagnostics]


def words(diagnostics: Iterable[Diagnostic], language: str = "en") -> list[str]:
    """What is wrong and what to do, as an editor reads it."""
    catalogue = packaged_catalogue(language)
    return [f"{sentence(found, catalogue)} {next_step(found, catalogue)}" for found in diagnostics]
