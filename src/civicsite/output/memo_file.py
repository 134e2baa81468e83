"""The disk store of the memo: one SQLite file, a cache and nothing more.

Whatever is wrong with it (broken, locked, read-only, gone), the build goes on without it, only
slower. SQLite and not a file per entry: a thousand small files take longer to open than most
entries take to compute.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from civicsite.output.operations import Operations

__all__ = ["MemoFile"]

# Somebody else's business: the file may be fine, so it is left as it is. After any other error
# it is made anew.
_LEAVE_ALONE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS memo (
    key  TEXT PRIMARY KEY NOT NULL,
    data BLOB NOT NULL,
    used INTEGER NOT NULL  -- the last writing run that used it; runs are counted in user_version
)
"""


class MemoFile:
    """A :class:`civicsite.memo.Store`. What is put is written at ``close``, at once or not at
    all; with nothing new the file is not touched."""

    def __init__(self, path: Path, operations: Operations, *, keep_runs: int = 5) -> None:
        """``keep_runs``: entries that as many writing runs did not use are forgotten. A run that
        finds everything writes nothing, so it neither forgets nor counts."""
        self._path = path
        self._operations = operations
        self._keep_runs = keep_runs
        self._new: dict[str, bytes] = {}
        self._used: set[str] = set()
        # A link would let a project that came from elsewhere write outside itself.
        self._closed = path.is_symlink() or path.parent.is_symlink()
        self._connection = None if self._closed else self._open()

    def get(self, key: str) -> bytes | None:
        """The bytes put under ``key`` in this run or an earlier one."""
        self._used.add(key)
        if key in self._new:
            return self._new[key]
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT data FROM memo WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        return row[0] if row and isinstance(row[0], bytes) else None

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key`` until ``close`` writes it."""
        self._used.add(key)
        self._new[key] = data

    def close(self) -> None:
        """Write what is new. Errors of the disk are not reported: nothing depends on this."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._closed or not self._new:
            return
        self._closed = True
        try:
            self._operations.mkdir(self._path.parent)
            try:
                self._write()
            except sqlite3.Error as failure:
                if _primary(failure) in _LEAVE_ALONE:
                    return
                self._operations.unlink(self._path)
                self._write()
        except (OSError, sqlite3.Error):
            return

    def __enter__(self) -> MemoFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failure: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _open(self) -> sqlite3.Connection | None:
        # "rw", not "ro": a reader must be allowed to roll back what a killed run left half done.
        # It makes no file and, without such leftovers, changes none.
        try:
            return sqlite3.connect(
                f"file:{quote(str(self._path.absolute()))}?mode=rw", uri=True, isolation_level=None
            )
        except sqlite3.Error:
            return None

    def _write(self) -> None:
        self._operations.step("memo", self._path)
        with closing(sqlite3.connect(self._path, isolation_level=None)) as database:
            # A power cut may break the file; then it is made anew. Waiting for the disk would
            # cost more than that.
            database.execute("PRAGMA synchronous = OFF")
            database.execute("PRAGMA auto_vacuum = FULL")
            database.execute("BEGIN IMMEDIATE")
            database.execute(_SCHEMA)
            run = database.execute("PRAGMA user_version").fetchone()[0] + 1
            database.executemany(
                "UPDATE memo SET used = ? WHERE key = ?", [(run, key) for key in self._used]
            )
            database.executemany(
                "INSERT OR REPLACE INTO memo (key, data, used) VALUES (?, ?, ?)",
                [(key, data, run) for key, data in self._new.items()],
            )
            database.execute("DELETE FROM memo WHERE used <= ?", (run - self._keep_runs,))
            database.execute(f"PRAGMA user_version = {run:d}")
            database.execute("COMMIT")


def _primary(failure: sqlite3.Error) -> int:
    # The low byte is the kind of error, the rest its variety (https://sqlite.org/rescode.html).
    return getattr(failure, "sqlite_errorcode", 0) & 0xFF
