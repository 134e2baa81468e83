"""What is wrong with what somebody wrote, as data.

No sentence stands here: ``cli`` and ``serve`` make it from the catalogue, so that an editor
reads it in Polish, a pipeline in JSON and a colleague in English, all from the same value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Diagnostic", "Report", "Severity", "Span", "error", "warning"]


class Severity(StrEnum):
    """Whether the build may go on: an error stops it before anything is written."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file."""

    path: str
    """The file, relative to the project root, with forward slashes."""
    line: int = 0
    """Line, counted from 1; 0 means the whole file."""
    column: int = 0
    """Column in characters, counted from 1; 0 means the whole line."""
    length: int = 1
    """How many characters the caret underlines."""
    excerpt: str = ""
    """The source line itself, without its line break; empty when there is none to show."""

    def __str__(self) -> str:
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. ``code`` is stable: it names the catalogue entries ``<code>`` (the sentence),
    ``<code>.next`` (what to do) and, where a ``suggestion`` is among the values,
    ``<code>.suggest`` (used instead of ``.next``)."""

    code: str
    """Lower-case words with hyphens, for example ``phase-ends-before-start``."""
    severity: Severity
    span: Span
    values: tuple[tuple[str, str | int], ...] = ()
    """What the sentence needs, by name; ``count`` chooses the plural form."""


def error(code: str, span: Span, **values: str | int) -> Diagnostic:
    """A problem that stops the build."""
    return Diagnostic(code, Severity.ERROR, span, tuple(sorted(values.items())))


def warning(code: str, span: Span, **values: str | int) -> Diagnostic:
    """A problem that is shown while the build goes on."""
    return Diagnostic(code, Severity.WARNING, span, tuple(sorted(values.items())))


@dataclass(slots=True)
class Report:
    """Everything found in one run, so that an editor sees all of it at once."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep one more problem."""
        self.diagnostics.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep several more problems."""
        self.diagnostics.extend(diagnostics)

    @property
    def has_errors(self) -> bool:
        """True when the build must stop."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        """In the order of files and lines, each problem once."""
        ordered = sorted(
            set(self.diagnostics), key=lambda d: (d.span, d.severity, d.code, str(d.values))
        )
        return iter(ordered)

    def __len__(self) -> int:
        return len(set(self.diagnostics))
