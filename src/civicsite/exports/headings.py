"""The headings of a text table, for recognising an export by its first bytes."""

from __future__ import annotations

import csv
from itertools import islice

from civicsite.exports.text_tables import delimiter_of, plain_head, tidy, unguard

__all__ = ["head_rows", "header_candidates", "headings"]

_MOST_ABOVE = 60
"""Rows looked at: below a title, the names of the columns are further down."""


def headings(head: bytes) -> tuple[str, ...]:
    """The names of the columns, tidied, without the byte order mark and a formula guard; empty
    when the head is no text table."""
    return next(iter(header_candidates(head)), ())


def header_candidates(head: bytes) -> list[tuple[str, ...]]:
    """The first rows with any words."""
    return [row for row in head_rows(head) if any(row)]


def head_rows(head: bytes, most: int = _MOST_ABOVE) -> list[tuple[str, ...]]:
    """The first rows of a text table, tidied."""
    text = plain_head(head).lstrip("\r\n")
    if "\0" in text or text[:1] in ("{", "["):
        return []
    delimiter, declared = delimiter_of(text)
    lines = text.splitlines(keepends=True)[declared:]
    rows: list[tuple[str, ...]] = []
    try:
        for cells in islice(csv.reader(lines, delimiter=delimiter), most):
            rows.append(tuple(tidy(unguard(cell)) for cell in cells))
    except csv.Error:
        return rows
    return rows
