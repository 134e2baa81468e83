"""The page of a contest that has one of its own: a pool, a constituency, a mural."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.model.site import ContestPage, Process
from civicsite.pages import cards, parts, phases
from civicsite.pages.base import Made, PageKind
from civicsite.pages.contests import contest_card
from civicsite.pages.context import Desk
from civicsite.pages.frame import framed, head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import ContestPageView, SiteView

__all__ = ["PAGES", "contest_view"]


class _Contests(PageKind):
    template = "contest"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            for page in desk.build.contest_pages(process):
                if desk.code in desk.urls.languages(page.texts):
                    aliases = page.texts.fields.aliases
                    view = contest_view(desk, site, process, page)
                    yield Made(view, page.texts.source, process.municipality, aliases)


PAGES = _Contests()


def contest_view(
    desk: Desk, site: SiteView, process: Process, page: ContestPage
) -> ContestPageView:
    """One contest: what is chosen in it, between what, and what came of it."""
    assert process.results, "a page of a contest without a contest is an error of the content"
    town = desk.build.site.municipalities[process.municipality]
    localised = page.texts.in_(desk.code)
    fields, bound = localised.fields, localised.bound
    results = process.results.in_(desk.code)
    contest = next(item for item in results.contests if item.id == page.id)
    proposals = tuple(
        cards.proposal_card(desk, process, item) for item in desk.build.proposals(process)
    )
    ways = phases.ways(desk, process)
    paths = {code: desk.urls.contest(page, code) for code in desk.urls.languages(page.texts)}
    return ContestPageView(
        head(
            desk,
            "contest",
            paths[desk.code],
            fields.title,
            summary_of(fields.summary, localised),
            paths,
            trail(desk, town, process),
            framed(ways),
            localised,
        ),
        site,
        title=fields.title,
        summary=fields.summary,
        image=parts.image(desk, process.folder, fields.image, bound.span("image", "file")),
        contest=contest_card(desk, process, contest, results, proposals),
        item_word=process.kind.item,
        text=prose(desk, localised, {way.id: way for way in ways}),
        updated=parts.updates(desk, fields.updated),
        process=desk.process_link(process),
    )
