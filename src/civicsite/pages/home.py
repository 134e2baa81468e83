"""The first page of the site, the 404 page and earlier addresses."""

from __future__ import annotations

from dataclasses import replace

from civicsite.language import Text
from civicsite.model.site import Municipality
from civicsite.pages import cards
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, home_languages
from civicsite.pages.views import (
    AliasView,
    HomeView,
    Link,
    MunicipalityCard,
    NotFoundView,
    SiteView,
)
from civicsite.terms import State

__all__ = ["alias_view", "home_view", "not_found_view"]

_EVENTS = 8
_RESULTS = 5
_FINISHED = 8
"""How many entries the lists of the first page hold; the municipalities' pages have them all."""


def home_view(desk: Desk, site: SiteView) -> HomeView:
    """What is open now, what opens soon, results since."""
    fields = desk.build.site.settings.in_(desk.code)
    processes = desk.build.processes()
    groups = cards.grouped(desk, processes)
    paths = {code: desk.urls.home(code) for code in home_languages(desk)}
    description = str(fields.description or fields.title)
    return HomeView(
        head(desk, "home", paths[desk.code], fields.title, description, paths),
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
    open_now = [p for p in processes if cards.process_card(desk, p).state == State.OPEN]
    return MunicipalityCard(
        desk.municipality_link(town),
        desk.said(town.texts.in_(desk.code).fields.summary, town.texts),
        len(open_now),
        len(processes),
    )


def not_found_view(desk: Desk, site: SiteView) -> NotFoundView:
    """404.html: served at any depth, so its links begin with the path of the site's address."""
    title = Text(desk.word("not-found-title"), None)
    frame = head(desk, "not-found", "404.html", title, str(title), {})
    return NotFoundView(replace(frame, base=desk.base, indexed=False), site)


def alias_view(desk: Desk, site: SiteView, path: str, target: Link) -> AliasView:
    """An earlier address that leads to the page's present one."""
    frame = head(desk, "alias", path, target.title, str(target.title), {})
    present = replace(frame, canonical=desk.canonical(target.path), indexed=False)
    return AliasView(present, site, target=target)
