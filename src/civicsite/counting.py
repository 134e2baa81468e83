"""Every result of a site, counted; what was counted before from the same files is not counted
again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from pydantic import TypeAdapter, ValidationError

from civicsite.clock import Clock
from civicsite.diagnostics import Diagnostic, Report
from civicsite.exports.dataset import Ballot, ExportFile
from civicsite.memo import Memo
from civicsite.model.site import Process, Site
from civicsite.output.sorting import SortedLines
from civicsite.reading.sources import Sources
from civicsite.registry import Registry
from civicsite.results.counts import CountRequest, Tally
from civicsite.results.disclosure import Disclosure, disclosure_of
from civicsite.results.record import BallotsRecord, Stream
from civicsite.results.recording import Release, Tables, published, spools_for
from civicsite.results.reducing import served
from civicsite.results.reducing_surveys import served_survey
from civicsite.results.releasing import release_process, released
from civicsite.results.requests import request_of
from civicsite.results.survey_counts import SurveyTally
from civicsite.results.survey_requests import survey_request_of
from civicsite.results.surveys import count_survey
from civicsite.results.tally import count

__all__ = ["Counted", "Counting", "exports_of"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What may be shown, by the id of the process."""

    releases: dict[str, Release]

    @property
    def tallies(self) -> dict[str, tuple[Tally, ...]]:
        """The counts of contests."""
        return {id: release.tallies for id, release in self.releases.items() if release.tallies}

    @property
    def surveys(self) -> dict[str, SurveyTally]:
        """The answers to surveys."""
        found = ((id, release.record.survey) for id, release in self.releases.items())
        return {id: survey for id, survey in found if survey}


_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""What may be published of ballots does not depend on the instant."""

Found = tuple[Any, tuple[Diagnostic, ...]]
"""A result and what is wrong with its sources."""


@cache
def _ballots() -> TypeAdapter[Found]:
    return TypeAdapter(tuple[tuple[Tally, ...], tuple[Diagnostic, ...]])


@cache
def _published() -> TypeAdapter[Found]:
    return TypeAdapter(tuple[dict[str, tuple[BallotsRecord, str]], tuple[Diagnostic, ...]])


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
        releases = {}
        for number, process in enumerate(self.site.processes.values()):
            progress(number, len(self.site.processes))
            release, problems = release_process(process, self.site, self.sources, self, clock)
            found.extend(problems)
            if release and released(process, clock):
                releases[process.id] = release
        return Counted(releases)

    def votes(
        self, process: Process, found: Report
    ) -> tuple[CountRequest | None, tuple[Tally, ...]]:
        """What is asked of the ballots of a process, and the count of each contest."""
        sources, rules = self.sources, self.registry.rules
        request, problems = request_of(process, sources.exists, self.site.zone, rules)
        found.extend(problems)
        if request is None:
            return None, ()
        request, problems = served(request, process.folder, process.id, rules, sources)
        found.extend(problems)
        if request is None:
            return None, ()
        asked = request

        def compute() -> Found:
            return count(asked, exports_of(sources), self.registry.formats, rules)

        tallies, problems = self._remembered("tally", process, repr(asked), compute, _ballots())
        found.extend(problems)
        return asked, tallies

    def tables(
        self, process: Process, request: CountRequest, tallies: Sequence[Tally], found: Report
    ) -> Tables:
        """The ballots of a process as they may be published. Their digest is remembered; they are
        read again only where they have to be written."""
        allowed = disclosure_of(process, Clock(_ANY_TIME, self.site.zone))
        if not allowed.ballots:
            return {}
        options = {t.contest: tuple(item.option.id for item in t.options) for t in tallies}
        making = _Tables(self, request, allowed, options)

        def compute() -> Found:
            tables, problems = making.made()
            return {id: (about, table.sha256) for id, (about, table) in tables.items()}, problems

        key = repr((request, allowed))
        known, problems = self._remembered("published", process, key, compute, _published())
        found.extend(problems)
        return {
            id: (about, Stream(sha256, partial(making.chunks, id)))
            for id, (about, sha256) in known.items()
        }

    def survey(self, process: Process, found: Report) -> SurveyTally | None:
        """The answers to the survey of a process."""
        request, problems = survey_request_of(process, self.sources.exists, self.site.zone)
        found.extend(problems)
        if request is not None:
            request, problems = served_survey(request, process.folder, process.id, self.sources)
            found.extend(problems)
        if request is None:
            return None
        asked = request

        def compute() -> Found:
            return count_survey(asked, exports_of(self.sources), self.registry.formats)

        survey, problems = self._remembered("survey", process, repr(asked), compute, _answers())
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


class _Tables:
    """The published tables of one process, made when somebody needs them."""

    def __init__(
        self,
        counting: Counting,
        request: CountRequest,
        allowed: Disclosure,
        options: Mapping[str, Sequence[str]],
    ) -> None:
        self._counting, self._request = counting, request
        self._allowed, self._options = allowed, options
        self._made: tuple[Tables, tuple[Diagnostic, ...]] | None = None

    def made(self) -> tuple[Tables, tuple[Diagnostic, ...]]:
        """All tables that may be published, and why others may not."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def chunks(self, contest: str) -> Iterable[bytes]:
        """The table of a contest, line by line."""
        return self.made()[0][contest][1].chunks()

    def _make(self) -> tuple[Tables, tuple[Diagnostic, ...]]:
        registry = self._counting.registry
        spools = spools_for(self._request, self._allowed, registry.rules, SortedLines)

        def keep(ballot: Ballot) -> None:
            if ballot.contest in spools:
                spools[ballot.contest].add(ballot)

        exports = exports_of(self._counting.sources)
        count(self._request, exports, registry.formats, registry.rules, keep)
        tables: dict[str, tuple[BallotsRecord, Stream]] = {}
        found: list[Diagnostic] = []
        for contest, spool in spools.items():
            if not spool.number:
                continue
            table, problems = published(spool, contest, self._options.get(contest, ()))
            found.extend(problems)
            if table:
                tables[contest] = table
        return tables, tuple(found)


def exports_of(sources: Sources) -> Callable[[str], ExportFile]:
    """Exports as streams: a count of any size needs no more memory than one of its rows."""

    def beside(path: str, name: str) -> ExportFile | None:
        other = f"{path.rpartition('/')[0]}/{name}"
        return opened(other) if sources.exists(other) else None

    def opened(path: str) -> ExportFile:
        return ExportFile(path, lambda: sources.open(path), lambda name: beside(path, name))

    return opened
