"""Counts the answers to a survey: every question with its own denominator, nothing about a single
person, and nothing that was not named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.exports.dataset import (
    Answer,
    AskedQuestion,
    Ballot,
    CountedFile,
    ExportFile,
    Format,
    Inspector,
    Provenance,
    Reading,
    Response,
)
from civicsite.exports.gate import Gate, mask
from civicsite.exports.recognising import choose_format
from civicsite.results.answers import Reader, Told, same
from civicsite.results.survey_counts import (
    OTHER,
    QuestionCount,
    QuestionRequest,
    SurveyRequest,
    SurveyTally,
)
from civicsite.results.survey_sums import Sum

__all__ = ["asked_questions", "count_survey"]

_WANTED = frozenset({"responses"})
_MOST_WORDINGS = 500
"""Distinct wordings kept to help an editor who has not listed the options yet."""
_SHOWN_WORDING = 5
"""A wording that so many people used was offered to them; a rarer one may be somebody's own."""
_TOGETHER = 3
"""So many people do not type the names of several options into the field for something else; a
file whose choices were not separated has them in nearly every such answer."""
_NOT_ASKED = Told(how="not-asked")


def count_survey(
    request: SurveyRequest,
    open_file: Callable[[str], ExportFile],
    formats: Mapping[str, Format],
    inspect: Callable[[str], Inspector] | None = None,
    keep: Callable[[Response, CountedFile], None] | None = None,
) -> tuple[SurveyTally | None, tuple[Diagnostic, ...]]:
    """Count every question of a survey. With an error among the diagnostics there is no tally.

    ``inspect`` gives what looks at a file's rows instead of the gate; ``keep`` is given every form.
    """
    counting = _Counting(request, open_file, formats, inspect, keep)
    for entry, columns in request.files:
        counting.read(entry, columns)
    tally = counting.tally()
    return (None if counting.report.has_errors else tally), tuple(counting.report)


def asked_questions(
    request: SurveyRequest, columns: Mapping[str, str]
) -> tuple[AskedQuestion, ...]:
    """What a format has to find. ``columns`` gives headings of questions that differ in a file.
    Codes of open answers are read as several choices in one cell."""
    return tuple(
        AskedQuestion(
            item.id,
            columns.get(item.id, item.column),
            "multiple" if item.type == "text" and item.options is not None else item.type,
            tuple(word for wordings in (item.options or {}).values() for word in wordings),
            item.span,
        )
        for item in request.questions
    )


@dataclass(slots=True)
class _Question:
    """A question while its answers come in."""

    request: QuestionRequest
    reader: Reader
    sums: dict[str, Sum]
    """By row."""
    faults: dict[str, _Fault] = field(default_factory=dict)
    """By reason."""
    run_together: int = 0
    """Answers outside the list that hold several options at once."""
    wordings: Counter[str] = field(default_factory=Counter)
    """Of a question whose options nobody listed."""
    strange_rows: dict[str, Span] = field(default_factory=dict)
    seen_rows: set[str] = field(default_factory=set)

    def rows(self, answers: Mapping[str, Answer], path: str) -> dict[str, Answer]:
        """The answers by id of the row, from those by its wording."""
        found = {}
        for wording, answer in answers.items():
            row = self.reader.row(wording)
            if row is None:
                self.strange_rows.setdefault(wording, Span(path))
                continue
            self.seen_rows.add(row)
            found[row] = answer
        return found


@dataclass(slots=True)
class _Fault:
    """Answers that cannot be counted for one reason."""

    span: Span
    wording: str
    count: int = 0


class _Counting:
    def __init__(
        self,
        request: SurveyRequest,
        open_file: Callable[[str], ExportFile],
        formats: Mapping[str, Format],
        inspect: Callable[[str], Inspector] | None,
        keep: Callable[[Response, CountedFile], None] | None,
    ) -> None:
        self.request, self.open_file, self.formats = request, open_file, formats
        self.inspect, self.keep = inspect, keep
        self.report = Report()
        self.counted = self.incomplete = 0
        self.channels: Counter[str] = Counter()
        self.sources: list[Provenance] = []
        self.questions = [
            _Question(
                item,
                Reader(item),
                {row: Sum(item, row, request.split_by) for row in item.rows or ("",)},
            )
            for item in request.questions
        ]

    # --- reading ---

    def read(self, entry: CountedFile, columns: Mapping[str, str]) -> None:
        """One file of filled-in forms."""
        file = self.open_file(entry.path)
        chosen = choose_format(entry, file, self.formats, _WANTED)
        if isinstance(chosen, Diagnostic):
            self.report.add(chosen)
            return
        gate = Gate(file.path)
        before = self.counted + self.incomplete
        asked = asked_questions(self.request, columns)
        looks = self.inspect(file.path) if self.inspect else gate
        reading = Reading(
            file, entry, chosen[1], {}, _no_ballot, looks, asked, lambda r: self._take(r, entry)
        )
        export = chosen[0].read(reading)
        self.report.extend(export.diagnostics)
        self.report.extend(gate.diagnostics())
        if export.provenance:
            self.sources.append(export.provenance)
        if entry.reduced:
            self.sources.extend(entry.reduced.sources)
        if not export.diagnostics and self.counted + self.incomplete == before:
            self.report.add(error("survey-no-responses", entry.span, file=entry.path))

    def _take(self, response: Response, entry: CountedFile) -> None:
        """One filled-in form."""
        if self.keep:
            self.keep(response, entry)
        if not response.complete:
            self.incomplete += 1
            if self.request.incomplete != "count":
                return
        self.counted += 1
        if entry.channel:
            self.channels[entry.channel] += 1
        answers: dict[str, dict[str, Answer]] = {}
        for (id, wording), answer in response.answers.items():
            answers.setdefault(id, {})[wording] = answer
        chosen: dict[str, tuple[str, ...]] = {}
        given: list[tuple[_Question, str, Told]] = []
        for question in self.questions:
            put = self._put(question.request, chosen)
            own = answers.get(question.request.id, {})
            for row, answer in question.rows(own, entry.path).items():
                told = _told(question, answer, put)
                if told is None:
                    continue
                given.append((question, row, told))
                question.run_together += told.run_together
                if not row:
                    chosen[question.request.id] = told.ids
                self._fault(question, told, Span(entry.path, response.line))
        person = {
            question.request.id: next(iter(question.sums[row].groups(told)), "")
            for question, row, told in given
            if question.request.id in self.request.split_by
        }
        for question, row, told in given:
            question.sums[row].add(told, person)

    @staticmethod
    def _put(request: QuestionRequest, chosen: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether a question was put to somebody who answered earlier ones so."""
        if request.asked_if is None:
            return True
        earlier, answers = request.asked_if
        return any(id in answers for id in chosen.get(earlier, ()))

    def _fault(self, question: _Question, told: Told, span: Span) -> None:
        if told.how in ("answered", "blank", "declined"):
            return
        fault = question.faults.setdefault(told.how, _Fault(span, told.wording))
        fault.count += 1
        wordings = question.wordings
        if told.how == "unknown-answer" and (
            told.wording in wordings or len(wordings) < _MOST_WORDINGS
        ):
            wordings[told.wording] += 1

    # --- the end ---

    def tally(self) -> SurveyTally:
        """All questions, in the order of the request."""
        request = self.request
        for question in self.questions:
            self._judge(question)
        if self.incomplete and not request.incomplete:
            found = error("survey-incomplete-undecided", request.span, count=self.incomplete)
            self.report.add(found)
        questions = tuple(
            QuestionCount(
                item.request.id,
                item.request.type,
                item.request.denominator,
                tuple(
                    one.count(self.counted, request.min_cell, request.minors)
                    for one in item.sums.values()
                ),
            )
            for item in self.questions
        )
        tally = SurveyTally(
            self.counted,
            self.incomplete,
            request.incomplete == "count",
            tuple(sorted(self.channels.items())),
            questions,
            request.complete,
            request.min_cell,
            tuple(self.sources),
        )
        if request.complete not in (None, tally.complete) and not self.report.has_errors:
            values = {"declared": str(request.complete), "counted": str(tally.complete)}
            self.report.add(warning("survey-complete-differs", request.span, **values))
        return tally

    def _judge(self, question: _Question) -> None:
        """What is wrong with the answers to one question."""
        request = question.request
        for row, span in question.strange_rows.items():
            values = {"row": row, "question": request.id, **_near(row, request.rows)}
            self.report.add(error("survey-row-unknown", span, **values))
        for row in question.sums:
            if self.counted and row not in question.seen_rows and not self.report.has_errors:
                values = {"row": row or request.column, "question": request.id}
                self.report.add(error("survey-row-missing", request.span, **values))
        if question.faults and request.options == {}:
            usual = [w for w, n in question.wordings.most_common() if n >= _SHOWN_WORDING]
            values = {"question": request.id, "found": "; ".join(sorted(usual)) or "–"}
            self.report.add(error("survey-options-missing", request.span, **values))
            return
        others = sum(one.chosen[OTHER] for one in question.sums.values())
        together = question.run_together
        if together >= _TOGETHER and together * 2 > others:
            values = {"question": request.id}
            self.report.add(error("survey-run-together", request.span, count=together, **values))
        for reason, fault in question.faults.items():
            if reason == "not-asked":
                values = {"question": request.id}
                found = warning("survey-not-asked", fault.span, count=fault.count, **values)
            elif not request.leave_out:
                found = _unusable(reason, fault, request)
            else:
                continue
            self.report.add(found)


def _told(question: _Question, answer: Answer, put: bool) -> Told | None:
    """What an answer says; None where the question was not asked and nobody answered it."""
    if answer is None:
        return None
    if put:
        return question.reader.tell(answer)
    return None if question.reader.tell(answer).how == "blank" else replace(_NOT_ASKED)


def _unusable(reason: str, fault: _Fault, request: QuestionRequest) -> Diagnostic:
    values = {"question": request.id, "shape": mask(fault.wording)}
    count, span = fault.count, fault.span
    if reason == "unknown-answer":
        near = _near(fault.wording, request.options)
        return error("survey-answer-unknown", span, count=count, **values, **near)
    if reason == "too-many":
        values["most"] = str(request.most or 1)
        return error("survey-too-many-answers", span, count=count, **values)
    if reason == "not-a-number":
        return error("survey-not-a-number", span, count=count, **values)
    if reason == "out-of-range":
        least, greatest = request.range or (0, 0)
        values |= {"least": str(least), "greatest": str(greatest)}
        return error("survey-out-of-range", span, count=count, **values)
    return error("survey-ranked-twice", span, count=count, **values)


def _near(wording: str, known: Mapping[str, tuple[str, ...]] | None) -> dict[str, str]:
    """The known wording that was probably meant; never the words of the answer."""
    words = {same(word): word for wordings in (known or {}).values() for word in wordings}
    near = get_close_matches(same(wording), words, 1, 0.75)
    return {"suggestion": words[near[0]]} if near else {}


def _no_ballot(ballot: Ballot) -> None:
    """A file of forms delivers no ballots; what does is another format."""
