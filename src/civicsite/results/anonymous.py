"""Ballots as they may be published: what anybody needs to count again, and nothing of the people.

No time, no order of entry (ballots are sorted by their content), no number of a voter or a line.
Each contest stands for itself: nothing tells which ballots of two contests one person cast.

Attributes of the people, where the editor names any, are blanked until every combination that is
shown stands on ``k`` ballots at least, and until no reader can work out a blanked one. For that the
ballots are taken as a split by their attributes with their *patterns* (all the marks together) as
answers, and protected as any split is (``suppression``): a hidden cell is an attribute blanked on
its ballots. So a published file of ballots tells no more than a protected table does, and a count
of it by an attribute may be shown beside it. What ``reduce`` writes into ``data/`` is published in
the same sense, because the forge is public: attributes go there through here as well. No ballot is
ever left out or changed: privacy does not change a count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.dataset import RESULTS_FILE, Ballot, Score
from civicsite.results.suppression import MIN_CELL, Counted, Protected, protect

__all__ = [
    "ANONYMITY",
    "MOST_MARKS",
    "BallotRow",
    "PublishedBallots",
    "Terms",
    "anonymise",
    "refused",
]

ANONYMITY = 10
"""Ballots that show the same attributes at least, where the editor does not say otherwise."""
MOST_MARKS = 5
"""Marks on one ballot up to which patterns are too common to point at a person. Above it, and with
rankings and points, somebody can be made to prove a vote by an agreed pattern."""

Pattern = tuple[tuple[str, ...], tuple[Score, ...]]
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms the ballots of one contest may be published."""

    attributes: tuple[str, ...] = ()
    """Attributes to show, the one that matters most first: the last is blanked first."""
    k: int = ANONYMITY
    min_cell: int = MIN_CELL
    ranked: bool = False
    """True when the order of marks is an order of preference."""
    risk_accepted: bool = False
    """True when somebody took responsibility by name for publishing patterns that may point at
    people (``accept_pattern_risk``)."""
    minors: bool = False
    """True when those who vote or are voted for are under age: no ballot is published."""
    span: Span = RESULTS_FILE
    """Where the editor asks for it."""


@dataclass(frozen=True, slots=True)
class BallotRow:
    """Ballots that are equal in all that is published."""

    attributes: Values
    """In the order of the published attributes; empty where blanked or unknown."""
    marks: tuple[str, ...]
    """In the order of preference on a ranked ballot, otherwise in that of the options."""
    points: tuple[Score, ...]
    number: int
    """How many ballots."""


@dataclass(frozen=True, slots=True)
class PublishedBallots:
    """The ballots of one contest, for the downloads."""

    attributes: tuple[str, ...]
    rows: tuple[BallotRow, ...]
    """Sorted by their content."""
    dropped: tuple[str, ...] = ()
    """Attributes that were asked for and would be blank on every ballot."""
    blanked: int = 0
    """Ballots on which an attribute that is known was blanked, or part of several."""

    @property
    def total(self) -> int:
        """Number of ballots."""
        return sum(row.number for row in self.rows)

    def split(self, attribute: str, options: Sequence[str]) -> Protected:
        """Votes by one of the attributes, as any reader counts them from these rows; ballots on
        which it is blank stand together as ``joined``. The only split by a published attribute
        that may be shown beside the ballots."""
        place = self.attributes.index(attribute)
        sizes: Counter[str] = Counter()
        cells: Counter[tuple[str, str]] = Counter()
        for row in self.rows:
            value = row.attributes[place]
            sizes[value] += row.number
            for mark in row.marks:
                cells[value, mark] += row.number
        groups = sorted(value for value in sizes if value)
        shown = [*groups, ""] if sizes[""] else groups
        return Protected(
            attribute,
            tuple(options),
            tuple(groups),
            tuple(sizes[value] for value in shown),
            tuple(tuple(cells[value, option] for option in options) for value in shown),
            ("",) if sizes[""] else (),
        )


def anonymise(
    ballots: Iterable[Ballot], options: Sequence[str], terms: Terms
) -> tuple[PublishedBallots | None, tuple[Diagnostic, ...]]:
    """The ballots of one contest that count, as they may be published; None with an error when
    they may not. ``options``: ids in the order of the ballot. Memory grows with the number of
    different ballots. Raises ValueError for ``k`` or ``min_cell`` below 2."""
    if min(terms.k, terms.min_cell) < 2:
        raise ValueError("a limit below two hides nothing")
    if terms.minors:
        return None, (error("ballots-of-minors", terms.span),)
    cells = _gather(ballots, options, terms)
    for _, pattern in cells:
        if problem := refused(*pattern, terms):
            return None, (problem,)
    shown, blanked = _blank(cells, terms)
    kept = [place for place in range(len(terms.attributes)) if any(v[place] for v, _ in shown)]
    rows: Counter[tuple[Values, Pattern]] = Counter()
    for (values, pattern), number in shown.items():
        rows[tuple(values[place] for place in kept), pattern] += number
    order = {option: place for place, option in enumerate(options)}
    published = PublishedBallots(
        tuple(terms.attributes[place] for place in kept),
        tuple(
            BallotRow(values, marks, points, number)
            for (values, (marks, points)), number in sorted(
                rows.items(), key=lambda item: _content(item[0], order)
            )
        ),
        tuple(name for place, name in enumerate(terms.attributes) if place not in kept),
        blanked,
    )
    return published, ()


def refused(marks: Sequence[str], points: Sequence[Score], terms: Terms) -> Diagnostic | None:
    """Why no ballot of a contest may be published when one of them is like this; None when this one
    is no reason."""
    if terms.minors:
        return error("ballots-of-minors", terms.span)
    risky = len(marks) > MOST_MARKS or (len(marks) > 1 and (terms.ranked or bool(points)))
    if risky and not terms.risk_accepted:
        return error("pattern-risk-not-accepted", terms.span, most=MOST_MARKS)
    return None


def _gather(
    ballots: Iterable[Ballot], options: Sequence[str], terms: Terms
) -> Counter[tuple[Values, Pattern]]:
    """Different ballots, and how many there are of each."""
    order = {option: place for place, option in enumerate(options)}
    cells: Counter[tuple[Values, Pattern]] = Counter()
    for ballot in ballots:
        known = dict(ballot.attributes)
        values = tuple(known.get(name, "").strip() for name in terms.attributes)
        marks, points = ballot.marks, ballot.points
        if not terms.ranked:
            # In the order in which somebody clicked, marks would be one more trait.
            places = sorted(range(len(marks)), key=lambda n: (order.get(marks[n], -1), marks[n]))
            marks = tuple(marks[n] for n in places)
            points = tuple(points[n] for n in places) if points else ()
        cells[values, (marks, points)] += ballot.count
    return cells


def _content(
    item: tuple[Values, Pattern], order: Mapping[str, int]
) -> tuple[Values, tuple[tuple[int, str], ...], tuple[Score, ...]]:
    values, (marks, points) = item
    return values, tuple((order.get(mark, -1), mark) for mark in marks), points


# --- attributes ---------------------------------------------------------------------------------


def _blank(
    cells: Counter[tuple[Values, Pattern]], terms: Terms
) -> tuple[Counter[tuple[Values, Pattern]], int]:
    """The ballots with as much of their attributes as may be shown, and on how many that is less
    than is known."""
    nothing = ("",) * len(terms.attributes)
    sizes: Counter[Values] = Counter()
    for (values, _), number in cells.items():
        sizes[values] += number
    shown = _classes(sizes, terms.k)
    while True:
        result, blanked = _protected(cells, shown, terms.min_cell)
        classes: Counter[Values] = Counter()
        for (values, _), number in result.items():
            classes[values] += number
        named = [values for values in classes if values != nothing]
        few = [values for values in named if classes[values] < terms.k]
        if not few and 0 < classes[nothing] < terms.k and named:
            few = [min(named, key=lambda values: (classes[values], values))]
        if not few:
            return result, blanked
        shown = {given: nothing if to in few else to for given, to in shown.items()}


def _classes(sizes: Counter[Values], k: int) -> dict[Values, Values]:
    """For each combination of values what is shown of it: all, or with the last ones blanked."""
    shown: dict[Values, Values] = {}
    width = len(next(iter(sizes), ()))
    for keep in range(width, -1, -1):
        together: dict[Values, list[Values]] = {}
        for values in sizes:
            if values not in shown:
                short = values[:keep] + ("",) * (width - keep)
                together.setdefault(short, []).append(values)
        for short, members in together.items():
            if sum(sizes[member] for member in members) >= k or not keep:
                shown.update(dict.fromkeys(members, short))
    return shown


def _protected(
    cells: Counter[tuple[Values, Pattern]], shown: Mapping[Values, Values], min_cell: int
) -> tuple[Counter[tuple[Values, Pattern]], int]:
    """The ballots with blanks wherever the protected table of classes and patterns hides a cell,
    and on how many less is shown than is known."""
    counted: Counter[tuple[Values, Pattern]] = Counter()
    for (values, pattern), number in cells.items():
        counted[shown[values], pattern] += number
    visible = _visible(counted, min_cell)
    result: Counter[tuple[Values, Pattern]] = Counter()
    blanked = 0
    for (values, pattern), number in cells.items():
        now = shown[values]
        if (now, pattern) not in visible:
            now = ("",) * len(now)
        result[now, pattern] += number
        blanked += number if now != values else 0
    return result, blanked


def _visible(
    counted: Counter[tuple[Values, Pattern]], min_cell: int
) -> set[tuple[Values, Pattern]]:
    """Cells whose ballots show the class they belong to. Patterns on fewer ballots than
    ``min_cell`` show none; they are one row of the table, since a reader can only move ballots
    between classes through all of them together."""
    classes = sorted({values for values, _ in counted})
    if not any(any(values) for values in classes):
        return set()
    totals: Counter[Pattern] = Counter()
    for (_, pattern), number in counted.items():
        totals[pattern] += number
    patterns = sorted((p for p in totals if totals[p] >= min_cell), key=repr)
    sizes = [sum(counted[values, p] for p in totals) for values in classes]
    counts = [[counted[values, p] for p in patterns] for values in classes]
    for size, row in zip(sizes, counts, strict=True):
        row.append(size - sum(row))
    rare = "rare"
    table = Counted(
        "",
        (*map(str, range(len(patterns))), rare),
        tuple(map(str, range(len(classes)))),
        tuple(sizes),
        tuple(map(tuple, counts)),
    )
    safe = protect(table, min_cell, hide=(rare,))
    if not isinstance(safe, Protected):
        return set()
    return {
        (classes[int(group)], pattern)
        for group, row in zip(safe.groups, safe.counts, strict=False)
        for pattern, cell in zip(patterns, row, strict=False)
        if cell is not None
    }
