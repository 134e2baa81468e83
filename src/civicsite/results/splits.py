"""Counts of one question or contest by attributes of the people who answered.

Whoever reads ballots or responses makes one :class:`SplitCounter` for each question or contest and
lets it take each of them; at the end :func:`protected` says what may be published. Memory grows
with groups and answers, not with people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from civicsite.results.suppression import MIN_CELL, Counted, Protected, Withheld, protect

__all__ = ["SplitCounter", "protected", "since"]


class SplitCounter:
    """Counts answers by the values of some attributes.

    Attributes are names such as ``district``; a person of whom one is not known has an empty value
    there. Only answers that count are taken: valid ballots, or responses to this question; where
    leaving it out is a countable answer, it is an option like the others.
    """

    def __init__(self, attributes: Sequence[str], options: Sequence[str] = ()) -> None:
        """``options``: ids in the order in which they are shown; others follow as they come."""
        self.attributes = tuple(dict.fromkeys(attributes))
        self._options = dict.fromkeys(options)
        self._sizes: dict[str, Counter[str]] = {name: Counter() for name in self.attributes}
        self._cells: dict[str, Counter[tuple[str, str]]] = {
            name: Counter() for name in self.attributes
        }
        self._together: Counter[tuple[str, ...]] = Counter()

    def take(self, attributes: Mapping[str, str], answers: Iterable[str], number: int = 1) -> None:
        """One person, or several who answered the same: the values of the attributes and the ids of
        the answers."""
        chosen = tuple(dict.fromkeys(answers))
        self._options.update(dict.fromkeys(chosen))
        values = tuple(attributes.get(name, "").strip() for name in self.attributes)
        self._together[values] += number
        for name, value in zip(self.attributes, values, strict=True):
            self._sizes[name][value] += number
            cells = self._cells[name]
            for answer in chosen:
                cells[value, answer] += number

    @property
    def people(self) -> int:
        """How many were taken."""
        return self._together.total()

    def order(self, options: Sequence[str]) -> None:
        """Put the options into the order in which they are shown; those that nobody named here
        come last, sorted."""
        others = sorted(self._options.keys() - set(options))
        self._options = dict.fromkeys((*options, *others))

    def counted(self, attribute: str) -> Counted:
        """The split by one attribute, exact; not for publication. Groups are sorted by their value,
        the unknown one last, so that nothing tells the order of arrival."""
        sizes, cells = self._sizes[attribute], self._cells[attribute]
        groups = sorted(sizes, key=lambda value: (not value, value))
        options = tuple(self._options)
        return Counted(
            attribute,
            options,
            tuple(groups),
            tuple(sizes[group] for group in groups),
            tuple(tuple(cells[group, option] for option in options) for group in groups),
        )

    def nested(self) -> frozenset[str]:
        """Attributes that must not be shown beside one that stands before them, because one of the
        two follows from the other (as a region follows from a district): the cells of the coarser
        are sums of cells of the finer, and the two tables together tell what each hides."""
        found: set[str] = set()
        for place, name in enumerate(self.attributes):
            if any(
                self._follows(before, place) or self._follows(place, before)
                for before in range(place)
                if self.attributes[before] not in found
            ):
                found.add(name)
        return frozenset(found)

    def _follows(self, given: int, then: int) -> bool:
        """Whether the second attribute is known once the first is."""
        pairs = {(values[given], values[then]) for values in self._together}
        first, second = ({pair[place] for pair in pairs} for place in (0, 1))
        # Of one value only, an attribute follows from anything and tells nothing.
        return min(len(first), len(second)) > 1 and len(pairs) == len(first)


def protected(
    counter: SplitCounter,
    min_cell: int = MIN_CELL,
    *,
    sensitive: bool = True,
    minors: bool = False,
    earlier: Mapping[str, Sequence[Protected]] | None = None,
) -> tuple[Protected | Withheld, ...]:
    """What may be published of every split of one question or contest, in the order of the
    attributes. ``earlier``: by attribute, what was published before, oldest first. ``minors``: no
    split at all. For the rest see :func:`suppression.protect`."""
    if minors:
        return tuple(Withheld(name, "minors") for name in counter.attributes)
    nested = counter.nested()
    former = earlier or {}
    return tuple(
        Withheld(name, "nested")
        if name in nested
        else protect(
            counter.counted(name), min_cell, sensitive=sensitive, earlier=former.get(name, ())
        )
        for name in counter.attributes
    )


def since(
    now: Iterable[Protected | Withheld], before: Iterable[Protected | Withheld], min_cell: int
) -> tuple[Protected | Withheld, ...]:
    """Splits of a corrected result as they may be told beside those of the earlier one, which
    everybody may have kept. The difference of two tables is a table too: a split is withheld when
    it changed and either version hides something, or the groups are other ones, or a number of
    people changed by fewer than ``min_cell``; once withheld for that, it stays so, since what was
    published before that may still lie somewhere. Where the counted table of the earlier version is
    still known, ``protected`` can tell more."""
    former = {split.attribute: split for split in before}

    def telling(split: Protected | Withheld) -> bool:
        earlier = former.get(split.attribute)
        if earlier is None or isinstance(split, Withheld):
            return False
        if isinstance(earlier, Withheld):
            return earlier.reason == "changed"
        return not _tells_no_more(split, earlier, min_cell)

    return tuple(Withheld(split.attribute, "changed") if telling(split) else split for split in now)


def _tells_no_more(now: Protected, before: Protected, min_cell: int) -> bool:
    if now == before:
        return True
    shapes = [(split.options, split.groups, split.joined) for split in (now, before)]
    if shapes[0] != shapes[1] or now.hidden or before.hidden:
        return False
    changes = []
    for place, (size, was) in enumerate(zip(now.sizes, before.sizes, strict=True)):
        changes.append(size - was)
        for cell, old in zip(now.counts[place], before.counts[place], strict=True):
            assert cell is not None
            assert old is not None
            changes += [cell - old, (size - cell) - (was - old)]
    return not any(0 < abs(change) < min_cell for change in changes)
