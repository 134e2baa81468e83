"""What the page of results shows: votes by contest, and the answers to a survey.

Part of the contract with themes, like :mod:`civicsite.pages.views`.
"""

from __future__ import annotations

from dataclasses import dataclass

from civicsite.language import Text
from civicsite.pages.views import (
    ContactView,
    DateView,
    DecisionView,
    Fact,
    Link,
    View,
)

__all__ = [
    "AnswerRow",
    "AnswerTable",
    "Bar",
    "ChannelColumn",
    "ContestView",
    "Difference",
    "DownloadView",
    "DrawView",
    "Number",
    "OptionRow",
    "OverviewRow",
    "PlaceOf",
    "QuestionView",
    "ResultsView",
    "RoundRow",
    "RoundView",
    "SourceView",
    "SurveyView",
    "TurnoutRow",
    "TurnoutTable",
]


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its origin."""

    name: str
    """Catalogue key ``number.<name>`` of the label."""
    text: str
    origin: str
    """``recounted`` or ``declared``."""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """The length of a bar, in thousandths of its track."""

    thousandths: int


# --- a contest ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChannelColumn:
    """A column of the votes of one channel."""

    channel: str
    """A word of the vocabulary."""
    origin: str
    """``recounted``, or ``declared`` where a protocol gives them."""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """What one option got."""

    id: str
    title: Text
    link: Link | None
    votes: str
    score: str | None
    """Points, where the rule counts points."""
    share: str | None
    channels: tuple[str, ...]
    """Votes by channel, in the order of the contest's ``channels``."""
    bar: Bar
    cost: str | None
    decision: str | None
    """What the rule decided, as in :class:`civicsite.results.rules.base.Step`; catalogue
    ``decision.<word>``. None where nothing was recounted."""
    why: str | None
    """The reason in words, such as what was left of the budget."""
    declared: bool | None
    """Whether the commission selected it; None where nothing was declared."""
    recounted: bool | None
    place: Text | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """An option on which the commission and the recount differ."""

    title: Text
    declared: bool
    recounted: bool
    why: Text | None
    """None while nobody explained it."""
    basis: Text | None = None
    document: Link | None = None


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw that settled a tie."""

    order: str
    """The options in the order of the draw, in words."""
    on: DateView | None = None
    protocol: Link | None = None


@dataclass(frozen=True, slots=True)
class TurnoutRow:
    """Ballots of one channel or district."""

    title: Text
    cells: tuple[str, ...]
    """One for each heading; a dash where it is not known."""
    origin: str
    """``recounted`` or ``declared``."""


@dataclass(frozen=True, slots=True)
class TurnoutTable:
    """Ballots by channel or by district."""

    by: str
    """``channel`` or ``district``; catalogue ``turnout-by.<word>``."""
    headings: tuple[str, ...]
    """Words of ``number.<word>``."""
    rows: tuple[TurnoutRow, ...]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """What one option has at the end of a round."""

    title: Text
    votes: str
    change: str
    """Votes that came or went in this round; empty in the first."""
    bar: Bar
    state: str
    """``elected`` or ``excluded`` in this round, ``seated`` when elected in an earlier one, or
    empty; catalogue ``round-state.<word>``."""


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round of a count in rounds: a sentence, then the votes."""

    number: str
    what: str
    """What happened in it, in a sentence."""
    rows: tuple[RoundRow, ...]
    """By falling votes."""
    exhausted: str | None = None
    """Votes of ballots that name no further option."""


@dataclass(frozen=True, slots=True)
class ContestView:
    """The result of one contest."""

    id: str
    title: Text | None
    """None where the process has one contest."""
    text: Text | None
    """What is chosen in it."""
    held: str
    held_text: Text | None
    basis: Text | None
    """The paragraph that allows what is special about it."""
    summary: str
    """The result in one sentence."""
    level: str
    """Who can check it: ``ballots`` (whoever has the file), ``ballots-published`` (anyone),
    ``protocols`` or ``office``; catalogue ``level.<word>``."""
    numbers: tuple[Number, ...]
    channels: tuple[ChannelColumn, ...]
    """In the order of the columns; empty for a single channel."""
    votes_origin: str
    """``recounted``, ``declared``, or ``both`` where ballots and protocols are added up."""
    ranked: bool
    """True when votes are first preferences."""
    rows: tuple[OptionRow, ...]
    has_costs: bool
    has_scores: bool
    reserve: tuple[Text, ...]
    """Who or what comes next, the first first."""
    turnout: tuple[TurnoutTable, ...]
    invalid: tuple[tuple[str, str], ...]
    """Reason in words and number of ballots."""
    left_out: tuple[tuple[str, str], ...]
    """The same for ballots that were never cast in this vote."""
    counted: tuple[str, ...]
    """How it was counted, in sentences."""
    not_recounted: str | None
    """Why there is no recount, in words."""
    ties: tuple[str, ...]
    """Each tie in a sentence."""
    draws: tuple[DrawView, ...]
    rounds: tuple[RoundView, ...]
    official: str
    """``declared`` or ``recounted``: which selection is the official one."""
    differences: tuple[Difference, ...]
    mismatches: tuple[str, ...]
    """Recorded and counted votes that differ, in sentences."""
    splits: tuple[AnswerTable, ...] = ()
    """Votes by attributes of the voters: options by groups."""
    split_notes: tuple[str, ...] = ()
    """What is joined, hidden or not shown of them, in sentences."""


@dataclass(frozen=True, slots=True)
class PlaceOf:
    """Where an option is."""

    option: Text
    link: Link | None
    place: Text
    address: Text | None = None
    map_url: str | None = None
    """A ``geo:`` address."""
    chosen: bool = False


# --- a survey -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A line of a table of answers."""

    title: Text
    cells: tuple[str, ...]
    """One for each heading after the first."""
    bar: Bar | None = None
    """The number of the table's bar column again; None where it has none."""
    kind: str = "answer"
    """``answer``, or ``none`` for those who gave none: no bar, and set apart."""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The answers to a question, or to all rows of a matrix."""

    headings: tuple[Text, ...]
    """Of the columns of numbers."""
    rows: tuple[AnswerRow, ...]
    first: str = "answer"
    """What stands in the first column: ``answer``, ``row``, ``option`` or ``group``; catalogue
    ``answers-of.<word>``."""
    title: Text | None = None
    """Where a question has several tables."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of a survey with its answers."""

    id: str
    title: Text
    text: Text | None
    type: str
    base: str | None
    """Of whom shares are shares, and how many they are, in a sentence."""
    counts: tuple[tuple[str, str], ...]
    """How many were asked, answered and did not, in words."""
    tables: tuple[AnswerTable, ...]
    notes: tuple[str, ...] = ()
    """How to read the numbers, in sentences."""
    numbers: tuple[Number, ...] = ()
    quotes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyView:
    """The answers to a survey, with how it was made."""

    summary: str
    """Who answered and what that means, in one or two sentences."""
    numbers: tuple[Number, ...]
    method: tuple[Fact, ...]
    questions: tuple[QuestionView, ...]
    incomplete: str = ""
    """``leave-out`` or ``count``, where there were incomplete forms."""


# --- the page -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One contest at a glance."""

    link: Link
    turnout: str
    """In words; a dash where it is not known."""
    valid: str
    chosen: tuple[Text, ...]
    """What was selected, at most three."""
    more: int = 0
    """How many more were selected."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where the numbers come from."""

    file: str
    sha256: str
    format: str
    recognised_by: str
    rows_read: str
    left_out: tuple[tuple[str, str], ...]
    """Reason in words and number of rows."""
    received_on: DateView | None = None
    channel: str | None = None
    protocol: Link | None = None
    encoding: str = ""
    """``UTF-8``, ``XLSX`` and the like."""
    sheet: str = ""
    """Name of the sheet, in a spreadsheet."""


@dataclass(frozen=True, slots=True)
class DownloadView:
    """A file of the published record of a result."""

    link: Link
    """Its title says what the file is."""
    name: str
    """Name of the file."""
    contest: Text | None
    """The contest it is about, where it is about one of several."""
    sha256: str
    """Digest of the file, by which a copy is known to be whole."""


@dataclass(frozen=True, slots=True)
class ResultsView(View):
    """The results of a process."""

    title: Text
    status: str
    """``preliminary`` or ``final``."""
    since: DateView | None
    final_on: DateView | None
    text: Text | None
    received_on: DateView | None
    """The day the newest file was received: since when the numbers are what they are."""
    contents: tuple[Link, ...]
    """The parts of a long page; empty for a short one."""
    overview: tuple[OverviewRow, ...]
    """All contests at a glance; empty where there are fewer than three."""
    contests: tuple[ContestView, ...]
    survey: SurveyView | None
    places: tuple[PlaceOf, ...]
    names: DateView | None
    """The day on which names are removed, where those who are voted for are under age."""
    names_removed: bool
    sources: tuple[SourceView, ...]
    terms: tuple[Fact, ...]
    """Who answers for what is published in such detail, and by what right."""
    downloads: tuple[DownloadView, ...]
    """Files from which anybody can count again."""
    verification: tuple[Fact, ...]
    removed: tuple[tuple[str, str], ...]
    """Ballots removed before the export: reason and number, as declared."""
    protests: tuple[Fact, ...]
    corrections: tuple[Fact, ...]
    contact: ContactView | None
    decisions: tuple[DecisionView, ...]
    process: Link
