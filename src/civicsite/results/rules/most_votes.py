"""Most votes win: approval, single choice and block vote with at most n marks.

The ballots differ only in how many marks they may hold; the outcome is the same: the ``seats``
options with most votes. A tie at the edge stops the rule until it is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import Outcome, Question, Rule, Step, Tie, ranked, settle

__all__ = ["RULES"]


@dataclass(frozen=True, slots=True)
class _MostVotes:
    name: str
    needs_ballots: bool = False
    most_marks: int | None = None

    def missing(self, question: Question) -> str | None:
        """Nothing: without ``seats`` there is one."""
        return None

    def count(self, question: Question) -> Outcome:
        """Fill the seats by falling votes. An option without a vote or below the threshold is not
        elected."""
        seats = 1 if question.seats is None else question.seats
        steps: list[Step] = []
        ties: list[Tie] = []
        eligible = []
        refused = []
        for option in question.options:
            score = question.score(option)
            if option.withdrawn or not score:
                refused.append(Step(option.id, score, "no-votes"))
            elif question.threshold is not None and score < question.threshold:
                refused.append(Step(option.id, score, "below-threshold"))
            else:
                eligible.append(option)
        refused.sort(key=lambda step: -step.score)
        for group in ranked(question, eligible):
            free = seats - sum(step.chosen for step in steps)
            tied = any(step.decision == "tied" for step in steps)

            def decide(
                order: Sequence[Option], free: int = 0 if tied else free
            ) -> tuple[tuple[str, ...], object]:
                return tuple(option.id for option in order[:free]), None

            ordered, tie = settle(question, group, decide)
            if tie:
                ties.append(tie)
            if tie and not tie.settled_by:
                steps += [Step(o.id, question.score(o), "tied") for o in group]
                continue
            for place, option in enumerate(ordered):
                won = place < free and not tied
                word = "elected" if won else "not-elected"
                steps.append(Step(option.id, question.score(option), word))
        return Outcome((*steps, *refused), None, tuple(ties))


RULES: tuple[Rule, ...] = (
    _MostVotes("most-votes"),
    _MostVotes("approval"),
    _MostVotes("single-choice", most_marks=1),
)
