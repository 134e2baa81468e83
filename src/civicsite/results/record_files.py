"""A record -> all of its files, the same bytes from the same record and ballots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from civicsite.results import record, record_answers, record_package, record_table
from civicsite.results.record import Chunks, Record, RecordFile, Stream, content_digest
from civicsite.results.record_blt import blt
from civicsite.results.record_pabulib import pabulib

__all__ = ["Making", "ballots_name", "record_files"]


def ballots_name(contest: str, ending: str = "csv") -> str:
    """The file of a contest's ballots."""
    return f"ballots-{contest}.{ending}" if contest else f"ballots.{ending}"


Making = Callable[[Sequence[str], Chunks], Stream]
"""Makes a stream of chunks that follow from some words; whoever knows its digest already need not
take it again."""


def _taken(words: Sequence[str], chunks: Chunks) -> Stream:
    return Stream.of(chunks)


def record_files(
    told: Record,
    ballots: Mapping[str, Stream],
    words: Callable[[str], str],
    make: Making = _taken,
) -> tuple[RecordFile, ...]:
    """Every file of the record, ``results.json`` first. ``ballots``: the published tables by
    contest; ``words`` gives the catalogue's sentences in the record's language."""
    made: list[RecordFile] = []
    whole = content_digest(told.to_json())
    if told.contests:
        table = record_table.results_table(told)
        made.append(RecordFile(record_table.NAME, "table", table))
    if told.survey:
        answers = record_answers.answers_table(told.survey)
        made.append(RecordFile(record_answers.NAME, "answers", answers))
    for contest in told.contests:
        table_of = ballots.get(contest.count.contest)
        if table_of is None or contest.ballots is None:
            continue
        id = contest.count.contest
        made.append(RecordFile(contest.ballots.file, "ballots", table_of, id))
        for kind, ending, writer in (("pabulib", "pb", pabulib), ("blt", "blt", blt)):
            chunks = writer(told, contest, table_of)
            if chunks:
                content = make((kind, id, whole, table_of.sha256), chunks)
                made.append(RecordFile(ballots_name(id, ending), kind, content, id))
    files = tuple((file.name, content_digest(file.content)) for file in made)
    first = RecordFile(record.NAME, "results", replace(told, files=files).to_json())
    package = record_package.data_package(told, (first, *made), words)
    return (first, RecordFile(record_package.NAME, "package", package), *made)
