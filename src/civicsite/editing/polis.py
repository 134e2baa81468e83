"""``civicsite import polis``: a pol.is conversation becomes a survey with a question for each
statement that the moderators accepted.

What goes into ``data/`` is what the count needs: who voted is a number of the conversation, times
are only an order, and of statements that were rejected nothing but the number is kept.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from civicsite.catalogues import Catalogue, packaged_catalogue
from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.editing.block_style import plain, quoted
from civicsite.editing.project_settings import site_settings
from civicsite.exports.dataset import CountedFile, Export, ExportFile, Findings, Reading
from civicsite.exports.formats.polis import COMMENTS, VOTES, Polis, conversation_files
from civicsite.exports.gate import Gate, check_text
from civicsite.exports.statements import StatementCount
from civicsite.exports.tables import open_table, with_columns
from civicsite.language import slug
from civicsite.output.operations import Operations
from civicsite.output.writing import ProjectFolder
from civicsite.reading.sources import DiskSources, SourceProblem

__all__ = ["Conversation", "import_polis"]

_REJECTED = "-1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What an import wrote."""

    created: tuple[str, ...]
    """Paths below the folder of the process."""
    statements: int = 0
    """Statements that became questions."""


def import_polis(
    source: Path, into: Path, project: Path
) -> tuple[Conversation, tuple[Diagnostic, ...]]:
    """Write ``results.yaml`` and ``data/polis/`` into the process ``into`` of ``project``.
    ``source`` is the folder of the export, its ``votes.csv`` or a ZIP of it."""
    report = Report()
    if not (into / "process.md").exists():
        report.add(error("import-process-missing", Span(str(into)), path=str(into)))
    languages, zone = site_settings(project)
    file = _file(source)
    if file is None:
        report.add(error("import-file-missing", Span(str(source)), path=str(source)))
        return Conversation(()), tuple(report)
    reading = Reading(
        file, CountedFile(file.path), "recognised-stated", {}, lambda ballot: None, Gate(file.path)
    )
    try:
        export = Polis().read(reading)
    except SourceProblem as problem:
        report.add(problem.diagnostic)
        return Conversation(()), tuple(report)
    report.extend(export.diagnostics)
    accepted = [item for item in export.statements if item.accepted and item.by_person.total]
    _look_at(export, accepted, file.path, report)
    if report.has_errors:
        return Conversation(()), tuple(report)
    files = _Files(file)
    results = _results(accepted, files.days(zone), packaged_catalogue(languages[0]))
    made = ProjectFolder(into, Operations()).create_all({"results.yaml": results, **files.data()})
    report.extend(made.diagnostics)
    count = 0 if made.diagnostics else len(accepted)
    return Conversation(made.created, count), tuple(report)


def _look_at(export: Export, accepted: Sequence[StatementCount], path: str, report: Report) -> None:
    """Personal data in what would be published, and statements that nobody has decided about."""
    for item in accepted:
        report.extend(check_text(Span(path), item.text))
    undecided = sum(not item.accepted for item in export.statements)
    if undecided:
        report.add(warning("polis-undecided", Span(path), count=undecided))
    if export.provenance and not accepted:
        report.add(error("polis-nothing-accepted", Span(path)))


def _file(source: Path) -> ExportFile | None:
    """The export by its folder, its votes or its archive; None when it is not there."""
    folder, name = source.parent, source.name
    inside = DiskSources(source, only=["votes.csv"])
    if inside.exists("votes.csv"):
        folder, name = source, "votes.csv"
    sources = DiskSources(folder, only=[name, "votes.csv", "comments.csv", "summary.csv"])

    def opened(path: str) -> ExportFile:
        return ExportFile(
            path,
            lambda: sources.open(path),
            lambda other: opened(other) if sources.exists(other) else None,
        )

    return opened(name) if sources.exists(name) else None


class _Files:
    """The rows of an export that has been read without an error."""

    def __init__(self, file: ExportFile) -> None:
        findings = Findings(file.path)
        files = conversation_files(file, findings)
        assert files
        votes = _rows(files("votes.csv"), VOTES, findings)
        self._votes = sorted(
            ((int(time), comment, voter, vote) for time, _, comment, voter, vote in votes),
            key=lambda row: row[0],
        )
        self._comments = _rows(files("comments.csv"), COMMENTS, findings)

    def days(self, zone: ZoneInfo) -> tuple[date, date]:
        """The days of the first and of the last vote."""
        first, last = (
            (_EPOCH + timedelta(milliseconds=self._votes[place][0])).astimezone(zone).date()
            for place in (0, -1)
        )
        return first, last

    def data(self) -> dict[str, bytes]:
        """The files of ``data/polis``: votes with their order in place of their times, sorted by
        statement, and statements without their authors."""
        votes = sorted(
            (comment, voter, str(order), vote)
            for order, (_, comment, voter, vote) in enumerate(self._votes, 1)
        )
        comments = [
            (id, agrees, disagrees, moderated, "" if moderated == _REJECTED else body)
            for id, agrees, disagrees, moderated, body in self._comments
        ]
        return {
            "data/polis/votes.csv": _csv(
                VOTES, ((order, "", comment, voter, vote) for comment, voter, order, vote in votes)
            ),
            "data/polis/comments.csv": _csv(COMMENTS, comments),
        }


def _rows(
    file: ExportFile | None, columns: Sequence[str], findings: Findings
) -> list[tuple[str, ...]]:
    table = None if file is None else open_table(file, findings, with_columns(*columns))
    if table is None:
        return []
    indexes = [table.header.index(name) for name in columns]
    return [tuple(plain(row.cells[index]) for index in indexes) for row in table]


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _guarded(cell: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe, which reading takes off
    again; numbers stay."""
    formula = cell[:1] in ("=", "+", "-", "@", "'") and not cell.lstrip("-").isdigit()
    return f"'{cell}" if formula else cell


def _results(
    accepted: Sequence[StatementCount], days: tuple[date, date], catalogue: Catalogue
) -> bytes:
    words = {
        name: quoted(catalogue.text(f"polis-{name}"))
        for name in ("counting", "who", "limits", "agree", "disagree", "pass")
    }
    lines = [
        "status: preliminary",
        f"text: {words['counting']}",
        "method:",
        f"  who: {words['who']}",
        "  mode:",
        "    - online",
        f"  from: {days[0]}",
        f"  to: {days[1]}",
        "  recruited: self-selected",
        f"  limits: {words['limits']}",
        "responses:",
        "  files:",
        "    - file: data/polis/votes.csv",
        "      format: polis",
        "      channel: online",
        "  questions:",
    ]
    for item in accepted:
        lines += [
            f"    - id: s{slug(item.id)}",
            f"      column: {quoted(item.id)}",
            f"      title: {quoted(item.text)}",
            "      type: single",
            "      denominator: answered",
            "      options:",
        ]
        for word in ("agree", "disagree", "pass"):
            lines += [
                f"        - id: {word}",
                f"          title: {words[word]}",
                "          as:",
                f"            - {word}",
            ]
    return ("\n".join(lines) + "\n").encode()
