"""A process -> its result as it leaves the program, be it counted now or kept in ``record/``.

Once a result is final (``final:`` in ``results.yaml``) its record stands in ``record/``, and pages
are made from that. As long as the exports are still there they are counted beside it: a count that
differs is an error until a correction is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from civicsite.clock import Clock
from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.exports.reduction import file_names
from civicsite.model.site import Process, Site
from civicsite.reading.sources import Sources, is_raw
from civicsite.results import record
from civicsite.results.counts import CountRequest, Tally
from civicsite.results.disclosure import Disclosure, disclosed, disclosure_of, disclosure_problems
from civicsite.results.record import Record, Stream
from civicsite.results.recording import Release, Tables, release_of
from civicsite.results.reducing_surveys import response_files
from civicsite.results.splits import since
from civicsite.results.survey_counts import SurveyTally

__all__ = [
    "Numbers",
    "beside",
    "changed",
    "complete",
    "corrected",
    "counted",
    "kept",
    "record_folder",
    "release_process",
    "released",
]


class Numbers(Protocol):
    """Who counts. Problems go into the report; with an error there is nothing."""

    def votes(
        self, process: Process, found: Report
    ) -> tuple[CountRequest | None, tuple[Tally, ...]]:
        """The count of each contest, and what was asked."""

    def survey(self, process: Process, found: Report) -> SurveyTally | None:
        """The answers to the survey."""

    def tables(
        self, process: Process, request: CountRequest, tallies: Sequence[Tally], found: Report
    ) -> Tables:
        """The ballots as they may be published, by contest."""


def released(process: Process, clock: Clock) -> bool:
    """Whether the embargo of a result is over."""
    publish_at = process.results.main.value.publish_at if process.results else None
    return publish_at is None or publish_at.start is None or clock.reached(publish_at.start)


def release_process(
    process: Process,
    site: Site,
    sources: Sources,
    numbers: Numbers,
    clock: Clock,
) -> tuple[Release | None, tuple[Diagnostic, ...]]:
    """The result of a process; None where there is none, or with an error."""
    report = Report()
    if process.results is None:
        return None, ()
    before = kept(process, sources, report)
    if process.results.main.value.final and before is None and not report.has_errors:
        values = {"process": process.id}
        report.add(error("final-without-record", process.results.main.span("final"), **values))
    report.extend(_retention(process, sources, clock))
    allowed = disclosure_of(process, clock)
    if before and not complete(process, sources):
        return _told(before, allowed), tuple(report)
    fresh, problems = counted(process, site, numbers, clock)
    report.extend(problems)
    if before is None or fresh is None or report.has_errors:
        return (None if report.has_errors else fresh), tuple(report)
    where = changed(before, fresh)
    if not where:
        return _told(before, allowed), tuple(report)
    span = process.results.main.span("final")
    if not corrected(before, fresh):
        report.add(error("final-changed", span, process=process.id, contest=where))
        return None, tuple(report)
    report.add(warning("final-record-older", span, process=process.id))
    if _shows_attributes(before) and _shows_attributes(fresh):
        at = process.results.main.span("publish")
        report.add(error("corrected-attributes", at, process=process.id))
        return None, tuple(report)
    return beside(fresh, before, allowed.min_cell), tuple(report)


def _shows_attributes(release: Release) -> bool:
    return any(c.ballots and c.ballots.attributes for c in release.record.contests)


def beside(fresh: Release, before: Release, min_cell: int) -> Release:
    """A release with the splits that may be told beside those of an earlier one."""
    former = {contest.count.contest: contest.count.splits for contest in before.record.contests}
    contests = tuple(
        replace(
            contest,
            count=replace(
                contest.count,
                splits=since(contest.count.splits, former.get(contest.count.contest, ()), min_cell),
            ),
        )
        for contest in fresh.record.contests
    )
    survey = fresh.record.survey
    if survey:
        answers = before.record.survey.questions if before.record.survey else ()
        told = {(item.id, part.row): part.splits for item in answers for part in item.parts}
        questions = tuple(
            replace(
                item,
                parts=tuple(
                    replace(
                        part,
                        splits=since(part.splits, told.get((item.id, part.row), ()), min_cell),
                    )
                    for part in item.parts
                ),
            )
            for item in survey.questions
        )
        survey = replace(survey, questions=questions)
    return replace(fresh, record=replace(fresh.record, contests=contests, survey=survey))


def counted(
    process: Process, site: Site, numbers: Numbers, clock: Clock
) -> tuple[Release | None, tuple[Diagnostic, ...]]:
    """The result as the exports give it; None where there is nothing to count, or with an error."""
    report = Report()
    report.extend(disclosure_problems(process))
    request, tallies = numbers.votes(process, report)
    survey = numbers.survey(process, report)
    if report.has_errors or not (tallies or survey):
        return None, tuple(report)
    tables = numbers.tables(process, request, tallies, report) if request else {}
    if report.has_errors:
        return None, tuple(report)
    allowed = disclosure_of(process, clock)
    return release_of(process, site, request, tallies, survey, tables, allowed), tuple(report)


def _told(release: Release, allowed: Disclosure) -> Release:
    """A kept release as it may be told today: names of minors go on their day."""
    if not allowed.minors:
        return release
    contests = tuple(
        replace(contest, count=disclosed(contest.count, allowed))
        for contest in release.record.contests
    )
    return replace(release, record=replace(release.record, contests=contests))


# --- what is kept -------------------------------------------------------------------------------


def record_folder(process: Process) -> str:
    """The folder of the kept record, below the project."""
    final = process.results.main.value.final if process.results else None
    return f"{process.folder}/{final.record if final else 'record'}"


def kept(process: Process, sources: Sources, report: Report) -> Release | None:
    """The record that ``civicsite results finalise`` wrote; None where there is none."""
    if process.results is None or process.results.main.value.final is None:
        return None
    folder = record_folder(process)
    path = f"{folder}/{record.NAME}"
    if not sources.exists(path):
        return None
    try:
        told = Record.from_json(sources.read(path))
    except ValueError as problem:
        values = {"detail": str(problem), "process": process.id}
        report.add(error("final-record-unreadable", Span(path), **values))
        return None
    ballots = {}
    digests = dict(told.files)
    for contest in told.contests:
        if contest.ballots is None:
            continue
        table = f"{folder}/{contest.ballots.file}"
        sha256 = digests.get(contest.ballots.file, "")
        if not sources.exists(table) or sources.digest(table) != sha256:
            report.add(error("final-ballots-changed", Span(table), process=process.id))
            continue
        ballots[contest.count.contest] = Stream(sha256, _chunks(sources, table))
    return Release(told, ballots)


def _chunks(sources: Sources, path: str) -> Callable[[], Iterable[bytes]]:
    def lines() -> Iterator[bytes]:
        with sources.open(path) as stream:
            yield from stream

    return lines


def _essence(release: Release) -> dict[str, object]:
    """What may not change once a result is final, by contest: the exports, the numbers, the
    outcome. Not how a later version of the program words or arranges them."""
    found: dict[str, object] = {}
    for contest in release.record.contests:
        tally = contest.count
        ballots = release.ballots.get(tally.contest)
        found[tally.contest] = (
            sorted(source.sha256 for source in tally.sources),
            [(item.option.id, item.votes, item.score) for item in tally.options],
            (tally.cast, tally.valid, tally.electorate, tally.budget, tally.level),
            sorted(id for id, selected in tally.official.items() if selected),
            tally.outcome.selected if tally.outcome else (),
            ballots.sha256 if ballots else "",
        )
    survey = release.record.survey
    if survey:
        found["survey"] = (
            sorted(source.sha256 for source in survey.sources),
            survey.counted,
            [
                (question.id, part.row, part.answered, [(o.id, o.count) for o in part.options])
                for question in survey.questions
                for part in question.parts
            ],
        )
    return found


def changed(before: Release, fresh: Release) -> str:
    """The first contest that is not as it was; empty when all are."""
    one, other = _essence(before), _essence(fresh)
    first = next((id for id in {**one, **other} if one.get(id) != other.get(id)), None)
    return "" if first is None else first or "–"


def corrected(before: Release, fresh: Release) -> bool:
    """Whether a correction was written since."""
    return not set(fresh.record.corrections) <= set(before.record.corrections)


# --- the exports --------------------------------------------------------------------------------


def complete(process: Process, sources: Sources) -> bool:
    """Whether everything that is counted from is still there; for exports in ``raw/`` that is
    their reduction."""
    assert process.results
    fields = process.results.main.value
    declared = [fields.declared, *(contest.declared for contest in fields.contests)]
    names = [item.file for item in fields.ballots]
    names += [item.file for item in fields.responses.files] if fields.responses else []
    names += [fields.options.file] if fields.options else []
    names += [item.file for item in declared if item and item.file]
    paths = [f"{process.folder}/{name}" for name in names]
    sidecars = [file_names(contest.id)[1] for contest in fields.contests] or [file_names("")[1]]
    sidecars += [response_files(path)[1] for path in paths]
    if any(map(is_raw, paths)) and not any(
        sources.exists(f"{process.folder}/data/{name}") for name in sidecars
    ):
        return False
    return all(is_raw(path) or sources.exists(path) for path in paths)


def _there(sources: Sources, path: str) -> bool:
    return sources.exists(path) or sources.exists_raw(path)


def _retention(process: Process, sources: Sources, clock: Clock) -> Iterator[Diagnostic]:
    """Exports that should be gone by now."""
    assert process.results
    bound = process.results.main
    until = bound.value.retention
    if until is None or until.end is None or not clock.reached(until.end):
        return
    for index, item in enumerate(bound.value.ballots):
        path = f"{process.folder}/{item.file}"
        if not item.option and _there(sources, path):
            span = bound.span("ballots", index, "file")
            yield warning("retention-passed", span, file=item.file, until=until.text)
    files = bound.value.responses.files if bound.value.responses else ()
    for index, response in enumerate(files):
        if _there(sources, f"{process.folder}/{response.file}"):
            span = bound.span("responses", "files", index, "file")
            yield warning("retention-passed", span, file=response.file, until=until.text)
