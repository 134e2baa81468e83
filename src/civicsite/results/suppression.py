"""Hides small cells of a table so that nobody can work them out again.

A table says how many people of each group gave each answer. Public beside it, always: the total of
every answer, and the size of every group that is named. A reader may also know how many marks a
group made altogether. What is protected then:

* a group smaller than ``min_cell`` is joined with others; so is a group whose members all gave the
  same answer, since it tells what each of them did;
* a cell is *small* when it counts 1 to ``min_cell - 1`` people, or all but so few of its group;
* small cells are hidden, and others with them, until every hidden cell could have values that lie
  ``min_cell`` apart (its *protection interval*), or as far apart as the public totals let it lie
  when the whole table is hidden. The ends of the interval are exact: a hidden cell can change only
  along a cycle of hidden cells in which every row and column keeps its sum, so that the furthest it
  can go is a maximum flow (Ford and Fulkerson; Gusfield, "A graph theoretic approach to statistical
  data security", SIAM J. Comput. 17, 1988).

Hidden cells bear one mark, whether they are small or protect a small one: two marks would tell
which is which. The choice depends on the table alone, so the same table is always hidden alike.

Tables of one result that are split by different attributes share only the totals of the answers,
which are public; given these, any pair of such tables fits together, so that one says nothing
about the other. This fails where one attribute follows from the other; ``splits`` refuses that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["MIN_CELL", "MOST_CELLS", "Counted", "Protected", "Withheld", "protect"]

MIN_CELL = 5
"""People a published cell of a split counts at least, where the editor does not say otherwise."""

MOST_CELLS = 5000
"""Cells of a table that is looked into: a hundred projects in fifty districts take a few seconds,
and time grows with the square."""

Cell = tuple[int, int]
"""Indexes of group and option."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A split as it was counted; never published."""

    attribute: str
    options: tuple[str, ...]
    """Ids of the answers; where people may leave a question out, that is one of them."""
    groups: tuple[str, ...]
    """Values of the attribute; the empty one stands for people of whom it is not known."""
    sizes: tuple[int, ...]
    """People in each group."""
    counts: tuple[tuple[int, ...], ...]
    """By group, then by option."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A split that may be published."""

    attribute: str
    options: tuple[str, ...]
    groups: tuple[str, ...]
    """The groups that are shown by name, in the order of the counted split."""
    sizes: tuple[int, ...]
    counts: tuple[tuple[int | None, ...], ...]
    """By group, then by option; None for what is hidden. Where ``joined`` is not empty, one more
    row stands at the end, as in ``sizes``: the joined groups together."""
    joined: tuple[str, ...] = ()
    """Groups that are shown only together."""

    @property
    def hidden(self) -> int:
        """Number of hidden cells."""
        return sum(cell is None for row in self.counts for cell in row)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A split of which nothing may be published."""

    attribute: str
    reason: str
    """Catalogue ``split-withheld.<word>``: ``one-group`` when fewer than two groups would be left,
    ``nothing-left`` when every cell would have to be hidden, ``too-large`` when it has more than
    ``MOST_CELLS`` cells, ``changed`` when the difference from
    an earlier publication would tell too much, ``nested`` when the attribute follows from another
    one or determines it, ``asked-of-some`` when the question was put to some people only,
    ``ballots-published`` when the ballots themselves are published and name several options,
    ``minors`` when those who vote or are voted for are under age."""


def protect(
    table: Counted,
    min_cell: int = MIN_CELL,
    *,
    sensitive: bool = True,
    earlier: Iterable[Protected] = (),
    hide: Collection[str] = (),
) -> Protected | Withheld:
    """What of a split may be published.

    ``sensitive``: a group in which everybody gave the same answer is joined with others; so it is
    in every vote, because the ballot is secret. ``earlier``: what was published of this split
    before, oldest first. An unchanged split is published as it was. A changed one is published
    only when the earlier one had nothing hidden and the same groups, and no group changed by fewer
    than ``min_cell`` people; then a cell that changed by so few is hidden as a small one is.
    ``hide``: options of which every cell is hidden, whatever it counts.

    Raises ValueError for ``min_cell`` below 2: a limit of 1 hides nothing.
    """
    if min_cell < 2:
        raise ValueError("a limit below two hides nothing")
    grid = _join(table, min_cell, sensitive)
    if grid is None:
        return Withheld(table.attribute, "one-group")
    for former in earlier:
        if _unchanged(grid, former):
            return former
        if not _comparable(grid, former, min_cell):
            return Withheld(table.attribute, "changed")
        grid.compare(former, min_cell)
    if len(grid.sizes) * len(grid.options) > MOST_CELLS:
        return Withheld(table.attribute, "too-large")
    for option, name in enumerate(grid.options):
        if name in hide:
            grid.small.update((group, option) for group in range(len(grid.sizes)))
    hidden = _hide(grid, min_cell)
    if len(hidden) == len(grid.sizes) * len(grid.options):
        return Withheld(table.attribute, "nothing-left")
    return grid.published(hidden)


# --- groups -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Grid:
    """The table with its small groups joined."""

    attribute: str
    options: tuple[str, ...]
    groups: tuple[str, ...]
    joined: tuple[str, ...]
    sizes: list[int]
    counts: list[list[int]]
    least: list[list[int]] = field(init=False)
    """What a reader of earlier publications knows a cell to be at least."""
    small: set[Cell] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.least = [[0] * len(self.options) for _ in self.sizes]

    def compare(self, former: Protected, min_cell: int) -> None:
        """Take an earlier publication into account: what changed a little is small."""
        for group, row in enumerate(former.counts):
            for option, was in enumerate(row):
                assert was is not None
                now = self.counts[group][option]
                if 0 < abs(now - was) < min_cell:
                    self.small.add((group, option))
                if now >= was:
                    self.least[group][option] = max(was, self.least[group][option])

    def published(self, hidden: set[Cell]) -> Protected:
        """The table without what is hidden."""
        counts = tuple(
            tuple(None if (group, option) in hidden else cell for option, cell in enumerate(row))
            for group, row in enumerate(self.counts)
        )
        return Protected(
            self.attribute, self.options, self.groups, tuple(self.sizes), counts, self.joined
        )


def _join(table: Counted, min_cell: int, sensitive: bool) -> _Grid | None:
    """Join groups until none is too small or of one mind; None when fewer than two are left."""

    def unsafe(members: Sequence[int]) -> bool:
        size = sum(table.sizes[member] for member in members)
        if size < min_cell:
            return True
        sums = (sum(table.counts[m][option] for m in members) for option in options)
        return sensitive and any(total == size for total in sums)

    options = range(len(table.options))
    everybody = [group for group in range(len(table.groups)) if table.sizes[group]]
    joined = [group for group in everybody if unsafe([group])]
    apart = [group for group in everybody if group not in joined]
    while joined and apart and unsafe(joined):
        smallest = min(apart, key=lambda group: (table.sizes[group], group))
        apart.remove(smallest)
        joined.append(smallest)
    if len(apart) + bool(joined) < 2 or (joined and unsafe(joined)):
        return None
    joined.sort()
    sizes = [table.sizes[group] for group in apart]
    counts = [list(table.counts[group]) for group in apart]
    if joined:
        sizes.append(sum(table.sizes[group] for group in joined))
        counts.append([sum(table.counts[group][o] for group in joined) for o in options])
    return _Grid(
        table.attribute,
        table.options,
        tuple(table.groups[group] for group in apart),
        tuple(table.groups[group] for group in joined),
        sizes,
        counts,
    )


def _same_shape(grid: _Grid, former: Protected) -> bool:
    return (grid.options, grid.groups, grid.joined) == (
        former.options,
        former.groups,
        former.joined,
    )


def _unchanged(grid: _Grid, former: Protected) -> bool:
    return (
        _same_shape(grid, former)
        and tuple(grid.sizes) == former.sizes
        and all(
            was is None or was == now
            for row, known in zip(grid.counts, former.counts, strict=True)
            for now, was in zip(row, known, strict=True)
        )
    )


def _comparable(grid: _Grid, former: Protected, min_cell: int) -> bool:
    return (
        _same_shape(grid, former)
        and not former.hidden
        and all(
            now == was or abs(now - was) >= min_cell
            for now, was in zip(grid.sizes, former.sizes, strict=True)
        )
    )


# --- cells --------------------------------------------------------------------------------------


def _hide(grid: _Grid, min_cell: int) -> set[Cell]:
    """The cells to hide: the small ones, and those that protect them."""
    web = _Web(grid.counts, grid.sizes, grid.least)
    waiting = deque(sorted(_small(grid, min_cell)))
    for cell in waiting:
        web.hide(cell)
    while waiting:
        cell = waiting[0]
        width = web.width(cell, min_cell)
        if width >= min_cell or width >= web.widest(cell, min_cell):
            # More hidden cells can only widen an interval: this one is settled.
            waiting.popleft()
            continue
        added = web.protecting(cell, min_cell - width)
        for other in added:
            web.hide(other)
        waiting.extend(added)
    return web.hidden


def _small(grid: _Grid, min_cell: int) -> set[Cell]:
    found = set(grid.small)
    for group, row in enumerate(grid.counts):
        size = grid.sizes[group]
        for option, cell in enumerate(row):
            if 0 < cell < min_cell or 0 < size - cell < min_cell:
                found.add((group, option))
    return found


class _Web:
    """The hidden cells as a network: groups and options are its knots, hidden cells its threads.

    To count one more in a cell is to go from its group to its option, one fewer the way back;
    a round trip leaves every sum as it is.
    """

    def __init__(
        self,
        counts: Sequence[Sequence[int]],
        sizes: Sequence[int],
        least: Sequence[Sequence[int]],
    ) -> None:
        self._counts = counts
        self._groups, self._options = len(counts), len(counts[0])
        self._up = [[size - n for n in row] for size, row in zip(sizes, counts, strict=True)]
        """By cell, how many more a reader must think possible by it alone: no more than the group
        has people."""
        self._down = [
            [n - low for n, low in zip(row, lows, strict=True)]
            for row, lows in zip(counts, least, strict=True)
        ]
        """How many fewer."""
        self.hidden: set[Cell] = set()

    def hide(self, cell: Cell) -> None:
        """Add a thread."""
        self.hidden.add(cell)

    def width(self, cell: Cell, enough: int) -> int:
        """Length of the interval in which a reader must leave a hidden cell, as far as it is
        asked for."""
        return self._width(cell, enough, self.hidden.__contains__)

    def widest(self, cell: Cell, enough: int) -> int:
        """The same when all cells are hidden: nothing but the totals is known."""
        return self._width(cell, enough, lambda _: True)

    def _width(self, cell: Cell, enough: int, through: Callable[[Cell], bool]) -> int:
        group, option = cell
        end = self._groups + option
        more = min(enough, self._up[group][option])
        fewer = min(enough, self._down[group][option])
        more = self._flow(cell, end, group, more, through)
        if more >= enough:
            return more
        return more + self._flow(cell, group, end, min(fewer, enough - more), through)

    def _flow(
        self, cell: Cell, start: int, end: int, enough: int, through: Callable[[Cell], bool]
    ) -> int:
        """Maximum flow from knot to knot, not over the cell itself; at most ``enough``. Groups are
        the first knots, options follow."""
        moved: dict[Cell, int] = {}
        total = 0
        while total < enough:
            path = self._path(cell, start, end, through, moved)
            if path is None:
                break
            step = enough - total
            for via, sign in path:
                spent = moved.get(via, 0)
                step = min(step, self._room(via, sign, spent))
            for via, sign in path:
                moved[via] = moved.get(via, 0) + sign * step
            total += step
        return total

    def _room(self, cell: Cell, sign: int, spent: int) -> int:
        group, option = cell
        if sign > 0:
            return self._up[group][option] - spent
        return self._down[group][option] + spent

    def _path(
        self,
        cell: Cell,
        start: int,
        end: int,
        through: Callable[[Cell], bool],
        moved: dict[Cell, int],
    ) -> list[tuple[Cell, int]] | None:
        """The shortest way with room on it: its cells, and whether each counts more or fewer."""
        came: dict[int, tuple[int, Cell, int]] = {}
        waiting = deque([start])
        seen = {start}
        while waiting and end not in came:
            knot = waiting.popleft()
            sign = 1 if knot < self._groups else -1
            others = range(self._options) if sign > 0 else range(self._groups)
            for other in others:
                via = (knot, other) if sign > 0 else (other, knot - self._groups)
                then = self._groups + other if sign > 0 else other
                if then in seen or via == cell or not through(via):
                    continue
                if self._room(via, sign, moved.get(via, 0)) > 0:
                    seen.add(then)
                    came[then] = (knot, via, sign)
                    if then == end:
                        break
                    waiting.append(then)
        if end not in came:
            return None
        path = []
        knot = end
        while knot != start:
            knot, via, sign = came[knot]
            path.append((via, sign))
        return path

    def protecting(self, cell: Cell, missing: int) -> list[Cell]:
        """Cells to hide so that the interval of a hidden cell grows: the missing corners of a
        rectangle, as few and as small ones as possible; where no rectangle helps, the whole row
        and column, and in the end everything. Never empty unless all is hidden."""
        group, option = cell
        best: tuple[tuple[int, int, int, int, int], list[Cell]] | None = None
        up, down, hidden = self._up, self._down, self.hidden
        for other in range(self._groups):
            if other == group:
                continue
            # Round a rectangle the corner beside and the one below move against the cell.
            more = min(up[group][option], down[other][option])
            fewer = min(down[group][option], up[other][option])
            for another in range(self._options):
                if another == option:
                    continue
                gain = min(more, down[group][another], up[other][another])
                gain += min(fewer, up[group][another], down[other][another])
                if not gain:
                    continue
                corners = ((other, option), (group, another), (other, another))
                new = [corner for corner in corners if corner not in hidden]
                if not new:
                    continue
                value = sum(self._counts[g][o] for g, o in new)
                rank = (-min(missing, gain), len(new), value, other, another)
                if best is None or rank < best[0]:
                    best = rank, new
        if best:
            return best[1]
        cross = [(group, o) for o in range(self._options)]
        cross += [(g, option) for g in range(self._groups)]
        everything = [(g, o) for g in range(self._groups) for o in range(self._options)]
        for wider in (cross, everything):
            new = sorted(set(wider) - self.hidden)
            if new:
                return new
        return []
