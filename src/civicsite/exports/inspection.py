"""Personal data in a whole file, whatever it is: for files that are published as they are, and for
those whose history others can read.

Tables (text and spreadsheets, every sheet, hidden ones too) pass the gate column by column, office
documents and archives are taken apart, and every text is read for numbers that only a person has.
An e-mail address or a telephone in running text is left alone: it is mostly the office's. What a
PDF or a picture holds is not looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from civicsite.diagnostics import Diagnostic, Severity, Span, error
from civicsite.exports.archives import unpack
from civicsite.exports.dataset import ExportFile, Findings
from civicsite.exports.gate import Gate, check_identifiers
from civicsite.exports.personal_headings import heading_kind
from civicsite.exports.sheets import examine_workbook
from civicsite.exports.text_tables import Row, TextFile, examine, read_rows

__all__ = ["inspect_file", "inspect_text"]

_TABLES = (".csv", ".tsv", ".tab")
_SHEETS = (".xlsx", ".xls", ".ods", ".xlsm")
_TEXTS = (
    ".txt", ".md", ".yaml", ".yml", ".json", ".geojson", ".xml", ".html", ".htm", ".svg", ".ics",
    ".rtf",
)  # fmt: skip
_ARCHIVES = (".zip", ".docx", ".odt", ".pptx", ".odp")
_ABOVE = 30
"""Rows in which the header of a table is looked for."""
_ELEVEN = re.compile(r"(?<![\w+])[0-9]{11}(?!\w)")
_TAG = re.compile(r"<[^>]{0,2000}>")


def inspect_file(
    file: ExportFile, public_as: Mapping[str, str] | None = None
) -> tuple[Diagnostic, ...]:
    """What personal data a file holds, as errors of the gate with their place. A table or archive
    that cannot be read is an error too: what nobody could look at may hold anything."""
    name = file.path.lower().removesuffix(".gz")
    if name.endswith(_SHEETS):
        return _workbook(file, public_as)
    if name.endswith(_TABLES):
        return _table(file, public_as)
    if name.endswith(_ARCHIVES):
        return _archive(file, public_as)
    if name.endswith(_TEXTS):
        with file.stream() as stream:
            return inspect_text(file.path, stream.read().decode("utf-8", "replace"))
    return ()


def inspect_text(path: str, text: str) -> tuple[Diagnostic, ...]:
    """Numbers that only a person has, in a text, each with its line and column."""
    found: list[Diagnostic] = []
    for line, words in enumerate(text.split("\n"), 1):
        found.extend(check_identifiers(path, line, words))
    # Among many numbers of eleven digits, such as ids in JSON, some are a PESEL by chance.
    numbers = sum(1 for _ in _ELEVEN.finditer(text))
    return tuple(found) if 5 * len(found) >= numbers else ()


def _workbook(file: ExportFile, public_as: Mapping[str, str] | None) -> tuple[Diagnostic, ...]:
    book = examine_workbook(file)
    if isinstance(book, Diagnostic):
        return (book,)
    found: list[Diagnostic] = []
    for sheet in book.sheets:
        found.extend(_rows(file.path, sheet.rows(), public_as))
    return tuple(found)


def _table(file: ExportFile, public_as: Mapping[str, str] | None) -> tuple[Diagnostic, ...]:
    text = examine(file)
    if not isinstance(text, TextFile):
        return () if text.code == "export-empty" else (text,)
    findings = Findings(file.path)
    found = _rows(file.path, read_rows(text, findings), public_as)
    broken = [problem for problem in findings.all() if problem.severity is Severity.ERROR]
    return (*found, *broken)


def _rows(
    path: str, rows: Iterator[Row], public_as: Mapping[str, str] | None
) -> tuple[Diagnostic, ...]:
    head = [row for _, row in zip(range(_ABOVE), rows, strict=False)]
    header = _header(head)
    if header is None:
        return ()
    gate = Gate(path, public_as)
    above: list[Diagnostic] = []
    width = max(len(row.cells) for row in head)
    names = [*head[header].cells, *[""] * (width - len(head[header].cells))]
    gate.columns(names, Span(path, head[header].line))
    for row in head[:header]:
        for cell in row.cells:
            above.extend(check_identifiers(path, row.line, cell))
    for row in head[header + 1 :]:
        gate.row(row.cells, row.line)
    for row in rows:
        gate.row(row.cells, row.line)
    return (*above, *gate.diagnostics())


def _header(head: Sequence[Row]) -> int | None:
    """The row that names most columns: first by headings of personal data, then by filled cells;
    the first of equals."""
    best, place = (0, 0), None
    for index, row in enumerate(head):
        named = sum(heading_kind(cell) not in ("", "quasi") for cell in row.cells)
        rank = (named, sum(bool(cell.strip()) for cell in row.cells))
        if rank > best:
            best, place = rank, index
    return place


def _archive(file: ExportFile, public_as: Mapping[str, str] | None) -> tuple[Diagnostic, ...]:
    unpacked = unpack(file)
    if unpacked is None:
        return (error("archive-broken", Span(file.path)),)
    found = list(unpacked.diagnostics)
    for member in unpacked.files:
        name = member.path.lower()
        if name.endswith((*_ARCHIVES, ".gz", ".7z", ".rar", ".tar")):
            found.append(error("archive-in-archive", Span(member.path)))
        elif name.endswith(".xml"):
            with member.stream() as stream:
                text = _TAG.sub("", stream.read().decode("utf-8", "replace"))
            found.extend(inspect_text(member.path, text))
        else:
            found.extend(inspect_file(member, public_as))
    return tuple(found)
