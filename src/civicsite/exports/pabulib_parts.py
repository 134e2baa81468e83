"""The sections of Pabulib files: what all of them share, and the facts about the election.

Keys of META are those of the library's format page (April 2026). What a count uses becomes a field
of ``Facts``; everything else is kept there as it is written.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from decimal import Decimal

from civicsite.diagnostics import Span, error, warning
from civicsite.exports.dataset import Facts, Findings, Option, Score
from civicsite.exports.text_tables import Row, tidy

__all__ = ["DELIMITER", "Limits", "Meta", "Part", "column_name", "exact"]

DELIMITER = ";"
_REQUIRED_META = (
    "description", "country", "unit", "instance", "num_projects", "num_votes", "budget",
    "vote_type", "rule", "date_begin", "date_end",
)  # fmt: skip
_BALLOT_TYPES = frozenset({"approval", "choose-1", "cumulative", "ordinal", "scoring"})
_RULES = {
    "equalshares": "equal-shares",
    "equalshares/add1": "equal-shares-add1",
    "equalshares-comparison": "equal-shares-comparison",
    "equalshares/add1-comparison": "equal-shares-add1-comparison",
}
"""Rules that have another name here. The library's ``greedy-custom`` and ``greedy-exclusive`` stand
for several rules, which only the comment of a file tells apart."""
_USED = frozenset({
    "description", "budget", "currency", "rule", "vote_type", "min_length", "max_length",
    "min_project_score_threshold", "date_begin", "date_end", "comment", "num_projects", "num_votes",
})  # fmt: skip
"""Keys that have a field of their own in ``Facts``, or are compared with what was counted."""
_AMOUNTS = (
    "min_sum_cost", "max_sum_cost", "min_sum_points", "max_sum_points", "min_points", "max_points",
    "min_project_cost", "max_project_cost",
)  # fmt: skip
"""Further keys whose values are numbers."""


def column_name(line: str) -> str:
    """The name of a column, or a line of them, without spaces and quotes, in small letters."""
    return line.replace(" ", "").replace('"', "").lower()


class Part(ABC):
    """One section: its columns and cells."""

    title = ""
    required: tuple[str, ...] = ()

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.columns: dict[str, int] = {}
        self.begun = False

    def header(self, row: Row) -> None:
        """Take the names of the columns."""
        self.begun = True
        self.columns = {column_name(tidy(cell)): index for index, cell in enumerate(row.cells)}
        for name in self.required:
            if name not in self.columns:
                span = Span(self.findings.path, row.line)
                self.findings.add(error("pb-column-missing", span, section=self.title, column=name))

    @abstractmethod
    def take(self, row: Row) -> None:
        """Take one data row."""

    def fits(self, row: Row) -> bool:
        """True when the row has a cell for every column; otherwise a diagnostic."""
        width, cells = len(self.columns), row.cells
        if len(cells) == width or (len(cells) > width and not any(cells[width:])):
            return True
        span = Span(self.findings.path, row.line)
        self.findings.add(error("row-ragged", span, cells=len(cells), columns=width))
        return False

    def cell(self, row: Row, name: str) -> str:
        """The text of a cell; empty when the section has no such column."""
        index = self.columns.get(name)
        return "" if index is None else row.cells[index].strip()

    def span(self, row: Row, name: str) -> Span:
        """The place of a cell."""
        return row.span(self.findings.path, DELIMITER, self.columns.get(name, 0))

    def number(self, row: Row, name: str, label: str = "") -> Score | None:
        """The number in a cell; None when it is empty, or, with a diagnostic, no number."""
        text = self.cell(row, name)
        if not text:
            return None
        number = exact(text)
        if number is None:
            code = "pb-number-comma" if exact(text.replace(",", ".")) else "pb-number-unreadable"
            self.findings.add(error(code, self.span(row, name), column=label or name))
        return number


_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def exact(text: str) -> Score | None:
    """Exact, and short enough that sums of millions stay exact in 28 digits."""
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    return Decimal(text) if match[1] else int(text)


class Meta(Part):
    """The section of facts about the election."""

    title = "META"
    required = ("key", "value")

    def __init__(self, findings: Findings) -> None:
        super().__init__(findings)
        self._rows: dict[str, Row] = {}

    def take(self, row: Row) -> None:
        """One key and its value."""
        key = self.cell(row, "key").lower()
        if key in self._rows:
            self.findings.add(error("pb-key-twice", self.span(row, "key"), key=key))
        self._rows.setdefault(key, row)

    def text(self, key: str) -> str:
        """The value of a key; empty when there is none."""
        row = self._rows.get(key)
        return "" if row is None else self.cell(row, "value")

    def amount(self, key: str) -> Score | None:
        """The value of a key as a number that is not negative."""
        row = self._rows.get(key)
        number = None if row is None else self.number(row, "value", key)
        if row is not None and number is not None and number < 0:
            self.findings.add(error("pb-number-negative", self.span(row, "value"), column=key))
            return None
        return number

    def whole(self, key: str) -> int | None:
        """The value of a key as a whole number."""
        number = self.amount(key)
        if number is not None and number != int(number):
            span = self.span(self._rows[key], "value")
            self.findings.add(error("pb-number-unreadable", span, column=key))
            return None
        return None if number is None else int(number)

    def compare(self, key: str, counted: int) -> None:
        """Warn when the file states another number than it holds; the counted one is used."""
        row = self._rows.get(key)
        stated = None if row is None else exact(self.cell(row, "value"))
        if row is not None and stated is not None and stated != counted:
            span = self.span(row, "value")
            self.findings.add(
                warning("pb-count-differs", span, key=key, stated=str(stated), counted=counted)
            )

    def facts(self) -> Facts:
        """What the section says, once it has been read."""
        for key in _REQUIRED_META:
            if self.begun and not self.text(key):
                self.findings.add(error("pb-key-missing", Span(self.findings.path), key=key))
        ballot_type = self.text("vote_type")
        if ballot_type and ballot_type not in _BALLOT_TYPES:
            span = self.span(self._rows["vote_type"], "value")
            self.findings.add(warning("pb-vote-type-unknown", span))
        begins, ends = self._date("date_begin"), self._date("date_end")
        if len(begins) == len(ends) and begins > ends:
            span = self.span(self._rows["date_begin"], "value")
            self.findings.add(warning("pb-dates-swapped", span, begins=begins, ends=ends))
        self._check_points(ballot_type)
        for key in _AMOUNTS:
            self.amount(key)
        budget = self.amount("budget")
        more = tuple(
            (key, self.text(key)) for key in self._rows if key not in _USED and self.text(key)
        )
        return Facts(
            self.text("description"),
            None if budget is None else Decimal(budget),
            self.text("currency"),
            _RULES.get(self.text("rule"), self.text("rule")),
            ballot_type,
            (self.whole("min_length"), self.whole("max_length")),
            self.amount("min_project_score_threshold"),
            begins,
            ends,
            self.text("comment"),
            more=more,
        )

    def _check_points(self, ballot_type: str) -> None:
        """What is given to options in another way than this program knows is no number to guess:
        another function than Borda's, and points for projects that a ballot does not name."""
        function = self.text("scoring_fn")
        if ballot_type == "ordinal" and function and function.lower() != "borda":
            span = self.span(self._rows["scoring_fn"], "value")
            self.findings.add(error("pb-scoring-function", span))
        default = self.amount("default_score")
        if ballot_type == "scoring" and default:
            span = self.span(self._rows["default_score"], "value")
            self.findings.add(error("pb-default-score", span))

    def _date(self, key: str) -> str:
        """``18.09.2023`` as ``2023-09-18``, which Decidim's own export writes, and a year as it
        stands; otherwise a diagnostic."""
        text = self.text(key)
        if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", text):
            return text
        match = re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", text)
        if match and 1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12:
            return f"{match[3]}-{match[2]}-{match[1]}"
        if text and not re.fullmatch(r"\d{4}", text):
            span = self.span(self._rows[key], "value")
            self.findings.add(error("pb-date-unreadable", span, key=key))
            return ""
        return text


class Limits:
    """What a single ballot may cost or give, where META says it.

    The library's files hold ballots that a town has accepted, so a ballot over a limit is counted
    and told: either the limit or the ballot is wrong, and only the town knows which.
    """

    def __init__(self, meta: Meta, options: Mapping[str, Option]) -> None:
        self._options = options
        self._bounds = {
            key: bound
            for key in ("max_sum_cost", "min_sum_cost", "max_sum_points", "min_sum_points",
                        "max_points", "min_points")
            if (bound := exact(meta.text(key))) is not None
        }  # fmt: skip
        self._over: dict[str, tuple[int, int]] = {}
        """Number of ballots and the line of the first, by key."""

    def see(self, marks: Sequence[str], points: Sequence[Score], line: int) -> None:
        """One ballot; a blank one breaks no limit."""
        if not self._bounds or not marks:
            return
        costs = [self._options[id].cost or 0 for id in marks]
        sums: dict[str, Score] = {"sum_cost": sum(costs, Decimal(0))}
        if points:
            sums["sum_points"] = sum(points)
        for key, bound in self._bounds.items():
            least, name = key.startswith("min_"), key[4:]
            values = [sums[name]] if name in sums else points if name == "points" else ()
            if any(value < bound if least else value > bound for value in values):
                count, first = self._over.get(key, (0, line))
                self._over[key] = (count + 1, first)

    def report(self, findings: Findings) -> None:
        """A warning for each limit that ballots do not keep."""
        for key, (count, line) in self._over.items():
            span = Span(findings.path, line)
            values = {"key": key, "limit": str(self._bounds[key])}
            findings.add(warning("pb-over-limit", span, count=count, **values))
