"""A vote whose every file is a spreadsheet, as town halls keep them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from civicsite.clock import Clock
from civicsite.counting import Counting
from civicsite.diagnostics import Report
from civicsite.exports.dataset import CountedFile, Layout
from civicsite.exports.option_lists import DeclaredTable, OptionsTable
from civicsite.memo import Memo, MemoryStore
from civicsite.model.loading import load
from civicsite.reading.markup import LABELS
from civicsite.reading.sources import MemorySources
from civicsite.registry import standard_registry
from civicsite.results.counts import ContestRequest, CountRequest
from tests.exports.files import places, words
from tests.exports.sheets import xlsx
from tests.results.counting import FILE_ORDER, RESULTS, STRICT, counted
from tests.sites.tiny import SITE

OPTIONS = xlsx(
    [
        ["Gmina Lipowiec"],
        [],
        ["Nr", "Tytuł", "Koszt"],
        [1, "Park", 12500.5],
        [2, "Ławki, kosze", 700],
        [3, "Most", 90000],
        ["Razem", None, 103200.5],
    ]
)
FORMS = xlsx(
    [
        ["ID", "Start time", "Completion time", "Email", "Name", "Projekty"],
        [1, datetime(2026, 6, 1, 8), datetime(2026, 6, 1, 8), "anonymous", "", "Park;Most;"],
        [2, datetime(2026, 6, 1, 8), datetime(2026, 6, 1, 8), "anonymous", "", "Ławki, kosze;"],
        [3, datetime(2026, 6, 1, 8), datetime(2026, 6, 1, 8), "anonymous", "", "Park;"],
    ]
)
PROTOCOL = xlsx(
    [
        ["Protokół komisji"],
        ["Nr", "Projekt", "Głosy"],
        [1, "Park", 40],
        [2, "Ławki, kosze", 7],
        [3, "Most", 1],
        ["Razem", None, 48],
        [],
        [None, "Liczba kart ważnych", 45],
    ],
    "Protokół",
    Notatki=[["nic"]],
)
DECLARED = xlsx([["Nr", "Czy na liście"], [1, "Tak"], [2, "Tak"], [3, "Nie"]])
FILES = {
    "data/projekty.xlsx": OPTIONS,
    "data/glosy.xlsx": FORMS,
    "data/protokol.xlsx": PROTOCOL,
    "data/lista.xlsx": DECLARED,
}


def vote(*files: CountedFile) -> CountRequest:
    contest = ContestRequest(
        "", RESULTS, rule="greedy", budget=Decimal(20000), ties=FILE_ORDER,
        declared=DeclaredTable("data/lista.xlsx", "Nr", "Czy na liście", RESULTS),
    )  # fmt: skip
    table = OptionsTable("data/projekty.xlsx", "Nr", "Tytuł", "Koszt", span=RESULTS)
    return CountRequest((contest,), files, STRICT, RESULTS, table)


ONLINE = CountedFile("data/glosy.xlsx", span=RESULTS, choices=(("", "Projekty"),), channel="online")
PAPER = CountedFile(
    "data/protokol.xlsx", "totals", RESULTS, channel="paper", option="Nr", votes="Głosy", cast=45,
    valid=45,
)  # fmt: skip


def test_workbooks_of_options_forms_a_protocol_and_the_list_are_counted_together() -> None:
    (tally,), problems = counted(vote(ONLINE, PAPER), FILES)
    assert [found.code for found in problems] == ["rows-below-table"]
    assert [(item.option.id, item.votes) for item in tally.options] == [
        ("1", 42), ("2", 8), ("3", 2),
    ]  # fmt: skip
    assert [item.option.cost for item in tally.options] == [
        Decimal("12500.5"), Decimal(700), Decimal(90000),
    ]  # fmt: skip
    assert tally.outcome is not None
    assert tally.outcome.selected == ("1", "2")
    assert tally.differences == ()
    online, paper = tally.sources
    assert (online.format, online.recognised_by, online.sheet) == (
        "microsoft-forms", "recognised-microsoft-forms", "Arkusz1",
    )  # fmt: skip
    assert (paper.sheet, paper.rows_read) == ("Protokół", 3)
    assert dict(paper.rows_left_out) == {
        "title-row": 1, "empty-row": 1, "row-below": 1, "sum-row": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "place"),
    [
        (Layout(sheet="Protokol"), "sheet-not-found"),
        (Layout(header_row=3), "column-not-found"),
        (Layout(header_row=7), "header-row-missing"),
    ],
)
def test_what_an_editor_says_about_the_layout_is_believed_or_told(
    layout: Layout, place: str
) -> None:
    asked = CountedFile(
        "data/protokol.xlsx", "totals", RESULTS, option="Nr", votes="Głosy", layout=layout
    )
    _, problems = counted(vote(asked), FILES)
    assert f"{RESULTS}: {place}" in places(problems)


def test_a_damaged_workbook_of_ballots_is_told() -> None:
    damaged = {**FILES, "data/glosy.xlsx": FORMS[:300]}
    _, problems = counted(vote(ONLINE), damaged)
    assert words(problems, "pl")[0].startswith("arkusz kalkulacyjny jest uszkodzony")


# From results.yaml


FOLDER = "content/lipowiec/park"
SETTINGS = """\
ballots:
  - file: data/glosy.xlsx
    format: table
    channel: online
    sheet: Karty
    header_row: 4
    choice: Projekty
    separator: "#"
    received: Kiedy
    dates: month-first
options:
  file: data/projekty.xlsx
  id: Nr
  title: Tytuł
  header_row: 3
validity:
  too_many_marks: invalid
  unknown_option: invalid
  received_until:
    online: 2026-06-09T20:00
seats: 1
rule:
  name: approval
"""
CARDS = xlsx(
    [["nic"]],
    "Opis",
    Karty=[
        ["Karty"],
        ["Projekty", "Kiedy"],
        [],
        ["Nr", "Projekty", "Kiedy"],
        [1, "Park # Ławki, kosze", "6/9/2026 19:59"],
        [2, "Park", "6/9/2026 20:00"],
    ],
    Kopia=[["Nr", "Projekty", "Kiedy"], [1, "Most", "6/9/2026 19:59"]],
)


def test_the_fields_of_results_yaml_reach_the_table() -> None:
    files = {path: text.encode() for path, text in SITE.items()}
    files |= {
        f"{FOLDER}/results.yaml": SETTINGS.encode(),
        f"{FOLDER}/data/glosy.xlsx": CARDS,
        f"{FOLDER}/data/projekty.xlsx": OPTIONS,
    }
    sources = MemorySources(files)
    memo = Memo(MemoryStore(), "")
    loaded = load(sources, memo, lambda code: dict.fromkeys(LABELS, ""))
    assert loaded.site is not None, places(loaded.diagnostics)
    report = Report()
    clock = Clock(datetime(2026, 12, 1, tzinfo=UTC), loaded.site.zone)
    for _ in range(2):  # the second time from the memo
        counting = Counting(loaded.site, sources, standard_registry(), memo)
        all_counted = counting.all(clock, report, lambda done, of: None)
        assert places(tuple(report)) == []
        ((tally,),) = all_counted.tallies.values()
        assert [(item.option.id, item.votes) for item in tally.options] == [
            ("1", 1), ("2", 1), ("3", 0),
        ]  # fmt: skip
        assert tally.left_out == (("late", 1),)
        assert tally.sources[0].sheet == "Karty"
        assert dict(tally.sources[0].rows_left_out) == {"title-row": 2}
