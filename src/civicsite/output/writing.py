"""The only door for writing. Each root has its own class, and none reaches into another:
:class:`OutputFolder` (the published folder), :class:`ProjectFolder` (what ``new`` and ``import``
add), :class:`~civicsite.output.memo_file.MemoFile`.

A commit stages every file beside the output folder, on the same disk; writes down in a journal
what is left to do; then renames. So a path always holds its old or its new bytes, whole, and
whoever finds a journal finishes it. All that can fail is tried before the first rename.

Files are not forced to the disk one by one (a thousand of them would take longer than the
build); the journal and the manifest are. After a power cut a file may be empty: its size then
disagrees with the manifest, and the next build writes it again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.output.manifest import Entry, FileState, Journal, Manifest, folders_of, safe_path
from civicsite.output.memo_file import MemoFile
from civicsite.output.operations import Operations, OutputProblem, Stopped, failed, locked
from civicsite.output.preflight import Preflight, digest_of, lstat, read, state_of

__all__ = [
    "Committed",
    "Content",
    "Created",
    "MemoFile",
    "Operations",
    "OutputFolder",
    "OutputProblem",
    "ProjectFolder",
    "Stopped",
]

Content = bytes | Callable[[], Iterable[bytes]]
"""What is written: the bytes, or for big files a function that gives them chunk by chunk."""


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit did, as paths below the output folder."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    """Asked for, but the folder had these bytes already."""
    removed: tuple[str, ...] = ()


class OutputFolder:
    """The published folder, and beside it the folder with its records."""

    def __init__(
        self,
        root: Path,
        operations: Operations,
        *,
        project: Path | None = None,
        sources: Collection[str] = ("content", "themes"),
    ) -> None:
        """``sources``: names in ``project`` that are read, so must not be written into."""
        self.root = root.resolve()
        self.records = self.root.parent / f".{self.root.name}.civicsite"
        """For ``build/`` this is ``.build.civicsite/``: the same parent, so the same disk."""
        self._project = None if project is None else project.resolve()
        self._sources = sources
        self._operations = operations
        self._stage = self.records / "stage"
        self._journal = self.records / "journal.json"
        self._manifest_file = self.records / "manifest.json"
        self._note = self.records / "standing.json"
        self._manifest: Manifest | None = None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other builds out of this folder, from ``recover`` to ``commit``.

        Raises ``OutputProblem`` (``output-locked``) when one is at work. The system itself
        drops the lock when a process dies, however it dies.
        """
        self._refuse_root()
        with ExitStack() as held:
            with self._explained(self.records):
                self._operations.mkdir(self.records)
                free = held.enter_context(locked(self.records / "lock", self._operations))
            if not free:
                raise OutputProblem(self._problem("output-locked", self.root))
            yield

    def recover(self) -> bool:
        """Finish what a stopped commit began and clear its leftovers; True if there was one.

        Call it, under the lock, before ``manifest``.
        """
        self._refuse_root()
        self._manifest = None
        with self._explained(self.root):
            data = read(self._journal)
            journal = None if data is None else Journal.from_json(data)
            if journal is not None:
                self._refuse_links((*(target for _, target in journal.renames), *journal.removes))
                self._finish(journal)
            elif data is not None:
                self._operations.unlink(self._journal)
            self._clear_stage()
        return journal is not None

    def manifest(self) -> Manifest:
        """What we wrote into this folder; empty when that is not known."""
        if self._manifest is None:
            with self._explained(self._manifest_file):
                data = read(self._manifest_file)
            self._manifest = Manifest() if data is None else Manifest.from_json(data)
        return self._manifest

    @property
    def interrupted(self) -> bool:
        """True when a commit was stopped and must be finished."""
        return self._journal.exists()

    def look(self) -> str:
        """A digest over what the file system says of everything in the folder, ours or not, and of
        the manifest: the same digest, the same files."""
        state = hashlib.sha256(repr(state_of(lstat(self._manifest_file))).encode())
        pending = [str(self.root)]
        while pending:
            with os.scandir(pending.pop()) as found:
                for entry in sorted(found, key=lambda entry: entry.name):
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                        continue
                    known = entry.stat(follow_symlinks=False)
                    line = (entry.path, known.st_size, known.st_mtime_ns, known.st_ino)
                    state.update(repr(line).encode("utf-8", "surrogateescape"))
        return state.hexdigest()

    def note(self, data: bytes) -> None:
        """Keep a note beside the output. An error of the disk is not reported: nothing may depend
        on the note being there."""
        with suppress(OSError):
            beside = self._note.with_suffix(".new")
            self._operations.write(beside, [data])
            self._operations.rename(beside, self._note)

    def noted(self) -> bytes | None:
        """What :meth:`note` kept; None when there is nothing. Raises OSError."""
        return read(self._note)

    def stat(self, path: str) -> FileState | None:
        """What the file system says about a file of the output; None when it is not a file."""
        return state_of(lstat(self.root / path))

    def read(self, path: str) -> bytes:
        """The bytes of a file of the output. Raises OSError."""
        if not safe_path(path):
            raise ValueError(path)
        return (self.root / path).read_bytes()

    def commit(
        self, writes: Mapping[str, Content], removes: Collection[str], manifest: Manifest
    ) -> Committed:
        """Make the folder hold ``writes``, in this order, without ``removes``.

        ``manifest`` has an entry for every file that is ours afterwards; those of ``writes``
        are completed here. Raises ``OutputProblem`` with all problems before anything in the
        folder has changed, and when the disk fails between two renames (then ``recover`` goes
        on); ValueError when the three contradict each other. Does nothing, not one operation,
        when there is nothing to do.
        """
        self._refuse_root()
        former = self.manifest()
        _agree(former, writes, removes, manifest)
        if self._journal.exists():
            raise ValueError("a stopped commit must be recovered first")
        with self._explained(self.root):
            changed, kept, gone = self._compare(former, writes, removes, manifest)
            entries = {**manifest.entries, **kept}
            if not changed and not gone and Manifest(entries, manifest.built) == former:
                return Committed(unchanged=tuple(kept))
            try:
                staged = self._staged(former, changed, manifest)
                entries |= {path: entry for path, (_, entry) in staged.items()}
                renames = tuple((name, path) for path, (name, _) in staged.items() if name)
                completed = Manifest(entries, manifest.built)
                journal = Journal(renames, gone, "manifest")
                self._write_plan(completed, journal)
            except Exception:
                with suppress(OSError):
                    self._clear_stage()  # it may be what fills the disk
                raise
            self._finish(journal)
            self._manifest = completed
        written = {path: name for name, path in renames}
        unchanged = tuple(path for path in writes if path not in written)
        return Committed(tuple(written), unchanged, gone)

    def _compare(
        self,
        former: Manifest,
        writes: Mapping[str, Content],
        removes: Collection[str],
        manifest: Manifest,
    ) -> tuple[dict[str, Content], dict[str, Entry], tuple[str, ...]]:
        """What must be written, what stands already, what there is to remove."""
        device = lstat(self.records) or lstat(self.records.parent)
        look = Preflight(self.root, frozenset(removes), device and device.st_dev, self._problem)
        changed: dict[str, Content] = {}
        kept: dict[str, Entry] = {}
        gone: list[str] = []
        problems: list[Diagnostic] = []
        # Where case does not count, A.html that goes and a.html that comes are one file.
        doomed = {path.casefold() for path in removes}
        for path, content in writes.items():
            try:
                found = look.target(path)
                for folder in folders_of(path):
                    if folder in manifest.entries:
                        raise OutputProblem(self._problem("output-path-clash", path, other=folder))
            except OutputProblem as problem:
                problems.extend(problem.diagnostics)
                continue
            if not isinstance(content, bytes) or found is None or path.casefold() in doomed:
                changed[path] = content
            elif found.size == len(content) and self.read(path) == content:
                digest = hashlib.sha256(content).hexdigest()
                kept[path] = manifest.entries[path].completed(digest, found)
            elif path in former.entries:
                changed[path] = content
            else:
                problems.append(self._problem("output-foreign-file", path))
        for path in sorted(removes):
            try:
                if look.removable(path):
                    gone.append(path)
            except OutputProblem as problem:
                problems.extend(problem.diagnostics)
        if problems:
            raise OutputProblem(*dict.fromkeys(problems))
        return changed, kept, tuple(gone)

    def _staged(
        self, former: Manifest, changed: Mapping[str, Content], manifest: Manifest
    ) -> dict[str, tuple[str, Entry]]:
        """By path: name in the stage (empty when the folder has these bytes) and entry."""
        self._operations.mkdir(self._stage)
        self._clear_stage()
        staged: dict[str, tuple[str, Entry]] = {}
        for path, content in changed.items():
            file, target = self._stage / f"{len(staged):06}", self.root / path
            chunks = (content,) if isinstance(content, bytes) else content()
            with self._explained(path):
                digest = self._operations.write(file, chunks)
            name, state, there = file.name, state_of(lstat(file)), state_of(lstat(target))
            assert state is not None  # just written
            if there is not None and not isinstance(content, bytes):
                if there.size == state.size and digest_of(target) == digest:
                    self._operations.unlink(file)
                    name, state = "", there
                elif path not in former.entries:
                    raise OutputProblem(self._problem("output-foreign-file", path))
            staged[path] = name, manifest.entries[path].completed(digest, state)
        return staged

    def _write_plan(self, manifest: Manifest, journal: Journal) -> None:
        """After this a stop is finished by the next run. Folders are made here, since that can
        still fail (and is taken back), whereas a rename hardly can."""
        self._operations.write(self._stage / "manifest", [manifest.to_json()], lasting=True)
        self._operations.write(self._stage / "journal", [journal.to_json()], lasting=True)
        self._operations.rename(self._stage / "journal", self._journal)
        later = set(journal.in_the_way)
        targets = [path for _, path in journal.renames if later.isdisjoint(folders_of(path))]
        try:
            self._make_folders(targets)
        except OSError:
            self._operations.unlink(self._journal)
            self._prune_folders(targets)
            raise

    def _finish(self, journal: Journal) -> None:
        if (self._stage / journal.manifest_staged).exists():
            first = journal.in_the_way
            self._remove(first)
            moves = [
                (self._stage / name, path)
                for name, path in journal.renames
                if (self._stage / name).exists()
            ]
            self._make_folders(path for _, path in moves)
            for file, path in moves:
                self._operations.rename(file, self.root / path)
            self._remove(set(journal.removes).difference(first))
            self._operations.rename(self._stage / journal.manifest_staged, self._manifest_file)
        self._operations.unlink(self._journal)

    def _make_folders(self, paths: Iterable[str]) -> None:
        for folder in sorted({path.rpartition("/")[0] for path in paths}):
            self._operations.mkdir(self.root / folder)

    def _remove(self, paths: Collection[str]) -> None:
        for path in sorted(paths):
            if state_of(lstat(self.root / path)) is not None:
                self._operations.unlink(self.root / path)
        self._prune_folders(paths)

    def _prune_folders(self, paths: Iterable[str]) -> None:
        """Remove the folders above ``paths`` that have become empty, never the root."""
        folders = {folder for path in paths for folder in folders_of(path)}
        for folder in sorted(folders, key=lambda path: (-path.count("/"), path)):
            full = self.root / folder
            found = lstat(full)
            if found is not None and stat.S_ISDIR(found.st_mode) and not os.listdir(full):
                self._operations.rmdir(full)

    def _clear_stage(self) -> None:
        if self._stage.is_dir():
            for name in sorted(os.listdir(self._stage)):
                self._operations.unlink(self._stage / name)

    def _refuse_root(self) -> None:
        """No output where sources lie, and no records behind a link."""
        problems = []
        if self._project is not None:
            if self.root in (self._project, *self._project.parents):
                problems.append(self._problem("output-holds-project", self.root))
            for name in self._sources:
                folder = self._project / name
                if folder in (self.root, *self.root.parents):
                    problems.append(self._problem("output-inside-sources", self.root, other=name))
        problems.extend(
            self._problem("output-symlink", path)
            for path in (self.records, self._stage)
            if path.is_symlink()
        )
        if self.root.exists() and not self.root.is_dir():
            problems.append(self._problem("output-file-in-the-way", self.root))
        if problems:
            raise OutputProblem(*problems)

    def _refuse_links(self, paths: Iterable[str]) -> None:
        links = {
            part
            for path in paths
            for part in (path, *folders_of(path))
            if (self.root / part).is_symlink()
        }
        if links:
            raise OutputProblem(*(self._problem("output-symlink", link) for link in sorted(links)))

    @contextmanager
    def _explained(self, path: str | Path) -> Iterator[None]:
        try:
            yield
        except OSError as failure:
            named = Path(str(failure.filename2 or failure.filename or path))
            place = named if named.is_relative_to(self.root) else path
            raise OutputProblem(self._failed(place, failure)) from failure

    def _failed(self, path: str | Path, failure: OSError) -> Diagnostic:
        return failed(_shown(self.root / path, self._project), failure)

    def _problem(self, code: str, path: str | Path, **values: str) -> Diagnostic:
        shown = _shown(self.root / path, self._project)
        return error(code, Span(shown), path=shown, **values)


def _agree(
    former: Manifest, writes: Iterable[str], removes: Iterable[str], manifest: Manifest
) -> None:
    """Raise ValueError when a commit would leave a file of ours that no manifest names, or name
    a file that we never wrote."""
    written, removed = set(writes), set(removes)
    before, after = former.entries.keys(), manifest.entries.keys()
    if not removed <= before:
        raise ValueError(f"not ours to remove: {sorted(removed - before)}")
    if after != (before - removed) | written or written & removed:
        raise ValueError(f"manifest and commit differ: {sorted(after ^ (before - removed))}")
    if not all(map(safe_path, written)):
        raise ValueError("a path leaves the output folder")


def _shown(path: Path, project: Path | None) -> str:
    """As a person knows it: below the project where it lies there."""
    if project is not None and path.is_relative_to(project):
        return path.relative_to(project).as_posix()
    return path.as_posix()


@dataclass(frozen=True, slots=True)
class Created:
    """What became of files that were to be added to the project."""

    created: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    """Were there already, with these bytes."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why nothing was created; then ``created`` is empty."""


class ProjectFolder:
    """The folder an editor works in. Files are added to it, never changed."""

    def __init__(self, root: Path, operations: Operations) -> None:
        self.root = root.resolve()
        self._operations = operations

    def create(self, path: str, data: bytes) -> Created:
        """Add one file, as ``create_all`` does."""
        return self.create_all({path: data})

    def create_all(self, files: Mapping[str, bytes]) -> Created:
        """Add all ``files`` (content by path below the project) or none of them.

        A file that is there with the same bytes is fine; with others it is the diagnostic
        ``file-exists``. Raises ValueError for a path that leaves the project.
        """
        if not all(map(safe_path, files)):
            raise ValueError("a path leaves the project")
        look = Preflight(self.root, frozenset(), None, _in_project)
        new: list[str] = []
        problems: list[Diagnostic] = []
        for path, data in files.items():
            try:
                found = look.target(path)
                if found is None:
                    new.append(path)
                elif found.size != len(data) or read(self.root / path) != data:
                    problems.append(_in_project("file-exists", path))
            except OutputProblem as problem:
                problems.extend(problem.diagnostics)
            except OSError as failure:
                problems.append(failed(path, failure))
        if not problems:
            problems.extend(self._add({path: files[path] for path in new}))
        if problems:
            return Created(diagnostics=tuple(dict.fromkeys(problems)))
        return Created(tuple(new), tuple(path for path in files if path not in new))

    def _add(self, files: Mapping[str, bytes]) -> list[Diagnostic]:
        """Write all beside their places, then name them; on a failure take back what was done."""
        done: list[Path] = []
        made: list[Path] = []
        for finished in (False, True):
            for path, data in files.items():
                target = self.root / path
                # Hidden, so that no listing of the project takes it for content.
                beside = target.with_name(f".{target.name}.civicsite~")
                try:
                    if finished:
                        self._operations.place(beside, target)
                        done.append(target)
                    else:
                        made.extend(folder for folder in target.parents if not folder.exists())
                        self._operations.mkdir(target.parent)
                        if lstat(beside) is not None:
                            self._operations.unlink(beside)
                        done.append(beside)
                        self._operations.write(beside, [data])
                except OSError as failure:
                    self._take_back(done, made)
                    return [failed(path, failure)]
        return []

    def _take_back(self, files: Iterable[Path], folders: Iterable[Path]) -> None:
        for file in files:
            if lstat(file) is not None:
                self._operations.unlink(file)
        for folder in sorted(folders, reverse=True):
            if folder.is_dir() and not os.listdir(folder):
                self._operations.rmdir(folder)


def _in_project(code: str, path: str | Path, **values: str) -> Diagnostic:
    shown = str(path) or "."
    return error(code, Span(shown), path=shown, **values)
