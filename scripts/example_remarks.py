"""The remarks on the bicycle path in Brzezno, as a town hall keeps them: one point in each row."""

from __future__ import annotations

from example_chance import table

__all__ = ["remarks"]

_HEADER = (
    "Nr",
    "Data wpływu",
    "Sposób złożenia",
    "Spotkanie",
    "Kto",
    "Treść uwagi (streszczenie)",
    "Rozstrzygnięcie",
    "Uzasadnienie",
    "Kto rozstrzygnął",
    "Data rozstrzygnięcia",
    "Zmiana",
    "Co zrobiono",
)
_ROWS = (
    (
        "1",
        "03.03.2026",
        "formularz",
        "",
        "mieszkaniec",
        "Ścieżka powinna być oświetlona, bo zimą dzieci wracają po ciemku.",
        "uwzględniona",
        "Latarnie będą co 35 metrów i przygasną po 22.00.",
        "Burmistrz Brzezna",
        "24.04.2026",
        "",
        "Latarnie działają od 13 listopada 2026 roku.",
    ),
    (
        "2",
        "09.03.2026",
        "pismo",
        "",
        "organizacja",
        "Wariant południowy przecina 23 wjazdy. Prosimy o stronę północną.",
        "uwzględniona",
        "Sprawdziliśmy to w terenie. Po północnej stronie są cztery wjazdy.",
        "Burmistrz Brzezna",
        "24.04.2026",
        "zarządzenie nr 41/2026",
        "",
    ),
    (
        "2",
        "09.03.2026",
        "pismo",
        "",
        "organizacja",
        "Przy szkole potrzebne jest przejście z sygnalizacją.",
        "uwzględniona częściowo",
        "Będzie przejście wyniesione i oświetlone. Sygnalizacji zarządca drogi nie "
        "zgodził się postawić.",
        "Burmistrz Brzezna",
        "24.04.2026",
        "",
        "",
    ),
    (
        "3",
        "11.03.2026",
        "spotkanie",
        "2026-03-11-spotkanie-zalesie",
        "mieszkaniec",
        "Zostawcie ścieżkę po południowej stronie, obok sklepu.",
        "nieuwzględniona",
        "Bezpieczeństwo dzieci jest ważniejsze. Do sklepu powstanie przejazd przez drogę.",
        "Burmistrz Brzezna",
        "24.04.2026",
        "",
        "",
    ),
    (
        "4",
        "18.03.2026",
        "formularz",
        "",
        "mieszkaniec",
        "Nie wycinać trzech jesionów.",
        "uwzględniona częściowo",
        "Dwa jesiony zostają, bo ścieżka je omija. Trzeci jest chory. Posadzimy dziesięć "
        "nowych drzew.",
        "Burmistrz Brzezna",
        "24.04.2026",
        "",
        "Drzewa posadzono 24 października 2026 roku.",
    ),
    (
        "5",
        "24.03.2026",
        "pismo",
        "",
        "mieszkaniec",
        "Moje dzieci przejeżdżają teraz obok trzech wyjazdów z garaży. To się źle skończy.",
        "uwzględniona",
        "Wybraliśmy wariant północny.",
        "Burmistrz Brzezna",
        "24.04.2026",
        "zarządzenie nr 41/2026",
        "",
    ),
    (
        "6",
        "30.03.2026",
        "formularz",
        "",
        "mieszkaniec",
        "Przedłużcie ścieżkę do Podgajów.",
        "nie dotyczy konsultacji",
        "Te konsultacje dotyczą drogi do Zalesia. Odcinek do Podgajów zgłosiliśmy do "
        "planu na 2028 rok.",
        "Burmistrz Brzezna",
        "24.04.2026",
        "",
        "",
    ),
)


def remarks() -> str:
    """The table, with headings in the office's words."""
    return table(_HEADER, _ROWS)
