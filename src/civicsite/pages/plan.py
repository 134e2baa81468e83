"""All page kinds -> one ordered plan of outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from civicsite.diagnostics import Report, Span, error
from civicsite.language import Text
from civicsite.model.site import Process
from civicsite.pages import event, home, municipality, process, proposal, results, sitemap
from civicsite.pages.context import Build, Desk
from civicsite.pages.digests import Digests, digest
from civicsite.pages.frame import home_languages, site_view
from civicsite.pages.views import Asset, Head, Link, SiteView, View

__all__ = ["Copy", "Output", "Plan", "plan"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A content file that is published as it is."""

    source: str


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site and what it is made from."""

    path: str
    content: View | Copy | bytes
    parts: Mapping[str, str]
    """Named digests of everything in ``content``; the renderer's own parts join later."""
    municipality: str | None = None
    """The municipality a page belongs to; None for what the whole site shares."""


@dataclass(slots=True)
class Plan:
    """Everything the site consists of."""

    outputs: list[Output] = field(default_factory=list)
    """In the order of their paths."""
    report: Report = field(default_factory=Report)


def plan(
    build: Build,
    assets: Mapping[str, tuple[str, bytes]],
    digest_of: Callable[[str], str],
) -> Plan:
    """Plan the whole site.

    ``assets`` are the theme's files: name -> output path and content. ``digest_of`` gives the
    SHA-256 of a content file.
    """
    planning = _Planning(build, [Asset(name, path) for name, (path, _) in sorted(assets.items())])
    for code in build.site.languages:
        planning.language(Desk(build, code))
    main = Desk(build, build.site.main_language)
    planning.shared(main)
    for path, content in sorted(assets.values()):
        planning.add(Output(path, content, {"content": digest(content)}), path)
    for path, source in sorted(build.copies.items()):
        planning.add(Output(path, Copy(source), {"source": digest_of(source)[:32]}), source)
    outputs = sorted(planning.outputs.values(), key=lambda output: output.path)
    return Plan(outputs, build.report)


class _Planning:
    def __init__(self, build: Build, assets: Sequence[Asset]) -> None:
        self.build = build
        self.assets = assets
        self.outputs: dict[str, Output] = {}
        self.heads: list[Head] = []
        self._sources: dict[str, str] = {}
        self._digests = Digests()

    def add(self, output: Output, source: str) -> None:
        """Add an output; two sources for one address are an error that names both."""
        taken = self._sources.get(output.path)
        if taken is not None:
            found = error("address-twice", Span(source), address=output.path, other=taken)
            self.build.report.add(found)
            return
        self._sources[output.path] = source
        self.outputs[output.path] = output

    def page(self, view: View, source: str, town: str | None = None) -> None:
        parts = self._digests.view_parts(view)
        self.add(Output(view.head.path, view, parts, town), source)
        self.heads.append(view.head)

    def language(self, desk: Desk) -> None:
        """All pages of one language."""
        site = site_view(desk, self.assets)
        only_home = self.build.site.fields.home is not None
        if desk.code in home_languages(desk) and not only_home:
            self.page(home.home_view(desk, site), "civicsite.yaml")
        for town in self.build.site.municipalities.values():
            if desk.code in desk.urls.languages(town.texts):
                first = municipality.municipality_view(desk, site, town)
                self.page(first, town.texts.source, town.id)
            for item in self.build.pages(town):
                if desk.code in desk.urls.languages(item.texts):
                    self.page(municipality.page_view(desk, site, item), item.texts.source, town.id)
            for one in self.build.processes(town):
                for view, source in self._process(desk, site, one):
                    self.page(view, source, town.id)
        if desk.code == self.build.site.main_language:
            self._aliases(desk, site)

    def _process(self, desk: Desk, site: SiteView, one: Process) -> Iterator[tuple[View, str]]:
        languages = desk.urls.languages
        if desk.code in languages(one.texts):
            yield process.process_view(desk, site, one), one.texts.source
            if self.build.has_results(one) and one.results:
                yield results.results_view(desk, site, one), one.results.source
        for meeting in self.build.events(one):
            if desk.code in languages(meeting.texts):
                yield event.event_view(desk, site, meeting), meeting.texts.source
        for item in self.build.proposals(one):
            if desk.code in languages(item.texts):
                yield proposal.proposal_view(desk, site, item), item.texts.source

    def _aliases(self, desk: Desk, site: SiteView) -> None:
        targets: list[tuple[tuple[str, ...], Link, str]] = []
        for one in self.build.processes():
            targets.append((one.texts.fields.aliases, desk.process_link(one), one.texts.source))
            for meeting in self.build.events(one):
                fields = meeting.texts.fields
                targets.append((fields.aliases, desk.event_link(meeting), meeting.texts.source))
            for item in self.build.proposals(one):
                fields_ = item.texts.fields
                targets.append((fields_.aliases, desk.proposal_link(item), item.texts.source))
        for town in self.build.site.municipalities.values():
            for item_ in self.build.pages(town):
                texts = item_.texts
                targets.append((texts.fields.aliases, desk.page_link(item_), texts.source))
        for aliases, link, source in targets:
            for path in aliases:
                name = path if path.endswith(".html") else f"{path}.html"
                view = home.alias_view(
                    desk, site, name, Link(Text(str(link.title), None), link.path)
                )
                self.page(view, source)

    def shared(self, desk: Desk) -> None:
        """Files that the whole site shares."""
        site = site_view(desk, self.assets)
        self.page(home.not_found_view(desk, site), "404.html")
        for path, content in (
            ("sitemap.xml", sitemap.sitemap(desk, self.heads)),
            ("robots.txt", sitemap.robots(desk)),
            (".htaccess", sitemap.htaccess(desk)),
        ):
            self.add(Output(path, content, {"content": digest(content)}), path)
