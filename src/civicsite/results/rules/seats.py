"""Seats filled by falling votes or points: what the rules of elections without rounds share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import (
    Outcome,
    Points,
    Question,
    RankingSettings,
    Settings,
    Step,
    Tie,
)
from civicsite.results.rules.ties import Decide, ranked, reserve_list, settle

__all__ = ["Seats"]


@dataclass(frozen=True, slots=True)
class Seats:
    """The ``seats`` options with most votes or points; without ``seats`` there is one."""

    name: str
    marks: int | None = None
    """The greatest number of marks on a ballot; None for any number."""
    marks_as_seats: bool = False
    """Whether a ballot has as many marks as there are seats."""
    points: Points = "any"
    settings: type[Settings] = RankingSettings
    needs_ballots: bool = False
    ranks: bool = False
    most_seats: int | None = None

    def most_marks(self, seats: int | None) -> int | None:
        """The rule's own number, or the seats."""
        if self.marks_as_seats:
            return 1 if seats is None else seats
        return self.marks

    def missing(self, question: Question) -> str | None:
        """Nothing: without ``seats`` there is one."""
        return None

    def count(self, question: Question) -> Outcome:
        """Fill the seats. An option without a vote or below the threshold is not elected. A tie at
        the edge stops the rule until it is settled."""
        seats = 1 if question.seats is None else question.seats
        steps: list[Step] = []
        ties: list[Tie] = []
        eligible, refused = _sorted_out(question)
        for group in ranked(question, eligible):
            tied = any(step.decision == "tied" for step in steps)
            free = 0 if tied else seats - sum(step.chosen for step in steps)
            ordered, tie = settle(question, group, _first(free))
            if tie:
                ties.append(tie)
            if tie and not tie.settled_by:
                steps += [Step(o.id, question.score(o), "tied") for o in group]
                continue
            for place, option in enumerate(ordered):
                word = "elected" if place < free else "not-elected"
                steps.append(Step(option.id, question.score(option), word))
        reserve: tuple[str, ...] = ()
        settings = question.setting(RankingSettings)
        if settings and not any(step.decision == "tied" for step in steps):
            waiting = {step.id for step in steps if step.decision == "not-elected"}
            following = [option for option in eligible if option.id in waiting]
            reserve, undecided = reserve_list(question, following, settings.reserve)
            ties += undecided
        return Outcome((*steps, *refused), None, tuple(ties), reserve=reserve)


def _first(free: int) -> Decide:
    """Decides that the first ``free`` are elected."""

    def decide(order: Sequence[Option]) -> tuple[tuple[str, ...], object]:
        return tuple(option.id for option in order[: max(0, free)]), None

    return decide


def _sorted_out(question: Question) -> tuple[list[Option], list[Step]]:
    """Who can be elected at all, and why the others cannot."""
    eligible, refused = [], []
    for option in question.options:
        score = question.score(option)
        if option.withdrawn or score <= 0:
            refused.append(Step(option.id, score, "no-votes"))
        elif question.threshold is not None and score < question.threshold:
            refused.append(Step(option.id, score, "below-threshold"))
        else:
            eligible.append(option)
    refused.sort(key=lambda step: -step.score)
    return eligible, refused
