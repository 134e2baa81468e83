"""Contests: what is decided separately, as the process and a contest's own page show it."""

from __future__ import annotations

from collections.abc import Iterator

from civicsite.model.site import Process
from civicsite.pages.context import Desk
from civicsite.pages.views import ContestCard, Link, ProposalCard
from civicsite.reading.schema import ContestFields, ResultsFile
from civicsite.terms import Held

__all__ = ["contest_card", "contest_cards", "contest_facts", "marks_said"]


def contest_cards(
    desk: Desk, process: Process, proposals: tuple[ProposalCard, ...]
) -> tuple[ContestCard, ...]:
    """The contests of a process; none where there is only one."""
    if process.results is None:
        return ()
    fields = process.results.in_(desk.code)
    return tuple(
        contest_card(desk, process, contest, fields, proposals) for contest in fields.contests
    )


def contest_card(
    desk: Desk,
    process: Process,
    contest: ContestFields,
    fields: ResultsFile,
    proposals: tuple[ProposalCard, ...],
) -> ContestCard:
    """One contest with what stands in it."""
    results = desk.results_link(process)
    return ContestCard(
        contest.id,
        contest.title,
        tuple(contest_facts(desk, contest, fields)),
        contest.text,
        contest.unopposed_rule if contest.held is Held.UNOPPOSED else None,
        contest.basis,
        tuple(card for card in proposals if card.contest == contest.id),
        contest.held,
        desk.contest_link(process, contest.id),
        Link(results.title, results.path, contest.id, results.lang) if results else None,
    )


def contest_facts(desk: Desk, contest: ContestFields, fields: ResultsFile) -> Iterator[str]:
    """What is decided about and by how many, each in words; marks as for all contests where the
    contest has none of its own."""
    if contest.budget is not None:
        yield desk.word("budget-of", budget=desk.money(contest.budget) or "")
    if contest.seats is not None:
        yield desk.word("seats-count", count=contest.seats)
    marks = contest.marks or fields.marks
    if marks and contest.held is Held.VOTED:
        yield marks_said(desk, marks)
    # What is decided about is known before the vote; the register's count comes with the results.
    if contest.electorate and desk.build.released(fields.publish_at):
        number = desk.language.number(contest.electorate.count)
        yield desk.word("electorate-of", number=number)


def marks_said(desk: Desk, bounds: tuple[int, int]) -> str:
    """How many options a ballot may name, in words."""
    least, most = bounds
    if least == most:
        return desk.word("marks-exactly", count=most)
    return desk.word("marks-between", least=least, most=most)
