"""BLT files: the ballots of one ranked election, as councils and counting programs exchange them.

Layout after the format of B. A. Wichmann (*Voting matters* 1994), with what OpenSTV added and what
the profile reports of the Scottish councils show: first ``candidates seats``; then withdrawn
candidates as negative numbers; then a line for each different ballot, ``weight first second … 0``;
a ``0`` alone; the candidates' names in quotes, and the title. A ballot may begin with its name in
brackets, ``-`` is a rank that was left out, ``4=3`` are candidates on the same rank, and ``#``
begins a comment. Lines may be padded with spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from civicsite.diagnostics import Span, error, warning
from civicsite.exports.dataset import (
    Ballot,
    Export,
    Facts,
    Findings,
    Format,
    Option,
    Provenance,
    Reading,
    Recognition,
)
from civicsite.exports.text_lines import read_lines
from civicsite.exports.text_tables import TextFile, examine, plain_head, tidy

__all__ = ["FORMATS"]

_SIZE = re.compile(r"\s*([0-9]{1,6})\s+([0-9]{1,6})\s*")
_BALLOT = re.compile(r"\s*(?:\([^()]*\)\s*)?[0-9]+(?:[\s=]+(?:[0-9]+|-))*\s+0\s*")
_WITHDRAWN = re.compile(r"\s*-[0-9]+(?:\s+-[0-9]+)*\s*")
_NUMBER = re.compile(r"[0-9]{1,15}")
_QUOTED = re.compile(r'"([^"]*)"')
_COMMENT = re.compile(r'((?:[^"#]|"[^"]*")*)#.*')
"""A comment begins outside quotes."""
_MOST_CANDIDATES = 10_000


class Blt:
    """Ranked ballots of one election."""

    name = "blt"
    makes = frozenset({"ballots"})
    keys = frozenset({"contest", "channel"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By two numbers on the first line and a ballot, or a withdrawn candidate, on the next."""
        lines = [line for line in map(_plain, plain_head(head).splitlines()) if line]
        if len(lines) < 2 or not _SIZE.fullmatch(lines[0]):
            return None
        second = lines[1]
        if second == "0" or _BALLOT.fullmatch(second) or _WITHDRAWN.fullmatch(second):
            return Recognition(self.name, "recognised-blt")
        return None

    def read(self, reading: Reading) -> Export:
        """Deliver the ballots, each with its weight; candidates, seats and title come back."""
        findings = Findings(reading.file.path)
        text = examine(reading.file)
        if not isinstance(text, TextFile):
            return Export((text,))
        election = _Election(findings, reading)
        for number, line in read_lines(text, findings):
            if plain := _plain(line):
                election.take(number, line, plain)
        election.finish()
        provenance = Provenance(
            text.file.path, text.sha256, text.size, self.name, reading.recognised_by,
            text.encoding, " ", election.rows, (), reading.entry.channel,
        )  # fmt: skip
        facts = Facts(title=election.title, ballot_type="ordinal", seats=election.seats)
        return Export(findings.all(), provenance, (), election.options(), facts)


FORMATS: tuple[Format, ...] = (Blt(),)


def _plain(line: str) -> str:
    match = _COMMENT.fullmatch(line)
    return (match[1] if match else line).strip()


class _Election:
    """The file line by line: size, withdrawn candidates, ballots, names, title."""

    def __init__(self, findings: Findings, reading: Reading) -> None:
        self._findings, self._reading = findings, reading
        self._candidates = 0
        self._begun = self._closed = self._lost = False
        self._withdrawn: set[int] = set()
        self._names: list[tuple[str, tuple[str, ...]]] = []
        self.seats: int | None = None
        self.title = ""
        self.rows = 0

    def take(self, number: int, line: str, plain: str) -> None:
        """One line that is neither empty nor a comment."""
        span = Span(self._findings.path, number, line.find(plain) + 1)
        if self._lost:
            return
        if not self._begun:
            self._size(span, plain)
        elif self._closed:
            self._text(span, plain)
        elif plain == "0":
            self._closed = True
        elif _WITHDRAWN.fullmatch(plain) and not self.rows:
            for word in plain.split():
                if self._known(span, word[1:]):
                    self._withdrawn.add(int(word[1:]))
        elif plain.startswith('"'):
            self._findings.add(error("blt-ballots-not-closed", span))
            self._closed = True
            self._text(span, plain)
        else:
            self._ballot(span, plain)

    def _size(self, span: Span, plain: str) -> None:
        self._begun = True
        match = _SIZE.fullmatch(plain)
        if not match or not 0 < int(match[1]) <= _MOST_CANDIDATES:
            self._findings.add(error("blt-first-line", span))
            self._lost = True
            return
        self._candidates, self.seats = int(match[1]), int(match[2])

    def _known(self, span: Span, word: str) -> bool:
        if _NUMBER.fullmatch(word) and 1 <= int(word) <= self._candidates:
            return True
        values = {"count": self._candidates}
        if _NUMBER.fullmatch(word):
            self._findings.add(error("blt-candidate-unknown", span, number=int(word), **values))
        else:
            self._findings.add(error("blt-not-a-number", span))
        return False

    def _ballot(self, span: Span, plain: str) -> None:
        words = re.sub(r"^\([^()]*\)", "", re.sub(r"\s*=\s*", "=", plain)).split()
        if len(words) < 2 or words[-1] != "0":
            self._findings.add(error("blt-ballot-not-closed", span))
            return
        if not _NUMBER.fullmatch(words[0]):
            self._findings.add(error("blt-weight", span))
            return
        self.rows += 1
        marks: dict[str, None] = {}
        overvoted: int | None = None
        for rank in words[1:-1]:
            if rank == "-":
                continue
            level = rank.split("=")
            if not all(self._known(span, word) for word in level):
                return
            if len(level) > 1:
                overvoted = len(marks) if overvoted is None else overvoted
            elif (id := str(int(rank))) in marks:
                self._findings.add(warning("blt-candidate-twice", span, number=int(rank)))
            else:
                marks[id] = None
        if int(words[0]):
            self._reading.deliver(
                Ballot(
                    self._reading.entry.contest,
                    tuple(marks),
                    self._reading.entry.channel,
                    line=span.line or 0,
                    count=int(words[0]),
                    overvoted=overvoted,
                )
            )

    def _text(self, span: Span, plain: str) -> None:
        """A candidate's name, with the party where there is one; after the last the title."""
        quoted = [tidy(part) for part in _QUOTED.findall(plain)]
        parts = [part for part in quoted if part] or [tidy(plain.strip('"'))]
        if len(self._names) < self._candidates:
            self._names.append((parts[0], tuple(parts[1:])))
        elif self.title:
            self._findings.add(warning("blt-after-title", span))
        else:
            self.title = parts[0]

    def finish(self) -> None:
        """What can only be known at the end."""
        end = Span(self._findings.path)
        if self._lost:
            return
        if not self._closed:
            self._findings.add(error("blt-ballots-not-closed", end))
        elif len(self._names) < self._candidates:
            values = {"names": len(self._names), "candidates": self._candidates}
            self._findings.add(error("blt-names-missing", end, **values))

    def options(self) -> tuple[Option, ...]:
        """The candidates by their numbers."""
        return tuple(self._options())

    def _options(self) -> Iterator[Option]:
        for number, (name, party) in enumerate(self._names, 1):
            withdrawn = number in self._withdrawn
            contest = self._reading.entry.contest
            yield Option(str(number), name, contest, category=party, withdrawn=withdrawn)
