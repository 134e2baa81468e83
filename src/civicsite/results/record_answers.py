"""``answers.csv``: the counted answers to a survey, one row for each answer that could be given."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from civicsite.exports.reduction import cells_line, guarded
from civicsite.results.survey_counts import PartCount, QuestionCount, SurveyTally

__all__ = ["COLUMNS", "NAME", "answers_table"]

NAME = "answers.csv"
COLUMNS = ("question", "row", "option", "count", "first", "points", "base", "asked", "answered",
           "mean")  # fmt: skip


def answers_table(survey: SurveyTally) -> bytes:
    """The whole table. A question without options to choose from has one row, without an option."""
    rows = (
        cells_line(cells)
        for question in survey.questions
        for part in question.parts
        for cells in _part(question, part)
    )
    return b"".join((cells_line(COLUMNS), *rows))


def _part(question: QuestionCount, part: PartCount) -> Iterator[tuple[str, ...]]:
    first = (guarded(question.id), guarded(part.row))
    people = (str(part.base), str(part.asked), str(part.answered))
    mean = part.mean if part.numbers is None else part.numbers.mean
    ranks = question.type == "ranking"
    for option in part.options:
        points = (str(option.first), str(option.points)) if ranks else ("", "")
        yield (*first, guarded(option.id), str(option.count), *points, *people, "")
    if not part.options or mean is not None:
        yield (*first, "", "", "", "", *people, _mean(mean))


def _mean(mean: Fraction | None) -> str:
    """Two decimals, half to even; the exact fraction stands in ``results.json``."""
    return "" if mean is None else f"{float(round(mean, 2)):.2f}"
