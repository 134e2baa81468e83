"""What civicsite keeps on the server beside the site, below ``.civicsite/``. Values only.

``manifest.json`` is small and names the listing of everything published. The journal of a run
stands in one of two slots, so that no rename is needed to replace it, and pieces follow it while
the run goes on; together they say at any moment what may be on the server.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from civicsite.output.manifest import safe_path

__all__ = [
    "FOLDER",
    "File",
    "Head",
    "Journal",
    "Listing",
    "LockInfo",
    "Piece",
    "away_of",
    "digest",
    "listing_path",
    "part_of",
    "piece_path",
]

FOLDER = ".civicsite"
FORMAT = 1
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class File:
    """One published file."""

    sha256: str
    size: int
    """Bytes."""


Files = Mapping[str, File]


def digest(data: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(data).hexdigest()


def part_of(file: File) -> str:
    """Where a file waits until it is complete. The name follows from its content, so whoever finds
    one knows what it is to become."""
    return f"{FOLDER}/part-{file.sha256[:24]}"


def away_of(path: str) -> str:
    """Where the former file waits on servers that do not put a file over another."""
    return f"{FOLDER}/away-{digest(path.encode())[:24]}"


def listing_path(run: str) -> str:
    """Where the listing of a release stands."""
    return f"{FOLDER}/files-{run}.json.gz"


def piece_path(sequence: int, number: int) -> str:
    """Where a piece of a journal stands."""
    return f"{FOLDER}/piece-{sequence}-{number}"


@dataclass(frozen=True, slots=True)
class Head:
    """``manifest.json``: which release is published."""

    generation: int = 0
    """Counts the releases of this place; 0 before the first."""
    run: str = ""
    """The run that published it."""
    published: str = ""
    """When, ISO 8601."""
    listing_sha256: str = ""
    replaces: bool = True
    """Whether the server puts a file over another."""
    settled: bool = True
    """False while files of the former release wait to be removed."""
    built: Mapping[str, str] = field(default_factory=dict)
    """What the build said about itself."""

    def to_json(self) -> bytes:
        """Canonical."""
        return _canonical(
            {
                "format": FORMAT,
                "generation": self.generation,
                "run": self.run,
                "published": self.published,
                "listing": listing_path(self.run).partition("/")[2],
                "listing_sha256": self.listing_sha256,
                "replaces": self.replaces,
                "settled": self.settled,
                "built": dict(self.built),
            }
        )

    @classmethod
    def from_json(cls, data: bytes | None) -> Head | None:
        """None for what is not ours."""
        try:
            raw = _ours(json.loads(data or b""))
            return cls(
                int(raw["generation"]),
                _word(raw["run"]),
                str(raw["published"]),
                str(raw["listing_sha256"]),
                raw["replaces"] is True,
                raw["settled"] is True,
                {str(k): str(v) for k, v in raw["built"].items()},
            )
        except _BROKEN:
            return None


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything civicsite has on the server."""

    files: Files = field(default_factory=dict)
    """The release."""
    kept: Files = field(default_factory=dict)
    """Assets of the release before, which open pages still load; they go with the next one."""
    leaving: tuple[str, ...] = ()
    """Files that may still be there and are to be removed."""

    def to_bytes(self) -> bytes:
        """Canonical, compressed."""
        value = {
            "format": FORMAT,
            "files": _rows(self.files),
            "kept": _rows(self.kept),
            "leaving": sorted(self.leaving),
        }
        return gzip.compress(_canonical(value), mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Listing | None:
        """None for what is not ours, and for a path that leaves the site."""
        try:
            raw = _ours(json.loads(gzip.decompress(data or b"")))
            leaving = tuple(_path(path) for path in raw["leaving"])
            return cls(_files(raw["files"]), _files(raw["kept"]), leaving)
        except _BROKEN:
            return None


@dataclass(frozen=True, slots=True)
class Journal:
    """What a run is about to upload, in its order, and what earlier runs that were stopped did."""

    sequence: int
    run: str
    base: str = ""
    """The run of the release it began from."""
    intent: tuple[tuple[str, File], ...] = ()
    have: Files = field(default_factory=dict)
    """Uploaded by stopped runs since the release."""
    unknown: tuple[str, ...] = ()
    """May hold anything: to be uploaded again."""

    @property
    def slot(self) -> str:
        """Never that of the journal before."""
        return f"{FOLDER}/journal-{'ab'[self.sequence % 2]}"

    def to_bytes(self) -> bytes:
        """Canonical, compressed; cut anywhere it is unreadable, so a half one counts as none."""
        value = {
            "format": FORMAT,
            "sequence": self.sequence,
            "run": self.run,
            "base": self.base,
            "intent": [[path, file.sha256, file.size] for path, file in self.intent],
            "have": _rows(self.have),
            "unknown": sorted(self.unknown),
        }
        return gzip.compress(_canonical(value), mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Journal | None:
        """None for what is not ours or not complete."""
        try:
            raw = _ours(json.loads(gzip.decompress(data or b"")))
            return cls(
                int(raw["sequence"]),
                _word(raw["run"]),
                str(raw["base"]) and _word(raw["base"]),
                tuple((_path(p), _file(sha, size)) for p, sha, size in raw["intent"]),
                _files(raw["have"]),
                tuple(_path(path) for path in raw["unknown"]),
            )
        except _BROKEN:
            return None


@dataclass(frozen=True, slots=True)
class Piece:
    """A note of a run: which of its intent is done."""

    run: str
    done: tuple[int, ...] = ()
    """Positions in the intent."""
    window: int | None = None
    """The one whose former file is about to step aside."""

    def to_json(self) -> bytes:
        """Canonical."""
        return _canonical(
            {"format": FORMAT, "run": self.run, "done": list(self.done), "window": self.window}
        )

    @classmethod
    def from_json(cls, data: bytes | None, journal: Journal) -> Piece | None:
        """None for a piece of another journal, or half a one."""
        try:
            raw = _ours(json.loads(data or b""))
            positions = [*raw["done"], *([] if raw["window"] is None else [raw["window"]])]
            for position in positions:
                if type(position) is not int or not 0 <= position < len(journal.intent):
                    return None
            return (
                None
                if raw["run"] != journal.run
                else cls(raw["run"], tuple(raw["done"]), raw["window"])
            )
        except _BROKEN:
            return None


@dataclass(frozen=True, slots=True)
class LockInfo:
    """Who is publishing."""

    run: str
    computer: str
    """A digest of its name: the file can be read by everybody."""
    process: int
    until: int
    """Seconds since 1970; then the lock counts as left behind."""

    def to_json(self) -> bytes:
        """Canonical."""
        return _canonical(
            {
                "format": FORMAT,
                "run": self.run,
                "computer": self.computer,
                "process": self.process,
                "until": self.until,
            }
        )

    @classmethod
    def from_json(cls, data: bytes | None) -> LockInfo | None:
        """None for what is not ours."""
        try:
            raw = _ours(json.loads(data or b""))
            return cls(
                str(raw["run"]), str(raw["computer"]), int(raw["process"]), int(raw["until"])
            )
        except _BROKEN:
            return None


def _canonical(value: dict[str, object]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8") + b"\n"


def _ours(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValueError("not this format")
    return raw


def _rows(files: Files) -> dict[str, object]:
    return {path: [file.sha256, file.size] for path, file in files.items()}


def _files(raw: dict[str, Any]) -> dict[str, File]:
    return {_path(path): _file(sha256, size) for path, (sha256, size) in raw.items()}


def _file(sha256: object, size: object) -> File:
    if not isinstance(sha256, str) or type(size) is not int:
        raise ValueError("not a file")
    return File(sha256, size)


def _path(raw: object) -> str:
    if not isinstance(raw, str) or not safe_path(raw):
        raise ValueError("leaves the site")
    return raw


def _word(raw: object) -> str:
    word = _path(raw)
    if "/" in word:
        raise ValueError("not a plain name")
    return word
