"""The free pages of a municipality."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.model.site import Page
from civicsite.pages import parts
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import Link, PageView, SiteView

__all__ = ["PAGES", "page_view"]


class _FreePages(PageKind):
    template = "page"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for town in desk.build.site.municipalities.values():
            for page in desk.build.pages(town):
                if desk.code in desk.urls.languages(page.texts):
                    aliases = page.texts.fields.aliases
                    view = page_view(desk, site, page)
                    yield Made(view, page.texts.source, town.id, aliases)


PAGES = _FreePages()


def page_view(desk: Desk, site: SiteView, page: Page) -> PageView:
    """A free page."""
    town = desk.build.site.municipalities[page.municipality]
    localised = page.texts.in_(desk.code)
    fields = localised.fields
    paths = {code: desk.urls.page(page, code) for code in desk.urls.languages(page.texts)}
    siblings = []
    for other in desk.build.pages(town):
        link = desk.page_link(other)
        siblings.append(Link(link.title, link.path, "", link.lang, other.id == page.id))
    return PageView(
        head(
            desk,
            "page",
            paths[desk.code],
            fields.title,
            summary_of(fields.summary, localised),
            paths,
            trail(desk, town),
            localised=localised,
        ),
        site,
        title=fields.title,
        summary=fields.summary,
        text=prose(desk, localised, {}),
        updated=parts.updates(desk, fields.updated),
        siblings=tuple(siblings) if len(siblings) > 1 else (),
    )
