"""Remarks and recommendations with the answers they got."""

from __future__ import annotations

from collections import Counter

from civicsite.language import Text
from civicsite.model.site import Process
from civicsite.pages.context import Desk
from civicsite.pages.views import Answer, ContributionView, SetView
from civicsite.reading.schema import ContributionFields, ContributionSet, PointFields

__all__ = ["sets"]

_DEFAULT = ("number", "received_on", "channel", "points")


def sets(desk: Desk, process: Process) -> tuple[SetView, ...]:
    """The published sets of contributions of a process."""
    if process.contributions is None:
        return ()
    return tuple(
        _set(desk, process, kept)
        for kept in process.contributions.in_(desk.code).sets
        if desk.build.released(kept.publish_at)
    )


def _set(desk: Desk, process: Process, kept: ContributionSet) -> SetView:
    shown = frozenset(kept.publish or _DEFAULT)
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
        tuple(_contribution(desk, process, item, shown) for item in kept.items),
        tuple((word, counts[word]) for word in order if counts[word]),
    )


def _contribution(
    desk: Desk, process: Process, item: ContributionFields, shown: frozenset[str]
) -> ContributionView:
    event = next((e for e in desk.build.events(process) if e.id == item.event), None)
    response, support = item.response, item.support
    overdue = bool(
        response
        and response.due
        and response.due.end
        and not response.on
        and desk.clock.reached(response.due.end)
    )
    return ContributionView(
        item.number,
        desk.date(item.received_on) if "received_on" in shown else None,
        item.channel if "channel" in shown else None,
        desk.event_link(event) if event else None,
        item.round,
        item.concerns,
        item.author_kind if "author_kind" in shown else None,
        desk.date(item.withdrawn_on),
        item.replaces,
        item.same_as,
        tuple(_answer(desk, point) for point in item.points) if "points" in shown else (),
        desk.word(
            "support",
            votes_for=support.for_,
            against=support.against,
            abstained=support.abstained,
        )
        if support
        else None,
        Answer(
            "",
            item.concerns or Text("", None),
            response.decision,
            response.reason,
            response.by,
            desk.date(response.on),
        )
        if response and response.on
        else None,
        desk.ending(response.due) if response and response.due else None,
        response.unit if response else None,
        overdue,
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
