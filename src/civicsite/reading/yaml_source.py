"""The lines of a YAML text as they were written and as they were meant.

A mistake is repaired in memory so that the rest of the file can be read. All places are still told
as they are in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.reading.yaml_slips import Fix, make_fix

__all__ = ["Source"]

# What PyYAML refuses as not printable, and the byte order mark, which it counts differently.
_CONTROL = re.compile(
    "[^\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

_SPACING = frozenset({"odd-space", "tab-indentation", "wrong-indentation"})


@dataclass(slots=True)
class Source:
    """The lines of a file as they were written and as they were meant."""

    path: str
    original: list[str]
    first_line: int
    diagnostics: list[Diagnostic] = field(default_factory=list)
    lines: list[str] = field(init=False)
    """Repaired where a mistake was found. Lines and columns count from 0."""
    columns: dict[int, list[int]] = field(default_factory=dict)
    """For each repaired line, the original column of each of its columns."""
    spaced: set[int] = field(default_factory=set)
    """Lines of which it was said that they begin with the wrong blanks: once is enough."""

    def __post_init__(self) -> None:
        self.lines = list(self.original)

    def span(self, line: int, column: int, length: int) -> Span:
        """The place in the file of a place in the repaired lines."""
        line = min(line, len(self.original) - 1)
        excerpt = self.original[line]
        columns = self.columns.get(line)
        if columns:
            end = columns[min(column + length, len(columns) - 1)]
            column = columns[min(column, len(columns) - 1)]
            length = end - column
        column = min(column, len(excerpt))
        length = max(1, min(length, len(excerpt) - column))
        return Span(self.path, self.first_line + line, column + 1, length, excerpt)

    def repair(self, fix: Fix) -> None:
        """Report a mistake and go on with the lines as they were meant."""
        if fix.code not in _SPACING or fix.line not in self.spaced:
            values = dict(fix.values)
            if isinstance(values.get("line"), int):
                values["line"] = int(values["line"]) + self.first_line
            place = self.span(fix.line, fix.column, fix.length)
            self.diagnostics.append(error(fix.code, place, **values))
        if fix.code in _SPACING:
            self.spaced.add(fix.line)
        for number, line in fix.repaired:
            self._replace(number, line)

    def moved(self, found: Diagnostic) -> bool:
        """True for a name that only repeats because its line, or one beside it, was moved into
        another block; then the same holds for the line below."""
        number = found.span.line - self.first_line
        repeats = found.code in ("key-twice", "missing-dash")
        if not repeats or self.spaced.isdisjoint((number - 1, number, number + 1)):
            return False
        self.spaced.add(number)
        return True

    def repair_all(self, fixes: Iterable[Fix]) -> bool:
        """Repair what does not overlap; the rest is found again in the next round.

        False when nothing changes.
        """
        touched: set[int] = set()
        for fix in fixes:
            numbers = {number for number, _ in fix.repaired}
            if not numbers & touched and any(self.lines[n] != line for n, line in fix.repaired):
                self.repair(fix)
                touched |= numbers
        return bool(touched)

    def remove_control_characters(self, most: int) -> None:
        """They come with text copied from elsewhere, cannot be seen, and are not allowed.

        No more than ``most`` are reported.
        """
        for number, line in enumerate(self.lines):
            found = _CONTROL.search(line)
            if found and len(self.diagnostics) < most:
                at = (number, found.start(), 1)
                clean = _CONTROL.sub(" ", line)
                character = f"U+{ord(found[0]):04X}"
                fix = make_fix("yaml-control-character", at, {number: clean}, character=character)
                self.repair(fix)
            elif found:
                self.lines[number] = _CONTROL.sub(" ", line)

    def _replace(self, number: int, line: str) -> None:
        old = self.lines[number]
        columns = self.columns.get(number, list(range(len(self.original[number]) + 1)))
        shorter = min(len(old), len(line))
        head = next((i for i in range(shorter) if old[i] != line[i]), shorter)
        tail = 0
        while tail < shorter - head and old[-1 - tail] == line[-1 - tail]:
            tail += 1
        middle = [columns[min(head + i, len(old) - tail)] for i in range(len(line) - tail - head)]
        whole = columns[:head] + middle + columns[len(old) - tail :]
        self.columns[number] = whole if line else [0]
        self.lines[number] = line
