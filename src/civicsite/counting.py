"""Every result of a site, counted; what was counted before from the same files is not counted
again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from civicsite.clock import Clock
from civicsite.diagnostics import Diagnostic, Report, Severity
from civicsite.exports.dataset import ExportFile
from civicsite.memo import Memo
from civicsite.model.site import Process, Site
from civicsite.reading.sources import Sources
from civicsite.registry import Registry
from civicsite.results.disclosure import disclosed, disclosure_of, disclosure_problems
from civicsite.results.reducing import served
from civicsite.results.requests import request_of
from civicsite.results.survey_counts import SurveyTally
from civicsite.results.survey_requests import survey_request_of
from civicsite.results.surveys import count_survey
from civicsite.results.tally import Tally, count

__all__ = ["Counted", "Counting", "exports_of"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What may be shown, by the id of the process."""

    tallies: dict[str, tuple[Tally, ...]]
    surveys: dict[str, SurveyTally]


Found = tuple[Any, tuple[Diagnostic, ...]]
"""A result and what is wrong with its sources."""


@cache
def _ballots() -> TypeAdapter[Found]:
    return TypeAdapter(tuple[tuple[Tally, ...], tuple[Diagnostic, ...]])


@cache
def _answers() -> TypeAdapter[Found]:
    return TypeAdapter(tuple[SurveyTally | None, tuple[Diagnostic, ...]])


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts the processes of a site.

    ``memo`` must know the registry: one with a format or rule that is not part of the program
    needs a store of its own.
    """

    site: Site
    sources: Sources
    registry: Registry
    memo: Memo

    def all(self, clock: Clock, found: Report, progress: Callable[[int, int], None]) -> Counted:
        """Count everything. What is under embargo is counted too, so that its mistakes are found
        in time, and then thrown away: no number of it reaches a view."""
        counted = Counted({}, {})
        for number, process in enumerate(self.site.processes.values()):
            progress(number, len(self.site.processes))
            found.extend(disclosure_problems(process))
            tallies, survey = self._tallies(process, found), self._survey(process, found)
            if not _released(process, clock):
                continue
            if tallies:
                allowed = disclosure_of(process, clock)
                counted.tallies[process.id] = tuple(disclosed(t, allowed) for t in tallies)
            if survey:
                counted.surveys[process.id] = survey
        return counted

    def _tallies(self, process: Process, found: Report) -> tuple[Tally, ...]:
        sources, rules = self.sources, self.registry.rules
        request, problems = request_of(process, sources.exists, self.site.zone, rules)
        found.extend(problems)
        if request is None:
            return ()
        request, problems = served(request, process.folder, process.id, rules, sources)
        found.extend(problems)
        if any(problem.severity is Severity.ERROR for problem in problems):
            return ()

        def compute() -> Found:
            return count(request, exports_of(sources), self.registry.formats, rules)

        tallies, problems = self._remembered("tally", process, repr(request), compute, _ballots())
        found.extend(problems)
        return tallies  # type: ignore[no-any-return]

    def _survey(self, process: Process, found: Report) -> SurveyTally | None:
        request, problems = survey_request_of(process, self.sources.exists, self.site.zone)
        found.extend(problems)
        if request is None:
            return None

        def compute() -> Found:
            return count_survey(request, exports_of(self.sources), self.registry.formats)

        survey, problems = self._remembered("survey", process, repr(request), compute, _answers())
        found.extend(problems)
        return survey  # type: ignore[no-any-return]

    def _remembered(
        self,
        kind: str,
        process: Process,
        request: str,
        compute: Callable[[], Found],
        adapter: TypeAdapter[Found],
    ) -> Found:
        """The answer to a request, which follows from the request and the data files of the
        folder: its texts are in the request already."""
        inputs = [request]
        for path in self.sources.under(process.folder):
            if not path.endswith(".md"):
                inputs += [path, self.sources.digest(path)]

        def load(data: bytes) -> Found:
            try:
                return adapter.validate_json(data)
            except ValidationError as failure:
                raise ValueError(str(failure)) from failure

        return self.memo.get(kind, inputs, compute, adapter.dump_json, load)


def exports_of(sources: Sources) -> Callable[[str], ExportFile]:
    """Exports as streams: a count of any size needs no more memory than one of its rows."""

    def beside(path: str, name: str) -> ExportFile | None:
        other = f"{path.rpartition('/')[0]}/{name}"
        return opened(other) if sources.exists(other) else None

    def opened(path: str) -> ExportFile:
        return ExportFile(path, lambda: sources.open(path), lambda name: beside(path, name))

    return opened


def _released(process: Process, clock: Clock) -> bool:
    publish_at = process.results.main.value.publish_at if process.results else None
    return publish_at is None or publish_at.start is None or clock.reached(publish_at.start)
