"""Votes that a platform counted: each list becomes totals, options and what was selected."""

from __future__ import annotations

from decimal import Decimal

import pytest

from civicsite.diagnostics import Diagnostic
from civicsite.exports.dataset import CountedFile, Declared, Export, Layout, Option, Totals
from civicsite.registry import standard_registry
from tests.exports.files import places, read, sample, words
from tests.exports.sheets import xlsx
from tests.results.counting import RESULTS, counted, request

FORMATS = standard_registry().formats


def votes(name: str, format_: str, **entry: object) -> Export:
    path = f"data/{name.rpartition('/')[2]}"
    asked = CountedFile(path, format_, RESULTS, "park", channel="online", **entry)  # type: ignore[arg-type]
    return read(FORMATS[format_], sample(name), asked)[0]


def rows_below(found: Diagnostic) -> bool:
    return found.code == "rows-below-table"


@pytest.mark.parametrize(
    ("name", "format_", "totals", "costs", "declared"),
    [
        (
            "decidim/projects.json",
            "decidim-projects",
            (("51", 120), ("52", 80)),
            [60000, 90000],
            (("51", "selected"), ("52", "not-selected")),
        ),
        (
            "decidim/proposals.csv",
            "decidim-proposals",
            (("11", 14), ("12", 3), ("13", 1)),
            [None] * 3,
            None,
        ),
        (
            "go-vocal/votes.csv",
            "go-vocal-votes",
            (("6f1a", 31), ("6f1b", 12)),
            [None, None],
            None,
        ),
        (
            "go-vocal/budget-pl.csv",
            "go-vocal-budget",
            (("6f1a", 31), ("6f1b", 12)),
            [20000, 30000],
            None,
        ),
        ("consul/investments.csv", "consul-supports", (("7", 12), ("8", 40)), [None, None], None),
        (
            "warsaw/ranking.csv",
            "warsaw-bo",
            (("2", 310), ("1", 120)),
            [60000, 90000],
            (("2", "selected"), ("1", "not-selected")),
        ),
    ],
)
def test_a_list_gives_totals_options_and_the_selection(
    name: str,
    format_: str,
    totals: tuple[tuple[str, int], ...],
    costs: list[int | None],
    declared: tuple[tuple[str, str], ...] | None,
) -> None:
    export = votes(name, format_)
    assert [d for d in export.diagnostics if not rows_below(d)] == []
    assert export.totals == (Totals("park", "online", totals),)
    assert [option.cost for option in export.options] == costs
    assert export.declared == (None if declared is None else Declared(declared))
    assert export.provenance is not None
    assert export.provenance.rows_read == len(totals)
    assert (export.provenance.format, export.provenance.channel) == (format_, "online")


def test_the_summary_below_the_ranking_is_no_project_and_is_told() -> None:
    export = votes("warsaw/ranking.csv", "warsaw-bo")
    assert places(export.diagnostics) == ["data/ranking.csv:5: rows-below-table"]
    assert export.options[0] == Option("2", "Psi wybieg", "park", Decimal(60000))


def test_a_ranking_is_counted_and_its_selection_is_the_declared_one() -> None:
    entry = CountedFile("data/ranking.csv", span=RESULTS)
    asked = request(entry, options=(), rule="greedy", budget=Decimal(100000))
    (tally,), problems = counted(asked, {"data/ranking.csv": sample("warsaw/ranking.csv")})
    assert {d.code for d in problems} == {"rows-below-table", "totals-without-ballots"}
    assert tally.official == {"2": True, "1": False}
    assert tally.outcome is not None
    assert tally.outcome.selected == ("2",)
    assert tally.level == "protocols"


def test_several_budgets_in_one_list_are_told_apart_by_choices() -> None:
    one = sample("decidim/projects.json").decode().strip()
    other = one.replace("Pula Zachód", "Pula Wschód").replace(
        '"budget": {"id": 2', '"budget": {"id": 3'
    )
    both = (
        one[:-1] + "," + other.replace('"id": 51', '"id": 61').replace('"id": 52', '"id": 62')[1:]
    )
    entry = CountedFile("data/p.json", "decidim-projects", RESULTS)
    export, _ = read(FORMATS["decidim-projects"], both, entry)
    assert words(export.diagnostics) == [
        "the list holds several votes: Pula Wschód; Pula Zachód. Say with choices: which of them"
        " belongs to which contest, by these words."
    ]
    entry = CountedFile(
        "data/p.json", "decidim-projects", RESULTS, choices=(("wschod", "Pula Wschód"),)
    )
    export, _ = read(FORMATS["decidim-projects"], both, entry)
    assert export.diagnostics == ()
    assert export.totals == (Totals("wschod", "", (("61", 120), ("62", 80))),)


def changed(name: str, old: str, new: str) -> str:
    text = sample(name).decode()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("format_", "content", "told"),
    [
        (
            "decidim-projects",
            changed("decidim/projects.json", '"confirmed_votes": 120', '"confirmed_votes": null'),
            "number 51 has no votes in this file: the platform hides them while the vote runs."
            " Export the list again once the platform shows the votes.",
        ),
        (
            "go-vocal-votes",
            "ID,Title,Votes,Offline votes,Project\na,A,3,2,Park\nb,B,4,1,Park\n",
            "the column Offline votes holds paper votes, and the file does not say whether the other"
            " votes contain them. Compare with the results on the platform; then delete the column,"
            " and add the paper votes as totals of their own if they are missing.",
        ),
        (
            "warsaw-bo",
            "a;b\n1;2\n",
            "the columns of this file are not those of the format that is named. Take out format:,"
            " so that the file is recognised by itself, or take the file as the platform gave it.",
        ),
    ],
)
def test_what_cannot_be_taken_is_told_once(format_: str, content: str, told: str) -> None:
    export, _ = read(FORMATS[format_], content, CountedFile("data/x", format_, RESULTS))
    assert words(export.diagnostics) == [told]


def test_paper_votes_of_nobody_are_no_problem() -> None:
    content = "ID,Title,Votes,Offline votes,Project\na,A,3,0,Park\n"
    entry = CountedFile("data/x", "go-vocal-votes", RESULTS)
    assert read(FORMATS["go-vocal-votes"], content, entry)[0].diagnostics == ()


def test_sheets_of_several_phases_need_a_name() -> None:
    header = ["ID", "Title", "Votes", "Project"]
    book = xlsx([header, ["a", "A", 3, "Park"]], "Etap 1", Etap2=[header, ["a", "A", 5, "Park"]])
    entry = CountedFile("data/x.xlsx", "go-vocal-votes", RESULTS)
    export, _ = read(FORMATS["go-vocal-votes"], book, entry)
    assert words(export.diagnostics) == [
        "“data/x.xlsx” has several sheets with votes, one for each phase. Say with sheet: which of"
        " them is meant."
    ]
    entry = CountedFile("data/x.xlsx", "go-vocal-votes", RESULTS, layout=Layout(sheet="Etap2"))
    export, _ = read(FORMATS["go-vocal-votes"], book, entry)
    assert export.totals == (Totals("", "", (("a", 5),)),)


def test_a_workbook_with_a_title_above_is_recognised_and_read() -> None:
    rows = [cells.split(";") for cells in sample("warsaw/ranking.csv").decode().splitlines()]
    book = xlsx([[], ["Lista rankingowa, Podlesie"], [], *rows], "Lista")
    entry = CountedFile("data/lista.xlsx", span=RESULTS)
    asked = request(entry, options=(), rule="greedy", budget=Decimal(100000))
    (tally,), _ = counted(asked, {"data/lista.xlsx": book})
    assert {item.option.id: item.votes for item in tally.options} == {"2": 310, "1": 120}
    assert tally.sources[0].format == "warsaw-bo"
