"""Whether a build has anything to do, told by the file system alone.

A record beside the output says what the project's files and the output's were like when they were
last the same thing: sizes, times, and the numbers of the files on their disk. While all of that
holds, and no instant has come at which the site changes by itself, a build would read everything
only to write nothing.

Stat data never decides what a page holds: with any difference, and under ``--read-all`` or in CI,
everything is read. What it could miss is a change within the grain of the disk's clock; so a file
that was changed less than :data:`SETTLED` before the build began is not trusted, as in git
(``Documentation/technical/racy-git.txt``). The time of the last change of the inode (ctime) cannot
be set by a program, so that a file restored with an older time is noticed. Windows has no such
time, so that there everything is read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Diagnostic, Severity, Span
from civicsite.output.operations import Operations
from civicsite.output.writing import OutputFolder
from civicsite.reading.sources import DiskSources, Stamp
from civicsite.runs import READ, BuildReport, Options
from civicsite.theme.program import packaged

__all__ = ["SETTLED", "Look", "unchanged"]

SETTLED = 2_000_000_000
"""Nanoseconds: the grain of the coarsest clock of a disk in use (FAT)."""


@dataclass(frozen=True, slots=True)
class Look:
    """The project's files as they were before a build read them."""

    digest: str
    settled: bool
    """Whether all of them were old enough to be trusted."""

    @classmethod
    def at(cls, options: Options) -> Look:
        """Look now, which is the instant of ``options``."""
        now = round(options.instant.timestamp() * 1e9)
        stamps = DiskSources(options.project, only=READ, raw=True).stamps()
        newest = max((max(stamp.mtime_ns, stamp.ctime_ns) for stamp in stamps), default=0)
        return cls(_digest(stamps), now - newest > SETTLED)

    def remember(self, options: Options, report: BuildReport, folder: OutputFolder) -> None:
        """Write the record, where a later build may rely on it."""
        if not self.settled or not _concerned(options):
            return
        zone = getattr(report.next_change, "tzinfo", None)
        told = {
            "program": packaged(),
            "sources": self.digest,
            "output": folder.look(),
            "instant": options.instant.isoformat(),
            "next_change": report.next_change.isoformat() if report.next_change else None,
            "zone": str(zone) if zone else None,
            "diagnostics": [_kept(found) for found in report.diagnostics],
            "states": dict(report.states),
            "address": report.address,
            "outputs": report.kept + len(report.written),
        }
        folder.note(json.dumps(told).encode())


def unchanged(options: Options) -> BuildReport | None:
    """The report of a build that has nothing to do; None when a build has to look."""
    folder = OutputFolder(options.out, Operations(), project=options.project)
    if not _concerned(options):
        return None
    with suppress(OSError, ValueError, KeyError, TypeError, LookupError):
        told = json.loads(folder.noted() or b"")
        report = BuildReport(
            diagnostics=tuple(_restored(found) for found in told["diagnostics"]),
            kept=int(told["outputs"]),
            states={str(name): int(count) for name, count in told["states"].items()},
            next_change=_moment(told["next_change"], told["zone"]),
            address=str(told["address"]),
            ok=True,
        )
        same_time = datetime.fromisoformat(told["instant"]) <= options.instant and (
            report.next_change is None or options.instant < report.next_change
        )
        if (
            same_time
            and told["program"] == packaged()
            and not folder.interrupted
            and told["sources"] == Look.at(options).digest
            and told["output"] == folder.look()
        ):
            return report
    return None


def _concerned(options: Options) -> bool:
    """Whether the record is about such a build: of the whole site, as it is now."""
    return sys.platform != "win32" and not (options.only or options.at or options.drafts)


def _digest(stamps: Iterable[Stamp]) -> str:
    state = hashlib.sha256()
    for stamp in sorted(stamps):
        line = "\0".join(map(str, stamp))
        state.update(line.encode("utf-8", "surrogateescape") + b"\n")
    return state.hexdigest()


def _moment(text: str | None, zone: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(ZoneInfo(zone)) if zone else moment


def _kept(found: Diagnostic) -> list[object]:
    span = found.span
    place = [span.path, span.line, span.column, span.length, span.excerpt]
    return [found.code, found.severity.value, place, [list(pair) for pair in found.values]]


def _restored(data: list[Any]) -> Diagnostic:
    code, severity, place, values = data
    pairs = tuple((str(name), value) for name, value in values)
    return Diagnostic(str(code), Severity(severity), Span(*place), pairs)
