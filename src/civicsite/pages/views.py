"""The view types: everything a template may show, as plain frozen data.

This is the whole contract with themes. A view holds finished words, dates and links; a template
adds only what its own catalogue says. ``path`` is always an output path counted from the root of
the site (``lipowiec/park.html``); the theme's ``href`` function makes it relative to the page.

Values marked :class:`Shared` enter the hash of a page by their own digest, computed once a build.
"""

from __future__ import annotations

from dataclasses import dataclass

from civicsite.language import Text
from civicsite.pages.policy import page_policy

__all__ = [
    "AliasView",
    "Anchor",
    "Answer",
    "Asset",
    "CardView",
    "ChangeView",
    "Check",
    "ConsultationReportView",
    "ContactView",
    "ContestCard",
    "ContestPageView",
    "ContributionView",
    "DateView",
    "DecisionView",
    "DeclarationPart",
    "DeclarationView",
    "DocumentView",
    "DutyView",
    "EasyView",
    "EvaluationRow",
    "EventCard",
    "EventView",
    "External",
    "Fact",
    "Filter",
    "FilterLink",
    "FollowUpView",
    "FormView",
    "Head",
    "HomeView",
    "Html",
    "ImageView",
    "InterventionView",
    "JoinView",
    "Link",
    "ListView",
    "ListedCard",
    "ListingView",
    "MapView",
    "MeetingRow",
    "MunicipalityCard",
    "MunicipalityView",
    "NotFoundView",
    "NowView",
    "Offer",
    "OfficialView",
    "OutcomeView",
    "PageView",
    "PaperView",
    "PhaseView",
    "PhotosView",
    "Phrase",
    "Picture",
    "PlaceView",
    "PrivacyView",
    "ProcessView",
    "ProposalCard",
    "ProposalView",
    "Prose",
    "QrCode",
    "RecordingView",
    "RegistrationView",
    "ReportView",
    "SearchView",
    "SelectionView",
    "SeriesView",
    "ServiceView",
    "SetView",
    "Shared",
    "SiteView",
    "StatementView",
    "Stop",
    "View",
    "WaySlot",
    "WayView",
]


class Shared:
    """A part that many pages show alike; hashed once a build."""

    __slots__ = ()


# --- small parts --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateView:
    """A date in words, with its machine-readable form for ``<time datetime>``."""

    text: str
    iso: str = ""
    """ISO 8601; empty for a vague date, which is shown as words only."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page or file of this site."""

    title: Text
    path: str
    anchor: str = ""
    lang: str | None = None
    """Language of the target where it is not the page's own."""
    current: bool = False
    """True for the page itself or the section it belongs to."""


@dataclass(frozen=True, slots=True)
class External:
    """A link that leaves the site."""

    title: Text
    url: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the theme, under its hashed name."""

    name: str
    """Name in the theme, for example ``civic.css``."""
    path: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary list."""

    name: str
    """Catalogue key ``fact.<name>`` of the label."""
    text: Text | None = None
    date: DateView | None = None
    link: Link | External | None = None
    lines: tuple[Text, ...] = ()
    """Several values of one fact."""


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture of the folder."""

    path: str
    alt: Text
    credit: Text | None = None
    width: int | None = None
    """Pixels, where the file says so."""
    height: int | None = None


@dataclass(frozen=True, slots=True)
class ContactView:
    """Who answers questions."""

    unit: Text | None = None
    person: str | None = None
    email: str | None = None
    phone: str | None = None
    phone_link: str | None = None
    """Digits for a ``tel:`` link."""
    hours: Text | None = None
    address: Text | None = None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A venue or polling place."""

    id: str
    title: Text
    address: Text | None = None
    hours: Text | None = None
    step_free: str | None = None
    """``yes``, ``no`` or ``partly``."""
    toilet: str | None = None
    help: Text | None = None
    map_url: str | None = None
    """``geo:`` address of the position."""


@dataclass(frozen=True, slots=True)
class MapView:
    """Places of a page that a map can show after a click; the page names them in words."""

    data: str
    """JSON: a list of latitude, longitude, title and text for each point, in their order."""
    route: bool
    """True when the points are the stops of a walk."""
    count: int
    """Number of points."""
    tiles: str
    """Host of the pictures the map is drawn from."""
    geojson: Link
    """The same for other programs."""


# --- text ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Html:
    """Sanitised HTML, as it goes into the page."""

    html: str
    kind: str = "html"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start tag of a link inside a text; the words and ``</a>`` follow as :class:`Html`."""

    path: str
    anchor: str = ""
    lang: str | None = None
    title: str = ""
    kind: str = "anchor"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a text."""

    path: str
    alt: str
    title: str = ""
    width: int | None = None
    height: int | None = None
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class WaySlot:
    """The place in a text where a way of taking part stands."""

    way: WayView
    kind: str = "way"


@dataclass(frozen=True, slots=True)
class Prose:
    """A text an editor wrote."""

    parts: tuple[Html | Anchor | Picture | WaySlot, ...] = ()
    lang: str | None = None
    """Language of the text where it is not the page's own."""

    def __bool__(self) -> bool:
        return bool(self.parts)


# --- the frame of every page --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SiteView(Shared):
    """What every page of one language shows alike."""

    title: Text
    home: str
    """Output path of the home page."""
    lang: str
    navigation: tuple[Link, ...]
    """The municipalities, or the pages of the only one; then the list of all processes
    and the search."""
    footer: tuple[Link, ...]
    assets: tuple[Asset, ...]
    currency: str
    main_language: str
    declarations: tuple[str, ...] = ()
    """Absolute addresses of the Polish accessibility declarations, for
    ``<meta name="deklaracja-dostępności">``."""

    def asset(self, name: str) -> str:
        """Output path of a theme's file."""
        return next(asset.path for asset in self.assets if asset.name == name)


@dataclass(frozen=True, slots=True)
class Offer:
    """The content of a page for other programs, such as a feed or a calendar."""

    name: str
    """Catalogue key ``offer.<name>`` of the words that lead to it."""
    path: str
    type: str
    """Media type."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the frame needs to know of one page."""

    title: Text
    path: str
    lang: str
    description: str
    canonical: str
    """Absolute address."""
    template: str
    """Page kind, also ``<meta name="civicsite:template">``."""
    alternates: tuple[Link, ...] = ()
    """The same page in other languages; ``title`` is the language's own name."""
    breadcrumbs: tuple[Link, ...] = ()
    frame_hosts: tuple[str, ...] = ()
    """Hosts that may be framed after a click, for the content security policy."""
    tile_hosts: tuple[str, ...] = ()
    """Hosts whose pictures may be loaded after a click, for maps."""
    locating_hosts: tuple[str, ...] = ()
    """Those of them that may ask where the visitor is, for maps."""
    untranslated: bool = False
    """True when some texts had to stay in the main language."""
    draft: bool = False
    """True only in a preview."""
    indexed: bool = True
    """False keeps the page out of search engines and the sitemap."""
    base: str = ""
    """Path every link begins with; only the 404 page has one, all others link relatively."""
    offers: tuple[Offer, ...] = ()
    """The same for other programs: ``<link rel="alternate">`` and a link on the page."""
    data: Html | None = None
    """The page as JSON-LD (schema.org), for the content of a ``<script>``."""

    @property
    def policy(self) -> str:
        """What the page may load, for its ``<meta>``."""
        return page_policy(self.frame_hosts, self.tile_hosts, self.data.html if self.data else "")


@dataclass(frozen=True, slots=True)
class View:
    """What every page's view has."""

    head: Head
    site: SiteView


# --- lists --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardView:
    """A process in a list."""

    link: Link
    kind: Text
    municipality: Text
    state: str
    """``upcoming``, ``open``, ``underway``, ``suspended``, ``cancelled``, ``annulled`` or
    ``finished``."""
    summary: Text | None = None
    phase: Text | None = None
    """The phase that is current, or the next one."""
    until: DateView | None = None
    """When the current inviting phase closes."""
    opens: DateView | None = None
    """When the next phase begins."""
    results: Link | None = None
    since: DateView | None = None
    """When the results were published."""
    closes_at: str | None = None
    """The instant of closing in UTC, while it is open."""


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event in a list."""

    link: Link
    kind: str
    """Word of the vocabulary; catalogue ``event-kind.<kind>``."""
    when: DateView
    place: Text | None
    mode: str
    past: bool
    status: str | None = None
    """``cancelled`` or ``moved``."""
    has_report: bool = False
    process: Link | None = None


@dataclass(frozen=True, slots=True)
class MunicipalityCard:
    """A municipality in a list."""

    link: Link
    summary: Text | None
    open_count: int
    process_count: int


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal, project, candidate or design in a list."""

    link: Link | None
    title: Text
    number: str | None = None
    contest: str | None = None
    summary: Text | None = None
    cost: str | None = None
    """Amount in words."""
    place: Text | None = None
    image: ImageView | None = None
    standing: str | None = None
    """``admitted``, ``rejected``, ``in-evaluation``, ``withdrawn``, ``merged``, ``selected``,
    ``not-selected``; catalogue ``standing.<word>``."""
    votes: str | None = None
    progress: int | None = None
    """Per cent, from the latest follow-up."""


@dataclass(frozen=True, slots=True)
class HomeView(View):
    """The first page of the site."""

    intro: Text | None
    open: tuple[CardView, ...]
    soon: tuple[CardView, ...]
    underway: tuple[CardView, ...]
    results: tuple[CardView, ...]
    """Newest results first."""
    finished: tuple[CardView, ...]
    events: tuple[EventCard, ...]
    municipalities: tuple[MunicipalityCard, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityView(View):
    """A municipality: who it is and everything it runs."""

    name: Text
    summary: Text | None
    text: Prose
    image: ImageView | None
    facts: tuple[Fact, ...]
    contact: ContactView | None
    open: tuple[CardView, ...]
    soon: tuple[CardView, ...]
    underway: tuple[CardView, ...]
    finished: tuple[CardView, ...]
    events: tuple[EventCard, ...]
    places: tuple[PlaceView, ...]
    pages: tuple[Link, ...]
    data_protection: tuple[Fact, ...]
    accessibility: tuple[Fact, ...]
    """Facts of the accessibility declaration."""
    map: MapView | None = None
    """Its places on a map."""


@dataclass(frozen=True, slots=True)
class PageView(View):
    """A free page."""

    title: Text
    summary: Text | None
    text: Prose
    updated: tuple[tuple[DateView, Text], ...]
    siblings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class NotFoundView(View):
    """404.html; it may be served at any depth."""


@dataclass(frozen=True, slots=True)
class AliasView(View):
    """An earlier address of a page."""

    target: Link


# --- a process ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormView:
    """An external form or video: a link now, a frame only after a click."""

    title: Text
    address: str
    """The public address, for the plain link."""
    host: str
    provider: str
    """Name of the service."""
    kind: str
    """``form``, ``video``, ``map``, ``chart``, ``page``, or ``official`` for a service of the
    state, which is linked with an instruction and never framed."""
    note: str | None
    """Catalogue key of who receives what data and where."""
    privacy: Text | None
    """The same in the site's own words, for hosts it added."""
    frame: str | None = None
    """Address for the frame; None where the service must not be framed."""
    frame_host: str | None = None
    height_phone: int = 900
    height_desktop: int = 800
    """Pixels."""
    ratio: str | None = None
    """``16:9`` for videos."""
    sandbox: str = ""
    allow: str = ""
    referrer_policy: str = "strict-origin-when-cross-origin"
    notice: str | None = None
    """Address of the service's privacy notice."""
    resize: str | None = None
    """The message by which the frame tells its height."""


@dataclass(frozen=True, slots=True)
class WayView:
    """A way of taking part."""

    id: str
    title: Text
    text: Text | None = None
    form: FormView | None = None
    video: FormView | None = None
    map: FormView | None = None
    places: tuple[PlaceView, ...] = ()
    post: Text | None = None
    counts: str | None = None
    """``sent`` or ``received``; catalogue ``post-counts.<word>``."""
    email: str | None = None
    phone: str | None = None
    phone_link: str | None = None
    oral: Text | None = None
    is_open: bool = False
    opens: DateView | None = None
    """Set when the way will open."""
    closes: DateView | None = None
    """Set when the way is open or was open."""
    stopped: str | None = None
    """``cancelled``, ``suspended`` or ``annulled`` when the process or phase is."""
    opens_at: str | None = None
    """The instant of opening in UTC (``2026-06-01T06:00:00Z``), while it lies ahead: a page that
    is not rebuilt in time opens itself in the browser, by the server's clock."""
    closes_at: str | None = None
    """The instant of closing in UTC, while it lies ahead: such a page closes itself."""
    online: bool = False
    """True when it needs the internet; then offline ways are named beside it."""


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase on the time line."""

    id: str
    title: Text
    does: str
    state: str
    """``past``, ``current``, ``upcoming`` or ``cancelled``."""
    starts: DateView
    ends: DateView | None = None
    span: str = ""
    """Both dates in words."""
    text: Text | None = None
    invites: bool = False
    extended_from: DateView | None = None
    results_by: DateView | None = None


@dataclass(frozen=True, slots=True)
class NowView:
    """What to do now."""

    state: str
    phases: tuple[PhaseView, ...] = ()
    """Current phases that invite residents."""
    ways: tuple[WayView, ...] = ()
    """Ways open now."""
    offline: tuple[Text, ...] = ()
    """Titles of open ways that need no internet."""
    last: PhaseView | None = None
    next: PhaseView | None = None
    """Set between phases."""
    counting: bool = False
    """True after a vote while its result is not published yet."""
    results_by: DateView | None = None
    next_event: EventCard | None = None


@dataclass(frozen=True, slots=True)
class InterventionView:
    """What happened to the process, shown first."""

    id: str
    what: str
    on: DateView
    reason: Text
    phase: Text | None = None
    was: DateView | None = None
    now: DateView | None = None
    document: Link | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A published file."""

    id: str
    title: Text
    link: Link
    format: str
    """Upper-case ending, for example ``PDF``."""
    size: str
    """In words, for example ``120 kB``."""
    date: DateView | None = None
    status: str | None = None
    accessible: bool | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What an authority resolved."""

    id: str
    by: Text
    on: DateView
    status: str
    number: str | None = None
    covers: tuple[Text, ...] = ()
    text: Text | None = None
    document: Link | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class DutyView:
    """What is owed, by when, and whether it was done."""

    id: str
    title: Text | None
    what: str
    due: DateView | None
    state: str
    """``done``, ``due`` or ``overdue``."""
    done_on: DateView | None = None
    done: Text | None = None
    basis: Text | None = None
    document: Link | None = None


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """What has been done since."""

    date: DateView
    status: str
    progress: int | None = None
    cost: str | None = None
    text: Text | None = None
    document: Link | None = None
    id: str = ""
    """Name of its place on the page; empty where nothing leads to it."""
    changes: tuple[Link, ...] = ()
    """In the report: the changes it carries out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One point of a contribution with its answer."""

    n: str
    summary: Text
    decision: str | None = None
    reason: Text | None = None
    decided_by: Text | None = None
    decided_on: DateView | None = None
    changed_in: Text | None = None
    follow_up: Text | None = None


@dataclass(frozen=True, slots=True)
class ContributionView:
    """A remark, an idea or a recommendation."""

    number: str
    received_on: DateView | None = None
    channel: str | None = None
    event: Link | None = None
    round: int | None = None
    concerns: Text | None = None
    author_kind: str | None = None
    withdrawn_on: DateView | None = None
    replaces: str | None = None
    same_as: str | None = None
    points: tuple[Answer, ...] = ()
    support: str | None = None
    """Votes of an assembly in words."""
    response: Answer | None = None
    response_due: DateView | None = None
    response_unit: Text | None = None
    overdue: bool = False
    """True when an answer is owed and the term has passed."""
    report: Link | None = None
    """On the page of the process: what happened with it, in the report."""
    source: Link | None = None
    """In the report: the same on the page of the process."""
    changes: tuple[Link, ...] = ()
    """In the report: what was changed because of it."""


@dataclass(frozen=True, slots=True)
class SetView:
    """Contributions that belong together."""

    id: str
    title: Text | None
    kind: str
    items: tuple[ContributionView, ...]
    counts: tuple[tuple[str, int], ...]
    """Points by answer, for the summary: ``accepted``, ``partly``, ``rejected``,
    ``out-of-scope``, ``unanswered``."""


@dataclass(frozen=True, slots=True)
class ContestCard:
    """A contest on the process page, before and after its result."""

    id: str
    title: Text
    facts: tuple[str, ...]
    """Budget, seats, marks on a ballot and electorate, each in words."""
    text: Text | None
    unopposed: Text | None
    """What the rules say where nobody stood against."""
    basis: Text | None
    """The paragraph that says so."""
    items: tuple[ProposalCard, ...]
    held: str
    page: Link | None = None
    """Its own page, where it has one."""
    result: Link | None = None


@dataclass(frozen=True, slots=True)
class SelectionView:
    """How the members of a citizens' assembly were chosen."""

    invited: str
    replied: str | None
    seats: str
    strata: tuple[tuple[Text, tuple[tuple[Text, int, int | None], ...]], ...]
    """Property -> group, target, chosen."""
    draw_on: DateView | None
    draw_method: Text | None
    draw_protocol: Link | None
    organiser: Text | None
    experts: tuple[tuple[Text, Text | None], ...]
    members_public: bool


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What came of the process, with the reason."""

    text: Text
    published_on: DateView | None = None
    report: Link | None = None


@dataclass(frozen=True, slots=True)
class OfficialView:
    """Where the binding publication is."""

    text: Text | None
    link: External | None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """Other processes of the series."""

    title: Text
    processes: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class ProcessView(View):
    """One process: what to do now, then everything about it."""

    title: Text
    kind: Text
    state: str
    summary: Text | None
    easy: Link | None
    """The same in a text that is easy to read."""
    image: ImageView | None
    interventions: tuple[InterventionView, ...]
    now: NowView
    phases: tuple[PhaseView, ...]
    ways: tuple[WayView, ...]
    facts: tuple[Fact, ...]
    contact: ContactView | None
    text: Prose
    events: tuple[EventCard, ...]
    contests: tuple[ContestCard, ...]
    """Empty where there is one contest."""
    item_word: str
    """What its proposals are called; catalogue ``items.<word>``."""
    proposals: tuple[ProposalCard, ...]
    results: Link | None
    results_since: DateView | None
    results_at: DateView | None
    """When an embargoed result will be published."""
    sets: tuple[SetView, ...]
    outcome: OutcomeView | None
    decisions: tuple[DecisionView, ...]
    follow_up: tuple[FollowUpView, ...]
    selection: SelectionView | None
    duties: tuple[DutyView, ...]
    documents: tuple[DocumentView, ...]
    announced: tuple[tuple[str, DateView, External | Link | None], ...]
    """Medium, day and proof."""
    data_protection: tuple[Fact, ...]
    official: OfficialView | None
    updated: tuple[tuple[DateView, Text], ...]
    series: SeriesView | None
    map: MapView | None = None
    """Its places on a map."""
    report: Link | None = None
    """The report, once it is published."""
    paper: tuple[Link, ...] = ()
    """Sheets for print."""


# --- the report on a process --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """An event that took place, and who came."""

    event: EventCard
    attendees: str | None
    """Number of people in words; None where nobody was counted."""
    how: Text | None
    """How they were counted."""
    contributions: str | None
    organisations: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What was changed, because of which remarks, and what has been done about it."""

    id: str
    text: Text
    remarks: tuple[Link, ...]
    follow_up: Link | None
    document: Link | None


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """A project with the checks it went through."""

    project: ProposalCard
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class ConsultationReportView(View):
    """The report on a process: what was asked, who took part, what was answered and changed."""

    title: Text
    kind: Text
    process: Link
    summary: Text | None
    published_on: DateView | None
    prepared_by: Text | None
    document: Link | None
    """The signed version."""
    outcome: OutcomeView | None
    facts: tuple[Fact, ...]
    phases: tuple[PhaseView, ...]
    forms: tuple[Text, ...]
    """Ways of taking part and kinds of meetings that were used."""
    meetings: tuple[MeetingRow, ...]
    attendees: str | None
    """All who were counted at meetings, in words; somebody who came twice counts twice."""
    announced: tuple[tuple[str, DateView, External | Link | None], ...]
    sets: tuple[SetView, ...]
    changes: tuple[ChangeView, ...]
    evaluation: tuple[EvaluationRow, ...]
    item_word: str
    """What was evaluated; catalogue ``items.<word>``."""
    results: Link | None
    decisions: tuple[DecisionView, ...]
    follow_up: tuple[FollowUpView, ...]
    documents: tuple[DocumentView, ...]
    official: OfficialView | None
    contact: ContactView | None


# --- a contest ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EasyView(View):
    """A process in a text that is easy to read."""

    title: Text
    summary: Text | None
    text: Prose
    process: Link


@dataclass(frozen=True, slots=True)
class QrCode:
    """An address that a telephone reads off paper (ISO/IEC 18004)."""

    address: str
    """The same in words."""
    size: int
    """Modules along one side, with the quiet zone of four around the code."""
    path: str
    """The dark modules: the data of an SVG path in a square of ``size``."""


@dataclass(frozen=True, slots=True)
class PaperView(View):
    """A sheet for print: what it is about, until when and where one takes part, and the way to the
    page. It is made while people can still take part."""

    sheet: str
    """``poster``, ``leaflet`` or ``notice``; catalogue ``paper.<word>``. A notice hangs beside a
    ballot box: one sheet for each place."""
    title: Text
    kind: Text
    municipality: Text
    summary: Text | None
    stopped: str | None
    """``suspended`` while nobody can take part; catalogue ``state.<word>``."""
    phases: tuple[PhaseView, ...]
    """The current and coming phases that invite residents."""
    does: str
    """What residents do in the first of them; catalogue ``paper.here.<word>``."""
    eligibility: tuple[Fact, ...]
    ways: tuple[WayView, ...]
    """How people take part now or soon."""
    places: tuple[PlaceView, ...]
    """Where they do it on site."""
    events: tuple[EventCard, ...]
    """Events ahead."""
    contact: ContactView | None
    data_protection: tuple[Fact, ...]
    code: QrCode
    process: Link


@dataclass(frozen=True, slots=True)
class ContestPageView(View):
    """A contest that has a page of its own."""

    title: Text
    summary: Text | None
    image: ImageView | None
    contest: ContestCard
    item_word: str
    """What stands in it; catalogue ``items.<word>``."""
    text: Prose
    updated: tuple[tuple[DateView, Text], ...]
    process: Link


# --- an event -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of a walk or a part of the programme."""

    title: Text
    text: Text | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class JoinView:
    """How to join on line."""

    url: str | None
    """Set only where anybody may open it."""
    text: Text | None
    is_private: bool
    """True when the address exists and is not published."""


@dataclass(frozen=True, slots=True)
class RegistrationView:
    """How to register."""

    form: FormView | None
    text: Text | None
    limit: int | None
    """Number of seats."""
    until: DateView | None
    is_open: bool
    closes_at: str | None
    """The instant of closing in UTC, while it is open: a page that was not rebuilt in time closes
    itself in the browser."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """The closing report."""

    facts: tuple[Fact, ...]
    summary: Text | None
    minutes: Link | None


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A recording of the event."""

    video: FormView | None
    captions: bool | None
    transcript: Link | None


@dataclass(frozen=True, slots=True)
class PhotosView:
    """Photographs, and how people agreed to them."""

    notice: Text
    images: tuple[ImageView, ...]


@dataclass(frozen=True, slots=True)
class EventView(View):
    """Before the event an invitation, after it the closing report."""

    title: Text
    kind: str
    state: str
    """``upcoming``, ``now`` or ``past``."""
    over_at: str | None
    """The instant at which it is over, in UTC; None once it is."""
    status: str | None
    status_reason: Text | None
    moved_from: DateView | None
    when: DateView
    ends: DateView | None
    mode: str
    summary: Text | None
    place: PlaceView | None
    place_text: Text | None
    join: JoinView | None
    """None once the event is over."""
    registration: RegistrationView | None
    """None once the event is over or cancelled."""
    access: tuple[Fact, ...]
    route: tuple[Stop, ...]
    programme: tuple[Stop, ...]
    text: Prose
    report: ReportView | None
    recording: RecordingView | None
    photos: PhotosView | None
    updated: tuple[tuple[DateView, Text], ...]
    process: Link
    map: MapView | None = None
    """Its places on a map."""


# --- a proposal ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """One step in the life of a proposal: a change, an evaluation, an appeal."""

    what: str
    """Catalogue key ``check.<what>``."""
    on: DateView
    result: str | None = None
    by: Text | None = None
    reason: Text | None = None
    target: Link | None = None
    """The proposal it was merged into."""


@dataclass(frozen=True, slots=True)
class ProposalView(View):
    """A proposal, project, candidate or design."""

    title: Text
    item_word: str
    standing: str | None
    summary: Text | None
    image: ImageView | None
    facts: tuple[Fact, ...]
    text: Prose
    checks: tuple[Check, ...]
    votes: str | None
    result: Link | None
    follow_up: tuple[FollowUpView, ...]
    progress: int | None
    updated: tuple[tuple[DateView, Text], ...]
    process: Link


# --- privacy ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ServiceView:
    """A service that pages offer, and what becomes of a visitor's data there."""

    name: str
    host: str
    kind: str
    """As in :class:`FormView`."""
    note: str
    """Catalogue key of who receives what data and where."""
    privacy: Text | None
    """The same in the site's own words, for hosts it added."""
    location: str
    """``EU``, ``PL``, ``DE`` or ``US``; empty where only the town knows."""
    notice: str | None
    """Address of the service's privacy notice."""
    framed: bool
    """Whether it may open inside a page, after a click."""
    uses: tuple[Link, ...]
    """The processes and events that offer it."""


@dataclass(frozen=True, slots=True)
class PrivacyView(View):
    """What the site itself keeps of its visitors (nothing), and what others receive, and when."""

    services: tuple[ServiceView, ...]
    controllers: tuple[Link, ...] = ()
    """Pages that name the controller of the data and the data protection officer."""


# --- lists --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListedCard:
    """A process in a list that can be narrowed down."""

    card: CardView
    marks: tuple[str, ...]
    """The choices it belongs to, each ``filter-value``: ``state-open``, ``year-2026``."""


@dataclass(frozen=True, slots=True)
class FilterLink:
    """A choice, and the list it leads to."""

    link: Link
    mark: str
    """As in :attr:`ListedCard.marks`."""
    count: str
    """How many processes there are in that list."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Choices of one sort."""

    name: str
    """``state``, ``kind``, ``in`` (municipality) or ``year``; catalogue ``filter.<name>``."""
    links: tuple[FilterLink, ...]


@dataclass(frozen=True, slots=True)
class ListView(View):
    """All processes, or those of one choice."""

    cards: tuple[ListedCard, ...]
    """What is open first, what is over last."""
    filters: tuple[Filter, ...]
    every: Link
    """The list of all."""
    chosen: str | None = None
    """The choice whose list this is; None for the list of all."""


@dataclass(frozen=True, slots=True)
class SearchView(View):
    """The page of the full-text search. It needs the theme's script; without it the page leads to
    the lists."""

    index: str
    """Output path of the script that the search begins with."""
    up: str = ""
    """What leads from the page to the root of the site: ``../`` in a folder of a language."""
    lists: Link | None = None
    """The list of all processes."""


# --- the accessibility declaration --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence of the declaration."""

    text: Text
    id: str = ""
    """The ``id`` programs look for; empty for the words between."""
    shape: str = "text"
    """``text``, ``date``, ``link``, ``mail`` or ``phone``."""
    value: str = ""
    """ISO 8601 date, web address, e-mail address, or digits of a telephone number."""


@dataclass(frozen=True, slots=True)
class StatementView:
    """A paragraph of the declaration."""

    phrases: tuple[Phrase, ...]
    id: str = ""
    kind: str = "statement"


@dataclass(frozen=True, slots=True)
class ListingView:
    """A list in the declaration."""

    lines: tuple[Phrase, ...]
    kind: str = "listing"


@dataclass(frozen=True, slots=True)
class DeclarationPart:
    """A heading of the declaration and what stands below it."""

    level: int
    title: Text
    id: str
    """The ``id`` of the whole part; often empty."""
    body: tuple[StatementView | ListingView, ...]
    parts: tuple[DeclarationPart, ...] = ()
    """With headings one level lower."""


@dataclass(frozen=True, slots=True)
class DeclarationView(View):
    """The accessibility declaration of a municipality. Its headings, ``id`` and order are laid down
    by law: a theme may dress them and must not move them. ``civicsite check`` looks."""

    title: Text
    id: str
    """The ``id`` of the title; empty outside Poland."""
    opening: tuple[StatementView | ListingView, ...]
    parts: tuple[DeclarationPart, ...]
