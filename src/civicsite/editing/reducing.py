"""``civicsite reduce``: of the exports in ``raw/`` only what is counted goes on to ``data/``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from civicsite.build import project_sources, read_site
from civicsite.counting import exports_of
from civicsite.diagnostics import Report, Span, error
from civicsite.exports.reduction import Sidecar, file_names
from civicsite.model.loading import CONTENT
from civicsite.model.site import Process, Site
from civicsite.output.operations import Operations
from civicsite.output.own_files import Written, write_own
from civicsite.output.sorting import SortedLines
from civicsite.reading.field_types import closest
from civicsite.reading.sources import DiskSources, SourceProblem, Sources, is_raw
from civicsite.registry import Registry, standard_registry
from civicsite.results.anonymous import Terms
from civicsite.results.counts import CountRequest
from civicsite.results.disclosure import reduction_terms
from civicsite.results.reducing import Files, reduce_ballots, served
from civicsite.results.requests import request_of

__all__ = ["Reductions", "process_named", "reduce_project"]


@dataclass(slots=True)
class Reductions:
    """What was reduced."""

    written: list[str] = field(default_factory=list)
    """Files that changed."""
    processes: list[str] = field(default_factory=list)
    """Processes with exports in ``raw/``."""
    report: Report = field(default_factory=Report)


def reduce_project(
    project: Path,
    names: Sequence[str] = (),
    *,
    stale_only: bool = False,
    operations: Operations | None = None,
) -> Reductions:
    """Reduce the exports of the processes named (``lipowiec/park``), or of all.

    A process whose exports are wrong keeps its former reduction; the others are reduced all the
    same. ``stale_only`` leaves out what is up to date or cannot be reduced again because its
    exports are gone: the preview asks for it at every save.
    """
    done, system = Reductions(), operations or Operations()

    def write(files: Files, ours: set[str]) -> Written:
        return write_own(project, system, files, ours)

    sources = project_sources(project)
    try:
        site = read_site(sources, done.report)
        if site is None or done.report.has_errors:
            return done
        for name in names:
            process_named(site, name, done.report)
        if done.report.has_errors:
            return done
        done.report = Report()  # warnings about texts are for the build
        raw = DiskSources(project, only=[CONTENT], raw=True)
        registry = standard_registry()
        for process in site.processes.values():
            if not names or process.id in names:
                terms = reduction_terms(process, site.fields.repository)
                _reduce(process, site.zone, terms, sources, raw, registry, stale_only, done, write)
    except SourceProblem as problem:
        done.report.add(problem.diagnostic)
    return done


def process_named(site: Site | None, name: str, report: Report) -> Process | None:
    """The process an editor names on the command line; reported when there is none."""
    if site is None or name in site.processes:
        return site.processes[name] if site else None
    near = closest(name, list(site.processes))
    values = {"suggestion": near} if near else {}
    known = ", ".join(site.processes)
    report.add(error("process-unknown", Span(CONTENT), text=name, known=known, **values))
    return None


def _reduce(
    process: Process,
    zone: ZoneInfo,
    terms: Terms | None,
    sources: Sources,
    raw: Sources,
    registry: Registry,
    stale_only: bool,
    done: Reductions,
    write: Callable[[Files, set[str]], Written],
) -> None:
    request, problems = request_of(process, sources.exists, zone, registry.rules)
    done.report.extend(problems)
    if request is None or not any(is_raw(entry.path) for entry in request.files):
        return
    done.processes.append(process.id)
    gone = [entry for entry in request.files if not raw.exists(entry.path)]
    _, stale = served(request, process.folder, process.id, registry.rules, sources)
    if stale_only and (gone or not stale):
        return
    for entry in gone:
        file = entry.path.removeprefix(f"{process.folder}/")
        done.report.add(error("export-missing", entry.span, file=file))
    if gone:
        return
    files, problems = reduce_ballots(
        request,
        process.folder,
        _received(process),
        exports_of(raw),
        registry.formats,
        registry.rules,
        SortedLines,
        sources.digest,
        terms,
    )
    done.report.extend(problems)
    ours = _ours(request, process.folder, sources)
    written, problems = write(files, ours)
    done.report.extend(problems)
    done.written.extend(written)


def _received(process: Process) -> Mapping[str, str]:
    assert process.results
    return {
        f"{process.folder}/{item.file}": item.received_on.text
        for item in process.results.main.value.ballots
        if item.received_on
    }


def _ours(request: CountRequest, folder: str, sources: Sources) -> set[str]:
    """Files that an earlier reduction wrote: a table is ours when its sidecar is."""
    found: set[str] = set()
    for contest in request.contests:
        table, beside = (f"{folder}/data/{name}" for name in file_names(contest.id))
        if not sources.exists(beside):
            continue
        try:
            Sidecar.from_json(sources.read(beside))
        except ValueError:
            continue
        found |= {table, beside}
    return found
