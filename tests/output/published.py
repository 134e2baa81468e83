"""What a build does with the door for writing, reduced to bytes by path."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from civicsite.catalogues import packaged_catalogue
from civicsite.output.manifest import Entry, Manifest
from civicsite.output.writing import Committed, Operations, OutputFolder, OutputProblem

Files = dict[str, bytes]


def publish(
    root: Path,
    desired: Mapping[str, bytes],
    operations: Operations | None = None,
    project: Path | None = None,
) -> Committed:
    """Bring the folder to ``desired``, writing only what the manifest does not vouch for."""
    folder = OutputFolder(root, operations or Operations(durable=False), project=project)
    with folder.locked():
        folder.recover()
        former = folder.manifest().entries
        entries, writes = {}, {}
        for path, data in desired.items():
            entries[path] = Entry.planned({"view": hashlib.sha256(data).hexdigest()})
            old = former.get(path)
            if old and old.key == entries[path].key and old.state == folder.stat(path):
                entries[path] = old
            else:
                writes[path] = data
        return folder.commit(writes, former.keys() - desired.keys(), Manifest(entries))


def files_in(root: Path) -> Files:
    """Content by path; for a link, where it leads."""
    found: Files = {}
    for where, folders, files in os.walk(root):
        for name in files + folders:
            path = Path(where, name)
            if path.is_symlink():
                found[path.relative_to(root).as_posix()] = b"-> " + os.fsencode(path.readlink())
            elif path.is_file():
                found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


def folders_in(root: Path) -> set[str]:
    return {
        Path(where, name).relative_to(root).as_posix()
        for where, names, _ in os.walk(root)
        for name in names
    }


def lay_out(root: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def in_polish(problem: OutputProblem) -> list[str]:
    catalogue = packaged_catalogue("pl")
    return [
        f"{found.span}: {catalogue.text(found.code, **dict(found.values))} "
        + catalogue.text(f"{found.code}.next", **dict(found.values))
        for found in problem.diagnostics
    ]


class Recorded(Operations):
    """Remembers what was done."""

    def __init__(self, *, durable: bool = False) -> None:
        super().__init__(durable=durable)
        self.log: list[tuple[str, str]] = []

    def step(self, kind: str, path: Path) -> None:
        super().step(kind, path)
        self.log.append((kind, path.name))


class Failing(Operations):
    """A disk that refuses one operation."""

    def __init__(self, at: int, number: int = errno.ENOSPC) -> None:
        super().__init__(durable=False)
        self._at = at
        self._number = number
        self.kind = ""
        """Kind of the operation that was refused."""
        self.done: list[tuple[str, Path]] = []
        """Operations before it."""

    def step(self, kind: str, path: Path) -> None:
        super().step(kind, path)
        if self.count < self._at:
            self.done.append((kind, path))
        if self.count == self._at:
            self.kind = kind
            raise OSError(self._number, os.strerror(self._number), str(path))


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(OutputProblem) as caught:
        act()
    return in_polish(caught.value)


def refused_codes(act: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(OutputProblem) as caught:
        act()
    return [(found.code, Path(found.span.path).name) for found in caught.value.diagnostics]
