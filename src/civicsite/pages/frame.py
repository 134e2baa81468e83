"""The frame of every page: navigation, footer, breadcrumbs, languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from civicsite.language import Text
from civicsite.model.declaration import POLISH
from civicsite.model.site import Localised, Municipality, Process
from civicsite.pages.context import Desk
from civicsite.pages.maps import TILE_HOST
from civicsite.pages.views import (
    Asset,
    FormView,
    Head,
    Html,
    Link,
    MapView,
    Offer,
    SiteView,
    WayView,
)

__all__ = ["MANY", "framed", "head", "home_crumb", "site_view", "trail"]

_LANGUAGE_NAMES = "language-name"
"""Catalogue key of a language's own name."""


MANY = 12
"""More municipalities than that are not listed on every page, which would grow with the country,
and be written again whenever one joins: a page names its own, the first page has them all."""


def site_view(desk: Desk, assets: Sequence[Asset], own: Municipality | None = None) -> SiteView:
    """What every page of one language shows alike. With many municipalities, what every page of
    ``own`` does, or of those that belong to none."""
    site = desk.build.site
    fields = site.settings.in_(desk.code)
    towns = list(site.municipalities.values())
    if len(towns) > MANY:
        towns = [own] if own else []
    links = [desk.municipality_link(town) for town in towns]
    if len(site.municipalities) == 1:
        links = [desk.page_link(page) for page in desk.build.pages(towns[0])]
    if desk.build.processes():
        lists = desk.urls.listed(None, _home_language(desk))
        links.append(Link(Text(desk.word("all-processes"), None), lists))
    found = desk.urls.search(_home_language(desk))
    links.append(Link(Text(desk.word("search-title"), None), found))
    declarations = {town.id: desk.declaration_link(town) for town in towns}
    footer = [link for link in declarations.values() if link]
    privacy = desk.urls.privacy(_home_language(desk))
    footer.append(Link(Text(desk.word("privacy-title"), None), privacy))
    return SiteView(
        fields.title,
        desk.urls.home(_home_language(desk)),
        desk.code,
        tuple(links),
        tuple(footer),
        tuple(assets),
        fields.currency,
        site.main_language,
        tuple(
            desk.canonical(link.path)
            for town, link in declarations.items()
            if link and site.municipalities[town].texts.fields.country == POLISH
        ),
    )


def _home_language(desk: Desk) -> str:
    return desk.code if desk.code in home_languages(desk) else desk.build.site.main_language


def home_languages(desk: Desk) -> tuple[str, ...]:
    """Languages that have a home page: those in which at least one municipality is written."""
    site = desk.build.site
    return tuple(
        code
        for code in site.languages
        if code == site.main_language
        or any(code in town.texts.translations for town in site.municipalities.values())
    )


def head(
    desk: Desk,
    template: str,
    path: str,
    title: Text,
    description: str,
    paths: Mapping[str, str],
    trail: Sequence[Link] = (),
    frames: Sequence[FormView] = (),
    localised: Localised | None = None,  # type: ignore[type-arg]
    mapped: MapView | None = None,
    offers: Sequence[Offer] = (),
    data: Html | None = None,
) -> Head:
    """What the frame needs to know of one page. ``paths`` are the page's paths by language."""
    alternates = tuple(
        Link(
            Text(desk.build.languages[code].catalogue.text(_LANGUAGE_NAMES), None),
            paths[code],
            lang=code,
            current=code == desk.code,
        )
        for code in desk.build.site.languages
        if code in paths and len(paths) > 1
    )
    fields = localised.fields if localised else None
    return Head(
        title,
        path,
        desk.code,
        " ".join(description.split())[:300],
        desk.canonical(path),
        template,
        alternates,
        tuple(trail),
        _hosts(frames),
        (TILE_HOST,) if mapped else (),
        _hosts(form for form in frames if "geolocation" in form.allow),
        bool(localised and localised.untranslated),
        bool(getattr(fields, "draft", False)),
        offers=tuple(offers),
        data=data,
    )


def _hosts(frames: Iterable[FormView]) -> tuple[str, ...]:
    return tuple(sorted({form.frame_host for form in frames if form.frame_host}))


def home_crumb(desk: Desk) -> Link:
    """The first breadcrumb."""
    code = _home_language(desk)
    return Link(Text(desk.word("home"), None), desk.urls.home(code), lang=desk.foreign(code))


def trail(
    desk: Desk, town: Municipality | None = None, process: Process | None = None
) -> tuple[Link, ...]:
    """The way from the home page to the page above this one."""
    links = [home_crumb(desk)]
    if town and town.id != desk.build.site.fields.home:
        links.append(desk.municipality_link(town))
    if process:
        links.append(desk.process_link(process))
    return tuple(links)


def framed(ways: Sequence[WayView], *forms: FormView | None) -> tuple[FormView, ...]:
    """What a page may frame after a click."""
    found = [*forms, *(form for way in ways for form in (way.form, way.video, way.map))]
    return tuple(form for form in found if form and form.frame_host)
