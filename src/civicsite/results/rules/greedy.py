"""The greedy rules of participatory budgets: projects by falling score while money is left.

As the participatory budgeting library (pabulib.org) defines and its 1,289 files with a stated
plain greedy rule confirm them: ``greedy`` skips what does not fit and goes on;
``greedy-no-skip`` stops at the first project that does not fit; ``greedy-threshold`` is greedy
over the projects with at least ``threshold`` votes or points. A threshold that is given holds
under all three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from civicsite.exports.dataset import Option
from civicsite.results.rules.base import Outcome, Question, Rule, Step, Tie, ranked, settle

__all__ = ["RULES"]


@dataclass(frozen=True, slots=True)
class _Greedy:
    name: str
    skips: bool
    needs_threshold: bool = False
    needs_ballots: bool = False
    most_marks: int | None = None

    def missing(self, question: Question) -> str | None:
        """The budget; for the threshold rule the threshold too."""
        if question.budget is None:
            return "budget"
        if self.needs_threshold and question.threshold is None:
            return "threshold"
        return None

    def count(self, question: Question) -> Outcome:
        """Take the projects in turn."""
        if question.budget is None:
            raise ValueError("missing() tells that the budget is needed")
        left, stopped = question.budget, False
        steps: list[Step] = []
        ties: list[Tie] = []
        eligible, refused = self._sorted_out(question)
        groups = ranked(question, eligible)
        for number, group in enumerate(groups):
            taking = _Taking(question, self.skips, left, stopped)
            ordered, tie = settle(question, group, taking.decide)
            if tie:
                ties.append(tie)
            if tie and not tie.settled_by:
                steps += [taking.undecided(option) for option in group]
                rest = [option for later in groups[number + 1 :] for option in later]
                steps += [Step(o.id, question.score(o), "open") for o in rest]
                return Outcome((*steps, *refused), left, tuple(ties))
            taken, left, stopped = taking.take(ordered)
            steps += taken
        return Outcome((*steps, *refused), left, tuple(ties))

    def _sorted_out(self, question: Question) -> tuple[list[Option], list[Step]]:
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
class _Taking:
    """The state before a group of level projects."""

    question: Question
    skips: bool
    left: Decimal
    stopped: bool

    def decide(self, order: Sequence[Option]) -> tuple[tuple[str, ...], object]:
        """What would be funded in this order."""
        steps, left, stopped = self.take(order)
        return tuple(step.id for step in steps if step.chosen), (left, stopped)

    def undecided(self, option: Option) -> Step:
        """The step of a project in a tie. Where the rule skips, one that costs more than is left
        will not be funded in any order."""
        fits = option.cost is not None and option.cost <= self.left
        word = "tied" if fits or not self.skips else "does-not-fit"
        return Step(option.id, self.question.score(option), word, self.left, None)

    def take(self, order: Sequence[Option]) -> tuple[list[Step], Decimal, bool]:
        """Take the projects in this order."""
        left, stopped, steps = self.left, self.stopped, []
        for option in order:
            cost, score = option.cost, self.question.score(option)
            if cost is None:
                raise ValueError("projects without a cost are sorted out first")
            if stopped:
                steps.append(Step(option.id, score, "stopped", left, left))
            elif cost <= left:
                steps.append(Step(option.id, score, "funded", left, left - cost))
                left -= cost
            else:
                steps.append(Step(option.id, score, "does-not-fit", left, left))
                stopped = not self.skips
        return steps, left, stopped


RULES: tuple[Rule, ...] = (
    _Greedy("greedy", skips=True),
    _Greedy("greedy-no-skip", skips=False),
    _Greedy("greedy-threshold", skips=True, needs_threshold=True),
)
