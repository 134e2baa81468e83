"""The page of a process."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.language import Text
from civicsite.model.site import Process, process_state
from civicsite.pages import cards, contributions, parts, phases
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import framed, head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import (
    CardView,
    ContestCard,
    DateView,
    External,
    Fact,
    Link,
    ProcessView,
    ProposalCard,
    SelectionView,
    SiteView,
)
from civicsite.reading.schema import Eligibility, ProcessFields
from civicsite.terms import Held

__all__ = ["PAGES", "process_view"]


class _Processes(PageKind):
    template = "process"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            if desk.code in desk.urls.languages(process.texts):
                aliases = process.texts.fields.aliases
                view = process_view(desk, site, process)
                yield Made(view, process.texts.source, process.municipality, aliases)


PAGES = _Processes()


def process_view(desk: Desk, site: SiteView, process: Process) -> ProcessView:
    """Everything about one process, with what to do now first."""
    town = desk.build.site.municipalities[process.municipality]
    localised = process.texts.in_(desk.code)
    fields, bound = localised.fields, localised.bound
    timeline, ways = phases.phases(desk, process), phases.ways(desk, process)
    events = cards.event_cards(desk, [process], with_process=False)
    proposals = tuple(
        cards.proposal_card(desk, process, item) for item in desk.build.proposals(process)
    )
    outcome = fields.outcome if _released(desk, process) else None
    results = desk.results_link(process)
    paths = {code: desk.urls.process(process, code) for code in desk.urls.languages(process.texts)}
    notice = fields.data_protection or town.texts.in_(desk.code).fields.data_protection
    official = fields.official
    return ProcessView(
        head(
            desk,
            "process",
            paths[desk.code],
            fields.title,
            summary_of(fields.summary, localised),
            paths,
            trail(desk, town),
            framed(ways),
            localised,
        ),
        site,
        title=fields.title,
        kind=desk.kind(process),
        state=process_state(process, desk.clock),
        summary=fields.summary,
        image=parts.image(desk, process.folder, fields.image, bound.span("image", "file")),
        interventions=phases.interventions(desk, process),
        now=phases.now(desk, process, timeline, ways, events),
        phases=timeline,
        ways=ways,
        facts=_facts(desk, process, fields),
        contact=parts.contact(fields.contact or town.texts.in_(desk.code).fields.contact),
        text=prose(desk, localised, {way.id: way for way in ways}),
        events=events,
        contests=_contests(desk, process, proposals),
        item_word=process.kind.item,
        proposals=proposals,
        results=results,
        results_since=_since(desk, process) if results else None,
        results_at=_since(desk, process) if not results else None,
        sets=contributions.sets(desk, process),
        outcome=outcome.text if outcome else None,
        outcome_report=desk.file_link(process, outcome.report) if outcome else None,
        decisions=parts.decisions(desk, process),
        follow_up=parts.follow_ups(
            desk, process, fields.follow_up, process.texts.main.bound.span("follow_up")
        ),
        selection=_selection(desk, process, fields),
        duties=parts.duties(desk, process),
        documents=parts.documents(desk, process),
        announced=_announced(desk, process, fields),
        data_protection=parts.data_protection(desk, notice) if ways else (),
        official=External(Text(desk.word("bip"), None), official.bip_url)
        if official and official.bip_url
        else None,
        official_text=official.text if official else None,
        updated=tuple((desk.known_date(item.on), item.what) for item in fields.updated),
        series=_series(desk, process),
    )


def _released(desk: Desk, process: Process) -> bool:
    outcome = process.texts.fields.outcome
    return bool(outcome) and desk.build.released(outcome.publish_at if outcome else None)


def _since(desk: Desk, process: Process) -> DateView | None:
    return desk.date(process.results.main.value.publish_at) if process.results else None


def _facts(desk: Desk, process: Process, fields: ProcessFields) -> tuple[Fact, ...]:
    facts = [*parts.fact("scope", fields.scope)]
    facts += parts.fact("budget", desk.money(fields.budget))
    facts += parts.fact("area", fields.area)
    if fields.eligibility:
        facts += _eligibility(desk, fields.eligibility)
    if fields.binding:
        key = "binding-yes" if fields.binding.is_ else "binding-no"
        lines = [Text(desk.word(key), None)]
        facts.append(Fact("binding", lines=(*lines, *fields.binding.conditions)))
        facts += parts.fact("decides", fields.binding.decides)
    if fields.legal_basis:
        basis = fields.legal_basis
        link = External(basis.title, basis.url) if basis.url else None
        facts.append(
            Fact("legal-basis", None if link else basis.title, desk.date(basis.date), link)
        )
    if fields.assurance:
        said = fields.assurance
        lines = [said.text] if said.text else []
        if said.online:
            lines.append(Text(desk.word(f"assurance-online.{said.online}"), None))
        if said.paper:
            lines.append(Text(desk.word(f"assurance-paper.{said.paper}"), None))
        facts.append(Fact("assurance", lines=tuple(lines)))
    return tuple(facts)


def _eligibility(desk: Desk, rule: Eligibility) -> list[Fact]:
    lines = [rule.text or Text(desk.word(f"who.{rule.who}"), None)]
    if rule.min_age is not None:
        lines.append(Text(desk.word("age-from", count=rule.min_age), None))
    if rule.max_age is not None:
        lines.append(Text(desk.word("age-to", count=rule.max_age), None))
    if rule.guardian_consent_below is not None:
        lines.append(Text(desk.word("guardian-below", count=rule.guardian_consent_below), None))
    if rule.basis:
        lines.append(rule.basis)
    return [Fact("eligibility", lines=tuple(lines))]


def _contests(
    desk: Desk, process: Process, proposals: tuple[ProposalCard, ...]
) -> tuple[ContestCard, ...]:
    if process.results is None:
        return ()
    results = desk.results_link(process)
    return tuple(
        ContestCard(
            contest.id,
            contest.title,
            contest.text or (contest.unopposed_rule if contest.held is Held.UNOPPOSED else None),
            desk.money(contest.budget),
            contest.seats,
            tuple(card for card in proposals if card.contest == contest.id),
            contest.held,
            Link(results.title, results.path, contest.id, results.lang) if results else None,
        )
        for contest in process.results.in_(desk.code).contests
    )


def _announced(
    desk: Desk, process: Process, fields: ProcessFields
) -> tuple[tuple[str, DateView, External | Link | None], ...]:
    return tuple(
        (
            item.where,
            desk.known_date(item.on),
            External(Text(desk.word(f"announced.{item.where}"), None), item.url)
            if item.url
            else desk.file_link(process, item.proof),
        )
        for item in fields.announced
    )


def _selection(desk: Desk, process: Process, fields: ProcessFields) -> SelectionView | None:
    chosen = fields.selection
    if chosen is None:
        return None
    number = desk.language.number
    return SelectionView(
        number(chosen.invited),
        number(chosen.replied) if chosen.replied is not None else None,
        number(chosen.seats),
        tuple(
            (
                stratum.title,
                tuple((group.title, group.target, group.chosen) for group in stratum.groups),
            )
            for stratum in chosen.strata
        ),
        desk.date(chosen.draw.on) if chosen.draw else None,
        chosen.draw.method if chosen.draw else None,
        desk.file_link(process, chosen.draw.protocol) if chosen.draw else None,
        chosen.organiser,
        tuple((expert.name, expert.role) for expert in chosen.experts),
        chosen.members_public,
    )


def _series(desk: Desk, process: Process) -> tuple[CardView, ...]:
    series = process.texts.fields.series
    if series is None:
        return ()
    town = desk.build.site.municipalities[process.municipality]
    others = [
        other
        for other in desk.build.processes(town)
        if other.texts.fields.series == series and other.id != process.id
    ]
    return tuple(cards.process_card(desk, other) for other in others)
