"""Looks, before anything is written, for all that would stop a commit halfway. Writes nothing."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from civicsite.diagnostics import Diagnostic
from civicsite.output.manifest import FileState, folders_of
from civicsite.output.operations import OutputProblem

__all__ = ["Preflight", "Problem", "digest_of", "lstat", "read", "state_of"]


class Problem(Protocol):
    """Makes the diagnostic about a path below the root."""

    def __call__(self, code: str, path: str, **values: str) -> Diagnostic:
        """An error of this code."""


class Preflight:
    """One look at a folder. What it learns about inner folders it keeps, so it must not outlive
    the commit."""

    def __init__(
        self, root: Path, removes: Collection[str], device: int | None, problem: Problem
    ) -> None:
        """``removes``: files of ours that will be gone. ``device``: the disk from which files
        will be renamed, None when they are not."""
        self._root = root
        self._removes = frozenset(removes)
        self._emptied = {folder for path in removes for folder in folders_of(path)}
        self._device = device
        self._problem = problem
        self._folders: dict[str, bool] = {}
        self._name_max, self._path_max = _limits(root)

    def target(self, path: str) -> FileState | None:
        """The file that stands where ``path`` will be written; None when the place is free, or
        will be. Raises ``OutputProblem`` for whatever else is there."""
        self._check_length(path)
        parent = None
        for folder in ("", *reversed([*folders_of(path)])):
            if not self._enter(folder):
                self._check_writable(parent)
                return None
            parent = folder
        self._check_writable(parent)
        found = lstat(self._root / path)
        if found is None or stat.S_ISREG(found.st_mode):
            return state_of(found)
        if stat.S_ISLNK(found.st_mode):
            raise OutputProblem(self._problem("output-symlink", path))
        if not stat.S_ISDIR(found.st_mode):
            raise OutputProblem(self._problem("output-foreign-file", path))
        if not self._will_be_empty(path):
            raise OutputProblem(self._problem("output-folder-in-the-way", path))
        return None

    def removable(self, path: str) -> bool:
        """True when there is a file to remove. Whatever else somebody put there stays."""
        for part in (*folders_of(path), path):
            found = lstat(self._root / part)
            if found is not None and stat.S_ISLNK(found.st_mode):
                raise OutputProblem(self._problem("output-symlink", part))
        if state_of(lstat(self._root / path)) is None:
            return False
        self._check_writable(path.rpartition("/")[0])
        return True

    def _enter(self, folder: str) -> bool:
        if folder not in self._folders:
            found = lstat(self._root / folder)
            there = found is not None and stat.S_ISDIR(found.st_mode)
            if found is not None:
                if stat.S_ISLNK(found.st_mode):
                    raise OutputProblem(self._problem("output-symlink", folder))
                if there and self._device not in (None, found.st_dev):
                    raise OutputProblem(self._problem("output-other-disk", folder))
                if not there and folder not in self._removes:
                    raise OutputProblem(self._problem("output-file-in-the-way", folder))
            self._folders[folder] = there
        return self._folders[folder]

    def _check_length(self, path: str) -> None:
        longest = max(len(os.fsencode(name)) for name in path.split("/"))
        if longest > self._name_max or len(os.fsencode(self._root / path)) >= self._path_max:
            raise OutputProblem(self._problem("output-name-too-long", path))

    def _check_writable(self, folder: str | None) -> None:
        if folder is not None and not os.access(self._root / folder, os.W_OK | os.X_OK):
            raise OutputProblem(self._problem("output-not-permitted", folder))

    def _will_be_empty(self, folder: str) -> bool:
        """True when all in it are files of ours that go: nobody else's file is ever removed."""
        if folder not in self._emptied:
            return False
        for where, folders, files in os.walk(self._root / folder):
            above = Path(where).relative_to(self._root)
            if any((above / name).as_posix() not in self._emptied for name in folders):
                return False
            if any((above / name).as_posix() not in self._removes for name in files):
                return False
        return True


def _limits(root: Path) -> tuple[int, int]:
    """Longest name and longest path on this disk, in bytes; a longer one would fail only at the
    rename, when it is too late."""
    if hasattr(os, "pathconf"):
        for folder in (root, *root.parents):
            if folder.is_dir():
                return os.pathconf(folder, "PC_NAME_MAX"), os.pathconf(folder, "PC_PATH_MAX")
    return 255, 260  # Windows


def lstat(path: Path) -> os.stat_result | None:
    """What the file system says about ``path`` itself, links not followed; None when there is
    nothing."""
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def state_of(found: os.stat_result | None) -> FileState | None:
    """The part of it we remember; None for all but regular files."""
    if found is None or not stat.S_ISREG(found.st_mode):
        return None
    return FileState(found.st_size, found.st_mtime_ns, found.st_ino)


def read(path: Path) -> bytes | None:
    """The bytes of a file; None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hex, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
