"""The content folder -> :class:`~civicsite.model.site.Site`, with everything that is wrong in it.

Two rounds: ``civicsite.yaml`` first, because it says the languages, the zone and the kinds that
the content is read with; then the municipalities and their processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from civicsite.clock import Precision, When
from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.language import Language
from civicsite.memo import Memo
from civicsite.model import checks
from civicsite.model.contribution_tables import ContributionTables
from civicsite.model.files import FileReader
from civicsite.model.site import (
    ContestPage,
    DataFile,
    Document,
    Event,
    Municipality,
    Page,
    Phase,
    Process,
    Proposal,
    Site,
    Texts,
)
from civicsite.reading import schema
from civicsite.reading.binding import Bound
from civicsite.reading.field_types import closest
from civicsite.reading.sources import Sources, is_raw
from civicsite.terms import BUILT_IN_KINDS, Intervention, Kind

__all__ = ["CONTENT", "SETTINGS", "Loaded", "load"]

SETTINGS = "civicsite.yaml"
CONTENT = "content"

Words = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the content folder says."""

    site: Site | None
    """None when ``civicsite.yaml`` cannot be used."""
    diagnostics: tuple[Diagnostic, ...]
    """What stops a build, and warnings."""
    requirements: tuple[Diagnostic, ...]
    """What ``check`` and ``publish`` require beyond a build (decision 15)."""


def load(sources: Sources, memo: Memo, words: Words, jobs: int = 1) -> Loaded:
    """Read and validate everything. ``words`` gives the words that texts need, by language; texts
    are rendered in ``jobs`` processes."""
    report = Report()
    report.extend(sources.diagnostics())
    settings = _settings(sources, memo, words, report)
    if settings is None:
        return Loaded(None, tuple(report), ())
    fields = settings.main.value
    zone = ZoneInfo(fields.time_zone)
    reader = FileReader(sources, memo, zone, fields.languages, words, report)
    if jobs > 1:
        texts = [path for path in sources.under(CONTENT) if path.endswith(".md")]
        reader.render_ahead([path for path in texts if not is_raw(path)], jobs)
    kinds = _kinds(settings)
    municipalities: dict[str, Municipality] = {}
    processes: dict[str, Process] = {}
    for name in _folders(sources, CONTENT):
        town = _municipality(reader, name, kinds, processes)
        if town:
            municipalities[name] = town
    reader.point_out_unused(CONTENT, ("municipality.md", "process.md", "places.yaml"))
    if not municipalities and not report.has_errors:
        report.add(error("content-empty", Span(CONTENT)))
    site = Site(settings, zone, kinds, municipalities, processes)
    towns = dict.fromkeys(_folders(sources, CONTENT))
    if fields.home and fields.home not in towns:
        report.add(_unknown("home-unknown", settings.main.span("home"), fields.home, towns))
    report.extend(checks.across(site, reader.unread))
    return Loaded(site, tuple(report), tuple(checks.required(site)))


# --- civicsite.yaml -----------------------------------------------------------------------------


def _settings(
    sources: Sources, memo: Memo, words: Words, report: Report
) -> DataFile[schema.SiteFields] | None:
    if not sources.exists(SETTINGS):
        report.add(error("settings-missing", Span(SETTINGS)))
        return None
    first = FileReader(sources, memo, ZoneInfo("UTC"), ("",), words, Report())
    draft = first.data(schema.SiteFields, SETTINGS)
    if draft is None:
        report.extend(first.report)
        return None
    fields, bound = draft.main.value, draft.main
    problems = list(_languages(draft.main))
    try:
        zone = ZoneInfo(fields.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        span = bound.span("time_zone")
        problems.append(error("time-zone-unknown", span, zone=fields.time_zone))
    if problems:
        report.extend((*first.report, *problems))
        return None
    second = FileReader(sources, memo, zone, fields.languages, words, report)
    return second.data(schema.SiteFields, SETTINGS)


def _languages(bound: Bound[schema.SiteFields]) -> Iterator[Diagnostic]:
    """The site's languages: at least one, each once, and none that pages cannot speak."""
    codes = bound.value.languages
    if not codes:
        yield error("list-too-short", bound.span("languages"), field="languages")
    for index, code in enumerate(codes):
        span = bound.span("languages", index)
        if not Language.supports(code):
            yield error("language-unsupported", span, language=code)
        elif code in codes[:index]:
            first = bound.span("languages", codes.index(code))
            yield error("id-twice", span, id=code, line=first.line)


def _kinds(settings: DataFile[schema.SiteFields]) -> dict[str, Kind]:
    kinds = {kind.id: kind for kind in BUILT_IN_KINDS}
    for index, added in enumerate(settings.main.value.kinds):
        words: dict[str, dict[str, str]] = {}
        for language in settings.main.value.languages:
            texts = settings.in_(language).kinds[index]
            words[language] = {
                "name": str(texts.name),
                "plural": str(texts.plural or texts.name),
                **{f"phase.{does}": str(title) for does, title in texts.phases.items()},
            }
        kinds[added.id] = Kind(added.id, added.item, added.required, tuple(added.phases), words)
    return kinds


# --- municipalities -----------------------------------------------------------------------------


def _folders(sources: Sources, folder: str) -> list[str]:
    """Names of the folders directly in ``folder``."""
    depth = folder.count("/") + 1
    names = {path.split("/")[depth] for path in sources.under(folder) if path.count("/") > depth}
    return sorted(names)


def _municipality(
    reader: FileReader, name: str, kinds: Mapping[str, Kind], processes: dict[str, Process]
) -> Municipality | None:
    folder = f"{CONTENT}/{name}"
    source = f"{folder}/municipality.md"
    texts = None
    if not reader.sources.exists(source):
        reader.report.add(error("municipality-file-missing", Span(source), folder=folder))
    else:
        texts = reader.markdown(schema.MunicipalityFields, source)
    _check_name(reader, name, Span(folder))
    places = _optional(reader, schema.PlacesFile, f"{folder}/places.yaml")
    pages = [
        Page(identifier, name, page)
        for identifier, page in _markdown_folder(reader, schema.PageFields, f"{folder}/pages")
    ]
    own = []
    for slug in _folders(reader.sources, folder):
        if slug in ("pages", "images"):
            continue
        _check_name(reader, slug, Span(f"{folder}/{slug}"))
        process = _process(reader, name, slug, kinds)
        if process and process.id in processes:
            other = processes[process.id].texts.source
            reader.report.add(_taken(process.texts, process.slug, other))
        elif process:
            processes[process.id] = process
            own.append(process.id)
    if texts is None:
        return None
    pages.sort(key=lambda page: (page.texts.fields.order, page.id))
    return Municipality(name, folder, texts, places, tuple(pages), tuple(own))


def _check_name(reader: FileReader, name: str, span: Span) -> None:
    """Folder names become addresses: small letters, digits and hyphens only."""
    from_name = name.replace("-", "")
    if not (from_name.isascii() and from_name.isalnum() and name == name.lower()):
        reader.report.add(error("folder-name", span, name=name))


def _optional(
    reader: FileReader, model: type[checks.Model], path: str
) -> DataFile[checks.Model] | None:
    return reader.data(model, path) if reader.sources.exists(path) else None


def _markdown_folder(
    reader: FileReader, model: type[checks.Published], folder: str
) -> list[tuple[str, Texts[checks.Published]]]:
    """All main files of a folder, by their ``id:``, else by their name without the ending."""
    found: dict[str, Texts[checks.Published]] = {}
    for path in reader.sources.under(folder):
        name = path.removeprefix(f"{folder}/")
        stem = name.removesuffix(".md")
        if "/" in name or stem == name or stem.rpartition(".")[2] in reader.languages:
            continue
        if "." in stem:
            continue  # a translation into a language that is not the site's: pointed out later
        _check_name(reader, stem, Span(path))
        texts = reader.markdown(model, path)
        if texts:
            name = texts.fields.id or stem
            if name in found:
                reader.report.add(_taken(texts, name, found[name].source))
            found.setdefault(name, texts)
    return list(found.items())


def _taken(texts: Texts[checks.Published], name: str, other: str) -> Diagnostic:
    return error("page-id-twice", texts.main.bound.span("id"), id=name, other=other)


# --- processes ----------------------------------------------------------------------------------


def _process(
    reader: FileReader, municipality: str, slug: str, kinds: Mapping[str, Kind]
) -> Process | None:
    folder = f"{CONTENT}/{municipality}/{slug}"
    source = f"{folder}/process.md"
    if not reader.sources.exists(source):
        if any(not is_raw(path) for path in reader.sources.under(folder)):
            reader.report.add(error("process-file-missing", Span(source), folder=folder))
            reader.used.update(reader.sources.under(folder))  # they belong to it
        return None
    texts = reader.markdown(schema.ProcessFields, source)
    events = _markdown_folder(reader, schema.EventFields, f"{folder}/events")
    proposals = _markdown_folder(reader, schema.ProposalFields, f"{folder}/proposals")
    plain = f"{folder}/process.easy.md"
    easy = reader.markdown(schema.EasyFields, plain) if reader.sources.exists(plain) else None
    contests = _markdown_folder(reader, schema.ContestPageFields, f"{folder}/contests")
    contributions = _contributions(reader, folder, [event for event, _ in events])
    results = _optional(reader, schema.ResultsFile, f"{folder}/results.yaml")
    if texts is None:
        return None
    fields = texts.fields
    kind = kinds.get(fields.kind)
    if kind is None:
        span = texts.main.bound.span("kind")
        reader.report.add(_unknown("kind-unknown", span, fields.kind, kinds))
        return None
    identifier = f"{municipality}/{fields.id or slug}"
    meetings = sorted(
        (Event(name, identifier, event) for name, event in events), key=lambda e: (e.starts, e.id)
    )
    return Process(
        identifier,
        municipality,
        folder,
        kind,
        texts,
        _phases(fields),
        tuple(meetings),
        tuple(_proposals(identifier, proposals)),
        contributions,
        results,
        _documents(reader, folder, texts),
        tuple(ContestPage(name, identifier, page) for name, page in contests),
        easy,
    )


def _contributions(
    reader: FileReader, folder: str, events: Sequence[str]
) -> DataFile[schema.ContributionsFile] | None:
    path = f"{folder}/contributions.yaml"
    if not reader.sources.exists(path):
        return None
    tables = ContributionTables(reader.sources, reader.zone, folder, events)
    return reader.data(schema.ContributionsFile, path, tables.complete)


def _proposals(
    process: str, found: list[tuple[str, Texts[schema.ProposalFields]]]
) -> list[Proposal]:
    items = [
        Proposal(name, process, texts.fields.number or name, texts.fields.contest, texts)
        for name, texts in found
    ]
    return sorted(items, key=lambda item: (_natural(item.number), item.id))


def _natural(number: str) -> tuple[int, int, str]:
    is_number = number.isascii() and number.isdigit() and len(number) < 20
    return (0, int(number), "") if is_number else (1, 0, number)


def _phases(fields: schema.ProcessFields) -> tuple[Phase, ...]:
    """Phases with the interventions that touch them. One without an end lasts until the next one
    begins; the last one stays open-ended."""
    phases = []
    for index, phase in enumerate(fields.phases):
        ends = phase.to
        following = fields.phases[index + 1] if index + 1 < len(fields.phases) else None
        if ends is None and following is not None and following.from_.start is not None:
            start = following.from_.start
            ends = When(following.from_.text, Precision.INSTANT, start, start)
        happened = sorted(
            (
                item
                for item in fields.interventions
                if item.phase == phase.id
                or (item.phase is None and item.what is not Intervention.EXTENDED)
            ),
            key=lambda item: item.on.order,
        )
        phases.append(Phase(phase.id, phase.does, phase.from_, ends, tuple(happened)))
    return tuple(phases)


def _documents(
    reader: FileReader, folder: str, texts: Texts[schema.ProcessFields]
) -> dict[str, Document]:
    documents = {}
    for index, listed in enumerate(texts.fields.documents):
        path = f"{folder}/{listed.file}"
        span = texts.main.bound.span("documents", index, "file")
        if is_raw(path) or listed.file.startswith("data/"):
            reader.report.add(error("document-is-export", span, file=listed.file))
        elif not reader.sources.exists(path):
            near = closest(listed.file, _names(reader.sources, folder))
            values = {"suggestion": near} if near else {}
            reader.report.add(error("document-missing", span, file=listed.file, **values))
        else:
            documents[listed.id] = Document(listed.id, path, reader.sources.size(path))
    listed_files = {document.file for document in texts.fields.documents}
    for name in _names(reader.sources, folder):
        if name.startswith("documents/") and name not in listed_files:
            reader.report.add(warning("document-not-listed", Span(f"{folder}/{name}"), file=name))
    return documents


def _names(sources: Sources, folder: str) -> list[str]:
    return [path.removeprefix(f"{folder}/") for path in sources.under(folder)]


def _unknown(code: str, span: Span, text: str, known: Mapping[str, object]) -> Diagnostic:
    values = {"text": text, "known": ", ".join(known)}
    suggestion = closest(text, list(known))
    if suggestion:
        values["suggestion"] = suggestion
    return error(code, span, **values)
