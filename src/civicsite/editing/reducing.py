"""``civicsite reduce``: of the exports in ``raw/`` only what is counted goes on to ``data/``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from civicsite.build import project_sources, read_site
from civicsite.counting import exports_of
from civicsite.diagnostics import Diagnostic, Report, Span, error
from civicsite.exports.reduction import Sidecar
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
from civicsite.results.reducing import Files, NewFile, reduce_ballots, served
from civicsite.results.reducing_surveys import reduce_survey, served_survey
from civicsite.results.requests import request_of
from civicsite.results.survey_counts import SurveyRequest
from civicsite.results.survey_requests import survey_request_of

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
    survey, more = survey_request_of(process, sources.exists, zone)
    entries = [
        *(request.files if request else ()),
        *(entry for entry, _ in (survey.files if survey else ())),
    ]
    done.report.extend((*problems, *more))
    if not any(is_raw(entry.path) for entry in entries):
        return
    done.processes.append(process.id)
    gone = [entry for entry in entries if not raw.exists(entry.path)]
    if stale_only and (gone or not _stale(process, request, survey, registry, sources)):
        return
    for entry in gone:
        file = entry.path.removeprefix(f"{process.folder}/")
        done.report.add(error("export-missing", entry.span, file=file))
    if gone:
        return
    files: dict[str, NewFile] = {}
    folder, received, exports = process.folder, _received(process), exports_of(raw)
    if request:
        made, problems = reduce_ballots(
            request, folder, received, exports, registry.formats, registry.rules, SortedLines,
            sources.digest, terms,
        )  # fmt: skip
        done.report.extend(problems)
        files.update(made)
    if survey:
        made, problems = reduce_survey(
            survey, folder, received, exports, registry.formats, SortedLines
        )
        done.report.extend(problems)
        files.update(made)
    written, problems = write(files, _ours(files, sources))
    done.report.extend(problems)
    done.written.extend(written)


def _stale(
    process: Process,
    request: CountRequest | None,
    survey: SurveyRequest | None,
    registry: Registry,
    sources: Sources,
) -> bool:
    """Whether a reduction is missing or no longer fits."""
    problems: tuple[Diagnostic, ...] = ()
    if request:
        _, problems = served(request, process.folder, process.id, registry.rules, sources)
    if survey and not problems:
        _, problems = served_survey(survey, process.folder, process.id, sources)
    return bool(problems)


def _received(process: Process) -> Mapping[str, str]:
    """The day on which each export was received, by its path."""
    assert process.results
    fields = process.results.main.value
    days = [(item.file, item.received_on) for item in fields.ballots]
    if fields.responses:
        days += [(item.file, item.received_on) for item in fields.responses.files]
    return {f"{process.folder}/{file}": day.text for file, day in days if day}


def _ours(files: Iterable[str], sources: Sources) -> set[str]:
    """Files that an earlier reduction wrote: a table is ours when its sidecar is."""
    found: set[str] = set()
    for beside in (path for path in files if path.endswith(".json")):
        if not sources.exists(beside):
            continue
        try:
            Sidecar.from_json(sources.read(beside))
        except ValueError:
            continue
        found |= {beside, f"{beside.removesuffix('.json')}.csv"}
    return found
