"""A server in memory behind the transport door: every operation is numbered, so that a test can
stop, cut or refuse at each, and look at what visitors would get after each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civicsite.output.operations import Operations
from civicsite.output.writing import OutputFolder
from civicsite.publish import Publication, PublishReport, Request, publish
from civicsite.publishing.base import Fault, Place, Transport, TransportProblem
from civicsite.publishing.choosing import Choice
from civicsite.publishing.locking import Me
from civicsite.publishing.record import Head, Journal, Listing, digest
from civicsite.reading.schema import TargetFields


class Killed(BaseException):
    """The process died; nothing of it runs any more."""


@dataclass
class Server:
    """What the hosting holds, and how it misbehaves."""

    files: dict[str, bytes] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    replaces: bool = True
    has_resume: bool = False
    hook: Callable[[int, str, str], None] = lambda number, kind, path: None
    """Called before operation ``number``; may raise."""
    watch: Callable[[], None] = lambda: None
    """Called after every change."""
    mangle: Callable[[str, bytes], bytes] = lambda path, data: data
    """What is really stored."""
    lie_about: set[str] = field(default_factory=set)
    """Kinds of operation that are confirmed and not done."""
    count: int = 0
    log: list[tuple[str, str]] = field(default_factory=list)

    def step(self, kind: str, path: str) -> None:
        self.hook(self.count, kind, path)
        self.count += 1
        self.log.append((kind, path))

    @property
    def site(self) -> dict[str, bytes]:
        """What visitors can open."""
        return {p: d for p, d in self.files.items() if not p.startswith(".civicsite/")}


class MemoryTransport(Transport):
    def __init__(self, server: Server) -> None:
        self.server = server
        self.resumes = server.has_resume

    def read(self, path: str) -> bytes | None:
        self.server.step("read", path)
        return self.server.files.get(path)

    def size(self, path: str) -> int | None:
        self.server.step("size", path)
        data = self.server.files.get(path)
        return None if data is None else len(data)

    def write(self, path: str, data: bytes, offset: int = 0) -> None:
        """In two halves, as it goes over a line that may be cut."""
        before = self.server.files.get(path, b"")[:offset]
        self.server.step("write", path)
        if "write" in self.server.lie_about and not path.startswith(".civicsite/lock"):
            return
        self.server.files[path] = before + data[: len(data) // 2]
        self.server.watch()
        self.server.step("write-rest", path)
        self.server.files[path] = self.server.mangle(path, before + data)
        self.server.watch()

    def rename(self, source: str, target: str) -> None:
        self.server.step("rename", target)
        if target in self.server.files and not self.server.replaces:
            raise TransportProblem(Fault.DENIED, target, "550 File exists")
        if source not in self.server.files:
            raise TransportProblem(Fault.DENIED, source, "550 No such file")
        if "rename" in self.server.lie_about and not target.startswith(".civicsite/"):
            return
        self.server.files[target] = self.server.files.pop(source)
        self.server.watch()

    def delete(self, path: str) -> None:
        self.server.step("delete", path)
        self.server.files.pop(path, None)
        self.server.watch()

    def claim(self, path: str) -> bool:
        self.server.step("claim", path)
        if path in self.server.folders:
            return False
        self.server.folders.add(path)
        return True

    def release(self, path: str) -> None:
        self.server.step("release", path)
        self.server.folders.discard(path)

    def close(self) -> None:
        return


class MemoryTarget:
    name = "memory"
    settings = TargetFields

    def __init__(self, server: Server) -> None:
        self._server = server

    def host(self, settings: Any) -> str:
        return ""

    def shown(self, settings: Any) -> str:
        return "memory"

    def open(self, settings: Any, place: Place) -> Transport:
        self._server.step("open", "")
        return MemoryTransport(self._server)


@dataclass
class Watch:
    """A clock that does not wait."""

    seconds: int = 1_700_000_000
    waited: list[float] = field(default_factory=list)

    def now(self) -> int:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)


@dataclass
class Town:
    """A build folder, and the computers that publish it."""

    root: Path
    clock: Watch = field(default_factory=Watch)
    runs: int = 0
    alive: bool = False
    """Whether processes of earlier runs are taken to be at work still."""

    def build(self, site: Mapping[str, bytes], **built: str) -> OutputFolder:
        """Write a build as ``civicsite build`` does."""
        from civicsite.output.manifest import Entry, Manifest

        folder = OutputFolder(self.root / "build", Operations(durable=False))
        with folder.locked():
            folder.recover()
            former = folder.manifest().entries
            entries = {path: Entry.planned({"view": digest(data)}) for path, data in site.items()}
            removes = [path for path in former if path not in site]
            folder.commit(dict(site), removes, Manifest(entries, built))
        return folder

    def publish(
        self,
        target: Any,
        request: Request | None = None,
        *,
        computer: str = "office",
        settings: TargetFields | None = None,
        environment: Mapping[str, str] | None = None,
        agree: bool = False,
    ) -> PublishReport:
        self.runs += 1
        me = Me(f"run-{self.runs}-{computer}", computer, 1000 + self.runs, lambda n: self.alive)
        project = self.root / computer
        project.mkdir(exist_ok=True)
        publication = Publication(
            Choice(target, settings or TargetFields(to=target.name)),
            OutputFolder(self.root / "build", Operations(durable=False)),
            project,
            environment or {},
            me,
            self.clock,
            "2026-03-01T08:00:00+01:00",
        )
        return publish(
            publication,
            request or Request(),
            lambda report, count: agree,
            lambda report: None,
            lambda done, files, sent, size: None,
        )


def claims(server: Server) -> dict[str, set[str]]:
    """What the records say the site's files may be, by path: the digests."""
    head = Head.from_json(server.files.get(".civicsite/manifest.json"))
    told: dict[str, set[str]] = {}
    if head is None:
        return told
    listing = Listing.from_bytes(server.files[f".civicsite/files-{head.run}.json.gz"])
    assert listing is not None, "the manifest names a listing that is not whole"
    leaving = () if head.settled else listing.leaving
    for path, file in {**listing.files, **listing.kept}.items():
        if path not in leaving:
            told.setdefault(path, set()).add(file.sha256)
    for slot in "ab":
        journal = Journal.from_bytes(server.files.get(f".civicsite/journal-{slot}"))
        if journal is not None and journal.run != head.run:
            for path, file in (*journal.intent, *journal.have.items()):
                if path in told:
                    told[path].add(file.sha256)
            for path in journal.unknown:
                told.pop(path, None)
    return told


def assert_true(server: Server) -> None:
    """The manifest never claims what is not there."""
    for path, digests in claims(server).items():
        assert digest(server.files[path]) in digests, path


__all__ = [
    "Killed",
    "MemoryTarget",
    "Server",
    "Town",
    "Watch",
    "assert_true",
    "claims",
]
