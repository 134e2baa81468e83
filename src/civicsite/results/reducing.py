"""Exports in ``raw/`` -> what may stand in ``data/``, and a count served from it.

All files of ballots that a contest has in ``raw/`` are read together, and with them those in
``data/`` whose voters are named, because one person may stand in both. Totals are declared by a
commission and hold nobody's data, so those in ``data/`` are left as they are.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from civicsite.diagnostics import Diagnostic, Report, Span, error
from civicsite.exports.dataset import (
    Ballot,
    CountedFile,
    ExportFile,
    Format,
    Judged,
    Provenance,
    Reduced,
)
from civicsite.exports.reduction import (
    FORMAT,
    MADE_BY,
    Lines,
    Sidecar,
    ballot_line,
    file_names,
    grouped,
    header_line,
    settings_digest,
    validity_digest,
    wordings_digest,
)
from civicsite.reading.sources import is_raw
from civicsite.results.anonymous import Terms, anonymise
from civicsite.results.counts import ContestRequest, CountRequest
from civicsite.results.rules.base import Rule
from civicsite.results.tally import Counting, marks_allowed, order_matters

__all__ = ["Blind", "Files", "NewFile", "Project", "reduce_ballots", "served"]

NewFile = bytes | Callable[[], Iterable[bytes]]
"""Content of a file to write: its bytes, or a function that gives them piece by piece."""
Files = Mapping[str, NewFile]
"""Path below the project and content."""


class Project(Protocol):
    """The part of the project's files that a reduction is looked for in."""

    def exists(self, path: str) -> bool:
        """Whether a file may be read."""

    def exists_raw(self, path: str) -> bool:
        """Whether an export lies in ``raw/``."""

    def raw_digest(self, path: str) -> str:
        """SHA-256 of an export in ``raw/``."""

    def read(self, path: str) -> bytes:
        """A whole file."""

    def digest(self, path: str) -> str:
        """SHA-256 of a file."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What one reduction is about."""

    entries: tuple[CountedFile, ...]
    contests: tuple[ContestRequest, ...]


def _part(request: CountRequest) -> _Part | None:
    """The entries to reduce and their contests; None when nothing lies in ``raw/``."""
    touched = {c for entry in request.files if is_raw(entry.path) for c in _contests(entry)}
    if not touched:
        return None
    grows = True
    while grows:
        taken = [e for e in request.files if _joins(e, touched)]
        wider = touched | {contest for entry in taken for contest in _contests(entry)}
        grows, touched = wider != touched, wider
    contests = tuple(c for c in request.contests if c.id in touched)
    return _Part(tuple(taken), contests)


def _contests(entry: CountedFile) -> set[str]:
    return {contest for contest, _ in entry.choices} or {entry.contest}


def _joins(entry: CountedFile, touched: set[str]) -> bool:
    return is_raw(entry.path) or bool(entry.voter and _contests(entry) & touched)


# --- civicsite reduce ---------------------------------------------------------------------------


def reduce_ballots(
    request: CountRequest,
    folder: str,
    received: Mapping[str, str],
    open_file: Callable[[str], ExportFile],
    formats: Mapping[str, Format],
    rules: Mapping[str, Rule],
    spool: Callable[[], Lines],
    digest_of: Callable[[str], str],
    terms: Terms | None = None,
) -> tuple[Files, tuple[Diagnostic, ...]]:
    """The files to write into ``data/`` of the process in ``folder``; none with an error.

    ``received`` gives the day on which each file was received, as ``results.yaml`` says it.
    ``terms``: on what terms attributes of the voters may stand there, where others can read it.
    """
    part = _part(request)
    if part is None:
        return {}, ()
    kept = _Kept(part, rules, spool, terms)
    narrowed = replace(request, contests=part.contests, files=part.entries)
    found, problems = _sifted(narrowed, open_file, formats, rules, kept.add)
    if not found:
        return {}, problems
    kept.finish()
    digests = _digests(request, part, folder, rules, digest_of)
    read = {entry.path for entry in part.entries}
    days = tuple(
        (path.removeprefix(f"{folder}/"), day) for path, day in received.items() if path in read
    )
    files: dict[str, NewFile] = {}
    for reduced in found:
        table, beside = (f"{folder}/data/{name}" for name in file_names(reduced.contest))
        content = kept.table(reduced.contest)
        sources = tuple(_moved(source, f"{folder}/", "") for source in reduced.sources)
        whole = replace(reduced, sha256=_sha256(content()), sources=sources)
        files[table], files[beside] = content, Sidecar(MADE_BY, *digests, whole, days).to_json()
    return files, problems


class _Kept:
    """The ballots that count, as lines of the tables to be written."""

    def __init__(
        self,
        part: _Part,
        rules: Mapping[str, Rule],
        spool: Callable[[], Lines],
        terms: Terms | None,
    ) -> None:
        self._lines = {contest.id: spool() for contest in part.contests}
        self._ordered = {contest.id: order_matters(contest, rules) for contest in part.contests}
        self._terms = terms
        named = {name for entry in part.entries for name, _ in entry.attributes}
        named |= {"district" for entry in part.entries if entry.district}
        self._attributes = tuple(sorted(named))
        if terms is not None:
            self._attributes = tuple(name for name in terms.attributes if name in named)
        self._waiting: dict[tuple[str, str], Counter[Ballot]] = {}
        """By contest and channel, where attributes are looked at all together."""

    def add(self, ballot: Ballot) -> None:
        """One ballot that counts."""
        known = dict(ballot.attributes)
        values = tuple(known.get(name, "") for name in self._attributes)
        if self._terms is None or not self._attributes:
            self._write(ballot.contest, ballot, values)
            return
        of = tuple(zip(self._attributes, values, strict=True))
        alike = Ballot(ballot.contest, ballot.marks, points=ballot.points, attributes=of)
        waiting = self._waiting.setdefault((ballot.contest, ballot.channel), Counter())
        waiting[alike] += ballot.count

    def finish(self) -> None:
        """Write what waited, with as much of its attributes as others may read."""
        for (contest, channel), ballots in self._waiting.items():
            assert self._terms is not None
            ordered = self._ordered[contest]
            safe = _blanked(ballots, channel, self._terms, self._attributes, ordered)
            for ballot, values in safe:
                self._write(contest, ballot, values)

    def _write(self, contest: str, ballot: Ballot, values: tuple[str, ...]) -> None:
        self._lines[contest].add(ballot_line(ballot, self._ordered[contest], values))

    def table(self, contest: str) -> Callable[[], Iterable[bytes]]:
        """The content of a contest's table."""
        return _table(self._lines[contest], self._attributes)


def _blanked(
    ballots: Mapping[Ballot, int],
    channel: str,
    terms: Terms,
    attributes: tuple[str, ...],
    ordered: bool,
) -> Iterator[tuple[Ballot, tuple[str, ...]]]:
    """The ballots of one channel of a contest with as much of their attributes as others may
    read."""
    options = sorted({mark for ballot in ballots for mark in ballot.marks})
    many = (replace(ballot, count=number) for ballot, number in ballots.items())
    asked = replace(terms, attributes=attributes, ranked=ordered)
    safe, _ = anonymise(many, options, asked)
    assert safe is not None, "neither minors nor patterns are refused here"
    for row in safe.rows:
        known = dict(zip(safe.attributes, row.attributes, strict=True))
        ballot = Ballot("", row.marks, channel, row.points, count=row.number)
        yield ballot, tuple(known.get(name, "") for name in attributes)


class Blind:
    """An inspector that looks at nothing: for files of which only marks are passed on."""

    def columns(self, names: Sequence[str], span: Span) -> None:
        """The header."""

    def row(self, cells: Sequence[str], line: int) -> None:
        """One row."""


def _sifted(
    request: CountRequest,
    open_file: Callable[[str], ExportFile],
    formats: Mapping[str, Format],
    rules: Mapping[str, Rule],
    keep: Callable[[Ballot], None],
) -> tuple[tuple[Reduced, ...], tuple[Diagnostic, ...]]:
    """Read and judge as for a count; what the exports say comes back for each contest, the digest
    still empty."""
    counting = Counting(request, open_file, formats, rules, keep, lambda path: Blind())
    counting.read_options()
    for entry in request.files:
        counting.read(entry)
    report = counting.report
    found = []
    for contest in counting.contests.values():
        report.extend(contest.sorter.finish(request.validity_span))
        judged = [
            Judged(
                channel,
                sheet.valid,
                tuple(sorted(sheet.invalid.items())),
                tuple(sorted(sheet.left_out.items())),
                sheet.dropped_marks,
                tuple((name, (n[0], n[1])) for name, n in sorted(sheet.districts.items())),
            )
            for channel, sheet in sorted(contest.sorter.sheets.items())
        ]
        found.append(
            Reduced(
                contest.request.id,
                "",
                tuple(judged),
                tuple(contest.sources),
                tuple(contest.totals),
                tuple(contest.listed.values()),
                contest.facts,
                contest.declared,
            )
        )
    return (() if report.has_errors else tuple(found)), tuple(report)


def _moved(source: Provenance, start: str, other: str) -> Provenance:
    return replace(source, path=other + source.path.removeprefix(start))


def _table(lines: Lines, attributes: tuple[str, ...]) -> Callable[[], Iterable[bytes]]:
    def content() -> Iterable[bytes]:
        yield header_line(attributes)
        yield from grouped(lines)

    return content


def _sha256(chunks: Iterable[bytes]) -> str:
    state = hashlib.sha256()
    for chunk in chunks:
        state.update(chunk)
    return state.hexdigest()


def _digests(
    request: CountRequest,
    part: _Part,
    folder: str,
    rules: Mapping[str, Rule],
    digest_of: Callable[[str], str],
) -> tuple[str, str, str]:
    """Of ``validity:``, of the entries, of the wordings."""
    table = request.table
    wordings = (
        wordings_digest((), f"{table.id}\n{table.title}\n{table.contest}\n{digest_of(table.path)}")
        if table
        else wordings_digest(request.options, "")
    )
    limits = [
        (
            contest.id,
            (marks_allowed(contest, rules), contest.points, contest.points_each),
            order_matters(contest, rules),
        )
        for contest in part.contests
    ]
    settings = settings_digest(part.entries, limits, folder)
    return validity_digest(request.validity), settings, wordings


# --- a count served from reductions -------------------------------------------------------------


def served(
    request: CountRequest,
    folder: str,
    process: str,
    rules: Mapping[str, Rule],
    project: Project,
) -> tuple[CountRequest | None, tuple[Diagnostic, ...]]:
    """The request with every entry in ``raw/`` replaced by its reduction; None with an error.

    A reduction that is missing, or was made from other exports or other settings, is an error that
    names the command. Of an export that still lies there only the digest is taken.
    """
    part = _part(request)
    if part is None:
        return request, ()
    digests = None
    if request.table is None or project.exists(request.table.path):
        digests = _digests(request, part, folder, rules, project.digest)
    look = _Look(part, folder, process, project, digests)
    replaced = tuple(found for contest in part.contests if (found := look.reduction(contest)))
    others = tuple(entry for entry in request.files if entry not in part.entries)
    if look.report.has_errors:
        return None, tuple(look.report)
    return replace(request, files=(*replaced, *others)), ()


class _Look:
    def __init__(
        self,
        part: _Part,
        folder: str,
        process: str,
        project: Project,
        digests: tuple[str, str, str] | None,
    ) -> None:
        """``digests``: of the settings as they are now; None when the options' table is missing,
        which is told elsewhere."""
        self.part, self.folder, self.process, self.project = part, folder, process, project
        self.report = Report()
        self._digests = digests
        self._there = self._exports()

    def _exports(self) -> dict[str, str]:
        """Digests of the exports that lie there."""
        found = {}
        for entry in self.part.entries:
            if is_raw(entry.path) and self.project.exists_raw(entry.path):
                found[entry.path] = self.project.raw_digest(entry.path)
            elif not is_raw(entry.path) and self.project.exists(entry.path):
                found[entry.path] = self.project.digest(entry.path)
        return found

    def reduction(self, contest: ContestRequest) -> CountedFile | None:
        """The file that stands for a contest's exports; None with a diagnostic."""
        entry = next(e for e in self.part.entries if contest.id in _contests(e))
        table, beside = (f"{self.folder}/data/{name}" for name in file_names(contest.id))
        if not self.project.exists(table) or not self.project.exists(beside):
            missing = [e for e in self.part.entries if e.path not in self._there]
            if missing:
                first = missing[0]
                file = first.path.removeprefix(f"{self.folder}/")
                self.report.add(error("reduction-without-export", first.span, file=file))
            else:
                self._problem("reduction-missing", entry)
            return None
        try:
            sidecar = Sidecar.from_json(self.project.read(beside))
        except ValueError as problem:
            values = {"detail": str(problem), "process": self.process}
            self.report.add(error("reduction-unreadable", Span(beside), **values))
            return None
        if code := self._stale(sidecar):
            self._problem(code, entry)
            return None
        sources = tuple(_moved(s, "", f"{self.folder}/") for s in sidecar.reduced.sources)
        reduced = replace(sidecar.reduced, sources=sources)
        return CountedFile(table, FORMAT, entry.span, contest=contest.id, reduced=reduced)

    def _problem(self, code: str, entry: CountedFile) -> None:
        file = entry.path.removeprefix(f"{self.folder}/")
        self.report.add(error(code, entry.span, file=file, process=self.process))

    def _stale(self, sidecar: Sidecar) -> str:
        """Why a reduction no longer fits; empty when it does."""
        if self._digests is None:
            return ""
        validity, settings, wordings = self._digests
        if sidecar.validity != validity:
            return "reduction-other-validity"
        if sidecar.settings != settings:
            return "reduction-other-settings"
        if any(
            self._there.get(f"{self.folder}/{source.path}", source.sha256) != source.sha256
            for source in sidecar.reduced.sources
        ):
            return "reduction-other-export"
        there = all(entry.path in self._there for entry in self.part.entries)
        # Without the exports nobody could reduce again; unknown marks are errors of the reader.
        if there and sidecar.wordings != wordings:
            return "reduction-other-options"
        return ""
