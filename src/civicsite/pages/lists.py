"""Lists of processes by where they stand, what they are, who runs them, and the year.

Each list is a page, so that it needs no script, can be sent to somebody, and is right at the
instant of the build; the script of the theme only chooses among the cards of the whole list
without loading another page. Lists with nothing in them do not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from civicsite.language import Text
from civicsite.model.site import Process, process_state
from civicsite.pages import cards
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, home_crumb, home_languages
from civicsite.pages.views import Filter, FilterLink, Link, ListedCard, ListView, SiteView
from civicsite.terms import State

__all__ = ["PAGES", "years"]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One value of a filter, and the processes that have it."""

    filter: str
    value: str
    title: str
    ids: frozenset[str]

    @property
    def mark(self) -> str:
        return f"{self.filter}-{self.value}"


class _Lists(PageKind):
    template = "list"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        processes = desk.build.processes()
        if not processes or desk.code not in home_languages(desk):
            return
        choices = tuple(_choices(desk, processes))
        yield Made(_view(desk, site, processes, choices, None), "civicsite.yaml")
        for choice in choices:
            yield Made(_view(desk, site, processes, choices, choice), "civicsite.yaml")


PAGES = _Lists()


def years(process: Process) -> range:
    """The calendar years its phases fall into, in the zone of their dates; empty without dates."""
    days = [
        int(when.text[:4])
        for phase in process.phases
        for when in (phase.starts, phase.ends)
        if when and when.start
    ]
    return range(min(days), max(days) + 1) if days else range(0)


def _choices(desk: Desk, processes: list[Process]) -> Iterator[_Choice]:
    """Every choice that leads to something, in the order of the page."""
    states = {process.id: process_state(process, desk.clock) for process in processes}
    for state in State:
        ids = frozenset(id for id, known in states.items() if known == state)
        if ids:
            yield _Choice("state", state, desk.word(f"state.{state}"), ids)
    kinds: dict[tuple[str, str], set[str]] = {}
    for process in processes:
        kinds.setdefault((str(desk.kind(process)), process.kind.id), set()).add(process.id)
    for (name, kind), members in sorted(
        kinds.items(), key=lambda pair: desk.language.sort_key(pair[0][0])
    ):
        yield _Choice("kind", kind, name, frozenset(members))
    towns = list(desk.build.site.municipalities.values())
    for town in towns if len(towns) > 1 else ():
        ids = frozenset(process.id for process in processes if process.municipality == town.id)
        if ids:
            name = str(town.texts.in_(desk.code).fields.name)
            yield _Choice("in", town.id, name, ids)
    spans = {process.id: years(process) for process in processes}
    for year in sorted({year for span in spans.values() for year in span}, reverse=True):
        ids = frozenset(id for id, span in spans.items() if year in span)
        yield _Choice("year", str(year), str(year), ids)


def _view(
    desk: Desk,
    site: SiteView,
    processes: list[Process],
    choices: tuple[_Choice, ...],
    chosen: _Choice | None,
) -> ListView:
    """All processes, or those of one choice."""
    mark = chosen.mark if chosen else None
    kept = [process for process in processes if chosen is None or process.id in chosen.ids]
    title = desk.word("list-title", value=chosen.title) if chosen else desk.word("all-processes")
    # The same choice exists in every language, since it follows from the processes alone.
    paths = {code: desk.urls.listed(mark, code) for code in home_languages(desk)}
    every = Link(Text(desk.word("all-processes"), None), desk.urls.listed(None, desk.code))
    trail = (home_crumb(desk), every) if chosen else (home_crumb(desk),)
    lead = desk.word("list-lead", count=len(kept))
    text = Text(title, None)
    return ListView(
        head(desk, "list", paths[desk.code], text, f"{title}. {lead}", paths, trail),
        site,
        cards=_cards(desk, kept, choices),
        filters=tuple(_filters(desk, choices, mark)),
        every=every,
        chosen=mark,
    )


def _cards(
    desk: Desk, processes: list[Process], choices: tuple[_Choice, ...]
) -> tuple[ListedCard, ...]:
    """What is open comes first, what is over last."""
    groups = cards.grouped(desk, processes)
    ordered = (*groups.open, *groups.soon, *groups.underway, *groups.finished)
    marks = {
        desk.process_link(process).path: tuple(c.mark for c in choices if process.id in c.ids)
        for process in processes
    }
    return tuple(ListedCard(card, marks[card.link.path]) for card in ordered)


def _filters(desk: Desk, choices: tuple[_Choice, ...], mark: str | None) -> Iterator[Filter]:
    for name in dict.fromkeys(choice.filter for choice in choices):
        links = tuple(
            FilterLink(
                Link(
                    Text(choice.title, None),
                    desk.urls.listed(choice.mark, desk.code),
                    current=choice.mark == mark,
                ),
                choice.mark,
                desk.language.number(len(choice.ids)),
            )
            for choice in choices
            if choice.filter == name
        )
        yield Filter(name, links)
