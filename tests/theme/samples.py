"""Views of every page kind, full of everything a page may show, and the site they make.

``python -m tests.theme.samples FOLDER`` writes them out, to be looked at in a browser.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from civicsite.pages import views as v
from civicsite.pages.sheets import qr_code
from tests.theme.sample_parts import (
    ALTERNATES,
    BUDGET_CRUMB,
    CLOSES,
    CONTACT,
    CONTEST,
    DOCUMENT,
    DONE_CARD,
    EASY,
    ELECTION,
    EVENTS,
    FILM,
    FOLLOW_UP,
    FORM_VIEW,
    HALL,
    HOME_CRUMB,
    IMAGE,
    LIBRARY,
    MEETING,
    OPEN_CARD,
    PANEL,
    PARK,
    PARK_CRUMB,
    PICTURE,
    PROJECT,
    PROSE,
    RESULTS,
    RULES,
    SITE,
    SOON_CARD,
    TOWN,
    TOWN_CRUMB,
    WALK,
    card,
    day,
    head,
    link,
    renderer,
    text,
    theme,
)
from tests.theme.sample_processes import finished, process, waiting
from tests.theme.sample_results import diagnosis, election, results
from tests.theme.sample_statutory import declaration, report


def walk() -> v.EventView:
    """A research walk that took place: the closing report comes first."""
    return v.EventView(
        head(WALK, "Spacer badawczy nad rzeką", "event", HOME_CRUMB, TOWN_CRUMB, PARK_CRUMB),
        SITE,
        title=text("Spacer badawczy nad rzeką"),
        kind="research-walk",
        state="past",
        status=None,
        status_reason=None,
        moved_from=None,
        when=day("16 maja 2026, godz. 11:00", "2026-05-16T11:00:00+02:00"),
        ends=day("16 maja 2026, godz. 13:00", "2026-05-16T13:00:00+02:00"),
        mode="on-site",
        summary=text("Zapisaliśmy, co pomaga, a co przeszkadza."),
        place=LIBRARY,
        place_text=None,
        over_at=None,
        join=None,
        registration=None,
        access=(v.Fact("step-free", text("częściowo")),),
        route=(
            v.Stop(text("Most przy Młyńskiej"), text("Zejście jest strome.")),
            v.Stop(text("Przystań")),
        ),
        programme=(),
        text=v.Prose(),
        report=v.ReportView(
            (v.Fact("attendees", lines=(text("34"), text("lista bez nazwisk"))),),
            text("Najczęściej mówiono o cieniu i ciszy."),
            link("Raport ze spaceru", DOCUMENT),
        ),
        recording=v.RecordingView(FILM, True, link("Zapis słów", DOCUMENT)),
        photos=v.PhotosView(text("Uczestnicy zgodzili się na zdjęcia."), (IMAGE,)),
        updated=((day("17 maja 2026", "2026-05-17"), text("Dodaliśmy sprawozdanie.")),),
        process=PARK_CRUMB,
    )


def meeting() -> v.EventView:
    """A meeting to come, moved to another day: an invitation."""
    return replace(
        walk(),
        head=head(
            MEETING,
            "Dyżur w bibliotece",
            "event",
            HOME_CRUMB,
            TOWN_CRUMB,
            PARK_CRUMB,
            frame_hosts=("docs.google.com",),
        ),
        title=text("Dyżur w bibliotece"),
        kind="duty-hours",
        state="upcoming",
        status="moved",
        status_reason=text("W bibliotece trwa przegląd instalacji."),
        moved_from=day("2 czerwca 2026", "2026-06-02"),
        when=day("9 czerwca 2026, godz. 16:00", "2026-06-09T16:00:00+02:00"),
        ends=None,
        mode="hybrid",
        over_at="2026-06-09T16:00:00Z",
        join=v.JoinView(None, None, True),
        registration=v.RegistrationView(
            FORM_VIEW,
            text("Możesz też zadzwonić."),
            20,
            day("8 czerwca 2026", "2026-06-08"),
            True,
            CLOSES,
        ),
        route=(),
        programme=(v.Stop(text("Powitanie"), at="16:00"), v.Stop(text("Rozmowy"), at="16:15")),
        report=None,
        recording=None,
        photos=None,
        updated=(),
    )


def easy() -> v.EasyView:
    """The park in a text that is easy to read."""
    return v.EasyView(
        head(EASY, "Nowy park", "easy", HOME_CRUMB, TOWN_CRUMB, PARK_CRUMB),
        SITE,
        title=text("Nowy park"),
        summary=text("Możesz powiedzieć, co ma być w parku."),
        text=v.Prose(PROSE.parts[:6]),
        process=PARK_CRUMB,
    )


def paper(sheet: str) -> v.PaperView:
    """The park on paper."""
    path = PARK.replace(".html", f"/{sheet}.html")
    park = process()
    return v.PaperView(
        replace(
            head(path, "Nowy park", "paper", HOME_CRUMB, TOWN_CRUMB, PARK_CRUMB), indexed=False
        ),
        SITE,
        sheet=sheet,
        title=park.title,
        kind=park.kind,
        municipality=text("Lipowiec"),
        summary=park.summary,
        stopped=None,
        phases=park.now.phases,
        does="comment",
        eligibility=(v.Fact("eligibility", lines=(text("mieszkanki i mieszkańcy"),)),),
        ways=park.ways,
        places=(LIBRARY, replace(LIBRARY, id="dom", title=text("Dom Kultury"))),
        events=park.events[1:2],
        contact=park.contact,
        data_protection=park.data_protection,
        code=qr_code("https://lipowiec.example/lipowiec/park-nad-rzeka.html"),
        process=PARK_CRUMB,
    )


def contest() -> v.ContestPageView:
    """A pool with a page of its own."""
    return v.ContestPageView(
        head(CONTEST, "Pula Zachód", "contest", HOME_CRUMB, TOWN_CRUMB, BUDGET_CRUMB),
        SITE,
        title=text("Pula Zachód"),
        summary=text("Dla osiedli za rzeką."),
        image=IMAGE,
        contest=finished().contests[0],
        item_word="project",
        text=v.Prose(PROSE.parts[:6]),
        updated=((day("2 maja 2026", "2026-05-02"), text("Dodaliśmy mapę.")),),
        process=BUDGET_CRUMB,
    )


def proposal() -> v.ProposalView:
    """A project with its whole history."""
    return v.ProposalView(
        head(PROJECT, "Plac zabaw", "proposal", HOME_CRUMB, TOWN_CRUMB, BUDGET_CRUMB),
        SITE,
        title=text("Plac zabaw"),
        item_word="project",
        standing="selected",
        summary=text("Urządzenia dla dzieci, które jeżdżą na wózku, i dla tych, które biegają."),
        image=IMAGE,
        facts=(v.Fact("cost", text("84 000 zł")), v.Fact("place", lines=(text("Osiedle Sady"),))),
        text=v.Prose(PROSE.parts[:6]),
        checks=(
            v.Check("formal", day("1 marca 2026", "2026-03-01"), "positive", text("Referat")),
            v.Check(
                "substantive",
                day("2 marca 2026", "2026-03-02"),
                "negative",
                reason=text("Brak zgody właściciela działki."),
            ),
            v.Check("appeal-filed", day("5 marca 2026", "2026-03-05")),
            v.Check("appeal", day("9 marca 2026", "2026-03-09"), "to-complete"),
            v.Check("merged", day("10 marca 2026", "2026-03-10"), target=PARK_CRUMB),
        ),
        votes="587",
        result=link("Wyniki", RESULTS, "zachod"),
        follow_up=FOLLOW_UP,
        progress=60,
        updated=((day("2 maja 2026", "2026-05-02"), text("Zmieniliśmy koszt po wycenie.")),),
        process=BUDGET_CRUMB,
    )


def home() -> v.HomeView:
    """The first page."""
    return v.HomeView(
        head("index.html", "Partycypacja w Lipowcu", "home"),
        SITE,
        intro=text("Konsultacje, głosowania i spotkania w jednym miejscu."),
        open=(OPEN_CARD,),
        soon=(SOON_CARD,),
        underway=(card("Plan ogólny", PANEL, "underway", opens=day("lipiec 2026")),),
        results=(DONE_CARD,),
        finished=(DONE_CARD, card("Ścieżka rowerowa", PANEL, "cancelled")),
        events=EVENTS,
        municipalities=(v.MunicipalityCard(link("Lipowiec", TOWN), text("Miasto."), 1, 4),),
    )


def municipality() -> v.MunicipalityView:
    """The page of the town."""
    return v.MunicipalityView(
        head(TOWN, "Lipowiec", "municipality", HOME_CRUMB),
        SITE,
        name=text("Lipowiec"),
        summary=text("Miasto nad rzeką, czternaście tysięcy mieszkańców."),
        text=v.Prose((v.Html("<p>O wielu sprawach rozmawiamy z mieszkańcami.</p>"),), "pl"),
        image=IMAGE,
        facts=(
            v.Fact("residents", text("13 870"), day("30 czerwca 2026", "2026-06-30")),
            v.Fact(
                "bip",
                link=v.External(text("bip.lipowiec.example"), "https://bip.lipowiec.example/"),
            ),
        ),
        contact=CONTACT,
        open=(OPEN_CARD,),
        soon=(SOON_CARD,),
        underway=(),
        finished=(
            DONE_CARD,
            card("Młoda Rada", PANEL, "finished", results=link("Wyniki wyborów", ELECTION)),
        ),
        events=EVENTS,
        places=(LIBRARY, HALL),
        pages=(link("Jak rozmawiamy", RULES),),
        data_protection=(v.Fact("controller", text("Burmistrz Lipowca")),),
        accessibility=(v.Fact("published-on", date=day("3 marca 2026", "2026-03-03")),),
    )


def page() -> v.PageView:
    """A free page."""
    return v.PageView(
        head(RULES, "Jak rozmawiamy", "page", HOME_CRUMB, TOWN_CRUMB),
        SITE,
        title=text("Jak rozmawiamy"),
        summary=text("Zasady, których się trzymamy."),
        text=v.Prose(PROSE.parts[:6]),
        updated=((day("1 maja 2026", "2026-05-01"), text("Dodaliśmy słowniczek.")),),
        siblings=(v.Link(text("Jak rozmawiamy"), RULES, current=True), link("Lipowiec", TOWN)),
    )


def not_found() -> v.NotFoundView:
    """The 404 page, which may be served at any depth."""
    frame = head("404.html", "Nie ma takiej strony", "not-found", base="/bip/", indexed=False)
    return v.NotFoundView(frame, SITE)


def alias() -> v.AliasView:
    """An earlier address of the park."""
    return v.AliasView(head("stary/park.html", "Park", "alias", indexed=False), SITE, PARK_CRUMB)


def in_ukrainian() -> v.ProcessView:
    """The park in Ukrainian, most of it not translated."""
    polish = process()
    return replace(
        polish,
        head=replace(
            polish.head,
            path=f"uk/{PARK}",
            canonical=f"https://lipowiec.example/bip/uk/{PARK}",
            lang="uk",
            title=text("Парк над річкою"),
            untranslated=True,
            alternates=tuple(replace(a, current=not a.current) for a in ALTERNATES),
        ),
        title=text("Парк над річкою"),
        summary=text("Zanim zamówimy projekt, pytamy, jaki ma być park.", "pl"),
        text=replace(PROSE, lang="pl"),
        image=replace(IMAGE, alt=text("Plan parku", "pl")),
    )


def pages() -> dict[str, v.View]:
    """Every sample by its output path."""
    found: tuple[v.View, ...] = (
        home(),
        municipality(),
        page(),
        declaration(),
        report(),
        process(),
        finished(),
        waiting(),
        results(),
        election(),
        diagnosis(),
        walk(),
        meeting(),
        contest(),
        easy(),
        *(paper(sheet) for sheet in ("poster", "leaflet", "notice")),
        proposal(),
        not_found(),
        alias(),
        in_ukrainian(),
    )
    return {view.head.path: view for view in found}


PLAN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 6">'
    '<path fill="#cfe3dc" d="M0 0h12v6H0z"/>'
    '<path fill="#7fb3d5" d="M0 4q3-1 6 0t6 0v2H0z"/></svg>\n'
)


def site() -> dict[str, bytes]:
    """The sample site: pages, the theme's files and what the pages link to."""
    rendered = {path: renderer().render(view) for path, view in pages().items()}
    return {**rendered, **theme().asset_outputs(), DOCUMENT: b"%PDF-1.4\n", PICTURE: PLAN.encode()}


def write(folder: Path) -> None:
    """Write the sample site into a folder."""
    for path, content in site().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
