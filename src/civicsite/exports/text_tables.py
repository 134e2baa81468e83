"""Bytes of a text table -> rows: encoding, delimiter, quotes, positions.

A file is read twice. The first pass takes the digest and looks at every byte, because a file that
is UTF-8 for fifty megabytes may still hold one cell that a clerk pasted from a Windows-1250
table; the second pass gives the rows. Neither keeps more than one row.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.dataset import ExportFile, Findings
from civicsite.exports.text_rows import Row, RowReader

__all__ = [
    "Row",
    "TextFile",
    "delimiter_of",
    "examine",
    "parse_amount",
    "parse_count",
    "plain_head",
    "read_rows",
    "tidy",
    "unguard",
]

HEAD = 65536
"""Bytes that are enough to recognise a format and its delimiter."""

_CODECS = {
    "UTF-8": "utf-8-sig",
    "UTF-16": "utf-16",
    "Windows-1250": "cp1250",
    "ISO-8859-2": "iso8859-2",
}
MOST_PLAIN = 2 << 30
"""Bytes that a compressed file may unpack to; a vote of ten million ballots takes a quarter."""
_C1 = bytes(range(0x80, 0xA0))
"""Control characters in ISO-8859-2, where Windows-1250 has ś, ź, quotation marks and dashes."""
_UNDEFINED_1250 = b"\x81\x83\x88\x90\x98"
_POLISH_ISO = b"\xa1\xa6\xac\xb1\xb6\xbc"
"""Ą Ś Ź ą ś ź in ISO-8859-2; the six Polish letters whose bytes differ from Windows-1250."""
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_POLISH_1250 = b"\xa5\xb9"
"""Ą ą in Windows-1250; the other four are control characters in ISO-8859-2."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text table whose every byte has been looked at."""

    file: ExportFile
    sha256: str
    size: int
    """Bytes, as they lie there."""
    compressed: bool
    """True for gzip."""
    encoding: str
    """``UTF-8``, ``UTF-16``, ``Windows-1250`` or ``ISO-8859-2``."""
    delimiter: str
    """The most frequent of semicolon, tab and comma outside quotes in the first record."""
    delimiter_declared: bool
    """True when the first line is Excel's ``sep=;``."""


class _Measured(io.RawIOBase):
    """Passes bytes on and takes their digest."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.sha256 = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._source.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self.sha256.update(chunk)
        self.size += len(chunk)
        return len(chunk)


@dataclass(slots=True)
class _Bytes:
    """What the bytes of a file allow for its encoding."""

    head: bytes = b""
    utf8: bool = True
    nul: bool = False
    c1: int = 0
    undefined: int = 0
    iso: int = 0
    windows: int = 0
    decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")()
    )
    wide: codecs.IncrementalDecoder | None = None
    wide_broken: bool = False

    def see(self, chunk: bytes, final: bool = False) -> None:
        """Look at the next bytes."""
        if len(self.head) < HEAD:
            self.head += chunk[: HEAD - len(self.head)]
            if self.head.startswith(_UTF16_MARKS):
                self.wide = self.wide or codecs.getincrementaldecoder("utf-16")()
        if self.wide:
            try:
                self.wide.decode(chunk, final)
            except UnicodeDecodeError:
                self.wide_broken = True
            return
        self.nul = self.nul or 0 in chunk
        if self.utf8:
            try:
                self.decoder.decode(chunk, final)
            except UnicodeDecodeError:
                self.utf8 = False
        for name, letters in (
            ("c1", _C1), ("undefined", _UNDEFINED_1250), ("iso", _POLISH_ISO),
            ("windows", _POLISH_1250),
        ):  # fmt: skip
            found = len(chunk) - len(chunk.translate(None, letters))
            setattr(self, name, getattr(self, name) + found)

    def encoding(self) -> str | None:
        """The encoding, or None when the bytes are no text we can read."""
        if self.wide:
            return None if self.wide_broken else "UTF-16"
        if self.nul:
            return None
        if self.utf8:
            return "UTF-8"
        if self.undefined:
            return None
        return "Windows-1250" if self.c1 or self.iso <= self.windows else "ISO-8859-2"


def examine(file: ExportFile) -> TextFile | Diagnostic:
    """Look at the whole of a file; a diagnostic when it is no text table."""
    if kind := _other_kind(file):
        return error(kind, Span(file.path))
    seen = _Bytes()
    with file.stream() as source:
        measured = _Measured(source)
        buffered = io.BufferedReader(measured, HEAD)
        compressed = _is_gzip(buffered.peek(2))
        plain: BinaryIO = gzip.GzipFile(fileobj=buffered) if compressed else buffered  # type: ignore[assignment]
        unpacked = 0
        try:
            while chunk := plain.read(HEAD):
                seen.see(chunk)
                unpacked += len(chunk)
                if compressed and unpacked > MOST_PLAIN:
                    return error("export-unpacks-too-far", Span(file.path))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return error("export-archive-broken", Span(file.path))
        seen.see(b"", final=True)
    encoding = seen.encoding()
    if encoding is None:
        return error("export-encoding-unknown", Span(file.path))
    if not seen.head.strip(b"\xef\xbb\xbf \t\r\n"):
        return error("export-empty", Span(file.path))
    delimiter, declared = delimiter_of(_decode_head(seen.head, encoding))
    return TextFile(
        file, measured.sha256.hexdigest(), measured.size, compressed, encoding, delimiter, declared
    )


def plain_head(head: bytes) -> str:
    """The first bytes of a file as text, for recognising a format; decompressed if need be."""
    if _is_gzip(head):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD)
        except zlib.error:
            return ""
    if head.startswith(_UTF16_MARKS):
        return _decode_head(head, "UTF-16")
    try:
        # Not final: the end of the head may cut a letter.
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return _decode_head(head, "Windows-1250")


def _is_gzip(head: bytes) -> bool:
    return head[:2] == b"\x1f\x8b"


def _other_kind(file: ExportFile) -> str:
    """The diagnostic for a file that is no text table, by its first bytes; by the name alone a
    renamed CSV would be refused."""
    with file.stream() as source:
        head = source.read(1024)
    name = file.path.lower()
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "export-is-spreadsheet"
    if head.startswith(b"PK\x03\x04"):
        office = name.endswith((".xlsx", ".xlsm", ".ods"))
        return "export-is-spreadsheet" if office else "export-is-archive"
    return "export-is-web-page" if _WEB_PAGE.match(head) else ""


_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<head|<body|<table|<meta|<\?xml)", re.IGNORECASE
)
"""Some platforms name a web page with a table, or the XML of Excel 2003, ``.xls``; a download that
needed a login gives a web page as well."""


def _decode_head(head: bytes, encoding: str) -> str:
    text = codecs.getincrementaldecoder(_CODECS[encoding])(errors="replace").decode(head)
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def delimiter_of(head: str) -> tuple[str, bool]:
    """What separates the cells of a text, by its first records, and whether its first line, which
    is then no row, says so."""
    head = head.lstrip()
    if match := re.match(r'"?sep=([;,\t|])"?\r?\n', head):
        return match[1], True
    records = _delimiters_of_records(head)
    first = max(_DELIMITERS, key=lambda char: records[0][char])
    if not records[0][first] or not _steady(records[1:], first):
        # A title above the table has none, or a comma of its own; every row below has the same.
        steady = [char for char in _DELIMITERS if _steady(records[1:], char)]
        if len(steady) == 1:
            return steady[0], False
    return (first if records[0][first] else ","), False


_DELIMITERS = ";\t,"
_MOST_LOOKED_AT = 50


def _delimiters_of_records(head: str) -> list[Counter[str]]:
    """How often each delimiter stands outside quotes in the first records."""
    records: list[Counter[str]] = [Counter()]
    quoted = fresh = False
    for char in head:
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in "\r\n":
            if len(records) > _MOST_LOOKED_AT:
                return records[:-1]
            if fresh:
                records.append(Counter())
            fresh = False
            continue
        elif char in _DELIMITERS:
            records[-1][char] += 1
        fresh = True
    # The last one may be cut off where the head ends.
    return records if len(records) == 1 else records[:-1]


def _steady(records: list[Counter[str]], char: str) -> bool:
    counts = {record[char] for record in records}
    return len(records) > 1 and len(counts) == 1 and 0 not in counts


def read_rows(
    text: TextFile, findings: Findings, delimiter: str = "", skip_spaces: bool = False
) -> Iterator[Row]:
    """The records of a file; empty lines give rows without cells.

    ``skip_spaces`` ignores spaces after a delimiter. A quote that is never closed swallows the
    rest of a file; it becomes a diagnostic at the line where its record starts.
    """
    with text.file.stream() as source:
        plain = gzip.GzipFile(fileobj=source) if text.compressed else source
        stream = io.TextIOWrapper(plain, encoding=_CODECS[text.encoding], newline="")
        line = 1
        if text.delimiter_declared:
            stream.readline()
            line = 2
        reading = RowReader(text.file.path, findings, delimiter or text.delimiter, skip_spaces)
        yield from reading.by_blocks(stream, line)


_SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{ZERO WIDTH SPACE}]+")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def tidy(text: str) -> str:
    """One line, single spaces, none around."""
    return _SPACES.sub(" ", text).strip()


def unguard(cell: str) -> str:
    """Take off the apostrophe that some services (Nextcloud among them) put before text that a
    spreadsheet would run as a formula. One of several, so that a writer can add one back."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


_COUNT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?: [0-9]{3}){1,4}")
_AMOUNT = re.compile(
    r"(-?)([0-9]{1,15}|[0-9]{1,3}(?: [0-9]{3}){1,4})(?:([.,])([0-9]{1,6}))?"
    r" ?(?:zł|PLN|EUR|€|zl)?",
    re.IGNORECASE,
)


def parse_count(text: str) -> int | None:
    """A whole number, thousands apart by spaces or not; None for anything else."""
    text = tidy(text)
    return int(text.replace(" ", "")) if _COUNT.fullmatch(text) else None


def parse_amount(text: str) -> Decimal | None:
    """An amount of money as a town hall writes it: ``12 500,00 zł``, ``12500.5``.

    None for anything else, and for ``12.500``, which is twelve and a half here and twelve thousand
    five hundred there. Fifteen digits and six decimals at most, so that sums stay exact.
    """
    match = _AMOUNT.fullmatch(tidy(text))
    if not match or (match[4] and len(match[4]) == 3):
        return None
    decimals = f".{match[4]}" if match[4] else ""
    return Decimal(match[1] + match[2].replace(" ", "") + decimals)
