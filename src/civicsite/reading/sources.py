"""The only door to the input: lists, opens and digests the project's files.

A path is relative to the project and has forward slashes. The listing is taken once, so that a
build sees one set of files; a file that changes while the build runs is noticed, because every
byte read is hashed in the same read and a second read must agree with the first.

Links are never followed, and nothing outside the project is opened. Exports as a platform gave
them (``raw/``) are closed to everything but ``civicsite reduce``; others learn their digest.
"""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from civicsite.diagnostics import Diagnostic, Span, error

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = [
    "DiskSources",
    "MemorySources",
    "MissingSource",
    "OutsideProject",
    "RawExport",
    "SourceProblem",
    "Sources",
    "Stamp",
    "is_raw",
]

_CONTENT = "content"
_RAW = "raw"
_CHUNK = 1 << 20

# What editors, file managers and office programs leave behind; names that begin with a dot are
# skipped anyway.
_LEFTOVERS = frozenset({"__pycache__", "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"})
_LEFTOVER_ENDS = ("~", ".swp", ".swo")
_LEFTOVER_STARTS = (".", "~$")


class RawExport(Exception):
    """Code asked for an export in ``raw/`` while building. A broken invariant: nobody catches
    it."""


class OutsideProject(Exception):
    """Code asked for a path that leaves the project. A broken invariant: ask ``exists`` first."""


class MissingSource(Exception):
    """Code asked for a file that is not in the listing. A broken invariant: ask ``exists``
    first."""


class SourceProblem(Exception):
    """A listed file cannot be read, or changed during the build. ``build`` catches it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


class Stamp(NamedTuple):
    """What the file system says about a file. It may save reading; it never decides truth."""

    path: str
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change of the content, nanoseconds since 1970."""
    ctime_ns: int
    """Time of the last change of anything about the file; no program can set it."""
    inode: int
    """Number of the file on its disk."""


class Sources(Protocol):
    """The project's files, as one build sees them."""

    def paths(self) -> tuple[str, ...]:
        """All regular files, sorted."""

    def under(self, prefix: str) -> tuple[str, ...]:
        """The files in the folder ``prefix`` and in its folders, sorted; all of them for
        ``""``."""

    def exists(self, path: str) -> bool:
        """True when ``path`` is in the listing: then it may be read."""

    def exists_raw(self, path: str) -> bool:
        """True when ``path`` is an export in ``raw/`` and lies there, though it is not read."""

    def raw_digest(self, path: str) -> str:
        """SHA-256, hex, of an export in ``raw/`` that lies there: all that a build may learn of
        it, so that a reduction made from another export is noticed. Raises ``SourceProblem``."""

    def read(self, path: str) -> bytes:
        """The whole file.

        Raises ``MissingSource``, ``OutsideProject``, ``RawExport`` or ``SourceProblem``, as do
        the methods below.
        """

    def digest(self, path: str) -> str:
        """SHA-256 of the file, hex; read only if no read has told it yet."""

    def open(self, path: str) -> BinaryIO:
        """The file as a stream that is read once from front to back, for files too big for
        memory. It cannot seek: whoever must, as ZIP readers do, takes ``read``. At its end the
        digest is known."""

    def size(self, path: str) -> int:
        """Bytes."""

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files as such: links, names, folders that cannot be listed."""


def is_raw(path: str) -> bool:
    """True for a file in a folder ``raw`` inside the content: an export with personal data.

    Upper case counts as well, since on two of three systems it is the same folder.
    """
    first, *folders = path.split("/")[:-1] or [""]
    return first.casefold() == _CONTENT and _RAW in (name.casefold() for name in folders)


class _Listing(ABC):
    """What disk and memory have in common: which names are listed, and one content a path."""

    def __init__(self, only: Sequence[str] | None, skip: Collection[str], raw: bool) -> None:
        self._only = None if only is None else tuple(only)
        self._skip = frozenset(skip)
        self._with_raw = raw
        self._paths: tuple[str, ...] | None = None
        self._known: frozenset[str] = frozenset()
        self._problems: list[Diagnostic] = []
        self._seen: dict[str, tuple[str, int]] = {}

    @abstractmethod
    def _walk(self) -> Iterator[str]:
        """All files for which, folder by folder, ``_wanted`` holds; adds to ``_problems``."""

    @abstractmethod
    def _open(self, path: str) -> io.RawIOBase:
        """A listed file. Raises OSError."""

    @abstractmethod
    def _size(self, path: str) -> int:
        """Bytes of a listed file. Raises OSError."""

    @abstractmethod
    def _leaves(self, path: str) -> bool:
        """True when ``path``, which is not listed, leads out of the project."""

    def _wanted(self, path: str, *, folder: bool) -> bool:
        name = path.rpartition("/")[2]
        folded = name.casefold()
        if (
            folded in _LEFTOVERS
            or folded.endswith(_LEFTOVER_ENDS)
            or name.startswith(_LEFTOVER_STARTS)
            or path in self._skip
        ):
            return False
        if "/" not in path:
            return self._only is None or any(fnmatchcase(name, listed) for listed in self._only)
        return self._with_raw or not (folder and is_raw(f"{path}/"))

    def _encodable(self, path: str) -> bool:
        """False, with a diagnostic, for a name that is not UTF-8."""
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            self._problems.append(error("source-name-not-utf8", Span(shown), path=shown))
            return False
        return True

    def paths(self) -> tuple[str, ...]:
        """All regular files, sorted."""
        if self._paths is None:
            self._paths = tuple(sorted(self._walk()))
            self._known = frozenset(self._paths)
            self._problems.extend(_name_problems(self._paths))
        return self._paths

    def under(self, prefix: str) -> tuple[str, ...]:
        """The files below the folder ``prefix``, sorted."""
        paths = self.paths()
        folder = prefix.rstrip("/")
        if not folder:
            return paths
        # "0" is the character after "/", so this is all that begins with the folder and a slash.
        return paths[bisect_left(paths, f"{folder}/") : bisect_left(paths, f"{folder}0")]

    def exists(self, path: str) -> bool:
        """True when ``path`` is in the listing."""
        self.paths()
        return path in self._known

    def read(self, path: str) -> bytes:
        """The whole file."""
        self._permit(path)
        try:
            with self._open(path) as file:
                data = file.readall()
        except OSError as failure:
            raise _unreadable(path, failure) from failure
        self._record(path, hashlib.sha256(data).hexdigest(), len(data))
        return data

    def raw_digest(self, path: str) -> str:
        """SHA-256 of an export in ``raw/``."""
        try:
            with self._open(path) as file:
                state = hashlib.sha256()
                while chunk := file.read(_CHUNK):
                    state.update(chunk)
        except OSError as failure:
            raise _unreadable(path, failure) from failure
        return state.hexdigest()

    def open(self, path: str) -> BinaryIO:
        """The file as a stream."""
        self._permit(path)
        try:
            file = self._open(path)
        except OSError as failure:
            raise _unreadable(path, failure) from failure
        return io.BufferedReader(_HashedFile(file, path, self._record), _CHUNK)

    def digest(self, path: str) -> str:
        """SHA-256 of the file, hex."""
        if path not in self._seen:
            with self.open(path) as file:
                while file.read(_CHUNK):
                    pass
        return self._seen[path][0]

    def size(self, path: str) -> int:
        """Bytes."""
        self._permit(path)
        if path in self._seen:
            return self._seen[path][1]
        try:
            return self._size(path)
        except OSError as failure:
            raise _unreadable(path, failure) from failure

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files as such."""
        self.paths()
        return tuple(self._problems)

    def _permit(self, path: str) -> None:
        if not self._with_raw and is_raw(path):
            raise RawExport(path)
        if not self.exists(path):
            raise (OutsideProject if self._leaves(path) else MissingSource)(path)

    def _record(self, path: str, digest: str, size: int) -> None:
        # Two contents under one name would end on two pages that contradict each other.
        if self._seen.setdefault(path, (digest, size)) != (digest, size):
            raise SourceProblem(error("source-changed", Span(path), path=path))


class DiskSources(_Listing):
    """The files of a project on the disk."""

    def __init__(
        self,
        root: Path,
        *,
        only: Sequence[str] | None = None,
        skip: Collection[str] = (),
        raw: bool = False,
    ) -> None:
        """``only``: names at the top that are listed (``civicsite.yaml``, ``content``), ``*`` in
        them standing for anything; None for all. ``skip``: paths of files and folders to leave
        out, for example the output. ``raw``: open exports as well; for ``reduce`` alone."""
        super().__init__(only, skip, raw)
        self._root = os.path.realpath(root)

    def exists_raw(self, path: str) -> bool:
        """True when ``path`` is an export in ``raw/`` and lies there."""
        full = self._full(path)
        return is_raw(path) and os.path.realpath(full) == full and os.path.isfile(full)

    def stamps(self) -> list[Stamp]:
        """What the file system says about every listed file; a file that has gone meanwhile is
        left out. Links, and folders that cannot be listed, count with what is wrong with them."""
        found = []
        for path in self.paths():
            with suppress(OSError):
                known = os.lstat(self._full(path))
                times = (known.st_mtime_ns, known.st_ctime_ns)
                found.append(Stamp(path, known.st_size, *times, known.st_ino))
        found += [Stamp(f"{p.code}\0{p.span}", 0, 0, 0, 0) for p in self.diagnostics()]
        return found

    def _full(self, path: str) -> str:
        return os.path.join(self._root, *path.split("/"))

    def _walk(self) -> Iterator[str]:
        pending = [""]
        while pending:
            folder = pending.pop()
            try:
                with os.scandir(self._full(folder)) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except FileNotFoundError:
                continue
            except OSError as failure:
                self._problems.append(_unreadable(folder or ".", failure).diagnostic)
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if not self._wanted(path, folder=is_folder or entry.is_symlink()):
                    continue
                if not self._encodable(path):
                    continue
                if entry.is_symlink():
                    self._problems.append(error("source-symlink", Span(path), path=path))
                elif is_folder:
                    pending.append(path)
                elif entry.is_file(follow_symlinks=False):
                    yield path

    def _open(self, path: str) -> io.RawIOBase:
        # O_NOFOLLOW: the file may have become a link since it was listed.
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        return io.FileIO(os.open(self._full(path), flags), "rb")

    def _size(self, path: str) -> int:
        return os.lstat(self._full(path)).st_size

    def _leaves(self, path: str) -> bool:
        try:
            real = os.path.realpath(os.path.join(self._root, path))
            return os.path.commonpath([self._root, real]) != self._root
        except ValueError:  # a null character, or another drive
            return True


class MemorySources(_Listing):
    """The twin for tests: files from a mapping, and a log of every read."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        *,
        only: Sequence[str] | None = None,
        skip: Collection[str] = (),
        raw: bool = False,
    ) -> None:
        """``files``: content by path. The rest as for ``DiskSources``."""
        super().__init__(only, skip, raw)
        self._files = dict(files)
        self.reads: list[str] = []
        """Paths in the order in which they were opened, whole or as a stream."""

    def exists_raw(self, path: str) -> bool:
        """True when ``path`` is an export in ``raw/`` and lies there."""
        return is_raw(path) and path in self._files

    def _walk(self) -> Iterator[str]:
        for path in self._files:
            names = path.split("/")
            folders = ["/".join(names[:depth]) for depth in range(1, len(names))]
            if (
                all(self._wanted(folder, folder=True) for folder in folders)
                and self._wanted(path, folder=False)
                and self._encodable(path)
            ):
                yield path

    def _open(self, path: str) -> io.RawIOBase:
        self.reads.append(path)
        return _MemoryFile(self._files[path])

    def _size(self, path: str) -> int:
        return len(self._files[path])

    def _leaves(self, path: str) -> bool:
        depth = 0
        for name in path.split("/"):
            depth += {"..": -1, ".": 0, "": 0}.get(name, 1)
            if depth < 0:
                return True
        return path.startswith("/") or "\0" in path


class _MemoryFile(io.RawIOBase):
    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        return self._data.readinto(buffer)


class _HashedFile(io.RawIOBase):
    """Hashes what passes, and reports it at the end: what is counted and what is hashed are the
    same bytes, even if the file changes meanwhile."""

    def __init__(
        self, file: io.RawIOBase, path: str, done: Callable[[str, str, int], None]
    ) -> None:
        self._file = file
        self._path = path
        self._done = done
        self._hash = hashlib.sha256()
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            count: int = self._file.readinto(view) or 0
        except OSError as failure:
            raise _unreadable(self._path, failure) from failure
        self._hash.update(view[:count])
        self._size += count
        if not count and len(view):
            self._done(self._path, self._hash.hexdigest(), self._size)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _unreadable(path: str, failure: OSError) -> SourceProblem:
    reason = failure.strerror or str(failure)
    return SourceProblem(error("source-unreadable", Span(path), path=path, reason=reason))


def _name_problems(paths: Sequence[str]) -> Iterator[Diagnostic]:
    """Names that are other names, or the same name, on another system.

    macOS decomposes letters (ó as o and an accent) on some disks, and it and Windows take upper
    and lower case for the same; both would lose or mix up files of this project.
    """
    met: set[str] = set()
    spelled: dict[tuple[str, str], str] = {}
    for path in paths:
        names = path.split("/")
        for depth in range(1, len(names) + 1):
            name = "/".join(names[:depth])
            if name in met:
                continue
            met.add(name)
            folder, _, last = name.rpartition("/")
            normal = unicodedata.normalize("NFC", last)
            if normal != last:
                yield error("source-name-not-nfc", Span(name), path=normal)
            # The folder as it is spelled: two colliding folders are one problem, not one a file.
            folded = unicodedata.normalize("NFC", normal.casefold())
            other = spelled.setdefault((folder, folded), name)
            if other != name:
                yield error("source-names-collide", Span(name), path=name, other=other)
