"""What this computer remembers of its publications, in ``.civicsite/published/`` of the project:
the release it saw last, and the files of the last two, so that one can be taken back.

A build writes no file in place, so a copy is a second name of the same file where the disk allows
that. It is a store like the memo: safe to delete; then only the way back is lost.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from civicsite.publishing.record import File, Listing, digest

__all__ = ["LocalRecord"]


class LocalRecord:
    """For one project and one place."""

    def __init__(self, project: Path, shown: str) -> None:
        self._root = project / ".civicsite" / "published" / digest(shown.encode())[:16]
        self._objects = self._root / "objects"

    def seen(self) -> tuple[str, ...]:
        """The releases this computer knows, the newest last."""
        return self._noted("runs")

    def knows(self, run: str) -> bool:
        """Whether a release is the newest this computer saw, or one that it began itself."""
        return run in (*self.seen()[-1:], *self._noted("begun"))

    def begin(self, run: str) -> None:
        """Note a run before it begins, so that it is known as ours however it ends."""
        with suppress(OSError):
            self._root.mkdir(parents=True, exist_ok=True)
            self._note(list(self.seen()), [*self._noted("begun"), run])

    def _noted(self, name: str) -> tuple[str, ...]:
        try:
            runs = json.loads((self._root / "seen.json").read_text("utf-8"))[name]
            return tuple(str(run) for run in runs)
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    def _note(self, runs: list[str], begun: list[str]) -> None:
        beside = self._root / "seen.json~"
        beside.write_text(json.dumps({"runs": runs, "begun": begun}), "utf-8")
        os.replace(beside, self._root / "seen.json")

    def listing(self, run: str) -> Listing | None:
        """The files of a release; None when this computer does not have them."""
        try:
            return Listing.from_bytes((self._root / f"{digest(run.encode())[:24]}.gz").read_bytes())
        except OSError:
            return None

    def content(self, file: File) -> bytes | None:
        """The bytes of a file of a release; None when they are gone or changed."""
        try:
            data = (self._objects / file.sha256).read_bytes()
        except OSError:
            return None
        return data if digest(data) == file.sha256 else None

    def remember(
        self, run: str, files: Mapping[str, File], find: Callable[[str], Path | bytes]
    ) -> None:
        """Keep a release, and of those before only the last. ``find``: where a file lies now.
        Failing is harmless: then there is only no way back."""
        former = [known for known in self.seen() if known != run][-1:]
        with suppress(OSError):
            self._objects.mkdir(parents=True, exist_ok=True)
            for path, file in files.items():
                kept = self._objects / file.sha256
                if not kept.exists():
                    self._keep(kept, find(path))
            name = f"{digest(run.encode())[:24]}.gz"
            (self._root / name).write_bytes(Listing(files).to_bytes())
            self._note([*former, run], [])
            self._prune([*former, run])

    def _keep(self, kept: Path, found: Path | bytes) -> None:
        beside = kept.with_name(f"{kept.name}~")
        with suppress(FileNotFoundError):
            beside.unlink()
        if isinstance(found, bytes):
            beside.write_bytes(found)
        else:
            try:
                os.link(found, beside)
            except OSError:  # another disk, or one without hard links
                shutil.copyfile(found, beside)
        os.replace(beside, kept)

    def _prune(self, runs: list[str]) -> None:
        names = {f"{digest(run.encode())[:24]}.gz" for run in runs}
        used = {
            file.sha256 for run in runs for file in (self.listing(run) or Listing()).files.values()
        }
        for path in self._root.glob("*.gz"):
            if path.name not in names:
                path.unlink()
        for path in self._objects.iterdir():
            if path.name not in used:
                path.unlink()
