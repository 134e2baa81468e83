"""Remarks and recommendations with the answers they got."""

from __future__ import annotations

from collections import Counter
from functools import partial

from civicsite.language import Text
from civicsite.letters import slug
from civicsite.model.site import Process
from civicsite.pages.context import Desk
from civicsite.pages.views import Answer, ContributionView, SetView
from civicsite.reading.schema import (
    ContributionFields,
    ContributionSet,
    PointFields,
    ResponseFields,
    Support,
)

__all__ = ["contribution_anchor", "remark_anchor", "sets"]

_ONLY_NAMED = "author_kind"
"""Shown only where ``publish:`` names it."""


def sets(desk: Desk, process: Process) -> tuple[SetView, ...]:
    """The published sets of contributions of a process. Its page and its report show the same."""
    return desk.build.once("contributions", desk.code, process.id, partial(_sets, desk, process))


def _sets(desk: Desk, process: Process) -> tuple[SetView, ...]:
    if process.contributions is None:
        return ()
    return tuple(
        _set(desk, process, kept)
        for kept in process.contributions.in_(desk.code).sets
        if desk.build.released(kept.publish_at)
    )


def _set(desk: Desk, process: Process, kept: ContributionSet) -> SetView:
    usual = (name for name in ContributionFields.model_fields if name != _ONLY_NAMED)
    shown = frozenset(kept.publish or usual)
    counts: Counter[str] = Counter()
    for item in kept.items:
        if item.withdrawn_on or item.same_as:
            continue  # counted once, with the contribution it repeats
        for point in item.points:
            counts[point.decision or "unanswered"] += 1
        if not item.points and item.response:
            counts[item.response.decision or "unanswered"] += 1
    order = ("accepted", "partly", "rejected", "out-of-scope", "unanswered")
    return SetView(
        kept.id,
        kept.title,
        kept.kind,
        tuple(_contribution(desk, process, kept.id, item, shown) for item in kept.items),
        tuple((word, counts[word]) for word in order if counts[word]),
    )


def _contribution(
    desk: Desk, process: Process, of: str, item: ContributionFields, shown: frozenset[str]
) -> ContributionView:
    """One contribution with what its set publishes. That an answer is owed, and that its term has
    passed, is always said."""
    event = next((e for e in desk.build.events(process) if e.id == item.event), None)
    owed = item.response
    response = owed if "response" in shown else None
    due = owed.due if owed else None
    return ContributionView(
        item.number,
        desk.date(item.received_on) if "received_on" in shown else None,
        item.channel if "channel" in shown else None,
        desk.event_link(event) if event and "event" in shown else None,
        item.round if "round" in shown else None,
        item.concerns if "concerns" in shown else None,
        item.author_kind if "author_kind" in shown else None,
        desk.date(item.withdrawn_on) if "withdrawn_on" in shown else None,
        item.replaces if "replaces" in shown else None,
        item.same_as if "same_as" in shown else None,
        tuple(_answer(desk, point) for point in item.points) if "points" in shown else (),
        _support(desk, item.support) if item.support and "support" in shown else None,
        _response(desk, response) if response and response.on else None,
        desk.ending(due) if due else None,
        response.unit if response else None,
        bool(owed and due and due.end and not owed.on and desk.clock.reached(due.end)),
        desk.report_link(process, remark_anchor(of, item.number)),
    )


def remark_anchor(of: str, number: str) -> str:
    """The place of a contribution in the report: its answer, and what came of it."""
    return f"remark_{of}_{slug(number)}"


def contribution_anchor(of: str, number: str) -> str:
    """The place of a contribution on the page of its process."""
    return f"contribution_{of}_{slug(number)}"


def _support(desk: Desk, support: Support) -> str:
    """Votes of an assembly in words."""
    said = desk.word(
        "support", votes_for=support.for_, against=support.against, abstained=support.abstained
    )
    if support.threshold is None:
        return said
    return f"{said}. {desk.word('support-threshold', threshold=support.threshold)}"


def _response(desk: Desk, response: ResponseFields) -> Answer:
    return Answer(
        "",
        Text("", None),
        response.decision,
        response.reason,
        response.by,
        desk.date(response.on),
    )


def _answer(desk: Desk, point: PointFields) -> Answer:
    return Answer(
        point.n,
        point.summary,
        point.decision,
        point.reason,
        point.decided_by,
        desk.date(point.decided_on),
        point.changed_in,
        point.follow_up,
    )
