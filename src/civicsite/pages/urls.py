"""Every address and output path is decided here and nowhere else.

The address mirrors the folder: ``content/lipowiec/park/events/spacer.md`` is published as
``lipowiec/park/events/spacer.html``, its English translation below ``en/``. An ``id:`` stands in
the place of the folder's or file's name. Only roots are
``index.html`` (decision 12). The municipality named ``home:`` lives at the root of the site; a
second municipality added later moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from civicsite.letters import slug
from civicsite.model.site import (
    ContestPage,
    Event,
    Municipality,
    Page,
    Process,
    Proposal,
    Site,
    Texts,
)

__all__ = ["Target", "Urls", "relative_address"]


@dataclass(frozen=True, slots=True)
class Target:
    """A page or file of the site."""

    path: str
    """Output path."""
    lang: str
    """Language of the page."""


@dataclass(slots=True)
class Urls:
    """Output paths of everything on a site."""

    site: Site
    _folders: dict[str, str] = field(init=False)
    """Output folder of a municipality's or process's content folder, with its final slash."""
    _pages: dict[str, tuple[Texts[Any], str]] = field(init=False)

    def __post_init__(self) -> None:
        home = self.site.fields.home
        self._folders = {
            town.folder: "" if name == home else f"{name}/"
            for name, town in self.site.municipalities.items()
        }
        for process in self.site.processes.values():
            above = self._folders[process.folder.rpartition("/")[0]]
            self._folders[process.folder] = f"{above}{process.slug}/"
        self._pages = {source: (texts, path) for source, texts, path in self._all_pages()}

    def _all_pages(self) -> Iterator[tuple[str, Texts[Any], str]]:
        """Every content file with a page: the item it describes and its path below the language's
        folder. Names are the items' ids, so an id keeps the address when a file is renamed."""
        for town in self.site.municipalities.values():
            below = self._folders[town.folder]
            yield town.texts.source, town.texts, f"{below}index.html"
            for page in town.pages:
                yield page.texts.source, page.texts, f"{below}pages/{page.id}.html"
        for process in self.site.processes.values():
            below = self._folders[process.folder]
            yield process.texts.source, process.texts, f"{below[:-1]}.html"
            if process.easy:
                yield process.easy.source, process.easy, f"{below}easy.html"
            if process.results:
                yield process.results.source, process.texts, f"{below}results.html"
            for contest in process.contest_pages:
                yield contest.texts.source, contest.texts, f"{below}contests/{contest.id}.html"
            for event in process.events:
                yield event.texts.source, event.texts, f"{below}events/{event.id}.html"
            for item in process.proposals:
                yield item.texts.source, item.texts, f"{below}proposals/{item.id}.html"

    # --- languages ---

    def prefix(self, language: str) -> str:
        """Folder of a language: the main language has none."""
        return "" if language == self.site.main_language else f"{language}/"

    def language_of(self, texts: Texts[Any], language: str) -> str:
        """``language`` where the item is written in it, else the main language."""
        return language if language in texts.translations else self.site.main_language

    def languages(self, texts: Texts[Any]) -> tuple[str, ...]:
        """The languages an item has a page in, in the site's order."""
        return tuple(
            code
            for code in self.site.languages
            if code == self.site.main_language or code in texts.translations
        )

    # --- pages ---

    def home(self, language: str) -> str:
        """The first page of the site."""
        return f"{self.prefix(language)}index.html"

    def privacy(self, language: str) -> str:
        """What others learn of visitors."""
        return f"{self.prefix(language)}privacy.html"

    def listed(self, mark: str | None, language: str) -> str:
        """The list of all processes, or of those of one choice such as ``state-open``."""
        name = f"processes/{mark}" if mark else "processes"
        return f"{self.prefix(language)}{name}.html"

    def search(self, language: str) -> str:
        """The page of the full-text search."""
        return f"{self.prefix(language)}search.html"

    def search_file(self, name: str, language: str) -> str:
        """A script of the index."""
        return f"{self.prefix(language)}search/{name}"

    def _page(self, source: str, language: str) -> str:
        return self.prefix(language) + self._pages[source][1]

    def municipality(self, town: Municipality, language: str) -> str:
        """A municipality's first page."""
        return self._page(town.texts.source, language)

    def declaration(self, town: Municipality, language: str) -> str:
        """The accessibility declaration of a municipality."""
        return f"{self.prefix(language)}{self._folders[town.folder]}accessibility.html"

    def page(self, page: Page, language: str) -> str:
        """A free page."""
        return self._page(page.texts.source, language)

    def process(self, process: Process, language: str) -> str:
        """A process."""
        return self._page(process.texts.source, language)

    def easy(self, process: Process, language: str) -> str:
        """A process in a text that is easy to read."""
        assert process.easy
        return self._page(process.easy.source, language)

    def paper(self, process: Process, sheet: str, language: str) -> str:
        """A sheet for print about a process: ``poster``, ``leaflet`` or ``notice``."""
        return f"{self.process(process, language).removesuffix('.html')}/{sheet}.html"

    def contest(self, contest: ContestPage, language: str) -> str:
        """A contest that has a page of its own."""
        return self._page(contest.texts.source, language)

    def event(self, event: Event, language: str) -> str:
        """An event."""
        return self._page(event.texts.source, language)

    def proposal(self, proposal: Proposal, language: str) -> str:
        """A proposal."""
        return self._page(proposal.texts.source, language)

    def option(self, process: Process, name: str, language: str) -> str:
        """A project that only an export names; :meth:`option_names` gives its name."""
        return f"{self.prefix(language)}{self._folders[process.folder]}proposals/{name}.html"

    def option_names(
        self, process: Process, options: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], str]:
        """Names for the addresses of projects, given as contest and number, that no file in
        ``proposals/`` describes. A number that stands in two contests, or is spelled like another
        one, gets the contest in front and then a number behind."""
        taken = {item.id for item in process.proposals}
        names: dict[tuple[str, str], str] = {}
        for contest, id in options:
            stem = slug(id, 40) or "x"
            if stem in taken:
                stem = slug(f"{contest}-{id}", 60) or "x"
            name, again = stem, 1
            while name in taken:
                again += 1
                name = f"{stem}-{again}"
            taken.add(name)
            names[contest, id] = name
        return names

    def results(self, process: Process, language: str) -> str:
        """The results of a process."""
        assert process.results
        return self._page(process.results.source, language)

    def report(self, process: Process, language: str) -> str:
        """The report on a process."""
        return f"{self.prefix(language)}{self._folders[process.folder]}report.html"

    def download(self, process: Process, name: str) -> str:
        """A file of the published record of a result, the same in every language."""
        return f"{self._folders[process.folder]}results/{name}"

    @property
    def all_processes(self) -> str:
        """The list of all processes for other programs."""
        return "processes.json"

    @property
    def catalogue(self) -> str:
        """The catalogue of published data."""
        return "catalog.jsonld"

    def open_consult(self, name: str) -> str:
        """A table of all processes in the form of OpenConsult."""
        return f"openconsult/{name}.csv"

    def beside(self, page: str, ending: str) -> str:
        """A file for other programs that stands beside a page: ``lipowiec/park.ics``."""
        return f"{page.removesuffix('.html')}.{ending}"

    def file(self, source: str) -> str:
        """A published file of the content, such as a document or an image."""
        content, town, *rest = source.split("/")
        folder = f"{content}/{town}"
        if rest and f"{folder}/{rest[0]}" in self._folders:
            folder = f"{folder}/{rest.pop(0)}"
        return self._folders[folder] + "/".join(rest)

    # --- links between content files ---

    def texts_of(self, source: str) -> Texts[Any] | None:
        """The item that a content file describes; the process for its ``results.yaml``."""
        known = self._pages.get(source)
        return known[0] if known else None

    def of_source(self, source: str, language: str) -> Target | None:
        """The page made from a content file, in ``language`` where it exists in it."""
        known = self._pages.get(source)
        if known is None:
            return None
        lang = self.language_of(known[0], language)
        return Target(self.prefix(lang) + known[1], lang)


# --- links ---------------------------------------------------------------------------------------


def relative_address(here: str, target: str, anchor: str = "", base: str = "") -> str:
    """The address of an output path as a link on the page ``here`` names it.

    Links name the file (``…/index.html``), so that they work from a folder on a disk. With
    ``base`` the address begins with it instead, for a page that is served at any depth.
    """
    mark = f"#{quote(anchor, safe=_ANCHOR_SAFE)}" if anchor else ""
    if base:
        return base + quote(target, safe=_PATH_SAFE) + mark
    if target == here and mark:
        return mark
    way = _quoted(_way(here, target))
    # RFC 3986, section 4.2: a first segment with a colon would be read as a scheme.
    return ("./" if ":" in way.split("/")[0] else "") + way + mark


def _way(here: str, target: str) -> str:
    """From the folder of one output to another. Both are written from the root of the site with
    neither ``.`` nor ``..``, so that what they share at the front is all there is to find out."""
    folders, steps = here.split("/"), target.split("/")
    shared, most = 0, min(len(folders), len(steps)) - 1
    while shared < most and folders[shared] == steps[shared]:
        shared += 1
    return "../" * (len(folders) - 1 - shared) + "/".join(steps[shared:])


@lru_cache(maxsize=1 << 14)
def _quoted(way: str) -> str:
    """The same few hundred addresses stand on all pages of a town."""
    return quote(way, safe=_PATH_SAFE)


# RFC 3986: what may stand in a path and in a fragment as it is.
_PATH_SAFE = "/:@!$&'()*+,;=-._~"
_ANCHOR_SAFE = _PATH_SAFE + "?"
