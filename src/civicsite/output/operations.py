"""Every system call that writes, the reasons why one can fail, and the lock between builds."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from civicsite.diagnostics import Diagnostic, Span, error

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["Operations", "OutputProblem", "Stopped", "failed", "locked"]

_CODES = {
    errno.ENOSPC: "output-disk-full",
    errno.EDQUOT: "output-disk-full",
    errno.EACCES: "output-not-permitted",
    errno.EPERM: "output-not-permitted",
    errno.EROFS: "output-read-only",
    errno.ENAMETOOLONG: "output-name-too-long",
    errno.EEXIST: "file-exists",
}


def failed(shown: str, failure: OSError) -> Diagnostic:
    """Why the system refused to write ``shown``, in our words where the reason is a usual one."""
    code = _CODES.get(failure.errno or 0, "output-not-writable")
    reason = failure.strerror or str(failure)
    return error(code, Span(shown), path=shown, reason=reason)


class Stopped(Exception):
    """A test ended the run at this operation, as a kill would. Nobody else raises or catches it."""


class OutputProblem(Exception):
    """The output cannot be written, for reasons outside the program. ``build`` and the commands
    catch it and show ``diagnostics``."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(", ".join(found.code for found in diagnostics))
        self.diagnostics = diagnostics


class Operations:
    """Every system call that writes, numbered, so that a test can stop at each."""

    def __init__(self, *, stop_after: int | None = None, durable: bool = True) -> None:
        """``stop_after``: how many operations are done before ``Stopped`` is raised, for this
        and every later one. ``durable``: force journal and manifest to the disk; ``serve`` need
        not."""
        self._stop_after = stop_after
        self._durable = durable
        self.count = 0
        """Operations so far."""

    def step(self, kind: str, path: Path) -> None:
        """Called before each operation. A subclass may log it, or raise what a disk would."""
        if self._stop_after is not None and self.count >= self._stop_after:
            raise Stopped(kind, path)
        self.count += 1

    def mkdir(self, path: Path) -> None:
        """Make ``path`` and the folders above it that are missing."""
        if not path.is_dir():
            self.mkdir(path.parent)
            self.step("mkdir", path)
            path.mkdir()

    def write(self, path: Path, chunks: Iterable[bytes], *, lasting: bool = False) -> str:
        """Write a new file, never over another, and return the SHA-256 of its bytes, hex."""
        state = hashlib.sha256()
        self.step("create", path)
        with path.open("xb") as file:
            for chunk in chunks:
                self.step("write", path)
                file.write(chunk)
                state.update(chunk)
            if lasting and self._durable:
                self.step("sync", path)
                file.flush()
                os.fsync(file.fileno())
        return state.hexdigest()

    def rename(self, source: Path, target: Path) -> None:
        """Put a finished file in its place, instead of the one that is there."""
        self.step("rename", target)
        os.replace(source, target)

    def place(self, source: Path, target: Path) -> None:
        """Put a finished file in its place, never over another."""
        self.step("place", target)
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links
            os.rename(source, target)
        else:
            with suppress(OSError):  # the file is in its place; a leftover harms nobody
                self.unlink(source)

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        self.step("unlink", path)
        path.unlink()

    def rmdir(self, path: Path) -> None:
        """Remove an empty folder."""
        self.step("rmdir", path)
        path.rmdir()


# A forked worker inherits the open lock file. It closes it at once: a worker that outlived a
# killed build would otherwise keep the folder locked.
_held: set[int] = set()


def _close_inherited() -> None:
    while _held:
        os.close(_held.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_inherited)


@contextmanager
def locked(file: Path, operations: Operations) -> Iterator[bool]:
    """Hold the lock on ``file``; gives False when another process, or another holder in this
    one, has it.

    The system's own lock is used, not a file that says who is at work: the system drops it when
    the process dies, however it dies, and no process number can be mistaken for another. The
    file stays, so that a build without changes writes nothing. Raises OSError.
    """
    if not file.exists():
        operations.step("create", file)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
    _held.add(descriptor)
    try:
        yield _try_lock(descriptor)
    finally:
        if descriptor in _held:  # else this is a forked worker, which closed it already
            _held.discard(descriptor)
            os.close(descriptor)


def _try_lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
    else:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
