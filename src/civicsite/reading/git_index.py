"""The index of a git repository: which files it tracks.

Read as bytes and not by running git: git may be missing where a site is built, and it runs programs
that the configuration of a folder names (hooks, ``core.fsmonitor``), while a check of somebody
else's folder must run nothing. The format is documented in ``gitformat-index(5)``, versions 2 to 4.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from dataclasses import dataclass

from civicsite.reading.git_folder import GitFolder

__all__ = ["GitIndex", "NotAnIndex", "is_tracked", "parse_index", "tracked"]

_FIXED = 40
"""Bytes of an entry before its object name: times, device, inode, mode, owner, size."""


class NotAnIndex(ValueError):
    """The bytes are no index that can be read. The caller says so; nothing is guessed."""


@dataclass(frozen=True, slots=True)
class GitIndex:
    """What an index says."""

    paths: tuple[str, ...]
    """Files, relative to the root of the repository; one that ends in a slash is a folder of which
    only the name is kept (sparse index): all below it is tracked."""
    shared: str
    """Name of the file beside it with the other entries (split index); empty when there is none."""


def parse_index(data: bytes, digest: int = 20) -> GitIndex:
    """Take an index apart. ``digest``: bytes of an object name, 20 for SHA-1 and 32 for SHA-256.
    Raises ``NotAnIndex``."""
    try:
        return _parse(data, digest)
    except (struct.error, IndexError, ValueError) as failure:
        raise NotAnIndex(str(failure)) from failure


def tracked(folder: GitFolder) -> tuple[str, ...]:
    """The files of a project that git tracks, relative to the project, sorted. Raises
    ``NotAnIndex`` when the index cannot be read; a repository without an index tracks nothing."""
    data = folder.read("index")
    if data is None:
        return ()
    digest = 32 if b"objectformat = sha256" in (folder.read("config") or b"").lower() else 20
    index = parse_index(data, digest)
    paths = set(index.paths) - {""}  # in a split index, what only replaces an entry
    if index.shared:
        shared = folder.read(index.shared)
        if shared is None:
            raise NotAnIndex("the shared index is missing")
        # What the split index deletes of it is kept: too many files are looked at, never too few.
        paths.update(parse_index(shared, digest).paths)
    below = f"{folder.prefix}/" if folder.prefix else ""
    return tuple(sorted(path.removeprefix(below) for path in paths if path.startswith(below)))


def is_tracked(path: str, files: tuple[str, ...]) -> bool:
    """Whether a file of the project is among sorted tracked ones, itself or with its folder."""
    parts = path.split("/")
    names = [path, *("/".join(parts[:depth]) + "/" for depth in range(1, len(parts)))]
    return any(
        (at := bisect_left(files, name)) < len(files) and files[at] == name for name in names
    )


def _parse(data: bytes, digest: int) -> GitIndex:
    signature, version, count = struct.unpack_from(">4sII", data, 0)
    if signature != b"DIRC" or not 2 <= version <= 4:
        raise NotAnIndex("another signature or version")
    place, paths, before = 12, [], b""
    for _ in range(count):
        start = place
        (flags,) = struct.unpack_from(">H", data, place + _FIXED + digest)
        place += _FIXED + digest + 2
        if version >= 3 and flags & 0x4000:
            place += 2
        if version == 4:
            strip, place = _number(data, place)
            end = data.index(b"\0", place)
            before = before[: len(before) - strip] + data[place:end]
            place = end + 1
        else:
            end = data.index(b"\0", place)
            before = data[place:end]
            # Padded with one to eight zeros to a multiple of eight.
            place = start + (end - start + 8) // 8 * 8
        paths.append(before.decode("utf-8", "surrogateescape"))
    return GitIndex(tuple(paths), _shared(data, place, digest))


def _number(data: bytes, place: int) -> tuple[int, int]:
    """A number of variable length, as in pack files, and the place behind it."""
    byte = data[place]
    value = byte & 0x7F
    while byte & 0x80:
        place += 1
        byte = data[place]
        value = (value + 1 << 7) | (byte & 0x7F)
    return value, place + 1


def _shared(data: bytes, place: int, digest: int) -> str:
    """What the extension ``link`` names: the shared index with the other entries."""
    while place + 8 <= len(data) - digest:
        name, size = struct.unpack_from(">4sI", data, place)
        if name == b"link":
            return f"sharedindex.{data[place + 8 : place + 8 + digest].hex()}"
        place += 8 + size
    return ""
