"""The door to the records of git: which repository a project lies in, and what its files say."""

from __future__ import annotations

import os
from pathlib import Path

from civicsite.diagnostics import Span, error
from civicsite.reading.sources import SourceProblem

__all__ = ["GitFolder"]


class GitFolder:
    """The records of the git repository that a project lies in; read, never run."""

    def __init__(self, records: str, prefix: str) -> None:
        """For ``of``. ``prefix``: where the project lies in the repository, empty at its root."""
        self._records = records
        self.prefix = prefix

    @classmethod
    def of(cls, project: Path) -> GitFolder | None:
        """The repository around a project; None where there is none."""
        root = os.path.realpath(project)
        folder = root
        while True:
            records = os.path.join(folder, ".git")
            if os.path.isfile(records):  # a further working tree, or a submodule
                try:
                    with open(records, encoding="utf-8") as file:
                        named = file.read(4096).removeprefix("gitdir:").strip()
                except (OSError, UnicodeError):
                    return None
                records = os.path.join(folder, named)
            if os.path.isdir(records):
                prefix = os.path.relpath(root, folder).replace(os.sep, "/")
                return cls(records, "" if prefix == "." else prefix)
            above = os.path.dirname(folder)
            if above == folder:
                return None
            folder = above

    def read(self, name: str) -> bytes | None:
        """One of the records, such as ``index``; None when it is not there. Raises
        ``SourceProblem``."""
        path = os.path.join(self._records, name)
        if not os.path.isfile(path):
            common = "" if name == "commondir" else (self.read("commondir") or b"").decode().strip()
            path = os.path.join(self._records, common, name)
            if not common or not os.path.isfile(path):
                return None
        try:
            with open(path, "rb") as file:
                return file.read()
        except OSError as failure:
            reason = failure.strerror or str(failure)
            problem = error("source-unreadable", Span(".git"), path=f".git/{name}", reason=reason)
            raise SourceProblem(problem) from failure
