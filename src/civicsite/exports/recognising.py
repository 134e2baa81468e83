"""Which format a file has: what an editor says, else what the file itself shows.

Nobody guesses. Where two formats could be meant, the error names both, and ``format:`` decides.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import islice

from civicsite.diagnostics import Diagnostic, error
from civicsite.exports.dataset import CountedFile, ExportFile, Format
from civicsite.exports.sheets import Sheet, examine_workbook, is_workbook
from civicsite.exports.text_tables import HEAD

__all__ = ["choose_format", "heads"]

_ROWS_SHOWN = 60


def choose_format(
    entry: CountedFile, file: ExportFile, formats: Mapping[str, Format], wanted: frozenset[str]
) -> tuple[Format, str] | Diagnostic:
    """The format of a file, and the catalogue key of the reason.

    ``wanted`` is what it shall be read for: some of ``ballots``, ``totals`` and ``responses``. A
    table whose columns are named is read as ``table`` or ``totals`` when it is nothing else.
    """
    fitting = {name: item for name, item in formats.items() if item.makes & wanted}
    if entry.format:
        named = fitting.get(entry.format)
        if named is None:
            values = {"format": entry.format, "known": ", ".join(sorted(fitting))}
            return error("format-unknown", entry.span, **values)
        return named, "recognised-stated"
    shown = heads(file)
    found = {
        item.name: (item, reason.by)
        for item in fitting.values()
        for head in ([] if isinstance(shown, Diagnostic) else shown)
        if (reason := item.recognise(head, file.path))
    }
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        values = {"file": entry.path, "formats": ", ".join(sorted(found))}
        return error("format-not-clear", entry.span, **values)
    if isinstance(shown, Diagnostic):
        return shown
    if entry.option and entry.votes and "totals" in fitting:
        return fitting["totals"], "recognised-stated"
    if (entry.choices or "responses" in wanted) and "table" in fitting:
        return fitting["table"], "recognised-stated"
    values = {"file": entry.path, "known": ", ".join(sorted(fitting))}
    return error("format-not-recognised", entry.span, **values)


def heads(file: ExportFile) -> tuple[bytes, ...] | Diagnostic:
    """What formats are recognised by: the first bytes of a file, and of a spreadsheet the CSV of
    the first rows of each sheet."""
    if not is_workbook(file):
        with file.stream() as source:
            return (source.read(HEAD),)
    book = examine_workbook(file)
    if isinstance(book, Diagnostic):
        return book
    return tuple(_as_csv(sheet) for sheet in book.sheets)


def _as_csv(sheet: Sheet) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_shown(sheet))
    return text.getvalue().encode()


def _shown(sheet: Sheet) -> Iterator[list[str]]:
    for row in islice(sheet.rows(), _ROWS_SHOWN):
        yield row.cells
