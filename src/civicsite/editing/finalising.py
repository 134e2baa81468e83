"""``civicsite results finalise`` and ``civicsite recount``: a record written, a record counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from civicsite.build import project_sources, read_site
from civicsite.catalogues import packaged_catalogue
from civicsite.clock import Clock
from civicsite.counting import Counting, exports_of
from civicsite.diagnostics import Report, error
from civicsite.editing.reducing import process_named
from civicsite.exports.dataset import ExportFile
from civicsite.memo import Memo, MemoryStore
from civicsite.model.site import Process, Site
from civicsite.output.operations import Operations
from civicsite.output.own_files import write_own
from civicsite.reading.sources import DiskSources, SourceProblem, Sources
from civicsite.registry import standard_registry
from civicsite.results import record
from civicsite.results.disclosure import disclosure_of
from civicsite.results.record import content_of
from civicsite.results.record_files import record_files
from civicsite.results.recording import Release
from civicsite.results.recount import Recount, recount
from civicsite.results.releasing import (
    beside,
    changed,
    complete,
    corrected,
    counted,
    kept,
    record_folder,
    release_process,
    released,
)
from civicsite.theme.program import fingerprint

__all__ = ["Finalised", "finalise", "recount_path", "release_named"]


@dataclass(slots=True)
class Finalised:
    """What became of a result."""

    written: tuple[str, ...] = ()
    """Files of the record that changed."""
    report: Report = field(default_factory=Report)


def finalise(
    project: Path, name: str, instant: datetime, operations: Operations | None = None
) -> Finalised:
    """Write the record of a released, final result, from which its pages can be made after the
    exports had to be deleted. An earlier record is replaced only by an equal count, or when a
    correction was written since."""
    done, sources = Finalised(), project_sources(project)
    try:
        site = read_site(sources, done.report)
        process = process_named(site, name, done.report)
        if site is None or process is None or done.report.has_errors:
            return done
        done.report = Report()
        clock = Clock(instant, site.zone)
        release = _final(process, _counting(site, sources), clock, done.report)
        if release is None or done.report.has_errors:
            return done
        words = packaged_catalogue(site.main_language).text
        folder = record_folder(process)
        files = {
            f"{folder}/{file.name}": content_of(file.content)
            for file in record_files(release.record, release.ballots, words)
        }
        ours = sources.under(folder) if sources.exists(f"{folder}/{record.NAME}") else ()
        done.written, problems = write_own(project, operations or Operations(), files, ours)
        done.report.extend(problems)
    except SourceProblem as problem:
        done.report.add(problem.diagnostic)
    return done


def _counting(site: Site, sources: Sources) -> Counting:
    return Counting(site, sources, standard_registry(), Memo(MemoryStore(), fingerprint()))


def _final(process: Process, counting: Counting, clock: Clock, report: Report) -> Release | None:
    """What is to be written; None with an error, or when the record stands and the exports are
    gone."""
    if process.results is None or process.results.main.value.final is None:
        span = process.results.main.span() if process.results else process.texts.main.span(1, 1)
        report.add(error("final-not-set", span))
        return None
    span = process.results.main.span("final")
    if not released(process, clock):
        report.add(error("final-before-release", span))
        return None
    before = kept(process, counting.sources, report)
    if before and not complete(process, counting.sources):
        return None
    fresh, problems = counted(process, counting.site, counting, clock)
    report.extend(problems)
    if before and fresh and (where := changed(before, fresh)) and not corrected(before, fresh):
        report.add(error("final-changed", span, process=process.id, contest=where))
    if before and fresh:
        return beside(fresh, before, disclosure_of(process, clock).min_cell)
    return fresh


def release_named(
    project: Path, name: str, instant: datetime
) -> tuple[Site | None, Release | None, Report]:
    """The released result of a process, for showing it in a terminal."""
    report, sources = Report(), project_sources(project)
    site, release = None, None
    try:
        site = read_site(sources, report)
        process = process_named(site, name, report)
        if site is None or process is None or report.has_errors:
            return site, None, report
        report, clock = Report(), Clock(instant, site.zone)
        counting = _counting(site, sources)
        release, problems = release_process(process, site, sources, counting, clock)
        report.extend(problems)
        if release and process.results and not released(process, clock):
            report.add(error("results-under-embargo", process.results.main.span("publish_at")))
            release = None
    except SourceProblem as problem:
        report.add(problem.diagnostic)
    return site, release, report


def recount_path(path: Path) -> Recount:
    """Count a folder of downloads again, or the folder of a ``results.json``."""
    folder = path.parent if path.name == record.NAME else path
    registry = standard_registry()
    names = [record.NAME, "datapackage.json", "*.csv", "*.pb", "*.blt"]
    sources = DiskSources(folder, only=names)

    opener = exports_of(sources)

    def opened(name: str) -> ExportFile | None:
        if not sources.exists(name):
            return None
        return opener(name)

    try:
        return recount(opened, registry.formats, registry.rules)
    except SourceProblem as problem:
        done = Recount()
        done.report.add(problem.diagnostic)
        return done
