"""How much a spreadsheet unpacks to, found out before anything reads it whole.

The reader of spreadsheets keeps a sheet as a full rectangle. A single stray cell in the last
corner of an otherwise empty sheet would make that 17 thousand million cells, and a few kilobytes of
ZIP can hold gigabytes. So the archive is first unpacked piece by piece with a limit, and the places
of its cells are noted.

Office Open XML: ECMA-376 part 1, section 18.3 (worksheets). OpenDocument: OASIS ODF 1.3 part 3,
section 9 (tables, with their repeated rows and cells).
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from xml.parsers import expat

__all__ = ["Extent", "Locked", "TooMuch", "Unreadable", "kind_of", "measure"]

MOST_PLAIN = 512 << 20
"""Bytes that all parts of a spreadsheet together may unpack to."""
_MOST_RATIO = 400
"""Of unpacked to packed bytes of a part; sheets that are nearly empty reach 100."""
_SMALL = 4 << 20
"""Bytes up to which no ratio is suspicious."""
_CHUNK = 1 << 16
_MOST_MEMBERS = 10_000


class Unreadable(Exception):
    """The archive is broken or not what it seems; ``sheets`` catches it."""


class Locked(Exception):
    """The spreadsheet asks for a password; ``sheets`` catches it."""


class TooMuch(Exception):
    """The archive unpacks to more than any table of ballots has; ``sheets`` catches it."""


@dataclass(slots=True)
class Extent:
    """One sheet, as far as it has to be known before it is read."""

    name: str
    rows: int = 0
    """Last row with anything in it, counted from 1; 0 for an empty sheet."""
    columns: int = 0
    """Last column with anything in it, counted from 1."""
    hidden: bool = False
    faulty: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of cells that show an error instead of a value, or whose formula was never
    calculated; the reader would give an empty cell for them."""

    def take(self, row: int, column: int) -> None:
        """Note a cell that holds something."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


def kind_of(data: bytes) -> str:
    """``XLSX`` or ``ODS`` by what the archive holds; empty for any other archive. Raises
    ``Unreadable``."""
    names = {info.filename for info in _directory(data)}
    if "xl/workbook.xml" in names:
        return "XLSX"
    return "ODS" if {"content.xml", "META-INF/manifest.xml"} <= names else ""


def measure(data: bytes, kind: str) -> tuple[Extent, ...]:
    """The sheets of a spreadsheet. Raises ``Unreadable``, ``Locked`` and ``TooMuch``."""
    members = {info.filename: info for info in _directory(data)}
    if sum(info.file_size for info in members.values()) > MOST_PLAIN:
        raise TooMuch
    for info in members.values():
        if info.file_size > max(_SMALL, _MOST_RATIO * info.compress_size):
            raise TooMuch
    archive = _Archive(data, members)
    archive.verify()
    return _xlsx(archive) if kind == "XLSX" else _ods(archive)


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error):
        raise Unreadable from None
    if len(members) > _MOST_MEMBERS:
        raise TooMuch
    if len({info.filename.casefold() for info in members}) < len(members):
        raise Unreadable  # readers differ in which of two they take
    return members


class _Archive:
    """Unpacks members, whatever the directory says about their sizes."""

    def __init__(self, data: bytes, members: dict[str, zipfile.ZipInfo]) -> None:
        self._data, self._members = data, members

    def verify(self) -> None:
        """Unpack everything once, piece by piece."""
        plain = 0
        for name in self._members:
            for chunk in self.chunks(name):
                plain += len(chunk)
                if plain > MOST_PLAIN:
                    raise TooMuch

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member."""
        info = self._members.get(name)
        if info is None or info.flag_bits & 1 or info.compress_type not in (0, 8):
            raise Unreadable
        head = self._data[info.header_offset : info.header_offset + 30]
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise Unreadable
        start = info.header_offset + 30 + sum(struct.unpack("<HH", head[26:30]))
        packed = memoryview(self._data)[start : start + info.compress_size]
        return _inflated(packed) if info.compress_type else _pieces(packed)

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Hand a member to a parser of XML."""
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, OverflowError):
            raise Unreadable from None


def _pieces(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), _CHUNK):
        yield bytes(packed[start : start + _CHUNK])


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes = b""
    for piece in _pieces(packed):
        waiting += piece
        while waiting and not inflating.eof:
            try:
                chunk = inflating.decompress(waiting, _CHUNK)
            except zlib.error:
                raise Unreadable from None
            waiting = inflating.unconsumed_tail
            if not chunk:
                break
            yield chunk
    if not inflating.eof:
        raise Unreadable


def _parser() -> expat.XMLParserType:
    """A parser that knows namespaces and takes no document type, so no entities of its own."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise Unreadable


@lru_cache(maxsize=256)  # two million tags of a sheet have a dozen names
def _local(name: str) -> str:
    return name.rpartition(" ")[2]


# --- Office Open XML ----------------------------------------------------------------------------


def _xlsx(archive: _Archive) -> tuple[Extent, ...]:
    targets: dict[str, str] = {}
    sheets: list[tuple[Extent, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else f"xl/{target}"
            targets[attributes.get("Id", "")] = re.sub(r"[^/]+/\.\./", "", whole)

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            id = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append((Extent(attributes.get("name", ""), hidden=hidden), id))

    parser = _parser()
    parser.StartElementHandler = relation
    archive.parse("xl/_rels/workbook.xml.rels", parser)
    parser = _parser()
    parser.StartElementHandler = sheet
    archive.parse("xl/workbook.xml", parser)
    for extent, id in sheets:
        part = targets.get(id, "")
        if not part.startswith(("xl/chartsheets/", "xl/dialogsheets/")):
            _Worksheet(extent).read(archive, part)
    return tuple(extent for extent, _ in sheets)


_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class _Worksheet:
    """One part ``xl/worksheets/*.xml``."""

    def __init__(self, extent: Extent) -> None:
        self._extent = extent
        self._row = self._column = 0
        self._is_error = self._formula = self._value = False

    def read(self, archive: _Archive, part: str) -> None:
        """Note the cells of the part."""
        parser = _parser()
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        archive.parse(part, parser)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        local = _local(tag)
        if local == "c":
            self._column += 1
            if place := attributes.get("r"):
                match = _REFERENCE.fullmatch(place)
                if not match:
                    raise Unreadable  # readers differ in what they make of it
                self._column, self._row = _column(match[1]), int(match[2])
            self._is_error = attributes.get("t") == "e"
            self._formula = self._value = False
        elif local in ("v", "is"):
            self._value = True
        elif local == "f":
            self._formula = True
        elif local == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0

    def _end(self, tag: str) -> None:
        if _local(tag) != "c" or not (self._value or self._formula):
            return
        self._extent.take(self._row, self._column)
        if self._is_error or not self._value:
            self._extent.faulty.add((self._row, self._column))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


# --- OpenDocument -------------------------------------------------------------------------------


def _ods(archive: _Archive) -> tuple[Extent, ...]:
    if any(b"encryption-data" in chunk for chunk in archive.chunks("META-INF/manifest.xml")):
        raise Locked
    content = _Content()
    parser = _parser()
    parser.StartElementHandler = content.begin
    parser.EndElementHandler = content.end
    archive.parse("content.xml", parser)
    return tuple(content.sheets)


class _Content:
    """The part ``content.xml``. Tables inside tables do not occur in spreadsheets."""

    def __init__(self) -> None:
        self.sheets: list[Extent] = []
        self._row = self._rows = self._column = self._columns = 0
        self._filled = self._faulty = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = _local(tag)
        named = {_local(key): value for key, value in attributes.items()}
        if local == "table":
            self.sheets.append(Extent(named.get("name", "")))
            self._row = self._rows = 0
        elif local == "table-row":
            self._row += self._rows
            self._rows = int(named.get("number-rows-repeated", 1))
            self._column = self._columns = 0
        elif local in ("table-cell", "covered-table-cell"):
            self._column += self._columns
            self._columns = int(named.get("number-columns-repeated", 1))
            self._filled = "value-type" in named
            self._faulty = named.get("value-type") == "error" or (
                "formula" in named and "value-type" not in named
            )
        elif local == "p":
            self._filled = True

    def end(self, tag: str) -> None:
        """An element ends."""
        if not self.sheets or _local(tag) not in ("table-cell", "covered-table-cell"):
            return
        if self._filled or self._faulty:
            sheet = self.sheets[-1]
            sheet.take(self._row + self._rows, self._column + self._columns)
            if self._faulty:
                sheet.faulty.add((self._row + 1, self._column + 1))
        self._filled = self._faulty = False
