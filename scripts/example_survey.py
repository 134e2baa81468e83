"""The answers to the example's survey of 2024, as its forms would have given them: one table of the
form on line and one of the paper forms that were typed in.

The people are drawn, not described: nobody stands behind a row.
"""

from __future__ import annotations

from collections.abc import Mapping

from example_chance import Luck, table

AGES = {"15–24": 96, "25–39": 189, "40–59": 214, "60–74": 121, "75 i więcej": 19}
"""How likely each age is on line; on paper older people answer."""
AGES_ON_PAPER = {"15–24": 6, "25–39": 11, "40–59": 38, "60–74": 61, "75 i więcej": 37}
PARTS = {
    "Śródmieście": 30,
    "Osiedle Sady": 33,
    "Zarzecze": 19,
    "okolice dworca": 14,
    "poza miastem": 4,
}

WAYS: dict[str, Mapping[str, int]] = {
    "15–24": {"pieszo": 60, "rower": 45, "autobus": 70, "pociąg": 22, "samochód": 20},
    "25–39": {"pieszo": 45, "rower": 38, "autobus": 30, "pociąg": 18, "samochód": 75},
    "40–59": {"pieszo": 42, "rower": 24, "autobus": 31, "pociąg": 12, "samochód": 78},
    "60–74": {"pieszo": 62, "rower": 18, "autobus": 52, "pociąg": 6, "samochód": 46},
    "75 i więcej": {"pieszo": 66, "rower": 5, "autobus": 58, "pociąg": 2, "samochód": 21},
}
"""Of a hundred people of an age, how many get about so."""
OWN_WAYS = ("hulajnoga", "taksówka", "podwozi mnie córka", "skuter")

RATED: dict[str, tuple[int, int, int, int, int]] = {
    "Autobusy": (24, 31, 24, 15, 6),
    "Parki i zieleń": (6, 13, 27, 34, 20),
    "Chodniki": (16, 28, 30, 19, 7),
    "Kultura": (5, 12, 31, 36, 16),
    "Przychodnie": (29, 33, 22, 12, 4),
}
"""How likely the marks 1 to 5 are."""
NEEDED = {
    "więcej autobusów": 34,
    "równe chodniki": 27,
    "nowa przychodnia": 31,
    "mieszkania na wynajem": 22,
    "miejsca do siedzenia": 14,
    "czystsze powietrze": 18,
}
LEAVING = {
    "15–24": {"tak": 46, "nie": 33, "nie wiem": 21},
    "25–39": {"tak": 24, "nie": 58, "nie wiem": 18},
    "40–59": {"tak": 11, "nie": 77, "nie wiem": 12},
    "60–74": {"tak": 4, "nie": 91, "nie wiem": 5},
    "75 i więcej": {"tak": 2, "nie": 94, "nie wiem": 4},
}
SUBJECTS = {
    "autobusy": 30,
    "lekarze": 26,
    "chodniki": 19,
    "place zabaw": 9,
    "hałas": 11,
    "inne": 12,
}
"""What open answers were about, as two people of the town hall coded them."""

HEADER = (
    "Ile masz lat?",
    "W której części miasta mieszkasz?",
    "Jak się przemieszczasz?",
    "Ile minut zwykle czekasz na autobus?",
    *(f"Oceń od 1 do 5 [{row}]" for row in RATED),
    "Co jest najpilniejsze?",
    "Czy myślisz o wyprowadzce?",
    "Czego brakuje (kody)",
)


def _form(luck: Luck, ages: Mapping[str, int]) -> tuple[str, ...]:
    """One filled-in form."""
    age = luck.pick(ages)
    ways = [way for way, chance in WAYS[age].items() if luck.below(100) < chance]
    if luck.below(100) < 4:
        ways.append(OWN_WAYS[luck.below(len(OWN_WAYS))])
    wait = str(3 + luck.below(9) + luck.below(9)) if "autobus" in ways else ""
    marks = [
        "" if luck.below(100) < 5 else luck.pick({str(n + 1): w for n, w in enumerate(chances)})
        for chances in RATED.values()
    ]
    ranking: list[str] = []
    left = dict(NEEDED)
    for _ in range(luck.below(4)):
        ranking.append(luck.pick(left))
        del left[ranking[-1]]
    codes = luck.several(SUBJECTS, 1 + luck.below(2)) if luck.below(100) < 38 else []
    told = luck.below(100)
    return (
        "wolę nie odpowiadać" if told < 3 else age,
        "" if told == 99 else luck.pick(PARTS),
        ";".join(ways[:3] if luck.below(100) < 98 else ways),
        "" if luck.below(100) < 8 else wait,
        *marks,
        ";".join(ranking),
        "wolę nie odpowiadać" if luck.below(100) < 6 else luck.pick(LEAVING[age]),
        ";".join(codes),
    )


def survey() -> dict[str, str]:
    """The two tables."""
    return {
        f"ankieta-{name}.csv": table(HEADER, (_form(luck, ages) for _ in range(number)))
        for name, number, ages, luck in (
            ("internet", 638, AGES, Luck("survey 2024 on line")),
            ("papier", 153, AGES_ON_PAPER, Luck("survey 2024 on paper")),
        )
    }
