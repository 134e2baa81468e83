"""What was written and from which key, and the journal of a commit. Values only, no files.

The manifest is what makes the output ours: only paths it names are ever pruned, and a file it
does not name is never overwritten with other bytes. A file that does not parse, or that another
version wrote, counts as an empty manifest: the worst that follows is a page written once more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from civicsite.memo import content_key

__all__ = [
    "Change",
    "ChangeKind",
    "Entry",
    "FileState",
    "Journal",
    "Manifest",
    "explain",
    "folders_of",
    "key_of",
    "safe_path",
]

FORMAT = 1

# An empty, "." or ".." segment (also a slash at either end), a drive, a backslash, a control
# character, or half a character: a path with one of these leaves the folder on some system.
_UNSAFE = re.compile(r"(?:^|/)\.{0,2}(?:/|\Z)|^[A-Za-z]:|[\\\x00-\x1f\x7f\ud800-\udfff]")


def safe_path(path: str) -> bool:
    """True for a relative path with forward slashes that stays in its folder, read as text.

    Links on the disk are another matter; ``writing`` looks for them.
    """
    return _UNSAFE.search(path) is None


def folders_of(path: str) -> Iterator[str]:
    """The folders above ``path``, innermost first, without the root: ``a/b/c`` gives ``a/b``,
    ``a``."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


@dataclass(frozen=True, slots=True)
class FileState:
    """What the file system says about a file. It may save reading; it never decides truth."""

    size: int
    """Bytes."""
    mtime_ns: int
    """Time of the last change, nanoseconds since 1970."""
    inode: int
    """Number of the file on its disk."""


def key_of(parts: Mapping[str, str]) -> str:
    """The key of an output: one digest over its named parts, whatever their order."""
    return content_key(*(text for name in sorted(parts) for text in (name, parts[name])))


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the output."""

    parts: Mapping[str, str]
    """What the key is made of: name (``theme``, ``catalogue``, ``program``, ``view.title``) to
    digest. Kept so that ``explain`` can name the part that changed."""
    key: str
    """``key_of(parts)``: the same key means the same bytes."""
    sha256: str = ""
    """Digest of the bytes, hex; empty until they are written."""
    size: int = 0
    """Bytes."""
    mtime_ns: int = 0
    """As in ``FileState``."""
    inode: int = 0
    """As in ``FileState``."""

    @classmethod
    def planned(cls, parts: Mapping[str, str]) -> Entry:
        """An entry of a file that is still to be written; the commit completes it."""
        return cls(dict(parts), key_of(parts))

    def completed(self, sha256: str, state: FileState) -> Entry:
        """The same entry with what the written file is like."""
        return replace(
            self, sha256=sha256, size=state.size, mtime_ns=state.mtime_ns, inode=state.inode
        )

    @property
    def state(self) -> FileState:
        """What the file system said when the file was written. Anything else now means that
        somebody else touched the file: it is written again."""
        return FileState(self.size, self.mtime_ns, self.inode)


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of one output folder that are ours."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By path below the output folder, with forward slashes."""
    built: Mapping[str, str] = field(default_factory=dict)
    """Facts about the build that ``publish`` needs, for example that ``--at`` or ``--only`` was
    given. Nothing that changes while the site does not, such as the instant of the build: a
    build without changes must leave the manifest as it is."""

    def to_json(self) -> bytes:
        """Canonical: the same manifest is always the same bytes."""
        return _canonical(
            {
                "format": FORMAT,
                "built": dict(self.built),
                "entries": {
                    path: {
                        "parts": dict(entry.parts),
                        "key": entry.key,
                        "sha256": entry.sha256,
                        "size": entry.size,
                        "mtime_ns": entry.mtime_ns,
                        "inode": entry.inode,
                    }
                    for path, entry in self.entries.items()
                },
            }
        )

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Read what ``to_json`` wrote; anything else gives an empty manifest.

        A path that leaves the folder spoils the whole: somebody made that file by hand, and
        what it names would be deleted.
        """
        try:
            raw = _of_our_format(data)
            entries = {_path(path): _entry(fields) for path, fields in raw["entries"].items()}
            return cls(entries, _texts(raw["built"]))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls()


class ChangeKind(StrEnum):
    """What happened to one part of a key."""

    CHANGED = "changed"
    APPEARED = "appeared"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Change:
    """One reason why an output is written again."""

    part: str
    """Name of the part of the key."""
    kind: ChangeKind
    before: str
    """Its digest in the former build; empty when it appeared."""
    after: str
    """Its digest now; empty when it vanished."""


def explain(old: Entry | None, parts: Mapping[str, str]) -> tuple[Change, ...]:
    """Which parts of the key differ from the former build, by name. Empty: the key is the same.

    Without a former entry every part appeared.
    """
    former = {} if old is None else old.parts
    changes = []
    for part in sorted(former.keys() | parts.keys()):
        if part not in former:
            changes.append(Change(part, ChangeKind.APPEARED, "", parts[part]))
        elif part not in parts:
            changes.append(Change(part, ChangeKind.VANISHED, former[part], ""))
        elif former[part] != parts[part]:
            changes.append(Change(part, ChangeKind.CHANGED, former[part], parts[part]))
    return tuple(changes)


@dataclass(frozen=True, slots=True)
class Journal:
    """What is left to do once everything is staged. Each step may be done twice, so whoever
    finds a journal does it again from the top."""

    renames: tuple[tuple[str, str], ...]
    """Name in the stage and path below the output folder, in the order of renaming."""
    removes: tuple[str, ...]
    """Paths below the output folder that we wrote once and that go now."""
    manifest_staged: str
    """Name of the new manifest in the stage. It is installed last: when it is no longer there,
    all was done."""

    @property
    def in_the_way(self) -> tuple[str, ...]:
        """The removes that must go before the renames: a file where a folder comes, files in a
        folder where a file comes, a name that only changes its case (removed afterwards, it would
        take the new file along where case does not count). All others wait until the new files
        stand."""
        targets = {target.casefold() for _, target in self.renames}
        taken = targets.union(*map(folders_of, targets))
        return tuple(
            path
            for path in self.removes
            if path.casefold() in taken or not targets.isdisjoint(folders_of(path.casefold()))
        )

    def to_json(self) -> bytes:
        """Canonical, like the manifest."""
        return _canonical(
            {
                "format": FORMAT,
                "renames": [list(pair) for pair in self.renames],
                "removes": list(self.removes),
                "manifest_staged": self.manifest_staged,
            }
        )

    @classmethod
    def from_json(cls, data: bytes) -> Journal | None:
        """Read what ``to_json`` wrote; None for anything else, and for paths that leave their
        folder."""
        try:
            raw = _of_our_format(data)
            return cls(
                tuple((_name(staged), _path(target)) for staged, target in raw["renames"]),
                tuple(_path(path) for path in raw["removes"]),
                _name(raw["manifest_staged"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None


def _canonical(value: dict[str, object]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8") + b"\n"


def _of_our_format(data: bytes) -> dict[str, Any]:
    raw = json.loads(data)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValueError("not this format")
    return raw


def _entry(fields: dict[str, Any]) -> Entry:
    key, sha256 = _text(fields["key"]), _text(fields["sha256"])
    numbers = [fields[name] for name in ("size", "mtime_ns", "inode")]
    if not all(type(number) is int for number in numbers):
        raise ValueError("not a number")
    return Entry(_texts(fields["parts"]), key, sha256, *numbers)


def _texts(raw: dict[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in raw.items()}


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError("not a text")
    return raw


def _path(raw: object) -> str:
    path = _text(raw)
    if not safe_path(path):
        raise ValueError("leaves the folder")
    return path


def _name(raw: object) -> str:
    name = _path(raw)
    if "/" in name:
        raise ValueError("not a plain name")
    return name
