"""``responses:`` and ``method:`` of ``results.yaml`` -> the survey to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.dataset import CountedFile, Layout
from civicsite.exports.gate import check_text
from civicsite.model.site import Process
from civicsite.reading import schema
from civicsite.reading.binding import Bound
from civicsite.reading.field_types import closest
from civicsite.reading.sources import is_raw
from civicsite.results.answers import same
from civicsite.results.disclosure import LEAST_LIMIT
from civicsite.results.suppression import MIN_CELL
from civicsite.results.survey_counts import OTHER, QuestionRequest, SurveyRequest

__all__ = ["quote_digest", "survey_request_of"]

_WITH_OPTIONS = ("single", "multiple", "ranking")
_LEAST_DIGEST = 12
"""Digits of a SHA-256 that bind a quote; far more than an editor's slip can hit by chance."""


def quote_digest(text: str) -> str:
    """What an approval of a quote is bound to: SHA-256 of the text in UTF-8, in small letters."""
    return sha256(text.encode()).hexdigest()


def survey_request_of(
    process: Process, exists: Callable[[str], bool], zone: ZoneInfo
) -> tuple[SurveyRequest | None, tuple[Diagnostic, ...]]:
    """The survey of a process, or None where there is none. Everything wrong with the questions
    is told at its line. Files may lie in ``raw/``: then ``reducing_surveys.served_survey`` puts
    their reduction in their place, since a build never reads ``raw/`` (decision 5). Times are meant
    in ``zone`` where a file does not say."""
    if process.results is None or process.results.main.value.responses is None:
        return None, ()
    bound = process.results.main
    fields = process.results.main.value.responses
    found: list[Diagnostic] = []
    if bound.value.method is None:
        found.append(error("survey-without-method", bound.span("responses")))
    elif _ends_before(bound.value.method):
        found.append(error("survey-ends-before-start", bound.span("method", "to")))
    files = tuple(
        (
            CountedFile(
                _path(process, bound, index, item, exists, found),
                item.format or "",
                bound.span("responses", "files", index, "file"),
                channel=item.channel or "",
                zone=zone,
                layout=Layout(item.header_row or 0, item.header_rows or 1, item.sheet or ""),
                separator=item.separator or "",
            ),
            dict(item.columns),
        )
        for index, item in enumerate(fields.files)
    )
    asking = _Asking(bound, fields)
    found += asking.problems()
    method, publish = bound.value.method, bound.value.publish
    request = SurveyRequest(
        tuple(asking.question(index, item) for index, item in enumerate(fields.questions)),
        files,
        fields.incomplete or "",
        bound.span("responses"),
        method.complete if method else None,
        max(publish.min_cell, LEAST_LIMIT) if publish else MIN_CELL,
        publish.split_by if publish else (),
        bound.value.minors,
    )
    return (None if found else request), tuple(found)


def _ends_before(method: schema.SurveyMethod) -> bool:
    assert method.from_.start
    assert method.to.end
    return method.to.end <= method.from_.start


def _path(
    process: Process,
    bound: Bound[schema.ResultsFile],
    index: int,
    item: schema.ResponsesFile,
    exists: Callable[[str], bool],
    found: list[Diagnostic],
) -> str:
    path = f"{process.folder}/{item.file}"
    span = bound.span("responses", "files", index, "file")
    if not is_raw(path) and not exists(path):
        found.append(error("export-missing", span, file=item.file))
    return path


class _Asking:
    def __init__(self, bound: Bound[schema.ResultsFile], fields: schema.ResponsesFields) -> None:
        self.bound, self.fields = bound, fields
        self.ids = [item.id for item in fields.questions]

    def span(self, index: int, *place: str | int) -> Span:
        return self.bound.span("responses", "questions", index, *place)

    def question(self, index: int, item: schema.QuestionFields) -> QuestionRequest:
        """A question as the count needs it."""
        one = item.type == "single" or (item.type == "matrix" and item.max is None)
        scale = item.range is not None and item.type in ("scale", "matrix")
        choosing = item.type in _WITH_OPTIONS or (item.type == "matrix" and not scale)
        options = _wordings(item.options)
        return QuestionRequest(
            item.id,
            item.column,
            item.type,
            item.denominator,
            options if options or choosing else None,
            _wordings(item.rows) if item.type == "matrix" else None,
            tuple((group.id, group.of) for group in item.groups),
            1 if one else item.max,
            item.range,
            (item.asked_if.question, item.asked_if.answer) if item.asked_if else None,
            item.no_answer,
            item.other is not None,
            item.unusable is not None,
            item.split,
            self.span(index, "column"),
        )

    def problems(self) -> Iterator[Diagnostic]:
        """What is wrong with the questions, before anything is counted."""
        yield from self._nothing()
        yield from self._split_by()
        twice = {id for id, n in Counter(self.ids).items() if n > 1}
        for index, item in enumerate(self.fields.questions):
            if item.id in twice and self.ids.index(item.id) < index:
                first = self.span(self.ids.index(item.id), "id")
                yield error("id-twice", self.span(index, "id"), id=item.id, line=first.line)
            yield from self._shape(index, item)
            yield from self._wordings_twice(index, "options", item.options, item.no_answer)
            yield from self._wordings_twice(index, "rows", item.rows, ())
            yield from self._groups(index, item)
            yield from self._asked_if(index, item)
            yield from self._quotes(index, item)
        for index, file in enumerate(self.fields.files):
            for name in file.columns:
                at = self.bound.span("responses", "files", index, "columns", name)
                yield from _refer(at, "survey-question-unknown", name, self.ids)

    def _nothing(self) -> Iterator[Diagnostic]:
        """A survey of no files or no questions has no result."""
        for field, items in (("files", self.fields.files), ("questions", self.fields.questions)):
            if not items:
                yield error("survey-of-nothing", self.bound.span("responses", field), field=field)

    def _split_by(self) -> Iterator[Diagnostic]:
        """People are told apart by an answer of which there is one."""
        publish = self.bound.value.publish
        types = {item.id: item.type for item in self.fields.questions}
        for place, name in enumerate(publish.split_by if publish else ()):
            at = self.bound.span("publish", "split_by", place)
            if name in types and types[name] not in ("single", "scale"):
                yield error("survey-split-not-single", at, question=name)
        for index, item in enumerate(self.fields.questions):
            if item.split and not (publish and publish.split_by):
                yield error("survey-split-by-nothing", self.span(index, "split"), question=item.id)
            elif item.split and item.type in ("number", "ranking"):
                yield error("survey-split-not-here", self.span(index, "split"), question=item.id)

    def _shape(self, index: int, item: schema.QuestionFields) -> Iterator[Diagnostic]:
        """Fields that a type needs."""
        if item.type == "scale" and item.range is None:
            yield error("survey-needs-field", self.span(index), question=item.id, field="range")
        if item.type == "matrix" and not item.rows:
            yield error("survey-needs-field", self.span(index), question=item.id, field="rows")
        if item.range and item.range[0] >= item.range[1]:
            yield error("survey-range-empty", self.span(index, "range"), question=item.id)
        elif item.range and item.range[1] - item.range[0] > 100 and item.type != "number":
            yield error("survey-range-wide", self.span(index, "range"), question=item.id)
        if item.range and item.type in ("scale", "matrix"):
            inside = [str(n) for n in range(item.range[0], min(item.range[1], 200) + 1)]
            for place, option in enumerate(item.options):
                at = self.span(index, "options", place, "id")
                yield from _refer(at, "survey-not-on-scale", option.id, inside)

    def _wordings_twice(
        self,
        index: int,
        name: str,
        options: Sequence[schema.AnswerOption],
        declined: Sequence[str],
    ) -> Iterator[Diagnostic]:
        """Ids and wordings that stand for two things."""
        owner: dict[str, str] = {same(wording): "no_answer" for wording in declined}
        ids: set[str] = set()
        for place, option in enumerate(options):
            at = self.span(index, name, place)
            if option.id in ids or (option.id == OTHER and self.fields.questions[index].other):
                yield error("survey-id-taken", at, id=option.id)
            ids.add(option.id)
            for wording in _own_wordings(option):
                other = owner.setdefault(same(wording), option.id)
                if other != option.id:
                    yield error("survey-wording-twice", at, id=option.id, other=other)

    def _groups(self, index: int, item: schema.QuestionFields) -> Iterator[Diagnostic]:
        if item.groups and (item.type not in ("single", "multiple", "text") or not item.options):
            yield error("survey-groups-not-here", self.span(index, "groups"), question=item.id)
            return
        known = [option.id for option in item.options]
        seen: set[str] = set()
        for place, group in enumerate(item.groups):
            at = self.span(index, "groups", place)
            if group.id in known or group.id == OTHER or group.id in seen:
                yield error("survey-id-taken", at, id=group.id)
            seen.add(group.id)
            for id in group.of:
                yield from _refer(at, "survey-option-unknown", id, known)
                if id in seen:
                    yield error("survey-grouped-twice", at, id=id)
                seen.add(id)

    def _asked_if(self, index: int, item: schema.QuestionFields) -> Iterator[Diagnostic]:
        if item.asked_if is None:
            return
        at = self.span(index, "asked_if")
        earlier = {q.id: q for q in self.fields.questions[:index] if q.type != "matrix"}
        found = list(_refer(at, "survey-question-not-earlier", item.asked_if.question, [*earlier]))
        yield from found
        if found:
            return
        asked = earlier[item.asked_if.question]
        options = [option.id for option in asked.options]
        if asked.range:
            options += [str(n) for n in range(asked.range[0], asked.range[1] + 1)]
        if asked.other:
            options.append(OTHER)
        for id in item.asked_if.answer:
            yield from _refer(at, "survey-option-unknown", id, options)

    def _quotes(self, index: int, item: schema.QuestionFields) -> Iterator[Diagnostic]:
        for place, quote in enumerate(item.quotes):
            at = self.span(index, "quotes", place)
            given, digest = quote.sha256.lower(), quote_digest(quote.text.text)
            if item.type != "text":
                yield error("survey-quotes-not-here", at, question=item.id)
            if len(given) < _LEAST_DIGEST or not digest.startswith(given):
                yield error("survey-quote-not-approved", at, id=quote.id, sha256=digest[:16])
            yield from check_text(self.span(index, "quotes", place, "text"), quote.text.text)


def _own_wordings(option: schema.AnswerOption) -> tuple[str, ...]:
    return tuple(dict.fromkeys((option.title.text, *option.as_)))


def _wordings(options: Sequence[schema.AnswerOption]) -> Mapping[str, tuple[str, ...]]:
    return {option.id: _own_wordings(option) for option in options}


def _refer(span: Span, code: str, name: str, known: Sequence[str]) -> Iterator[Diagnostic]:
    if name in known:
        return
    near = closest(name, list(known))
    values = {"suggestion": near} if near else {}
    yield error(code, span, text=name, known=", ".join(known) or "–", **values)
