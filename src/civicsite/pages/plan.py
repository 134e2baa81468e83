"""All page kinds -> one ordered plan of outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from civicsite.diagnostics import Report, Span, error
from civicsite.pages.alias import TEMPLATE as ALIAS
from civicsite.pages.alias import alias_view
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Build, Desk
from civicsite.pages.digests import Digests, digest
from civicsite.pages.frame import MANY, home_languages, site_view
from civicsite.pages.search import TEMPLATE as SEARCH
from civicsite.pages.search import search_index, search_view
from civicsite.pages.views import Asset, Head, SiteView, View
from civicsite.reading.picture_files import is_picture
from civicsite.results.record import Stream

__all__ = ["Copy", "Output", "Plan", "plan", "templates"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A content file that is published: as it is, or a picture without its metadata."""

    source: str

    @property
    def picture(self) -> bool:
        """Whether it is a picture."""
        return is_picture(self.source)


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site and what it is made from."""

    path: str
    content: View | Copy | Stream | bytes
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


def templates(kinds: Sequence[PageKind]) -> tuple[str, ...]:
    """What the pages of these kinds name as their template; a theme must have all of them."""
    return tuple(sorted({ALIAS, SEARCH, *(kind.template for kind in kinds if kind.template)}))


def plan(
    build: Build,
    kinds: Sequence[PageKind],
    assets: Mapping[str, tuple[str, bytes]],
    digest_of: Callable[[str], str],
) -> Plan:
    """Plan the whole site: every page of every kind, and the files beside them.

    ``assets`` are the theme's files: name -> output path and content. ``digest_of`` gives the
    SHA-256 of a content file.
    """
    planning = _Planning(build, [Asset(name, path) for name, (path, _) in sorted(assets.items())])
    for code in build.site.languages:
        planning.language(Desk(build, code), kinds)
    planning.shared(Desk(build, build.site.main_language), kinds)
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

    def page(self, made: Made) -> None:
        view = made.view
        parts = self._digests.view_parts(view)
        self.add(Output(view.head.path, view, parts, made.municipality), made.source)
        self.heads.append(view.head)

    def language(self, desk: Desk, kinds: Sequence[PageKind]) -> None:
        """All pages of one language; earlier addresses come last, so that one that is taken is
        the alias's mistake. They are written once, whatever languages a page has."""
        site = site_view(desk, self.assets)
        made_by_kinds = (made for kind in kinds for made in kind.pages(desk, site))
        found = [*self._with_their_own(desk, made_by_kinds)]
        for made in found:
            self.page(made)
        if desk.code in home_languages(desk):
            self.search(desk, site, [made.view for made in found])
        if desk.code == self.build.site.main_language:
            for made in found:
                for alias in made.aliases:
                    view = alias_view(desk, site, alias, made.view.head)
                    self.page(Made(view, made.source))

    def _with_their_own(self, desk: Desk, pages: Iterable[Made]) -> Iterator[Made]:
        """The same pages; with many municipalities each has the frame of its own."""
        towns = self.build.site.municipalities
        frames: dict[str, SiteView] = {}
        for made in pages:
            name = made.municipality
            if name is None or len(towns) <= MANY:
                yield made
                continue
            if name not in frames:
                frames[name] = site_view(desk, self.assets, towns[name])
            yield replace(made, view=replace(made.view, site=frames[name]))

    def search(self, desk: Desk, site: SiteView, views: Sequence[View]) -> None:
        """The search over the pages of one language."""
        index = search_index(desk, views)
        for name, content in index.files:
            path = desk.urls.search_file(name, desk.code)
            self.add(Output(path, content, {"content": digest(content)}), path)
        self.page(Made(search_view(desk, site, index), "civicsite.yaml"))

    def shared(self, desk: Desk, kinds: Sequence[PageKind]) -> None:
        """Files that the whole site shares."""
        heads = sorted(self.heads, key=lambda head: head.path)
        for kind in kinds:
            for path, content in kind.files(desk, heads):
                known = content.sha256[:32] if isinstance(content, Stream) else digest(content)
                self.add(Output(path, content, {"content": known}), path)
