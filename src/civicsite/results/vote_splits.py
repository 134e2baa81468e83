"""Votes of one contest by attributes of the voters, gathered while its ballots are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from civicsite.exports.dataset import Ballot
from civicsite.results.anonymous import PublishedBallots, Terms, anonymise
from civicsite.results.splits import SplitCounter, protected
from civicsite.results.suppression import Protected, Withheld

__all__ = ["SplitRequest", "VoteSplits"]


@dataclass(frozen=True, slots=True)
class SplitRequest:
    """What to split votes by."""

    by: tuple[str, ...]
    terms: Terms
    """On what terms ballots are published, and the limit for small cells."""
    ballots: bool = False
    """True when the ballots are published. Then a split by one of the attributes they show is
    counted from them, so that the two together tell no more than the ballots alone. Where ballots
    name several options there is no other split: ballots tell which options go together, and from
    one cell of a group follows another."""


@dataclass(slots=True)
class VoteSplits:
    """The splits of one contest. A vote is secret, so that every answer is sensitive."""

    request: SplitRequest
    ranked: bool
    """True when a vote is a first preference."""
    _counter: SplitCounter = field(init=False)
    _ballots: Counter[Ballot] = field(init=False, default_factory=Counter)
    _several: bool = field(init=False, default=False)
    """Whether a ballot names several options."""

    def __post_init__(self) -> None:
        # What the ballots show goes first, so that nothing that follows from it is split too.
        self._counter = SplitCounter((*self._shown, *self.request.by))

    @property
    def _shown(self) -> tuple[str, ...]:
        return self.request.terms.attributes if self.request.ballots else ()

    def take(self, ballot: Ballot) -> None:
        """One ballot that counts."""
        marks = ballot.marks[:1] if self.ranked else ballot.marks
        self._counter.take(dict(ballot.attributes), marks, ballot.count)
        self._several = self._several or len(ballot.marks) > 1
        if self._shown:
            alike = Ballot("", ballot.marks, "", ballot.points, attributes=ballot.attributes)
            self._ballots[alike] += ballot.count

    def told(self, options: Sequence[str]) -> tuple[Protected | Withheld, ...]:
        """What may be told, in the order of the request; nothing where there is no ballot.
        ``options``: ids in the order of the ballot."""
        terms = self.request.terms
        self._counter.order(options)
        if not self._counter.people:
            return ()
        splits = protected(self._counter, terms.min_cell, minors=terms.minors)
        found = {split.attribute: self._without_rare_names(split) for split in splits}
        if self.request.ballots and not terms.minors:
            ballots = None if self.ranked else self._published(options)
            for name in self.request.by:
                if ballots and name in ballots.attributes:
                    found[name] = ballots.split(name, options)
                elif self._several:
                    found[name] = Withheld(name, "ballots-published")
        return tuple(found[name] for name in dict.fromkeys(self.request.by))

    def _without_rare_names(self, split: Protected | Withheld) -> Protected | Withheld:
        """Of the groups that are joined only those with enough voters are named: what one voter
        wrote into the column may be anything."""
        if isinstance(split, Withheld):
            return split
        counted = self._counter.counted(split.attribute)
        sizes = dict(zip(counted.groups, counted.sizes, strict=True))
        large = [name for name in split.joined if sizes[name] >= self.request.terms.min_cell]
        rest = [""] if len(large) < len(split.joined) and "" not in large else []
        return replace(split, joined=(*large, *rest))

    def _published(self, options: Sequence[str]) -> PublishedBallots | None:
        ballots = (replace(ballot, count=number) for ballot, number in self._ballots.items())
        return anonymise(ballots, options, self.request.terms)[0]
