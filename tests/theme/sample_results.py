"""Sample pages of results: a budget that was recounted, and an election in several schools."""

from __future__ import annotations

from dataclasses import replace

from civicsite.pages import result_views as r
from civicsite.pages import views as v
from tests.theme.sample_parts import (
    BUDGET_CRUMB,
    CONTACT,
    DECISIONS,
    DIAGNOSIS,
    DOCUMENT,
    ELECTION,
    HOME_CRUMB,
    PROJECT,
    RESULTS,
    SITE,
    TOWN_CRUMB,
    day,
    head,
    link,
    text,
)

ROUNDS = (
    r.RoundView(
        "1",
        "Odpada: „Kandydatura nr 3”.",
        (
            r.RoundRow(text("Kandydatura nr 1"), "9", "", r.Bar(750), ""),
            r.RoundRow(text("Kandydatura nr 2"), "8", "", r.Bar(666), ""),
            r.RoundRow(text("Kandydatura nr 3"), "5", "", r.Bar(416), "excluded"),
        ),
    ),
    r.RoundView(
        "2",
        "Głosy oddane na „Kandydatura nr 3” przechodzą na to, co na kartach stoi dalej. Wybór:"
        " „Kandydatura nr 1”.",
        (
            r.RoundRow(text("Kandydatura nr 1"), "12", "+3", r.Bar(1000), "elected"),
            r.RoundRow(text("Kandydatura nr 2"), "8", "–", r.Bar(666), ""),
        ),
        "2",
    ),
)


def row(number: str, title: str, votes: str, bar: int, **more: object) -> r.OptionRow:
    """One option of a result."""
    known = r.OptionRow(
        number,
        text(title),
        None,
        votes,
        None,
        "31,8%",
        ("456", "131"),
        r.Bar(bar),
        "84 000 zł",
        "funded",
        "po nim zostało 236 000 zł",
        True,
        True,
    )
    return replace(known, **more)  # type: ignore[arg-type]


def results() -> r.ResultsView:
    """The result of a budget: recounted, declared, and where they differ."""
    return r.ResultsView(
        head(
            RESULTS,
            "Wyniki: Budżet obywatelski 2026",
            "results",
            HOME_CRUMB,
            TOWN_CRUMB,
            BUDGET_CRUMB,
        ),
        SITE,
        title=text("Budżet obywatelski 2026"),
        status="preliminary",
        since=day("2 maja 2026", "2026-05-02"),
        final_on=day("16 maja 2026", "2026-05-16"),
        received_on=day("20 czerwca 2026", "2026-06-20"),
        contents=(),
        overview=(),
        text=text("Karty papierowe liczono dwa razy."),
        contests=(
            r.ContestView(
                id="zachod",
                title=text("Pula Zachód"),
                text=text("Projekty na Osiedlu Sady."),
                held="voted",
                held_text=None,
                basis=None,
                summary="Głosowało 1 846 z 5 340 uprawnionych osób (34,6%). Wybrano 2 z 4.",
                level="ballots",
                numbers=(
                    r.Number("electorate", "5 340", "declared", text("rejestr mieszkańców")),
                    r.Number("turnout", "34,6%", "recounted"),
                    r.Number("left", "63 500 zł", "recounted"),
                ),
                channels=(
                    r.ChannelColumn("online", "recounted"),
                    r.ChannelColumn("paper", "declared"),
                ),
                votes_origin="both",
                ranked=False,
                rows=(
                    row(
                        "1",
                        "Plac zabaw na Osiedlu Sady",
                        "587",
                        1000,
                        link=link("Plac zabaw", PROJECT),
                    ),
                    row("3", "Oświetlenie alei", "534", 909, decision="tied", why=None),
                    row(
                        "6",
                        "Skatepark",
                        "407",
                        693,
                        decision="does-not-fit",
                        why="koszt 96 000 zł, zostało 63 500 zł",
                        recounted=False,
                    ),
                    row(
                        "8",
                        "Książkomaty",
                        "0",
                        0,
                        decision="no-votes",
                        why=None,
                        declared=False,
                        recounted=False,
                        place=text("dwa osiedla"),
                    ),
                ),
                has_costs=True,
                has_scores=False,
                reserve=(text("Altana"), text("Stojaki")),
                turnout=(
                    r.TurnoutTable(
                        "channel",
                        ("cast", "valid", "invalid"),
                        (
                            r.TurnoutRow(
                                text("przez internet"), ("1 400", "1 395", "5"), "recounted"
                            ),
                            r.TurnoutRow(text("na papierze"), ("446", "446", "0"), "declared"),
                        ),
                    ),
                ),
                invalid=(("za dużo zaznaczeń", "5"),),
                left_out=(("wpłynęła po terminie", "2"),),
                counted=("Projekty bierze się po kolei według liczby głosów.",),
                not_recounted=None,
                ties=("Równa liczba głosów: „Oświetlenie” i „Altana”. Rozstrzygnięto: losowanie.",),
                draws=(
                    r.DrawView(
                        "„Altana” i „Oświetlenie”",
                        day("18 czerwca 2026", "2026-06-18"),
                        link("Protokół losowania", DOCUMENT),
                    ),
                ),
                rounds=(),
                official="declared",
                differences=(
                    r.Difference(
                        text("Skatepark"),
                        True,
                        False,
                        text("Dołożono 32 500 zł."),
                        text("§ 22"),
                        link("Zarządzenie", DOCUMENT),
                    ),
                    r.Difference(text("Altana"), False, True, None),
                ),
                mismatches=("„Plac zabaw”: zapisano 586 głosów, tu policzono 587.",),
            ),
        ),
        survey=None,
        places=(
            r.PlaceOf(
                text("Plac zabaw"),
                link("Plac zabaw", PROJECT),
                text("Osiedle Sady"),
                text("ul. Wierzbowa 4"),
                "geo:52.1,21.2",
                True,
            ),
        ),
        names=None,
        names_removed=False,
        terms=(v.Fact("never-suppressed", text("Kodeks wyborczy, art. 490")),),
        downloads=(
            r.DownloadView(
                v.Link(text("Wszystkie liczby i reguły (JSON)"), DOCUMENT),
                "results.json",
                None,
                "ab76cc758d126994880472249bf4cd9eff6508241111a72208029108475173d7",
            ),
            r.DownloadView(
                v.Link(text("Głosy bez danych osobowych (CSV)"), DOCUMENT),
                "ballots-zachod.csv",
                text("Pula Zachód"),
                "0d56cc758d126994880472249bf4cd9eff6508241111a72208029108475173d7",
            ),
        ),
        sources=(
            r.SourceView(
                "glosy.csv",
                "ab76cc758d126994880472249bf4cd9eff6508241111a72208029108475173d7",
                "tabela głosów (CSV)",
                "Wskazano w results.yaml",
                "1 846",
                (("po terminie", "3"),),
                day("20 czerwca 2026", "2026-06-20"),
                "online",
                link("Protokół", DOCUMENT),
                "Windows-1250",
            ),
        ),
        verification=(v.Fact("verified-by", text("Wydział Spraw Obywatelskich")),),
        removed=(("bez prawa głosu", "41"),),
        protests=(
            v.Fact(
                "protest",
                text("Bezzasadny."),
                day("20 maja 2026", "2026-05-20"),
                lines=(text("Nr 1"),),
            ),
        ),
        corrections=(
            v.Fact(
                "correction",
                None,
                day("10 maja 2026", "2026-05-10"),
                lines=(text("Poprawiono literówkę."),),
            ),
        ),
        contact=CONTACT,
        decisions=DECISIONS,
        process=BUDGET_CRUMB,
    )


def election() -> r.ResultsView:
    """Results of several constituencies, one of them without a vote."""
    first = results().contests[0]
    plain = {"declared": None, "why": None, "cost": None, "channels": (), "share": None}
    school = replace(
        first,
        id="sp1",
        title=text("Szkoła Podstawowa nr 1"),
        channels=(),
        rows=(
            row("SP1-1", "Kandydatura nr 1", "131", 1000, **plain | {"decision": "elected"}),
            row(
                "SP1-2",
                "Kandydatura nr 2",
                "74",
                564,
                **plain | {"decision": "not-elected", "recounted": False},
            ),
        ),
        has_costs=False,
        has_scores=True,
        official="recounted",
        level="protocols",
        differences=(),
        mismatches=(),
        ties=(),
        draws=(),
        reserve=(),
        turnout=(),
        rounds=ROUNDS,
    )
    rest = replace(
        school,
        id="sp2",
        title=text("Szkoła Podstawowa nr 2"),
        held="unopposed",
        held_text=text("Kandydaci zostają radnymi bez głosowania."),
        numbers=(),
        basis=text("§ 7 statutu"),
        counted=(),
        rounds=(),
        not_recounted="Nie przeliczono: reguły „stv” jeszcze tu nie ma.",
        rows=(row("SP2-1", "Kandydatura nr 1", "", 0, **plain | {"decision": None}),),
        invalid=(),
    )
    return replace(
        results(),
        head=head(ELECTION, "Wyniki: Młoda Rada", "results", HOME_CRUMB, TOWN_CRUMB),
        status="final",
        contests=(school, rest, replace(rest, id="sp3", title=text("Szkoła nr 3"), rows=())),
        overview=(
            r.OverviewRow(
                link("Szkoła Podstawowa nr 1", ELECTION, "sp1"), "77,8%", "214", (text("Nr 1"),), 2
            ),
            r.OverviewRow(link("Szkoła Podstawowa nr 2", ELECTION, "sp2"), "–", "–", ()),
        ),
        names=day("31 grudnia 2028", "2028-12-31"),
        places=(),
        sources=(),
        terms=(),
        downloads=(),
        verification=(),
        removed=(),
        protests=(),
        corrections=(),
        decisions=(),
        contact=None,
    )


def survey() -> r.SurveyView:
    """A survey with a question of every sort."""
    people = (text("Osoby"), text("Udział"))
    return r.SurveyView(
        "Odpowiedziało 412 osób. Odpowiadał każdy, kto chciał.",
        (r.Number("responses", "412", "recounted"), r.Number("invited", "900", "declared")),
        (v.Fact("survey-who", text("Każdy, kto mieszka w Lipowcu.")),),
        (
            r.QuestionView(
                "question-dojazd",
                text("Czym jeździsz?"),
                text("Zaznacz to, co robisz najczęściej."),
                "multiple",
                "Udziały liczymy spośród osób, które odpowiedziały na to pytanie: 400.",
                (("odpowiedziało", "400"), ("bez odpowiedzi", "12")),
                (
                    r.AnswerTable(
                        people,
                        (
                            r.AnswerRow(text("Autobus"), ("250", "62,5%"), r.Bar(625)),
                            r.AnswerRow(text("Rower"), ("200", "50,0%"), r.Bar(500)),
                            r.AnswerRow(text("bez odpowiedzi"), ("12", "3,0%"), None, "none"),
                        ),
                    ),
                ),
                ("Można było wybrać kilka odpowiedzi.",),
            ),
            r.QuestionView(
                "question-oceny",
                text("Jak oceniasz?"),
                None,
                "matrix",
                "Ile ich było, podaje ostatnia kolumna.",
                (),
                (
                    r.AnswerTable(
                        (text("Średnia"), text("1"), text("2 – dobrze"), text("Osoby")),
                        (r.AnswerRow(text("Parki"), ("1,5", "50%", "50%", "9"), r.Bar(500)),),
                        "row",
                    ),
                ),
            ),
            r.QuestionView(
                "question-czas",
                text("Ile minut?"),
                None,
                "number",
                None,
                (("odpowiedziało", "40"),),
                (),
                numbers=(r.Number("median", "12 min", "recounted"),),
            ),
            r.QuestionView(
                "question-co",
                text("Czego brakuje?"),
                None,
                "text",
                None,
                (("odpowiedziało", "40"),),
                (),
                ("Odpowiadano własnymi słowami.",),
                quotes=(text("Ławki co sto metrów."),),
            ),
        ),
        "leave-out",
    )


def diagnosis() -> r.ResultsView:
    """Results that are a survey alone."""
    return replace(
        election(),
        head=head(DIAGNOSIS, "Wyniki: Jak się żyje?", "results", HOME_CRUMB, TOWN_CRUMB),
        contests=(),
        overview=(),
        survey=survey(),
        names=None,
    )
