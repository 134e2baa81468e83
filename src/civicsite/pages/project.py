"""The page of a project that no file describes: an export of the vote names it, with its cost and
its place, and the published result says what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from civicsite.language import slug
from civicsite.model.site import Process
from civicsite.pages import parts
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, trail
from civicsite.pages.result_words import Names, exported_projects, word_or
from civicsite.pages.views import Fact, Link, ProposalView, Prose, SiteView
from civicsite.reading.schema import Position
from civicsite.results.counts import OptionTally

__all__ = ["PAGES"]


class _Projects(PageKind):
    template = "proposal"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            if process.results and desk.code in desk.urls.languages(process.texts):
                for view in _views(desk, site, process):
                    yield Made(view, process.results.source, process.municipality)


PAGES = _Projects()


def _views(desk: Desk, site: SiteView, process: Process) -> Iterator[ProposalView]:
    assert process.results
    addresses = exported_projects(desk, process)
    fields = process.results.in_(desk.code)
    for tally in desk.build.tallies.get(process.id, ()):
        names = Names(desk, process, fields, tally)
        for item in tally.options:
            address = addresses.get((tally.contest, item.option.id))
            if address:
                yield _view(desk, site, names, item, address)


def _view(
    desk: Desk, site: SiteView, names: Names, item: OptionTally, address: str
) -> ProposalView:
    process, tally = names.process, names.tally
    town = desk.build.site.municipalities[process.municipality]
    languages = desk.urls.languages(process.texts)
    paths = {code: desk.urls.option(process, address, code) for code in languages}
    title = names.title(item.option.id)
    results = desk.results_link(process)
    if results:
        results = Link(results.title, results.path, tally.contest or "result", results.lang)
    selected = tally.official.get(item.option.id)
    where = trail(desk, town, process)
    process_title = process.texts.in_(desk.code).fields.title
    return ProposalView(
        head(desk, "proposal", paths[desk.code], title, f"{title}. {process_title}", paths, where),
        site,
        title=title,
        item_word=process.kind.item,
        standing=None if selected is None else "selected" if selected else "not-selected",
        summary=None,
        image=None,
        facts=tuple(_facts(desk, names, item)),
        text=Prose(),
        checks=(),
        votes=desk.language.number(item.votes) if tally.held == "voted" else None,
        result=results,
        follow_up=(),
        progress=None,
        updated=(),
        process=desk.process_link(process),
    )


def _facts(desk: Desk, names: Names, item: OptionTally) -> Iterator[Fact]:
    option = item.option
    yield from parts.fact("number", option.id)
    contest = names.contest
    page = desk.contest_link(names.process, names.tally.contest)
    if contest and page:
        yield Fact("contest", link=Link(contest.title, page.path, lang=page.lang))
    elif contest:
        yield from parts.fact("contest", contest.title)
    yield from parts.fact("cost", desk.money(option.cost))
    yield from parts.fact("place", option.place)
    yield from parts.fact("category", _joined(desk, "category", option.category))
    yield from parts.fact("beneficiaries", _joined(desk, "beneficiaries", option.beneficiaries))
    if option.latitude is not None and option.longitude is not None:
        yield from parts.map_fact(desk, _position(option.latitude, option.longitude))


def _joined(desk: Desk, column: str, words: Iterable[str]) -> str:
    """Words of a column in the language of the page, where they are those of the file format
    (Pabulib has an English list of both), else as they are."""
    known = [word_or(desk, f"project-{column}.{slug(word)}", word) for word in words]
    return desk.language.join(known)


def _position(latitude: Decimal, longitude: Decimal) -> Position:
    return Position(lat=latitude, lon=longitude)
