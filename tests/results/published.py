"""Records made in memory, as they are published, and counted again."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

from civicsite.catalogues import packaged_catalogue
from civicsite.exports.dataset import Ballot, ExportFile, Option
from civicsite.output.sorting import SortedLines
from civicsite.results.anonymous import Terms
from civicsite.results.counts import CountRequest, Tally
from civicsite.results.record import FORMAT, VERSION, ContestRecord, Record, Stream
from civicsite.results.record_files import record_files
from civicsite.results.recording import Spool, published, told_protocols
from civicsite.results.recount import Recount, recount
from civicsite.results.tally import count, order_matters
from tests.exports.files import in_memory
from tests.results.counting import REGISTRY

PROJECTS = tuple(Option(id, f"Projekt {id}") for id in ("1", "2", "3"))
HEAD = Record(
    FORMAT, VERSION, "lipowiec/park", "Park; nad rzeką", "Lipowiec", "pl", "PLN", "preliminary",
    begins="2026-06-01", ends="2026-06-14", country="Poland",
)  # fmt: skip


def whole(content: bytes | Stream) -> bytes:
    return content if isinstance(content, bytes) else b"".join(content.chunks())


def released(
    request: CountRequest, files: Mapping[str, str | bytes], *, ballots: bool = True
) -> dict[str, bytes]:
    """The downloads of a count, by name; no mistake may be found in the sources."""
    spools = {
        asked.id: Spool(
            Terms(risk_accepted=True, ranked=asked.rule in REGISTRY.rules and order_matters(asked, REGISTRY.rules)),
            lambda: SortedLines(200),
        )
        for asked in request.contests
    }  # fmt: skip

    def keep(ballot: Ballot) -> None:
        spools[ballot.contest].add(ballot)

    tallies, problems = count(
        request, lambda path: in_memory(path, files[path]), REGISTRY.formats, REGISTRY.rules, keep
    )
    assert not [problem for problem in problems if problem.severity == "error"]
    return downloads(request, tallies, spools if ballots else {})


def downloads(
    request: CountRequest, tallies: tuple[Tally, ...], spools: Mapping[str, Spool]
) -> dict[str, bytes]:
    contests, tables = [], {}
    for asked, tally in zip(request.contests, tallies, strict=True):
        about = None
        if tally.contest in spools and spools[tally.contest].number:
            found, problems = published(spools[tally.contest], tally.contest, ())
            assert found, problems
            about, tables[tally.contest] = found
        told = replace(tally, protocols=told_protocols(tally, 5))
        rules = replace(asked, declared=None, declared_options=())
        contests.append(ContestRecord(rules, told, about))
    record = replace(HEAD, contests=tuple(contests))
    words = packaged_catalogue("pl").text
    return {file.name: whole(file.content) for file in record_files(record, tables, words)}


def recounted(files: Mapping[str, bytes]) -> Recount:
    def opened(name: str) -> ExportFile | None:
        if name not in files:
            return None
        return ExportFile(name, lambda: io.BytesIO(files[name]))

    return recount(opened, REGISTRY.formats, REGISTRY.rules)


def codes(done: Recount) -> set[str]:
    return {problem.code for problem in done.report if problem.severity == "error"}
