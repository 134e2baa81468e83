"""Every field an editor may write, each with one docstring.

The JSON Schema, the reference page in ``docs/`` and the messages about unknown fields are all
derived from here. Options that belong to an export format, a counting rule or a provider are
declared there and join through the registry.

A field without a default must be written. Everything that a *kind* of process or a statute asks
for on top is checked by ``check`` and ``publish``, so that a draft can be built early.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from civicsite import terms
from civicsite.reading.field_types import (
    Amount,
    Colour,
    ExactWhen,
    FilePath,
    FontStack,
    Identifier,
    Line,
    Number,
    TextField,
    Vague,
    WebAddress,
    Whole,
    YesNo,
    one_of,
)

__all__ = [
    "ContestPageFields",
    "ContributionsFile",
    "EasyFields",
    "EventFields",
    "Fields",
    "LookFields",
    "MunicipalityFields",
    "PageFields",
    "PlacesFile",
    "ProcessFields",
    "ProposalFields",
    "ResultsFile",
    "SiteFields",
    "TargetFields",
]


class Fields(BaseModel):
    """A block of fields: unknown ones are errors, values never change after reading."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True
    )


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _by_language(value: Any) -> Any:
    return value if isinstance(value, dict) else {"": value}


OneOrMany = BeforeValidator(_one_or_many)
FormAddresses = Annotated[
    dict[str, Line],
    BeforeValidator(_by_language),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "additionalProperties": {"type": "string"}},
            ]
        }
    ),
]
"""The address an editor copied from the service, or one for each language of the form."""


# --- parts that several files share -------------------------------------------------------------


class Contact(Fields):
    """Who answers questions."""

    unit: TextField | None = None
    """Department or unit, never a private person's own address."""
    person: Line | None = None
    """Name of the official in charge, where the office publishes it."""
    email: Line | None = None
    """Office e-mail address."""
    phone: Line | None = None
    """Office telephone number."""
    hours: TextField | None = None
    """When the unit can be reached."""
    address: TextField | None = None
    """Room and street."""


class Position(Fields):
    """A point on the map."""

    lat: Number
    """Latitude in degrees north, WGS 84."""
    lon: Number
    """Longitude in degrees east, WGS 84."""


class ImageFields(Fields):
    """A picture from the folder, with the words that stand for it."""

    file: FilePath
    """The picture, below ``images/``."""
    alt: TextField
    """What the picture shows, for people who do not see it."""
    credit: TextField | None = None
    """Who made the picture and under what terms."""


class PhotoFields(ImageFields):
    """One of several pictures."""

    id: Identifier | None = None
    """Name for translations."""


class DataProtection(Fields):
    """The notice that a form or a paper card must carry (GDPR, art. 13)."""

    controller: TextField
    """Who is the controller of the data."""
    dpo: TextField | None = None
    """How to reach the data protection officer."""
    purpose: TextField
    """What the data are collected for."""
    basis: TextField
    """The legal basis."""
    recipients: TextField | None = None
    """Who else receives the data."""
    retention: ExactWhen | None = None
    """The day by which the data are deleted."""
    rights_url: WebAddress | None = None
    """The page that explains people's rights."""


class Update(Fields):
    """A change residents should know about."""

    id: Identifier | None = None
    """Name for translations."""
    on: ExactWhen
    """The day of the change."""
    what: TextField
    """What changed, in one sentence."""


class FollowUp(Fields):
    """What has been done since the decision."""

    id: Identifier | None = None
    """Name for translations."""
    date: ExactWhen
    """The day this became known."""
    status: Annotated[terms.FollowUpStatus, one_of(terms.FollowUpStatus)]
    """How far the work is."""
    progress: Whole | None = Field(default=None, le=100)
    """Share of the work done, in per cent."""
    cost: Amount | None = None
    """Money spent so far."""
    text: TextField | None = None
    """What has been done, or why it cannot be."""
    document: FilePath | None = None
    """A document that shows it."""


class Publishable(Fields):
    """What an item that has its own page may say about that page."""

    id: Identifier | None = None
    """The name in the page's address and for references; without it the folder's or file's name.
    Written down, the address stays when the folder or file is renamed."""
    title: TextField
    """The title, as residents will read it."""
    summary: TextField | None = None
    """One or two sentences for lists and search engines."""
    draft: YesNo = False
    """Yes keeps the page out of every published build."""
    publish_at: ExactWhen | None = None
    """Nothing of the page reaches the output before this moment."""
    aliases: tuple[FilePath, ...] = ()
    """Earlier addresses of the page, as files such as ``konsultacje/park.html``."""
    updated: tuple[Update, ...] = ()
    """Changes residents should know about, newest first."""


# --- civicsite.yaml -----------------------------------------------------------------------------


class HostFields(Fields):
    """A host whose forms or pages this site may offer, beyond the known services."""

    id: Identifier | None = None
    """Name for translations."""
    host: Line
    """The host name, for example ``ankiety.lipowiec.example``."""
    provider: Identifier = "page"
    """What runs there: a provider without hosts of its own, or ``page`` for any page."""
    name: TextField | None = None
    """What residents know the service as."""
    path: Line | None = None
    """What the addresses of its forms begin with, such as ``/ankieta/``; others are refused."""
    parameters: dict[Line, Line] = {}
    """What is added to the address of the frame, such as ``embed: true``."""
    frame: YesNo = False
    """Yes when the host lets its pages be shown inside another page."""
    privacy: TextField | None = None
    """Who receives what data there, and where."""


class KindFields(Fields):
    """A kind of process that a town adds."""

    id: Identifier
    """Name used in ``kind:``."""
    item: Annotated[terms.ItemWord, one_of(terms.ItemWord)] = terms.ItemWord.PROPOSAL
    """What the things put forward or chosen between are called."""
    name: TextField
    """Name of one such process, for example *Narada obywatelska*."""
    plural: TextField | None = None
    """Name of several."""
    phases: dict[Annotated[terms.Does, one_of(terms.Does)], TextField] = {}
    """Phase names by who acts, where they differ from the usual ones."""
    required: tuple[Line, ...] = ()
    """Fields of ``process.md`` that ``check`` requires."""


class ColourFields(Fields):
    """Colours by the names the theme gives them, for each of the two schemes a device may ask for.
    A name that stands under ``light`` alone holds in both."""

    light: dict[Identifier, Colour] = {}
    """Colours on a light ground, for example ``accent: 0b5460``."""
    dark: dict[Identifier, Colour] = {}
    """Colours on a dark ground."""


class TypeFields(Fields):
    """The one scale of all text sizes: each step is the one below it times a ratio."""

    base: Number | None = None
    """Size of running text, where 1 is what readers set in their browser; 1 to 1.5."""
    ratio: Number | None = None
    """What one step is to the one below it on wide screens; 1.05 to 1.5."""
    narrow: Number | None = None
    """The same on telephones, where long words need room; 1.05 to 1.5."""


class FaceFields(Fields):
    """A font of the town's own. The file lies in ``assets/`` of the theme and is served from the
    site itself."""

    family: Line
    """Its name, as ``fonts`` refers to it."""
    file: FilePath
    """The file below ``assets/``, a ``.woff2``."""
    weight: Number | None = None
    """Boldness from 100 to 900; 400 is plain, 700 bold."""
    italic: YesNo = False
    """Yes for a slanted one."""


class LookFields(Fields):
    """What the theme leaves to a town: colours, type, spacing, shape and fonts."""

    colours: ColourFields = ColourFields()
    """Colours for light and dark screens."""
    type: TypeFields = TypeFields()
    """Sizes of text."""
    space: Number | None = None
    """The unit of all distances, where 1 is the text size readers set; 0.1 to 0.5."""
    shape: dict[Identifier, Number] = {}
    """Widths of lines and roundness of corners in pixels, by the names the theme gives them."""
    fonts: dict[Identifier, FontStack] = {}
    """Fonts by their use, ``text``, ``heading`` and ``mono`` in the themes that ship."""
    faces: tuple[FaceFields, ...] = ()
    """Fonts of the town's own."""


class TargetFields(Fields):
    """Where ``civicsite publish`` sends the site. Each target adds fields of its own; they are read
    once the target is known. A password never stands here."""

    model_config = ConfigDict(extra="allow")

    to: Line
    """Name of the target, such as ``ftps`` or ``folder``."""
    ask_above: Whole = 20
    """With more files to remove than this, a person is asked first."""


class SiteFields(Fields):
    """``civicsite.yaml``: what holds for the whole site."""

    title: TextField
    """The site's name."""
    address: WebAddress
    """Where the site will be published; used in the sitemap, in feeds and on the 404 page."""
    description: TextField | None = None
    """One or two sentences about the site."""
    languages: tuple[Line, ...] = ("pl",)
    """Language codes; the first is the main language, in which everything is written."""
    time_zone: Line = "Europe/Warsaw"
    """The zone in which all dates and times are meant, by its IANA name."""
    currency: Line = "PLN"
    """Currency of all amounts, by its ISO 4217 code."""
    theme: Identifier = "civic"
    """The theme: ``civic``, ``plain`` or a folder in ``themes/``."""
    look: LookFields = LookFields()
    """Colours, type, spacing, shape and fonts where they differ from the theme's."""
    home: Identifier | None = None
    """The one municipality whose pages live at the root of the site."""
    hosts: tuple[HostFields, ...] = ()
    """Further hosts of forms and pages."""
    kinds: tuple[KindFields, ...] = ()
    """Further kinds of process."""
    repository: Annotated[terms.Repository, one_of(terms.Repository)] = terms.Repository.PUBLIC
    """``private`` when nobody outside the office can read the folder's history."""
    use: tuple[Annotated[terms.Extra, one_of(terms.Extra)], ...] = ()
    """Extras this site needs: ``s3``, ``search-pl``, ``sftp``."""
    publish: TargetFields | None = None
    """Where ``civicsite publish`` sends the site."""


# --- municipality.md, places.yaml, pages/*.md ---------------------------------------------------


class AppFields(Fields):
    """A mobile application of the office."""

    id: Identifier
    """Name for translations."""
    name: TextField
    """What it is called, and for which system."""
    url: WebAddress
    """Where its own accessibility declaration is."""


class Enforcement(Fields):
    """Who takes complaints about accessibility, outside Poland."""

    body: TextField
    """The body, and how to turn to it."""
    url: WebAddress | None = None
    """Where a complaint can be made."""


class AccessibilityFields(Fields):
    """Facts of the accessibility declaration (Polish technical conditions 2.0 of 2024, elsewhere
    the model statement of the European Union). ``check`` names what is missing."""

    status: Annotated[terms.Conformance, one_of(terms.Conformance)]
    """Conformance with the act on digital accessibility."""
    body: TextField | None = None
    """The public body that answers for the site; without it the municipality's name."""
    published_on: ExactWhen | None = None
    """The day the site was published."""
    updated_on: ExactWhen | None = None
    """The day of the last important change."""
    prepared_on: ExactWhen | None = None
    """The day the declaration was first drawn up; it never changes."""
    reviewed_on: ExactWhen | None = None
    """The day of the last review; one is due every year, in Poland by 31 March."""
    assessor: TextField | None = None
    """Who assessed the site from outside; without it the office assessed it itself."""
    inaccessible: tuple[TextField, ...] = ()
    """What does not conform, why, and what can be had instead."""
    exempt: tuple[TextField, ...] = ()
    """What is not accessible because the law does not ask for it."""
    disproportionate: tuple[TextField, ...] = ()
    """What is not accessible because it would cost too much."""
    assessment_url: WebAddress | None = None
    """The assessment of these costs; required with them in Poland."""
    features: tuple[TextField, ...] = ()
    """What helps, and what else to know."""
    shortcuts: tuple[TextField, ...] = ()
    """Keyboard shortcuts beyond those of the browser."""
    contact: Contact | None = None
    """Who answers about accessibility: a unit or person, e-mail and telephone."""
    architecture: TextField | None = None
    """How accessible the seat is."""
    architecture_url: WebAddress | None = None
    """Where more is said about it."""
    communication: TextField | None = None
    """Sign language, induction loop and other means."""
    apps: tuple[AppFields, ...] = ()
    """Mobile applications of the office."""
    law: TextField | None = None
    """Outside Poland: the act that implements Directive (EU) 2016/2102."""
    enforcement: Enforcement | None = None
    """Outside Poland: who takes complaints."""


class ResidentCount(Fields):
    """How many people live in the municipality."""

    count: Whole
    """Number of residents."""
    on: ExactWhen
    """The day it holds for."""


class MunicipalityFields(Fields):
    """``municipality.md``: a town or commune that runs processes."""

    name: TextField
    """Official name."""
    summary: TextField | None = None
    """One or two sentences for lists and search engines."""
    code: Line | None = None
    """Code in the official register of territories (in Poland TERYT, seven digits)."""
    country: Line = "PL"
    """The country, by the two capital letters of its ISO 3166-1 code: its statutes are checked and
    its accessibility declaration is made."""
    county_rights: YesNo = False
    """Yes for a city with the rights of a county (in Poland *miasto na prawach powiatu*)."""
    residents: ResidentCount | None = None
    """Number of residents."""
    seat: TextField | None = None
    """Address of the town hall."""
    position: Position | None = None
    """Where the town hall stands."""
    contact: Contact | None = None
    """Who answers about participation."""
    website: WebAddress | None = None
    """The municipality's own site."""
    bip_url: WebAddress | None = None
    """The municipality's public information bulletin (BIP)."""
    image: ImageFields | None = None
    """A picture of the town."""
    accessibility: AccessibilityFields | None = None
    """Facts of the accessibility declaration."""
    data_protection: DataProtection | None = None
    """The notice for every process that has none of its own."""


class PlaceFields(Fields):
    """A venue or polling place."""

    id: Identifier
    """Name used in ``place:`` and ``places:``."""
    title: TextField
    """What the place is called."""
    address: TextField
    """Street and number."""
    hours: TextField | None = None
    """When it is open."""
    step_free: Annotated[terms.Access, one_of(terms.Access)] | None = None
    """Whether one gets in without steps."""
    toilet: Annotated[terms.Access, one_of(terms.Access)] | None = None
    """Whether there is a toilet for wheelchair users."""
    help: TextField | None = None
    """What help is there, and whom to ask for it."""
    position: Position | None = None
    """Where it is."""


class PlacesFile(Fields):
    """``places.yaml``: polling places and venues of a municipality."""

    places: tuple[PlaceFields, ...] = ()
    """The places."""


class PageFields(Publishable):
    """``pages/*.md``: a free page."""

    order: Whole = 100
    """Place among the municipality's pages; small numbers come first."""


# --- process.md ---------------------------------------------------------------------------------


class LegalBasis(Fields):
    """The act or resolution a process rests on."""

    title: TextField
    """Name and number."""
    date: ExactWhen | None = None
    """The day it was adopted."""
    url: WebAddress | None = None
    """Where it can be read."""


class BindingFields(Fields):
    """Whether the result binds those who decide."""

    is_: YesNo = Field(alias="is")
    """Yes when the result must be carried out."""
    decides: TextField | None = None
    """Who decides in the end."""
    conditions: tuple[TextField, ...] = ()
    """What must hold for the result to be carried out."""


class Eligibility(Fields):
    """Who may take part."""

    who: Annotated[terms.Who, one_of(terms.Who)]
    """The group of people."""
    text: TextField | None = None
    """The rule in words."""
    min_age: Whole | None = None
    """Least age in years."""
    max_age: Whole | None = None
    """Greatest age in years."""
    guardian_consent_below: Whole | None = None
    """Age in years below which a guardian must agree."""
    basis: TextField | None = None
    """The paragraph that says so."""


class Announcement(Fields):
    """Where and when the process was announced."""

    where: Annotated[terms.AnnouncedIn, one_of(terms.AnnouncedIn)]
    """The medium."""
    on: ExactWhen
    """The day."""
    url: WebAddress | None = None
    """The announcement on the web."""
    proof: FilePath | None = None
    """A document that shows it."""


class PhaseFields(Fields):
    """A dated part of a process."""

    id: Identifier
    """Name used by translations, interventions and duties."""
    title: TextField | None = None
    """Name of the phase; without it the kind's usual name."""
    does: Annotated[terms.Does, one_of(terms.Does)]
    """Who acts: only ``submit``, ``comment``, ``vote`` and ``appeal`` invite residents."""
    from_: Vague = Field(alias="from")
    """When it begins."""
    to: Vague | None = None
    """When it ends; a day means the end of that day."""
    text: TextField | None = None
    """What happens in it."""
    ways: tuple[Identifier, ...] = ()
    """Ways of taking part that are open in this phase; without it all of them."""
    results_by: ExactWhen | None = None
    """When the result will be known."""


class WayFields(Fields):
    """One way of taking part, on line or off."""

    title: TextField | None = None
    """What the way is called."""
    text: TextField | None = None
    """What to know before using it."""
    form: FormAddresses | None = None
    """Address of the external form, as copied from the service."""
    video: Line | None = None
    """Address of a video, as copied from the service."""
    map: Line | None = None
    """Address of a map, as copied from the service."""
    places: tuple[Identifier, ...] = ()
    """Places from ``places.yaml`` where one can take part."""
    post: TextField | None = None
    """Postal address for letters."""
    counts: Annotated[terms.PostCounts, one_of(terms.PostCounts)] | None = None
    """Which date of a letter counts."""
    email: Line | None = None
    """Office address for e-mails."""
    phone: Line | None = None
    """Telephone number."""
    oral: TextField | None = None
    """Where one can speak for the record."""


class Assurance(Fields):
    """How the process keeps to one person, one vote."""

    online: Annotated[terms.OnlineAssurance, one_of(terms.OnlineAssurance)] | None = None
    """How online votes are checked."""
    paper: Annotated[terms.PaperAssurance, one_of(terms.PaperAssurance)] | None = None
    """How paper votes are checked."""
    text: TextField | None = None
    """The rule in plain words."""


class InterventionFields(Fields):
    """What happened to the process itself, outside its calendar."""

    id: Identifier
    """Name for translations."""
    on: ExactWhen
    """From when it holds."""
    what: Annotated[terms.Intervention, one_of(terms.Intervention)]
    """What happened."""
    phase: Identifier | None = None
    """The phase it concerns; without it the whole process."""
    was: ExactWhen | None = None
    """The end before."""
    now: ExactWhen | None = None
    """The end from now on."""
    reason: TextField
    """Why."""
    document: FilePath | None = None
    """The document that says so."""


class DecisionFields(Fields):
    """What an authority resolved."""

    id: Identifier
    """Name used by translations."""
    on: Vague
    """When it was or will be taken."""
    by: TextField
    """Who decided."""
    number: Line | None = None
    """Number of the resolution or order."""
    status: Annotated[terms.DecisionStatus, one_of(terms.DecisionStatus)]
    """Standing of the decision."""
    covers: tuple[Line, ...] = ()
    """Contests or proposals it is about; without it the whole process."""
    document: FilePath | None = None
    """The document itself."""
    url: WebAddress | None = None
    """Where it is published."""
    text: TextField | None = None
    """What was decided, and why."""
    publish_at: ExactWhen | None = None
    """Not shown before this moment."""


class OfficialFields(Fields):
    """Where the binding publication is."""

    bip_url: WebAddress | None = None
    """The process in the public information bulletin."""
    text: TextField | None = None
    """What is binding."""


class Term(Fields):
    """A term counted from something else."""

    days: Whole
    """Number of calendar days."""
    after: Identifier
    """The phase after whose end the days are counted."""


class DutyFields(Fields):
    """What is owed by a date."""

    id: Identifier
    """Name for translations."""
    what: Annotated[terms.DutyKind, one_of(terms.DutyKind)]
    """What is owed."""
    title: TextField | None = None
    """The duty in words."""
    by: ExactWhen | None = None
    """The day by which it is owed."""
    within: Term | None = None
    """The term, counted from the end of a phase."""
    basis: TextField | None = None
    """The paragraph that says so."""
    done_on: ExactWhen | None = None
    """The day it was done."""
    done: TextField | None = None
    """How it was done."""
    document: FilePath | None = None
    """The document that shows it."""


class DocumentFields(Fields):
    """A file that is published with the process."""

    id: Identifier
    """Name used by translations."""
    file: FilePath
    """The file, below ``documents/``; nothing that is not listed is ever copied."""
    title: TextField
    """Title of the document."""
    date: ExactWhen | None = None
    """Date of the document."""
    status: Annotated[terms.DocumentStatus, one_of(terms.DocumentStatus)] | None = None
    """Standing of the document."""
    accessible: YesNo | None = None
    """Whether the file itself can be read with a screen reader."""
    lang: Line | None = None
    """Language of the file, where it is not the main one."""
    publish_at: ExactWhen | None = None
    """The file is not copied before this moment."""
    public_as: dict[Line, Annotated[terms.PublicAs, one_of(terms.PublicAs)]] = {}
    """Columns of a table that may show names and places, and why: ``candidate``, ``place`` or
    ``official``. Other personal data in a published table stop the build."""


class OutcomeFields(Fields):
    """What came of the process, with the reason."""

    text: TextField
    """The outcome in a few sentences."""
    report: FilePath | None = None
    """The closing report."""
    published_on: ExactWhen | None = None
    """The day it was made public."""
    publish_at: ExactWhen | None = None
    """Not shown before this moment."""


class StratumGroup(Fields):
    """One group of a stratum, such as *women* or *18 to 24*."""

    id: Identifier
    """Name for translations."""
    title: TextField
    """The group."""
    target: Whole
    """Seats it should have."""
    chosen: Whole | None = None
    """Seats it has."""


class Stratum(Fields):
    """One property the members were balanced by."""

    id: Identifier
    """Name for translations."""
    title: TextField
    """The property, such as *age*."""
    groups: tuple[StratumGroup, ...] = ()
    """Its groups."""


class DrawFields(Fields):
    """The draw of the members."""

    on: ExactWhen
    """The day of the draw."""
    method: TextField
    """How it was drawn."""
    protocol: FilePath | None = None
    """The protocol."""


class Expert(Fields):
    """A person or body that informs the assembly."""

    id: Identifier
    """Name for translations."""
    name: TextField
    """The expert or organisation."""
    role: TextField | None = None
    """On what they speak."""


class SelectionFields(Fields):
    """How the members of a citizens' assembly were chosen."""

    invited: Whole
    """Number of invitations."""
    replied: Whole | None = None
    """Number of people who replied."""
    seats: Whole
    """Number of members."""
    strata: tuple[Stratum, ...] = ()
    """What the members were balanced by."""
    draw: DrawFields | None = None
    """The draw."""
    organiser: TextField | None = None
    """Who organises the assembly."""
    experts: tuple[Expert, ...] = ()
    """Who informs it."""
    members_public: YesNo = False
    """Yes when the members agreed to be named."""


class Spending(Fields):
    """What the municipality spends, of which a participatory budget is a share."""

    amount: Amount
    """Expenditure in the last report on the execution of the budget."""
    year: Whole
    """The year of that report."""
    source: TextField | None = None
    """The report."""


class Requirements(Fields):
    """What the council's resolution asks of projects, and how they are checked and voted on."""

    formal: tuple[TextField, ...] = ()
    """What a project must be like."""
    signatures: Whole | None = None
    """How many residents must support a project with their signature."""
    evaluation: TextField | None = None
    """How projects are checked: the law, feasibility, formal requirements."""
    appeal: TextField | None = None
    """How to appeal against a refusal."""
    vote: TextField | None = None
    """How the vote goes, how its result is found and where it is made public."""


class ReportChange(Fields):
    """What was changed in the end."""

    id: Identifier
    """Name for translations; the place in the report."""
    text: TextField
    """What was changed."""
    set: Identifier | None = None
    """The set the remarks belong to, where ``contributions.yaml`` has several."""
    remarks: tuple[Line, ...] = ()
    """Numbers of the remarks that led to it."""
    follow_up: Identifier | None = None
    """The entry of ``follow_up:`` that says what has been done about it."""
    document: FilePath | None = None
    """The document in which it was changed."""


class ConsultationReport(Fields):
    """The report: a page and a printed document made from everything in the folder."""

    summary: TextField | None = None
    """The course of the process in a few sentences."""
    prepared_by: TextField | None = None
    """Who drew the report up."""
    published_on: ExactWhen | None = None
    """The day it was made public."""
    publish_at: ExactWhen | None = None
    """Not shown before this moment."""
    changes: tuple[ReportChange, ...] = ()
    """What was changed because of the remarks."""
    document: FilePath | None = None
    """The signed version."""


class ProcessFields(Publishable):
    """``process.md``: one participatory process."""

    kind: Line
    """The kind of process."""
    series: Identifier | None = None
    """Name that groups editions and parallel processes."""
    legal_basis: LegalBasis | None = None
    """The act or resolution it rests on."""
    procedure: Identifier | None = None
    """The statutory procedure it follows, whose rules ``check`` looks at: in Poland
    ``revitalisation`` or ``spatial-planning``."""
    scope: TextField | None = None
    """What is decided."""
    binding: BindingFields | None = None
    """Whether the result binds, and whom."""
    eligibility: Eligibility | None = None
    """Who may take part."""
    budget: Amount | None = None
    """Money that is decided about, in the site's currency."""
    spending: Spending | None = None
    """What the municipality spends in all, of which the money is a share."""
    requirements: Requirements | None = None
    """What projects of a participatory budget must be like, and how they are checked."""
    area: TextField | None = None
    """The part of the municipality it is about."""
    contact: Contact | None = None
    """Who answers questions."""
    data_protection: DataProtection | None = None
    """The notice for forms and paper cards; without it the municipality's."""
    announced: tuple[Announcement, ...] = ()
    """Where and when it was announced."""
    phases: tuple[PhaseFields, ...] = ()
    """The phases, in order."""
    ways: dict[Identifier, WayFields] = {}
    """Ways of taking part, by name."""
    assurance: Assurance | None = None
    """How it keeps to one person, one vote."""
    interventions: tuple[InterventionFields, ...] = ()
    """What happened outside the calendar."""
    decisions: tuple[DecisionFields, ...] = ()
    """What authorities resolved."""
    official: OfficialFields | None = None
    """Where the binding publication is."""
    duties: tuple[DutyFields, ...] = ()
    """What is owed by when."""
    documents: tuple[DocumentFields, ...] = ()
    """Published files."""
    outcome: OutcomeFields | None = None
    """What came of it."""
    report: ConsultationReport | None = None
    """The report; with it there is a page of its own."""
    follow_up: tuple[FollowUp, ...] = ()
    """What has been done since."""
    selection: SelectionFields | None = None
    """How the members of a citizens' assembly were chosen."""
    image: ImageFields | None = None
    """A picture for the page."""


class EasyFields(Fields):
    """``process.easy.md``: the process in a text that is easy to read and understand, for people
    with learning disabilities and everybody else; the text stands below the fields."""

    title: TextField | None = None
    """The title in easy words; without it that of the process."""
    summary: TextField | None = None
    """One sentence in easy words, for lists and search engines."""


# --- events/*.md --------------------------------------------------------------------------------


class Join(Fields):
    """How to join on line."""

    url: WebAddress | None = None
    """Address of the meeting; never published unless ``public`` says yes."""
    public: YesNo = False
    """Yes when anybody may open the address."""
    text: TextField | None = None
    """How to get the address."""


class Registration(Fields):
    """How to register."""

    form: FormAddresses | None = None
    """Address of the form."""
    text: TextField | None = None
    """How to register otherwise."""
    limit: Whole | None = None
    """Number of seats."""
    until: ExactWhen | None = None
    """When registration closes."""


class EventAccess(Fields):
    """What makes the event accessible."""

    step_free: Annotated[terms.Access, one_of(terms.Access)] | None = None
    """Whether one gets in without steps."""
    loop: YesNo | None = None
    """Whether there is an induction loop."""
    sign_language: YesNo | None = None
    """Whether there is a sign-language interpreter."""
    captions: YesNo | None = None
    """Whether there are live captions."""
    request_by: ExactWhen | None = None
    """By when to ask for help."""
    contact: TextField | None = None
    """Whom to ask for help."""
    text: TextField | None = None
    """Anything else, such as the pace of a walk."""


class RouteStop(Fields):
    """A stop of a research walk."""

    id: Identifier
    """Name for translations."""
    place: TextField
    """Where the stop is."""
    text: TextField | None = None
    """What is looked at there."""
    position: Position | None = None
    """The stop on the map."""


class ProgrammeItem(Fields):
    """A part of the programme."""

    id: Identifier
    """Name for translations."""
    at: Line | None = None
    """Time of day, for example ``17:30``."""
    title: TextField
    """What happens."""
    text: TextField | None = None
    """Who leads it, or what it is about."""


class EventStatusFields(Fields):
    """What happened to the event."""

    what: Annotated[terms.EventStatus, one_of(terms.EventStatus)]
    """Cancelled or moved."""
    to: ExactWhen | None = None
    """The new date of a moved event."""
    reason: TextField
    """Why."""


class Recording(Fields):
    """A recording of the event."""

    url: WebAddress
    """Address of the recording."""
    captions: YesNo | None = None
    """Whether it has captions."""
    transcript: FilePath | None = None
    """The words as a document."""


class Photos(Fields):
    """Photographs of the event."""

    consent_notice: TextField
    """How people were told and agreed."""
    images: tuple[PhotoFields, ...] = ()
    """The photographs."""


class Attendees(Fields):
    """How many people came."""

    count: Whole
    """Number of people."""
    how: TextField | None = None
    """How they were counted."""


class ReportFields(Fields):
    """The closing report of an event."""

    attendees: Attendees | None = None
    """How many people came."""
    contributions: Whole | None = None
    """Number of contributions made."""
    organisations: tuple[TextField, ...] = ()
    """Organisations that took part."""
    summary: TextField | None = None
    """What was said, in a few sentences."""
    minutes: FilePath | None = None
    """The minutes."""
    published_on: ExactWhen | None = None
    """The day the report was made public."""
    publish_at: ExactWhen | None = None
    """Not shown before this moment."""


class EventFields(Publishable):
    """``events/*.md``: before the event an invitation, after it the closing report."""

    kind: Annotated[terms.EventKind, one_of(terms.EventKind)]
    """The kind of event."""
    from_: ExactWhen = Field(alias="from")
    """When it begins."""
    to: ExactWhen | None = None
    """When it ends."""
    mode: Annotated[terms.Mode, one_of(terms.Mode)] = terms.Mode.ON_SITE
    """On site, on line or both."""
    place: Line | None = None
    """A place from ``places.yaml``, or where it is in words."""
    join: Join | None = None
    """How to join on line."""
    registration: Registration | None = None
    """How to register."""
    access: EventAccess | None = None
    """What makes it accessible."""
    route: tuple[RouteStop, ...] = ()
    """Stops of a walk."""
    programme: tuple[ProgrammeItem, ...] = ()
    """The programme."""
    status: EventStatusFields | None = None
    """What happened to the event."""
    recording: Recording | None = None
    """A recording."""
    photos: Photos | None = None
    """Photographs."""
    report: ReportFields | None = None
    """The closing report."""


# --- proposals/*.md -----------------------------------------------------------------------------


class StateChangeFields(Fields):
    """What became of the proposal before the vote."""

    id: Identifier | None = None
    """Name for translations."""
    on: ExactWhen
    """The day."""
    what: Annotated[terms.StateChange, one_of(terms.StateChange)]
    """What happened."""
    into: Line | None = None
    """The proposal it was merged into."""
    text: TextField | None = None
    """Why."""


class EvaluationFields(Fields):
    """One check of a proposal."""

    id: Identifier | None = None
    """Name for translations."""
    stage: Annotated[terms.EvaluationStage, one_of(terms.EvaluationStage)]
    """Which check."""
    on: ExactWhen
    """The day."""
    by: TextField | None = None
    """Who checked."""
    result: Annotated[terms.EvaluationResult, one_of(terms.EvaluationResult)]
    """The outcome."""
    reason: TextField | None = None
    """Why; required with a negative result."""


class AppealFields(Fields):
    """An appeal against a negative evaluation."""

    filed_on: ExactWhen
    """The day it was filed."""
    decided_on: ExactWhen | None = None
    """The day it was decided."""
    by: TextField | None = None
    """Who decided."""
    result: Annotated[terms.EvaluationResult, one_of(terms.EvaluationResult)] | None = None
    """The outcome."""
    reason: TextField | None = None
    """Why; required with a negative result."""


class ProposalFields(Publishable):
    """``proposals/*.md``: an idea put forward, a costed project, a candidate or a design."""

    number: Line | None = None
    """Number under which it was registered; the count knows it by this."""
    contest: Identifier | None = None
    """The contest it stands in."""
    ballot_number: Line | None = None
    """Number on the ballot."""
    cost_submitted: Amount | None = None
    """Cost as its author put it."""
    cost: Amount | None = None
    """Cost after evaluation."""
    place: Line | None = None
    """A place from ``places.yaml``, or where it is in words."""
    position: Position | None = None
    """Where it is."""
    image: ImageFields | None = None
    """A picture; describe competing designs in comparable words."""
    author: Line | None = None
    """Who put it forward, where they agreed to be named."""
    author_shown_from: ExactWhen | None = None
    """The author is not named before this moment."""
    state_changes: tuple[StateChangeFields, ...] = ()
    """What became of it before the vote."""
    evaluation: tuple[EvaluationFields, ...] = ()
    """The checks."""
    appeal: AppealFields | None = None
    """The appeal."""
    follow_up: tuple[FollowUp, ...] = ()
    """What has been done since."""


# --- contests/*.md -------------------------------------------------------------------------------


class ContestPageFields(Publishable):
    """``contests/*.md``: the page of one contest; the file is named like the contest."""

    image: ImageFields | None = None
    """A picture for the page."""


# --- contributions.yaml -------------------------------------------------------------------------


class PointFields(Fields):
    """One thing in a contribution that gets its own answer."""

    id: Identifier | None = None
    """Name for translations."""
    n: Line
    """Number of the point."""
    summary: TextField
    """What it says, in the office's words; never the letter itself."""
    decision: Annotated[terms.PointDecision, one_of(terms.PointDecision)] | None = None
    """The answer."""
    reason: TextField | None = None
    """Why."""
    decided_by: TextField | None = None
    """Who answered."""
    decided_on: ExactWhen | None = None
    """The day of the answer."""
    changed_in: TextField | None = None
    """What was changed because of it."""
    follow_up: TextField | None = None
    """What has been done since."""


class Support(Fields):
    """How an assembly voted on its recommendation."""

    for_: Whole = Field(alias="for")
    """Votes for."""
    against: Whole
    """Votes against."""
    abstained: Whole = 0
    """Abstentions."""
    threshold: Whole | None = None
    """Share of votes for that is needed, in per cent."""


class ResponseFields(Fields):
    """The authority's answer to a recommendation."""

    due: ExactWhen | None = None
    """The day by which it is owed."""
    on: ExactWhen | None = None
    """The day it was given."""
    by: TextField | None = None
    """Who answered."""
    decision: Annotated[terms.PointDecision, one_of(terms.PointDecision)] | None = None
    """The answer."""
    reason: TextField | None = None
    """Why."""
    unit: TextField | None = None
    """Who carries it out."""


class ContributionFields(Fields):
    """A remark, an idea or a recommendation."""

    id: Identifier | None = None
    """Name for translations; without it the number is used."""
    number: Line
    """Number under which it was registered."""
    received_on: ExactWhen | None = None
    """The day it arrived."""
    channel: Annotated[terms.Channel, one_of(terms.Channel)] | None = None
    """How it arrived."""
    event: Identifier | None = None
    """The event where it was made."""
    round: Whole | None = None
    """Round of a process that has several."""
    concerns: TextField | None = None
    """What it is about."""
    withdrawn_on: ExactWhen | None = None
    """The day it was taken back."""
    replaces: Line | None = None
    """Number of an earlier one it stands for."""
    same_as: Line | None = None
    """Number of one with the same content."""
    author_kind: Annotated[terms.AuthorKind, one_of(terms.AuthorKind)] | None = None
    """Who it comes from; never a name."""
    points: tuple[PointFields, ...] = ()
    """Its points, each with its own answer."""
    support: Support | None = None
    """How the assembly voted on it."""
    response: ResponseFields | None = None
    """The authority's answer."""


class ContributionColumns(Fields):
    """The headings of a table of contributions, by what its columns hold. What is not named here is
    never read."""

    number: Line
    """Column of the number. Rows with the same number are points of one contribution."""
    n: Line | None = None
    """Column of the number of the point; without it points are counted in their order."""
    received_on: Line | None = None
    """Column of the day it arrived."""
    channel: Line | None = None
    """Column of how it arrived."""
    event: Line | None = None
    """Column of the id of the event where it was made."""
    concerns: Line | None = None
    """Column of what it is about."""
    author_kind: Line | None = None
    """Column of who it comes from; never a name."""
    summary: Line
    """Column of what the point says, in the office's words."""
    decision: Line | None = None
    """Column of the answer."""
    reason: Line | None = None
    """Column of the reasons."""
    decided_by: Line | None = None
    """Column of who answered."""
    decided_on: Line | None = None
    """Column of the day of the answer."""
    changed_in: Line | None = None
    """Column of what was changed because of it."""
    follow_up: Line | None = None
    """Column of what has been done since."""


class ContributionSet(Fields):
    """Contributions that belong together."""

    id: Identifier
    """Name for translations."""
    title: TextField | None = None
    """What the set is called."""
    kind: Annotated[terms.ContributionKind, one_of(terms.ContributionKind)]
    """What it holds."""
    publish: tuple[Line, ...] = ()
    """Fields that are shown; without it all but ``author_kind``. The number always is."""
    publish_at: ExactWhen | None = None
    """Not shown before this moment."""
    items: tuple[ContributionFields, ...] = ()
    """The contributions; those of ``file`` follow them."""
    file: FilePath | None = None
    """Table with contributions in the folder ``data/``, one point in each row; it is read and never
    copied to the site."""
    columns: ContributionColumns | None = None
    """What the columns of ``file`` hold; required with it."""
    decisions: dict[Line, Annotated[terms.PointDecision, one_of(terms.PointDecision)]] = {}
    """Wordings of the answers in ``file``, and what they mean."""
    channels: dict[Line, Annotated[terms.Channel, one_of(terms.Channel)]] = {}
    """Wordings in ``file`` of how contributions arrived, and what they mean."""
    author_kinds: dict[Line, Annotated[terms.AuthorKind, one_of(terms.AuthorKind)]] = {}
    """Wordings in ``file`` of who contributions come from, and what they mean."""
    header_row: Whole | None = None
    """Row of the headings, counted from 1; without it, the row with the headings that are
    named."""
    sheet: Line | None = None
    """Name of the sheet in a spreadsheet, where several could be meant."""


class ContributionsFile(Fields):
    """``contributions.yaml``: remarks and recommendations with their answers."""

    sets: tuple[ContributionSet, ...]
    """The sets."""


# --- results.yaml -------------------------------------------------------------------------------


class Electorate(Fields):
    """How many people were entitled to take part."""

    count: Whole
    """Number of people."""
    source: TextField | None = None
    """The register it was taken from."""
    on: ExactWhen | None = None
    """The day it holds for."""
    districts: dict[Line, Whole] = {}
    """The same number by district, where ballots say their district; together they make
    ``count``."""


class RuleFields(Fields):
    """How the outcome follows from the votes. Each rule adds fields of its own; they are read once
    the rule is known."""

    model_config = ConfigDict(extra="allow")

    name: Line
    """Name of the counting rule."""
    quorum: Whole | None = None
    """Least number of valid ballots for the vote to count."""
    quorum_share: Whole | None = Field(default=None, le=100)
    """Least turnout for the vote to count, in per cent of those entitled."""


class DrawnTie(Fields):
    """A draw that settled a tie."""

    contest: Identifier | None = None
    """The contest."""
    among: tuple[Line, ...]
    """Options that were level."""
    order: tuple[Line, ...]
    """Their order by the draw: the first goes before the others, or stays in the count longest."""
    on: ExactWhen | None = None
    """The day of the draw."""
    protocol: FilePath | None = None
    """The protocol."""


class Ties(Fields):
    """How ties are settled."""

    by: tuple[Annotated[terms.TieMethod, one_of(terms.TieMethod)], ...] = ()
    """Methods tried in turn, each on what the ones before it left level. Without any, a tie that
    decides the outcome stops the count and is shown."""
    draws: tuple[DrawnTie, ...] = ()
    """Draws that took place."""


class Validity(Fields):
    """When a ballot counts. There are no defaults: what occurs must be decided here."""

    as_declared: YesNo = False
    """Yes when the export holds only ballots that were already checked elsewhere."""
    too_many_marks: Annotated[terms.WhenRefused, one_of(terms.WhenRefused)] | None = None
    """A ballot with more marks than ``marks:`` allows: ``invalid``."""
    too_few_marks: Annotated[terms.WhenTooFew, one_of(terms.WhenTooFew)] | None = None
    """A ballot with fewer marks than ``marks:`` asks for: ``invalid`` or ``valid``."""
    too_many_points: Annotated[terms.WhenRefused, one_of(terms.WhenRefused)] | None = None
    """A ballot that gives more points than ``points:`` allows: ``invalid``."""
    too_few_points: Annotated[terms.WhenTooFew, one_of(terms.WhenTooFew)] | None = None
    """A ballot that gives fewer points than ``points:`` asks for: ``invalid`` or ``valid``."""
    points_off_scale: Annotated[terms.WhenRefused, one_of(terms.WhenRefused)] | None = None
    """A ballot that gives one option more or fewer points than ``points_each:`` allows:
    ``invalid``."""
    blank: Annotated[terms.WhenBlank, one_of(terms.WhenBlank)] | None = None
    """``invalid``, or ``not-cast`` where an empty column says that somebody did not vote there."""
    unknown_option: Annotated[terms.WhenUnknown, one_of(terms.WhenUnknown)] | None = None
    """A mark for something that does not stand for the vote: ``drop-mark`` or ``invalid``."""
    overvote: Annotated[terms.WhenOvervoted, one_of(terms.WhenOvervoted)] | None = None
    """``next-choice``, ``end`` or ``invalid``: a rank of a ranked ballot that names several
    options is passed over, ends the ballot, or makes it void."""
    duplicate_in_channel: Annotated[terms.WhenTwice, one_of(terms.WhenTwice)] | None = None
    """Several ballots of one voter in one channel: ``first``, ``last`` or ``all-invalid``."""
    both_channels: Annotated[terms.WhenBothChannels, one_of(terms.WhenBothChannels)] | None = None
    """Ballots of one voter in several channels: ``all-invalid``, or the channel that counts."""
    received_until: dict[Annotated[terms.Channel, one_of(terms.Channel)], ExactWhen] = {}
    """Last moment of arrival, by channel."""


class Explanation(Fields):
    """Why the declared outcome differs from the recount."""

    id: Line
    """Number of the option."""
    why: TextField
    """The reason."""
    basis: TextField | None = None
    """The paragraph that allows it."""
    document: FilePath | None = None
    """The document that shows it."""


class DeclaredFields(Fields):
    """The outcome as the commission declared it."""

    file: FilePath | None = None
    """A table of the protocol, below ``data/``."""
    id: Line | None = None
    """Column that names the option."""
    selected: Line | None = None
    """Column that says whether it was selected."""
    header_row: Whole | None = None
    """Row of the headings, counted from 1; without it, the row with the headings that are
    named."""
    sheet: Line | None = None
    """Name of the sheet in a spreadsheet, where several could be meant."""
    options: tuple[Line, ...] = ()
    """Numbers of the selected options, where there is no table."""
    explained: tuple[Explanation, ...] = ()
    """Differences from the recount that have a reason."""


class ContestFields(Fields):
    """What is decided separately: a pool, a constituency, a mural."""

    id: Identifier
    """Name used by proposals, ballots and translations."""
    title: TextField
    """Name of the contest."""
    text: TextField | None = None
    """What is chosen in it."""
    electorate: Electorate | None = None
    """How many people were entitled."""
    budget: Amount | None = None
    """Money that is decided about."""
    seats: Whole | None = None
    """How many are chosen."""
    marks: tuple[Whole, Whole] | None = None
    """Least and greatest number of marks on a ballot."""
    points: tuple[Whole, Whole] | None = None
    """Least and greatest sum of points on a ballot."""
    points_each: tuple[Whole, Whole] | None = None
    """Least and greatest number of points for one option."""
    points_by_place: tuple[Whole, ...] = ()
    """Points for the first, second and further places on a ballot that puts options in
    order."""
    held: Annotated[terms.Held, one_of(terms.Held)] = terms.Held.VOTED
    """Whether it was voted on."""
    unopposed_rule: TextField | None = None
    """What happens where there are no more candidates than seats."""
    basis: TextField | None = None
    """The paragraph that says so."""
    rule: RuleFields | None = None
    """The counting rule; without it the one at the top."""
    ties: Ties | None = None
    """How ties are settled; without it as at the top."""
    declared: DeclaredFields | None = None
    """The declared outcome; without it the one at the top."""


class Leftover(Fields):
    """Money left in some pools that is added to another one before it is decided."""

    id: Identifier | None = None
    """Name for translations."""
    from_: tuple[Identifier, ...] = Field(alias="from")
    """Contests whose money is left."""
    to: Identifier
    """The contest that gets it; it is decided after them."""
    basis: TextField | None = None
    """The paragraph that says so."""


class BallotsFile(Fields):
    """One file of ballots, or of totals from a protocol."""

    file: FilePath
    """The file: an export below ``raw/``, which ``civicsite reduce`` turns into what a build reads,
    or a file without personal data below ``data/``."""
    format: Line | None = None
    """Format of the file; without it the file is recognised by its content."""
    channel: Annotated[terms.Channel, one_of(terms.Channel)] | None = None
    """How these ballots arrived."""
    channel_column: Line | None = None
    """Column that names the channel of each ballot."""
    channels: dict[Line, Annotated[terms.Channel, one_of(terms.Channel)]] = {}
    """What the wordings of that column mean, where they are not the usual ones."""
    district: Line | None = None
    """The district all of them come from. Where each ballot says its own, ``attributes:`` names
    the column of ``district``."""
    contest: Identifier | None = None
    """The contest all of them belong to."""
    choices: dict[Identifier, Line] = {}
    """Column of the marks, by contest."""
    choice: Line | None = None
    """Column of the marks, where there is one contest."""
    voter: Line | None = None
    """Column of a number that is equal for ballots of one voter."""
    attributes: dict[Identifier, Line] = {}
    """Columns of what is known of the voters, by the name under which ``publish:`` asks for it."""
    received_on: ExactWhen | None = None
    """The day the file was received."""
    cast: Whole | None = None
    """Ballots cast, from the protocol."""
    valid: Whole | None = None
    """Valid ballots, from the protocol."""
    invalid: dict[Line, Whole] = {}
    """Invalid ballots by reason, from the protocol."""
    option: Line | None = None
    """Column that names the option, in a table of totals."""
    votes: Line | None = None
    """Column of votes, in a table of totals."""
    protocol: FilePath | None = None
    """The protocol as a document."""
    received: Line | None = None
    """Column of the time at which each ballot arrived."""
    separator: Line | None = None
    """What stands between the choices in one cell, where the file does not make it clear."""
    dates: Annotated[terms.DateOrder, one_of(terms.DateOrder)] | None = None
    """Order of day and month, where the file alone does not tell 6/9 from 9/6."""
    header_row: Whole | None = None
    """Row of the headings, counted from 1 as the spreadsheet shows it; without it, the row with
    the headings that are named."""
    header_rows: Whole | None = None
    """How many rows the headings take, where it is more than one."""
    sheet: Line | None = None
    """Name of the sheet in a spreadsheet, where several could be meant."""


class OptionsFile(Fields):
    """A table of what could be voted for."""

    file: FilePath
    """The table, below ``data/``."""
    id: Line
    """Column of the number."""
    title: Line
    """Column of the title."""
    cost: Line | None = None
    """Column of the cost."""
    contest: Line | None = None
    """Column of the contest."""
    header_row: Whole | None = None
    """Row of the headings, counted from 1; without it, the row with the headings that are
    named."""
    sheet: Line | None = None
    """Name of the sheet in a spreadsheet, where several could be meant."""
    public_as: dict[Line, Annotated[terms.PublicAs, one_of(terms.PublicAs)]] = {}
    """Columns that may show names and places, and why: ``candidate``, ``place`` or ``official``."""


class Verification(Fields):
    """Checks that were made before the export."""

    by: TextField
    """Who checked."""
    on: ExactWhen
    """The day."""
    removed_before_export: dict[Line, Whole] = {}
    """Ballots removed, by reason."""
    protocol: FilePath | None = None
    """The protocol."""


class Correction(Fields):
    """A correction of published results."""

    id: Identifier
    """Name for translations."""
    on: ExactWhen
    """The day."""
    what: TextField
    """What was corrected."""
    why: TextField
    """Why."""


class Protest(Fields):
    """A protest against the result."""

    id: Identifier
    """Name for translations."""
    n: Line
    """Number of the protest."""
    filed_on: ExactWhen
    """The day it was filed."""
    decided_on: ExactWhen | None = None
    """The day it was decided."""
    result: Annotated[terms.EvaluationResult, one_of(terms.EvaluationResult)] | None = None
    """The outcome."""
    reason: TextField | None = None
    """Why."""


class SurveyMethod(Fields):
    """How a survey was made: what a reader must know before any of its numbers."""

    who: TextField
    """Who was asked."""
    mode: tuple[Annotated[terms.SurveyMode, one_of(terms.SurveyMode)], ...]
    """How the answers were given: ``online``, ``paper``, ``telephone``, ``face-to-face``."""
    from_: ExactWhen = Field(alias="from")
    """The first day."""
    to: ExactWhen
    """The last day."""
    recruited: Annotated[terms.Recruited, one_of(terms.Recruited)]
    """How those who answered came to it."""
    invited: Whole | None = None
    """How many people were invited one by one; nothing where everybody could take part."""
    complete: Whole | None = None
    """How many filled it in to the end, as whoever made the survey says."""
    limits: TextField
    """What the results cannot say."""


class ResponsesFile(Fields):
    """One file of filled-in forms."""

    file: FilePath
    """The file: an export below ``raw/``, which ``civicsite reduce`` turns into what a build reads,
    or a file without personal data below ``data/``."""
    format: Line | None = None
    """Format of the file; without it the file is recognised by its content."""
    channel: Annotated[terms.Channel, one_of(terms.Channel)] | None = None
    """How these answers arrived."""
    received_on: ExactWhen | None = None
    """The day the file was received."""
    columns: dict[Identifier, Line] = {}
    """Column of a question, by its ``id``, where this file names it otherwise."""
    separator: Line | None = None
    """What stands between several answers in one cell; without it, as the service does it."""
    header_row: Whole | None = None
    """Row of the headings, counted from 1 as the spreadsheet shows it; without it, it is found."""
    header_rows: Whole | None = None
    """How many rows of headings there are, where there are several."""
    sheet: Line | None = None
    """Name of the sheet in a spreadsheet, where several could be meant."""


class AnswerOption(Fields):
    """An answer that can be chosen, or a row of a matrix."""

    id: Identifier
    """Name for translations and groups; of a scale, the number."""
    title: TextField
    """The answer as residents read it."""
    as_: Annotated[tuple[Line, ...], OneOrMany] = Field((), alias="as")
    """Other wordings and codes of it in the files; the title is always one."""


class AnswerGroup(Fields):
    """Answers that are counted as one, such as age groups with few people."""

    id: Identifier
    """Name for translations."""
    title: TextField
    """The group as residents read it."""
    of: tuple[Identifier, ...]
    """The ``id`` of each answer in it."""


class AskedIf(Fields):
    """Whom a question was put to."""

    question: Identifier
    """An earlier question."""
    answer: Annotated[tuple[Identifier, ...], OneOrMany]
    """The answers to it after which this question was asked."""


class Quote(Fields):
    """An answer in somebody's own words, approved for publication."""

    id: Identifier
    """Name for translations."""
    text: TextField
    """The words, exactly as they were approved."""
    sha256: Line
    """SHA-256 of the text in UTF-8, or at least its first 12 digits: the approval holds for this
    text and no other."""


class QuestionFields(Fields):
    """A question of a survey, and how its answers are counted."""

    id: Identifier
    """Name for translations, other questions and files."""
    column: Line
    """The heading of its column in the files; of several columns, what they share. For open
    answers the column with the codes that somebody gave them."""
    title: TextField
    """The question as residents read it."""
    text: TextField | None = None
    """What to know about it."""
    type: Annotated[terms.QuestionType, one_of(terms.QuestionType)]
    """What an answer is."""
    max: Whole | None = None
    """Most answers that could be chosen."""
    range: tuple[Whole, Whole] | None = None
    """Least and greatest number of a scale."""
    unit: TextField | None = None
    """Unit of a number, such as *km*."""
    asked_if: AskedIf | None = None
    """Whom it was put to, where not to everybody."""
    denominator: Annotated[terms.Denominator, one_of(terms.Denominator)]
    """Of whom shares are shares."""
    no_answer: Annotated[tuple[Line, ...], OneOrMany] = ()
    """Wordings that say that somebody did not want to answer."""
    other: TextField | None = None
    """Name of the row that counts answers which are none of the options; their words are never
    published. Without it such an answer is an error."""
    unusable: Annotated[terms.Unusable, one_of(terms.Unusable)] | None = None
    """What becomes of answers that cannot be counted: too many, none of the options, not a number.
    Without it such an answer is an error."""
    options: tuple[AnswerOption, ...] = ()
    """What could be answered."""
    rows: tuple[AnswerOption, ...] = ()
    """Rows of a matrix."""
    groups: tuple[AnswerGroup, ...] = ()
    """Answers that are counted as one."""
    split: YesNo = False
    """Yes when its answers are shown by the questions of ``publish: split_by:`` too."""
    quotes: tuple[Quote, ...] = ()
    """Approved quotes from open answers."""


class ResponsesFields(Fields):
    """The answers to a survey, and what was asked."""

    files: tuple[ResponsesFile, ...]
    """The files to count."""
    incomplete: Annotated[terms.Incomplete, one_of(terms.Incomplete)] | None = None
    """What becomes of forms that were left before their end; needed once there are any."""
    questions: tuple[QuestionFields, ...]
    """The questions to publish; a column that is not named here is not published."""


class PatternRisk(Fields):
    """Who answers for ballots whose pattern of marks may point at a person."""

    by: TextField
    """Who takes the risk: an office or an official."""
    on: ExactWhen
    """The day."""
    reason: TextField
    """Why the ballots are published all the same."""


class PublishFields(Fields):
    """What of the ballots and answers may be published beyond the result."""

    ballots: YesNo = False
    """Yes when the ballots that count may be downloaded, without anything of the people."""
    attributes: tuple[Line, ...] = ()
    """Attributes that the published ballots may show, such as ``district``; the one that matters
    most first. They are blanked wherever fewer than ``k`` ballots show the same."""
    k: Whole = 10
    """How many ballots share the same attributes at least; never fewer than three."""
    split_by: tuple[Line, ...] = ()
    """Attributes by which the counts may be split. Of two where one follows from the other only the
    first is shown."""
    min_cell: Whole = 5
    """How many people a published cell of a split counts at least, never fewer than three. Smaller
    ones are hidden, and with them the cells from which they could be worked out."""
    accept_pattern_risk: PatternRisk | None = None
    """Required for publishing rankings, points or ballots with more than five marks."""


class NeverSuppress(Fields):
    """Numbers that a statute makes public, however small they are."""

    what: Annotated[
        tuple[Annotated[terms.NeverSuppressed, one_of(terms.NeverSuppressed)], ...], OneOrMany
    ]
    """``votes`` by channel, ``turnout`` by channel."""
    basis: TextField
    """The statute and its paragraph."""


class FinalFields(Fields):
    """The result is final: from now on pages are made from its record."""

    on: ExactWhen
    """The day on which it became final."""
    record: FilePath = "record"
    """The folder of the record that ``civicsite results finalise`` writes."""


class ResultsFile(Fields):
    """``results.yaml``: what to count, how, and what may be published."""

    publish_at: ExactWhen | None = None
    """No number reaches the output before this moment."""
    status: Annotated[terms.ResultsStatus, one_of(terms.ResultsStatus)] = (
        terms.ResultsStatus.PRELIMINARY
    )
    """Standing of the results."""
    final_on: ExactWhen | None = None
    """The day they became final."""
    final: FinalFields | None = None
    """That the result is final, and where its record lies: a count that differs from it is an error
    until a correction is written."""
    retention: ExactWhen | None = None
    """The last day on which the exports may be kept; afterwards those that are still there are
    named in a warning."""
    text: TextField | None = None
    """What to know about the count."""
    protests: tuple[Protest, ...] = ()
    """Protests and what became of them."""
    corrections: tuple[Correction, ...] = ()
    """Corrections made since the first publication."""
    contests: tuple[ContestFields, ...] = ()
    """What is decided separately; without it there is exactly one contest."""
    electorate: Electorate | None = None
    """How many people were entitled, where there is one contest."""
    budget: Amount | None = None
    """Money that is decided about, where there is one contest."""
    seats: Whole | None = None
    """How many are chosen, where there is one contest."""
    marks: tuple[Whole, Whole] | None = None
    """Least and greatest number of marks on a ballot, where there is one contest."""
    points: tuple[Whole, Whole] | None = None
    """Least and greatest sum of points on a ballot, where there is one contest."""
    points_each: tuple[Whole, Whole] | None = None
    """Least and greatest number of points for one option, where there is one contest."""
    points_by_place: tuple[Whole, ...] = ()
    """Points for the first, second and further places on a ballot that puts options in
    order, where there is one contest."""
    ballots: tuple[BallotsFile, ...] = ()
    """The files to count."""
    responses: ResponsesFields | None = None
    """The answers to a survey."""
    method: SurveyMethod | None = None
    """How the survey was made; required with ``responses``."""
    validity: Validity | None = None
    """When a ballot counts."""
    verification: Verification | None = None
    """Checks made before the export."""
    options: OptionsFile | None = None
    """Table of what could be voted for; without it the proposals of the process."""
    rule: RuleFields | None = None
    """The counting rule."""
    ties: Ties | None = None
    """How ties are settled."""
    leftover: Annotated[tuple[Leftover, ...], OneOrMany] = ()
    """Money that moves between the contests of a budget once some of them are decided."""
    declared: DeclaredFields | None = None
    """The outcome as the commission declared it."""
    publish: PublishFields | None = None
    """What may be published beyond the result; what is not named here is not."""
    never_suppress: NeverSuppress | None = None
    """Numbers that stay public however small they are, with the statute that says so; never in a
    vote of minors."""
    minors: YesNo = False
    """Yes when those who vote or are voted for are under age: totals only, and no names but of
    those elected."""
    remove_names_on: ExactWhen | None = None
    """The day from which names of minors are no longer shown; required with ``minors``."""
