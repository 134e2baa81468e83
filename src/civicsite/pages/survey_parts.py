"""The answers to a survey as the results page shows them: how it was made, then every question.

The words are about those who answered. Whether others think alike is what ``limits`` is for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from civicsite.language import Text
from civicsite.pages.context import Desk
from civicsite.pages.result_views import (
    AnswerRow,
    AnswerTable,
    Bar,
    Number,
    QuestionView,
    SurveyView,
)
from civicsite.pages.views import Fact
from civicsite.reading.schema import QuestionFields, ResponsesFields, SurveyMethod
from civicsite.results.suppression import Protected, Withheld
from civicsite.results.survey_counts import (
    NO_ANSWER,
    OTHER,
    OptionCount,
    PartCount,
    QuestionCount,
    SurveyTally,
)

__all__ = ["decimal", "survey_view"]


def survey_view(
    desk: Desk, fields: ResponsesFields, method: SurveyMethod, tally: SurveyTally
) -> SurveyView:
    """The answers to a survey. ``fields`` and ``method`` are in the page's language."""
    asked = {item.id: item for item in fields.questions}
    return SurveyView(
        _summary(desk, method, tally),
        tuple(_numbers(desk, method, tally)),
        tuple(_method(desk, method)),
        tuple(_Question(desk, asked, item, tally).view() for item in tally.questions),
        "" if not tally.incomplete else "count" if tally.incomplete_counted else "leave-out",
    )


def decimal(value: Fraction, places: int) -> Decimal:
    """A fraction rounded half up, with exactly so many decimals."""
    scaled = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(-scaled if value < 0 else scaled).scaleb(-places)


# --- the survey ---------------------------------------------------------------------------------


def _summary(desk: Desk, method: SurveyMethod, tally: SurveyTally) -> str:
    number = desk.language.number(tally.counted)
    answered = desk.word("survey-answered", count=tally.counted, number=number)
    return f"{answered} {desk.word(f'survey-means.{method.recruited}')}"


def _numbers(desk: Desk, method: SurveyMethod, tally: SurveyTally) -> Iterator[Number]:
    number = desk.language.number
    yield Number("responses", number(tally.counted), "recounted")
    if tally.incomplete:
        key = "responses-incomplete" if tally.incomplete_counted else "responses-left-out"
        yield Number(key, number(tally.incomplete), "recounted")
    if len(tally.channels) > 1:
        for channel, count in tally.channels:
            yield Number(f"responses-{channel}", number(count), "recounted")
    if method.complete is not None and method.complete != tally.complete:
        yield Number("responses-declared", number(method.complete), "declared")
    if method.invited:
        yield Number("invited", number(method.invited), "declared")
        rate = desk.language.percent(Fraction(tally.complete, method.invited))
        yield Number("response-rate", rate, "recounted")


def _method(desk: Desk, method: SurveyMethod) -> Iterator[Fact]:
    yield Fact("survey-who", method.who)
    modes = desk.language.join(desk.word(f"survey-mode.{mode}") for mode in method.mode)
    yield Fact("survey-mode", Text(modes, None))
    assert method.from_.start
    assert method.to.end
    zone = desk.build.site.zone
    last = (method.to.end - timedelta(microseconds=1)).astimezone(zone).date()
    first = min(method.from_.start.astimezone(zone).date(), last)
    yield Fact("survey-when", Text(desk.language.day_range(first, last), None))
    yield Fact("survey-recruited", Text(desk.word(f"recruited.{method.recruited}"), None))
    yield Fact("survey-limits", method.limits)


# --- a question ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Question:
    desk: Desk
    asked: Mapping[str, QuestionFields]
    """All questions by id."""
    count: QuestionCount
    tally: SurveyTally

    @property
    def fields(self) -> QuestionFields:
        """What the editor wrote about this question."""
        return self.asked[self.count.id]

    def view(self) -> QuestionView:
        """The question with its answers."""
        parts = self.count.parts
        return QuestionView(
            f"question-{self.count.id}",
            self.fields.title,
            self.fields.text,
            self.count.type,
            self._base(),
            tuple(self._left_out() if parts[0].row else self._counts(parts[0])),
            tuple(self._tables()),
            tuple(self._notes()),
            tuple(self._figures(parts[0])),
            tuple(quote.text for quote in self.fields.quotes),
        )

    def _number(self, value: int | Decimal) -> str:
        return self.desk.language.number(value)

    def _mean(self, value: Fraction | None) -> str:
        """With two decimals, so that means can be compared at a glance."""
        return "–" if value is None else self.desk.language.number(decimal(value, 2), 2)

    def _share(self, count: int, base: int) -> str:
        return self.desk.language.percent(Fraction(count, base)) if base else "–"

    def _word(self, key: str, **values: str | int) -> Text:
        return Text(self.desk.word(key, **values), None)

    def _title(self, id: str) -> Text:
        return _titled(self.fields, id)

    # --- around the tables ---

    def _base(self) -> str | None:
        """Of whom shares are shares."""
        parts = self.count.parts
        if self.count.type == "ranking" or not any(part.options for part in parts):
            return None
        of = self.desk.word(f"denominator.{self.count.denominator}")
        if len({part.base for part in parts}) > 1:
            return self.desk.word("survey-base-by-row", of=of)
        return self.desk.word("survey-base", of=of, base=self._number(parts[0].base))

    def _counts(self, part: PartCount) -> Iterator[tuple[str, str]]:
        if part.asked < self.tally.counted:
            yield self.desk.word("answers.asked"), self._number(part.asked)
        yield self.desk.word("answers.answered"), self._number(part.answered)
        for name, count in (("declined", part.declined), ("blank", part.blank), *part.left_out):
            if count:
                yield self.desk.word(f"answers.{name}"), self._number(count)

    def _left_out(self) -> Iterator[tuple[str, str]]:
        """Answers in all rows of a matrix that cannot be counted."""
        reasons: Counter[str] = Counter()
        for part in self.count.parts:
            reasons.update(dict(part.left_out))
        for reason, count in sorted(reasons.items()):
            yield self.desk.word(f"answers.{reason}"), self._number(count)

    def _notes(self) -> Iterator[str]:
        parts, fields = self.count.parts, self.fields
        several = fields.type == "multiple" or (fields.type == "text" and fields.options)
        if several and any(sum(o.count for o in part.options) > part.base for part in parts):
            yield self.desk.word("survey-several")
        if fields.max and several:
            yield self.desk.word("survey-most", most=self._number(fields.max))
        for part in parts[:1]:
            if part.mean is not None and not part.row:
                mean = self._mean(part.mean)
                low, high = fields.range or (0, 0)
                yield self.desk.word("survey-mean", mean=mean, low=str(low), high=str(high))
            if fields.type == "ranking":
                yield self.desk.word("survey-ranking", count=len(part.options))
            if part.numbers and part.numbers.mean is None:
                yield self.desk.word("survey-few-numbers", least=self._number(self.tally.min_cell))
        withheld = [split for part in parts for split in part.splits if isinstance(split, Withheld)]
        for split in dict.fromkeys(withheld):
            why = self.desk.word(f"split-withheld.{split.reason}")
            by = str(self.asked[split.attribute].title)
            yield self.desk.word("survey-split-withheld", by=by, why=why)
        if any(isinstance(split, Protected) for part in parts for split in part.splits):
            yield self.desk.word("survey-split-hidden", least=self._number(self.tally.min_cell))
        if fields.type == "text":
            yield self.desk.word("survey-coded" if fields.options else "survey-open")

    def _figures(self, part: PartCount) -> Iterator[Number]:
        numbers = part.numbers
        if numbers is None:
            return
        unit = f"\u00a0{self.fields.unit.text}" if self.fields.unit else ""
        found: list[tuple[str, Fraction | Decimal | None]] = [("mean", numbers.mean)]
        if numbers.quartiles:
            lower, median, upper = numbers.quartiles
            found += [("median", median), ("quartile-lower", lower), ("quartile-upper", upper)]
        found += [("least", numbers.least), ("greatest", numbers.greatest)]
        for name, value in found:
            if value is not None:
                shown = decimal(value, 2) if isinstance(value, Fraction) else value
                yield Number(name, f"{self._number(_short(shown))}{unit}", "recounted")

    # --- tables ---

    def _tables(self) -> Iterator[AnswerTable]:
        parts = self.count.parts
        if self.count.type == "matrix":
            yield self._matrix()
        elif parts[0].options and self.count.type == "ranking":
            yield self._ranking(parts[0])
        elif parts[0].options:
            yield self._answers(parts[0])
        for part in parts:
            for split in part.splits:
                if isinstance(split, Protected):
                    yield self._split(part, split)

    def _answers(self, part: PartCount) -> AnswerTable:
        rows = [
            AnswerRow(
                self._title(option.id),
                (self._number(option.count), self._share(option.count, part.base)),
                _bar(option.count, part.base),
            )
            for option in part.options
        ]
        if self.count.denominator != "answered":
            rows += self._without_answer(part)
        return AnswerTable((self._word("answers-people"), self._word("answers-share")), tuple(rows))

    def _without_answer(self, part: PartCount) -> Iterator[AnswerRow]:
        """What is in the denominator and in none of the options."""
        for name, count in (("declined", part.declined), ("blank", part.blank)):
            if count:
                cells = (self._number(count), self._share(count, part.base))
                yield AnswerRow(self._word(f"answers.{name}"), cells, None, "none")

    def _ranking(self, part: PartCount) -> AnswerTable:
        most = part.answered * len(part.options)

        def row(option: OptionCount) -> AnswerRow:
            return AnswerRow(
                self._title(option.id),
                (
                    self._number(option.points),
                    self._number(option.first),
                    self._mean(option.mean_place),
                    self._number(option.count),
                ),
                _bar(option.points, most),
            )

        ordered = sorted(part.options, key=lambda option: -option.points)
        headings = ("points", "first", "mean-place", "ranked")
        return AnswerTable(
            tuple(self._word(f"answers-{name}") for name in headings),
            tuple(row(option) for option in ordered),
            "option",
        )

    def _matrix(self) -> AnswerTable:
        names = {row.id: row.title for row in self.fields.rows}
        shown = self.count.parts[0].options
        scale = self.fields.range
        headings = [self._title(option.id) for option in shown]
        if scale:
            headings.insert(0, self._word("answers-mean"))
        headings.append(self._word("answers-base"))

        def row(part: PartCount) -> AnswerRow:
            cells = [self._share(option.count, part.base) for option in part.options]
            bar = None
            if scale:
                mean = part.mean
                cells.insert(0, self._mean(mean))
                low, high = scale
                bar = Bar(0 if mean is None else int(1000 * (mean - low) / (high - low)))
            cells.append(self._number(part.base))
            return AnswerRow(names[part.row], tuple(cells), bar)

        rows = tuple(row(part) for part in self.count.parts)
        return AnswerTable(tuple(headings), rows, "row")

    def _split(self, part: PartCount, split: Protected) -> AnswerTable:
        """The answers of each group, as shares of those in it who were asked."""
        by = self.asked[split.attribute]
        hidden = self.desk.word("survey-hidden")

        def row(title: Text, size: int, counts: tuple[int | None, ...]) -> AnswerRow:
            cells = [hidden if n is None else self._share(n, size) for n in counts]
            return AnswerRow(title, (*cells, self._number(size)))

        titles = [self._group(by, group) for group in split.groups]
        if split.joined:
            names = self.desk.language.join(str(self._group(by, g)) for g in split.joined)
            titles.append(self._word("survey-joined", groups=names))
        headings = [
            self._word("answers.blank") if id == NO_ANSWER else self._title(id)
            for id in split.options
        ]
        headings.append(self._word("answers-base"))
        name = {item.id: item.title for item in self.fields.rows}.get(part.row)
        of = f"{name}: " if name else ""
        title = Text(of + self.desk.word("survey-split-by", by=str(by.title)), by.title.lang)
        rows = (row(*one) for one in zip(titles, split.sizes, split.counts, strict=True))
        return AnswerTable(tuple(headings), tuple(rows), "group", title)

    def _group(self, by: QuestionFields, id: str) -> Text:
        return _titled(by, id) if id else self._word("survey-group-unknown")


def _titled(fields: QuestionFields, id: str) -> Text:
    """What an answer is called; a step of a scale is shown with its number."""
    titles = {item.id: item.title for item in fields.options}
    titles |= {group.id: group.title for group in fields.groups}
    if fields.other is not None:
        titles[OTHER] = fields.other
    title = titles.get(id)
    if not fields.range or title is None or title.text == id:
        return title or Text(id, None)
    return Text(f"{id} – {title.text}", title.lang)


def _bar(count: int, base: int) -> Bar:
    return Bar(1000 * count // base if base else 0)


def _short(value: Decimal) -> Decimal:
    """Without zeros after the decimal point: 12 and not 12.00."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
