"""A count in rounds, as it reads on a narrow screen and to the ear: one short table a round."""

from __future__ import annotations

from decimal import Decimal

from civicsite.exports.dataset import Score
from civicsite.pages.context import Desk
from civicsite.pages.result_views import Bar, RoundRow, RoundView
from civicsite.pages.result_words import Names
from civicsite.results.rules.base import Round

__all__ = ["rounds"]


def rounds(names: Names) -> tuple[RoundView, ...]:
    """All rounds of a contest; none where its rule has none."""
    outcome = names.tally.outcome
    if outcome is None:
        return ()
    found: list[RoundView] = []
    before: dict[str, Score] = {}
    seated: set[str] = set()
    top = max((votes for one in outcome.rounds for _, votes in one.votes), default=0)
    for place, one in enumerate(outcome.rounds):
        found.append(_round(names, place, one, before, seated, top))
        before = dict(one.votes)
        seated |= set(one.elected)
    return tuple(found)


def _round(
    names: Names, place: int, one: Round, before: dict[str, Score], seated: set[str], top: Score
) -> RoundView:
    desk = names.desk
    number = desk.language.number

    def row(id: str, votes: Score) -> RoundRow:
        state = "elected" if id in one.elected else "excluded" if id in one.excluded else ""
        return RoundRow(
            names.title(id),
            number(votes),
            _change(desk, votes, before[id]) if id in before else "",
            Bar(int(1000 * votes / top) if top else 0),
            state or ("seated" if id in seated else ""),
        )

    sentences = []
    if one.transferred_from:
        sentences.append(desk.word("round-transfer", title=names.plain(one.transferred_from)))
    for key, ids in (("round-elected", one.elected), ("round-excluded", one.excluded)):
        if ids:
            sentences.append(desk.word(key, count=len(ids), titles=names.listed(ids)))
    ordered = sorted(one.votes, key=lambda pair: -Decimal(pair[1]))
    return RoundView(
        number(place + 1),
        " ".join(sentences) or desk.word("round-nothing"),
        tuple(row(id, votes) for id, votes in ordered),
        number(one.exhausted) if one.exhausted else None,
    )


def _change(desk: Desk, now: Score, was: Score) -> str:
    """A change with its sign; nothing changed is a dash."""
    if now == was:
        return "–"
    sign = "+" if now > was else "\N{MINUS SIGN}"
    return sign + desk.language.number(abs(Decimal(now) - Decimal(was)))
