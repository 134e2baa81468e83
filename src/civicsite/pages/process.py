"""The page of a process."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.language import Text
from civicsite.model.site import Process, process_state
from civicsite.pages import (
    cards,
    contests,
    contributions,
    linked_data,
    maps,
    offers,
    parts,
    phases,
    process_parts,
    sheets,
)
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import framed, head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import (
    DateView,
    Head,
    MapView,
    ProcessView,
    SelectionView,
    SeriesView,
    SiteView,
    WayView,
)
from civicsite.reading.schema import ProcessFields

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
    localised = process.texts.in_(desk.code)
    fields, bound = localised.fields, localised.bound
    town = desk.build.site.municipalities[process.municipality].texts.in_(desk.code).fields
    timeline, ways = phases.phases(desk, process), phases.ways(desk, process)
    events = cards.event_cards(desk, [process], with_process=False)
    proposals = tuple(
        cards.proposal_card(desk, process, item) for item in desk.build.proposals(process)
    )
    results = desk.results_link(process)
    notice = fields.data_protection or town.data_protection
    mapped = maps.map_view(
        desk, maps.of_process(desk, process), desk.urls.process(process, desk.code)
    )
    return ProcessView(
        _head(desk, process, ways, mapped),
        site,
        title=fields.title,
        kind=desk.kind(process),
        state=process_state(process, desk.clock),
        summary=fields.summary,
        easy=desk.easy_link(process),
        image=parts.image(desk, process.folder, fields.image, bound.span("image", "file")),
        interventions=phases.interventions(desk, process),
        now=phases.now(desk, process, timeline, ways, events),
        phases=timeline,
        ways=ways,
        facts=process_parts.facts(desk, process, fields),
        contact=parts.contact(fields.contact or town.contact),
        text=prose(desk, localised, {way.id: way for way in ways}),
        events=events,
        contests=contests.contest_cards(desk, process, proposals),
        item_word=process.kind.item,
        proposals=proposals,
        results=results,
        results_since=_since(desk, process) if results else None,
        results_at=_since(desk, process) if not results else None,
        sets=contributions.sets(desk, process),
        outcome=process_parts.outcome(desk, process, fields),
        decisions=parts.decisions(desk, process),
        follow_up=parts.follow_ups(
            desk, process, fields.follow_up, process.texts.main.bound.span("follow_up")
        ),
        selection=_selection(desk, process, fields),
        duties=parts.duties(desk, process),
        documents=parts.documents(desk, process),
        announced=process_parts.announced(desk, process, fields),
        data_protection=parts.data_protection(desk, notice) if ways else (),
        official=process_parts.official(desk, fields),
        updated=parts.updates(desk, fields.updated),
        series=_series(desk, process),
        map=mapped,
        paper=sheets.links(desk, process),
        report=desk.report_link(process),
    )


def _head(desk: Desk, process: Process, ways: tuple[WayView, ...], mapped: MapView | None) -> Head:
    town = desk.build.site.municipalities[process.municipality]
    localised = process.texts.in_(desk.code)
    paths = {code: desk.urls.process(process, code) for code in desk.urls.languages(process.texts)}
    return head(
        desk,
        "process",
        paths[desk.code],
        localised.fields.title,
        summary_of(localised.fields.summary, localised),
        paths,
        trail(desk, town),
        framed(ways),
        localised,
        mapped,
        offers.of_process(desk, process),
        linked_data.service(desk, process),
    )


def _since(desk: Desk, process: Process) -> DateView | None:
    return desk.date(process.results.main.value.publish_at) if process.results else None


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


def _series(desk: Desk, process: Process) -> SeriesView | None:
    """The other processes of the series; named by their kind where all have the same."""
    series = process.texts.fields.series
    if series is None:
        return None
    town = desk.build.site.municipalities[process.municipality]
    others = [
        other
        for other in desk.build.processes(town)
        if other.texts.fields.series == series and other.id != process.id
    ]
    if not others:
        return None
    alike = all(other.kind is process.kind for other in others)
    kinds = desk.kind_word(process, "plural")
    title = desk.word("series-of", kinds=kinds) if alike else desk.word("series")
    return SeriesView(Text(title, None), tuple(cards.process_card(desk, other) for other in others))
