"""The count beside what a protocol, an export or a commission says: nothing is overwritten, every
difference is listed."""

from __future__ import annotations

from collections.abc import Sequence, Set

from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.exports.dataset import CountedFile, Declared, Score, Totals
from civicsite.results.counts import ContestRequest, Difference, OptionTally, Tally
from civicsite.results.rules.base import Outcome

__all__ = ["add_up", "compared", "differences", "draws", "mismatches", "score_mismatches"]


def add_up(
    entry: CountedFile, totals: Totals, marks: tuple[int | None, int | None]
) -> list[Diagnostic]:
    """The votes of a protocol against its valid ballots."""
    votes, most = sum(number for _, number in totals.votes), marks[1]
    if totals.valid is None or most is None:
        return []
    if votes > totals.valid * most or (marks == (1, 1) and votes != totals.valid):
        values = {"votes": votes, "valid": totals.valid, "most": most}
        return [error("totals-votes-differ", entry.span, file=entry.path, **values)]
    return []


def mismatches(options: Sequence[OptionTally]) -> tuple[tuple[str, int, int], ...]:
    """Option, recorded and counted votes, where they differ."""
    return tuple(
        (t.option.id, t.option.recorded_votes, t.votes)
        for t in options
        if t.option.recorded_votes is not None and t.option.recorded_votes != t.votes
    )


def score_mismatches(options: Sequence[OptionTally]) -> tuple[tuple[str, Score, Score], ...]:
    """Option, recorded and counted points, where they differ."""
    return tuple(
        (t.option.id, t.option.recorded_score, t.score)
        for t in options
        if t.score is not None
        and t.option.recorded_score is not None
        and t.option.recorded_score != t.score
    )


def differences(
    asked: ContestRequest, outcome: Outcome | None, declared: Declared | None
) -> tuple[Difference, ...]:
    """Where the commission and the rule differ. What is chosen or dropped outside the rule
    (``special``) was not selected by the rule; a project paid in part from other money may be
    declared either way."""
    if outcome is None or declared is None or not outcome.complete:
        return ()
    statuses = dict(declared.statuses)
    found = []
    for step in outcome.steps:
        status = statuses.get(step.id)
        same = step.chosen if status == "selected" else not step.chosen
        if status is None or same or (status == "special" and step.decision == "funded-in-part"):
            continue
        explained = step.id in asked.explained
        found.append(Difference(step.id, status == "selected", step.chosen, explained))
    return tuple(found)


def draws(asked: ContestRequest, options: Set[str], outcome: Outcome) -> list[Diagnostic]:
    """Draws among the options of this contest that cannot be right, or that settled nothing."""
    found = []
    settled = {id for tie in outcome.ties if tie.settled_by == "draw" for id in tie.ids}
    for draw in asked.ties.draws:
        listed = ", ".join(draw.among)
        if sorted(draw.among) != sorted(draw.order):
            found.append(error("draw-order-differs", asked.span, among=listed))
        elif set(draw.among) <= options and not settled & set(draw.among):
            found.append(warning("draw-not-used", asked.span, among=listed))
    return found


def compared(asked: ContestRequest, tally: Tally, source: Span) -> list[Diagnostic]:
    """Warnings where the count and what was recorded or declared differ; ``source`` is the file
    that records votes. The page shows them too; here they reach who can explain them."""
    facts, found = tally.facts, []
    if tally.mismatches:
        found.append(warning("recorded-votes-differ", source, count=len(tally.mismatches)))
    if tally.score_mismatches:
        found.append(warning("recorded-scores-differ", source, count=len(tally.score_mismatches)))
    unexplained = [difference.id for difference in tally.differences if not difference.explained]
    if unexplained:
        ids = ", ".join(unexplained)
        found.append(warning("declared-differs", asked.span, count=len(unexplained), ids=ids))
    if facts and facts.budget is not None and facts.budget != tally.budget:
        values = {"budget": str(tally.budget), "stated": str(facts.budget)}
        found.append(warning("budget-differs", asked.span, **values))
    if facts and facts.seats is not None and asked.seats not in (None, facts.seats):
        values = {"seats": str(asked.seats), "stated": str(facts.seats)}
        found.append(warning("seats-differ", asked.span, **values))
    if not tally.ballots_known:
        found.append(warning("totals-without-ballots", asked.span))
    return found
