"""The published record of a result: ``results.json``, from which everything else can be derived.

It holds what the page shows, the rules it follows from, and the digest of every file it came from
and of every file beside it. ``civicsite recount`` counts again from it and from the ballots beside
it; ``civicsite results finalise`` keeps it in ``record/``, and from then on pages are made from it.

The form is versioned: version 1 is described in ``docs/reference/results-json.md`` and by the JSON
Schema beside that page. Nothing in it is about a person: counts come through ``disclosure``,
ballots through ``anonymous``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from civicsite.plain import from_data, to_data
from civicsite.results.counts import ContestRequest, Tally
from civicsite.results.survey_counts import SurveyTally

__all__ = [
    "FORMAT",
    "VERSION",
    "BallotsRecord",
    "Chunks",
    "ContestRecord",
    "Record",
    "RecordFile",
    "Stream",
    "content_digest",
    "content_of",
]

FORMAT = "civicsite-results"
VERSION = 1
"""Raised by every change after which an older reader would understand a file wrongly."""
NAME = "results.json"


@dataclass(frozen=True, slots=True)
class BallotsRecord:
    """The published ballots of a contest."""

    file: str
    """Name of the table beside this file."""
    number: int
    """Ballots in it."""
    attributes: tuple[str, ...] = ()
    """Attributes of the people that it shows, wherever enough share them."""
    dropped: tuple[str, ...] = ()
    """Attributes that were asked for and would be blank on every ballot."""
    blanked: int = 0
    """Ballots on which an attribute that is known was blanked."""
    ordered: bool = False
    """Whether the order of marks is an order of preference."""


@dataclass(frozen=True, slots=True)
class ContestRecord:
    """One contest: by which rules, and what was counted."""

    rules: ContestRequest
    """What the count follows from: seats, money, numbers of marks, rule, ties and draws."""
    count: Tally
    """What was counted and decided."""
    ballots: BallotsRecord | None = None
    """None when the ballots are not published."""


@dataclass(frozen=True, slots=True)
class Record:
    """``results.json``."""

    format: str
    """``civicsite-results``."""
    version: int
    """1."""
    process: str
    """The process, as ``municipality/process``."""
    title: str
    municipality: str
    """Name of the municipality."""
    language: str
    """Language of the titles."""
    currency: str
    status: str
    """``preliminary`` or ``final``."""
    published: str = ""
    """Day or moment of publication, as the editor wrote it."""
    begins: str = ""
    """First day of the vote, ``2026-06-01``; empty when unknown."""
    ends: str = ""
    """Last day of the vote."""
    country: str = ""
    """Country, in English, as collections of data name it; empty when unknown."""
    corrections: tuple[str, ...] = ()
    """Ids of the corrections that this record takes into account."""
    contests: tuple[ContestRecord, ...] = ()
    survey: SurveyTally | None = None
    files: tuple[tuple[str, str], ...] = ()
    """Name and SHA-256 of every file beside this one that was made from it."""

    def to_json(self) -> bytes:
        """The file's bytes."""
        text = json.dumps(to_data(self), ensure_ascii=False, indent=1)
        return f"{text}\n".encode()

    @classmethod
    def from_json(cls, data: bytes) -> Record:
        """Raises ValueError for what is not a record of this version."""
        try:
            plain = json.loads(data)
        except RecursionError:
            raise ValueError("nested too deeply") from None
        if not isinstance(plain, dict) or plain.get("format") != FORMAT:
            raise ValueError(f"not a file of the form {FORMAT}")
        if plain.get("version") != VERSION:
            raise ValueError(f"version {plain.get('version')!r}, not {VERSION}")
        return from_data(cls, plain)


# --- files --------------------------------------------------------------------------------------


Chunks = Callable[[], Iterable[bytes]]
"""Gives content piece by piece, as often as asked."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Content that may be too big to hold, and its digest."""

    sha256: str
    chunks: Chunks

    @classmethod
    def of(cls, chunks: Chunks) -> Stream:
        """With the digest taken from it."""
        state = hashlib.sha256()
        for chunk in chunks():
            state.update(chunk)
        return cls(state.hexdigest(), chunks)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """One file of a record."""

    name: str
    kind: str
    """``results``, ``package``, ``table``, ``answers``, ``ballots``, ``pabulib`` or ``blt``."""
    content: bytes | Stream
    contest: str = ""
    """The contest it is about; empty for all of them."""


def content_digest(content: bytes | Stream) -> str:
    """SHA-256, hex."""
    return content.sha256 if isinstance(content, Stream) else hashlib.sha256(content).hexdigest()


def content_of(content: bytes | Stream) -> bytes | Chunks:
    """As the doors for writing take it."""
    return content.chunks if isinstance(content, Stream) else content
