"""The mistakes people make in YAML, recognised from the lines they wrote.

A parser stops where it cannot go on, which is often a line after the mistake, and says so in its
own terms. Here the lines around that place are looked at, the likely mistakes named, and for each
the lines offered as they were probably meant. A guess counts only when the parser gets further with
the offered lines, so no advice is given that would not help.

Lines and columns count from 0; the caller turns them into places in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from civicsite.reading.yaml_blocks import (
    between_brackets,
    first_dash_missing,
    in_long_text,
    indentation,
    list_and_fields,
    quote_above,
    text_below_quotes,
    text_not_indented,
)
from civicsite.reading.yaml_events import Failure, Judged, judge
from civicsite.reading.yaml_rows import WORD, filled, is_blank, read_row
from civicsite.reading.yaml_slips import Fix, in_line, make_fix, odd_space

__all__ = ["Fix", "Patience", "explain"]


class Patience:
    """How many characters may still be parsed in search of explanations.

    Counted in characters and not in seconds, so that a file gets the same answer everywhere.
    """

    def __init__(self, characters: int) -> None:
        self.left = characters
        self.moved: set[tuple[str, int]] = set()
        """Lines that were moved already: to move one again would lead back."""

    def judge(self, lines: Sequence[str]) -> Judged:
        """Parse, and pay for it."""
        judged = judge(lines)
        self.left -= judged.cost
        return judged


def explain(lines: Sequence[str], failure: Failure, patience: Patience) -> Fix:
    """The mistake behind a failure, by the first repair with which the parser gets further.

    Where no recogniser knows it, the code is that of the failure and the repair leaves out as
    little as possible.
    """
    if failure.code not in _CUT:
        for _, ways in groupby(_candidates(lines, failure), _one_mistake):
            reached = {
                fix: _reach(lines, fix, failure, patience)
                for fix in ways
                if (fix.code, fix.line) not in patience.moved
            }
            useful = {fix: where for fix, where in reached.items() if where > failure.where}
            if useful:
                best = max(useful, key=lambda fix: _rank(fix, useful[fix]))
                if best.code in _MOVES:
                    patience.moved.add((best.code, best.line))
                return best
    at = (failure.where[0], failure.where[1], 1)
    drops = [make_fix(failure.code, at, dict.fromkeys(part, "")) for part in _parts(lines, failure)]
    for fix in drops[:-1]:
        if _reach(lines, fix, failure, patience) > failure.where:
            return fix
    return drops[-1]


def _rank(fix: Fix, reached: tuple[int, int]) -> tuple[int, int]:
    """For moved lines the column does not count: they come with the nearest column first."""
    return (reached[0], 0) if fix.code in _MOVES else reached


def _one_mistake(fix: Fix) -> tuple[str, int]:
    """Of several ways to mend one mistake, the one that gets furthest is taken.

    When lines do not stand one below the other, any of them may be the one that was moved.
    """
    return (fix.code, -1 if fix.code in _MOVES else fix.line)


_MOVES = {"wrong-indentation", "tab-indentation", "text-not-indented"}
_FAR = 200
"""Lines above a failure in which its cause is looked for."""
_CUT = {"yaml-second-document", "yaml-document-end", "yaml-directive", "yaml-too-deep"}
"""What is understood and refused: no guess is needed."""


def _reach(lines: Sequence[str], fix: Fix, failure: Failure, patience: Patience) -> tuple[int, int]:
    """How far the lines around the mistake can be understood with the repair."""
    nowhere, everywhere = (-1, 0), (len(lines), 0)
    if patience.left <= 0:
        return nowhere
    touched = [number for number, _ in fix.repaired]
    near = [failure.line, *touched, *(failure.opened or ())[:1]]
    start = _field_start(lines, _field_start(lines, min(near)) - 1)
    stop = len(lines) if failure.at_end else _field_end(lines, max(near))
    part = list(lines[start:stop])
    for number, text in fix.repaired:
        part[number - start] = text
    later = patience.judge(part).failure
    if later is None:
        return everywhere
    line, column = later.where[0] + start, later.where[1]
    closes = fix.code == "curly-quotes" or fix.code.startswith("unclosed-")
    if closes and fix.line < line <= failure.line:
        # What was hidden in the text or bracket can be seen now, with its own mistakes.
        return (failure.line + 1, 0) if _ends_text(lines, fix.line) else (line, column)
    if line in touched and line == failure.line:
        row = read_row(part[line - start])
        if fix.code in ("wrong-indentation", "tab-indentation"):
            # Moved, but no better understood as long as the key or the dash is in the way.
            return (line, len(row.line) + column) if column > max(row.colon, row.dash) else nowhere
        # What was put into the failing line itself pushed the rest of it to the right.
        column -= len(row.line) - len(lines[line])
    return (line, column)


def _ends_text(lines: Sequence[str], number: int) -> bool:
    """True when the line below is a field or a list item of its own."""
    below = filled(lines, number + 1, 1)
    if below is None:
        return True
    row = read_row(lines[below])
    is_own = row.dash >= 0 or bool(re.fullmatch(WORD, row.key))
    return is_own and row.indent <= read_row(lines[number]).start


def _begins_field(line: str) -> bool:
    return bool(line) and line[0] not in " \t-#]}" and bool(line.strip())


def _field_start(lines: Sequence[str], number: int) -> int:
    """Number of the line with which the top-level field around a line begins."""
    number = max(0, min(number, len(lines) - 1))
    while number > 0 and not _begins_field(lines[number]):
        number -= 1
    return number


def _field_end(lines: Sequence[str], number: int) -> int:
    number += 1
    while number < len(lines) and not _begins_field(lines[number]):
        number += 1
    return min(number, len(lines))


def _parts(lines: Sequence[str], failure: Failure) -> Iterator[range]:
    """The lines that could be left out, the fewest first."""
    number = failure.where[0]
    if failure.code == "yaml-second-document":
        yield range(number, len(lines))
        return
    if failure.code in ("yaml-directive", "yaml-document-end"):
        yield range(number, number + 1)
        return
    number = max(filled(lines, number, -1) or 0, 0)
    indent = read_row(lines[number]).indent
    stop = number + 1
    while stop < len(lines) and (is_blank(lines[stop]) or read_row(lines[stop]).indent > indent):
        stop += 1
    start, end = _field_start(lines, number), _field_end(lines, number)
    before = _field_start(lines, start - 1)
    yield range(number, stop)
    yield range(start, end)
    yield range(before, start)
    yield range(before, max(end, failure.line + 1))


def _beside(lines: Sequence[str], number: int) -> int | None:
    """Number of the nearest line above that does not stand deeper."""
    indent = read_row(lines[number]).indent
    return next(
        (
            i
            for i in range(number - 1, -1, -1)
            if not is_blank(lines[i]) and read_row(lines[i]).indent <= indent
        ),
        None,
    )


def _candidates(lines: Sequence[str], failure: Failure) -> Iterator[Fix]:
    """What may have been the mistake, the likeliest first."""
    number, column = failure.line, failure.column
    above = filled(lines, number - 1, -1)
    opened = failure.opened[0] if failure.opened else number
    for near in dict.fromkeys((number, above, opened, _beside(lines, number))):
        if near is not None:
            at = column if near == number else 0
            yield from in_line(lines, near, column=at, inside=opened < near)
    for i in range(number - 1, max(-1, number - _FAR), -1):
        yield from odd_space(i, lines[i])
        yield from quote_above(lines, i)
    if failure.opened and lines[opened][failure.opened[1] :][:1] in ("[", "{"):
        yield from between_brackets(lines, failure, failure.opened)
    yield from first_dash_missing(lines, number)
    yield from indentation(lines, number)
    yield from in_long_text(lines, number)
    yield from text_not_indented(lines, number)
    yield from text_below_quotes(lines, number)
    yield from list_and_fields(lines, number)
