"""The names of columns that the first bytes of a table show, for recognising a format."""

from __future__ import annotations

from civicsite.exports.text_tables import head_rows, tidy, unguard

__all__ = ["header_candidates", "headings"]

_MOST_ABOVE = 60
"""Rows looked at: below a title, the names of the columns are further down."""


def headings(head: bytes) -> tuple[str, ...]:
    """The first row that is not empty; nothing when the head is no text table."""
    return next(iter(header_candidates(head)), ())


def header_candidates(head: bytes) -> list[tuple[str, ...]]:
    """The first rows with any words, tidied."""
    rows = [tuple(tidy(unguard(cell)) for cell in row) for row in head_rows(head)[:_MOST_ABOVE]]
    return [row for row in rows if any(row)]
