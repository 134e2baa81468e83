"""Writes what is not typed by hand in the example site: ballots, totals, remarks, pictures and PDF
files.

``python scripts/example_data.py [FOLDER]`` writes below FOLDER, by default ``content/`` of this
checkout. Every run writes the same bytes: only ``random.Random(text).random()`` is used, the one
sequence that Python promises to keep, and no date or compressor enters a file.

The two towns and everything that happens in them are invented.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from example_chance import Luck, table
from example_documents import documents
from example_pictures import pictures
from example_ranking import footbridge
from example_remarks import remarks
from example_survey import survey

# --- Lipowiec: participatory budget 2027 ----------------------------------------------------------

PROJECTS_2027 = {
    "zachod": {
        "1": (62_000, "Plac zabaw z cieniem przy ulicy Wierzbowej"),
        "4": (48_000, "Chodnik do przystanku przy ulicy Polnej"),
        "6": (27_500, "Łąka kwietna i ławki na Osiedlu Sady"),
        "9": (26_800, "Jasne przejście dla pieszych przy Szkole Podstawowej nr 3"),
    },
    "wschod": {
        "2": (46_000, "Siłownia pod chmurką dla seniorów"),
        "5": (54_000, "Zielone podwórko Szkoły Podstawowej nr 1"),
        "8": (28_000, "Boisko do koszykówki 3 na 3"),
        "14": (9_500, "Tablica z historią Zarzecza"),
    },
    "ogolna": {
        "3": (36_000, "Kawiarenka naprawcza w bibliotece"),
        "7": (45_000, "Kino pod gwiazdami"),
        "10": (98_000, "Bezpieczne drogi do szkół"),
        "11": (12_000, "Hotele dla owadów"),
        "15": (72_000, "Defibrylatory w pięciu miejscach"),
    },
}
"""Cost and title of the projects on the ballot, by pool."""

ONLINE = {
    "zachod": {"1": 402, "4": 311, "6": 171, "9": 164},
    "wschod": {"5": 357, "2": 296, "8": 158, "14": 29},
}
"""Valid online votes in the pools of the two parts of the town; each has a form of its own."""
PAPER = {
    "zachod": {"1": 74, "4": 69, "6": 31, "9": 38},
    "wschod": {"5": 61, "2": 88, "8": 27, "14": 12},
    "ogolna": {"10": 254, "15": 231, "3": 116, "7": 55, "11": 47},
}
"""Votes on valid paper ballots, by pool and project. 6 and 9 end level: the draw decides."""

GENERAL = {"10": 33, "15": 27, "3": 18, "7": 13, "11": 9}
"""How much residents on line like each project of the general pool."""

DECLARED = {"1", "4", "9", "5", "2", "8", "10", "15", "3"}
"""The mayor's list: what the rule selects, and project 8, which lacked 8 000 zł."""

POOLS = {"zachod": "Pula Zachód", "wschod": "Pula Wschód", "ogolna": "Pula ogólna"}

BLANK = {"zachod": 19, "wschod": 15}
"""Online ballots whose part for the district stayed empty."""
TWO_MARKS_IN_THE_WEST = 5
THREE_IN_THE_GENERAL_POOL = {"zachod": 3, "wschod": 6}
NUMBER_17 = {"zachod": 1, "wschod": 2}
"""For an hour the form offered a number that is not on the list."""


def online_ballots(district: str) -> list[tuple[str, str]]:
    """Online ballots of one part of the town: its own pool, then up to two general projects."""
    luck = Luck(f"budget 2027 {district}")
    marks = [number for number, votes in ONLINE[district].items() for _ in range(votes)]
    marks += [""] * BLANK[district]
    if district == "zachod":
        marks += ["1, 4"] * TWO_MARKS_IN_THE_WEST
    faults = ["10, 15, 3"] * THREE_IN_THE_GENERAL_POOL[district] + ["10, 17"] * NUMBER_17[district]
    ballots = []
    for number, mark in enumerate(luck.shuffled(marks)):
        general = luck.several(GENERAL, int(luck.pick({"2": 76, "1": 22, "0": 2})))
        ballots.append((mark, faults[number] if number < len(faults) else ", ".join(general)))
    return luck.shuffled(ballots)


def budget_votes() -> dict[str, dict[str, int]]:
    """Valid votes of both channels, by pool and project; the unknown number 17 is dropped."""
    general = dict.fromkeys(GENERAL, 0)
    for _, cell in online_ballots("zachod") + online_ballots("wschod"):
        marks = [mark for mark in cell.split(", ") if mark in GENERAL]
        for mark in marks if len(marks) <= 2 else ():
            general[mark] += 1
    online = {**ONLINE, "ogolna": general}
    return {
        pool: {number: votes + PAPER[pool][number] for number, votes in online[pool].items()}
        for pool in POOLS
    }


def budget_2027() -> dict[str, str]:
    """Online ballots, protocols of the paper ballots, the projects and the declared list."""
    files = {}
    for district in ONLINE:
        header = (POOLS[district], POOLS["ogolna"])
        files[f"glosy-{district}.csv"] = table(header, online_ballots(district))
    for pool, votes in PAPER.items():
        files[f"protokol-{pool}.csv"] = table(("Nr", "Głosy"), votes.items())
    projects = [
        (number, title, cost, POOLS[pool])
        for pool, listed in PROJECTS_2027.items()
        for number, (cost, title) in listed.items()
    ]
    files["projekty.csv"] = table(("Nr", "Tytuł", "Koszt", "Pula"), projects)
    declared = [
        (number, POOLS[pool], votes, "tak" if number in DECLARED else "nie")
        for pool, counted in budget_votes().items()
        for number, votes in counted.items()
    ]
    files["wyniki-ogloszone.csv"] = table(("Nr", "Pula", "Głosy", "Czy na liście"), declared)
    return files


# --- Lipowiec: participatory budget 2026, in the format of the Pabulib library --------------------

PROJECTS_2026 = {
    "1": (84_000, 31, "Nowy plac zabaw na Osiedlu Sady"),
    "2": (22_500, 14, "Stojaki i stacja naprawy rowerów przy dworcu"),
    "3": (61_000, 26, "Oświetlenie alei lipowej"),
    "4": (18_000, 21, "Potańcówki na placu Targowym"),
    "5": (47_000, 11, "Ławki i wiata przy ulicy Młyńskiej"),
    "6": (96_000, 19, "Skatepark przy hali sportowej"),
    "7": (35_500, 24, "Nasadzenia drzew przy ulicy Polnej"),
    "8": (12_000, 17, "Książkomaty na dwóch osiedlach"),
    "9": (29_000, 9, "Altana w ogrodzie społecznym"),
    "10": (58_000, 22, "Bezpieczne przejście przy Szkole Podstawowej nr 2"),
    "11": (40_000, 7, "Tablice o historii Lipowca"),
    "12": (15_500, 12, "Zajęcia ruchowe dla seniorów"),
}
"""Cost, how much voters like it, name."""
BUDGET_2026 = 320_000
THRESHOLD_2026 = 50


def _ballots_2026() -> list[tuple[list[str], str]]:
    luck = Luck("budget 2026")
    weights = {number: weight for number, (_, weight, _) in PROJECTS_2026.items()}
    return [
        (
            luck.several(weights, int(luck.pick({"1": 17, "2": 24, "3": 59}))),
            luck.pick({"internet": 78, "paper": 22}),
        )
        for _ in range(1_846)
    ]


def selected_2026(votes: Mapping[str, int]) -> set[str]:
    """Greedy without skipping: the first project that does not fit ends the list."""
    left, selected = BUDGET_2026, set()
    for number in sorted(votes, key=lambda number: (-votes[number], int(number))):
        cost = PROJECTS_2026[number][0]
        if votes[number] < THRESHOLD_2026 or cost > left:
            break
        selected.add(number)
        left -= cost
    return selected


def budget_2026() -> str:
    """The vote of 2025 as one ``.pb`` file (format: the Pabulib library's description)."""
    ballots = _ballots_2026()
    votes = dict.fromkeys(PROJECTS_2026, 0)
    for marks, _ in ballots:
        for mark in marks:
            votes[mark] += 1
    selected = selected_2026(votes)
    meta = {
        "description": "Budżet obywatelski Lipowca 2026",
        "country": "Poland",
        "unit": "Lipowiec",
        "instance": "2026",
        "num_projects": len(PROJECTS_2026),
        "num_votes": len(ballots),
        "budget": BUDGET_2026,
        "vote_type": "approval",
        "rule": "greedy-no-skip",
        "date_begin": "08.09.2025",
        "date_end": "21.09.2025",
        "min_length": 1,
        "max_length": 3,
        "min_project_score_threshold": THRESHOLD_2026,
        "edition": 3,
        "language": "pl",
        "currency": "PLN",
        "comment": "#1: Lipowiec is an invented town; these are invented votes.",
    }
    projects = [
        (number, cost, votes[number], name, int(number in selected))
        for number, (cost, _, name) in PROJECTS_2026.items()
    ]
    voters = [(n, ",".join(marks), how) for n, (marks, how) in enumerate(ballots, start=1)]
    return (
        "META\n"
        + table(("key", "value"), meta.items())
        + "PROJECTS\n"
        + table(("project_id", "cost", "votes", "name", "selected"), projects)
        + "VOTES\n"
        + table(("voter_id", "vote", "voting_method"), voters)
    )


# --- Lipowiec: youth council ----------------------------------------------------------------------

SCHOOLS: dict[str, dict[str, tuple[str, int]]] = {
    "sp1": {
        "SP1-1": ("klasa 7", 131),
        "SP1-2": ("klasa 6", 74),
        "SP1-3": ("klasa 8", 118),
        "SP1-4": ("klasa 7", 49),
        "SP1-5": ("klasa 8", 96),
    },
    "sp2": {
        "SP2-1": ("klasa 8", 87),
        "SP2-2": ("klasa 7", 92),
        "SP2-3": ("klasa 7", 41),
        "SP2-4": ("klasa 6", 38),
    },
    "sp3": {"SP3-1": ("klasa 7", 0), "SP3-2": ("klasa 8", 0)},
    "liceum": {
        "LO-1": ("klasa 1", 112),
        "LO-2": ("klasa 2", 187),
        "LO-3": ("klasa 3", 164),
        "LO-4": ("klasa 2", 93),
        "LO-5": ("klasa 1", 141),
        "LO-6": ("klasa 3", 68),
        "LO-7": ("klasa 2", 129),
    },
}
"""Candidacies by school: class, and votes from the school's protocol (none where unopposed)."""


def youth_council() -> dict[str, str]:
    """Totals of the school protocols and the list of candidacies; no ballots, no names."""
    candidacies = [
        (number, f"Kandydatura nr {number.rpartition('-')[2]} ({form})", school)
        for school, numbers in SCHOOLS.items()
        for number, (form, _) in numbers.items()
    ]
    files = {"kandydatury.csv": table(("Nr", "Kandydatura", "Okręg"), candidacies)}
    for school, numbers in SCHOOLS.items():
        if school != "sp3":
            votes = [(number, votes) for number, (_, votes) in numbers.items()]
            files[f"protokol-{school}.csv"] = table(("Nr", "Głosy"), votes)
    return files


# --- Lipowiec: murals -----------------------------------------------------------------------------

DESIGNS = {
    "Mural 1 – Szkoła nr 1": {"1A": 46, "1B": 21, "1C": 33},
    "Mural 2 – Dom Kultury": {"2A": 57, "2B": 43},
    "Mural 3 – Przychodnia": {"3A": 39, "3B": 24, "3C": 37},
    "Mural 4 – Hala sportowa": {"4A": 41, "4B": 31, "4C": 28},
    "Mural 5 – Przystań": {"5A": 44, "5B": 56},
}
"""How much voters like each design, by wall."""


def murals() -> str:
    """One form, five single choices; some walls are left empty, four ballots mark one twice."""
    luck = Luck("murals 2026")
    rows: list[tuple[str, ...]] = []
    for _ in range(1_241):
        marks = ["" if luck.below(100) < 3 else luck.pick(weights) for weights in DESIGNS.values()]
        if any(marks):
            rows.append((*marks, luck.pick({"online": 83, "paper": 17})))
    rows += [("1A, 1C", "2A", "3A", "4A", "5B", "paper")] * 3
    rows.append(("1B", "2B", "3A, 3C", "4B", "5A", "paper"))
    return table((*DESIGNS, "Kanał"), luck.shuffled(rows))


# --- all of it ------------------------------------------------------------------------------------


def everything() -> dict[str, bytes]:
    """Every file this script is responsible for, by its path below the content folder."""
    budget = {f"lipowiec/budzet-obywatelski-2027/data/{n}": t for n, t in budget_2027().items()}
    bridge = {f"brzezno/nazwa-kladki/data/{n}": t for n, t in footbridge().items()}
    answers = {f"lipowiec/diagnoza-2024/data/{n}": t for n, t in survey().items()}
    youth = {f"lipowiec/mlodziezowa-rada-2026/data/{n}": t for n, t in youth_council().items()}
    texts = {
        **budget,
        **youth,
        **answers,
        **bridge,
        "lipowiec/budzet-obywatelski-2026/data/lipowiec-2026.pb": budget_2026(),
        "lipowiec/murale-2026/data/glosy.csv": murals(),
        "brzezno/sciezka-rowerowa/data/uwagi.csv": remarks(),
        **pictures(),
    }
    protocols = {
        **PAPER,
        **{
            school: {number: votes for number, (_, votes) in numbers.items()}
            for school, numbers in SCHOOLS.items()
        },
    }
    files = {name: text.encode() for name, text in texts.items()}
    return {**files, **documents(protocols)}


def main(folder: Path) -> None:
    """Write everything below ``folder``."""
    for name, content in sorted(everything().items()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent / "content"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here)
