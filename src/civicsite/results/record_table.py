"""``results.csv``: one row for each option, for people who open it in a spreadsheet.

UTF-8 with semicolons, decimal point, no thousands, no units. Codes instead of sentences, so that
the file is the same in every language; ``datapackage.json`` says what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator

from civicsite.exports.reduction import cells_line, guarded, score_text
from civicsite.results.counts import OptionTally, Tally
from civicsite.results.record import ContestRecord, Record

__all__ = ["NAME", "columns", "results_table"]

NAME = "results.csv"
_FIRST = ("contest", "contest_title", "id", "title", "place", "cost", "votes")
_LAST = ("points", "declared", "recounted", "decision")
_CHANNELS = ("online", "paper", "on-site", "")


def columns(record: Record) -> tuple[str, ...]:
    """The headings: with one for each channel by which votes are told."""
    return (*_FIRST, *(_heading(channel) for channel in _channels(record)), *_LAST)


def results_table(record: Record) -> bytes:
    """The whole table."""
    return b"".join((cells_line(columns(record)), *_rows(record)))


def _heading(channel: str) -> str:
    return f"votes_{channel.replace('-', '_') or 'unknown'}"


def _channels(record: Record) -> list[str]:
    told = {
        channel.channel
        for contest in record.contests
        if _by_channel(contest.count)
        for channel in contest.count.channels
    }
    return [channel for channel in _CHANNELS if channel in told]


def _by_channel(tally: Tally) -> bool:
    """Whether votes are told by channel: not where channels are too small to be told apart."""
    return len(tally.channels) > 1 and all(
        len(item.by_channel) == len(tally.channels) for item in tally.options
    )


def _rows(record: Record) -> Iterator[bytes]:
    channels = _channels(record)
    for contest in record.contests:
        for item in contest.count.options:
            yield cells_line(_cells(contest, item, channels))


def _cells(contest: ContestRecord, item: OptionTally, channels: list[str]) -> Iterator[str]:
    tally, option = contest.count, item.option
    texts = (tally.contest, next(iter(contest.rules.names), ""), option.id, option.title)
    yield from map(guarded, (*texts, option.place))
    yield "" if option.cost is None else format(option.cost, "f")
    voted = tally.held == "voted"
    yield str(item.votes) if voted else ""
    places = {channel.channel: n for n, channel in enumerate(tally.channels)}
    for channel in channels:
        told = voted and _by_channel(tally) and channel in places
        yield str(item.by_channel[places[channel]]) if told else ""
    yield "" if item.score is None else score_text(item.score)
    yield dict(tally.declared.statuses).get(option.id, "") if tally.declared else ""
    step = next(
        (s for s in (tally.outcome.steps if tally.outcome else ()) if s.id == option.id), None
    )
    complete = tally.outcome is not None and tally.outcome.complete
    yield "" if step is None or not complete else _selected(step.chosen)
    yield step.decision if step else ""


def _selected(chosen: bool) -> str:
    return "selected" if chosen else "not-selected"
