"""The same 48 filled-in forms as eight services write them: the same numbers from each."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from civicsite.diagnostics import Diagnostic
from civicsite.exports.dataset import AskedQuestion, CountedFile, Layout, Response
from civicsite.exports.recognising import choose_format
from civicsite.registry import standard_registry
from tests.exports.files import AT, in_memory, responses

pytestmark = pytest.mark.shared_data

FORMATS = standard_registry().formats


@dataclass(frozen=True)
class Convention:
    """One file, and what its columns are called."""

    file: str
    format: str
    """Empty: recognised."""
    projects: str = "Które projekty popierasz?"
    gender: str = "Płeć"
    age: str = "Wiek"
    scale: str = ""
    km: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    """Wordings of the file and what they mean."""
    has_other: bool = True


CONVENTIONS = (
    Convention("google_forms_pl.csv", "", scale="Oceń", km="Ile km dojeżdżasz?"),
    Convention("nextcloud_forms.csv", ""),
    Convention("microsoft_forms.xlsx", "", km="Ile km dojeżdżasz?"),
    Convention(
        "limesurvey_codes.csv", "", "Q1", "Q2", "Q3", "Q4", "Q5",
        (
            ("SQ001", "Park kieszonkowy"), ("SQ002", "Plac zabaw"), ("SQ003", "Ścieżka rowerowa"),
            ("SQ004", "Biblioteka"), ("SQ005", "Oświetlenie"), ("T", "Transport"),
            ("Z", "Zieleń"), ("K", "Kultura"),
        ),
    ),
    Convention("kobotoolbox.csv", "", scale="grupa", has_other=False),
    Convention("excel_pl_cp1250.csv", "table", "Projekty", km="Odległość [km]", has_other=False),
    Convention(
        "decidim_survey.csv", "", "1. Które projekty popierasz?", "2. Płeć", "3. Wiek", "4. Oceń"
    ),
    Convention(
        "decidim_survey.json", "", "1. Które projekty popierasz?", "2. Płeć", "3. Wiek", "4. Oceń"
    ),
)  # fmt: skip


def asked(convention: Convention, options: tuple[str, ...]) -> list[AskedQuestion]:
    questions = [
        AskedQuestion("projects", convention.projects, "multiple", options, AT),
        AskedQuestion("gender", convention.gender, "single", (), AT),
        AskedQuestion("age", convention.age, "single", (), AT),
    ]
    if convention.scale:
        questions.append(AskedQuestion("scale", convention.scale, "matrix", (), AT))
    if convention.km:
        questions.append(AskedQuestion("km", convention.km, "number", (), AT))
    return questions


def read(folder: Path, convention: Convention, options: tuple[str, ...]) -> list[Response]:
    content = (folder / convention.file).read_bytes()
    file = in_memory(convention.file, content)
    entry = CountedFile(convention.file, convention.format, AT)
    chosen = choose_format(entry, file, FORMATS, frozenset({"responses"}))
    assert not isinstance(chosen, Diagnostic), chosen
    format, why = chosen
    assert why == ("recognised-stated" if convention.format else f"recognised-{format.name}")
    export, given = responses(format, content, asked(convention, options), path=convention.file)
    assert export.diagnostics == ()
    return given


def counts(given: list[Response], id: str, row: str = "") -> Counter[str]:
    return Counter(word for one in given for word in one.answers[id, row] or ())


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "surveys" / "synthetic"


@pytest.fixture(scope="module")
def expected(folder: Path) -> Any:
    return json.loads((folder / "expected.json").read_text("utf-8"))


NEED_THE_LIST = [
    one for one in CONVENTIONS if one.file in ("decidim_survey.csv", "excel_pl_cp1250.csv")
]
"""A comma or a bar may stand inside an option."""
CASES = [(one, True) for one in CONVENTIONS] + [
    (one, False) for one in CONVENTIONS if one not in NEED_THE_LIST
]


@pytest.mark.parametrize(
    ("convention", "with_options"),
    CASES,
    ids=[f"{one.file}{' options listed' * listed}" for one, listed in CASES],
)
def test_every_convention_gives_the_same_numbers(
    folder: Path, expected: Any, convention: Convention, with_options: bool
) -> None:
    names = dict(convention.codes)
    options = tuple(expected["options"]) if with_options and not names else ()
    given = [one for one in read(folder, convention, options) if one.complete]
    assert len(given) == expected["responses_complete"]

    projects = Counter({names.get(w, w): n for w, n in counts(given, "projects").items()})
    listed = {name: projects[name] for name in expected["options"]}
    assert listed == expected["projects"]
    others = [word for word in projects if word not in listed]
    if convention.has_other:
        assert sum(projects[word] for word in others) == expected["other_nonempty"]
    else:
        assert others == []
    if not names:
        unhyphened = {w.replace("-", "–"): n for w, n in counts(given, "age").items()}
        assert unhyphened == expected["age"]
        assert counts(given, "gender") == expected["gender"]
    else:
        assert sorted(counts(given, "age").values()) == sorted(expected["age"].values())
        assert sorted(counts(given, "gender").values()) == sorted(expected["gender"].values())
    if convention.scale:
        rows = {
            names.get(row, row): row for one in given for id, row in one.answers if id == "scale"
        }
        assert rows.keys() == expected["scale"].keys()
        for name, row in rows.items():
            marks = counts(given, "scale", row)
            blank = len(given) - sum(marks.values())
            assert {**marks, "": blank} == expected["scale"][name]
    if convention.km:
        numbers = [float(w.replace(",", ".")) for w in counts(given, "km").elements()]
        assert (len(numbers), sum(numbers)) == (expected["km_n"], expected["km_sum"])


@pytest.mark.parametrize("convention", NEED_THE_LIST, ids=lambda one: one.file)
def test_where_a_comma_may_stand_inside_an_option_the_list_is_asked_for(
    folder: Path, convention: Convention
) -> None:
    content = (folder / convention.file).read_bytes()
    (question, *_) = asked(convention, ())
    format = FORMATS[convention.format or "decidim-survey"]
    export, _ = responses(format, content, [question], path=convention.file)
    assert [found.code for found in export.diagnostics] == ["question-needs-options"]


def test_nobody_chose_nothing_in_every_convention(folder: Path, expected: Any) -> None:
    for convention in CONVENTIONS:
        if convention.has_other:
            options = () if convention.codes else tuple(expected["options"])
            given = [one for one in read(folder, convention, options) if one.complete]
            names = {c for c, _ in convention.codes} | set(expected["options"])
            none = [one for one in given if not set(one.answers["projects", ""] or ()) & names]
            assert len(none) == expected["no_project_chosen"], convention.file


def test_forms_left_before_their_end_are_told_from_finished_ones(
    folder: Path, expected: Any
) -> None:
    (lime,) = (one for one in CONVENTIONS if one.file.startswith("limesurvey"))
    given = read(folder, lime, ())
    assert len(given) == expected["responses_total"]
    assert sum(one.complete for one in given) == expected["responses_complete"]


def test_a_ranking_in_columns_of_ranks(folder: Path) -> None:
    content = (folder / "limesurvey_codes.csv").read_bytes()
    question = AskedQuestion("rank", "Q7", "ranking", (), AT)
    _, given = responses(FORMATS["limesurvey"], content, [question])
    assert given[0].answers["rank", ""] == ("AO05", "AO01", "AO03")


@pytest.mark.parametrize(
    ("convention", "columns"),
    [
        ("microsoft_forms.xlsx", ["Email"]),
        ("nextcloud_forms.csv", ["User ID", "User display name"]),
    ],
)
def test_personal_columns_are_no_questions(
    folder: Path, convention: str, columns: list[str]
) -> None:
    name = convention.partition("_")[0] + "-forms"
    for column in columns:
        question = AskedQuestion("who", column, "text", (), AT)
        content = (folder / convention).read_bytes()
        export, given = responses(FORMATS[name], content, [question], path=convention)
        assert [found.code for found in export.diagnostics] == ["question-is-personal"]
        assert given == []


@pytest.mark.parametrize("name", ["two_row_header_de.csv", "two_row_header_de.xlsx"])
def test_the_real_survey_with_a_header_of_two_rows(shared_data: Path, name: str) -> None:
    content = (shared_data / "surveys" / "real" / name).read_bytes()
    question = AskedQuestion(
        "field", "Welchen fachlichen Hintergrund haben Sie?", "multiple", (), AT
    )
    layout = Layout(header_rows=2)
    export, given = responses(FORMATS["table"], content, [question], path=name, layout=layout)
    assert export.diagnostics == ()
    assert len(given) == 45
    assert given[0].answers["field", ""] == ("Maschinenbau", "Informatik", "Mechatronik")
    assert given[2].answers["field", ""] == ("Elektrotechnik", "Wirtschaftsingenieurwesen")
