"""Sample pages of results: a budget that was recounted, and an election in several schools."""

from __future__ import annotations

from dataclasses import replace

from civicsite.pages import views as v
from tests.theme.sample_parts import (
    BUDGET_CRUMB,
    CONTACT,
    DECISIONS,
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


def row(number: str, title: str, votes: str, bar: int, **more: object) -> v.OptionRow:
    """One option of a result."""
    known = v.OptionRow(
        number,
        text(title),
        None,
        votes,
        None,
        "31,8%",
        ("456", "131"),
        v.Bar(bar),
        "84 000 zł",
        "funded",
        "po nim zostało 236 000 zł",
        True,
        True,
    )
    return replace(known, **more)  # type: ignore[arg-type]


def results() -> v.ResultsView:
    """The result of a budget: recounted, declared, and where they differ."""
    return v.ResultsView(
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
        text=text("Karty papierowe liczono dwa razy."),
        contests=(
            v.ContestView(
                id="zachod",
                title=text("Pula Zachód"),
                held="voted",
                held_text=None,
                summary="Głosowało 1 846 z 5 340 uprawnionych osób (34,6%). Wybrano 2 z 4.",
                level="ballots",
                numbers=(
                    v.Number("electorate", "5 340", "declared", text("rejestr mieszkańców")),
                    v.Number("turnout", "34,6%", "recounted"),
                    v.Number("left", "63 500 zł", "recounted"),
                ),
                channels=("online", "paper"),
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
                invalid=(("za dużo zaznaczeń", "5"),),
                rule="Projekty bierze się po kolei według liczby głosów.",
                not_recounted=None,
                ties=("Równa liczba głosów: „Oświetlenie” i „Altana”. Rozstrzygnięto: losowanie.",),
                official="declared",
                differences=(
                    v.Difference(
                        text("Skatepark"),
                        True,
                        False,
                        text("Dołożono 32 500 zł."),
                        text("§ 22"),
                        link("Zarządzenie", DOCUMENT),
                    ),
                    v.Difference(text("Altana"), False, True, None),
                ),
                mismatches=("„Plac zabaw”: zapisano 586 głosów, tu policzono 587.",),
            ),
        ),
        sources=(
            v.SourceView(
                "glosy.csv",
                "ab76cc758d126994880472249bf4cd9eff6508241111a72208029108475173d7",
                "tabela głosów (CSV)",
                "Wskazano w results.yaml",
                "1 846",
                (("po terminie", "3"),),
                day("20 czerwca 2026", "2026-06-20"),
                "online",
                link("Protokół", DOCUMENT),
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


def election() -> v.ResultsView:
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
    )
    rest = replace(
        school,
        id="sp2",
        title=text("Szkoła Podstawowa nr 2"),
        held="unopposed",
        held_text=text("Kandydaci zostają radnymi bez głosowania."),
        numbers=(),
        rule=None,
        not_recounted="Nie przeliczono: reguły „stv” jeszcze tu nie ma.",
        rows=(row("SP2-1", "Kandydatura nr 1", "", 0, **plain | {"decision": None}),),
        invalid=(),
    )
    return replace(
        results(),
        head=head(ELECTION, "Wyniki: Młoda Rada", "results", HOME_CRUMB, TOWN_CRUMB),
        status="final",
        contests=(school, rest, replace(rest, id="sp3", title=text("Szkoła nr 3"), rows=())),
        sources=(),
        verification=(),
        removed=(),
        protests=(),
        corrections=(),
        decisions=(),
        contact=None,
    )
