"""A result as plain text: for a terminal of 80 columns, in the reader's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from civicsite.language import Language
from civicsite.results.counts import OptionTally, Tally
from civicsite.results.record import ContestRecord, Record
from civicsite.results.survey_counts import PartCount, QuestionCount, SurveyTally

__all__ = ["shown"]

_WIDTH = 80
_TITLE = 36
_BAR = 24
_BLOCKS = " ▏▎▍▌▋▊▉█"
"""Eighths of a column."""


def shown(told: Record, language: Language) -> Iterator[str]:
    """The lines. Selected options are marked with a star, so that nothing depends on colour."""
    words = language.catalogue
    yield told.title
    yield "=" * min(_WIDTH, columns(told.title))
    yield words.text(f"show-{told.status}")
    for contest in told.contests:
        yield ""
        yield from _contest(contest, told, language)
    if told.survey:
        yield ""
        yield from _survey(told.survey, language)


def _contest(contest: ContestRecord, told: Record, language: Language) -> Iterator[str]:
    tally, words, number = contest.count, language.catalogue, language.number
    title = next((name for name in contest.rules.names if name), "")
    if title:
        yield title
        yield "-" * min(_WIDTH, columns(title))
    if tally.held != "voted":
        yield words.text(f"show-{tally.held}")
        return
    if tally.ballots_known:
        values = {"cast": number(tally.cast), "valid": number(tally.valid)}
        yield words.text("show-ballots", **values)
    if tally.turnout is not None and tally.electorate:
        share = language.percent(tally.turnout)
        yield words.text("show-turnout", turnout=share, electorate=number(tally.electorate))
    for reason, count in tally.invalid:
        yield words.text("show-invalid", reason=_reason(reason, language), count=count)
    yield ""
    yield from _options(tally, told, language)
    yield ""
    yield words.text(f"show-level.{tally.level}")
    if tally.declared:
        unexplained = sum(not found.explained for found in tally.differences)
        yield words.text("show-differences" if unexplained else "show-agrees", count=unexplained)


def _options(tally: Tally, told: Record, language: Language) -> Iterator[str]:
    official = tally.official
    values = {item.option.id: _value(item) for item in tally.options}
    top = max(values.values(), default=Fraction(0))
    ordered = sorted(tally.options, key=lambda item: -values[item.option.id])
    for item in ordered:
        value, id = values[item.option.id], item.option.id
        mark = "*" if official.get(id) else " "
        label = f"{id} {item.option.title}".strip()
        count = language.number(item.votes if item.score is None else item.score)
        bar = _bar(value / top if top > 0 else Fraction(0))
        yield f"{mark} {_fitted(label, _TITLE)} {bar} {count:>12}".rstrip()
    if any(official.values()):
        yield language.catalogue.text("show-star")


def _value(item: OptionTally) -> Fraction:
    return Fraction(item.votes if item.score is None else item.score)


def _survey(survey: SurveyTally, language: Language) -> Iterator[str]:
    words = language.catalogue
    yield words.text("show-survey", count=survey.counted)
    for question in survey.questions:
        for part in question.parts:
            yield ""
            yield from _part(question, part, language)


def _part(question: QuestionCount, part: PartCount, language: Language) -> Iterator[str]:
    words = language.catalogue
    title = f"{question.id}: {part.row}" if part.row else question.id
    yield words.text("show-question", title=title, count=part.answered)
    top = max((option.count for option in part.options), default=0)
    for option in part.options:
        bar = _bar(Fraction(max(0, option.count), top) if top > 0 else Fraction(0))
        count = language.number(option.count)
        yield f"  {_fitted(option.id, _TITLE)} {bar} {count:>12}".rstrip()
    mean = part.numbers.mean if part.numbers else part.mean
    if mean is not None:
        yield words.text("show-mean", mean=language.number(Decimal(round(mean * 100)) / 100))


def _reason(reason: str, language: Language) -> str:
    key = f"reason-{reason}"
    return language.catalogue.text(key) if language.catalogue.has(key) else reason


def _bar(share: Fraction) -> str:
    """A bar of ``_BAR`` columns; what is more than nothing shows at least an eighth."""
    eighths = int(min(share, Fraction(1)) * _BAR * 8)
    if share > 0:
        eighths = max(1, eighths)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_BLOCKS[rest] if rest else "")).ljust(_BAR)


def columns(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _fitted(text: str, width: int) -> str:
    """A text in exactly ``width`` columns; cut with an ellipsis where it is longer. Control
    characters, which could move the cursor, are left out."""
    text = "".join(c for c in text if unicodedata.category(c)[0] != "C")
    if columns(text) > width:
        while columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - columns(text))
