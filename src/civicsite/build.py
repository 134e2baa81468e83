"""The pipeline: an editor's folder in, a static site out. Read it from :func:`build` downwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from civicsite.catalogues import packaged_catalogue
from civicsite.clock import Clock
from civicsite.counting import Counting
from civicsite.declaration_page import page_problems
from civicsite.diagnostics import Diagnostic, Report, Span, error
from civicsite.embeds.base import AllowedHost, Embed
from civicsite.embeds.recognition import recognise, unknown_provider
from civicsite.extras import missing_extras
from civicsite.language import Language
from civicsite.memo import Memo, MemoryStore, Store
from civicsite.model.loading import CONTENT, load
from civicsite.model.site import Site, process_state
from civicsite.output.manifest import Change, Entry, Manifest, explain
from civicsite.output.memo_file import MemoFile
from civicsite.output.operations import Operations
from civicsite.output.render import Renderer, TemplateProblem
from civicsite.output.writing import Content, OutputFolder, OutputProblem
from civicsite.pages.context import Build, Desk, Recognise
from civicsite.pages.offered import offers
from civicsite.pages.plan import Copy, Output, plan, templates
from civicsite.pages.urls import Urls
from civicsite.pages.views import DeclarationView, View
from civicsite.pages.word_forms import polish_forms
from civicsite.published import published_problems
from civicsite.publishing.choosing import choose
from civicsite.reading.git_folder import GitFolder
from civicsite.reading.markup import LABELS
from civicsite.reading.picture_files import Pictures
from civicsite.reading.sources import DiskSources, SourceProblem, Sources
from civicsite.registry import Registry, standard_registry
from civicsite.results.record import Chunks, RecordFile, Stream
from civicsite.results.record_files import record_files
from civicsite.results.recording import Release
from civicsite.runs import READ, BuildReport, Options, Progress, quiet
from civicsite.schedule import announced
from civicsite.standing import Look
from civicsite.terms import Extra
from civicsite.theme.overlay import (
    Theme,
    default_layer,
    load_theme,
    shipped_layers,
    theme_layers,
)
from civicsite.theme.program import fingerprint
from civicsite.theme.tokens import TokenLayer
from civicsite.tracking import history_problems
from civicsite.vanishing import vanishing
from civicsite.workers import spread

__all__ = [
    "BuildReport",
    "Options",
    "Planned",
    "build",
    "explain_output",
    "prepare",
    "prepare_only",
    "project_sources",
    "read_site",
]


@dataclass(slots=True)
class Planned:
    """Everything decided, nothing written."""

    outputs: list[Output]
    theme: Theme
    languages: Mapping[str, Language]
    site: Site
    clock: Clock
    pictures: Pictures

    def parts(self, output: Output) -> dict[str, str]:
        """The named parts of an output's key."""
        parts = dict(output.parts)
        if isinstance(output.content, View):
            parts["theme"] = self.theme.digest[:32]
            parts["catalogue"] = self.languages[output.content.head.lang].catalogue.digest[:32]
        if isinstance(output.content, View) or (
            isinstance(output.content, Copy) and output.content.picture
        ):
            parts["program"] = fingerprint()[:32]
        return parts


# --- the pipeline -------------------------------------------------------------------------------


def build(
    options: Options,
    *,
    registry: Registry | None = None,
    operations: Operations | None = None,
    progress: Progress = quiet,
) -> BuildReport:
    """Build the site. With an error nothing in the output changes.

    Never raises for what a user wrote; everything wrong is in the report.
    """
    operations = operations or Operations()
    report = BuildReport()
    seen = Look.at(options)  # before anything is read
    sources = project_sources(options.project)
    try:
        with MemoFile(options.project / ".civicsite" / "memo.sqlite", operations) as store:
            planned = prepare(options, sources, store, registry, report, progress)
        if planned is None:
            return report
        folder = OutputFolder(options.out, operations, project=options.project)
        with folder.locked():
            report.recovered = folder.recover()
            _write(options, planned, folder, sources, report, progress)
            if registry is None:
                seen.remember(options, report, folder)
        report.ok = True
    except OutputProblem as problem:
        report.diagnostics = (*report.diagnostics, *problem.diagnostics)
    except (SourceProblem, TemplateProblem) as problem:
        report.diagnostics = (*report.diagnostics, problem.diagnostic)
    return report


def prepare(
    options: Options,
    sources: Sources,
    store: Store,
    registry: Registry | None,
    report: BuildReport,
    progress: Progress = quiet,
) -> Planned | None:
    """Read, check, count and plan; None when an error stops the build. Writes nothing."""
    memo = Memo(store, fingerprint())
    # The fingerprint says nothing of what a caller adds, so its counts are not remembered.
    counts = memo if registry is None else Memo(MemoryStore(), fingerprint())
    registry = registry or standard_registry()
    found = Report()
    progress("reading", 0, 1)
    loaded = load(sources, memo, _words, options.jobs)
    found.extend(loaded.diagnostics)
    report.requirements = loaded.requirements
    site = loaded.site
    if site is None or found.has_errors:
        report.diagnostics = tuple(found)
        return None
    found.extend(_unknown_providers(site, registry))
    found.extend(missing_extras(_declared(site)))
    found.extend(choose(site.settings.main, registry.targets)[1])
    theme, languages = _theme(site, sources, registry, memo, found)
    found.extend(published_problems(site, sources, memo))
    progress("counting", 0, 1)
    clock = Clock(options.instant, site.zone)
    counting = Counting(site, sources, registry, counts)
    counted = counting.all(clock, found, lambda done, of: progress("counting", done, of))
    if found.has_errors:
        report.diagnostics = tuple(found)
        return None
    progress("planning", 0, 1)
    context = Build(
        site,
        clock,
        Urls(site),
        languages,
        _recogniser(site, registry),
        sources.paths(),
        counted.tallies,
        found,
        Pictures(sources, memo),
        options.drafts,
        counted.surveys,
        _downloads(counted.releases, languages[site.main_language], counts),
        polish_forms if Extra.SEARCH_PL in site.fields.use else None,
    )
    assets = {asset.name: (asset.path, asset.content) for asset in theme.assets.values()}
    planned = plan(context, registry.pages, assets, sources.digest)
    report.diagnostics = tuple(found)
    states = Counter(str(process_state(process, clock)) for process in context.processes())
    report.states = dict(sorted(states.items()))
    report.next_change = clock.next_change
    desks = (Desk(context, code) for code in site.languages)
    report.offers = tuple(offer for desk in desks for offer in offers(desk))
    report.address = site.fields.address
    if options.only is not None and options.only not in site.municipalities:
        known = ", ".join(site.municipalities)
        unknown = error("only-unknown", Span(CONTENT), text=options.only, known=known)
        report.diagnostics = (*report.diagnostics, unknown)
        return None
    if found.has_errors:
        return None
    return Planned(planned.outputs, theme, languages, site, clock, context.pictures)


def _write(
    options: Options,
    planned: Planned,
    folder: OutputFolder,
    sources: Sources,
    report: BuildReport,
    progress: Progress,
) -> None:
    """Render what changed and commit it as one."""
    former = folder.manifest()
    outputs = [o for o in planned.outputs if options.only in (None, o.municipality)]
    entries: dict[str, Entry] = dict(former.entries) if options.only else {}
    changed: list[Output] = []
    for output in outputs:
        entry = Entry.planned(planned.parts(output))
        known = former.entries.get(output.path)
        if known and known.key == entry.key and folder.stat(output.path) == known.state:
            entries[output.path] = known
            continue
        entries[output.path] = entry
        changed.append(output)
    removes = [path for path in former.entries if path not in entries]
    built = {name: "yes" for name, said in (("at", options.at), ("only", options.only)) if said}
    if not options.only:
        built["next_change"] = announced(report.next_change)
    contents = _contents(planned, changed, sources, options.jobs, progress)
    committed = folder.commit(contents, removes, Manifest(entries, built))
    report.written = tuple(sorted(committed.written))
    report.removed = tuple(sorted(committed.removed))
    report.kept = len(outputs) - len(report.written)


def _contents(
    planned: Planned, outputs: Sequence[Output], sources: Sources, jobs: int, progress: Progress
) -> Mapping[str, Content]:
    """What is to be written, in this order. A page is rendered when it is taken, so that never all
    of them are held in memory; they must be taken in order."""
    views = [content for o in outputs if isinstance(content := o.content, View)]
    renderer = Renderer(planned.theme, planned.languages)
    renderer.compile({view.head.template for view in views})
    rendered = spread(renderer.render, views, jobs, least=64)
    waiting = enumerate(views)

    def page(view: View) -> Iterator[bytes]:
        number, expected = next(waiting)
        assert view is expected
        progress("rendering", number, len(views))
        yield next(rendered)

    contents: dict[str, Content] = {}
    for output in outputs:
        content = output.content
        if isinstance(content, View):
            contents[output.path] = partial(page, content)
        elif isinstance(content, Stream):
            contents[output.path] = content.chunks
        elif isinstance(content, Copy) and content.picture:
            contents[output.path] = partial(_cleaned, planned.pictures, content.source)
        elif isinstance(content, Copy):
            contents[output.path] = _chunks(sources, content.source)
        else:
            contents[output.path] = content
    return contents


def _cleaned(pictures: Pictures, path: str) -> Iterator[bytes]:
    yield pictures.clean(path)


def _chunks(sources: Sources, path: str) -> Callable[[], Iterator[bytes]]:
    def read() -> Iterator[bytes]:
        with sources.open(path) as stream:
            while chunk := stream.read(1 << 16):
                yield chunk

    return read


def prepare_only(
    options: Options, *, history: bool = False, progress: Progress = quiet
) -> BuildReport:
    """Everything but writing: what ``check`` and ``next-change`` need. ``history``: look also into
    every file that git tracks."""
    report = BuildReport()
    try:
        with MemoFile(options.project / ".civicsite" / "memo.sqlite", Operations()) as store:
            planned = prepare(
                options, project_sources(options.project), store, None, report, progress
            )
            if planned is not None:
                renderer = Renderer(planned.theme, planned.languages)
                report.requirements += _page_requirements(planned, renderer, options.jobs)
                former = OutputFolder(options.out, Operations(), project=options.project)
                paths = {output.path for output in planned.outputs}
                report.requirements += tuple(vanishing(former.manifest(), paths, CONTENT))
                if history:
                    sources = project_sources(options.project)
                    git = GitFolder.of(options.project)
                    clock = Clock(options.instant, planned.site.zone)
                    told = history_problems(planned.site, sources, git, clock)
                    report.requirements = (*report.requirements, *told)
        report.ok = planned is not None
    except OutputProblem as problem:
        report.diagnostics = (*report.diagnostics, *problem.diagnostics)
    except (SourceProblem, TemplateProblem) as problem:
        report.diagnostics = (*report.diagnostics, problem.diagnostic)
    return report


def _page_requirements(planned: Planned, renderer: Renderer, jobs: int) -> tuple[Diagnostic, ...]:
    """What finished pages lack of what the law lays down for them. All pages are rendered, so that
    what a theme does wrong is told."""
    pages = [(o.municipality, o.content) for o in planned.outputs if isinstance(o.content, View)]
    renderer.compile({view.head.template for _, view in pages})

    def lacking(page: tuple[str | None, View]) -> tuple[Diagnostic, ...]:
        town, view = page
        html = renderer.render(view)
        if not isinstance(view, DeclarationView):
            return ()
        assert town is not None
        word = planned.languages[view.head.lang].catalogue.text
        known = planned.site.municipalities[town]
        return tuple(page_problems(known, view.head.lang, view.head.path, html, word))

    found = spread(lacking, pages, jobs, least=64)
    return tuple(problem for problems in found for problem in problems)


def explain_output(options: Options, path: str) -> tuple[BuildReport, tuple[Change, ...] | None]:
    """Why the next build would write an output again: the parts of its key that differ. None in
    place of the changes when no such output is planned."""
    report = BuildReport()
    operations = Operations()
    store = MemoFile(options.project / ".civicsite" / "memo.sqlite", operations)
    planned = prepare(options, project_sources(options.project), store, None, report)
    if planned is None:
        return report, None
    report.ok = True
    output = next((item for item in planned.outputs if item.path == path), None)
    if output is None:
        return report, None
    folder = OutputFolder(options.out, operations, project=options.project)
    return report, explain(folder.manifest().entries.get(path), planned.parts(output))


# --- the parts of it ----------------------------------------------------------------------------


def project_sources(project: Path) -> DiskSources:
    """The files of a project, without exports in ``raw/``."""
    return DiskSources(project, only=READ)


def read_site(sources: Sources, found: Report) -> Site | None:
    """The site as it is written, for commands that build nothing."""
    loaded = load(sources, Memo(MemoryStore(), fingerprint()), _words)
    found.extend(loaded.diagnostics)
    return loaded.site


def _words(code: str) -> Mapping[str, str]:
    """Words that texts need in a language."""
    catalogue = packaged_catalogue(code or "en")
    return {name: catalogue.text(f"markup-{name}") for name in LABELS}


def _theme(
    site: Site, sources: Sources, registry: Registry, memo: Memo, found: Report
) -> tuple[Theme, Mapping[str, Language]]:
    layers, problems = theme_layers(sources, site.fields.theme, default_layer(), shipped_layers())
    found.extend(problems)
    look = TokenLayer(site.fields.look, site.settings.main, ("look",), free=False)
    theme, problems = load_theme(layers, look)
    found.extend(problems)
    languages = {
        code: Language(code, packaged_catalogue(code).merged(theme.catalogue(code)))
        for code in site.languages
    }
    found.extend(_template_problems(theme, languages, templates(registry.pages), memo))
    return theme, languages


def _template_problems(
    theme: Theme, languages: Mapping[str, Language], wanted: Sequence[str], memo: Memo
) -> tuple[Diagnostic, ...]:
    """What can be seen to be wrong with the templates. Remembered, because to compile all of them
    took a third of a build in which nothing had changed."""
    adapter = _diagnostics()
    inputs = [theme.root, theme.digest, *theme.assets, *wanted]
    inputs += [f"{code}={language.catalogue.digest}" for code, language in languages.items()]

    def load(data: bytes) -> tuple[Diagnostic, ...]:
        try:
            return adapter.validate_json(data)
        except ValidationError as failure:
            raise ValueError(str(failure)) from failure

    def look() -> tuple[Diagnostic, ...]:
        return Renderer(theme, languages).problems(wanted)

    def here() -> tuple[Diagnostic, ...]:
        return _this_process().get("templates", inputs, look, adapter.dump_json, load)

    return memo.get("templates", inputs, here, adapter.dump_json, load)


@cache
def _this_process() -> Memo:
    """For builds of several projects, one after another."""
    return Memo(MemoryStore(), fingerprint())


@cache
def _diagnostics() -> TypeAdapter[tuple[Diagnostic, ...]]:
    return TypeAdapter(tuple[Diagnostic, ...])


def _recogniser(site: Site, registry: Registry) -> Recognise:
    hosts = {code: _allowed_hosts(site, code) for code in site.languages}
    own = urlsplit(site.fields.address).hostname or ""

    def recognised(address: str, span: Span, language: str) -> Embed | Diagnostic:
        return recognise(address, span, registry.providers, hosts[language], own_host=own)

    return recognised


def _allowed_hosts(site: Site, language: str) -> tuple[AllowedHost, ...]:
    return tuple(
        AllowedHost(
            host.host,
            host.provider,
            str(host.name or host.host),
            host.frame,
            host.privacy,
            host.path or "",
            tuple(host.parameters.items()),
        )
        for host in site.settings.in_(language).hosts
    )


def _declared(site: Site) -> Iterator[tuple[Extra, Span]]:
    for index, extra in enumerate(site.fields.use):
        yield extra, site.settings.main.span("use", index)


def _unknown_providers(site: Site, registry: Registry) -> Iterator[Diagnostic]:
    """Hosts that name a provider nobody knows, whether a page offers one of their forms or not."""
    for index, host in enumerate(site.fields.hosts):
        span = site.settings.main.span("hosts", index, "provider")
        found = unknown_provider(host.provider, span, registry.providers)
        if found:
            yield found


def _downloads(
    releases: Mapping[str, Release], language: Language, memo: Memo
) -> dict[str, tuple[RecordFile, ...]]:
    """The files of every record. Digests of what follows from the same record and ballots as before
    are remembered, so that ballots are read again only where they are written."""

    def make(inputs: Sequence[str], chunks: Chunks) -> Stream:
        def compute() -> str:
            return Stream.of(chunks).sha256

        return Stream(memo.get("record", inputs, compute, str.encode, bytes.decode), chunks)

    words = language.catalogue.text
    return {id: record_files(r.record, r.ballots, words, make) for id, r in releases.items()}
