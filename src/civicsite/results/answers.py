"""One answer, as a file words it -> ids of options, a number, or why it cannot be used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from civicsite.exports.dataset import Answer
from civicsite.exports.text_tables import tidy
from civicsite.results.survey_counts import OTHER, QuestionRequest, Wordings

__all__ = ["OWN_WORDS", "Reader", "Told", "same"]


OWN_WORDS = "?"
"""Stands for words that somebody wrote, where only their being there is counted."""


_MOST_REMEMBERED = 4096
"""Distinct answers kept to a question; most people answer what somebody answered before."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody answered."""

    ids: tuple[str, ...] = ()
    """Options, each once, in the order of the answer; of a scale its number."""
    number: Decimal | None = None
    how: str = "answered"
    """``answered``, ``blank``, ``declined``, or why the answer cannot be used: ``too-many``,
    ``unknown-answer``, ``not-a-number``, ``out-of-range``, ``ranked-twice``."""
    wording: str = ""
    """The wording at fault. It is a person's: never shown."""
    run_together: bool = False
    """True when a wording that is none of the options holds several of them."""


def same(text: str) -> str:
    """What makes two wordings the same: spaces, composed letters and case play no part."""
    return unicodedata.normalize("NFC", tidy(text)).casefold()


_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?")
_UNSURE = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""``1,250`` is a thousand in one country and a little more than one in another."""


def _read_number(text: str) -> Decimal | None:
    text = tidy(text)
    if len(text) > 40 or _UNSURE.fullmatch(text):
        return None
    if not (_NUMBER.fullmatch(text) or _THOUSANDS.fullmatch(text)):
        return None
    return Decimal(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", "."))


def _ids(wordings: Wordings | None) -> dict[str, str]:
    return {same(wording): id for id, known in (wordings or {}).items() for wording in known}


class Reader:
    """Reads the answers to one question."""

    def __init__(self, question: QuestionRequest) -> None:
        self.question = question
        self._options = _ids(question.options)
        self._rows = _ids(question.rows)
        self._declined = {same(wording) for wording in question.no_answer}
        self._known: dict[Answer, Told] = {}

    def row(self, wording: str) -> str | None:
        """Id of a row of a matrix; empty for the row of a question that has none."""
        if self.question.rows is None:
            return "" if not wording else None
        return self._rows.get(same(wording))

    def without_own_words(self, answer: Answer) -> Answer:
        """The answer with every wording replaced that nobody offered: what people wrote themselves
        may name somebody. It is told as before, and counted the same."""
        if answer is None:
            return None
        words = [word for word in answer if tidy(word)]
        return tuple(word if self._offered(word) else OWN_WORDS for word in words)

    def _offered(self, word: str) -> bool:
        known = same(word) in self._options or same(word) in self._declined
        numeric = self.question.type in ("number", "scale") or self.question.range is not None
        return known or (numeric and _read_number(word) is not None)

    def tell(self, answer: Answer) -> Told:
        """What an answer to a question that was asked says."""
        if (told := self._known.get(answer)) is None:
            told = self._tell(answer)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[answer] = told
        return told

    def _tell(self, answer: Answer) -> Told:
        words = [word for word in answer or () if tidy(word)]
        if not words:
            return Told(how="blank")
        if any(same(word) in self._declined for word in words):
            return Told(how="declined")
        type = self.question.type
        if type == "number":
            return self._number(words)
        if type == "scale" or (type == "matrix" and self.question.range):
            return self._scale(words)
        if type == "text" and self.question.options is None:
            return Told()
        return self._chosen(words)

    def _number(self, words: list[str]) -> Told:
        if len(words) > 1:
            return Told(how="too-many", wording=words[1])
        number = _read_number(words[0])
        if number is None:
            return Told(how="not-a-number", wording=words[0])
        if self.question.range and not _within(number, self.question.range):
            return Told(how="out-of-range", wording=words[0])
        return Told(number=number)

    def _scale(self, words: list[str]) -> Told:
        if len(words) > 1:
            return Told(how="too-many", wording=words[1])
        text = self._options.get(same(words[0]), words[0])
        number = _read_number(text)
        if number is None or number != number.to_integral_value():
            return Told(how="unknown-answer", wording=words[0])
        if self.question.range and not _within(number, self.question.range):
            return Told(how="out-of-range", wording=words[0])
        return Told((str(int(number)),), number)

    def _several_in(self, wording: str) -> bool:
        """Whether a wording holds those of several options, as one does that was not separated."""
        text = same(wording)
        return len({id for known, id in self._options.items() if known in text}) > 1

    def _chosen(self, words: Sequence[str]) -> Told:
        chosen: list[str] = []
        for word in words:
            id = self._options.get(same(word), OTHER if self.question.other else "")
            if not id:
                return Told(how="unknown-answer", wording=word)
            chosen.append(id)
        if self.question.type == "ranking" and len(set(chosen)) < len(chosen):
            return Told(how="ranked-twice")
        most = self.question.most
        if most is not None and len(set(chosen)) > most:
            return Told(how="too-many")
        strange = (word for word in words if same(word) not in self._options)
        return Told(tuple(dict.fromkeys(chosen)), run_together=any(map(self._several_in, strange)))


def _within(number: Decimal, range: tuple[int, int]) -> bool:
    return range[0] <= number <= range[1]
