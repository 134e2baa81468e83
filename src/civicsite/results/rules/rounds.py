"""Ranked ballots counted in rounds: papers lie on piles and pass on to their next choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from civicsite.exports.dataset import Option, Score
from civicsite.results.rules.base import Outcome, Question, Round, Step
from civicsite.results.rules.choosing import Decided

__all__ = ["Count", "Papers", "outcome_of"]


class Papers:
    """Ballots on the piles of the options they count for. Values are whole units, ``scale`` of
    which are one vote."""

    def __init__(self, question: Question, scale: int) -> None:
        if question.ballots is None:
            raise ValueError("a rule that counts in rounds needs ballots")
        self.scale = scale
        self.continuing = {o.id: o for o in question.options if not o.withdrawn}
        self.votes: dict[str, int] = dict.fromkeys(self.continuing, 0)
        """Units of every option that is in the count or elected."""
        self.valid = 0
        """Ballots."""
        self._piles: dict[str, list[tuple[tuple[str, ...], int, int]]] = {
            id: [] for id in self.continuing
        }
        for (marks, _), number in question.ballots.items():
            self.valid += number
            self._lay(marks, number, scale)

    def _lay(self, marks: tuple[str, ...], number: int, value: int) -> None:
        """Lay equal papers on the pile of their first choice that is in the count; papers without
        one are exhausted."""
        for place, id in enumerate(marks):
            if id in self.continuing:
                self._piles[id].append((marks[place + 1 :], number, value))
                self.votes[id] += number * value
                return

    def elect(self, id: str) -> None:
        """From now on it gets no further papers."""
        del self.continuing[id]

    def exclude(self, id: str) -> None:
        """Pass its papers on at the value they have."""
        self.continuing.pop(id, None)
        del self.votes[id]
        for marks, number, value in self._piles.pop(id):
            self._lay(marks, number, value)

    def pass_surplus(self, id: str, quota: int) -> None:
        """Pass on the papers of an elected option, each at the part of its value that is surplus;
        remainders are lost."""
        total = self.votes[id]
        for marks, number, value in self._piles.pop(id):
            self._lay(marks, number, value * (total - quota) // total)
        self.votes[id] = quota

    @property
    def exhausted(self) -> int:
        """Units that count for nobody any more, those lost in rounding included."""
        return self.valid * self.scale - sum(self.votes.values())

    def level(self, among: Mapping[str, Option], *, most: bool) -> list[Option]:
        """Of these the ones with most, or fewest, votes."""
        numbers = [self.votes[id] for id in among]
        wanted = max(numbers) if most else min(numbers)
        return [option for id, option in among.items() if self.votes[id] == wanted]

    def score(self, units: int) -> Score:
        """Units as votes, exactly."""
        whole, rest = divmod(units, self.scale)
        if not rest:
            return whole
        part = Fraction(rest, self.scale)
        return whole + Decimal(part.numerator) / Decimal(part.denominator)


@dataclass(slots=True)
class Count:
    """The rounds of one run."""

    papers: Papers
    rounds: list[Round] = field(default_factory=list)
    history: list[dict[str, Score]] = field(default_factory=list)
    elected: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    quota: Score | None = None
    last: dict[str, Score] = field(default_factory=dict)
    """Votes of each option in the last round that it was in."""

    @property
    def chosen(self) -> frozenset[str]:
        """Who is elected."""
        return frozenset(self.elected)

    def note(self, source: str, elected: Sequence[str], excluded: Sequence[str] = ()) -> None:
        """Write down a round that is over."""
        papers = self.papers
        votes = {id: papers.score(units) for id, units in papers.votes.items()}
        self.last.update(votes)
        self.elected += elected
        self.excluded += excluded
        lost = papers.score(papers.exhausted)
        made = Round(tuple(votes.items()), tuple(elected), tuple(excluded), lost, source)
        self.rounds.append(made)

    def remember(self) -> None:
        """Keep the votes of the stage that is over, to settle later ties by."""
        self.history.append(dict(self.papers.votes))


def outcome_of(question: Question, decided: Decided[Count]) -> Outcome:
    """The rounds as an outcome: the elected in their order, then the others, the one that stayed
    longest first."""
    count = decided.run
    steps = [Step(id, count.last[id], "elected") for id in count.elected]
    rest = [o.id for o in question.options if o.id not in count.elected and o.id in count.last]
    staying = [id for id in rest if id not in count.excluded]
    staying.sort(key=lambda id: -count.last[id])
    for id in staying:
        word = "not-elected"
        if decided.tied:
            word = "tied" if id in decided.tied else "open"
        steps.append(Step(id, count.last[id], word))
    steps += [Step(id, count.last[id], "not-elected") for id in reversed(count.excluded)]
    known = {step.id for step in steps}
    steps += [Step(o.id, 0, "no-votes") for o in question.options if o.id not in known]
    return Outcome(tuple(steps), None, decided.ties, rounds=tuple(count.rounds), quota=count.quota)
