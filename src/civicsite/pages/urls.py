"""Every address and output path is decided here and nowhere else.

The address mirrors the folder: ``content/lipowiec/park/events/spacer.md`` is published as
``lipowiec/park/events/spacer.html``, its English translation below ``en/``. Only roots are
``index.html`` (decision 12). The municipality named ``home:`` lives at the root of the site; a
second municipality added later moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from civicsite.model.site import Event, Municipality, Page, Process, Proposal, Site, Texts

__all__ = ["Target", "Urls"]


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
    _sources: dict[str, Texts[Any] | None] = field(init=False)

    def __post_init__(self) -> None:
        home = self.site.fields.home
        self._folders = {
            town.folder: "" if name == home else f"{name}/"
            for name, town in self.site.municipalities.items()
        }
        self._sources = dict(self._all_sources())

    def _all_sources(self) -> list[tuple[str, Texts[Any] | None]]:
        texts: list[Texts[Any]] = []
        data: list[tuple[str, Texts[Any] | None]] = []
        for town in self.site.municipalities.values():
            texts += [town.texts, *(page.texts for page in town.pages)]
        for process in self.site.processes.values():
            texts.append(process.texts)
            texts += [event.texts for event in process.events]
            texts += [proposal.texts for proposal in process.proposals]
            if process.results:
                data.append((process.results.source, process.texts))
        return [(item.source, item) for item in texts] + data

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

    def _below(self, folder: str) -> str:
        """Output folder of a content folder, with its final slash."""
        content, town, *rest = folder.split("/")
        return self._folders[f"{content}/{town}"] + "".join(f"{part}/" for part in rest)

    def municipality(self, town: Municipality, language: str) -> str:
        """A municipality's first page."""
        return f"{self.prefix(language)}{self._below(town.folder)}index.html"

    def page(self, page: Page, language: str) -> str:
        """A free page."""
        folder = self.site.municipalities[page.municipality].folder
        return f"{self.prefix(language)}{self._below(folder)}pages/{page.id}.html"

    def process(self, process: Process, language: str) -> str:
        """A process."""
        return f"{self.prefix(language)}{self._below(process.folder)[:-1]}.html"

    def event(self, event: Event, language: str) -> str:
        """An event."""
        folder = self.site.processes[event.process].folder
        return f"{self.prefix(language)}{self._below(folder)}events/{event.id}.html"

    def proposal(self, proposal: Proposal, language: str) -> str:
        """A proposal."""
        folder = self.site.processes[proposal.process].folder
        return f"{self.prefix(language)}{self._below(folder)}proposals/{proposal.id}.html"

    def results(self, process: Process, language: str) -> str:
        """The results of a process."""
        return f"{self.prefix(language)}{self._below(process.folder)}results.html"

    def file(self, source: str) -> str:
        """A published file of the content, such as a document or an image."""
        content, town, *rest = source.split("/")
        return self._folders[f"{content}/{town}"] + "/".join(rest)

    # --- links between content files ---

    def texts_of(self, source: str) -> Texts[Any] | None:
        """The item that a content file describes; the process for its ``results.yaml``."""
        return self._sources.get(source)

    def of_source(self, source: str, language: str) -> Target | None:
        """The page made from a content file, in ``language`` where it exists in it."""
        texts = self._sources.get(source)
        if texts is None:
            return None
        lang = self.language_of(texts, language)
        stem = source.rpartition(".")[0]
        for name in ("/municipality", "/process"):
            if stem.endswith(name):
                folder = stem.removesuffix(name)
                below = self._below(folder)
                page = f"{below}index.html" if name == "/municipality" else f"{below[:-1]}.html"
                return Target(self.prefix(lang) + page, lang)
        folder, _, name = stem.rpartition("/")
        return Target(f"{self.prefix(lang)}{self._below(folder)}{name}.html", lang)
