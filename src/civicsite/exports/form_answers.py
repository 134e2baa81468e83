"""The columns of one question -> what somebody answered.

A service gives a question one column, with several choices joined in its cells, or a column for
each option or row, or both. Only the list of known options tells a comma inside an answer from one
between two; where it is needed and nobody gives it, that is an error and no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from civicsite.diagnostics import error
from civicsite.exports.choices import ANY_SEPARATOR, Chooser, same
from civicsite.exports.column_names import USUAL, expansions
from civicsite.exports.dataset import Answer, AskedQuestion, Option
from civicsite.exports.tables import Table
from civicsite.exports.text_tables import Row, tidy

__all__ = [
    "AS_USUAL",
    "SPACES",
    "Encoding",
    "Joining",
    "QuestionColumns",
    "is_marked",
    "locate",
    "parts_of",
    "rank_of",
]

_YES = frozenset(
    ["1", "1.0", "x", "y", "yes", "t", "true", "tak", "prawda", "ja", "wahr", "oui", "vrai", "так",
     "✓", "✔", "checked", "selected", "zaznaczono", "wybrano"]
)  # fmt: skip
_NO = frozenset(
    ["", "0", "0.0", "n", "no", "false", "nie", "fałsz", "nein", "falsch", "non", "faux", "ні", "-",
     "–", "not checked", "not selected", "nie zaznaczono", "nie wybrano"]
)  # fmt: skip
_OTHER = frozenset(
    ["other", "-oth-", "inne", "inna", "inny", "inna odpowiedź", "sonstiges", "andere", "autre",
     "інше", "other...", "inne..."]
)  # fmt: skip
"""What services call the choice of words of one's own, and its column."""
_RANK = re.compile(
    r"(?:rank|ranga|miejsce|pozycja|choice|wybór)? ?([0-9]{1,3})(?:\.|st|nd|rd|th)?"
    r"(?: ?(?:rank|ranga|miejsce|pozycja|choice|wybór))?",
    re.IGNORECASE,
)


SPACES = r"\s+"
"""The separator of choices that are joined by a space."""


@dataclass(frozen=True, slots=True)
class Joining:
    """How several choices are joined in one cell."""

    separator: str = ANY_SEPARATOR
    """Regular expression of what stands between two."""
    sure: bool = False
    """True where it never stands inside a choice, so that no list of options is needed."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a service writes answers."""

    joining: Joining = Joining()
    styles: tuple[str, ...] = USUAL
    """How it names the columns of a question with several."""
    both: bool = False
    """True where a question of several choices has a joined column and one for each option."""
    not_shown: frozenset[str] = frozenset()
    """Cells of a question that was not put to this person."""
    own_in_brackets: bool = False
    """True where words of one's own stand in brackets behind the choice they belong to."""
    comments: str = ""
    """How the column of a comment on an option ends, which is no answer; empty for none."""


AS_USUAL = Encoding()
"""Of a table that no known service made."""


def is_marked(cell: str, about: str) -> bool | str | None:
    """Whether the cell of an option says yes; the words of one's own where it holds some; None for
    a number, which is neither."""
    text = tidy(cell)
    folded = text.casefold()
    if folded == about.casefold() or folded in _YES:
        return True
    if folded in _NO:
        return False
    if re.fullmatch(r"[0-9.,]+", text) and about.casefold() not in _OTHER:
        return None
    for opening, closing in ((" - ", ""), (" (", ")"), (": ", "")):
        # The option with words of one's own behind it, as Decidim and its kin write it.
        if folded.startswith(about.casefold() + opening) and text.endswith(closing):
            own = text[len(about) + len(opening) : len(text) - len(closing)]
            return tidy(own) or True
    return text


def rank_of(name: str) -> int | None:
    """The rank that a column is for: ``1``, ``Rank 1``, ``2. wybór``."""
    match = _RANK.fullmatch(name)
    return int(match[1]) if match else None


def parts_of(table: Table, name: str, encoding: Encoding) -> tuple[tuple[str, int], ...]:
    """The columns of a question that has several: what each is about, and its index."""
    found = expansions(table.names, name, encoding.styles)
    if not encoding.comments:
        return found
    kept, before = [], ("", -1)
    for about, index in found:
        # A comment stands right behind its option; “No comment” is an option.
        base = about.casefold().removesuffix(encoding.comments).rstrip()
        if (base, index - 1) != before or base == about.casefold():
            kept.append((about, index))
        before = (about.casefold(), index)
    return tuple(kept)


class QuestionColumns(Protocol):
    """The columns of one question."""

    def answers(self, row: Row) -> Iterator[tuple[str, Answer]]:
        """Row of a matrix, empty for other questions, and the answer to it."""


def locate(table: Table, asked: AskedQuestion, encoding: Encoding) -> QuestionColumns | None:
    """The columns of a question; None, with a diagnostic, when they are not there."""
    name = tidy(asked.column)
    parts = parts_of(table, name, encoding)
    known = _chooser(asked.options, ANY_SEPARATOR)
    if asked.type == "multiple" and known and not any(known.one(about) for about, _ in parts):
        parts = ()  # “Projekty (max 3)” is another heading, and none for an option “max 3”
    whole = table.names.index(name) if name in table.names else None
    if asked.type in ("matrix", "multiple", "ranking") and parts:
        if asked.type == "matrix":
            return _rows(table, asked, encoding, parts)
        if asked.type == "ranking" and (whole is None or not encoding.both):
            return _ranks(table, asked, encoding, parts)
        if asked.type == "multiple" and (whole is None or encoding.both):
            beside = _joined_cell(table, asked, encoding, parts)
            return _Marks(table, asked, encoding, parts, beside)
    if whole is None and asked.type == "multiple":
        named = [(word, table.names.index(word)) for word in map(tidy, asked.options)
                 if word in table.names]  # fmt: skip
        if named:
            return _Marks(table, asked, encoding, named, None)
    index = table.column(asked.column, asked.span)
    if index is None:
        return None
    if asked.type == "matrix":
        table.findings.add(error("question-without-rows", asked.span, column=asked.column))
        return None
    other = next((i for about, i in parts if about.casefold() in _OTHER), None)
    return _Cell(table, asked, encoding, index, other)


@dataclass(slots=True)
class _Cell:
    """A question with one column, and perhaps one for words of one's own."""

    table: Table
    asked: AskedQuestion
    encoding: Encoding
    index: int
    other: int | None = None
    chooser: Chooser | None = field(init=False)
    told: bool = False

    def __post_init__(self) -> None:
        separator = self.encoding.joining.separator
        self.chooser = _chooser(self.asked.options, separator)

    def answers(self, row: Row) -> Iterator[tuple[str, Answer]]:
        """The one answer."""
        cell = row.cells[self.index]
        text = tidy(cell)
        if text.casefold() in self.encoding.not_shown:
            yield "", None
            return
        own = tidy(row.cells[self.other]) if self.other is not None else ""
        if own and text.casefold() in (_OTHER | {""}):
            yield "", (own,)
        elif not text:
            yield "", ()
        elif self.asked.type == "text":
            yield "", (cell.strip().replace("\r\n", "\n"),)
        elif self.asked.type in ("multiple", "ranking"):
            yield "", self.split(row)
        else:
            yield "", (self._without_own(text, row),)

    def split(self, row: Row) -> tuple[str, ...]:
        """The choices of a cell."""
        cell, joining = row.cells[self.index], self.encoding.joining
        if self.chooser:
            choice = self.chooser.read(cell)
            if choice.ambiguous:
                self.table.findings.add(error("choice-ambiguous", self.table.span(row, self.index)))
            return tuple(self._without_own(word, row) for word in choice.words)
        if joining.sure:
            words = map(tidy, re.split(joining.separator, cell))
            return tuple(dict.fromkeys(word for word in words if word))
        if re.search(joining.separator, cell.strip()) and not self.told:
            self.told = True
            values = {"column": self.asked.column}
            self.table.findings.add(error("question-needs-options", self.asked.span, **values))
        return (tidy(cell),)

    def _without_own(self, word: str, row: Row) -> str:
        """The option before words of one's own in brackets."""
        if not self.encoding.own_in_brackets or self.chooser is None or self.chooser.one(word):
            return word
        if word.count("(") != word.count(")"):
            # A listed option inside the brackets has taken them apart.
            self.table.findings.add(error("choice-ambiguous", self.table.span(row, self.index)))
        head = word.partition(" (")[0]
        return head if word.endswith(")") and self.chooser.one(head) else word


def _chooser(options: Sequence[str], separator: str) -> Chooser | None:
    if not options:
        return None
    # A title and a code of one option may differ in case alone.
    words = {same(word): word for word in reversed(options)}
    return Chooser((Option(word) for word in words.values()), separator)


def _joined_cell(
    table: Table, asked: AskedQuestion, encoding: Encoding, parts: Sequence[tuple[str, int]]
) -> _Cell | None:
    """The column with all choices beside those of the options: there alone are words of one's own,
    unless a space joins the choices and nothing tells where a word ends."""
    name = tidy(asked.column)
    if not encoding.both or name not in table.names:
        return None
    if encoding.joining.separator == SPACES:
        return None
    options = tuple(about for about, _ in parts)
    known = AskedQuestion(asked.id, asked.column, asked.type, options, asked.span)
    return _Cell(table, known, encoding, table.names.index(name))


@dataclass(slots=True)
class _Marks:
    """A question of several choices with a column for each option."""

    table: Table
    asked: AskedQuestion
    encoding: Encoding
    parts: Sequence[tuple[str, int]]
    joined: _Cell | None

    def answers(self, row: Row) -> Iterator[tuple[str, Answer]]:
        """The one answer; None where every column says that it was not shown."""
        cells = [tidy(row.cells[index]) for _, index in self.parts]
        if all(cell.casefold() in self.encoding.not_shown for cell in cells):
            yield "", None
            return
        chosen: list[str] = []
        for (about, index), cell in zip(self.parts, cells, strict=True):
            mark = False if cell.casefold() in self.encoding.not_shown else is_marked(cell, about)
            if mark is None:
                self.table.findings.add(error("mark-unreadable", self.table.span(row, index)))
            elif mark:
                chosen.append(about if mark is True else mark)
        if self.joined:
            chosen += self.joined.split(row)
        yield "", tuple(dict.fromkeys(chosen))


def _rows(
    table: Table, asked: AskedQuestion, encoding: Encoding, parts: Sequence[tuple[str, int]]
) -> QuestionColumns:
    """A matrix: a column for each row, or for each row and option."""
    longest = sorted(map(tidy, asked.options), key=len, reverse=True)
    marked: dict[str, list[tuple[str, int]]] = {}
    for about, index in parts:
        option = next((word for word in longest if about.endswith(f" - {word}")), None)
        if option is None:
            return _Rows(table, asked, encoding, parts)
        marked.setdefault(about.removesuffix(f" - {option}"), []).append((option, index))
    return _MarkedRows(
        {row: _Marks(table, asked, encoding, own, None) for row, own in marked.items()}
    )


@dataclass(slots=True)
class _Rows:
    """A matrix with a column for each row."""

    table: Table
    asked: AskedQuestion
    encoding: Encoding
    parts: Sequence[tuple[str, int]]
    _cells: dict[str, _Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        several = AskedQuestion(
            self.asked.id, self.asked.column, "multiple" if self.asked.options else "single",
            self.asked.options, self.asked.span,
        )  # fmt: skip
        for about, index in self.parts:
            self._cells[about] = _Cell(self.table, several, self.encoding, index)

    def answers(self, row: Row) -> Iterator[tuple[str, Answer]]:
        """An answer for each row."""
        for about, cell in self._cells.items():
            for _, answer in cell.answers(row):
                yield about, answer


@dataclass(slots=True)
class _MarkedRows:
    """A matrix with a column for each row and option."""

    rows: dict[str, _Marks]

    def answers(self, row: Row) -> Iterator[tuple[str, Answer]]:
        """An answer for each row."""
        for about, marks in self.rows.items():
            for _, answer in marks.answers(row):
                yield about, answer


def _ranks(
    table: Table, asked: AskedQuestion, encoding: Encoding, parts: Sequence[tuple[str, int]]
) -> QuestionColumns:
    """A ranking: a column for each rank holds an option, or one for each option holds its rank."""
    ranks = [(rank_of(about), index) for about, index in parts]
    if all(rank is not None for rank, _ in ranks):
        in_order = sorted((rank or 0, index) for rank, index in ranks)
        return _RankedCells(encoding, tuple(index for _, index in in_order))
    return _RankNumbers(table, encoding, parts)


@dataclass(slots=True)
class _RankedCells:
    """A column for each rank, the first first."""

    encoding: Encoding
    columns: tuple[int, ...]

    def answers(self, row: Row) -> Iterator[tuple[str, Answer]]:
        """The options by rank."""
        cells = [tidy(row.cells[index]) for index in self.columns]
        shown = [cell for cell in cells if cell.casefold() not in self.encoding.not_shown]
        yield "", None if not shown else tuple(cell for cell in shown if cell)


@dataclass(slots=True)
class _RankNumbers:
    """A column for each option, with the number of its rank."""

    table: Table
    encoding: Encoding
    parts: Sequence[tuple[str, int]]

    def answers(self, row: Row) -> Iterator[tuple[str, Answer]]:
        """The options by rank."""
        ranks: dict[int, str] = {}
        shown = False
        for about, index in self.parts:
            cell = tidy(row.cells[index])
            hidden = cell.casefold() in self.encoding.not_shown
            shown = shown or not hidden
            if hidden or not cell:
                continue
            rank = rank_of(cell)
            if rank is None or rank in ranks:
                self.table.findings.add(error("rank-unreadable", self.table.span(row, index)))
            else:
                ranks[rank] = about
        yield "", tuple(ranks[rank] for rank in sorted(ranks)) if shown else None
