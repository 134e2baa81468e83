"""Spreadsheets in memory, for the tests: XLSX by openpyxl, ODS and XLS by hand, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import openpyxl

Cell = object


def xlsx(
    rows: Sequence[Sequence[Cell]], name: str = "Arkusz1", **more: Sequence[Sequence[Cell]]
) -> bytes:
    """A workbook; ``more`` gives further sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for target, content in ((sheet, rows), *((book.create_sheet(n), c) for n, c in more.items())):
        for row in content:
            target.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(sheets: Mapping[str, str], manifest: str = "") -> bytes:
    """An OpenDocument spreadsheet; each sheet is the XML of its rows."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
        f"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = manifest or (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of texts."""
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
        "</table:table-cell>"
        if cell
        else "<table:table-cell/>"
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


def zipped(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one member put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    return zipped({**members, name: content})


def xls(
    rows: Sequence[Sequence[str | float]], name: str = "Lista", stream: str = "Workbook"
) -> bytes:
    """A BIFF8 workbook in an OLE file (MS-XLS 2.4, MS-CFB 2)."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def text(words: str, width: str) -> bytes:
        return struct.pack(width, len(words)) + b"\x01" + words.encode("utf-16-le")

    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)
    bound = text(name, "<B")
    start = len(record(0x0809, begin)) + 4 + 6 + len(bound) + 4
    book = (
        record(0x0809, begin)
        + record(0x0085, struct.pack("<IH", start, 0) + bound)
        + record(0x0A, b"")
    )
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                sheet += record(0x0204, struct.pack("<HHH", r, c, 0) + text(cell, "<H"))
            else:
                sheet += record(0x0203, struct.pack("<HHHd", r, c, 0, cell))
    return ole(stream, book + sheet + record(0x0A, b""))


def ole(name: str, content: bytes) -> bytes:
    """An OLE file with one stream, long enough to stand outside the mini stream."""
    content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
    sectors = len(content) // 512
    chain = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    fat = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))

    def entry(title: str, kind: int, child: int, first: int, size: int) -> bytes:
        words = title.encode("utf-16-le")
        head = words.ljust(64, b"\0") + struct.pack("<HBB", len(words) + 2, kind, 1)
        head += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
        return head + struct.pack("<IQ", first, size)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        name, 2, 0xFFFFFFFF, 0, len(content)
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", sectors + 1) + b"\xff" * (108 * 4)
    return header + content + directory.ljust(512, b"\0") + fat
