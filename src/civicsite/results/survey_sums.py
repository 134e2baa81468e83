"""Adds up the answers to one question, exactly: integers, Fraction and Decimal, never a float."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from civicsite.results.answers import Told
from civicsite.results.splits import SplitCounter, protected
from civicsite.results.suppression import Protected, Withheld
from civicsite.results.survey_counts import (
    NO_ANSWER,
    OTHER,
    NumberCount,
    OptionCount,
    PartCount,
    QuestionRequest,
)

__all__ = ["Sum", "number_count", "shown_options"]


def shown_options(question: QuestionRequest) -> tuple[str, ...]:
    """Ids of the rows that a question is shown in: a group stands where its first option stood."""
    if question.range and question.type in ("scale", "matrix"):
        return tuple(str(value) for value in range(question.range[0], question.range[1] + 1))
    if question.options is None or question.type == "number":
        return ()
    group = {option: name for name, options in question.groups for option in options}
    ids = dict.fromkeys(group.get(id, id) for id in question.options)
    return (*ids, OTHER) if question.other else tuple(ids)


@dataclass(slots=True)
class Sum:
    """The answers to a question, or in one row of a matrix, as they come."""

    question: QuestionRequest
    row: str = ""
    split_by: tuple[str, ...] = ()
    """Questions by whose answers this one is split."""
    asked: int = 0
    how: Counter[str] = field(default_factory=Counter)
    """``answered``, ``blank``, ``declined`` and the reasons why answers cannot be used."""
    chosen: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    """Sum of the places of each option."""
    numbers: Counter[Decimal] = field(default_factory=Counter)
    _group: dict[str, str] = field(init=False)
    _shown: tuple[str, ...] = field(init=False)
    _splits: SplitCounter | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        groups = self.question.groups
        self._group = {option: name for name, options in groups for option in options}
        self._shown = shown_options(self.question)
        # Two attributes split by each other are one table twice, hidden in two ways; and beside it
        # the splits of a third question would no longer be independent of each other.
        by = () if self.question.id in self.split_by else self.split_by
        if by and self.question.split and self._shown and self.question.type != "ranking":
            self._splits = SplitCounter(by, (*self._shown, NO_ANSWER))

    def groups(self, told: Told) -> tuple[str, ...]:
        """The rows in which an answer is counted, each once."""
        return tuple(dict.fromkeys(self._group.get(id, id) for id in told.ids))

    def add(self, told: Told, person: Mapping[str, str] | None = None) -> None:
        """One more answer to a question that was put; ``person`` says the answers by which it is
        split."""
        self.how[told.how] += 1
        if told.how == "not-asked":
            return
        self.asked += 1
        if self._splits:
            answers = self.groups(told) if told.how == "answered" else (NO_ANSWER,)
            self._splits.take(person or {}, answers)
        if told.how != "answered":
            return
        if told.number is not None:
            self.numbers[told.number] += 1
        ids = self.groups(told)
        self.chosen.update(ids)
        if self.question.type == "ranking":
            self.first[ids[0]] += 1
            for place, id in enumerate(ids):
                self.points[id] += len(self._shown) - place
                self.places[id] += place + 1

    def count(self, submitted: int, min_cell: int, minors: bool = False) -> PartCount:
        """What is known in the end. Splits are protected; see :mod:`civicsite.results.splits`."""
        answered = self.how["answered"]
        bases = {"asked": self.asked, "answered": answered, "submitted": submitted}
        of_scale = bool(self.question.range) and self.question.type in ("scale", "matrix")
        usual = ("answered", "blank", "declined")
        return PartCount(
            self.row,
            self.asked,
            answered,
            self.how["declined"],
            self.how["blank"],
            tuple(sorted((reason, n) for reason, n in self.how.items() if reason not in usual)),
            bases[self.question.denominator],
            tuple(self._option(id) for id in self._shown),
            _mean(self.numbers) if of_scale else None,
            number_count(self.numbers, min_cell) if self.question.type == "number" else None,
            self._protected(submitted, min_cell, minors),
        )

    def _protected(
        self, submitted: int, min_cell: int, minors: bool
    ) -> tuple[Protected | Withheld, ...]:
        """The splits. Where a question was put to some people only, the size of each group is a
        count of their answers to another question, which may be hidden there."""
        if self._splits is None:
            return ()
        if self.asked < submitted:
            return tuple(Withheld(name, "asked-of-some") for name in self._splits.attributes)
        return protected(self._splits, min_cell, minors=minors)

    def _option(self, id: str) -> OptionCount:
        count = self.chosen[id]
        if self.question.type != "ranking":
            return OptionCount(id, count)
        place = Fraction(self.places[id], count) if count else None
        return OptionCount(id, count, self.first[id], self.points[id], place)


def _mean(numbers: Counter[Decimal]) -> Fraction | None:
    total = numbers.total()
    if not total:
        return None
    return sum((Fraction(value) * n for value, n in numbers.items()), Fraction(0)) / total


def number_count(numbers: Counter[Decimal], min_cell: int) -> NumberCount:
    """Mean, quartiles and ends, as far as none of them tells what one person answered: the mean
    needs ``min_cell`` numbers, the quartiles as many in each quarter, and an end as many people
    who gave exactly that number."""
    total = numbers.total()
    if total < max(min_cell, 1):
        return NumberCount(total)
    ordered = sorted(numbers)
    least, greatest = ordered[0], ordered[-1]
    quartiles = None
    if total >= 4 * min_cell:
        values = [Fraction(value) for value in ordered for _ in range(numbers[value])]
        quartiles = (_quantile(values, 1), _quantile(values, 2), _quantile(values, 3))
    return NumberCount(
        total,
        _mean(numbers),
        least if numbers[least] >= min_cell else None,
        quartiles,
        greatest if numbers[greatest] >= min_cell else None,
    )


def _quantile(values: Sequence[Fraction], quarters: int) -> Fraction:
    position = Fraction((len(values) - 1) * quarters, 4)
    below = int(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (position - below)
