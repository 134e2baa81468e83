"""Instant run-off: one winner from ranked ballots.

While no option has more than half of the votes that are still in the count, the one with fewest is
excluded and its ballots pass on to their next choice. One is excluded at a time, as in Robert's
Rules of Order; excluding several hopeless ones at once, as some cities do, gives the same winner
in fewer rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import Outcome, Points, Question, Rule, Settings
from civicsite.results.rules.choosing import Chooser, explore
from civicsite.results.rules.rounds import Count, Papers, outcome_of

__all__ = ["RULES"]


@dataclass(frozen=True, slots=True)
class _InstantRunoff:
    name: str = "instant-runoff"
    settings: type[Settings] = Settings
    needs_ballots: bool = True
    ranks: bool = True
    points: Points = "any"
    most_seats: int | None = 1

    def most_marks(self, seats: int | None) -> int | None:
        """Any number."""
        return None

    def missing(self, question: Question) -> str | None:
        """Nothing."""
        return None

    def count(self, question: Question) -> Outcome:
        """Exclude the last one until somebody has more than half."""
        methods = question.ties.by
        return outcome_of(question, explore(question, methods, lambda c: _run(question, c)))


def _run(question: Question, chooser: Chooser) -> Count:
    papers = Papers(question, 1)
    count = Count(papers)
    source = ""
    while papers.continuing and any(papers.votes.values()):
        leader = papers.level(papers.continuing, most=True)[0]
        if papers.votes[leader.id] * 2 > sum(papers.votes.values()):
            count.note(source, [leader.id])
            return count
        level = papers.level(papers.continuing, most=False)
        if _in_any_order(papers, level, "earlier-rounds" in chooser.methods):
            level = level[-1:]
        picked = chooser.pick(level, count.history, first=False)
        if picked is None:
            count.note(source, [])
            return count
        count.note(source, [], [picked.id])
        count.remember()
        papers.exclude(picked.id)
        source = picked.id
    return count


def _in_any_order(papers: Papers, level: list[Option], remembered: bool) -> bool:
    """Whether all of these are excluded before anybody else, so that their order plays no part:
    even together they have fewer votes than the next one. Where earlier rounds settle ties, only
    when they have none, since votes that pass on between them would be remembered."""
    together = sum(papers.votes[option.id] for option in level)
    others = [votes for id, votes in papers.votes.items() if all(id != o.id for o in level)]
    if not others or together >= min(others):
        return False
    return not (remembered and together)


RULES: tuple[Rule, ...] = (_InstantRunoff(),)
