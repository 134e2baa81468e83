"""The page of a municipality."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.language import Text
from civicsite.model.site import Municipality
from civicsite.pages import cards, maps, offers, parts
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import External, Fact, MunicipalityView, SiteView
from civicsite.reading.schema import AccessibilityFields, MunicipalityFields

__all__ = ["PAGES", "municipality_view"]


class _Municipalities(PageKind):
    template = "municipality"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for town in desk.build.site.municipalities.values():
            if desk.code in desk.urls.languages(town.texts):
                yield Made(municipality_view(desk, site, town), town.texts.source, town.id)


PAGES = _Municipalities()


def municipality_view(desk: Desk, site: SiteView, town: Municipality) -> MunicipalityView:
    """Who a municipality is and everything it runs."""
    localised = town.texts.in_(desk.code)
    fields, bound = localised.fields, localised.bound
    processes = desk.build.processes(town)
    groups = cards.grouped(desk, processes)
    places = town.places.in_(desk.code).places if town.places else ()
    paths = {code: desk.urls.municipality(town, code) for code in desk.urls.languages(town.texts)}
    home = desk.build.site.fields.home == town.id
    mapped = maps.map_view(desk, maps.of_municipality(desk, town), paths[desk.code])
    return MunicipalityView(
        head(
            desk,
            "municipality",
            paths[desk.code],
            fields.name,
            summary_of(fields.summary, localised),
            paths,
            () if home else trail(desk),
            localised=localised,
            mapped=mapped,
            offers=offers.of_municipality(desk, town),
        ),
        site,
        name=fields.name,
        summary=fields.summary,
        text=prose(desk, localised, {}),
        image=parts.image(desk, town.folder, fields.image, bound.span("image", "file")),
        facts=_facts(desk, fields),
        contact=parts.contact(fields.contact),
        open=groups.open,
        soon=groups.soon,
        underway=groups.underway,
        finished=groups.finished,
        events=cards.event_cards(desk, processes, with_process=True, ahead_only=True),
        places=tuple(parts.place(place) for place in places),
        pages=tuple(desk.page_link(page) for page in desk.build.pages(town)),
        data_protection=parts.data_protection(desk, fields.data_protection),
        accessibility=_accessibility(desk, town, fields.accessibility),
        map=mapped,
    )


def _facts(desk: Desk, fields: MunicipalityFields) -> tuple[Fact, ...]:
    facts = [*parts.fact("seat", fields.seat), *parts.map_fact(desk, fields.position)]
    if fields.residents:
        number = Text(desk.language.number(fields.residents.count), None)
        facts.append(Fact("residents", number, desk.date(fields.residents.on)))
    facts += parts.fact("code", fields.code)
    for name, url in (("website", fields.website), ("bip", fields.bip_url)):
        if url:
            facts.append(Fact(name, link=External(Text(url.split("/")[2], None), url)))
    return tuple(facts)


def _accessibility(
    desk: Desk, town: Municipality, fields: AccessibilityFields | None
) -> tuple[Fact, ...]:
    """How accessible the site is, whom to ask, and where the declaration stands."""
    if fields is None:
        return ()
    facts = [Fact("accessibility-status", Text(desk.word(f"conformance.{fields.status}"), None))]
    said = fields.contact
    lines = (
        [
            said.unit,
            *(Text(part, None) for part in (said.person, said.email, said.phone) if part),
            said.address,
            said.hours,
        ]
        if said
        else []
    )
    if said:
        facts.append(Fact("accessibility-contact", lines=tuple(line for line in lines if line)))
    facts.append(Fact("declaration", link=desk.declaration_link(town)))
    return tuple(facts)
