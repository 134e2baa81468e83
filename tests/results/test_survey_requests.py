"""What an editor writes about a survey, and what is wrong with it, at its line."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from civicsite.diagnostics import Diagnostic
from civicsite.model.site import DataFile, Process
from civicsite.reading.binding import bind
from civicsite.reading.schema import ResultsFile
from civicsite.reading.yaml_nodes import parse_yaml
from civicsite.results.survey_counts import SurveyRequest
from civicsite.results.survey_requests import quote_digest, survey_request_of
from tests.exports.files import words

ZONE = ZoneInfo("Europe/Warsaw")
FOLDER = "content/lipowiec/ankieta"
METHOD = """\
method:
  who: Każdy
  mode:
    - online
  from: 2026-03-01
  to: 2026-03-31
  recruited: self-selected
  limits: Mało osób
"""
RESPONSES = """\
responses:
  files:
    - file: data/ankieta.csv
  questions:
"""
QUESTION = """\
    - id: dojazd
      column: Dojazd
      title: Jak dojeżdżasz?
      type: single
      denominator: answered
      options:
        - id: bus
          title: Autobusem
          as:
            - autobus
            - A1
        - id: pieszo
          title: Pieszo
"""


def asked(yaml: str, *files: str) -> tuple[SurveyRequest | None, tuple[Diagnostic, ...]]:
    """The survey of a ``results.yaml``."""
    parsed = parse_yaml(f"{FOLDER}/results.yaml", yaml)
    assert parsed.root, parsed.diagnostics
    bound, problems = bind(ResultsFile, parsed.root, ZONE)
    assert bound, words(problems)
    results = DataFile(f"{FOLDER}/results.yaml", bound, {})
    process = cast(Process, SimpleNamespace(results=results, folder=FOLDER))
    known = {f"{FOLDER}/{name}" for name in files or ("data/ankieta.csv",)}
    return survey_request_of(process, known.__contains__, ZONE)


def said(yaml: str) -> list[str]:
    request, problems = asked(yaml)
    assert request is None
    return [
        f"{p.span.line}: {sentence}" for p, sentence in zip(problems, words(problems), strict=True)
    ]


def test_a_question_is_what_the_editor_wrote() -> None:
    request, problems = asked(METHOD + RESPONSES + QUESTION)
    assert problems == ()
    assert request
    (question,) = request.questions
    assert question.options == {"bus": ("Autobusem", "autobus", "A1"), "pieszo": ("Pieszo",)}
    assert (question.most, question.denominator, question.other) == (1, "answered", False)
    assert request.files[0][0].path == f"{FOLDER}/data/ankieta.csv"
    assert request.files[0][0].zone == ZONE


def test_results_without_a_survey_ask_for_none() -> None:
    assert asked("publish_at: 2026-04-10\n") == (None, ())


def test_a_survey_without_its_method_is_refused() -> None:
    assert said(RESPONSES + QUESTION) == [
        "2: the answers to a survey stand here, but nothing says how the survey was made. Add"
        " method: with who was asked, mode, from, to, recruited and limits. Nobody can read a"
        " survey without knowing who answered it."
    ]


def test_a_file_in_raw_may_be_named_and_one_that_is_missing_in_data_is_an_error() -> None:
    yaml = METHOD + RESPONSES.replace("data/", "raw/") + QUESTION
    assert asked(yaml)[1] == ()
    assert [p.code for p in asked(METHOD + RESPONSES + QUESTION, "data/inny.csv")[1]] == [
        "export-missing"
    ]


def test_a_survey_of_no_files_or_no_questions_is_refused() -> None:
    yaml = METHOD + "responses:\n  files: []\n  questions: []\n"
    assert said(yaml) == [
        f"{line}: the list {field}: of the survey is empty. Add what belongs there, or remove"
        " responses: until there is something to count."
        for line, field in ((10, "files"), (11, "questions"))
    ]


TEXT = "Autobus się spóźnia."
QUOTE = f"""\
    - id: uwagi
      column: Kody
      title: Uwagi
      type: text
      denominator: answered
      quotes:
        - id: bus
          text: {TEXT}
          sha256: {{}}
"""


def test_a_quote_is_bound_to_its_text() -> None:
    yaml = METHOD + RESPONSES + QUOTE
    assert asked(yaml.format(quote_digest(TEXT)))[1] == ()
    assert asked(yaml.format(quote_digest(TEXT)[:12]))[1] == ()
    (problem,) = asked(yaml.format(quote_digest(TEXT)[:11]))[1]
    assert problem.code == "survey-quote-not-approved"
    changed = yaml.format(quote_digest(TEXT)).replace("spóźnia.", "zawsze spóźnia.")
    (sentence,) = said(changed)
    assert sentence.startswith(
        "19: the quote “bus” is not the text that was approved. Read it once"
    )
    assert f"write sha256: {quote_digest('Autobus się zawsze spóźnia.')[:16]}." in sentence


def test_a_quote_with_somebodys_address_is_refused_even_when_it_is_approved() -> None:
    text = "Piszcie do jan.kowalski@example.org"
    yaml = METHOD + RESPONSES + QUOTE.replace(TEXT, text).format(quote_digest(text))
    problems = asked(yaml)[1]
    assert problems
    assert "kowalski" not in " ".join(words(problems))


CASES = {
    "options:\n        - id: bus\n          title: Bus\n        - id: bus\n          title: Metro\n": [
        "survey-id-taken"
    ],
    "options:\n        - id: bus\n          title: Bus\n        - id: auto\n          title: BUS\n": [
        "survey-wording-twice"
    ],
    "no_answer: Bus\n      options:\n        - id: bus\n          title: Bus\n": [
        "survey-wording-twice"
    ],
    "other: Inne\n      options:\n        - id: other\n          title: Bus\n": ["survey-id-taken"],
    "asked_if:\n        question: wiek\n        answer: a\n": ["survey-question-not-earlier"],
    "split: yes\n": ["survey-split-by-nothing"],
    (
        "options:\n        - id: a\n          title: A\n        - id: b\n          title: B\n"
        "      groups:\n        - id: g\n          title: G\n          of:\n            - a\n"
        "            - c\n"
    ): ["survey-option-unknown"],
    (
        "options:\n        - id: a\n          title: A\n        - id: b\n          title: B\n"
        "      groups:\n        - id: g\n          title: G\n          of:\n            - a\n"
        "        - id: h\n          title: H\n          of:\n            - a\n"
    ): ["survey-grouped-twice"],
}


@pytest.mark.parametrize("fields", CASES)
def test_what_contradicts_itself_is_told_at_its_line(fields: str) -> None:
    question = (
        "    - id: dojazd\n      column: D\n      title: D\n      type: single\n"
        f"      denominator: answered\n      {fields}"
    )
    request, problems = asked(METHOD + RESPONSES + question)
    assert request is None
    assert [problem.code for problem in problems] == CASES[fields]
    assert problems[0].span.line > 13


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ("type: scale\n", "survey-needs-field"),
        ("type: matrix\n", "survey-needs-field"),
        ("type: scale\n      range:\n        - 5\n        - 5\n", "survey-range-empty"),
        ("type: scale\n      range:\n        - 0\n        - 500\n", "survey-range-wide"),
        (
            'type: scale\n      range:\n        - 1\n        - 5\n      options:\n        - id: "7"\n'
            "          title: Super\n",
            "survey-not-on-scale",
        ),
        (
            "type: number\n      groups:\n        - id: g\n          title: G\n          of:\n"
            "            - a\n",
            "survey-groups-not-here",
        ),
        (
            "type: number\n      quotes:\n        - id: g\n          text: G\n"
            f"          sha256: {quote_digest('G')}\n",
            "survey-quotes-not-here",
        ),
    ],
)
def test_each_type_has_its_fields(fields: str, code: str) -> None:
    question = (
        f"    - id: d\n      column: D\n      title: D\n      denominator: asked\n      {fields}"
    )
    assert [problem.code for problem in asked(METHOD + RESPONSES + question)[1]] == [code]


def test_a_file_can_name_a_question_otherwise_but_only_one_that_exists() -> None:
    files = "    - file: data/ankieta.csv\n      columns:\n        dojazd: Q1\n"
    yaml = METHOD + RESPONSES.replace("    - file: data/ankieta.csv\n", files) + QUESTION
    request, problems = asked(yaml)
    assert problems == ()
    assert request
    assert request.files[0][1] == {"dojazd": "Q1"}
    (problem,) = asked(yaml.replace("        dojazd: Q1", "        dojazdy: Q1"))[1]
    assert problem.code == "survey-question-unknown"
    assert dict(problem.values)["suggestion"] == "dojazd"


def test_people_are_told_apart_by_one_answer_only() -> None:
    several = QUESTION.replace("single", "multiple")
    split = "publish:\n  split_by:\n    - dojazd\n"
    assert asked(METHOD + RESPONSES + QUESTION + split)[1] == ()
    assert [p.code for p in asked(METHOD + RESPONSES + several + split)[1]] == [
        "survey-split-not-single"
    ]


def test_a_survey_that_ends_before_it_begins_is_refused() -> None:
    yaml = METHOD.replace("to: 2026-03-31", "to: 2026-02-28") + RESPONSES + QUESTION
    assert [p.code for p in asked(yaml)[1]] == ["survey-ends-before-start"]
