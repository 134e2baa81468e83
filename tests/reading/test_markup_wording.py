"""What is hard to follow is pointed out at its line, and what is not is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.reading.markup import render
from civicsite.reading.markup_wording import LONGEST


def told(text: str) -> list[tuple[str, int, int]]:
    return [(p.code, p.line, p.column) for p in render(text).problems]


def sentence(words: int) -> str:
    return "Zdanie " + "słowo " * (words - 2) + "koniec."


def test_a_very_long_sentence_is_told_where_it_begins() -> None:
    assert told(f"Wstęp.\n\nKrótkie zdanie. {sentence(LONGEST + 1)}") == [
        ("text-sentence-long", 3, 17)
    ]
    [problem] = render(sentence(LONGEST + 5)).problems
    assert dict(problem.values) == {"words": LONGEST + 5, "most": LONGEST}


def test_a_sentence_of_forty_words_passes() -> None:
    assert told(sentence(LONGEST)) == []
    assert told(f"{sentence(LONGEST)} {sentence(LONGEST)}") == []


def test_a_list_is_many_sentences() -> None:
    assert told("- " + "\n- ".join(["słowo " * 8] * 8)) == []


def test_a_sentence_over_several_lines_and_with_emphasis_is_found() -> None:
    text = "To **jest** [zdanie](https://lipowiec.example/)\nbardzo\n" + "długie " * LONGEST + "."
    assert told(text) == [("text-sentence-long", 1, 1)]


@pytest.mark.parametrize(
    "words",
    [
        "Pola oznaczone na czerwono wypełnij.",
        "Działki są zaznaczone kolorem zielonym na planie.",
        "Teren zaznaczono niebieskim kolorem.",
        "Fields marked in red are required.",
        "Ділянки позначені зеленим кольором.",
    ],
)
def test_what_leads_by_colour_alone_is_told(words: str) -> None:
    assert [code for code, *_ in told(f"Wstęp.\n\n{words}")] == ["text-colour-only"]
    assert told(f"Wstęp.\n\n{words}")[0][1] == 3


@pytest.mark.parametrize(
    "words",
    [
        "Zielone podwórko przy szkole.",
        "Teren A (na planie zielony) i teren B.",
        "Czerwony autobus jedzie co godzinę.",
        "The green area by the river is open.",
        "Pokażemy zieleń miejską.",
        "Na zdjęciach pokazano zielone tereny.",
    ],
)
def test_colours_of_things_are_no_meaning(words: str) -> None:
    assert told(words) == []


def test_code_and_headings_are_not_sentences() -> None:
    assert told("## " + "słowo " * 50) == []


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for problem in render(text).problems:
        assert problem.line <= text.count("\n") + text.count("\r") + 1
