"""Small cells, against a solver that knows nothing of the code it attacks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civicsite.results.suppression import Counted, Protected, Withheld, protect

# The attacker: exact linear algebra and an exact linear program


Row = list[Fraction]


class Attacker:
    """Knows the published cells, the votes of every option, the size of every group and how many
    marks each group made; looks for the least and greatest value a hidden cell can have."""

    def __init__(self, published: Protected, totals: Sequence[int], marks: Sequence[int]) -> None:
        rows = published.counts
        self.cells = [
            (g, o) for g, row in enumerate(rows) for o, cell in enumerate(row) if cell is None
        ]
        self.equations: list[tuple[Row, Fraction]] = []
        for option, total in enumerate(totals):
            known = sum(row[option] or 0 for row in rows)
            self._equation(lambda cell, o=option: cell[1] == o, total - known)  # type: ignore[misc]
        for group, total in enumerate(marks):
            known = sum(cell or 0 for cell in rows[group])
            self._equation(lambda cell, g=group: cell[0] == g, total - known)  # type: ignore[misc]
        self.most = [Fraction(published.sizes[group]) for group, _ in self.cells]

    def _equation(self, concerns, value: int) -> None:  # type: ignore[no-untyped-def]
        self.equations.append(
            ([Fraction(bool(concerns(cell))) for cell in self.cells], Fraction(value))
        )

    def determined(self) -> set[tuple[int, int]]:
        """Cells that the equations alone fix: those that are zero in all of the null space."""
        matrix = [list(row) for row, _ in self.equations]
        pivots: list[int] = []
        for column in range(len(self.cells)):
            at = len(pivots)
            pivot = next((n for n in range(at, len(matrix)) if matrix[n][column]), None)
            if pivot is None:
                continue
            matrix[at], matrix[pivot] = matrix[pivot], matrix[at]
            matrix[at] = [value / matrix[at][column] for value in matrix[at]]
            for n, row in enumerate(matrix):
                if n != at and row[column]:
                    factor = row[column]
                    matrix[n] = [a - factor * b for a, b in zip(row, matrix[at], strict=True)]
            pivots.append(column)
        return {
            self.cells[column]
            for at, column in enumerate(pivots)
            if sum(value != 0 for value in matrix[at]) == 1
        }

    def interval(self, index: int) -> tuple[Fraction, Fraction]:
        """Least and greatest value of one hidden cell; whole numbers, since the corners of a
        transport polytope are whole."""
        return -self._greatest(index, -1), self._greatest(index, 1)

    def _greatest(self, index: int, sign: int) -> Fraction:
        width = len(self.cells)
        rows = [(row + [Fraction(0)] * width, value) for row, value in self.equations]
        for n, bound in enumerate(self.most):  # x + slack = bound
            row = [Fraction(0)] * (2 * width)
            row[n] = row[width + n] = Fraction(1)
            rows.append((row, bound))
        cost = [Fraction(0)] * (2 * width)
        cost[index] = Fraction(sign)
        return simplex(rows, cost)


def simplex(rows: list[tuple[Row, Fraction]], cost: Row) -> Fraction:
    """Greatest value of ``cost`` over solutions that are not negative; two phases, Bland's rule."""
    count, width = len(rows), len(cost)
    table = []
    for n, (row, value) in enumerate(rows):
        sign = -1 if value < 0 else 1
        artificial = [Fraction(int(n == m)) for m in range(count)]
        table.append([sign * cell for cell in row] + artificial + [sign * value])
    basis = list(range(width, width + count))
    first = [Fraction(0)] * width + [Fraction(-1)] * count
    assert climb(table, basis, first, width + count) == 0, "the published table is inconsistent"
    for at, variable in enumerate(basis):
        if variable >= width:
            column = next((c for c in range(width) if table[at][c]), None)
            if column is not None:
                turn(table, basis, at, column)
    return climb(table, basis, cost + [Fraction(0)] * count, width)


def climb(table: list[Row], basis: list[int], cost: Row, usable: int) -> Fraction:
    while True:
        reduced = [
            cost[c] - sum(cost[b] * row[c] for b, row in zip(basis, table, strict=True))
            for c in range(usable)
        ]
        enter = next((c for c, value in enumerate(reduced) if value > 0), None)
        if enter is None:
            return sum(
                (cost[b] * row[-1] for b, row in zip(basis, table, strict=True)), Fraction(0)
            )
        ratios = [
            (row[-1] / row[enter], basis[n], n) for n, row in enumerate(table) if row[enter] > 0
        ]
        assert ratios, "a count without an upper bound"
        turn(table, basis, min(ratios)[2], enter)


def turn(table: list[Row], basis: list[int], at: int, column: int) -> None:
    table[at] = [value / table[at][column] for value in table[at]]
    for n, row in enumerate(table):
        if n != at and row[column]:
            factor = row[column]
            table[n] = [a - factor * b for a, b in zip(row, table[at], strict=True)]
    basis[at] = column


def attacker(table: Counted, published: Protected) -> Attacker:
    joined = [table.groups.index(group) for group in published.joined]
    marks = [sum(table.counts[table.groups.index(group)]) for group in published.groups]
    marks += [sum(sum(table.counts[group]) for group in joined)] if joined else []
    totals = [sum(row[option] for row in table.counts) for option in range(len(table.options))]
    return Attacker(published, totals, marks)


def everything_hidden(table: Counted, published: Protected) -> Attacker:
    """What anybody knows from the totals alone."""
    nothing = tuple((None,) * len(published.options) for _ in published.counts)
    blind = Protected(
        published.attribute,
        published.options,
        published.groups,
        published.sizes,
        nothing,
        published.joined,
    )
    return attacker(table, blind)


# Tables


@st.composite
def tables(draw: st.DrawFn, single: bool = False) -> Counted:
    """Up to four groups and answers; small counts, where the danger is."""
    groups = draw(st.integers(2, 4))
    options = draw(st.integers(2, 4))
    cell = st.one_of(st.integers(0, 6), st.integers(0, 40))
    counts = [tuple(draw(cell) for _ in range(options)) for _ in range(groups)]
    sizes = [sum(row) if single else max((*row, 1)) + draw(st.integers(0, 8)) for row in counts]
    return Counted(
        "district",
        tuple(f"o{n}" for n in range(options)),
        tuple(f"g{n}" for n in range(groups)),
        tuple(sizes),
        tuple(counts),
    )


def table(*rows: Sequence[int], sizes: Sequence[int] | None = None) -> Counted:
    return Counted(
        "district",
        tuple(f"o{n}" for n in range(len(rows[0]))),
        tuple(f"g{n}" for n in range(len(rows))),
        tuple(sizes or [sum(row) for row in rows]),
        tuple(tuple(row) for row in rows),
    )


# No hidden cell can be worked out


# Where ballots name several options, no cell can exceed its group: that narrows what is hidden.
CAPPED = table([1, 3, 2], [2, 4, 4], [11, 6, 12], sizes=[6, 5, 13])


@example(CAPPED, 5, True)
@given(st.booleans().flatmap(tables), st.integers(2, 6), st.booleans())
def test_no_hidden_cell_can_be_recovered_or_pinned_down(
    counted: Counted, min_cell: int, sensitive: bool
) -> None:
    published = protect(counted, min_cell, sensitive=sensitive)
    if isinstance(published, Withheld):
        return
    against = attacker(counted, published)
    determined = against.determined()
    for index, cell in enumerate(against.cells):
        low, high = against.interval(index)
        if high - low >= min_cell:
            assert cell not in determined
            continue
        blind = everything_hidden(counted, published)
        least, most = blind.interval(blind.cells.index(cell))
        assert high - low == most - least, f"{cell} lies between {low} and {high}"


@given(st.booleans().flatmap(tables), st.integers(2, 6))
def test_what_is_published_is_true_and_never_small(counted: Counted, min_cell: int) -> None:
    published = protect(counted, min_cell)
    if isinstance(published, Withheld):
        return
    assert all(size >= min_cell for size in published.sizes)
    assert sum(published.sizes) == sum(counted.sizes)
    for group, size, row in zip(published.groups, published.sizes, published.counts, strict=False):
        exact = counted.counts[counted.groups.index(group)]
        assert size == counted.sizes[counted.groups.index(group)]
        assert all(cell in (None, known) for cell, known in zip(row, exact, strict=True))
    for size, row in zip(published.sizes, published.counts, strict=True):
        for cell in row:
            assert cell is None or cell == 0 or min_cell <= cell <= size - min_cell


def test_a_lone_small_cell_takes_three_others_with_it() -> None:
    published = protect(table([30, 40, 50], [20, 2, 60], [40, 30, 20]))
    assert isinstance(published, Protected)
    assert published.hidden == 4
    assert published.counts[1][1] is None


def test_a_table_without_small_cells_is_published_whole() -> None:
    published = protect(table([30, 40], [20, 60]))
    assert isinstance(published, Protected)
    assert published.counts == ((30, 40), (20, 60))


def test_a_small_group_is_joined_with_the_next_smallest() -> None:
    published = protect(table([30, 40], [1, 2], [20, 15], [50, 60]))
    assert isinstance(published, Protected)
    assert published.groups == ("g0", "g3")
    assert published.joined == ("g1", "g2")
    assert published.sizes == (70, 110, 38)


def test_two_groups_of_which_one_is_small_are_not_split_at_all() -> None:
    assert protect(table([30, 40], [1, 2])) == Withheld("district", "one-group")


def test_a_group_of_one_mind_is_joined_where_the_question_is_sensitive() -> None:
    one_mind = table([30, 40], [20, 0], [25, 35])
    secret = protect(one_mind)
    assert isinstance(secret, Protected)
    assert "g1" in secret.joined
    open_ = protect(one_mind, sensitive=False)
    assert isinstance(open_, Protected)
    assert open_.counts[1] == (20, 0)


def test_all_but_one_is_as_telling_as_one() -> None:
    published = protect(table([30, 40], [59, 1], [25, 35]))
    assert isinstance(published, Protected)
    assert published.counts[1] == (None, None)


def test_a_limit_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="hides nothing"):
        protect(table([30, 40], [20, 60]), 1)


def test_a_question_nobody_answered_is_not_split() -> None:
    assert protect(Counted("district", (), (), (), ())) == Withheld("district", "one-group")
    assert isinstance(protect(table([0, 0], [0, 0])), Withheld)


def test_an_option_can_be_hidden_whatever_it_counts() -> None:
    published = protect(table([30, 40], [20, 60]), hide=("o1",))
    assert published == Withheld("district", "nothing-left")
    published = protect(table([30, 40, 20, 20], [20, 60, 20, 20]), hide=("o1",))
    assert isinstance(published, Protected)
    assert [row[1] for row in published.counts] == [None, None]


def test_a_table_too_large_to_be_looked_into_is_withheld() -> None:
    wide = [20 + n % 7 for n in range(2600)]
    assert protect(table(wide, wide)) == Withheld("district", "too-large")


# Earlier publications


@given(st.booleans().flatmap(tables))
def test_an_unchanged_split_is_published_as_it_was(counted: Counted) -> None:
    first = protect(counted)
    if isinstance(first, Protected):
        assert protect(counted, earlier=[first]) == first


def test_a_split_that_changed_by_one_ballot_is_withheld() -> None:
    first = protect(table([30, 40], [20, 60]))
    assert isinstance(first, Protected)
    then = protect(table([31, 40], [20, 60]), earlier=[first])
    assert then == Withheld("district", "changed")


def test_what_changed_by_few_is_hidden_when_the_groups_changed_by_many() -> None:
    first = protect(table([30, 40, 50], [20, 60, 70], [30, 30, 30]))
    assert isinstance(first, Protected)
    then = protect(table([31, 60, 70], [40, 80, 90], [60, 60, 60]), earlier=[first])
    assert isinstance(then, Protected)
    assert then.counts[0][0] is None


def test_nothing_hidden_before_is_told_by_a_later_version() -> None:
    first = protect(table([30, 40, 50], [20, 2, 60], [40, 30, 20]))
    assert isinstance(first, Protected)
    assert first.hidden
    then = protect(table([60, 80, 90], [40, 22, 90], [80, 60, 40]), earlier=[first])
    assert then == Withheld("district", "changed")


@given(st.booleans().flatmap(tables), st.data())
def test_the_difference_of_two_versions_tells_no_small_cell(
    counted: Counted, data: st.DataObject
) -> None:
    first = protect(counted)
    if isinstance(first, Withheld) or first.joined or first.hidden:
        return
    more = tuple(
        tuple(cell + data.draw(st.integers(0, 30)) for cell in row) for row in counted.counts
    )
    grown = tuple(
        size + sum(new) - sum(old)
        for size, new, old in zip(counted.sizes, more, counted.counts, strict=True)
    )
    later = Counted("district", counted.options, counted.groups, grown, more)
    then = protect(later, earlier=[first])
    if isinstance(then, Withheld):
        return
    for now, was in zip(then.counts, first.counts, strict=True):
        for cell, old in zip(now, was, strict=True):
            assert cell is None or old is None or not 0 < abs(cell - old) < 5
