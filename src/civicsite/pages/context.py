"""What building a page needs: the site, the instant, the addresses and one language.

Everything a page says about time, links and files goes through here, so that a page kind only
chooses what to say.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlsplit

from civicsite.clock import Clock, Precision, When
from civicsite.diagnostics import Diagnostic, Report, Span, error
from civicsite.embeds.base import Embed
from civicsite.language import Language, Text
from civicsite.model.site import (
    ContestPage,
    Event,
    Municipality,
    Page,
    Process,
    Proposal,
    Site,
    Texts,
    visible,
)
from civicsite.pages.urls import Urls
from civicsite.pages.views import DateView, Link
from civicsite.reading.field_types import closest
from civicsite.reading.picture_files import PictureFacts, Pictures, is_picture
from civicsite.results.record import RecordFile
from civicsite.results.survey_counts import SurveyTally
from civicsite.results.tally import Tally

__all__ = ["Build", "Desk", "Recognise", "instant"]

_Made = TypeVar("_Made")
_Said = TypeVar("_Said", Text, Text | None)

Recognise = Callable[[str, Span, str], Embed | Diagnostic]
"""What the address of a form or video leads to, told in a language."""


def instant(moment: datetime | None) -> str | None:
    """A moment in UTC as the theme's script reads it: ``2026-06-14T18:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


@dataclass(slots=True)
class Build:
    """What all pages of one build share."""

    site: Site
    clock: Clock
    urls: Urls
    languages: Mapping[str, Language]
    recognise: Recognise
    files: tuple[str, ...]
    """All content files."""
    tallies: Mapping[str, tuple[Tally, ...]]
    """Counts by process id, a tally for each contest; nothing for what is under embargo."""
    report: Report
    pictures: Pictures
    drafts: bool = False
    """True only in the preview of ``serve --drafts``."""
    surveys: Mapping[str, SurveyTally] = field(default_factory=dict)
    """Answers to surveys by process id; nothing for what is under embargo."""
    downloads: Mapping[str, tuple[RecordFile, ...]] = field(default_factory=dict)
    """Files of the published record, by process id; nothing for what is under embargo."""
    word_forms: Callable[[str], Collection[str]] | None = None
    """All inflected forms of a Polish word, where the site uses a dictionary."""
    copies: dict[str, str] = field(default_factory=dict)
    """Output path -> content file of everything that is copied."""
    known_files: frozenset[str] = field(init=False)
    _once: dict[tuple[str, str, str], Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.known_files = frozenset(self.files)

    def once(self, what: str, lang: str, id: str, make: Callable[[], _Made]) -> _Made:
        """What several pages, feeds and calendars say of one item, made the first time it is asked
        for. ``make`` must depend on the build and on these three alone."""
        key = (what, lang, id)
        if key not in self._once:
            self._once[key] = make()
        made: _Made = self._once[key]
        return made

    def pictures_below(self, folder: str) -> list[str]:
        """Pictures in a folder, named from it, for suggestions."""
        return [
            path.removeprefix(f"{folder}/")
            for path in self.files
            if path.startswith(f"{folder}/") and is_picture(path)
        ]

    def shown(self, texts: Texts[Any]) -> bool:
        """Whether an item's page may be published now."""
        fields = texts.fields
        draft = getattr(fields, "draft", False)
        publish_at = getattr(fields, "publish_at", None)
        return visible(draft, publish_at, self.clock, drafts=self.drafts)

    def released(self, publish_at: When | None) -> bool:
        """Whether a part of a page with its own ``publish_at`` may be shown now."""
        return visible(False, publish_at, self.clock, drafts=False)

    def processes(self, town: Municipality | None = None) -> list[Process]:
        """The processes that may be shown, of one municipality or of all."""
        names = town.processes if town else self.site.processes
        found = [self.site.processes[name] for name in names if name in self.site.processes]
        return [process for process in found if self.shown(process.texts)]

    def events(self, process: Process) -> list[Event]:
        """The events of a process that may be shown."""
        return [event for event in process.events if self.shown(event.texts)]

    def proposals(self, process: Process) -> list[Proposal]:
        """The proposals of a process that may be shown."""
        return [item for item in process.proposals if self.shown(item.texts)]

    def contest_pages(self, process: Process) -> list[ContestPage]:
        """The pages of contests of a process that may be shown."""
        return [page for page in process.contest_pages if self.shown(page.texts)]

    def pages(self, town: Municipality) -> list[Page]:
        """The free pages of a municipality that may be shown."""
        return [page for page in town.pages if self.shown(page.texts)]

    def has_results(self, process: Process) -> bool:
        """Whether the results page of a process exists now."""
        return process.id in self.tallies or process.id in self.surveys

    def selected(self, process: Process, number: str) -> bool | None:
        """Whether the published result selected an option; None while nobody can say."""
        for tally in self.tallies.get(process.id, ()):
            if number in tally.official:
                return tally.official[number]
        return None

    def votes(self, process: Process, number: str) -> int | None:
        """Published votes of an option."""
        for tally in self.tallies.get(process.id, ()):
            for item in tally.options:
                if item.option.id == number and tally.held == "voted":
                    return item.votes
        return None


@dataclass(slots=True)
class Desk:
    """A build seen in one language."""

    build: Build
    code: str
    """Language of the pages."""

    @property
    def language(self) -> Language:
        """The language's dates, numbers and words."""
        return self.build.languages[self.code]

    @property
    def urls(self) -> Urls:
        """All addresses."""
        return self.build.urls

    @property
    def clock(self) -> Clock:
        """The build's instant."""
        return self.build.clock

    def word(self, key: str, /, **values: str | int) -> str:
        """A word of the catalogue."""
        return self.language.catalogue.text(key, **values)

    def kind(self, process: Process) -> Text:
        """Name of the kind of a process."""
        return Text(self.kind_word(process, "name"), None)

    def kind_word(self, process: Process, word: str) -> str:
        """A word that depends on the kind, such as the usual name of a phase."""
        own = process.kind.words.get(self.code, {}).get(word)
        if own:
            return own
        key = f"kind.{process.kind.id}.{word}"
        return self.word(key if self.language.catalogue.has(key) else word)

    # --- dates, amounts ---

    def date(self, when: When | None, *, ending: bool = False) -> DateView | None:
        """A date in words. A vague one has no machine-readable form."""
        if when is None:
            return None
        zone = self.build.site.zone
        text = self.language.when(when, zone, ending=ending)
        if not when.exact or when.start is None:
            return DateView(text)
        local = when.start.astimezone(zone)
        day = when.precision is Precision.DAY
        return DateView(text, local.date().isoformat() if day else local.isoformat())

    def known_date(self, when: When) -> DateView:
        """A date that is written."""
        view = self.date(when)
        assert view is not None
        return view

    def ending(self, when: When) -> DateView:
        """The date at which something ends, in words."""
        view = self.date(when, ending=True)
        assert view is not None
        return view

    def money(self, amount: Decimal | None) -> str | None:
        """An amount in the site's currency."""
        if amount is None:
            return None
        return self.language.money(amount, self.build.site.fields.currency)

    # --- links ---

    def process_link(self, process: Process, title: Text | None = None) -> Link:
        """A link to a process, in this language where it is written in it."""
        lang = self.urls.language_of(process.texts, self.code)
        own = process.texts.in_(self.code).fields.title
        path = self.urls.process(process, lang)
        return Link(title or self.said(own, process.texts), path, lang=self.foreign(lang))

    def event_link(self, event: Event) -> Link:
        """A link to an event."""
        lang = self.urls.language_of(event.texts, self.code)
        title = event.texts.in_(self.code).fields.title
        path = self.urls.event(event, lang)
        return Link(self.said(title, event.texts), path, lang=self.foreign(lang))

    def proposal_link(self, proposal: Proposal) -> Link:
        """A link to a proposal."""
        lang = self.urls.language_of(proposal.texts, self.code)
        title = proposal.texts.in_(self.code).fields.title
        path = self.urls.proposal(proposal, lang)
        return Link(self.said(title, proposal.texts), path, lang=self.foreign(lang))

    def easy_link(self, process: Process) -> Link | None:
        """A link to the text that is easy to read, where there is one in this language."""
        if process.easy is None or self.code not in self.urls.languages(process.easy):
            return None
        return Link(Text(self.word("easy-to-read"), None), self.urls.easy(process, self.code))

    def contest_link(self, process: Process, contest: str) -> Link | None:
        """A link to the page of a contest, where it has one."""
        page = next((p for p in self.build.contest_pages(process) if p.id == contest), None)
        if page is None:
            return None
        lang = self.urls.language_of(page.texts, self.code)
        title = page.texts.in_(self.code).fields.title
        path = self.urls.contest(page, lang)
        return Link(self.said(title, page.texts), path, lang=self.foreign(lang))

    def municipality_link(self, town: Municipality) -> Link:
        """A link to a municipality."""
        lang = self.urls.language_of(town.texts, self.code)
        name = town.texts.in_(self.code).fields.name
        path = self.urls.municipality(town, lang)
        return Link(self.said(name, town.texts), path, lang=self.foreign(lang))

    def declaration_title(self, town: Municipality) -> Text:
        """What the accessibility declaration of a municipality is called: by its name where the
        site has several."""
        if len(self.build.site.municipalities) == 1:
            return Text(self.word("accessibility-declaration"), None)
        name = str(town.texts.in_(self.code).fields.name)
        return Text(self.word("accessibility-of", name=name), None)

    def declaration_link(self, town: Municipality) -> Link | None:
        """A link to the accessibility declaration of a municipality, where it has one."""
        if town.texts.fields.accessibility is None:
            return None
        lang = self.urls.language_of(town.texts, self.code)
        path = self.urls.declaration(town, lang)
        return Link(self.declaration_title(town), path, lang=self.foreign(lang))

    def page_link(self, page: Page) -> Link:
        """A link to a free page."""
        lang = self.urls.language_of(page.texts, self.code)
        title = page.texts.in_(self.code).fields.title
        path = self.urls.page(page, lang)
        return Link(self.said(title, page.texts), path, lang=self.foreign(lang))

    def results_link(self, process: Process) -> Link | None:
        """A link to the results of a process, once they are published."""
        if not self.build.has_results(process):
            return None
        lang = self.urls.language_of(process.texts, self.code)
        title = Text(self.word("results"), None)
        return Link(title, self.urls.results(process, lang), lang=self.foreign(lang))

    def report_link(self, process: Process, anchor: str = "") -> Link | None:
        """A link to the report on a process, or to a place in it, once it is published."""
        report = process.texts.fields.report
        if report is None or not self.build.released(report.publish_at):
            return None
        lang = self.urls.language_of(process.texts, self.code)
        title = Text(self.kind_word(process, "report-title"), None)
        path = self.urls.report(process, lang)
        return Link(title, path, anchor, self.foreign(lang))

    def foreign(self, lang: str) -> str | None:
        """The language of a target where it is not the page's own."""
        return None if lang == self.code else lang

    def said(self, text: _Said, texts: Texts[Any]) -> _Said:
        """A text of an item as this page shows it: marked with its language when the item is not
        written in the page's own."""
        lang = self.urls.language_of(texts, self.code)
        if text is None or text.lang or lang == self.code:
            return text
        return Text(text.text, lang)

    # --- files ---

    def file_link(self, process: Process, file: str | None) -> Link | None:
        """A link to a listed document, once it is published."""
        if file is None:
            return None
        for document in process.texts.in_(self.code).fields.documents:
            if document.file == file and self.build.released(document.publish_at):
                known = process.documents.get(document.id)
                if known:
                    return Link(document.title, self.copied(known.path), lang=document.lang)
        return None

    def copied(self, source: str) -> str:
        """Output path of a content file that is published; it will be copied."""
        path = self.urls.file(source)
        self.build.copies[path] = source
        return path

    def picture(self, folder: str, file: str, span: Span) -> tuple[str, PictureFacts] | None:
        """Output path and size of a picture; reported and None when the file does not exist or
        may not be published."""
        source = posixpath.normpath(posixpath.join(folder, file))
        below = source.startswith("content/") and source.count("/") > 1
        if not below or source not in self.build.known_files:
            near = closest(file, self.build.pictures_below(folder))
            values = {"suggestion": near} if near else {}
            self.build.report.add(error("image-missing", span, file=file, **values))
            return None
        if "/raw/" in source or "/data/" in source:
            self.build.report.add(error("document-is-export", span, file=file))
            return None
        if not is_picture(source):
            self.build.report.add(error("image-format", span, file=file))
            return None
        facts = self.build.pictures.facts(source)
        if facts.problem:
            self.build.report.add(error(facts.problem, span, file=file))
            return None
        return self.copied(source), facts

    def canonical(self, path: str) -> str:
        """Absolute address of an output path."""
        address = self.build.site.fields.address.rstrip("/")
        name = path.removesuffix("index.html") if path.endswith("index.html") else path
        return f"{address}/{name}"

    @property
    def base(self) -> str:
        """Path of the site's address, for the 404 page alone (decision 13)."""
        path = urlsplit(self.build.site.fields.address).path
        return path if path.endswith("/") else f"{path}/"
