"""``civicsite publish``: what was built, sent to where ``civicsite.yaml`` says.

Read it from :func:`publish` downwards. Nothing reaches the server before the build was found to be
whole, current in its rules, and of now; and nothing before a person had the chance to say no.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from civicsite.diagnostics import Diagnostic, Severity, Span, error
from civicsite.output.manifest import Manifest
from civicsite.output.writing import OutputFolder, OutputProblem
from civicsite.publishing.base import Place, Transport, TransportProblem
from civicsite.publishing.choosing import Choice, login_for
from civicsite.publishing.connection import Clockwork, Connection, PublishProblem
from civicsite.publishing.local import LocalRecord
from civicsite.publishing.locking import Lock, Me
from civicsite.publishing.planning import Plan, make_plan
from civicsite.publishing.record import File, Head, Listing, digest
from civicsite.publishing.release import Content, Release, Told, puts_over
from civicsite.publishing.survey import Advance, State, differing, strangers, survey

__all__ = ["Publication", "PublishReport", "Request", "build_of", "publish"]


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for."""

    dry_run: bool = False
    """Only say what would be done."""
    verify: bool = False
    """Read every published file first; what is not as recorded is sent again."""
    yes: bool = False
    """Remove however many files without a question."""
    take_over: bool = False
    """Publish over a release of another computer, and over files that are not ours."""
    rollback: bool = False
    """Publish the release before instead of the build."""
    shared: bool = False
    """The sources come from a place that all publishers share, as in CI: a release of another
    computer is nothing unusual."""


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything about one run that stands outside of it."""

    choice: Choice
    folder: OutputFolder
    project: Path
    environment: Mapping[str, str]
    me: Me
    clockwork: Clockwork
    published: str
    """Now, ISO 8601."""
    built: Mapping[str, str] = field(default_factory=dict)
    """Facts for the manifest on the server."""
    wrap: Callable[[Transport], Transport] = lambda transport: transport
    """For tests: a transport around the real one."""


@dataclass(slots=True)
class PublishReport:
    """What happened."""

    diagnostics: tuple[Diagnostic, ...] = ()
    plan: Plan | None = None
    told: Told | None = None
    wrong: tuple[str, ...] = ()
    """With ``verify``: files on the server that are missing or differ from the record."""
    generation: int = 0
    window: bool = False
    """The server does not put a file over another, so a page is missing for a moment."""
    resumed: bool = False
    """A run that was stopped is carried on."""

    @property
    def ok(self) -> bool:
        """Whether everything is as it should be."""
        return not any(found.severity is Severity.ERROR for found in self.diagnostics)


Ask = Callable[[PublishReport, int], bool]
"""Shown the plan and how many files are to be removed; gives whether to go on."""
Show = Callable[[PublishReport], None]


def build_of(folder: OutputFolder) -> tuple[Manifest, tuple[Diagnostic, ...]]:
    """The manifest of a build that may be published, or why it may not (decision 3)."""
    root = folder.root.name
    if folder.interrupted:
        return Manifest(), (error("publish-build-interrupted", Span(root), out=root),)
    manifest = folder.manifest()
    if not manifest.entries:
        return manifest, (error("publish-build-missing", Span(root), out=root),)
    found = [
        error("publish-build-partial", Span(root), option=f"--{name}", out=root)
        for name in ("at", "only")
        if name in manifest.built
    ]
    for path, entry in manifest.entries.items():
        if folder.stat(path) == entry.state:
            continue
        try:
            intact = digest(folder.read(path)) == entry.sha256
        except OSError:
            intact = False
        if not intact:
            found.append(error("publish-build-changed", Span(f"{root}/{path}"), path=path))
    return manifest, tuple(found)


def publish(
    publication: Publication,
    request: Request,
    ask: Ask,
    show: Show,
    advance: Advance,
) -> PublishReport:
    """Publish. Everything that stops it is in the report; never raises for what a server does."""
    report = PublishReport()
    local = LocalRecord(publication.project, publication.choice.shown)
    try:
        login = login_for(publication.choice, publication.environment)
        place = Place(
            publication.project, login, publication.environment, publication.clockwork.now()
        )

        def opener() -> Transport:
            choice = publication.choice
            return publication.wrap(choice.target.open(choice.settings, place))

        shown = publication.choice.shown
        connection = Connection(opener, publication.clockwork, shown, login.password)
        try:
            _run(publication, request, connection, local, report, ask, show, advance)
        finally:
            connection.close()
    except PublishProblem as problem:
        report.diagnostics = (*report.diagnostics, problem.diagnostic)
    except OutputProblem as problem:
        report.diagnostics = (*report.diagnostics, *problem.diagnostics)
    except TransportProblem as problem:  # of the login, before there is a connection
        shown = publication.choice.shown
        found = error("publish-netrc", Span(shown), detail=problem.reason)
        report.diagnostics = (*report.diagnostics, found)
    return report


def _run(
    publication: Publication,
    request: Request,
    connection: Connection,
    local: LocalRecord,
    report: PublishReport,
    ask: Ask,
    show: Show,
    advance: Advance,
) -> None:
    if request.dry_run:
        _decide(publication, request, connection, local, report, False, advance)
        show(report)
        return
    lock = Lock(connection, publication.me)
    with lock.held():
        site, content, state = _decide(
            publication, request, connection, local, report, True, advance
        )
        plan = report.plan
        show(report)
        if plan is None or not report.ok:
            return
        if not plan.empty or state.journal is not None or not state.head.settled:
            if not _agreed(publication, request, report, plan, ask):
                raise connection.refused("publish-removals", count=len(plan.gone))
            local.begin(publication.me.run)
            head = Head(
                published=publication.published,
                replaces=puts_over(connection, state),
                built=dict(publication.built),
            )
            report.window = not head.replaces
            release = Release(connection, lock, state, plan, head)
            report.told = release.publish(content, advance)
            report.generation = release.head.generation
            local.remember(publication.me.run, site, _finder(publication, request, content))
        else:
            report.generation = state.head.generation
            local.remember(state.head.run, site, _finder(publication, request, content))


def _finder(
    publication: Publication, request: Request, content: Content
) -> Callable[[str], Path | bytes]:
    if request.rollback:
        return content
    return lambda path: publication.folder.root / path


def _agreed(
    publication: Publication, request: Request, report: PublishReport, plan: Plan, ask: Ask
) -> bool:
    limit = int(publication.choice.settings.ask_above)
    return request.yes or len(plan.gone) <= limit or ask(report, len(plan.gone))


def _decide(
    publication: Publication,
    request: Request,
    connection: Connection,
    local: LocalRecord,
    report: PublishReport,
    repair: bool,
    advance: Advance,
) -> tuple[Mapping[str, File], Content, State]:
    """What is there, what is to be there, and the plan between them."""
    state = survey(connection, repair)
    _not_newer(request, connection, local, state)
    if request.rollback:
        site, content = _former(connection, local, state)
    else:
        site, content = _built(publication)
    if request.verify:
        report.wrong = differing(connection, state.listing.files, advance)
        unknown = tuple(sorted({*state.unknown, *report.wrong}))
        state = replace(state, unknown=unknown)
    report.resumed = state.journal is not None and state.journal.run != state.head.run
    report.window = state.head.generation > 0 and not state.head.replaces
    report.plan = make_plan(site, state.listing, state.have, state.unknown)
    foreign = () if request.take_over else strangers(connection, state, site)
    if foreign:
        raise connection.refused("publish-foreign", path=foreign[0], count=len(foreign))
    return site, content, state


def _not_newer(request: Request, connection: Connection, local: LocalRecord, state: State) -> None:
    """Refuse to lay an older state of the sources over a newer release."""
    if not state.head.generation or request.take_over or request.shared:
        return
    if not local.knows(state.head.run):
        code = "publish-newer" if local.seen() else "publish-elsewhere"
        raise connection.refused(code, moment=state.head.published)


def _built(publication: Publication) -> tuple[Mapping[str, File], Content]:
    folder = publication.folder
    manifest = folder.manifest()
    files = {path: File(e.sha256, e.size) for path, e in manifest.entries.items()}

    def content(path: str) -> bytes:
        try:
            data = folder.read(path)
        except OSError:
            data = b""
        if digest(data) != files[path].sha256:
            shown = f"{folder.root.name}/{path}"
            raise PublishProblem(error("publish-build-changed", Span(shown), path=path))
        return data

    return files, content


def _former(
    connection: Connection, local: LocalRecord, state: State
) -> tuple[Mapping[str, File], Content]:
    """The release before, as this computer kept it."""
    seen = local.seen()
    former = local.listing(seen[-2]) if len(seen) > 1 else None
    if former is None or seen[-1] != state.head.run:
        raise connection.refused("publish-no-former")
    _all_kept(connection, local, former)
    files = former.files

    def content(path: str) -> bytes:
        data = local.content(files[path])
        if data is None:
            raise connection.refused("publish-no-former")
        return data

    return files, content


def _all_kept(connection: Connection, local: LocalRecord, listing: Listing) -> None:
    if any(local.content(file) is None for file in listing.files.values()):
        raise connection.refused("publish-no-former")
