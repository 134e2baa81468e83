"""The first record of a file, for recognising a format by the names of its columns."""

from __future__ import annotations

import csv
from itertools import islice

from civicsite.exports.text_tables import delimiter_of, plain_head, tidy

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
    delimiter, declared = delimiter_of(text)
    lines = text.splitlines(keepends=True)[declared:]
    rows: list[tuple[str, ...]] = []
    try:
        for cells in islice(csv.reader(lines, delimiter=delimiter), most):
            rows.append(tuple(tidy(cell).removeprefix("'") for cell in cells))
    except csv.Error:
        return rows
    return rows
