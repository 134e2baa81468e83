"""The text of a cell -> the options it names.

Form services put several choices into one cell and join them with characters that also occur
inside the choices ("Ławki, kosze i zieleń"). Only the list of known options can tell them apart:
a cell is read as a sequence of known wordings, the longest first, and when it can be read in two
ways that name different options, nobody guesses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from civicsite.exports.dataset import Option
from civicsite.exports.text_tables import tidy

__all__ = ["ANY_SEPARATOR", "Choice", "Chooser", "same"]

ANY_SEPARATOR = r"\s*[;|,\r\n]\s*"
"""Whatever people and services put between choices."""
_JOINS = (". ", ") ", ": ", " ", " - ", " – ")
_MOST_PARTS = 400
"""A cell with more separators than this is free text, not a list of choices."""
_MOST_REMEMBERED = 4096
"""Distinct cells kept; in a vote with one mark nearly every cell was seen before."""


@dataclass(slots=True, unsafe_hash=True)
class Choice:
    """What one cell says. Never changed; like ``Ballot`` not declared frozen, since there are
    millions."""

    marks: tuple[str, ...]
    """Ids of the options named, each once, in the order of the cell."""
    unknown: int = 0
    """Parts that name no option."""
    ambiguous: bool = False
    """True when the cell can be read in two ways that name different options."""
    words: tuple[str, ...] = field(default=(), compare=False)
    """What the cell names, in its order: ids of options, and the words of what names none, each
    once. Words are a person's own and get into no message."""


class Chooser:
    """Reads cells against the known options of one contest."""

    def __init__(self, options: Iterable[Option], separator: str = ANY_SEPARATOR) -> None:
        """``separator`` is the regular expression of what stands between two choices."""
        self._separator = re.compile(separator)
        self._usual = separator == ANY_SEPARATOR
        self._ids: dict[str, set[str]] = {}
        self._known: dict[str, Choice] = {}
        self._wordings: dict[str, str] = {}
        self._single: dict[str, str] = {}
        """Parts of cells that were seen and can be read in one way only, whatever stands beside
        them, and the options they name."""
        for option in options:
            for wording in _wordings(option):
                self._ids.setdefault(same(wording), set()).add(option.id)
                self._wordings.setdefault(same(wording), wording)
        self._inside = frozenset(
            wording[start:end]
            for wording in self._ids
            if len(places := self._parts(wording)) > 1
            for start, end in places
        )
        """What stands between separators inside a wording that has some."""

    def one(self, cell: str) -> str | None:
        """The id of the only option that the whole cell names; None for none or several."""
        ids = self._ids.get(same(cell), set())
        return next(iter(ids)) if len(ids) == 1 else None

    def closest(self, cell: str) -> str:
        """The known wording nearest to a cell, for a suggestion; empty when none is near. Never
        the words of the cell, which may be a person's."""
        near = get_close_matches(same(cell), self._wordings, 1, 0.75)
        return self._wordings[near[0]] if near else ""

    def read(self, cell: str) -> Choice:
        """The options that a cell names."""
        if (choice := self._known.get(cell)) is None:
            choice = self._read_singly(cell) or self._read(cell)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[cell] = choice
        return choice

    def _read_singly(self, cell: str) -> Choice | None:
        """A cell whose every part names one option and stands inside no longer wording: nearly all
        of a large vote. None for every other, which may need more thought."""
        if not self._usual:
            return None
        parts = cell.split("," if "," in cell else ";")
        try:
            marks = tuple(map(self._single.__getitem__, parts))
        except KeyError:
            marks = tuple(self._single.get(part) or self._learn(part) for part in parts)
            if "" in marks:
                return None
        if len(set(marks)) < len(marks):
            marks = tuple(dict.fromkeys(marks))
        return Choice(marks, words=marks)

    def _learn(self, part: str) -> str:
        """The option that a part names beyond doubt; empty where there is a doubt."""
        if self._separator.search(part) or not part.strip():
            return ""
        ids = self._ids.get(same(part), set())
        if len(ids) != 1 or same(part) in self._inside:
            return ""
        (mark,) = ids
        if len(self._single) < _MOST_REMEMBERED:
            self._single[part] = mark
        return mark

    def _read(self, cell: str) -> Choice:
        parts = self._parts(cell)
        if not parts:
            return Choice(())
        if len(parts) > _MOST_PARTS:
            return Choice((), unknown=1, words=(tidy(cell),))
        readings = self._readings(cell, parts)
        if len(readings) > 1:
            return Choice((), ambiguous=True)
        if readings:
            return _choice(readings[0])
        return self._with_unknown(cell, parts)

    def _readings(
        self, cell: str, parts: list[tuple[int, int]]
    ) -> list[tuple[frozenset[str], ...]]:
        """At most two ways to read the whole cell that name different options."""
        found: list[list[tuple[frozenset[str], ...]]] = [[] for _ in parts] + [[()]]
        for first in reversed(range(len(parts))):
            for last in reversed(range(first, len(parts))):
                ids = self._ids.get(same(cell[parts[first][0] : parts[last][1]]))
                if ids is None:
                    continue
                for rest in found[last + 1]:
                    reading = (frozenset(ids), *rest)
                    if all(set(reading) != set(known) for known in found[first]):
                        found[first].append(reading)
                found[first] = found[first][:2]
        return found[0]

    def _with_unknown(self, cell: str, parts: list[tuple[int, int]]) -> Choice:
        reading: list[frozenset[str]] = []
        words: list[str] = []
        unknown, position, strange = 0, 0, -1
        while position < len(parts):
            for last in reversed(range(position, len(parts))):
                ids = self._ids.get(same(cell[parts[position][0] : parts[last][1]]))
                if ids is not None:
                    reading.append(frozenset(ids))
                    words.append(min(ids))
                    position, strange = last + 1, -1
                    break
            else:
                # Neighbouring unknown parts are one wording with a separator in it.
                if strange < 0:
                    unknown, strange = unknown + 1, position
                    words.append("")
                words[-1] = tidy(cell[parts[strange][0] : parts[position][1]])
                position += 1
        choice = _choice(tuple(reading))
        named = tuple(dict.fromkeys(words))
        return Choice(choice.marks, unknown, choice.ambiguous, () if choice.ambiguous else named)

    def _parts(self, cell: str) -> list[tuple[int, int]]:
        """Start and end of the pieces between separators, without empty ones."""
        parts, start = [], 0
        for match in [*self._separator.finditer(cell), None]:
            end = match.start() if match else len(cell)
            if cell[start:end].strip():
                parts.append((start, end))
            start = match.end() if match else end
        return parts


def _wordings(option: Option) -> list[str]:
    """Id, title, and both together as forms number their choices: ``4. Ławki w parku``."""
    wordings = [option.title, option.id, *option.labels]
    if option.title:
        wordings += [f"{option.id}{join}{option.title}" for join in _JOINS]
    return [wording for wording in wordings if wording]


def _choice(reading: tuple[frozenset[str], ...]) -> Choice:
    if any(len(ids) > 1 for ids in reading):
        return Choice((), ambiguous=True)
    marks = tuple(dict.fromkeys(id for ids in reading for id in ids))
    return Choice(marks, words=marks)


def same(text: str) -> str:
    """What makes two wordings the same: spaces, composed letters and case play no part."""
    return unicodedata.normalize("NFC", tidy(text)).casefold()
