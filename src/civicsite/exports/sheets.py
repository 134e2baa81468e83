"""Spreadsheets -> rows of text, through calamine: XLSX, XLSM, ODS and XLS.

A cell becomes the text that the same table would have as CSV: ``23.0`` is ``23``, a date is
``2026-06-14``, a moment ``2026-06-14 19:58:03``. A line is a row and a column is a cell, as the
spreadsheet numbers them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.dataset import ExportFile
from civicsite.exports.sheet_extents import Extent, Locked, TooMuch, Unreadable, kind_of, measure
from civicsite.exports.text_tables import Row

__all__ = ["MOST_ROWS", "Sheet", "Workbook", "examine_workbook", "is_workbook"]

MOST_ROWS = 200_000
"""Rows of a sheet. A spreadsheet is kept in memory; as CSV a table may have any length."""
MOST_CELLS = 8_000_000
"""Cells of the rectangle that holds everything in a sheet, some 30 bytes each."""
MOST_BYTES = 64 << 20
"""Size of the file."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Stream of a workbook with a password (MS-OFFCRYPTO 2.3.4): an OLE file around the ZIP."""
_BOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
"""Streams of a workbook of Excel 97 and 95 (MS-XLS 2.1)."""

_Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    hidden: bool
    faulty: frozenset[tuple[int, int]]
    """Row and column of cells without a value of their own: errors, uncalculated formulas."""
    _sheet: CalamineSheet

    @property
    def empty(self) -> bool:
        """True when no cell holds anything."""
        return self._sheet.end is None

    def rows(self) -> Iterator[Row]:
        """All rows from the first of the sheet, empty ones too."""
        start = self._sheet.start
        before = [""] * (start[1] if start else 0)
        for line, cells in enumerate(self._sheet.iter_rows(), 1):
            yield Row(line, [*before, *map(cell_text, cells)], "")


@dataclass(frozen=True, slots=True)
class Workbook:
    """A spreadsheet whose size is known to be bearable."""

    file: ExportFile
    sha256: str
    size: int
    """Bytes."""
    kind: str
    """``XLSX``, ``ODS`` or ``XLS``."""
    sheets: tuple[Sheet, ...]
    """Those with cells, in the order of the workbook."""


def is_workbook(file: ExportFile) -> bool:
    """True for a file that is a spreadsheet by its bytes, whatever its name says."""
    with file.stream() as source:
        head = source.read(8)
    if head.startswith(_ZIP):
        # Which of the archives is a spreadsheet stands at their end; those named otherwise are told
        # from spreadsheets when they are examined.
        return not file.path.lower().endswith((".zip", ".gz"))
    return head == _OLE


def examine_workbook(file: ExportFile) -> Workbook | Diagnostic:
    """Read a spreadsheet; a diagnostic when it is none, is broken, locked or too big."""
    span = Span(file.path)
    with file.stream() as source:
        data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return error("sheet-file-too-big", span, limit=MOST_BYTES >> 20)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return error("sheet-locked", span)
        if not any(name in data for name in _BOOK):
            return error("sheet-broken", span)
        return _open(file, data, "XLS", ())
    try:
        kind = kind_of(data)
        if not kind:
            return error("export-is-archive", span)
        extents = measure(data, kind)
    except Unreadable:
        return error("sheet-broken", span)
    except Locked:
        return error("sheet-locked", span)
    except TooMuch:
        return error("export-unpacks-too-far", span)
    return _too_big(extents, span) or _open(file, data, kind, extents)


def _too_big(extents: tuple[Extent, ...], span: Span) -> Diagnostic | None:
    cells = 0
    for extent in extents:
        if extent.rows > MOST_ROWS and extent.columns:
            return error(
                "sheet-too-long", span, sheet=extent.name, rows=extent.rows, limit=MOST_ROWS
            )
        cells += extent.rows * extent.columns
        if cells > MOST_CELLS:
            row, column = extent.rows, extent.columns
            return error("sheet-too-wide", span, sheet=extent.name, row=row, column=column)
    return None


def _open(
    file: ExportFile, data: bytes, kind: str, extents: tuple[Extent, ...]
) -> Workbook | Diagnostic:
    known = {extent.name: extent for extent in extents}
    span = Span(file.path)
    sheets = []
    try:
        with closing(CalamineWorkbook.from_filelike(BytesIO(data))) as book:
            for found in book.sheets_metadata:
                if found.typ is not SheetTypeEnum.WorkSheet:
                    continue
                name = found.name
                extent = known.get(name)
                if extent is None:
                    if kind != "XLS":
                        return error("sheet-broken", span)
                    hidden = found.visible is not SheetVisibleEnum.Visible
                    extent = Extent(name, hidden=hidden)
                sheet = book.get_sheet_by_name(name)
                sheets.append(Sheet(name, extent.hidden, frozenset(extent.faulty), sheet))
    except PasswordError:
        return error("sheet-locked", span)
    except (CalamineError, OSError, ValueError):
        return error("sheet-broken", span)
    except BaseException as problem:
        # The reader's own panic derives from BaseException; the file is at fault, not the program.
        if type(problem).__name__ != "PanicException":
            raise
        return error("sheet-broken", span)
    filled = tuple(sheet for sheet in sheets if not sheet.empty)
    if not filled:
        return error("export-empty", span)
    digest = hashlib.sha256(data).hexdigest()
    return Workbook(file, digest, len(data), kind, filled)


def cell_text(cell: _Cell) -> str:
    """The text of a cell, as CSV would have it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return cell.isoformat()


def _number(value: float) -> str:
    """Fifteen digits, as spreadsheets show them, so that 0.1 + 0.2 is 0.3.

    Three decimals get a fourth: ``12.500`` in a text may be twelve thousand five hundred, and here
    it is known to be twelve and a half.
    """
    text = format(Decimal(format(value, ".15g")), "f")
    whole, point, decimals = text.partition(".")
    if point and len(decimals) == 3:
        decimals += "0"
    return f"{whole}{point}{decimals}"
