"""The first record of a file, for recognising a format by the names of its columns."""

from __future__ import annotations

import csv
import re

from civicsite.exports.text_tables import plain_head, tidy

__all__ = ["head_delimiter", "headings"]


def head_delimiter(head: bytes) -> str:
    """The most frequent of semicolon, tab and comma on the first line that is not empty."""
    line = next((row for row in plain_head(head).splitlines() if row.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", line)
    return max(";\t,", key=unquoted.count)


def headings(head: bytes) -> tuple[str, ...]:
    """The names of the columns, tidied, without the byte order mark and a formula guard; empty
    when the head is no text table."""
    text = plain_head(head).lstrip("\r\n")
    if "\0" in text or text[:1] in ("{", "["):
        return ()
    try:
        cells = next(csv.reader(text.splitlines(keepends=True), delimiter=head_delimiter(head)), [])
    except csv.Error:
        return ()
    return tuple(tidy(cell).removeprefix("'") for cell in cells)
