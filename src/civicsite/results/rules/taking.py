"""Projects taken one after another while there is money: what all greedy rules share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from civicsite.exports.dataset import Option
from civicsite.reading.field_types import Line
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

__all__ = ["FundingSettings", "Greedy"]


class FundingSettings(RankingSettings):
    """A rule that funds projects."""

    conflicts: tuple[tuple[Line, ...], ...] = ()
    """Sets of projects of which only one can be funded, each as a list of their numbers: the one
    whose turn comes first."""


@dataclass(frozen=True, slots=True)
class Greedy:
    """Projects by falling score; each that fits into the money left is funded."""

    name: str
    skips: bool
    """Whether the rule goes on after a project that does not fit."""
    settings: type[Settings] = FundingSettings
    needs_threshold: bool = False
    needs_ballots: bool = False
    ranks: bool = False
    points: Points = "any"
    most_seats: int | None = None

    def most_marks(self, seats: int | None) -> int | None:
        """Any number."""
        return None

    def missing(self, question: Question) -> str | None:
        """The budget; for the threshold rule the threshold too."""
        if question.budget is None:
            return "budget"
        if self.needs_threshold and question.threshold is None:
            return "threshold"
        return None

    def part(self, question: Question) -> int | None:
        """The share of its cost, in per cent, for which the first project that does not fit is
        funded; None where none is."""
        return None

    def count(self, question: Question) -> Outcome:
        """Take the projects in turn."""
        if question.budget is None:
            raise ValueError("missing() tells that the budget is needed")
        funding = question.setting(FundingSettings) or FundingSettings(name=self.name)
        taking = _Taking(question, self.skips, self.part(question), funding.conflicts)
        state = _State(question.budget)
        steps: list[Step] = []
        ties: list[Tie] = []
        eligible, refused = _sorted_out(question)
        groups = ranked(question, eligible)
        for number, group in enumerate(groups):
            ordered, tie = settle(question, group, taking.deciding(state))
            if tie:
                ties.append(tie)
            if tie and not tie.settled_by:
                steps += [taking.undecided(option, state) for option in group]
                rest = [option for later in groups[number + 1 :] for option in later]
                steps += [Step(o.id, question.score(o), "open") for o in rest]
                return Outcome((*steps, *refused), state.left, tuple(ties))
            taken, state = taking.take(ordered, state)
            steps += taken
        waiting = {step.id for step in steps if step.decision in ("does-not-fit", "stopped")}
        reserve, undecided = reserve_list(
            question, [o for o in eligible if o.id in waiting], funding.reserve
        )
        ties += undecided
        return Outcome((*steps, *refused), state.left, tuple(ties), reserve=reserve)


def _sorted_out(question: Question) -> tuple[list[Option], list[Step]]:
    """What can be funded at all, and why the others cannot."""
    eligible, refused = [], []
    for option in question.options:
        score = question.score(option)
        if option.cost is None:
            refused.append(Step(option.id, score, "without-cost"))
        elif question.threshold is not None and score < question.threshold:
            refused.append(Step(option.id, score, "below-threshold"))
        else:
            eligible.append(option)
    refused.sort(key=lambda step: -step.score)
    return eligible, refused


@dataclass(frozen=True, slots=True)
class _State:
    """Between two projects."""

    left: Decimal
    stopped: bool = False
    funded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Taking:
    """Takes projects in a given order."""

    question: Question
    skips: bool
    part: int | None
    conflicts: tuple[tuple[str, ...], ...]

    def deciding(self, state: _State) -> Decide:
        """Decides about an order from a state on."""

        def decide(order: Sequence[Option]) -> tuple[tuple[str, ...], object]:
            steps, after = self.take(order, state)
            return tuple(step.id for step in steps if step.chosen), (after.left, after.stopped)

        return decide

    def undecided(self, option: Option, state: _State) -> Step:
        """The step of a project in a tie. Where the rule skips, one that costs more than is left
        will not be funded in any order."""
        fits = option.cost is not None and option.cost <= state.left
        word = "tied" if fits or not self.skips else "does-not-fit"
        return Step(option.id, self.question.score(option), word, state.left, None)

    def take(self, order: Sequence[Option], state: _State) -> tuple[list[Step], _State]:
        """Take the projects in this order."""
        left, stopped, funded = state.left, state.stopped, list(state.funded)
        steps = []
        for option in order:
            cost, score = option.cost, self.question.score(option)
            if cost is None:
                raise ValueError("projects without a cost are sorted out first")
            if stopped:
                steps.append(Step(option.id, score, "stopped", left, left))
            elif other := self._conflict(option, funded):
                steps.append(Step(option.id, score, "in-conflict", left, left, other))
            elif cost <= left:
                steps.append(Step(option.id, score, "funded", left, left - cost))
                left -= cost
                funded.append(option.id)
            elif self.part is not None and left * 100 >= cost * self.part:
                steps.append(Step(option.id, score, "funded-in-part", left, Decimal(0)))
                left, stopped = Decimal(0), True
                funded.append(option.id)
            else:
                steps.append(Step(option.id, score, "does-not-fit", left, left))
                stopped = not self.skips
        return steps, _State(left, stopped, tuple(funded))

    def _conflict(self, option: Option, funded: Sequence[str]) -> str:
        """The funded project that stands in the way; empty when none does."""
        for group in self.conflicts:
            if option.id in group:
                for other in funded:
                    if other in group:
                        return other
        return ""
