"""A table or a list of JSON objects -> records: rows whose cells are known by name.

Platforms give out the same export as a table and as JSON. Where the JSON nests (``title: {pl: …}``)
the table has a heading with a slash (``title/pl``), so both become the same record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.dataset import AS_FOUND, ExportFile, Findings, Layout, Provenance
from civicsite.exports.headings import headings
from civicsite.exports.json_text import Json, JsonFile, json_keys, looks_like_json, read_json
from civicsite.exports.sheets import examine_workbook, is_workbook
from civicsite.exports.tables import Table, open_table
from civicsite.exports.text_tables import tidy

__all__ = ["Record", "Records", "has", "head_columns", "open_records"]

_HEAD = 65536
_JOIN = ", "
"""What Decidim puts between the values of a list in one cell."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row."""

    span: Span
    """Where it stands: the line of a table; of JSON, the file."""
    row: int
    """Its number, counted from 1."""
    cells: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The values of cells that are lists in JSON, where a comma inside a value is certain."""

    def text(self, *names: str) -> str:
        """The first of these cells that is not empty, as it stands."""
        return next((cell for name in names if (cell := self.cells.get(name, "")).strip()), "")

    def line(self, *names: str) -> str:
        """The same on one line."""
        return tidy(self.text(*names))

    def texts(self, name: str) -> dict[str, str]:
        """A text by language; under ``""`` where the export does not say the language. What a
        machine translated is nobody's words and left out."""
        found = {"": self.text(name)}
        for key, cell in self.cells.items():
            head, _, language = key.rpartition("/")
            if head == name and cell.strip():
                found[language] = cell
        return {language: text for language, text in found.items() if text}


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a file."""

    columns: frozenset[str]
    rows: Iterable[Record]
    origin: Table | JsonFile
    """Where they come from."""
    path: str

    def provenance(self, format: str, recognised_by: str, channel: str, read: int) -> Provenance:
        """Where the rows came from, once they have been read; ``read`` is their number."""
        if isinstance(self.origin, Table):
            return self.origin.provenance(format, recognised_by, channel)
        return Provenance(
            self.path, self.origin.sha256, self.origin.size, format, recognised_by, "UTF-8", "",
            read, (), channel,
        )  # fmt: skip


def has(columns: Iterable[str], *names: str) -> bool:
    """True when each of these columns is there, be it by language."""
    known = set(columns)
    heads = {column.partition("/")[0] for column in known}
    return all(name in known or name in heads for name in names)


def head_columns(head: bytes) -> frozenset[str]:
    """The columns of a file by its first bytes; empty when it is neither a table nor JSON."""
    return json_keys(head) if looks_like_json(head) else frozenset(headings(head))


def open_records(
    file: ExportFile,
    findings: Findings,
    fits: Callable[[Set[str]], bool],
    layout: Layout = AS_FOUND,
) -> tuple[Records, ...]:
    """The records of a file: of a spreadsheet those of every sheet whose columns fit, of another
    file those of the whole, where they fit. What is wrong with the file goes into ``findings``."""
    with file.stream() as stream:
        head = stream.read(_HEAD)
    if looks_like_json(head):
        return tuple(found for found in _from_json(file, findings) if fits(found.columns))
    tables = []
    for part in [layout] if layout.sheet else _layouts(file, findings):
        table = open_table(file, findings, lambda header: fits(frozenset(header)), part)
        if table and fits(frozenset(table.header)):
            rows = _rows(table)
            tables.append(Records(frozenset(table.header), rows, table, file.path))
    return tuple(tables)


def _layouts(file: ExportFile, findings: Findings) -> list[Layout]:
    """A spreadsheet sheet by sheet: a platform makes one for each phase."""
    if not is_workbook(file):
        return [AS_FOUND]
    book = examine_workbook(file)
    if isinstance(book, Diagnostic):
        findings.add(book)
        return []
    return [Layout(sheet=sheet.name) for sheet in book.sheets if not sheet.hidden]


def _rows(table: Table) -> Iterator[Record]:
    for number, row in enumerate(table, 1):
        cells = dict(zip(table.header, row.cells, strict=True))
        yield Record(Span(table.path, row.line), number, cells)


def _from_json(file: ExportFile, findings: Findings) -> list[Records]:
    found = read_json(file)
    if isinstance(found, Diagnostic):
        findings.add(found)
        return []
    value = found.value
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        findings.add(error("json-no-rows", Span(file.path)))
        return []
    records = []
    for number, item in enumerate(value, 1):
        cells: dict[str, str] = {}
        lists: dict[str, tuple[str, ...]] = {}
        _flatten("", item, cells, lists)
        records.append(Record(Span(file.path), number, cells, lists))
    columns = frozenset(name for record in records for name in record.cells)
    return [Records(columns, records, found, file.path)]


def _flatten(
    name: str, value: Json, cells: dict[str, str], lists: dict[str, tuple[str, ...]]
) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{name}/{key}" if name else key, inner, cells, lists)
    elif isinstance(value, list):
        scalars = [item for item in value if not isinstance(item, (dict, list))]
        lists[name] = tuple(text for item in scalars if (text := _scalar(item)))
        cells[name] = _JOIN.join(lists[name])
        for item in value:
            if isinstance(item, dict):
                _flatten(name, item, cells, lists)
    else:
        text = _scalar(value)
        former = cells.get(name)
        cells[name] = f"{former}{_JOIN}{text}" if former and text else text or former or ""


def _scalar(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""
