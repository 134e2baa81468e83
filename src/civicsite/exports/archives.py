"""ZIP archives that platforms give out -> their files, within bounds.

An archive comes from outside and says about itself what it likes: a name that leads out of a
folder, a size that is not true, a member that unpacks to a thousand times its size. So names are
checked, sizes are counted while unpacking, and nothing is ever written to disk.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.dataset import ExportFile

__all__ = ["Unpacked", "unpack"]

_MOST_MEMBERS = 500
_MOST_BYTES = 256 << 20
"""All members together, unpacked. The open data of a large Decidim are some 50 MB."""
_CHUNK = 1 << 20
_LEFTOVER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$)", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
    NotImplementedError, OverflowError,
)  # fmt: skip
"""What the standard library raises for an archive that is cut off, locked or made up."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files of an archive."""

    files: tuple[ExportFile, ...]
    """Their paths are ``archive.zip/member.csv``; empty when something is wrong."""
    diagnostics: tuple[Diagnostic, ...] = ()


def unpack(file: ExportFile) -> Unpacked | None:
    """Take an archive apart in memory; None when the file is none. With anything wrong no member
    comes back: half an export would look like a whole one.

    Diagnostics: ``archive-broken``, ``archive-locked``, ``archive-path-unsafe``,
    ``archive-name-twice``, ``archive-too-many``, ``archive-too-big``.
    """
    span = Span(file.path)
    with file.stream() as stream:
        data = stream.read(4)
        if data != b"PK\x03\x04":
            return None
        data += stream.read(_MOST_BYTES)
    if len(data) > _MOST_BYTES:
        return Unpacked((), (error("archive-too-big", span, most=_MOST_BYTES >> 20),))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                item
                for item in archive.infolist()
                if not item.is_dir() and not _LEFTOVER.search(item.filename)
            ]
            if problems := _refused(members, span):
                return Unpacked((), problems)
            return _read(archive, members, span)
    except _BROKEN:
        return Unpacked((), (error("archive-broken", span),))


def _refused(members: list[zipfile.ZipInfo], span: Span) -> tuple[Diagnostic, ...]:
    if len(members) > _MOST_MEMBERS:
        return (error("archive-too-many", span, count=len(members), most=_MOST_MEMBERS),)
    found, names = [], set()
    for item in members:
        shown = item.filename.encode("ascii", "backslashreplace").decode()[:80]
        if not _safe(item.orig_filename):
            found.append(error("archive-path-unsafe", span, name=shown))
        elif item.filename in names:
            found.append(error("archive-name-twice", span, name=shown))
        elif item.flag_bits & 1:
            found.append(error("archive-locked", span, name=shown))
        names.add(item.filename)
    return tuple(found)


def _safe(name: str) -> bool:
    """No way out of the folder on any system, and no character that a path cannot have."""
    parts = name.split("/")
    return (
        not re.search(r"[\\:\0-\x1f]", name)
        and not name.startswith("/")
        and not any(part in ("", ".", "..") for part in parts)
    )


def _read(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], span: Span) -> Unpacked:
    files, left = [], _MOST_BYTES
    for item in members:
        chunks = []
        with archive.open(item) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    most = _MOST_BYTES >> 20
                    return Unpacked((), (error("archive-too-big", span, most=most),))
                chunks.append(chunk)
        files.append(_file(f"{span.path}/{item.filename}", b"".join(chunks)))
    return Unpacked(tuple(files))


def _file(path: str, data: bytes) -> ExportFile:
    return ExportFile(path, lambda: io.BytesIO(data))
