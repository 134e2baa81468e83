"""The first page of the site."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.model.site import Municipality, process_state
from civicsite.pages import cards, offers
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, home_languages
from civicsite.pages.views import HomeView, MunicipalityCard, SiteView
from civicsite.terms import State

__all__ = ["PAGES", "home_view"]

_EVENTS = 8
_RESULTS = 5
_FINISHED = 8
"""How many entries the lists of the first page hold; the municipalities' pages have them all."""


class _Home(PageKind):
    template = "home"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        only_town = desk.build.site.fields.home is not None
        if desk.code in home_languages(desk) and not only_town:
            yield Made(home_view(desk, site), "civicsite.yaml")


PAGES = _Home()


def home_view(desk: Desk, site: SiteView) -> HomeView:
    """What is open now, what opens soon, results since."""
    fields = desk.build.site.settings.in_(desk.code)
    processes = desk.build.processes()
    groups = cards.grouped(desk, processes)
    paths = {code: desk.urls.home(code) for code in home_languages(desk)}
    description = str(fields.description or fields.title)
    offered = offers.of_home(desk)
    return HomeView(
        head(desk, "home", paths[desk.code], fields.title, description, paths, offers=offered),
        site,
        intro=fields.description,
        open=groups.open,
        soon=groups.soon,
        underway=groups.underway,
        results=groups.results[:_RESULTS],
        finished=groups.finished[:_FINISHED],
        events=cards.event_cards(desk, processes, with_process=True, ahead_only=True)[:_EVENTS],
        municipalities=tuple(_card(desk, town) for town in desk.build.site.municipalities.values()),
    )


def _card(desk: Desk, town: Municipality) -> MunicipalityCard:
    processes = desk.build.processes(town)
    open_now = [p for p in processes if process_state(p, desk.clock) == State.OPEN]
    return MunicipalityCard(
        desk.municipality_link(town),
        desk.said(town.texts.in_(desk.code).fields.summary, town.texts),
        len(open_now),
        len(processes),
    )
