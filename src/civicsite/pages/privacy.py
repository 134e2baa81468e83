"""The privacy page: what others learn of visitors, made from what the site really offers.

Whoever embeds a service is responsible for what it is sent (CJEU C-40/17 *Fashion ID*), so the
page lists every service that a form, video or map leads to, whether it is open now or not. It
changes when the content does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from civicsite.diagnostics import Diagnostic, Span
from civicsite.embeds.base import Embed
from civicsite.language import Text
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, home_crumb, home_languages
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
    for address, link in _offered(desk):
        # An address nobody knows is reported where it is shown.
        found = desk.build.recognise(address, Span(""), desk.code)
        if isinstance(found, Diagnostic):
            continue
        service = services.setdefault((found.name, found.host), _Service(found))
        service.framed = service.framed or found.frame is not None
        service.uses.setdefault(link.path, link)
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
        services=tuple(_view(service) for _, service in sorted(services.items())),
        controllers=tuple(
            desk.municipality_link(town)
            for town in desk.build.site.municipalities.values()
            if town.texts.fields.data_protection
        ),
    )


def _offered(desk: Desk) -> Iterator[tuple[str, Link]]:
    """Every address of a form, video or map, and the page that offers it."""
    for process in desk.build.processes():
        link = desk.process_link(process)
        for way in process.texts.in_(desk.code).fields.ways.values():
            yield from ((address, link) for address in _spoken(desk, way.form))
            yield from ((address, link) for address in (way.video, way.map) if address)
        for event in desk.build.events(process):
            fields, link_ = event.texts.fields, desk.event_link(event)
            if fields.registration:
                own = _spoken(desk, fields.registration.form)
                yield from ((address, link_) for address in own)
            if fields.recording:
                yield fields.recording.url, link_


def _spoken(desk: Desk, addresses: dict[str, str] | None) -> Iterator[str]:
    """The address of a form in the page's language, else the first."""
    if addresses:
        yield addresses.get(desk.code) or next(iter(addresses.values()))


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
