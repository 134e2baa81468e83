"""``civicsite import decidim`` and the like: what a platform published becomes pages.

Files are recognised by their columns. Proposals become ``proposals/*.md``, meetings
``events/*.md``, remarks ``contributions.yaml``, all in a process that is already there. With one
problem nothing is written, and a file that exists is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.editing.page_files import page_files
from civicsite.editing.project_settings import site_settings
from civicsite.exports.archives import unpack
from civicsite.exports.contents import ContentFormat, Contents
from civicsite.exports.dataset import ExportFile, Findings
from civicsite.exports.records import open_records
from civicsite.output.operations import Operations
from civicsite.output.writing import ProjectFolder
from civicsite.reading.sources import DiskSources, SourceProblem

__all__ = ["Taken", "import_contents"]

_OFFICE = (".xlsx", ".xlsm", ".ods")
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import wrote."""

    created: tuple[str, ...]
    """Paths below the folder of the process."""
    counts: Mapping[str, int]
    """``proposals``, ``contributions`` and ``events``."""


def import_contents(
    formats: Sequence[ContentFormat], files: Sequence[Path], into: Path, project: Path
) -> tuple[Taken, tuple[Diagnostic, ...]]:
    """Write what ``files`` hold into the folder ``into`` of a process of ``project``. ``formats``
    are those of one platform.

    All files are read together, so that results and remarks find the proposals they are about.
    """
    report = Report()
    if not (into / "process.md").exists():
        report.add(error("import-process-missing", Span(str(into)), path=str(into)))
    languages, zone = site_settings(project)
    findings = Findings(str(into), _MOST_PROBLEMS)
    contents = Contents(zone, findings)
    for path in files:
        try:
            for file in _opened(path, report):
                _read(file, file.path != path.name, formats, contents, report)
        except SourceProblem as problem:
            report.add(problem.diagnostic)
    report.extend(findings.all())
    written = page_files(contents, languages)
    report.extend(written.diagnostics)
    if report.has_errors:
        return Taken((), {}), tuple(report)
    made = ProjectFolder(into, Operations()).create_all(written.files)
    report.extend(made.diagnostics)
    return Taken(made.created, {} if made.diagnostics else written.counts), tuple(report)


def _opened(path: Path, report: Report) -> Iterator[ExportFile]:
    """The file, or the members of an archive."""
    sources = DiskSources(path.parent, only=[path.name])
    if not sources.exists(path.name):
        report.add(error("import-file-missing", Span(str(path)), path=str(path)))
        return
    file = ExportFile(path.name, lambda: sources.open(path.name))
    archive = None if path.name.lower().endswith(_OFFICE) else unpack(file)
    if archive is None:
        yield file
        return
    report.extend(archive.diagnostics)
    yield from archive.files


def _read(
    file: ExportFile,
    is_member: bool,
    formats: Sequence[ContentFormat],
    contents: Contents,
    report: Report,
) -> None:
    """One file into ``contents``. A member of an archive that is of no known kind is passed over
    with a warning: the open data of a platform hold more than pages."""
    findings = Findings(file.path, _MOST_PROBLEMS)
    if is_member and not file.path.lower().endswith((".csv", ".json", *_OFFICE)):
        return
    tables = open_records(
        file, findings, lambda columns: sum(item.fits(columns) for item in formats) == 1
    )
    for table in tables:
        kind = next(item for item in formats if item.fits(table.columns))
        here = replace(contents, findings=findings)
        for record in table.rows:
            kind.take(record, here)
    found = findings.all()
    if is_member and not tables and {item.code for item in found} == {"export-empty"}:
        return  # a component without a single entry
    if not tables and not found:
        known = ", ".join(item.name for item in formats)
        said = warning if is_member else error
        report.add(said("import-not-recognised", Span(file.path), known=known))
    report.extend(found)
