"""A process in a text that is easy to read and understand."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.model.site import Process
from civicsite.pages import phases
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import framed, head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import EasyView, SiteView

__all__ = ["PAGES", "easy_view"]


class _EasyPages(PageKind):
    template = "easy"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            if process.easy and desk.code in desk.urls.languages(process.easy):
                view = easy_view(desk, site, process)
                yield Made(view, process.easy.source, process.municipality)


PAGES = _EasyPages()


def easy_view(desk: Desk, site: SiteView, process: Process) -> EasyView:
    """The text with the ways that it names."""
    assert process.easy
    town = desk.build.site.municipalities[process.municipality]
    localised = process.easy.in_(desk.code)
    fields = localised.fields
    title = fields.title or desk.process_link(process).title
    ways = phases.ways(desk, process)
    paths = {code: desk.urls.easy(process, code) for code in desk.urls.languages(process.easy)}
    return EasyView(
        head(
            desk,
            "easy",
            paths[desk.code],
            title,
            summary_of(fields.summary, localised),
            paths,
            trail(desk, town, process),
            framed(ways),
            localised,
        ),
        site,
        title=title,
        summary=fields.summary,
        text=prose(desk, localised, {way.id: way for way in ways}),
        process=desk.process_link(process),
    )
