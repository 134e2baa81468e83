"""A table with a header, from text or from a spreadsheet: what every format of rows reads.

Town halls put titles above their tables and sums below them, leave the first columns empty and
write a heading over several. The header is the row that has the columns somebody asked for, or the
row an editor names; what stands above and below the table is left out and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import dropwhile, islice

from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.exports.column_names import has_column, joined, told_apart
from civicsite.exports.dataset import (
    AS_FOUND,
    RESULTS_FILE,
    ExportFile,
    Findings,
    Layout,
    Provenance,
)
from civicsite.exports.row_words import filled_in, first_filled, is_below, is_sum, still_filled
from civicsite.exports.sheets import Sheet, Workbook, examine_workbook, is_workbook
from civicsite.exports.text_tables import Row, TextFile, examine, read_rows, tidy, unguard

__all__ = ["Table", "made_table", "open_table", "with_columns"]

Fits = Callable[[Sequence[str]], bool]
"""Whether a header is the one that is looked for."""

Join = Callable[[Sequence[Sequence[str]]], Sequence[str]]
"""Makes one name for each column of several header rows."""

_MOST_ABOVE = 100
"""Rows in which a header is looked for; the list of a Polish city has it in row 11."""
_MOST_BELOW = 50
"""Rows that may stand below a table, after an empty row."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where rows come from, and the way to them."""

    path: str
    sha256: str
    size: int
    encoding: str
    delimiter: str
    sheet: str
    rows: Callable[[Findings], Iterator[Row]]
    """The rows from the first one; may be asked for again."""
    faulty: frozenset[tuple[int, int]] = frozenset()
    """Line and column of cells of a spreadsheet without a value."""


@dataclass(slots=True)
class Table:
    """A table with a header."""

    path: str
    findings: Findings
    header: tuple[str, ...]
    """Names of the columns, tidied; equal ones are told apart as ``Name``, ``Name (2)``."""
    names: tuple[str, ...]
    """The same as they stand in the file."""
    header_line: int
    """Line of the header; of its first row where it has several."""
    _origin: _Origin
    _rows: Iterator[Row]
    _body: int
    """Line of the last row of the header."""
    _twice: frozenset[str]
    _keep_sums: bool
    title_rows: int = 0
    """Rows with words above the header."""
    rows_read: int = 0
    empty_rows: int = 0
    """Rows without a single word, which spreadsheets leave at the end."""
    sum_rows: int = 0
    """Rows with sums at the end."""
    rows_below: int = 0
    """Rows of something else, below an empty row at the end."""
    wanted: frozenset[int] = frozenset()
    """Columns that are asked for; a word in one of them makes a row a row of the table, so that no
    ballot is taken for a note below it."""
    _below: list[int] = field(default_factory=list)

    def column(self, name: str, span: Span) -> int | None:
        """The index of the column that an editor named at ``span``; None, with a diagnostic, when
        there is none."""
        wanted = tidy(name)
        if wanted not in self.header:
            longer = [name for name in self.header if wanted and name.startswith(wanted)]
            close = get_close_matches(wanted, self.header, 1) or longer[:1]
            values = {"suggestion": close[0]} if close else {}
            listed = "; ".join(column for column in self.header if column)
            found = error(
                "column-not-found", span, column=wanted, file=self.path, columns=listed, **values
            )
            self.findings.add(found)
            return None
        if wanted in self._twice:
            self.findings.add(warning("column-name-twice", span, column=wanted, file=self.path))
        return self.header.index(wanted)

    def span(self, row: Row, index: int) -> Span:
        """The place of a cell; in a spreadsheet its row and column."""
        if self._origin.sheet:
            return Span(self.path, row.line, index + 1)
        if not self._origin.delimiter:
            return Span(self.path)
        return row.span(self.path, self._origin.delimiter, index)

    def header_span(self) -> Span:
        """The place of the header."""
        return Span(self.path, self.header_line)

    def provenance(self, format: str, recognised_by: str, channel: str = "") -> Provenance:
        """Where the rows came from, once they have been read."""
        left_out = {
            "empty-row": self.empty_rows, "title-row": self.title_rows, "sum-row": self.sum_rows,
            "row-below": self.rows_below,
        }  # fmt: skip
        origin = self._origin
        return Provenance(
            self.path, origin.sha256, origin.size, format, recognised_by, origin.encoding,
            origin.delimiter, self.rows_read,
            tuple((reason, count) for reason, count in left_out.items() if count),
            channel, origin.sheet,
        )  # fmt: skip

    def again(self) -> Iterator[list[str]]:
        """The cells of all rows below the header, in a further pass over the file."""
        for row in self._origin.rows(Findings(self.path)):
            if row.line > self._body:
                yield [unguard(cell) for cell in row.cells]

    def cells_of(self, index: int) -> Iterator[str]:
        """The cells of one column, in a further pass over the file."""
        for cells in self.again():
            if index < len(cells):
                yield cells[index]

    def rename(self, names: Sequence[str]) -> None:
        """Give the columns other names, where the cells tell more than the header."""
        self.names = tuple(names)
        self.header, self._twice = told_apart(names)

    def __iter__(self) -> Iterator[Row]:
        """The rows with as many cells as the header, their cells free of the formula guard. Others
        are diagnostics: with a cell too many or too few, columns may have shifted. Rows without a
        word are counted and left out, and so is what stands below the table."""
        width, sheet = len(self.header), bool(self._origin.sheet)
        for row in self._without_foot():
            if "'" in row.source or not row.source or sheet or len(row.cells) != width:
                if whole := self._whole(row):
                    yield whole
            else:
                self.rows_read += 1
                yield row
        if self._below:
            span = Span(self.path, self._below[0])
            self.findings.add(warning("rows-below-table", span, count=self.rows_below))

    def with_empty_rows(self) -> Iterator[Row]:
        """The same, for a table in which a row without a word can be a blank ballot: those that a
        row with words follows are kept. At the end of a table a spreadsheet may have left them, so
        they are counted and left out there."""
        waiting: list[int] = []
        for row in self._rows:
            if filled_in(row):
                for line in waiting:
                    self.rows_read += 1
                    yield Row(line, [""] * len(self.header), "")
                waiting.clear()
                if whole := self._whole(row):
                    yield whole
            elif row.cells:
                waiting.append(row.line)
        self.empty_rows += len(waiting)

    def _without_foot(self) -> Iterator[Row]:
        """The rows with words, but those at the end that are no rows of the table: sums, and, after
        an empty row, a few rows that leave empty what every row before has filled."""
        always: frozenset[int] | None = None
        waiting: list[Row] = []
        gap = False
        width = len(self.header)
        for row in self._rows:
            if len(row.cells) == width and all(map(str.strip, row.cells)):
                # A row without an empty cell is no foot, and nearly every row is such a one.
                if waiting:
                    yield from waiting
                    for kept in waiting:
                        always = still_filled(kept, always)
                    waiting.clear()
                yield row
                always = frozenset(range(width)) if always is None else always
                gap = False
                continue
            first = first_filled(row)
            if first is None:
                self.empty_rows += bool(row.cells)
                gap = True
                continue
            is_foot = self._is_sum(row, first, always) or (
                (gap or bool(waiting)) and is_below(row, always)
            )
            is_foot = is_foot and not self.wanted & frozenset(filled_in(row))
            if is_foot and len(waiting) < _MOST_BELOW:
                waiting.append(row)
                continue
            for kept in (*waiting, row):
                yield kept
                always = still_filled(kept, always)
            waiting.clear()
            gap = False
        for row in waiting:
            if self._is_sum(row, first_filled(row) or 0, always):
                self.sum_rows += 1
            else:
                self.rows_below += 1
                self._below.append(row.line)

    def _is_sum(self, row: Row, first: int, always: frozenset[int] | None) -> bool:
        """Whether a row is a sum: it says so and leaves empty what every row before has filled. The
        word alone proves nothing, a list of candidates may be called ``Razem``."""
        if self._keep_sums or not always or not is_sum(row.cells[first]):
            return False
        return still_filled(row, always) != always

    def _whole(self, row: Row) -> Row | None:
        """A row of the table with its cells free of guards; None, with a diagnostic, for one that
        is no row of it."""
        width, cells = len(self.header), row.cells
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        if self._origin.sheet:
            cells = cells + [""] * (width - len(cells))  # a sheet has no end of a row
        if len(cells) != width:
            span = Span(self.path, row.line)
            self.findings.add(error("row-ragged", span, cells=len(cells), columns=width))
            return None
        if self._origin.faulty:
            for index in range(width):
                if (row.line, index + 1) in self._origin.faulty:
                    self.findings.add(error("cell-without-value", self.span(row, index)))
        self.rows_read += 1
        return Row(row.line, [unguard(cell) for cell in cells], row.source)


def made_table(
    provenance: Provenance, header: Sequence[str], rows: Sequence[Sequence[str]], findings: Findings
) -> Table:
    """A table from what is no table in its file, such as JSON; rows are numbered from 1 and have
    no place of their own."""
    names, twice = told_apart(header)

    def given(findings: Findings) -> Iterator[Row]:
        return (Row(number, list(cells), "") for number, cells in enumerate(rows, 1))

    origin = _Origin(
        provenance.path, provenance.sha256, provenance.size, provenance.encoding, "", "", given
    )
    return Table(
        provenance.path, findings, names, tuple(header), 0, origin, given(findings), 0, twice, True
    )


# --- opening ------------------------------------------------------------------------------------


def with_columns(*names: str) -> Fits:
    """Looks for a header that has all these columns, or columns that begin with them."""
    wanted = [tidy(name) for name in names if name]

    def fits(header: Sequence[str]) -> bool:
        return bool(wanted) and all(has_column(header, name) for name in wanted)

    return fits


def open_table(
    file: ExportFile,
    findings: Findings,
    fits: Fits,
    layout: Layout = AS_FOUND,
    span: Span = RESULTS_FILE,
    keep_sums: bool = False,
    join: Join = joined,
) -> Table | None:
    """The table in a file; None, with a diagnostic, when there is none.

    Its header is the row that ``layout`` names, else the first that ``fits``. Without one it is
    the first row with two words, so that a message can name what columns there are. ``span`` is
    the place of ``layout`` in ``results.yaml``. With ``keep_sums`` rows of sums are delivered like
    others, for a format that compares them. ``join`` makes one name of several header rows.
    """
    origins = _origins(file, layout, span)
    if isinstance(origins, Diagnostic):
        findings.add(origins)
        return None
    opened = [(origin, _header(origin, fits, layout, join)) for origin in origins]
    fitting = [(origin, head) for origin, head in opened if head and head.fits]
    chosen = fitting or [(origin, head) for origin, head in opened if head]
    if len(chosen) > 1:
        named = "; ".join(origin.sheet for origin, _ in chosen)
        findings.add(error("sheet-not-chosen", span, file=file.path, sheets=named))
        return None
    if not chosen:
        findings.add(_without_header(file, layout, span))
        return None
    origin, head = chosen[0]
    assert head
    return _table(origin, head, findings, keep_sums)


def _without_header(file: ExportFile, layout: Layout, span: Span) -> Diagnostic:
    if layout.header_row:
        return error("header-row-missing", span, row=layout.header_row, file=file.path)
    if layout.header_rows > 1:
        return error("header-rows-missing", span, rows=layout.header_rows, file=file.path)
    return error("export-empty", Span(file.path))


def _origins(file: ExportFile, layout: Layout, span: Span) -> list[_Origin] | Diagnostic:
    if is_workbook(file):
        book = examine_workbook(file)
        return book if isinstance(book, Diagnostic) else _sheets(book, layout, span)
    text = examine(file)
    if not isinstance(text, TextFile):
        return text
    if layout.sheet:
        return error("sheet-in-text", span, file=file.path)
    origin = _Origin(
        file.path, text.sha256, text.size, text.encoding, text.delimiter, "",
        lambda findings: read_rows(text, findings),
    )  # fmt: skip
    return [origin]


def _sheets(book: Workbook, layout: Layout, span: Span) -> list[_Origin] | Diagnostic:
    """The sheets that may hold the table: the one that is named, else those to be seen."""
    if layout.sheet:
        chosen = [sheet for sheet in book.sheets if tidy(sheet.name) == tidy(layout.sheet)]
    else:
        chosen = [sheet for sheet in book.sheets if not sheet.hidden] or list(book.sheets)
    if not chosen:
        known = [sheet.name for sheet in book.sheets]
        close = get_close_matches(layout.sheet, known, 1)
        values = {"suggestion": close[0]} if close else {}
        return error(
            "sheet-not-found", span,
            sheet=layout.sheet, file=book.file.path, sheets="; ".join(known), **values,
        )  # fmt: skip
    return [_of_sheet(book, sheet) for sheet in chosen]


def _of_sheet(book: Workbook, sheet: Sheet) -> _Origin:
    return _Origin(
        book.file.path, book.sha256, book.size, book.kind, "", sheet.name,
        lambda findings: sheet.rows(), sheet.faulty,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Head:
    """A header that was found."""

    names: tuple[str, ...]
    first: Row
    last: int
    """Line of its last row."""
    above: int
    """Rows with words above it."""
    fits: bool


def _header(origin: _Origin, fits: Fits, layout: Layout, join: Join) -> _Head | None:
    rows = origin.rows(Findings(origin.path))
    if layout.header_row:
        return _stated_header(rows, fits, layout, join)
    top = list(islice(rows, _MOST_ABOVE))
    fallback: _Head | None = None
    widest = 0
    for index, row in enumerate(top):
        filled = len(filled_in(row))
        if not filled:
            continue
        head = _head(top, index, fits, layout.header_rows, join)
        if head is None:
            break
        # A row of the table may hold the same words, below a header that has others.
        if head.fits and widest < sum(1 for name in head.names if name):
            return head
        if fallback is None or len(filled_in(fallback.first)) < 2 <= filled:
            fallback = head
        widest = max(widest, filled)
    return None if fallback is None else replace(fallback, fits=False)


def _stated_header(rows: Iterator[Row], fits: Fits, layout: Layout, join: Join) -> _Head | None:
    above = 0
    for row in rows:
        if row.line == layout.header_row and filled_in(row):
            head = _head(
                [row, *islice(rows, layout.header_rows - 1)], 0, fits, layout.header_rows, join
            )
            return None if head is None else replace(head, above=above)
        if row.line >= layout.header_row:
            return None
        above += bool(filled_in(row))
    return None


def _head(rows: list[Row], index: int, fits: Fits, count: int, join: Join) -> _Head | None:
    """The header that begins in a row; None when there are not as many rows."""
    own = rows[index : index + count]
    if len(own) < count:
        return None
    names = join([[tidy(unguard(cell)) for cell in row.cells] for row in own])
    above = sum(1 for row in rows[:index] if filled_in(row))
    return _Head(tuple(names), own[0], own[-1].line, above, fits(told_apart(names)[0]))


def _table(origin: _Origin, head: _Head, findings: Findings, keep_sums: bool) -> Table:
    header, twice = told_apart(head.names)
    rows = dropwhile(lambda row: row.line <= head.last, origin.rows(findings))
    return Table(
        origin.path, findings, header, head.names, head.first.line, origin, rows, head.last, twice,
        keep_sums, head.above,
    )  # fmt: skip
