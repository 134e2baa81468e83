"""Surveys of Decidim and polls of adhocracy+."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import AskedQuestion
from civicsite.registry import standard_registry
from tests.exports.files import AT, responses, sample

FORMATS = standard_registry().formats
DECIDIM, POLL = FORMATS["decidim-survey"], FORMATS["adhocracy-poll"]
WISHES = ("Ławki, kosze i zieleń", "Pomost")


def asked(*options: str) -> list[AskedQuestion]:
    return [
        AskedQuestion("wish", "1. Co nad stawem?", "multiple", options, AT),
        AskedQuestion("age", "2. Ile lat?", "single", (), AT),
        AskedQuestion("rate", "4. Oceń", "matrix", (), AT),
        AskedQuestion("words", "5. Uwagi", "text", (), AT),
    ]


@pytest.mark.parametrize(
    ("name", "options"), [("survey-pl.csv", WISHES), ("survey.json", WISHES), ("survey.json", ())]
)
def test_csv_and_json_give_the_same_answers(name: str, options: tuple[str, ...]) -> None:
    export, given = responses(DECIDIM, sample(f"decidim/{name}"), asked(*options), path=name)
    assert export.diagnostics == ()
    assert [dict(one.answers) for one in given] == [
        {
            ("wish", ""): WISHES,
            ("age", ""): ("19–26",),
            ("rate", "Zieleń"): ("4",),
            ("rate", "Cisza"): ("1",),
            ("words", ""): ("- dziki",),
        },
        {
            ("wish", ""): ("Inne (więcej ciszy)",),
            ("age", ""): ("65+",),
            ("rate", "Zieleń"): (),
            ("rate", "Cisza"): ("5",),
            ("words", ""): (),
        },
    ]
    assert given[0].received == datetime(2026, 5, 4, 8, 37, tzinfo=UTC)
    assert export.provenance is not None
    assert (export.provenance.path, export.provenance.rows_read) == (name, 2)
    assert export.provenance.size == len(sample(f"decidim/{name}"))


def test_a_comma_in_a_cell_of_the_table_needs_the_list_of_options() -> None:
    export, _ = responses(DECIDIM, sample("decidim/survey-pl.csv"), asked(), path="a.csv")
    assert [d.code for d in export.diagnostics] == ["question-needs-options"]


def test_a_question_that_is_not_there_is_told_without_a_line_of_json() -> None:
    missing = [AskedQuestion("x", "9. Nie ma", "single", (), AT)]
    export, _ = responses(DECIDIM, sample("decidim/survey.json"), missing, path="a.json")
    assert [(d.code, d.span) for d in export.diagnostics] == [("column-not-found", AT)]


def test_an_adhocracy_poll_is_named_by_its_words() -> None:
    questions = [
        AskedQuestion("wish", "Co nad stawem?", "multiple", (), AT),
        AskedQuestion("words", "Uwagi", "text", (), AT),
    ]
    export, given = responses(POLL, sample("adhocracy/poll.csv"), questions, path="poll.csv")
    assert export.diagnostics == ()
    assert [dict(one.answers) for one in given] == [
        {("wish", ""): ("Ławki",), ("words", ""): ("Cisza",)},
        {("wish", ""): ("Ławki", "Pomost", "więcej ciszy"), ("words", ""): ()},
    ]


@pytest.mark.parametrize("people", ["", ",User ID,First Name,Last Name,Email"])
def test_a_go_vocal_poll_is_read_by_its_questions_once_it_is_named(people: str) -> None:
    poll = FORMATS["go-vocal-poll"]
    who = ",u1,Ewa,Ewa,ewa@nikt.example" if people else ""
    content = f'Co nad stawem?,Ile lat?{people}\n"Ławki, kosze i zieleń, Pomost",65+{who}\n'
    questions = [
        AskedQuestion("wish", "Co nad stawem?", "multiple", WISHES, AT),
        AskedQuestion("age", "Ile lat?", "single", (), AT),
    ]
    assert poll.recognise(content.encode(), "a.csv") is None
    export, given = responses(poll, content, questions)
    assert export.diagnostics == ()
    assert [dict(one.answers) for one in given] == [{("wish", ""): WISHES, ("age", ""): ("65+",)}]
    name = [AskedQuestion("name", "First Name", "single", (), AT)]
    if people:
        assert responses(poll, content, name)[0].diagnostics != ()


@given(st.binary(max_size=200))
def test_any_bytes_give_diagnostics_and_no_exception(noise: bytes) -> None:
    head = b"ID;Answered on;IP Hash;User status;1. Co nad stawem?\n"
    for content in (noise, head + noise, b'[{"ID": "' + noise + b'"}]'):
        responses(DECIDIM, content, asked())
        responses(POLL, content, asked())


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["decidim_survey.csv", "decidim_survey.json"])
def test_the_shared_survey_gives_the_known_numbers(shared_data: Path, name: str) -> None:
    folder = shared_data / "surveys" / "synthetic"
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    questions = [
        AskedQuestion(
            "p", "1. Które projekty popierasz?", "multiple", tuple(expected["options"]), AT
        ),
        AskedQuestion("g", "2. Płeć", "single", (), AT),
        AskedQuestion("a", "3. Wiek", "single", (), AT),
        AskedQuestion("s", "4. Oceń", "matrix", (), AT),
    ]
    content = (folder / name).read_bytes()
    assert DECIDIM.recognise(content[:65536], name)
    export, given = responses(DECIDIM, content, questions, path=name)
    assert export.diagnostics == ()
    assert len(given) == expected["responses_complete"]

    def counts(id: str, row: str = "") -> Counter[str]:
        words = (word for one in given for word in one.answers[id, row] or ("",))
        return Counter(words)

    projects = counts("p")
    assert {word: projects[word] for word in expected["options"]} == expected["projects"]
    chosen = [set(one.answers["p", ""] or ()) & set(expected["options"]) for one in given]
    assert chosen.count(set()) == expected["no_project_chosen"]
    assert counts("g") == expected["gender"]
    assert counts("a") == expected["age"]
    for row, numbers in expected["scale"].items():
        assert counts("s", row) == numbers
