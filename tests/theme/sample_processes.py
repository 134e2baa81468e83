"""Sample pages of processes: open, over, and between phases."""

from __future__ import annotations

from dataclasses import replace

from civicsite.pages import views as v
from tests.theme.sample_parts import (
    ALTERNATES,
    BUDGET,
    CONTACT,
    CONTRIBUTIONS,
    DECISIONS,
    DOCUMENT,
    DOCUMENTS,
    DONE_CARD,
    EASY,
    EVENTS,
    FOLLOW_UP,
    HOME_CRUMB,
    IMAGE,
    OPEN_CARD,
    PANEL,
    PARK,
    PHASES,
    PROJECT,
    PROSE,
    RESULTS,
    SITE,
    TOWN_CRUMB,
    WAYS,
    day,
    head,
    link,
    text,
)


def process() -> v.ProcessView:
    """A consultation that is open, with everything a process may have."""
    return v.ProcessView(
        head(
            PARK,
            "Park nad rzeką",
            "process",
            HOME_CRUMB,
            TOWN_CRUMB,
            alternates=ALTERNATES,
            frame_hosts=("docs.google.com", "www.youtube-nocookie.com"),
        ),
        SITE,
        title=text("Park nad rzeką"),
        kind=text("Konsultacje"),
        state="open",
        summary=text("Zanim zamówimy projekt, pytamy, jaki ma być park nad rzeką."),
        easy=link("Tekst łatwy do czytania", EASY),
        image=IMAGE,
        interventions=(
            v.InterventionView(
                "dluzej",
                "extended",
                day("5 czerwca 2026", "2026-06-05"),
                text("Formularz nie działał przez dwa dni."),
                text("Zbieranie uwag"),
                day("7 czerwca 2026", "2026-06-07"),
                day("14 czerwca 2026, godz. 20:00", "2026-06-14T20:00:00+02:00"),
                link("Zarządzenie nr 12", DOCUMENT),
            ),
        ),
        now=v.NowView(
            "open",
            (PHASES[1],),
            WAYS[:3],
            (WAYS[1].title, WAYS[2].title),
            next_event=EVENTS[1],
        ),
        phases=PHASES,
        ways=WAYS,
        facts=(
            v.Fact("scope", text("Co ma się znaleźć w parku, a czego w nim nie będzie.")),
            v.Fact("budget", text("500 000 zł")),
            v.Fact(
                "legal-basis",
                date=day("20 listopada 2025", "2025-11-20"),
                link=v.External(text("Uchwała nr XII/98/2025"), "https://bip.lipowiec.example/98"),
            ),
            v.Fact("eligibility", lines=(text("Wszyscy mieszkańcy"), text("od 13 roku życia"))),
        ),
        contact=CONTACT,
        text=PROSE,
        events=EVENTS,
        contests=(),
        item_word="proposal",
        proposals=(
            v.ProposalCard(
                link("Plac zabaw", PROJECT),
                text("Plac zabaw"),
                "7",
                cost="84 000 zł",
                place=text("Osiedle Sady"),
                image=IMAGE,
                standing="selected",
                votes="587",
                progress=60,
            ),
            v.ProposalCard(None, text("Tężnia"), "12", standing="rejected"),
        ),
        results=None,
        results_since=None,
        results_at=day("30 czerwca 2026, godz. 12:00", "2026-06-30T12:00:00+02:00"),
        sets=CONTRIBUTIONS,
        outcome=v.OutcomeView(
            text("Park powstanie bez parkingu."),
            day("1 lipca 2026", "2026-07-01"),
            link("Sprawozdanie z konsultacji", DOCUMENT),
        ),
        decisions=DECISIONS,
        follow_up=FOLLOW_UP,
        selection=v.SelectionView(
            "1 200",
            "146",
            "20",
            ((text("Wiek"), ((text("16–39 lat"), 8, 8), (text("40 lat i więcej"), 12, None))),),
            day("6 marca 2026", "2026-03-06"),
            text("Losowanie kostkami, publicznie"),
            link("Protokół losowania", DOCUMENT),
            text("Fundacja „Wspólny Stół”"),
            ((text("Instytut Wody"), text("zasoby wody")),),
            False,
        ),
        duties=(
            v.DutyView(
                "raport",
                None,
                "report",
                day("14 lipca 2026", "2026-07-14"),
                "due",
                basis=text("§ 9"),
            ),
            v.DutyView(
                "odpowiedz",
                text("Odpowiedzi na pytania"),
                "answer",
                day("1 czerwca 2026", "2026-06-01"),
                "overdue",
            ),
            v.DutyView(
                "ogloszenie",
                text("Ogłoszenie"),
                "publication",
                None,
                "done",
                day("1 maja 2026", "2026-05-01"),
                text("W BIP i na tablicy."),
                document=link("Ogłoszenie", DOCUMENT),
            ),
        ),
        documents=DOCUMENTS,
        announced=(
            (
                "bip",
                day("5 maja 2026", "2026-05-05"),
                v.External(
                    text("Biuletyn Informacji Publicznej"), "https://bip.lipowiec.example/1"
                ),
            ),
            ("posters", day("7 maja 2026", "2026-05-07"), None),
            ("press", day("8 maja 2026", "2026-05-08"), link("Wycinek", DOCUMENT)),
        ),
        data_protection=(
            v.Fact("controller", text("Burmistrz Lipowca")),
            v.Fact("retention", date=day("31 grudnia 2027", "2027-12-31")),
        ),
        official=v.OfficialView(
            text("Wiążąca jest publikacja w BIP."),
            v.External(text("Biuletyn Informacji Publicznej"), "https://bip.lipowiec.example/park"),
        ),
        updated=((day("5 czerwca 2026", "2026-06-05"), text("Przedłużyliśmy zbieranie uwag.")),),
        series=v.SeriesView(text("W tej serii: Konsultacje"), (DONE_CARD,)),
    )


def finished() -> v.ProcessView:
    """A budget that is over: several pools and a result."""
    items = process().proposals
    return replace(
        process(),
        head=head(BUDGET, "Budżet obywatelski 2026", "process", HOME_CRUMB, TOWN_CRUMB),
        title=text("Budżet obywatelski 2026"),
        kind=text("Budżet obywatelski"),
        state="finished",
        image=None,
        interventions=(),
        now=v.NowView("finished", last=PHASES[0], next=PHASES[3]),
        ways=(replace(WAYS[0], is_open=False, closes_at=None),),
        text=v.Prose(),
        contests=(
            v.ContestCard(
                "zachod",
                text("Pula Zachód"),
                ("budżet: 100 000 zł", "uprawnionych: 3 120"),
                text("Dla osiedli za rzeką."),
                None,
                None,
                items[:1],
                "voted",
                None,
                link("Wyniki", RESULTS, "zachod"),
            ),
            v.ContestCard(
                "rada",
                text("Rada"),
                ("2 miejsca",),
                None,
                text("Kto jest jedyny, wchodzi bez głosowania."),
                text("§ 9"),
                (),
                "unopposed",
            ),
        ),
        item_word="project",
        results=link("Wyniki", RESULTS),
        results_since=day("2 maja 2026", "2026-05-02"),
        results_at=None,
        sets=(),
        selection=None,
        series=v.SeriesView(text("W tej serii: Budżety obywatelskie"), (OPEN_CARD,)),
    )


def waiting(state: str = "underway") -> v.ProcessView:
    """A process between its phases, or one that was stopped."""
    return replace(
        process(),
        head=head(PANEL, "Panel klimatyczny", "process", HOME_CRUMB, TOWN_CRUMB),
        title=text("Panel klimatyczny"),
        state=state,
        now=v.NowView(
            state,
            last=replace(PHASES[1], state="past"),
            next=PHASES[3],
            counting=state == "underway",
            results_by=day("30 czerwca 2026", "2026-06-30"),
        ),
        ways=(),
        text=v.Prose(),
        sets=CONTRIBUTIONS[1:],
    )
