"""Parts of the sample pages. The town and everything in it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from civicsite.catalogues import packaged_catalogue
from civicsite.language import Language, Text
from civicsite.output.render import Renderer
from civicsite.pages import views as v
from civicsite.theme.overlay import Theme, default_layer, load_theme

TOWN = "lipowiec/index.html"
PARK = "lipowiec/park-nad-rzeka.html"
EASY = "lipowiec/park-nad-rzeka/easy.html"
PANEL = "lipowiec/panel-klimatyczny.html"
BUDGET = "lipowiec/budzet-obywatelski-2026.html"
RESULTS = "lipowiec/budzet-obywatelski-2026/results.html"
ELECTION = "lipowiec/mloda-rada/results.html"
DIAGNOSIS = "lipowiec/diagnoza/results.html"
WALK = "lipowiec/park-nad-rzeka/events/spacer.html"
MEETING = "lipowiec/park-nad-rzeka/events/dyzur.html"
CONTEST = "lipowiec/budzet-obywatelski-2026/contests/zachod.html"
PROJECT = "lipowiec/budzet-obywatelski-2026/proposals/plac-zabaw.html"
RULES = "lipowiec/pages/jak-rozmawiamy.html"
DOCUMENT = "lipowiec/park-nad-rzeka/documents/koncepcja.pdf"
PICTURE = "lipowiec/park-nad-rzeka/images/park.svg"

FORM = "https://docs.google.com/forms/d/e/1FAIpQLSc-przyklad/viewform"
CLOSES = "2026-06-14T18:00:00Z"


@cache
def theme() -> Theme:
    """The default theme."""
    found, problems = load_theme((default_layer(),))
    assert not problems, problems
    return found


@cache
def languages() -> Mapping[str, Language]:
    """Every language that ships, with the theme's sentences."""
    return {
        code: Language(code, packaged_catalogue(code).merged(theme().catalogue(code)))
        for code in ("pl", "en", "uk")
    }


@cache
def renderer() -> Renderer:
    """The default theme, ready to render."""
    return Renderer(theme(), languages())


def text(words: str, lang: str | None = None) -> Text:
    """A text in the page's language, or in another."""
    return Text(words, lang)


def day(words: str, iso: str = "") -> v.DateView:
    """A date in words; vague without ``iso``."""
    return v.DateView(words, iso)


def link(title: str, path: str, anchor: str = "", lang: str | None = None) -> v.Link:
    """A link to a page of the sample site."""
    return v.Link(text(title), path, anchor, lang)


SITE = v.SiteView(
    title=text("Partycypacja w Lipowcu"),
    home="index.html",
    lang="pl",
    navigation=(link("Lipowiec", TOWN),),
    footer=(v.Link(text("Deklaracja dostępności"), TOWN, "accessibility"),),
    assets=tuple(v.Asset(name, path) for name, path in theme().asset_paths()),
    currency="PLN",
    main_language="pl",
)


def head(path: str, title: str, template: str, *above: v.Link, **more: object) -> v.Head:
    """The frame of a page."""
    known = v.Head(
        title=text(title),
        path=path,
        lang="pl",
        description=f"{title}: wszystko w jednym miejscu.",
        canonical=f"https://lipowiec.example/bip/{path}",
        template=template,
        breadcrumbs=above,
    )
    return replace(known, **more)  # type: ignore[arg-type]


HOME_CRUMB = link("Strona główna", "index.html")
TOWN_CRUMB = link("Lipowiec", TOWN)
PARK_CRUMB = link("Park nad rzeką", PARK)
BUDGET_CRUMB = link("Budżet obywatelski 2026", BUDGET)

ALTERNATES = (
    v.Link(text("Polski"), PARK, lang="pl", current=True),
    v.Link(text("Українська"), f"uk/{PARK}", lang="uk"),
)

CONTACT = v.ContactView(
    unit=text("Referat Dialogu Społecznego"),
    email="dialog@lipowiec.example",
    phone="55 555 01 23",
    phone_link="+48555550123",
    hours=text("poniedziałek 8–17, wtorek–piątek 8–15"),
    address=text("ul. Lipowa 1, pokój 12"),
)
LIBRARY = v.PlaceView(
    id="biblioteka",
    title=text("Biblioteka Miejska"),
    address=text("ul. Szkolna 4"),
    hours=text("poniedziałek–piątek 10–18, sobota 9–13"),
    step_free="yes",
    toilet="partly",
    help=text("Poproś bibliotekarkę, pomoże też przy komputerze."),
    map_url="geo:52.1,19.4",
)
HALL = v.PlaceView(id="ratusz", title=text("Ratusz"), address=text("ul. Lipowa 1"), step_free="no")
IMAGE = v.ImageView(
    PICTURE, text("Plan parku z pięcioma miejscami"), text("Rys. Urząd Miasta"), 1200, 600
)
FORM_VIEW = v.FormView(
    title=text("Formularz uwag"),
    address=FORM,
    host="docs.google.com",
    provider="Google Forms",
    kind="form",
    note="embed-privacy-google-forms",
    privacy=text("Odpowiedzi usuwamy po roku."),
    frame=f"{FORM}?embedded=true",
    frame_host="docs.google.com",
    height_phone=860,
    height_desktop=720,
    sandbox="allow-scripts allow-forms allow-same-origin allow-popups",
    referrer_policy="strict-origin",
)
FILM = v.FormView(
    title=text("Film o parku"),
    address="https://www.youtube.com/watch?v=abcdefghijk",
    host="www.youtube.com",
    provider="YouTube",
    kind="video",
    note="embed-privacy-youtube",
    privacy=None,
    frame="https://www.youtube-nocookie.com/embed/abcdefghijk",
    frame_host="www.youtube-nocookie.com",
    ratio="16:9",
    sandbox="allow-scripts allow-same-origin",
    allow="fullscreen",
)
WAYS = (
    v.WayView(
        id="karta",
        title=text("Formularz uwag"),
        text=text("Możesz dodać kilka uwag. Każda dostanie osobną odpowiedź."),
        form=FORM_VIEW,
        is_open=True,
        closes=day("14 czerwca 2026, godz. 20:00", "2026-06-14T20:00:00+02:00"),
        closes_at=CLOSES,
        online=True,
    ),
    v.WayView(
        id="urny",
        title=text("Karty w bibliotece i ratuszu"),
        places=(LIBRARY, HALL),
        is_open=True,
        closes=day("12 czerwca 2026", "2026-06-12"),
        closes_at="2026-06-12T22:00:00Z",
    ),
    v.WayView(
        id="poczta",
        title=text("List"),
        post=text("Urząd Miasta Lipowiec, ul. Lipowa 1, 00-001 Lipowiec"),
        counts="received",
        email="park@lipowiec.example",
        phone="55 555 01 25",
        phone_link="+48555550125",
        is_open=True,
    ),
    v.WayView(
        id="protokol",
        title=text("Uwaga do protokołu"),
        oral=text("Ratusz, pokój 12"),
        opens=day("8 czerwca 2026", "2026-06-08"),
    ),
    v.WayView(id="film", title=text("Film o parku"), video=FILM, stopped="suspended"),
)
PHASES = (
    v.PhaseView(
        "wystawa",
        text("Wystawa koncepcji"),
        "inform",
        "past",
        day("1 maja 2026", "2026-05-01"),
        day("31 maja 2026", "2026-05-31"),
        "1–31 maja 2026",
        text("Plansze stoją w bibliotece."),
    ),
    v.PhaseView(
        "uwagi",
        text("Zbieranie uwag"),
        "comment",
        "current",
        day("1 czerwca 2026", "2026-06-01"),
        day("14 czerwca 2026, godz. 20:00", "2026-06-14T20:00:00+02:00"),
        "1–14 czerwca 2026, godz. 20:00",
        None,
        True,
        day("7 czerwca 2026", "2026-06-07"),
        day("30 czerwca 2026", "2026-06-30"),
    ),
    v.PhaseView(
        "spotkanie",
        text("Drugie spotkanie"),
        "deliberate",
        "cancelled",
        day("20 czerwca 2026", "2026-06-20"),
        span="20 czerwca 2026",
    ),
    v.PhaseView(
        "budowa",
        text("Budowa"),
        "implement",
        "upcoming",
        day("pierwszy kwartał 2027"),
        span="od: pierwszy kwartał 2027",
    ),
)
EVENTS = (
    v.EventCard(
        link("Spacer badawczy nad rzeką", WALK),
        "research-walk",
        day("16 maja 2026, godz. 11:00", "2026-05-16T11:00:00+02:00"),
        text("Przystań"),
        "on-site",
        past=True,
        has_report=True,
    ),
    v.EventCard(
        link("Dyżur w bibliotece", MEETING),
        "duty-hours",
        day("9 czerwca 2026, godz. 16:00", "2026-06-09T16:00:00+02:00"),
        text("Biblioteka Miejska"),
        "hybrid",
        past=False,
        status="moved",
        process=PARK_CRUMB,
    ),
)


def card(title: str, path: str, state: str, **more: object) -> v.CardView:
    """A process in a list."""
    known = v.CardView(
        link(title, path),
        text("Konsultacje"),
        text("Lipowiec"),
        state,
        text("Pytamy, jaki ma być park nad rzeką, zanim zamówimy projekt."),
    )
    return replace(known, **more)  # type: ignore[arg-type]


OPEN_CARD = card(
    "Park nad rzeką",
    PARK,
    "open",
    phase=text("Zbieranie uwag"),
    until=day("14 czerwca 2026, godz. 20:00", "2026-06-14T20:00:00+02:00"),
    closes_at=CLOSES,
)
SOON_CARD = card(
    "Panel klimatyczny",
    PANEL,
    "upcoming",
    phase=text("Losowanie"),
    opens=day("7 września 2026", "2026-09-07"),
)
DONE_CARD = card(
    "Budżet obywatelski 2026",
    BUDGET,
    "finished",
    results=link("Wyniki", RESULTS),
    since=day("2 maja 2026", "2026-05-02"),
)
DOCUMENTS = (
    v.DocumentView(
        "koncepcja",
        text("Koncepcja parku"),
        link("Koncepcja parku", DOCUMENT),
        "PDF",
        "1,2 MB",
        day("1 maja 2026", "2026-05-01"),
        "proposed",
        False,
    ),
)
DECISIONS = (
    v.DecisionView(
        "uchwala",
        text("Rada Miasta"),
        day("10 września 2026", "2026-09-10"),
        "adopted",
        "uchwała nr XL/210/2026",
        (text("Pula Zachód"),),
        text("Rada wpisała projekty do budżetu."),
        link("Uchwała", DOCUMENT),
        "https://bip.lipowiec.example/uchwaly/210",
    ),
)
FOLLOW_UP = (
    v.FollowUpView(
        day("1 maja 2027", "2027-05-01"),
        "in-progress",
        60,
        "48 000 zł",
        text("Stoją urządzenia, trwa siew trawy."),
        link("Protokół odbioru", DOCUMENT),
    ),
    v.FollowUpView(day("5 lutego 2027", "2027-02-05"), "contracted"),
)
CONTRIBUTIONS = (
    v.SetView(
        "uwagi",
        text("Uwagi ze spaceru"),
        "remarks",
        (
            v.ContributionView(
                "1",
                day("16 maja 2026", "2026-05-16"),
                "on-site",
                link("Spacer badawczy nad rzeką", WALK),
                1,
                text("Cień i ławki"),
                "resident",
                points=(
                    v.Answer(
                        "1",
                        text("Więcej drzew przy placu zabaw."),
                        "accepted",
                        text("Dodajemy osiem lip."),
                        text("Wydział Zieleni"),
                        day("20 maja 2026", "2026-05-20"),
                        text("koncepcja, rysunek 2"),
                        text("drzewa zamówione"),
                    ),
                    v.Answer("2", text("Ławki co sto metrów."), "partly", text("Przy ścieżce.")),
                ),
            ),
            v.ContributionView(
                "2/26",
                day("18 maja 2026", "2026-05-18"),
                "paper",
                points=(v.Answer("1", text("Parking na czterdzieści aut."), "rejected"),),
                replaces="1",
            ),
            v.ContributionView("3", channel="online", points=(v.Answer("1", text("Toaleta.")),)),
        ),
        (("accepted", 1), ("partly", 1), ("rejected", 1), ("unanswered", 1)),
    ),
    v.SetView(
        "rekomendacje",
        None,
        "recommendations",
        (
            v.ContributionView(
                "4",
                concerns=text("Zbiorniki na deszczówkę"),
                support="Za: 18, przeciw: 1, wstrzymało się: 1",
                response=v.Answer("", text(""), "accepted", text("Staną wiosną.")),
                response_unit=text("Referat Inwestycji"),
            ),
            v.ContributionView(
                "5",
                concerns=text("Docieplenie bloków"),
                response_due=day("31 maja 2026", "2026-05-31"),
                overdue=True,
            ),
        ),
        (),
    ),
)
PROSE = v.Prose(
    (
        v.Html('<h2 id="co-juz-wiemy">Co już wiemy</h2>\n<p>Na '),
        v.Anchor(WALK, lang="en", title="Sprawozdanie"),
        v.Html("spacerze</a> byliśmy w maju.</p>\n"),
        v.Html("<pre>  wcięcie\n\n\n  zostaje</pre>\n<p>"),
        v.Picture(PICTURE, "Szkic ławki", width=600, height=300),
        v.Html("</p>\n"),
        v.WaySlot(WAYS[0]),
        v.Html(
            '<div class="table" role="region" aria-label="Terminy" tabindex="0"><table><thead>'
            '<tr><th scope="col">Krok</th><th scope="col">Kiedy</th></tr></thead><tbody>'
            "<tr><td>Odpowiedź</td><td>do 30 dni</td></tr></tbody></table></div>\n"
            "<p>Więcej: "
        ),
        v.Anchor("", "co-juz-wiemy"),
        v.Html("wyżej</a>.</p>"),
    )
)
