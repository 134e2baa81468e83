"""The privacy page: what others learn of visitors, made from what the site really offers.

Whoever embeds a service is responsible for what it is sent (CJEU C-40/17 *Fashion ID*), so the
page lists every service that a form, video or map leads to, whether it is open now or not. It
changes when the content does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from civicsite.embeds.base import Embed
from civicsite.language import Text
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, home_crumb, home_languages
from civicsite.pages.maps import TILE_HOST, TILE_NOTICE, mapped_pages
from civicsite.pages.offered import offers
from civicsite.pages.views import Link, PrivacyView, ServiceView, SiteView

__all__ = ["PAGES", "privacy_view"]


class _Privacy(PageKind):
    template = "privacy"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        if desk.code in home_languages(desk):
            yield Made(privacy_view(desk, site), "civicsite.yaml")


PAGES = _Privacy()


@dataclass(slots=True)
class _Service:
    embed: Embed
    framed: bool = False
    uses: dict[str, Link] = field(default_factory=dict)


def privacy_view(desk: Desk, site: SiteView) -> PrivacyView:
    """The services in the order of their names, each with where it is offered."""
    services: dict[tuple[str, str], _Service] = {}
    for offer in offers(desk):
        found = offer.embed
        service = services.setdefault((found.name, found.host), _Service(found))
        service.framed = service.framed or found.frame is not None
        service.uses.setdefault(offer.link.path, offer.link)
    shown = [*map(_view, services.values()), *_tiles(desk)]
    paths = {code: desk.urls.privacy(code) for code in home_languages(desk)}
    title = Text(desk.word("privacy-title"), None)
    return PrivacyView(
        head(
            desk,
            "privacy",
            paths[desk.code],
            title,
            desk.word("privacy-lead"),
            paths,
            (home_crumb(desk),),
        ),
        site,
        services=tuple(sorted(shown, key=lambda service: (service.name, service.host))),
        controllers=tuple(
            desk.municipality_link(town)
            for town in desk.build.site.municipalities.values()
            if town.texts.fields.data_protection
        ),
    )


def _tiles(desk: Desk) -> Iterable[ServiceView]:
    """Where the maps of places come from, if there are any."""
    uses = tuple(link for link, _ in mapped_pages(desk))
    if uses:
        yield ServiceView(
            "OpenStreetMap", TILE_HOST, "map", "map-note", None, "EU", TILE_NOTICE, True, uses
        )


def _view(service: _Service) -> ServiceView:
    found = service.embed
    return ServiceView(
        found.name,
        found.host,
        found.kind,
        found.data_note_key,
        found.privacy,
        found.location,
        found.notice or None,
        service.framed,
        tuple(service.uses.values()),
    )
