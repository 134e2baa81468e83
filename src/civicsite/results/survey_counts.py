"""A survey: what to count, and what is known in the end. Plain values, texts stay with the editor's
fields: everything here goes by the ids of questions, options and rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from civicsite.diagnostics import Span
from civicsite.exports.dataset import RESULTS_FILE, CountedFile, Provenance
from civicsite.results.suppression import MIN_CELL, Protected, Withheld

__all__ = [
    "NO_ANSWER",
    "OTHER",
    "NumberCount",
    "OptionCount",
    "PartCount",
    "QuestionCount",
    "QuestionRequest",
    "SurveyRequest",
    "SurveyTally",
    "Wordings",
]

OTHER = "other"
"""Id of the row that counts answers which are none of the options."""
NO_ANSWER = "no-answer"
"""In a split, those who were asked and gave no answer that counts. How many of a group they are is
protected like an answer, since the size of the group is public."""

Wordings = Mapping[str, tuple[str, ...]]
"""Id of an option or row and every wording of it, in the editor's order."""


# --- what is asked ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuestionRequest:
    """One question and how its answers are counted."""

    id: str
    column: str
    type: str
    """``single``, ``multiple``, ``scale``, ``number``, ``matrix``, ``ranking`` or ``text``."""
    denominator: str = "answered"
    """``asked``, ``answered`` or ``submitted``."""
    options: Wordings | None = None
    """None where answers are numbers or open."""
    rows: Wordings | None = None
    """Rows of a matrix."""
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Id of a group and the options in it."""
    most: int | None = None
    """Most answers that could be chosen; None for any number."""
    range: tuple[int, int] | None = None
    """Least and greatest number of a scale."""
    asked_if: tuple[str, tuple[str, ...]] | None = None
    """Id of an earlier question, and the options after which this one was asked."""
    no_answer: tuple[str, ...] = ()
    """Wordings that say that somebody did not want to answer."""
    other: bool = False
    """Whether answers that are none of the options are counted in a row of their own."""
    leave_out: bool = False
    """Whether answers that cannot be counted are left out; otherwise they are errors."""
    split: bool = False
    """Whether its answers are counted by those to ``split_by`` too."""
    span: Span = RESULTS_FILE
    """Where the editor wrote the column."""


@dataclass(frozen=True, slots=True)
class SurveyRequest:
    """A survey to count."""

    questions: tuple[QuestionRequest, ...]
    files: tuple[tuple[CountedFile, Mapping[str, str]], ...]
    """Each file, and the columns of questions that it names otherwise."""
    incomplete: str = ""
    """``leave-out`` or ``count``; empty while nobody decided."""
    span: Span = RESULTS_FILE
    """Where the survey stands."""
    complete: int | None = None
    """Complete forms, as whoever made the survey says."""
    min_cell: int = MIN_CELL
    """Least number of people behind a figure that would tell a single person's answer."""
    split_by: tuple[str, ...] = ()
    """Questions with one answer, such as the age, by which the others may be split."""
    minors: bool = False
    """True when those who answered are under age: no splits at all."""


# --- what is known in the end -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many people gave an answer."""

    id: str
    """An option, a group of options, :data:`OTHER` or a number of the scale."""
    count: int
    """People; in a ranking those who gave it any place."""
    first: int = 0
    """In a ranking, how many put it first."""
    points: int = 0
    """In a ranking of *n* options: *n* points for a first place, one less for each that follows,
    none where it was not ranked (Borda's count, as de Borda's memoir of 1781 describes it, with
    unranked options at 0)."""
    mean_place: Fraction | None = None
    """In a ranking, the mean of its places among those who gave it one."""


@dataclass(frozen=True, slots=True)
class NumberCount:
    """The numbers that were given. What would tell one person's number is None."""

    count: int
    mean: Fraction | None = None
    least: Decimal | None = None
    """None unless at least ``min_cell`` people gave this very number; so for ``greatest``."""
    quartiles: tuple[Fraction, Fraction, Fraction] | None = None
    """Lower quartile, median and upper quartile, by linear interpolation between the ordered
    values at (n - 1) p (definition 7 of Hyndman and Fan, *Sample Quantiles in Statistical
    Packages*, 1996; what spreadsheets compute). None with fewer than four times ``min_cell``."""
    greatest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PartCount:
    """The answers to a question, or in one row of a matrix."""

    row: str
    """Id of the row; empty where there are no rows."""
    asked: int
    """Counted forms in which the question was put."""
    answered: int
    """Usable answers among them."""
    declined: int = 0
    """Said that they did not want to answer."""
    blank: int = 0
    """Left it empty."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Reason (catalogue ``answers.<word>``) and number of answers that cannot be counted."""
    base: int = 0
    """The number that shares are shares of."""
    options: tuple[OptionCount, ...] = ()
    """In the editor's order; empty for numbers and for open answers without codes."""
    mean: Fraction | None = None
    """Of a scale."""
    numbers: NumberCount | None = None
    splits: tuple[Protected | Withheld, ...] = ()
    """The same answers by those to other questions, as far as they may be published; the answers
    are the options and :data:`NO_ANSWER`, the groups those of the other question."""


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """One question with its answers."""

    id: str
    type: str
    denominator: str
    parts: tuple[PartCount, ...]
    """One, or one for each row of a matrix."""


@dataclass(frozen=True, slots=True)
class SurveyTally:
    """The answers to a survey."""

    counted: int
    """Forms that are counted."""
    incomplete: int
    """Forms that were left before their end."""
    incomplete_counted: bool
    """Whether those are among the counted ones."""
    channels: tuple[tuple[str, int], ...]
    """Counted forms by channel, where files name one."""
    questions: tuple[QuestionCount, ...]
    complete_declared: int | None = None
    """Complete forms, as whoever made the survey says."""
    min_cell: int = MIN_CELL
    sources: tuple[Provenance, ...] = ()

    @property
    def complete(self) -> int:
        """Counted forms that were filled in to the end."""
        return self.counted - self.incomplete if self.incomplete_counted else self.counted
