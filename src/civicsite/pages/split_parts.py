"""Votes by attributes of the voters, as far as they may be told."""

from __future__ import annotations

from collections.abc import Iterator

from civicsite.language import Text
from civicsite.pages.result_views import AnswerRow, AnswerTable
from civicsite.pages.result_words import Names
from civicsite.results.suppression import MIN_CELL, Protected, Withheld

__all__ = ["split_notes", "split_tables"]


def split_tables(names: Names) -> tuple[AnswerTable, ...]:
    """Options by groups, one table for each attribute."""
    return tuple(
        _table(names, split) for split in names.tally.splits if isinstance(split, Protected)
    )


def split_notes(names: Names) -> tuple[str, ...]:
    """What is joined, hidden or not shown, and why."""
    return tuple(_notes(names))


def _heading(names: Names, attribute: str) -> str:
    """What an editor's file calls an attribute: the heading of its column."""
    columns = (item.attributes.get(attribute) for item in names.fields.ballots)
    return next((column for column in columns if column), attribute)


def _table(names: Names, split: Protected) -> AnswerTable:
    desk = names.desk
    number, hidden = desk.language.number, desk.word("split-hidden")
    groups = [_group(names, group) for group in split.groups]
    if split.joined:
        listed = desk.language.join(_group(names, group) for group in split.joined)
        alone = split.joined == ("",)
        groups.append(listed if alone else desk.word("split-joined", groups=listed))
    rows = [
        AnswerRow(
            names.title(option),
            tuple(hidden if n is None else number(n) for n in cells),
        )
        for option, cells in zip(split.options, zip(*split.counts, strict=True), strict=True)
    ]
    everybody = Text(desk.word("split-ballots"), None)
    rows.append(AnswerRow(everybody, tuple(map(number, split.sizes)), kind="none"))
    title = Text(desk.word("split-by", by=_heading(names, split.attribute)), None)
    return AnswerTable(tuple(Text(group, None) for group in groups), tuple(rows), "option", title)


def _group(names: Names, group: str) -> str:
    return group or names.desk.word("split-unknown")


def _notes(names: Names) -> Iterator[str]:
    desk, splits = names.desk, names.tally.splits
    for split in splits:
        if isinstance(split, Withheld):
            why = desk.word(f"split-withheld.{split.reason}")
            by = _heading(names, split.attribute)
            yield desk.word("split-not-shown", by=by, why=why)
    if any(isinstance(split, Protected) and (split.hidden or split.joined) for split in splits):
        publish = names.fields.publish
        least = publish.min_cell if publish else MIN_CELL
        yield desk.word("split-note", least=desk.language.number(least))
