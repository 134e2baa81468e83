"""The published ballots of a participatory budget as a Pabulib file (pabulib.org), quoted as CSV.

The format's checker takes a cell with a semicolon only in quotes, lists joined by commas without
spaces, numbers with a point. Ballots are numbered as they stand in the file, which is sorted by
content: the numbers say nothing about anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from civicsite.exports.dataset import Option
from civicsite.exports.reduction import BallotsRow, cells_line, score_text, table_rows
from civicsite.results.counts import OptionTally, Tally
from civicsite.results.record import Chunks, ContestRecord, Record, Stream

__all__ = ["pabulib"]

_RULES = frozenset({"greedy", "greedy-no-skip", "greedy-threshold"})
"""Rules that the format knows by the same name and in the same meaning."""
_WITHDRAWN_COST = "999999999"
_PLAIN_ID = re.compile(r"[^,;\"\s]+")


def pabulib(record: Record, contest: ContestRecord, ballots: Stream) -> Chunks | None:
    """The file; None for a contest that is no participatory budget, that counts more than the
    ballots, whose numbers of projects the format cannot hold, or of which the dates and the country
    that it requires are not known."""
    tally = contest.count
    options = [item.option for item in tally.options]
    if tally.budget is None or contest.ballots is None or tally.protocols:
        return None
    if not all(option.cost is not None or option.withdrawn for option in options):
        return None
    if not options or not all(_PLAIN_ID.fullmatch(option.id) for option in options):
        return None
    if not (record.country and _begins(record, contest) and _ends(record, contest)):
        return None
    return lambda: _lines(record, contest, ballots.chunks)


def _lines(record: Record, contest: ContestRecord, chunks: Chunks) -> Iterator[bytes]:
    tally = contest.count
    points = any(row.points for row in table_rows(chunks()))
    yield from (cells_line(row) for row in _meta(record, contest, points))
    yield cells_line(("PROJECTS",))
    yield cells_line(
        ("project_id", "cost", "votes", *(("score",) if points else ()), "name", "selected")
    )
    yield from (cells_line(_project(tally, item, points)) for item in tally.options)
    yield cells_line(("VOTES",))
    yield cells_line(("voter_id", "vote", *(("points",) if points else ())))
    yield from _votes(table_rows(chunks()), points)


def _votes(rows: Iterator[BallotsRow], points: bool) -> Iterator[bytes]:
    voter = 0
    for row in rows:
        vote = [",".join(row.marks)]
        if points:
            vote.append(",".join(map(score_text, row.points)))
        for _ in range(row.number):
            voter += 1
            yield cells_line((str(voter), *vote))


def _meta(record: Record, contest: ContestRecord, points: bool) -> Iterator[tuple[str, str]]:
    tally, rules = contest.count, contest.rules
    facts = tally.facts
    title = next((name for name in rules.names if name), "")
    yield "META", ""
    yield "key", "value"
    yield "description", f"{record.title}: {title}" if title else record.title
    yield "country", record.country
    yield "unit", record.municipality
    yield "instance", _begins(record, contest)[:4]
    if title:
        yield "subunit", title
    yield "num_projects", str(len(tally.options))
    yield "num_votes", str(contest.ballots.number if contest.ballots else 0)
    yield "budget", format(tally.budget or 0, "f")
    yield "vote_type", _vote_type(contest, points)
    rule = facts.rule if facts and facts.rule else tally.rule
    yield "rule", rule if rule in _RULES else "unknown"
    yield "date_begin", _date(_begins(record, contest))
    yield "date_end", _date(_ends(record, contest))
    least, most = rules.marks
    if least is not None:
        yield "min_length", str(least)
    if most is not None:
        yield "max_length", str(most)
    if tally.threshold is not None:
        yield "min_project_score_threshold", score_text(tally.threshold)
    yield "language", record.language
    yield "currency", record.currency


def _vote_type(contest: ContestRecord, points: bool) -> str:
    facts = contest.count.facts
    if facts and facts.ballot_type in ("cumulative", "scoring") and points:
        return facts.ballot_type
    if points:
        return "scoring"
    return "choose-1" if contest.rules.marks == (1, 1) else "approval"


def _project(tally: Tally, item: OptionTally, points: bool) -> Iterator[str]:
    option: Option = item.option
    yield option.id
    yield _WITHDRAWN_COST if option.cost is None else format(option.cost, "f")
    yield str(item.votes)
    if points:
        yield score_text(item.score or 0)
    yield option.title
    yield {True: "1", False: "0"}[tally.official.get(option.id, False)]


def _begins(record: Record, contest: ContestRecord) -> str:
    """First day of the vote: as the process says it, else as the export does."""
    facts = contest.count.facts
    return record.begins or (facts.begins if facts else "")


def _ends(record: Record, contest: ContestRecord) -> str:
    facts = contest.count.facts
    return record.ends or (facts.ends if facts else "")


def _date(day: str) -> str:
    """``2026-06-01`` as ``01.06.2026``; a year as it is."""
    parts = day.split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else day
