"""A folder on this computer or on a drive of the network; renames put files over others."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pydantic import ConfigDict

from civicsite.publishing.base import Fault, Place, Transport, TransportProblem
from civicsite.reading.field_types import Line
from civicsite.reading.schema import TargetFields

__all__ = ["TARGET", "FolderFields", "FolderTransport"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR, errno.ENOTDIR)


class FolderFields(TargetFields):
    """``to: folder``."""

    model_config = ConfigDict(extra="forbid")

    folder: Line
    """The folder, absolute or seen from the project."""


class FolderTransport(Transport):
    """Files below one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str) -> bytes | None:
        """See :class:`Transport`."""
        with _explained(path):
            try:
                return (self._root / path).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def size(self, path: str) -> int | None:
        """See :class:`Transport`."""
        with _explained(path):
            try:
                return (self._root / path).stat().st_size
            except (FileNotFoundError, NotADirectoryError):
                return None

    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """See :class:`Transport`."""
        with _explained(path):
            full = self._root / path
            full.parent.mkdir(parents=True, exist_ok=True)
            with full.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())

    def rename(self, source: str, target: str) -> None:
        """See :class:`Transport`."""
        with _explained(target):
            full = self._root / target
            full.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self._root / source, full)

    def delete(self, path: str) -> None:
        """See :class:`Transport`."""
        with _explained(path), suppress(FileNotFoundError, NotADirectoryError):
            (self._root / path).unlink()

    def claim(self, path: str) -> bool:
        """See :class:`Transport`."""
        with _explained(path):
            full = self._root / path
            full.parent.mkdir(parents=True, exist_ok=True)
            try:
                full.mkdir()
            except FileExistsError:
                return False
            return True

    def release(self, path: str) -> None:
        """See :class:`Transport`."""
        with _explained(path), suppress(FileNotFoundError):
            (self._root / path).rmdir()

    def close(self) -> None:
        """See :class:`Transport`."""
        return


@contextmanager
def _explained(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        fault = Fault.REFUSED
        if failure.errno in _FULL:
            fault = Fault.FULL
        elif failure.errno in _DENIED:
            fault = Fault.DENIED
        raise TransportProblem(fault, path, failure.strerror or "") from failure


class _Folder:
    name = "folder"
    settings = FolderFields

    def host(self, settings: Any) -> str:
        """See :class:`Target`."""
        return ""

    def shown(self, settings: Any) -> str:
        """See :class:`Target`."""
        return str(settings.folder)

    def open(self, settings: Any, place: Place) -> Transport:
        """See :class:`Target`."""
        return FolderTransport(place.project / str(settings.folder))


TARGET = _Folder()
