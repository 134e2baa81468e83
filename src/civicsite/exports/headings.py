"""The first record of a file, for recognising a format by the names of its columns."""

from __future__ import annotations

import csv
import re
from itertools import islice

from civicsite.exports.text_tables import plain_head, tidy

__all__ = ["head_rows", "headings"]


def headings(head: bytes) -> tuple[str, ...]:
    """The names of the columns, tidied, without the byte order mark and a formula guard; empty
    when the head is no text table."""
    return next(iter(head_rows(head, 1)), ())


def head_rows(head: bytes, most: int = 60) -> list[tuple[str, ...]]:
    """The first rows of a text table: below a title, the names of the columns are further down."""
    text = plain_head(head).lstrip("\r\n")
    if "\0" in text or text[:1] in ("{", "["):
        return []
    lines = text.splitlines(keepends=True)
    rows: list[tuple[str, ...]] = []
    try:
        for cells in islice(csv.reader(lines, delimiter=_delimiter(text)), most):
            rows.append(tuple(tidy(cell).removeprefix("'") for cell in cells))
    except csv.Error:
        return rows
    return rows


def _delimiter(text: str) -> str:
    """The most frequent of semicolon, tab and comma in the first line that has two of one, since
    a title above the table may have a comma, and texts in its rows have many."""
    best, most = ",", 0
    for line in text.splitlines():
        unquoted = re.sub(r'"[^"]*"', "", line)
        counts = {char: unquoted.count(char) for char in ";\t,"}
        char = max(counts, key=lambda char: counts[char])
        if counts[char] > most:
            best, most = char, counts[char]
        if most > 1:
            break
    return best
