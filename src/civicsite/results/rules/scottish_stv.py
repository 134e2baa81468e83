"""Single transferable vote by the rules of the Scottish local elections.

The Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52: the
Droop quota; the surplus of the candidate with most votes passes on first, by all of that
candidate's papers, each at surplus times value divided by votes, to five decimal places with the
remainder ignored (weighted inclusive Gregory); when nobody has a surplus, the last candidate is
excluded and the papers pass on at the value they have, in one stage; when as many candidates are
left as vacancies, they are elected. Candidates who are level are told apart by the most recent
stage at which they were not (rules 49 and 51), then by lot, which here means the draw that the
editor declares.
"""

from __future__ import annotations

from dataclasses import dataclass

from civicsite.results.rules.base import Outcome, Points, Question, Rule, Settings
from civicsite.results.rules.choosing import Chooser, explore
from civicsite.results.rules.rounds import Count, Papers, outcome_of

__all__ = ["RULES"]

_SCALE = 100_000
"""Five decimal places (rule 48)."""


@dataclass(frozen=True, slots=True)
class _ScottishSTV:
    name: str = "scottish-stv"
    settings: type[Settings] = Settings
    needs_ballots: bool = True
    ranks: bool = True
    points: Points = "any"
    most_seats: int | None = None

    def most_marks(self, seats: int | None) -> int | None:
        """Any number."""
        return None

    def missing(self, question: Question) -> str | None:
        """The number of seats: the quota hangs on it."""
        return "seats" if question.seats is None else None

    def count(self, question: Question) -> Outcome:
        """Stage by stage."""
        methods = ("earlier-rounds", *question.ties.by)
        return outcome_of(question, explore(question, methods, lambda c: _run(question, c)))


def _run(question: Question, chooser: Chooser) -> Count:
    """One stage after another: each begins with what a transfer gave."""
    papers = Papers(question, _SCALE)
    seats = question.seats or 0
    votes = papers.valid // (seats + 1) + 1
    quota = votes * _SCALE
    count = Count(papers, quota=votes)
    if not papers.valid:
        return count
    source, surplus = "", set[str]()
    while True:
        elected = _elect(papers, quota, seats - len(count.elected))
        surplus |= {id for id in elected if papers.votes[id] > quota}
        if not papers.continuing or len(count.elected) + len(elected) >= seats:
            count.note(source, elected)
            return count
        rich = {o.id: o for o in question.options if o.id in surplus}
        level = papers.level(rich or papers.continuing, most=bool(rich))
        vacant = seats - len(count.elected) - len(elected)
        hopeless = not rich and not any(papers.votes[o.id] for o in level)
        if hopeless and len(papers.continuing) - len(level) >= vacant:
            level = level[-1:]  # nothing passes on, so their order plays no part
        picked = chooser.pick(level, count.history, first=bool(rich))
        count.note(source, elected, [] if rich or picked is None else [picked.id])
        if picked is None:
            return count
        count.remember()
        source = picked.id
        if rich:
            surplus.discard(source)
            papers.pass_surplus(source, quota)
        else:
            papers.exclude(source)


def _elect(papers: Papers, quota: int, vacant: int) -> list[str]:
    """Whoever reaches the quota, those with most votes first; then all who are left, when they are
    no more than the vacancies."""
    found = [id for id in papers.continuing if papers.votes[id] >= quota]
    found.sort(key=lambda id: -papers.votes[id])
    for id in found:
        papers.elect(id)
    if len(papers.continuing) <= vacant - len(found):
        rest = sorted(papers.continuing, key=lambda id: -papers.votes[id])
        for id in rest:
            papers.elect(id)
        found += rest
    return found


RULES: tuple[Rule, ...] = (_ScottishSTV(),)
