"""A poster, a leaflet and the notice beside a ballot box, for print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from civicsite.language import Text
from civicsite.model.site import Process, process_state
from civicsite.pages import cards, parts, phases, process_parts, sheets
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, trail
from civicsite.pages.prose import summary_of
from civicsite.pages.views import PaperView, PlaceView, SiteView, WayView
from civicsite.terms import EventStatus, State

__all__ = ["PAGES", "paper_view"]


class _Paper(PageKind):
    template = "paper"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            if desk.code in desk.urls.languages(process.texts):
                for sheet in sheets.sheets(desk, process):
                    view = paper_view(desk, site, process, sheet)
                    yield Made(view, process.texts.source, process.municipality)


PAGES = _Paper()


def paper_view(desk: Desk, site: SiteView, process: Process, sheet: str) -> PaperView:
    """One sheet of a process to which somebody is still invited."""
    localised = process.texts.in_(desk.code)
    fields = localised.fields
    town = desk.build.site.municipalities[process.municipality]
    own = town.texts.in_(desk.code).fields
    waiting = sheets.ahead(desk, process)
    names = {phase.id for phase in waiting}
    ways = tuple(way for way in phases.ways(desk, process) if way.is_open or way.opens)
    page = desk.urls.process(process, desk.code)
    notice = fields.data_protection or own.data_protection
    suspended = process_state(process, desk.clock) == State.SUSPENDED
    title = Text(f"{desk.word(f'paper.{sheet}')}: {fields.title}", fields.title.lang)
    paths = {
        code: desk.urls.paper(process, sheet, code) for code in desk.urls.languages(process.texts)
    }
    frame = head(
        desk,
        "paper",
        paths[desk.code],
        title,
        summary_of(fields.summary, localised),
        paths,
        trail(desk, town, process),
        localised=localised,
    )
    who = process_parts.eligibility(desk, fields.eligibility) if fields.eligibility else ()
    return PaperView(
        replace(frame, indexed=False),
        site,
        sheet=sheet,
        title=fields.title,
        kind=desk.kind(process),
        municipality=desk.municipality_link(town).title,
        summary=fields.summary,
        stopped=State.SUSPENDED if suspended else None,
        phases=tuple(view for view in phases.phases(desk, process) if view.id in names),
        does=waiting[0].does,
        eligibility=tuple(who),
        ways=ways,
        places=_places(ways),
        events=tuple(
            card
            for card in cards.event_cards(desk, [process], with_process=False)
            if not card.past and card.status != EventStatus.CANCELLED
        ),
        contact=parts.contact(fields.contact or own.contact),
        data_protection=parts.data_protection(desk, notice) if ways else (),
        code=sheets.qr_code(desk.canonical(page)),
        process=desk.process_link(process),
    )


def _places(ways: Iterable[WayView]) -> tuple[PlaceView, ...]:
    """Every place once, in the editor's order."""
    found = {place.id: place for way in ways for place in way.places}
    return tuple(found.values())
