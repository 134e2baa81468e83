"""The Markdown text before it is converted: cleaned, and marked with places.

A place is put where Markdown cannot mistake it for something else: into the address of a link,
after a closing bracket, into a tag or an attribute list as one more attribute, after the signs that
begin a heading. Where the following regular expressions see something that Markdown does not, a
mark is set that nobody asks for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from markdown.extensions.fenced_code import FencedBlockPreprocessor

from civicsite.diagnostics import Severity
from civicsite.reading.markup_marks import attribute_mark, mark
from civicsite.reading.markup_parts import Problem

__all__ = ["DEEPEST", "Kind", "MarkedText", "Place", "Problems", "Spot", "marked"]

_TAB = 4
DEEPEST = 25
"""How deep lists and quotations may nest; Python-Markdown recurses several times for each level."""

# Control characters but tab and line feed; lone surrogates, which no encoding can write; and
# noncharacters, of which the marks are made.
_DROPPED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr((plane << 16) + 0xFFFE)}{chr((plane << 16) + 0xFFFF)}" for plane in range(17))
    + "]"
)


class Kind(Enum):
    """What a mark stands at."""

    TARGET = auto()
    """The address of a link or an image, be it in a definition ``[id]: address``."""
    USE = auto()
    """The bracket that ends ``[text][id]``, ``[text]`` or ``[^1]``."""
    TAG = auto()
    """A tag of HTML."""
    LIST = auto()
    """An attribute list: ``{.decorative}``."""
    HEADING = auto()
    TABLE = auto()
    WAY = auto()


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of one line of the Markdown text; line and column count from 1."""

    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark stands."""

    kind: Kind
    spot: Spot
    words: Spot | None = None
    """The text of a link or an image, without its brackets."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text ready for Markdown."""

    text: str
    places: tuple[Place, ...]
    """The places of the marks, by their numbers."""
    too_deep: tuple[Spot, ...]
    """Where lines nest deeper than :data:`DEEPEST`; they have been left out of ``text``."""
    plain: str
    """The text without marks and without what was dropped."""
    columns: tuple[tuple[int, ...] | None, ...]
    """For each line of ``plain`` the original index of each character, None if nothing moved."""

    def spot(self, marks: Iterable[int], *kinds: Kind) -> Spot | None:
        """The spot of the first mark of the first of the kinds that is among the marks."""
        numbers = [*marks]
        return next(
            (
                place.spot
                for kind in kinds
                for place in map(self.places.__getitem__, numbers)
                if place.kind is kind
            ),
            None,
        )

    def find(self, words: str) -> Spot | None:
        """The place of words that stand in the text exactly once; None otherwise."""
        index = self.plain.find(words) if words else -1
        if index < 0 or self.plain.find(words, index + 1) >= 0:
            return None
        return _Lines(self.plain, self.columns).spot(index, index + len(words))

    def first(self, pattern: re.Pattern[str]) -> Spot | None:
        """The place of the first match of a pattern; None when there is none."""
        found = pattern.search(self.plain)
        return _Lines(self.plain, self.columns).spot(*found.span()) if found else None


class Problems:
    """Collects what is wrong with a text."""

    def __init__(self) -> None:
        self._found: set[Problem] = set()

    def error(self, code: str, spot: Spot | None, **values: str | int) -> None:
        """A problem that stops the build; ``spot`` is None when the place is not known."""
        self._add(code, Severity.ERROR, spot, values)

    def warning(self, code: str, spot: Spot | None, **values: str | int) -> None:
        """A problem that is shown while the build goes on."""
        self._add(code, Severity.WARNING, spot, values)

    def _add(
        self, code: str, severity: Severity, spot: Spot | None, values: dict[str, str | int]
    ) -> None:
        at = spot or Spot(0, 0)
        ordered = tuple(sorted(values.items()))
        self._found.add(Problem(code, severity, at.line, at.column, at.length, ordered))

    def sorted(self) -> tuple[Problem, ...]:
        """In the order of the lines, each once."""
        return tuple(
            sorted(self._found, key=lambda p: (p.line, p.column, p.severity, p.code, str(p.values)))
        )


def marked(text: str) -> MarkedText:
    """Clean a Markdown text and mark its places."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows = text.split("\n")
    too_deep, plain, columns, deep = [], [], [], -1
    as_it_is = "\t" not in text and not _DROPPED.search(text)
    for number, row in enumerate(rows, 1):
        clean, moved = (row if row.strip(" ") else "", None) if as_it_is else _cleaned(row)
        signs = _nesting(clean) if _BEGINS_LEVEL.match(clean) else None
        if signs is not None:
            if number != deep + 1:  # lines that follow are the same mistake
                too_deep.append(Spot(number, 1, max(1, signs)))
            clean, moved, deep = "", None, number
        plain.append(clean)
        columns.append(moved)
    joined, moves = "\n".join(plain), tuple(columns)
    places: list[Place] = []
    insertions: list[tuple[int, str]] = []
    for index, place in _Finder(joined, _Lines(joined, moves)).places():
        before_slash = joined[index : index + 1] == "/"
        as_attribute = place.kind in (Kind.TAG, Kind.LIST)
        number = len(places)
        sign = attribute_mark(number, before_slash=before_slash) if as_attribute else mark(number)
        insertions.append((index, sign))
        places.append(place)
    return MarkedText(_inserted(joined, insertions), tuple(places), tuple(too_deep), joined, moves)


def _inserted(text: str, insertions: list[tuple[int, str]]) -> str:
    pieces, end = [], 0
    for index, sign in sorted(insertions, key=lambda insertion: insertion[0]):
        pieces += [text[end:index], sign]
        end = index
    return "".join([*pieces, text[end:]])


def _cleaned(row: str) -> tuple[str, tuple[int, ...] | None]:
    if not row.strip(" "):
        return "", None
    if "\t" not in row and not _DROPPED.search(row):
        return row, None
    clean: list[str] = []
    columns: list[int] = []
    for index, character in enumerate(row):
        if character == "\t":
            width = _TAB - len(clean) % _TAB
            clean += " " * width
            columns += [index] * width
        elif not _DROPPED.match(character):
            clean.append(character)
            columns.append(index)
    return "".join(clean), (*columns, len(row))


# What begins a block inside another one, and a rule, which looks like a list of lists.
_LEVEL = re.compile(r" {4}| {0,3}(?:>|[*+-](?= )|\d+\.(?= )|!!!) ?")
_BEGINS_LEVEL = re.compile(r"[ >*+\-!\d]")
_RULE = re.compile(r" {0,3}(?:(?:\* {0,2})+|(?:- {0,2})+|(?:_ {0,2})+) *")


def _nesting(row: str) -> int | None:
    """Characters of the signs that begin the line, when they nest too deep."""
    level = end = last = 0
    while found := _LEVEL.match(row, end):
        level, end = level + 1, found.end()
        if found[0].strip():
            last = level
    return end if last > DEEPEST and not _RULE.fullmatch(row) else None


class _Lines:
    """Turns an index into a line and a column."""

    def __init__(self, text: str, columns: tuple[tuple[int, ...] | None, ...]) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._columns = columns
        self._text = text

    def spot(self, start: int, end: int) -> Spot:
        """The part of a stretch that lies in its first line."""
        row = bisect_right(self._starts, start) - 1
        line_end = self._text.find("\n", start)
        end = min(end, line_end) if line_end >= 0 else end
        first, last = start - self._starts[row], end - self._starts[row]
        moved = self._columns[row]
        if moved is not None:
            first, last = (moved[min(index, len(moved) - 1)] for index in (first, last))
        return Spot(row + 1, first + 1, max(1, last - first))


_BRACKETS = re.compile(r"[\[\]]|\n\n+")


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """The closing brackets with their opening ones; a pair does not reach over an empty line."""
    opened: list[int] = []
    for found in _BRACKETS.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] != "]":
            opened.clear()
        elif opened:
            yield found.start(), opened.pop()


_QUOTES = r"(?: *(?:>|[*+-] |\d+\. |: ))* *"
"""What may stand before a block in its line: quotation and list signs."""
_ADDRESS = re.compile(r"[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*")
_NO_BLANK = re.compile(r"\S*")
# The bracket of "(<two words.pdf>)", if it is one; else it may begin something else.
_IN_LINK = re.compile(r"""\]\( *(?:<(?=[^<>]*>\s*(?:'[^']*'\s*|"[^"]*"\s*)?\)))?""")
# "[^1]:" is a footnote. An address in the next line would
# have to be told from a list that follows a "[remark]:", so it goes without a place.
_DEFINITION = re.compile(rf"^{_QUOTES}\[(?!\^)[^\[\]\n]*\]: *<?(?=[^\s<])", re.M)
# Followed by its attribute list, if it has one; within the brackets a mark would spoil the address.
_AUTOLINK = re.compile(
    r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>\n]*|[^<>\s!]+@[^<>\s@]+)>(?:\{[^}\n]*\})?"
)
_TAG = re.compile(r"""<[A-Za-z](?![A-Za-z0-9+.-]*://)[^\s"'<>@/=`]*(?=[\s/>])""")
_ATTRIBUTES = re.compile(r"(?:(?<=[\s\])>*_`])|^)\{(?=:|[ ]*[.#])[^}\n]*[^}\n ] *(?=\})", re.M)
# Not the box of a task, the marker of a table of contents, and not where a mark would separate
# brackets from the address, the name, the attribute list or the definition that belongs to them.
_BRACKET = re.compile(r"(?<!\[[ xX])(?<!\[TOC)\](?:\{[^}\n]*\}|(?![\[({:])(?! :)(?!\]?>))")
_ID_FOLLOWS = re.compile(r"\s\[(?!\^)")
_HEADING = re.compile(rf"^{_QUOTES}#{{1,6}}", re.M)
_LISTED = re.compile(r" +\{[^}]*\} *$")
_UNDERLINED = re.compile(r"^[ >]*+([^\n]*\S) *\n[ >]*+(?:=+|-+) *$", re.M)
_UNDERLINE = re.compile(r"\n[ >]*[=-]")
_NO_TITLE = re.compile(r"[-+=*_ |:>]*$|```|~~~|[<|#]|:::|!!!")
_TABLE = re.compile(r"^[ >]*+([^\n]*\|[^\n]*)(?=\n[ >]*+\|?[ ]*:?-[-:| ]*$)", re.M)
_WAY = re.compile(rf"^{_QUOTES}:::", re.M)
_FENCE = re.compile(rf"^{_QUOTES}(`{{3,}}|~{{3,}})([^`\n]*)$", re.M)


class _Finder:
    """Finds the places of one text."""

    def __init__(self, text: str, lines: _Lines) -> None:
        self._text = text
        self._lines = lines
        self._has_fence = "```" in text or "~~~" in text
        self._code: list[tuple[int, int]] = []
        if self._has_fence:
            blocks = FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text + "\n")
            self._code = [(block.start(), block.end()) for block in blocks]
        self._ends = [end for _, end in self._code]
        self._openings = dict(_pairs(text))

    def _is_code(self, index: int) -> bool:
        block = bisect_right(self._ends, index)
        return block < len(self._code) and self._code[block][0] <= index

    def places(self) -> Iterator[tuple[int, Place]]:
        """Where to put a mark, and what it stands for."""
        if not self._code:
            yield from self._all()
            return
        for index, place in self._all():
            if not self._is_code(index):
                yield index, place

    def _all(self) -> Iterator[tuple[int, Place]]:
        # Most texts have none of most things: a look for the sign that each needs is cheaper than
        # the expression that finds it.
        yield from self._targets()
        if "]" in self._text:
            yield from self._brackets()
        for found in _ATTRIBUTES.finditer(self._text) if "{" in self._text else ():
            yield found.end(), Place(Kind.LIST, self._lines.spot(found.start(), found.end() + 1))
        yield from self._headings()
        if "|" in self._text:
            yield from self._tables()
        fences = [*self._fences()] if self._has_fence else []
        for found in _WAY.finditer(self._text) if ":::" in self._text else ():
            index = found.end()
            if not any(start <= index < end for start, end in fences):
                spot = self._lines.spot(index - 3, self._line_end(index))
                yield index, Place(Kind.WAY, spot)

    def _line_end(self, index: int) -> int:
        end = self._text.find("\n", index)
        return len(self._text) if end < 0 else end

    def _targets(self) -> Iterator[tuple[int, Place]]:
        taken: set[int] = set()
        for pattern, sign in ((_IN_LINK, "]("), (_DEFINITION, "]:")):
            for found in pattern.finditer(self._text) if sign in self._text else ():
                index = found.end()
                if pattern is _DEFINITION:  # has no blanks, so that a tag in it gets no mark
                    address = _NO_BLANK.match(self._text, index)
                    taken.update(range(index, address.end() if address else index))
                if found[0].endswith("<"):
                    taken.add(index - 1)
                    stop = self._text.find(">", index, self._line_end(index))
                    spot = self._lines.spot(index, stop if stop >= 0 else index + 1)
                else:
                    address = _ADDRESS.match(self._text, index)
                    spot = self._lines.spot(index, address.end() if address else index)
                words = self._words(found.start()) if pattern is _IN_LINK else None
                yield index, Place(Kind.TARGET, spot, words)
        if "<" not in self._text:
            return
        for found in _AUTOLINK.finditer(self._text):
            spot = self._lines.spot(*found.span(1))
            yield found.end(), Place(Kind.USE, spot, spot)
        for found in _TAG.finditer(self._text):
            if found.start() not in taken:
                stop = self._text.find(">", found.end(), self._line_end(found.end()))
                end = stop + 1 if stop >= 0 else found.end()
                yield found.end(), Place(Kind.TAG, self._lines.spot(found.start(), end))

    def _words(self, bracket: int) -> Spot | None:
        opening = self._openings.get(bracket)
        return None if opening is None else self._lines.spot(opening + 1, bracket)

    def _brackets(self) -> Iterator[tuple[int, Place]]:
        for found in _BRACKET.finditer(self._text):
            bracket = found.start()
            start = self._openings.get(bracket)
            if start is None:
                continue
            words = self._words(bracket)
            text = self._text_before(start)
            if text is not None:  # [text][id]
                start, words = self._openings[text], self._words(text)
            elif _ID_FOLLOWS.match(self._text, found.end()):
                continue
            yield found.end(), Place(Kind.USE, self._lines.spot(start, bracket + 1), words)

    def _text_before(self, opening: int) -> int | None:
        """The closing bracket of ``[text]`` when ``[id]`` follows it, at most after a blank."""
        if self._text.startswith("[^", opening):
            return None
        before = opening - (2 if self._text[opening - 1 : opening].isspace() else 1)
        return before if before in self._openings else None

    def _headings(self) -> Iterator[tuple[int, Place]]:
        for found in _HEADING.finditer(self._text) if "#" in self._text else ():
            index = found.end()
            title = self._text[index : self._line_end(index)]
            start = index + len(title) - len(title.lstrip(" #"))
            stop = index + len(_LISTED.sub("", title).rstrip(" #"))
            if not title.lstrip().startswith("{"):  # would become the list of an empty heading
                yield index, Place(Kind.HEADING, self._lines.spot(start, max(start, stop)))
        underlined = _UNDERLINE.search(self._text)
        for found in _UNDERLINED.finditer(self._text) if underlined else ():
            title = found[1]
            if not _NO_TITLE.match(title):
                # An attribute list has to remain the end of the line.
                end = found.start(1) + len(_LISTED.sub("", title))
                yield end, Place(Kind.HEADING, self._lines.spot(found.start(1), end))

    def _tables(self) -> Iterator[tuple[int, Place]]:
        for found in _TABLE.finditer(self._text):
            start, row = found.start(1), found[1].rstrip()
            # Not after a pipe that ends the row: only at the very end it is the border.
            index = row.find("|") + 1
            if index < len(row) and not row[index:].lstrip().startswith("{"):
                spot = self._lines.spot(start, start + len(row))
                yield start + index, Place(Kind.TABLE, spot)

    def _fences(self) -> Iterator[tuple[int, int]]:
        """Code between fences at any indentation, also where Python-Markdown sees no block."""
        opened: re.Match[str] | None = None
        for found in _FENCE.finditer(self._text):
            if opened is None:
                opened = found
            elif found[1].startswith(opened[1]) and not found[2].strip():
                yield opened.start(), found.end()
                opened = None
