"""What a build is asked for, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from civicsite.diagnostics import Diagnostic

if TYPE_CHECKING:  # a build with nothing to do must not wait for what makes pages
    from civicsite.pages.offered import Offer

__all__ = ["READ", "BuildReport", "Options", "Progress", "quiet"]

READ = ("civicsite.yaml", "civicsite.*.yaml", "content", "themes")
"""What is read at the top of a project."""

Progress = Callable[[str, int, int], None]
"""Told the name of a step, how many of its parts are done and how many there are."""


def quiet(step: str, done: int, of: int) -> None:
    """Progress of a run that nobody watches."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for."""

    project: Path
    """The folder with ``civicsite.yaml``."""
    out: Path
    """Where the site goes."""
    instant: datetime
    """The moment the build stands for, with a time zone."""
    only: str | None = None
    """One municipality: no shared page is written and nothing pruned (decision 3)."""
    at: bool = False
    """True when ``instant`` was asked for rather than read from a clock."""
    drafts: bool = False
    """True only for the preview of ``serve --drafts``."""
    jobs: int = 1
    """How many processes may work at once; whatever it is, the bytes are the same."""


@dataclass(slots=True)
class BuildReport:
    """What happened."""

    diagnostics: tuple[Diagnostic, ...] = ()
    requirements: tuple[Diagnostic, ...] = ()
    """What ``check`` and ``publish`` require beyond a build."""
    written: tuple[str, ...] = ()
    kept: int = 0
    removed: tuple[str, ...] = ()
    states: Mapping[str, int] = field(default_factory=dict)
    """Processes by state."""
    next_change: datetime | None = None
    """When the site will next change by itself, in its zone."""
    offers: tuple[Offer, ...] = ()
    """What the site leads to; for ``check --online``."""
    address: str = ""
    """Where the site is published."""
    recovered: bool = False
    """True when a build that was stopped earlier was finished first."""
    ok: bool = False
