"""Nodes + schema -> values, or everything that is wrong with them, each in its place."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic, Span
from civicsite.language import Text
from civicsite.reading import schema
from civicsite.reading.binding import Bound, bind, overlay
from civicsite.reading.field_types import (
    Amount,
    ExactWhen,
    FilePath,
    Identifier,
    Line,
    Number,
    TextField,
    Vague,
    WebAddress,
    Whole,
    YesNo,
    one_of,
)
from civicsite.reading.schema import Fields, OneOrMany
from civicsite.reading.yaml_nodes import Entry, Mapping, Scalar, Sequence, parse_yaml
from civicsite.saying import sentence
from civicsite.terms import Does
from tests.reading.yaml_reading import place, said

WARSAW = ZoneInfo("Europe/Warsaw")
MAIN = "content/lipowiec/park/process.md"
ENGLISH = "content/lipowiec/park/process.en.md"


class Stop(Fields):
    id: Identifier
    title: TextField
    at: ExactWhen | None = None
    notes: tuple[TextField, ...] = ()


class Sample(Fields):
    """One field of every shape."""

    title: TextField
    summary: TextField | None = None
    number: Line | None = None
    file: FilePath | None = None
    from_: Vague | None = Field(default=None, alias="from")
    on: ExactWhen | None = None
    cost: Amount | None = None
    lat: Number | None = None
    count: Whole | None = Field(default=None, le=100)
    binding: YesNo = False
    url: WebAddress | None = None
    does: Annotated[Does, one_of(Does)] | None = None
    stops: tuple[Stop, ...] = ()
    first: Stop | None = None
    notes: tuple[TextField, ...] = ()
    marks: tuple[Whole, Whole] | None = None
    ways: dict[Identifier, Stop] = Field(default_factory=dict)
    answers: Annotated[tuple[Identifier, ...], OneOrMany] = ()
    leftover: Annotated[tuple[Stop, ...], OneOrMany] = ()
    form: schema.FormAddresses | None = None


def root(text: str, path: str = MAIN) -> Mapping:
    read = parse_yaml(path, text)
    assert read.diagnostics == ()
    assert read.root is not None
    return read.root


def bound(text: str, model: type[BaseModel] = Sample) -> Bound[Any]:
    value, found = bind(model, root(text), WARSAW)
    assert found == ()
    assert value is not None
    return value


def wrong(text: str, model: type[BaseModel] = Sample) -> list[Diagnostic]:
    value, found = bind(model, root(text), WARSAW)
    assert value is None
    return list(found)


# Values


def test_the_field_decides_what_a_text_is() -> None:
    value = bound(
        "title: 12:30\nsummary: no\nnumber: 010\nfrom: 2027-Q1\non: 2026-03-01T12:30\n"
        "cost: 480 000\nlat: 55.2140\ncount: 007\nbinding: tak\ndoes: vote\nmarks: [1, 2]\n"
        "answers: on\nform: https://ankiety.example/a\n"
    ).value
    assert (str(value.title), str(value.summary), value.number) == ("12:30", "no", "010")
    assert value.from_.text == "2027-Q1"
    assert value.on.start.isoformat() == "2026-03-01T11:30:00+00:00"
    assert (value.cost, str(value.lat), value.count, value.binding) == (480_000, "55.2140", 7, True)
    assert (value.does, value.marks, value.answers) == (Does.VOTE, (1, 2), ("on",))
    assert value.form == {"": "https://ankiety.example/a"}


def test_nothing_behind_a_colon_says_nothing() -> None:
    value = bound("title: Park\nsummary:\ncount: ~\nbinding: null\nstops:\n").value
    assert (value.summary, value.count, value.binding, value.stops) == (None, None, False, ())


def test_a_value_knows_where_it_was_written() -> None:
    value = bound("title: Park\nstops:\n  - {id: a, title: Brama}\nanswers: tak\nfirst:\n")
    assert at(value.span("stops", 0, "title")) == "3:20"
    assert at(value.span("stops", 0, "at")) == "3:5"
    assert at(value.span("stops")) == "3:3"
    assert at(value.span("summary")) == "1:1"
    assert at(value.span("answers", 0)) == "4:10"


def at(span: Span) -> str:
    return f"{span.line}:{span.column}"


# Mistakes


@pytest.mark.parametrize(
    ("text", "where", "english", "polish"),
    [
        (
            "on: 2026-02-30",
            "2:5: date-does-not-exist",
            ("there is no such day: 2026-02-30.", "Correct the day or the month."),
            ("nie ma takiego dnia: 2026-02-30.", "Popraw dzień albo miesiąc."),
        ),
        (
            "sumary: x",
            "2:1: field-unknown",
            ("there is no field “sumary” here.", "Did you mean “summary”?"),
            ("nie ma tu pola „sumary”.", "Czy chodziło o „summary”?"),
        ),
        (
            "does: votte",
            "2:7: word-unknown",
            (
                "“votte” is not possible in “does”; possible: prepare, inform, submit, comment,"
                " vote, appeal, select, deliberate, evaluate, count, decide, implement.",
                "Did you mean “vote”?",
            ),
            None,
        ),
        (
            "stops: brama",
            "2:8: list-expected",
            (
                "“stops” is a list.",
                "Write each item in a line of its own, with a hyphen and a space.",
            ),
            None,
        ),
        (
            "first: brama",
            "2:8: block-expected",
            ("“first” is a block of fields.", "Write its fields below, indented by two spaces."),
            None,
        ),
        (
            "summary:\n  - a\n  - b",
            "3:3: value-expected",
            ("“summary” holds one value.", "Write it after the colon, in the same line."),
            None,
        ),
        (
            "first: {id: a}",
            "2:8: field-missing",
            ("the field “title” is missing.", "Add a line with title: and its value."),
            ("brakuje pola „title”.", None),
        ),
        (
            "first:\n  id: a\n  title:",
            "4:3: field-empty",
            (
                "the field “title” is empty and must be filled in.",
                "Write its value after the colon.",
            ),
            None,
        ),
        ("notes:\n  - a\n  -\n  - b", "4:4: list-item-empty", None, None),
        (
            "stops:\n  -\n  - {id: a, title: b}",
            "3:4: list-item-empty",
            (
                "an item of the list “stops” is empty.",
                "Write its value after the dash, or delete the line.",
            ),
            (
                "jedna z pozycji listy „stops” jest pusta.",
                "Wpisz wartość po łączniku albo usuń tę linijkę.",
            ),
        ),
        (
            "on: „2026-03-01”",
            "2:5: curly-quotes",
            (
                "these are the quotation marks of printed text; YAML knows only straight ones.",
                'Use straight quotes: "2026-03-01"',
            ),
            ("to cudzysłów drukarski, a YAML zna tylko prosty.", None),
        ),
        ("count: 101", "2:8: number-too-large", None, None),
        ("count: -1", "2:8: whole-number-malformed", None, None),
        ("cost: 12,50", "2:7: amount-comma", None, None),
        ("marks: [1]", "2:8: list-too-short", None, None),
        ("marks: [1, 2, 3]", "2:8: list-too-long", None, None),
        ("ways:\n  Karta: {id: a, title: b}", "3:3: identifier-malformed", None, None),
        ("ways:\n  karta: {id: a}", "3:10: field-missing", None, None),
        ("leftover: {id: a, title: b, tilte: c}", "2:29: field-unknown", None, None),
        ("leftover: {id: A, title: b}", "2:16: identifier-malformed", None, None),
        ("answers: Tak", "2:10: identifier-malformed", None, None),
        ("form: {pl: [a]}", "2:12: value-expected", None, None),
        ('"[key]": a', "2:1: field-unknown", None, None),
        ('"": a', "2:1: field-unknown", None, None),
        ("from_: 2026-03-01", "2:1: field-unknown", None, None),
        ("number: |\n  a\n  b", "2:9: text-one-line", None, None),
        ('number: "a\\rb"', "2:9: text-one-line", None, None),
        ("file: ../a.pdf", "2:7: file-path-malformed", None, None),
        ("url: lipowiec.example", "2:6: web-address-malformed", None, None),
        ("binding: może", "2:10: yes-no-malformed", None, None),
    ],
)
def test_a_wrong_value_is_named_in_its_place(
    text: str,
    where: str,
    english: tuple[str, str] | None,
    polish: tuple[str, str | None] | None,
) -> None:
    written = f"title: Park\n{text}\n"
    (found,) = wrong(written)
    assert place(found) == where
    if english:
        assert said(found, "en") == english
    if polish:
        sentence_, next_ = said(found, "pl")
        assert (sentence_, next_ if polish[1] else None) == polish


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = wrong(
        "sumary: x\ncount: dużo\nstops:\n  - id: a\n    titel: Brama\n    at: wiosna\n"
        "  - id: B\n    title: c\nfirst: {}\n"
    )
    assert sorted(place(each) for each in found) == [
        "1:1: field-missing",
        "1:1: field-unknown",
        "2:8: whole-number-malformed",
        "4:5: field-missing",
        "5:5: field-unknown",
        "6:9: date-format",
        "7:9: identifier-malformed",
        "9:8: field-missing",
        "9:8: field-missing",
    ]


MODELS = (
    Sample,
    schema.SiteFields,
    schema.MunicipalityFields,
    schema.PlacesFile,
    schema.ProcessFields,
    schema.EventFields,
    schema.ProposalFields,
    schema.ContributionsFile,
    schema.ResultsFile,
)
NAMES = sorted(
    {name for model in MODELS for name in model.model_fields}
    | {"id", "title", "from", "to", "is", "for", "n", "x", "[key]", "", "0", "pl"}
)
WRITTEN = (
    "|a|A b|1|-1|2026-03-01|2026-02-30|vote|yes|„a”|https://a.example|a/b.pdf|10,5|9999999999999"
)
SCALARS = st.sampled_from(WRITTEN.split("|"))
HERE = Span(MAIN, 1, 1)


def scalar(text: str) -> Scalar:
    return Scalar(text, HERE, null=not text)


def mapping(fields: dict[str, Any]) -> Mapping:
    return Mapping(tuple(Entry(scalar(name), value) for name, value in fields.items()), HERE)


NODES = st.recursive(
    SCALARS.map(scalar),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: Sequence(tuple(items), HERE)),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=4).map(mapping),
    ),
    max_leaves=12,
)
FILES = st.dictionaries(st.sampled_from(NAMES), NODES, max_size=6).map(mapping)


@given(st.sampled_from(MODELS), FILES)
def test_whatever_is_written_is_bound_or_told_in_a_sentence(
    model: type[BaseModel], file: Mapping
) -> None:
    value, found = bind(model, file, WARSAW)
    assert (value is None) == bool(found)
    for language in ("en", "pl"):
        catalogue = packaged_catalogue(language)
        assert [each.code for each in found if sentence(each, catalogue) == each.code] == []


@given(st.sampled_from(MODELS), FILES, FILES)
def test_any_translation_is_laid_or_told(
    model: type[BaseModel], file: Mapping, translation: Mapping
) -> None:
    laid = overlay(model, file, translation, "pl")
    bind(model, laid.root, WARSAW)
    catalogue = packaged_catalogue("pl")
    assert [e.code for e in laid.diagnostics if sentence(e, catalogue) == e.code] == []


# Translations

POLISH = """\
title: Park
summary: Pytamy o park.
on: 2026-03-01
stops:
  - id: brama
    title: Brama
    at: 2026-03-02
  - id: brzeg
    title: Brzeg
    notes:
      - pierwsza
      - druga
ways:
  karta:
    id: a
    title: Karta
notes:
  - jeden
"""


def laid(translation: str) -> Any:
    over = overlay(Sample, root(POLISH), root(translation, ENGLISH), "pl")
    assert over.diagnostics == ()
    value, found = bind(Sample, over.root, WARSAW)
    assert found == ()
    assert value is not None
    return value.value, over.untranslated


def refused(translation: str) -> list[Diagnostic]:
    over = overlay(Sample, root(POLISH), root(translation, ENGLISH), "pl")
    _, found = bind(Sample, over.root, WARSAW)
    return [*over.diagnostics, *found]


def test_texts_replace_texts_and_items_meet_by_id() -> None:
    value, untranslated = laid(
        "title: The park\nstops:\n  - id: brzeg\n    title: River bank\n"
        "    notes: [first, second]\nways:\n  karta:\n    title: Form\nnotes: [one]\n"
    )
    assert value.title == Text("The park")
    assert value.summary == Text("Pytamy o park.", "pl")
    assert [(s.id, s.title) for s in value.stops] == [
        ("brama", Text("Brama", "pl")),
        ("brzeg", Text("River bank")),
    ]
    assert value.stops[1].notes == (Text("first"), Text("second"))
    assert value.ways["karta"].title == Text("Form")
    assert value.on.text == "2026-03-01"
    assert untranslated == 2


def test_an_empty_translation_leaves_everything_in_the_main_language() -> None:
    value, untranslated = laid("")
    assert value.title == Text("Park", "pl")
    assert untranslated == 8


def test_a_text_the_main_file_does_not_have_may_stand_in_a_translation() -> None:
    over = overlay(Sample, root("title: Park\n"), root("summary: About\n", ENGLISH), "pl")
    assert over.diagnostics == ()
    assert over.untranslated == 1


def test_nothing_is_not_counted_as_untranslated() -> None:
    over = overlay(Sample, root("title: Park\nsummary:\n"), root("title: Park\n", ENGLISH), "pl")
    assert over.untranslated == 0


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("on: 2026-03-01", ["1:5: translation-holds-fact"]),
        ("count: 5", ["1:1: translation-holds-fact"]),
        ("stops:\n  - id: brama\n    at: 2026-03-02", ["3:9: translation-holds-fact"]),
        ("stops:\n  - id: brzek\n    title: x", ["2:9: translation-id-unknown"]),
        ("stops:\n  - title: x", ["2:5: translation-without-id"]),
        (
            "stops:\n  - {id: brama, title: a}\n  - {id: brama, title: b}",
            ["3:10: id-twice"],
        ),
        ("ways:\n  kartka:\n    title: x", ["2:3: translation-id-unknown"]),
        ("notes: [a, b]", ["1:8: translation-list-length"]),
        ("titel: x", ["1:1: field-unknown"]),
        ("title: [x]", ["1:8: value-expected"]),
        ("stops: x", ["1:8: translation-holds-fact"]),
        ("ways: x", ["1:7: translation-holds-fact"]),
        ("summary: {a: b}", ["1:10: value-expected"]),
        ("count:\nnumber:\non: ~", []),
    ],
)
def test_what_a_translation_may_not_hold_is_told_in_its_place(
    translation: str, expected: list[str]
) -> None:
    found = refused(translation + "\n")
    assert [place(each) for each in found] == expected
    assert {each.span.path for each in found} <= {ENGLISH}


def test_an_unknown_id_in_a_translation_has_a_suggestion() -> None:
    (found,) = refused("stops:\n  - id: brzek\n    title: x\n")
    assert said(found, "en") == (
        "there is no item “brzek” in the main file; there are: brama, brzeg.",
        "Did you mean “brzeg”?",
    )
    assert said(found, "pl")[1] == "Czy chodziło o „brzeg”?"
