"""The results page: every number with its origin, the recount beside what was declared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from civicsite.exports.dataset import Option, Score
from civicsite.language import Text
from civicsite.model.site import Process
from civicsite.pages import parts
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, trail
from civicsite.pages.views import (
    Bar,
    ContestView,
    Difference,
    Fact,
    Link,
    Number,
    OptionRow,
    ResultsView,
    SiteView,
    SourceView,
)
from civicsite.reading.schema import ContestFields, ResultsFile
from civicsite.results.rules.base import Step
from civicsite.results.tally import OptionTally, Tally

__all__ = ["PAGES", "results_view"]


class _Results(PageKind):
    template = "results"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            if process.results is None or not desk.build.has_results(process):
                continue
            if desk.code in desk.urls.languages(process.texts):
                view = results_view(desk, site, process)
                yield Made(view, process.results.source, process.municipality)


PAGES = _Results()


def results_view(desk: Desk, site: SiteView, process: Process) -> ResultsView:
    """The results of a process."""
    assert process.results
    fields = process.results.in_(desk.code)
    town = desk.build.site.municipalities[process.municipality]
    localised = process.texts.in_(desk.code)
    tallies = desk.build.tallies[process.id]
    contests = tuple(_contest(desk, process, fields, tally) for tally in tallies)
    title = localised.fields.title
    paths = {code: desk.urls.results(process, code) for code in desk.urls.languages(process.texts)}
    heading = Text(desk.word("results-of", title=str(title)), title.lang)
    description = contests[0].summary if contests else str(title)
    return ResultsView(
        head(
            desk,
            "results",
            paths[desk.code],
            heading,
            description,
            paths,
            trail(desk, town, process),
        ),
        site,
        title=title,
        status=fields.status,
        since=desk.date(fields.publish_at),
        final_on=desk.date(fields.final_on),
        text=fields.text,
        contests=contests,
        sources=_sources(desk, process, fields, tallies),
        verification=_verification(desk, process, fields),
        removed=_removed(desk, fields),
        protests=tuple(
            Fact(
                "protest",
                protest.reason,
                desk.date(protest.decided_on or protest.filed_on),
                lines=(
                    Text(desk.word("protest-number", number=protest.n), None),
                    Text(
                        desk.word(f"evaluation-result.{protest.result}")
                        if protest.result
                        else desk.word("protest-open"),
                        None,
                    ),
                ),
            )
            for protest in fields.protests
        ),
        corrections=tuple(
            Fact("correction", None, desk.date(item.on), lines=(item.what, item.why))
            for item in fields.corrections
        ),
        contact=parts.contact(localised.fields.contact or town.texts.in_(desk.code).fields.contact),
        decisions=parts.decisions(desk, process),
        process=desk.process_link(process),
    )


# --- a contest ----------------------------------------------------------------------------------


def _contest(desk: Desk, process: Process, fields: ResultsFile, tally: Tally) -> ContestView:
    contest = next((item for item in fields.contests if item.id == tally.contest), None)
    channels = tuple(c.channel for c in tally.channels if c.channel)
    shown = channels if len(channels) > 1 else ()
    ordered = _ordered(tally)
    rows = tuple(_row(desk, process, tally, item, bool(shown)) for item in ordered)
    return ContestView(
        tally.contest or "result",
        contest.title if contest else None,
        tally.held,
        contest.unopposed_rule if contest else None,
        _summary(desk, tally),
        tally.level,
        _numbers(desk, contest, fields, tally),
        shown,
        rows,
        any(item.option.cost is not None for item in tally.options),
        any(item.score is not None for item in tally.options),
        _reasons(desk, tally.invalid),
        _rule(desk, tally),
        desk.word(f"not-recounted.{tally.not_recounted}", rule=_rule_word(tally))
        if tally.not_recounted not in ("", "no-rule")
        else None,
        tuple(_tie(desk, tally, number) for number in range(_ties(tally))),
        "declared" if tally.declared else "recounted",
        _differences(desk, process, fields, contest, tally),
        tuple(
            desk.word("votes-mismatch", title=_title(desk, process, id), recorded=a, counted=b)
            for id, a, b in tally.mismatches
        ),
    )


def _ordered(tally: Tally) -> list[OptionTally]:
    """As the rule took them, so that a settled tie reads in its order; the others by falling
    score, level ones in the order of the ballot."""
    steps = tally.outcome.steps if tally.outcome else ()
    taken = {step.id: place for place, step in enumerate(steps)}

    def key(item: OptionTally) -> tuple[Score, int]:
        score = item.votes if item.score is None else item.score
        return (-score, taken.get(item.option.id, len(taken)))

    return sorted(tally.options, key=key)


def _summary(desk: Desk, tally: Tally) -> str:
    """The result in one sentence."""
    if tally.held != "voted":
        return desk.word(f"summary-{tally.held}")
    number = desk.language.number
    official = sum(tally.official.values())
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
    if not tally.official:
        return counted
    chosen = desk.word("summary-selected", count=official, of=number(len(tally.options)))
    return f"{counted} {chosen}"


def _numbers(
    desk: Desk, contest: ContestFields | None, fields: ResultsFile, tally: Tally
) -> tuple[Number, ...]:
    if tally.held != "voted":
        return ()
    number = desk.language.number
    origin = "declared" if any(c.declared for c in tally.channels) else "recounted"
    electorate = (contest and contest.electorate) or fields.electorate
    numbers = []
    if tally.electorate:
        source = electorate.source if electorate else None
        numbers.append(Number("electorate", number(tally.electorate), "declared", source))
    if tally.ballots_known:
        numbers.append(Number("cast", number(tally.cast), origin))
        if tally.turnout is not None:
            numbers.append(Number("turnout", desk.language.percent(tally.turnout), origin))
        numbers.append(Number("valid", number(tally.valid), origin))
    if len(tally.channels) > 1:
        for channel in tally.channels:
            if channel.channel and channel.cast is not None:
                word = "declared" if channel.declared else "recounted"
                name = f"cast-{channel.channel}"
                numbers.append(Number(name, number(channel.cast), word))
    if tally.quorum and tally.ballots_known:
        met = "quorum-met" if tally.valid >= tally.quorum else "quorum-missed"
        numbers.append(
            Number("quorum", number(tally.quorum), "declared", Text(desk.word(met), None))
        )
    if tally.budget is not None:
        numbers.append(Number("budget", desk.money(tally.budget) or "", "declared"))
    if tally.outcome and tally.outcome.left is not None and tally.outcome.complete:
        numbers.append(Number("left", desk.money(tally.outcome.left) or "", "recounted"))
    if tally.threshold is not None:
        numbers.append(Number("threshold", number(tally.threshold), "declared"))
    return tuple(numbers)


def _row(
    desk: Desk, process: Process, tally: Tally, item: OptionTally, channels: bool
) -> OptionRow:
    number = desk.language.number
    step = (
        next((s for s in tally.outcome.steps if s.id == item.option.id), None)
        if tally.outcome
        else None
    )
    statuses = dict(tally.declared.statuses) if tally.declared else {}
    status = statuses.get(item.option.id)
    proposal = next((p for p in desk.build.proposals(process) if p.number == item.option.id), None)
    title = proposal.texts.in_(desk.code).fields.title if proposal else _named(desk, item.option)
    values = [o.votes if o.score is None else o.score for o in tally.options]
    top = max(values, default=0)
    value = item.votes if item.score is None else item.score
    voted = tally.held == "voted"
    return OptionRow(
        item.option.id,
        title,
        desk.proposal_link(proposal) if proposal else None,
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
        Bar(int(1000 * value / top) if top else 0),
        desk.money(item.option.cost),
        step.decision if step else None,
        _why(desk, step, item),
        None if status is None else status in ("selected", "special"),
        step.chosen if step and tally.outcome and tally.outcome.complete else None,
        Text(item.option.place, None) if item.option.place else None,
    )


def _named(desk: Desk, option: Option) -> Text:
    """The title, or the number where there is no title or it may not be shown."""
    return Text(option.title or desk.word("option-number", number=option.id), None)


def _why(desk: Desk, step: Step | None, item: OptionTally) -> str | None:
    """The reason in words: what was left when the option's turn came."""
    if step is None or step.left_before is None:
        return None
    left = desk.money(step.left_before) or ""
    if step.decision == "does-not-fit":
        return desk.word("why-does-not-fit", cost=desk.money(item.option.cost) or "", left=left)
    if step.decision == "funded" and step.left_after is not None:
        return desk.word("why-funded", left=desk.money(step.left_after) or "")
    return None


def _reasons(desk: Desk, counted: Sequence[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
    number = desk.language.number
    return tuple((_reason(desk, reason), number(count)) for reason, count in counted)


def _reason(desk: Desk, reason: str) -> str:
    key = f"reason-{reason}"
    return desk.word(key) if desk.language.catalogue.has(key) else reason


def _rule_word(tally: Tally) -> str:
    return tally.rule or "–"


def _rule(desk: Desk, tally: Tally) -> str | None:
    key = f"rule.{tally.rule}"
    if not tally.rule or not desk.language.catalogue.has(key):
        return None
    return desk.word(key)


def _ties(tally: Tally) -> int:
    return len(tally.outcome.ties) if tally.outcome else 0


def _tie(desk: Desk, tally: Tally, number: int) -> str:
    assert tally.outcome
    tie = tally.outcome.ties[number]
    listed = desk.language.join([f"„{_option_title(tally, id)}”" for id in tie.ids])
    if tie.settled_by:
        return desk.word("tie-settled", options=listed, by=desk.word(f"tie-by.{tie.settled_by}"))
    outcomes = "; ".join(
        desk.language.join([_option_title(tally, id) for id in chosen]) or "–"
        for chosen in tie.outcomes
    )
    return desk.word("tie-open", options=listed, outcomes=outcomes)


def _option_title(tally: Tally, id: str) -> str:
    found = next((item.option for item in tally.options if item.option.id == id), None)
    return (found.title or found.id) if found else id


def _title(desk: Desk, process: Process, id: str) -> str:
    proposal = next((p for p in desk.build.proposals(process) if p.number == id), None)
    return str(proposal.texts.in_(desk.code).fields.title) if proposal else id


def _differences(
    desk: Desk,
    process: Process,
    fields: ResultsFile,
    contest: ContestFields | None,
    tally: Tally,
) -> tuple[Difference, ...]:
    declared = (contest.declared if contest else None) or fields.declared
    reasons = {item.id: item for item in declared.explained} if declared else {}
    views = []
    for found in tally.differences:
        reason = reasons.get(found.id)
        views.append(
            Difference(
                Text(_option_title(tally, found.id), None),
                found.declared,
                found.recounted,
                reason.why if reason else None,
                reason.basis if reason else None,
                desk.file_link(process, reason.document) if reason else None,
            )
        )
    return tuple(views)


# --- where the numbers come from ----------------------------------------------------------------


def _sources(
    desk: Desk, process: Process, fields: ResultsFile, tallies: Sequence[Tally]
) -> tuple[SourceView, ...]:
    entries = {f"{process.folder}/{item.file}": item for item in fields.ballots}
    views: dict[tuple[str, str], SourceView] = {}
    for tally in tallies:
        for source in tally.sources:
            entry = entries.get(source.path)
            if (source.path, source.format) in views:
                continue
            left_out = (*source.rows_left_out, *(tally.left_out if len(tally.sources) == 1 else ()))
            views[source.path, source.format] = SourceView(
                source.path.rpartition("/")[2],
                source.sha256,
                desk.word(f"format.{source.format}"),
                desk.word(source.recognised_by),
                desk.language.number(source.rows_read),
                _reasons(desk, left_out),
                desk.date(entry.received_on) if entry else None,
                (entry.channel if entry else None) or None,
                desk.file_link(process, entry.protocol) if entry else None,
            )
    return tuple(views.values())


def _verification(desk: Desk, process: Process, fields: ResultsFile) -> tuple[Fact, ...]:
    checked = fields.verification
    if checked is None:
        return ()
    facts = [*parts.fact("verified-by", checked.by)]
    facts.append(Fact("verified-on", date=desk.date(checked.on)))
    protocol: Link | None = desk.file_link(process, checked.protocol)
    if protocol:
        facts.append(Fact("protocol", link=protocol))
    return tuple(facts)


def _removed(desk: Desk, fields: ResultsFile) -> tuple[tuple[str, str], ...]:
    if fields.verification is None:
        return ()
    return _reasons(desk, tuple(fields.verification.removed_before_export.items()))
