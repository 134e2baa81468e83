"""One contest as the results page shows it: what came out, the table, and how it was counted."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from civicsite.exports.dataset import Score
from civicsite.language import Text
from civicsite.pages.context import Desk
from civicsite.pages.result_views import (
    Bar,
    ChannelColumn,
    ContestView,
    Difference,
    DrawView,
    Number,
    OptionRow,
    TurnoutRow,
    TurnoutTable,
)
from civicsite.pages.result_words import Names, reasons, word_or
from civicsite.pages.round_parts import rounds
from civicsite.pages.split_parts import split_notes, split_tables
from civicsite.reading.schema import Electorate
from civicsite.results.counts import DistrictCount
from civicsite.results.rules.base import Step
from civicsite.results.tally import ChannelCount, OptionTally, Tally

__all__ = ["contest_view"]


def contest_view(names: Names) -> ContestView:
    """The result of one contest."""
    desk, tally, contest = names.desk, names.tally, names.contest
    shown = _columns(tally)
    voted = tally.held == "voted"
    return ContestView(
        tally.contest or "result",
        contest.title if contest else None,
        contest.text if contest else None,
        tally.held,
        contest.unopposed_rule if contest else None,
        contest.basis if contest else None,
        _summary(names),
        _level(names),
        tuple(_numbers(names)) if voted else (),
        shown,
        _origin(tally),
        tally.ranked,
        tuple(_row(names, item, bool(shown)) for item in _ordered(tally)),
        any(item.option.cost is not None for item in tally.options),
        any(item.score is not None for item in tally.options),
        tuple(names.title(id) for id in (tally.outcome.reserve if tally.outcome else ())),
        tuple(_turnout(desk, tally)) if voted else (),
        reasons(desk, tally.invalid),
        reasons(desk, tally.left_out),
        tuple(_counted(names)) if voted else (),
        _not_recounted(desk, tally),
        tuple(_ties(names)),
        tuple(_draws(names)),
        rounds(names),
        "declared" if tally.declared else "recounted",
        _differences(names),
        tuple(_mismatches(names)),
        split_tables(names),
        split_notes(names),
    )


def _level(names: Names) -> str:
    """Who can check the count: whoever reads the page, where the ballots are among its files."""
    files = names.desk.build.downloads.get(names.process.id, ())
    published = any(
        file.kind in ("ballots", "pabulib", "blt") and file.contest == names.tally.contest
        for file in files
    )
    level = names.tally.level
    return "ballots-published" if published and level == "ballots" else level


def _columns(tally: Tally) -> tuple[ChannelColumn, ...]:
    """Columns by channel, where votes came in several and may be shown apart."""
    found = [c for c in tally.channels if c.channel]
    if len(found) < 2 or not all(item.by_channel for item in tally.options):
        return ()
    return tuple(ChannelColumn(c.channel, _said(c)) for c in found)


def _said(channel: ChannelCount) -> str:
    return "declared" if channel.declared else "recounted"


def _origin(tally: Tally) -> str:
    """Where the numbers of all channels together come from."""
    found = {_said(channel) for channel in tally.channels}
    return "both" if len(found) > 1 else next(iter(found), "recounted")


def _ordered(tally: Tally) -> list[OptionTally]:
    """As the rule took them, so that a settled tie reads in its order; the others by falling
    score, level ones in the order of the ballot."""
    steps = tally.outcome.steps if tally.outcome else ()
    taken = {step.id: place for place, step in enumerate(steps)}

    def key(item: OptionTally) -> tuple[int, Score, int]:
        place = taken.get(item.option.id, len(taken))
        if tally.outcome and tally.outcome.rounds:
            return (place, 0, 0)
        return (0, -_value(item), place)

    return sorted(tally.options, key=key)


def _value(item: OptionTally) -> Score:
    return item.votes if item.score is None else item.score


# --- what came out ------------------------------------------------------------------------------


def _summary(names: Names) -> str:
    """The result in one or two sentences."""
    desk, tally = names.desk, names.tally
    if tally.held != "voted":
        return desk.word(f"summary-{tally.held}")
    number = desk.language.number
    if not tally.ballots_known:
        counted = desk.word("summary-votes", votes=number(sum(o.votes for o in tally.options)))
    elif tally.electorate and tally.turnout is not None:
        counted = desk.word(
            "summary-turnout",
            cast=number(tally.cast),
            electorate=number(tally.electorate),
            turnout=desk.language.percent(tally.turnout),
            valid=number(tally.valid),
        )
    else:
        counted = desk.word("summary-cast", cast=number(tally.cast), valid=number(tally.valid))
    return " ".join([counted, *_chosen(names)])


def _chosen(names: Names) -> Iterator[str]:
    """What was selected, in a sentence."""
    desk, tally = names.desk, names.tally
    if not tally.official:
        return
    chosen = [id for id, selected in tally.official.items() if selected]
    costs = {o.option.id: o.option.cost for o in tally.options}
    if len(chosen) == 1:
        yield desk.word("summary-winner", title=names.plain(chosen[0]))
    else:
        of = desk.language.number(len(tally.options))
        yield desk.word("summary-selected", count=len(chosen), of=of)
    spent = [costs.get(id) for id in chosen]
    known = [cost for cost in spent if cost is not None]
    if tally.budget is not None and chosen and len(known) == len(spent):
        budget = sum((amount for _, amount in tally.moved_in), tally.budget)
        total = desk.money(sum(known, Decimal(0))) or ""
        yield desk.word("summary-spent", total=total, budget=desk.money(budget) or "")


def _register(desk: Desk, electorate: Electorate) -> Text | None:
    """The register that the number of people entitled is taken from, and its day."""
    if electorate.on is None:
        return electorate.source
    day = desk.date(electorate.on)
    said = desk.word("as-of", date=day.text if day else electorate.on.text)
    source = electorate.source
    return Text(f"{source}, {said}", source.lang) if source else Text(said, None)


def _numbers(names: Names) -> Iterator[Number]:
    desk, tally, fields = names.desk, names.tally, names.fields
    number, origin = desk.language.number, _origin(tally)
    contest = names.contest
    electorate = (contest and contest.electorate) or fields.electorate
    if tally.electorate:
        source = _register(desk, electorate) if electorate else None
        yield Number("electorate", number(tally.electorate), "declared", source)
    if tally.ballots_known:
        yield Number("cast", number(tally.cast), origin)
        if tally.turnout is not None:
            yield Number("turnout", desk.language.percent(tally.turnout), origin)
        yield Number("valid", number(tally.valid), origin)
    yield from _quorum(desk, tally)
    if tally.budget is not None:
        yield Number("budget", desk.money(tally.budget) or "", "declared")
    for giver, amount in tally.moved_in:
        note = Text(desk.word("budget-moved-from", title=names.contest_title(giver)), None)
        yield Number("moved-in", desk.money(amount) or "", "recounted", note)
    outcome = tally.outcome
    if outcome and outcome.left is not None and outcome.complete:
        yield Number("left", desk.money(outcome.left) or "", "recounted")
    if tally.threshold is not None:
        yield Number("threshold", number(tally.threshold), "declared")
    if outcome and outcome.quota is not None:
        yield Number("quota", number(outcome.quota), "recounted")


def _quorum(desk: Desk, tally: Tally) -> Iterator[Number]:
    """Least number of ballots or turnout, and whether it was reached."""
    met = tally.quorum_met
    note = None if met is None else Text(desk.word("quorum-met" if met else "quorum-missed"), None)
    if tally.quorum is not None:
        yield Number("quorum", desk.language.number(tally.quorum), "declared", note)
    if tally.quorum_share is not None:
        share = desk.language.percent(Fraction(tally.quorum_share, 100), 0)
        yield Number("quorum-share", share, "declared", note)


# --- the table ----------------------------------------------------------------------------------


def _row(names: Names, item: OptionTally, channels: bool) -> OptionRow:
    desk, tally = names.desk, names.tally
    number = desk.language.number
    outcome, id = tally.outcome, item.option.id
    step = next((s for s in outcome.steps if s.id == id), None) if outcome else None
    status = dict(tally.declared.statuses).get(id) if tally.declared else None
    top = max((_value(other) for other in tally.options), default=0)
    voted = tally.held == "voted"
    return OptionRow(
        id,
        names.name(id),
        names.link(id),
        number(item.votes) if voted else "",
        number(item.score) if item.score is not None else None,
        desk.language.percent(Fraction(item.votes, tally.valid))
        if voted and tally.ballots_known and tally.valid
        else None,
        tuple(
            number(votes)
            for votes, c in zip(item.by_channel, tally.channels, strict=False)
            if c.channel
        )
        if channels
        else (),
        Bar(int(1000 * _value(item) / top) if top else 0),
        desk.money(item.option.cost),
        step.decision if step else None,
        _why(names, step, item),
        None if status is None else status in ("selected", "special"),
        step.chosen if step and outcome and outcome.complete else None,
        Text(item.option.place, None) if item.option.place else None,
    )


def _why(names: Names, step: Step | None, item: OptionTally) -> str | None:
    """The reason in words: what was left when the option's turn came, or what it lacked."""
    desk, tally = names.desk, names.tally
    if step is None:
        return None
    money, number = desk.money, desk.language.number
    if step.decision == "below-threshold" and tally.threshold is not None:
        return desk.word("why-below-threshold", threshold=number(tally.threshold))
    if step.decision == "stopped" and tally.outcome:
        stop = next((s for s in tally.outcome.steps if s.decision == "does-not-fit"), None)
        return desk.word("why-stopped", title=names.plain(stop.id)) if stop else None
    if step.decision == "in-conflict":
        return desk.word("why-in-conflict", title=names.plain(step.because_of))
    if step.left_before is None:
        return None
    if step.decision == "funded-in-part":
        return desk.word("why-funded-in-part", left=money(step.left_before) or "")
    if step.decision == "does-not-fit":
        cost, left = money(item.option.cost) or "", money(step.left_before) or ""
        return desk.word("why-does-not-fit", cost=cost, left=left)
    if step.decision == "funded" and step.left_after is not None:
        return desk.word("why-funded", left=money(step.left_after) or "")
    return None


# --- turnout ------------------------------------------------------------------------------------


def _turnout(desk: Desk, tally: Tally) -> Iterator[TurnoutTable]:
    """Ballots by channel and by district."""
    number, percent = desk.language.number, desk.language.percent

    def cell(value: int | None) -> str:
        return "–" if value is None else number(value)

    def share(value: Fraction | None) -> str:
        return "–" if value is None else percent(value)

    def of_channel(channel: ChannelCount) -> TurnoutRow:
        cast, valid = channel.cast, channel.valid
        void = None if cast is None or valid is None else cast - valid
        cells = (cell(cast), share(tally.turnout_by(channel)), cell(valid), cell(void))
        title = Text(desk.word(f"channel.{channel.channel}"), None)
        return TurnoutRow(title, cells, _said(channel))

    def of_district(one: DistrictCount) -> TurnoutRow:
        cells = (cell(one.electorate), cell(one.cast), share(one.turnout), cell(one.valid))
        return TurnoutRow(
            Text(one.district or desk.word("district-unknown"), None), cells, _origin(tally)
        )

    named = [channel for channel in tally.channels if channel.channel]
    if len(named) > 1:
        headings = ("cast", "turnout", "valid", "invalid")
        yield TurnoutTable("channel", headings, tuple(of_channel(channel) for channel in named))
    if tally.districts:
        headings = ("electorate", "cast", "turnout", "valid")
        yield TurnoutTable("district", headings, tuple(of_district(d) for d in tally.districts))


# --- how it was counted -------------------------------------------------------------------------


def _counted(names: Names) -> Iterator[str]:
    """The rule in words, with its numbers."""
    desk, tally = names.desk, names.tally
    number = desk.language.number
    rule = word_or(desk, f"rule.{tally.rule}", "") if tally.rule else ""
    if rule:
        yield rule
    least, most = (names.contest and names.contest.marks) or names.fields.marks or (None, None)
    if most is not None:
        key = "counted-marks-up-to" if least != most else "counted-marks"
        key = "counted-ranked-up-to" if tally.ranked else key
        yield desk.word(key, count=most)
    if tally.threshold is not None:
        yield desk.word("counted-threshold", threshold=number(tally.threshold))
    if tally.outcome and tally.outcome.preferred:
        own, other = map(number, tally.outcome.preferred)
        yield desk.word("counted-preferred", own=own, other=other)
    if tally.dropped_marks:
        yield desk.word("counted-dropped", count=tally.dropped_marks)
    if tally.moves_to:
        moving = next(m for m in names.fields.leftover if tally.contest in m.from_)
        target = names.contest_title(tally.moves_to)
        basis = f" ({moving.basis})" if moving.basis else ""
        yield desk.word("counted-leftover", title=target, basis=basis)


def _not_recounted(desk: Desk, tally: Tally) -> str | None:
    if tally.not_recounted in ("", "no-rule"):
        return None
    return desk.word(f"not-recounted.{tally.not_recounted}", rule=tally.rule or "–")


def _ties(names: Names) -> Iterator[str]:
    desk, outcome = names.desk, names.tally.outcome
    for tie in outcome.ties if outcome else ():
        listed = names.listed(tie.ids)
        if tie.in_reserve:
            yield desk.word("tie-in-reserve")
        if tie.settled_by:
            by = desk.word(f"tie-by.{tie.settled_by}")
            yield desk.word("tie-settled", options=listed, by=by)
        else:
            outcomes = "; ".join(names.listed(chosen) for chosen in tie.outcomes)
            yield desk.word("tie-open", options=listed, outcomes=outcomes)


def _draws(names: Names) -> Iterator[DrawView]:
    """The draws of this contest, with their protocols."""
    desk, tally = names.desk, names.tally
    known = {item.option.id for item in tally.options}
    found = [*((names.contest and names.contest.ties and names.contest.ties.draws) or ())]
    found += [d for d in (names.fields.ties.draws if names.fields.ties else ()) if d not in found]
    for draw in found:
        if draw.contest in (None, tally.contest) and set(draw.order) <= known:
            yield DrawView(
                names.listed(draw.order),
                desk.date(draw.on),
                desk.file_link(names.process, draw.protocol),
            )


# --- beside what was declared -------------------------------------------------------------------


def _differences(names: Names) -> tuple[Difference, ...]:
    contest, fields = names.contest, names.fields
    declared = (contest.declared if contest else None) or fields.declared
    explained = {item.id: item for item in declared.explained} if declared else {}

    def view(id: str, was: bool, recounted: bool) -> Difference:
        reason = explained.get(id)
        return Difference(
            names.title(id),
            was,
            recounted,
            reason.why if reason else None,
            reason.basis if reason else None,
            names.desk.file_link(names.process, reason.document) if reason else None,
        )

    return tuple(view(d.id, d.declared, d.recounted) for d in names.tally.differences)


def _mismatches(names: Names) -> Iterator[str]:
    number, tally = names.desk.language.number, names.tally
    for key, found in (("votes", tally.mismatches), ("score", tally.score_mismatches)):
        for id, recorded, counted in found:
            values = {"recorded": number(recorded), "counted": number(counted)}
            yield names.desk.word(f"{key}-mismatch", title=names.plain(id), **values)
