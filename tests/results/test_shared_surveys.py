"""One survey, one description of its questions: the same count from every service's file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from civicsite.exports.dataset import CountedFile
from civicsite.registry import standard_registry
from civicsite.results.survey_counts import (
    OTHER,
    PartCount,
    QuestionRequest,
    SurveyRequest,
    SurveyTally,
)
from civicsite.results.surveys import count_survey
from tests.exports.files import in_memory

pytestmark = pytest.mark.shared_data

FORMATS = standard_registry().formats
PROJECTS = {
    "park": ("Park kieszonkowy", "SQ001"),
    "plac": ("Plac zabaw", "SQ002"),
    "sciezka": ("Ścieżka rowerowa", "SQ003"),
    "biblioteka": ("Biblioteka", "SQ004"),
    "oswietlenie": ("Oświetlenie", "SQ005"),
}
AGES = {
    "a": ("13–15", "13-15", "A1"),
    "b": ("16–18", "16-18", "A2"),
    "c": ("19–26", "19-26", "A3"),
    "d": ("27–64", "27-64", "A4"),
    "e": ("65+", "A5"),
}
ROWS = {"t": ("Transport", "T"), "z": ("Zieleń", "Z"), "k": ("Kultura", "K")}
QUESTIONS = (
    QuestionRequest(
        "projekty", "Które projekty popierasz?", "multiple", options=PROJECTS, other=True,
        denominator="submitted",
    ),
    QuestionRequest(
        "plec", "Płeć", "single", most=1, no_answer=("wolę nie odpowiadać", "A3"),
        options={"k": ("kobieta", "A1"), "m": ("mężczyzna", "A2")},
    ),
    QuestionRequest("wiek", "Wiek", "single", most=1, options=AGES),
    QuestionRequest("oceny", "Oceń", "matrix", range=(1, 5), rows=ROWS),
    QuestionRequest("km", "Ile km dojeżdżasz?", "number"),
)  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file, its format where it has to be said, the headings that differ, what it lacks."""

    name: str
    format: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    other: int = 17
    personal: str = ""
    """A column that the gate refuses in ``data/``."""


FILES = (
    File("google_forms_pl.csv"),
    File(
        "limesurvey_codes.csv",
        columns={"projekty": "Q1", "plec": "Q2", "wiek": "Q3", "oceny": "Q4", "km": "Q5"},
        personal="seed",
    ),
    File("kobotoolbox.csv", "kobotoolbox", {"oceny": "grupa"}, ("km",), 0, "_uuid"),
    File(
        "excel_pl_cp1250.csv", "table", {"projekty": "Projekty", "km": "Odległość [km]"},
        ("oceny",), 0,
    ),
    File(
        "decidim_survey.csv", "table",
        {
            "projekty": "1. Które projekty popierasz?", "plec": "2. Płeć", "wiek": "3. Wiek",
            "oceny": "4. Oceń",
        },
        ("km",), personal="IP Hash",
    ),
    File("nextcloud_forms.csv", lacks=("oceny", "km")),
    File("microsoft_forms.xlsx", lacks=("oceny",)),
)  # fmt: skip


def without(content: bytes, column: str) -> bytes:
    """A table without a column, as a clerk deletes it; everything else as it was."""
    text = content.decode("utf-8-sig")
    delimiter = max(",;", key=text.split("\n")[0].count)
    header, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    place, out = header.index(column), io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(
        [cell for n, cell in enumerate(row) if n != place] for row in (header, *rows)
    )
    return out.getvalue().encode()


def tally(folder: Path, file: File, *, raw: bool = False) -> tuple[SurveyTally | None, list[str]]:
    """The count of one file, and the codes of what is wrong with it."""
    questions = tuple(item for item in QUESTIONS if item.id not in file.lacks)
    entry = CountedFile(file.name, file.format)
    request = SurveyRequest(questions, ((entry, file.columns),), "leave-out")
    content = (folder / file.name).read_bytes()
    if file.personal and not raw:
        content = without(content, file.personal)
    found, problems = count_survey(request, lambda path: in_memory(path, content), FORMATS)
    return found, [problem.code for problem in problems]


def part(found: SurveyTally, id: str) -> PartCount:
    return next(item for item in found.questions if item.id == id).parts[0]


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "surveys" / "synthetic"


@pytest.fixture(scope="module")
def expected(folder: Path) -> Any:
    return json.loads((folder / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_one_description_counts_every_file_alike(folder: Path, expected: Any, file: File) -> None:
    found, problems = tally(folder, file)
    assert problems == []
    assert found
    assert found.counted == expected["responses_complete"]

    projects = part(found, "projekty")
    counts = {item.id: item.count for item in projects.options}
    assert {PROJECTS[id][0]: n for id, n in counts.items() if id != OTHER} == expected["projects"]
    assert counts[OTHER] == file.other
    assert projects.base == 48

    gender = part(found, "plec")
    assert {item.id: item.count for item in gender.options} == {
        "k": expected["gender"]["kobieta"],
        "m": expected["gender"]["mężczyzna"],
    }
    assert gender.declined == expected["gender"]["wolę nie odpowiadać"]
    assert gender.base == 48 - gender.declined
    ages = {AGES[item.id][0]: item.count for item in part(found, "wiek").options}
    assert ages == expected["age"]


@pytest.mark.parametrize(
    "file", [f for f in FILES if "oceny" not in f.lacks], ids=lambda file: file.name
)
def test_marks_and_their_means(folder: Path, expected: Any, file: File) -> None:
    found, _ = tally(folder, file)
    assert found
    parts = next(item for item in found.questions if item.id == "oceny").parts
    for row in parts:
        marks = dict(expected["scale"][ROWS[row.row][0]])
        assert row.blank == marks.pop("")
        assert {item.id: item.count for item in row.options} == marks
        total = sum(int(mark) * n for mark, n in marks.items())
        assert row.mean == Fraction(total, sum(marks.values()))


@pytest.mark.parametrize("file", [f for f in FILES if "km" not in f.lacks], ids=lambda f: f.name)
def test_numbers_with_point_or_comma(folder: Path, expected: Any, file: File) -> None:
    found, _ = tally(folder, file)
    assert found
    numbers = part(found, "km").numbers
    assert numbers
    assert numbers.count == expected["km_n"]
    assert numbers.mean == Fraction(expected["km_sum"]) / expected["km_n"]


@pytest.mark.parametrize("file", [f for f in FILES if f.personal], ids=lambda f: f.name)
def test_a_raw_export_is_refused_for_its_personal_columns(folder: Path, file: File) -> None:
    found, problems = tally(folder, file, raw=True)
    assert found is None
    assert [code.rpartition("-")[0] for code in problems] == ["personal-column"]


def test_incomplete_forms_are_told_apart(folder: Path, expected: Any) -> None:
    found, _ = tally(folder, next(f for f in FILES if f.name.startswith("lime")))
    assert found
    assert found.incomplete == expected["responses_total"] - expected["responses_complete"]


def test_choices_that_were_not_separated_are_not_counted_as_something_else(folder: Path) -> None:
    kobo = next(f for f in FILES if f.name.startswith("kobo"))
    assert tally(folder, replace(kobo, format="table")) == (None, ["survey-run-together"])


def test_nothing_but_the_questions_is_kept(folder: Path) -> None:
    found, _ = tally(folder, FILES[0])
    text = repr(replace(found, sources=())) if found else ""
    for own in ("ławek", "Dziękuję", "ok</b>"):
        assert own in (folder / FILES[0].name).read_text("utf-8")
        assert own not in text
