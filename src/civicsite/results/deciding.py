"""One contest's votes and its rule -> the outcome, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError

from civicsite.diagnostics import Diagnostic, error, warning
from civicsite.reading.field_types import closest
from civicsite.results.counts import ContestRequest, Setting
from civicsite.results.rules.base import Outcome, Question, Rule, RuleGaveUp

__all__ = ["Counted", "decide", "unknown_in_conflicts"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What kind of sources the votes of a contest come from."""

    sources: bool
    """Whether anything was counted at all."""
    totals: bool
    """Whether some of it are totals of protocols."""
    points: bool
    """Whether ballots give points."""
    ballots: bool
    """Whether there is a valid ballot."""


def decide(
    asked: ContestRequest, question: Question, counted: Counted, rules: Mapping[str, Rule]
) -> tuple[Outcome | None, str, tuple[Diagnostic, ...]]:
    """The outcome by the rule of the contest, else a word of ``Tally.not_recounted``; and what is
    wrong with the question."""
    if not asked.rule or not counted.sources:
        return None, "no-rule", ()
    rule = rules.get(asked.rule)
    if rule is None:
        return None, "rule-unknown", ()
    with_points = counted.points or rule.points in ("needed", "by-place")
    if counted.totals and (rule.needs_ballots or with_points):
        return None, "rule-needs-ballots", ()
    try:
        settings = rule.settings.model_validate({"name": rule.name, **dict(asked.settings)})
    except ValidationError:  # nothing an editor wrote: a record somebody changed
        return None, "no-rule", (error("rule-settings-wrong", asked.span, rule=rule.name),)
    question = replace(question, settings=settings)
    problem = _problem(asked, question, counted, rule)
    if problem:
        return None, "no-rule", (problem,)
    try:
        return rule.count(question), "", ()
    except RuleGaveUp:
        return None, "rule-gave-up", (warning("rule-gave-up", asked.span, rule=rule.name),)


def _problem(
    asked: ContestRequest, question: Question, counted: Counted, rule: Rule
) -> Diagnostic | None:
    """Why the rule cannot decide this question."""
    missing = rule.missing(question)
    if missing:
        return error("rule-needs-field", asked.span, rule=rule.name, field=missing)
    if rule.points == "none" and counted.points:
        return error("rule-refuses-points", asked.span, rule=rule.name)
    if rule.points == "needed" and counted.ballots and not counted.points:
        return error("rule-needs-points", asked.span, rule=rule.name)
    seats, most = question.seats, rule.most_seats
    if most is not None and seats is not None and seats > most:
        return error("rule-has-fewer-seats", asked.span, rule=rule.name, seats=seats, most=most)
    return None


def _sets(conflicts: Setting) -> tuple[tuple[str, ...], ...]:
    found = conflicts if isinstance(conflicts, tuple) else ()
    return tuple(group for group in found if isinstance(group, tuple))


def unknown_in_conflicts(
    asked: ContestRequest, here: Collection[str], everywhere: Collection[str]
) -> list[Diagnostic]:
    """``conflicts:`` of a contest with options that nobody knows, or that stand in several
    contests: each is decided by itself, so one cannot take another's place."""
    found = []
    for group in _sets(dict(asked.settings).get("conflicts", ())):
        for id in group:
            if id not in everywhere:
                near = closest(id, sorted(everywhere))
                values = {"suggestion": near} if near else {}
                found.append(error("conflict-unknown-option", asked.span, id=id, **values))
        inside = [id for id in group if id in here]
        outside = [id for id in group if id in everywhere and id not in here]
        if inside and outside:
            values = {"id": inside[0], "other": outside[0]}
            found.append(error("conflict-across-contests", asked.span, **values))
    return found
