"""Bytes -> text, and a Markdown file -> its fields and its text, whatever is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from civicsite.reading.text_files import FrontMatter, decode, split_front_matter
from tests.reading.yaml_reading import PATH, place, said

GOOD = "---\ntitle: Łąka\nkind: vote\n---\n\n## Co dalej\n\nTekst.\n"


def split(data: str | bytes) -> tuple[list[str], FrontMatter]:
    """What is said about a file, and its two parts."""
    decoded = decode(PATH, data if isinstance(data, bytes) else data.encode())
    front = split_front_matter(PATH, decoded)
    return [place(each) for each in (*decoded.diagnostics, *front.diagnostics)], front


@pytest.mark.parametrize(
    ("data", "where", "english", "polish"),
    [
        (
            GOOD.encode("cp1250"),
            "2:8: file-not-utf8",
            (
                "the file is saved as Windows-1250, not as UTF-8, so Polish letters would be broken.",
                "Open it in your editor, choose “Save as” and the encoding UTF-8; in Notepad the"
                " list of encodings is beside the button “Save”.",
            ),
            (
                "plik jest zapisany jako Windows-1250, a nie UTF-8, więc polskie litery byłyby"
                " zepsute.",
                "Otwórz go w edytorze, wybierz „Zapisz jako” i kodowanie UTF-8; w Notatniku lista"
                " kodowań jest obok przycisku „Zapisz”.",
            ),
        ),
        (
            GOOD.replace("\n---\n\n##", "\n\n##"),
            "1:1: front-matter-not-closed",
            (
                "the block of fields begins here and never ends.",
                "Write --- in a line of its own below the last field, that is in line 4.",
            ),
            (
                "blok pól zaczyna się tutaj i nigdzie się nie kończy.",
                "Wpisz --- w osobnej linijce pod ostatnim polem, czyli w linijce 4.",
            ),
        ),
        (
            GOOD.removeprefix("---\n"),
            "1:1: front-matter-not-opened",
            (
                "the fields begin without a line --- above them.",
                "Write --- in a line of its own above the first field, and again below the last.",
            ),
            (
                "pola zaczynają się bez linijki --- nad nimi.",
                "Wpisz --- w osobnej linijce nad pierwszym polem i jeszcze raz pod ostatnim.",
            ),
        ),
        (
            GOOD.replace("---\n\n", "—\n\n"),
            "4:1: front-matter-fence",
            (
                "this line is “—”, but fields are fenced by exactly three hyphens.",
                "Write nothing in this line but ---",
            ),
            (
                "w tej linijce jest „—”, a pola oddzielają dokładnie trzy łączniki.",
                "Wpisz w tej linijce tylko ---",
            ),
        ),
        (
            "## Co dalej\n\nTekst.\n",
            "1:1: front-matter-missing",
            (
                "the file has no fields at the top (title, kind and others).",
                "Begin the file with a line ---, write fields below it, such as title: Park,"
                " then another line ---, and the text last.",
            ),
            (
                "na początku pliku nie ma pól (tytułu, rodzaju i innych).",
                "Zacznij plik linijką ---, pod nią wpisz pola, na przykład title: Park, potem"
                " znów ---, a niżej tekst.",
            ),
        ),
        (
            f"Uwaga!\n\n{GOOD}",
            "1:1: text-before-front-matter",
            (
                "there is text above the fields, but a file begins with ---.",
                "Move the text below the fields or delete it; line 3 has to come first.",
            ),
            (
                "nad polami jest tekst, a plik zaczyna się od ---.",
                "Przenieś ten tekst pod pola albo usuń; linijka 3 ma być pierwsza.",
            ),
        ),
        (
            "",
            "1:1: file-empty",
            (
                "the file is empty.",
                "Write the fields between two lines of ---, and the text below them.",
            ),
            ("plik jest pusty.", "Wpisz pola między dwiema linijkami ---, a pod nimi tekst."),
        ),
        (
            GOOD.encode("utf-16"),
            "1:1: file-utf16",
            (
                "the file is saved as UTF-16 (“Unicode” in older versions of Notepad), not as"
                " UTF-8.",
                "Open it in your editor, choose “Save as” and the encoding UTF-8.",
            ),
            (
                "plik jest zapisany jako UTF-16 (w starszym Notatniku: „Unicode”), a nie UTF-8.",
                "Otwórz go w edytorze, wybierz „Zapisz jako” i kodowanie UTF-8.",
            ),
        ),
        (
            b"PK\x03\x04" + bytes(range(32)) * 40,
            "1:0: file-not-text",
            (
                "this is not a text file but, for instance, a picture, an archive or a Word"
                " document.",
                "Write the text in a plain-text editor and save it as UTF-8.",
            ),
            (
                "to nie jest plik tekstowy, tylko na przykład obraz, archiwum albo dokument Worda.",
                "Wpisz treść w edytorze zwykłego tekstu, na przykład w Notatniku, i zapisz jako"
                " UTF-8.",
            ),
        ),
    ],
)
def test_a_mistake_has_its_sentence_and_its_next_step(
    data: str | bytes, where: str, english: tuple[str, str], polish: tuple[str, str]
) -> None:
    decoded = decode(PATH, data if isinstance(data, bytes) else data.encode())
    front = split_front_matter(PATH, decoded)
    (found,) = (*decoded.diagnostics, *front.diagnostics)
    assert place(found) == where
    assert said(found, "en") == english
    assert said(found, "pl") == polish


@pytest.mark.parametrize(
    "data",
    [
        GOOD,
        f"\ufeff{GOOD}",
        f"\n\n{GOOD}",
        GOOD.replace("---\n", "---  \n"),
        GOOD.replace("Tekst.", "Tekst.\n\n---\n\nDalej."),
        GOOD.replace("\n\n## Co dalej\n\nTekst.\n", ""),
    ],
)
def test_nothing_is_said_about_a_file_that_is_right(data: str) -> None:
    said_, front = split(data)
    assert said_ == []
    assert front.yaml == "title: Łąka\nkind: vote\n"


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_another_encoding_is_read_as_it_was_meant(encoding: str) -> None:
    said_, front = split(GOOD.encode(encoding))
    assert len(said_) == 1
    assert front.yaml == "title: Łąka\nkind: vote\n"
    assert "Co dalej" in front.body


def test_the_lines_of_both_parts_are_those_of_the_file() -> None:
    _, front = split(GOOD)
    lines = GOOD.split("\n")
    assert lines[front.yaml_line - 1] == front.yaml.split("\n")[0]
    assert lines[front.body_line - 1] == front.body.split("\n")[0]


def test_a_field_without_a_space_is_still_a_field_when_the_end_of_the_block_is_guessed() -> None:
    said_, front = split("---\ntitle: Łąka\nkind:vote\n\nTekst.\n")
    assert said_ == ["1:1: front-matter-not-closed"]
    assert front.yaml == "title: Łąka\nkind:vote\n"


PROSE = st.lists(
    st.sampled_from(["Tekst.", "## Co dalej", "- punkt", "", "Zobacz https://a.example/b"]),
    min_size=1,
    max_size=6,
).map(lambda rows: "\n".join(["Wstęp do tekstu.", *rows]) + "\n")
FIELDS = st.lists(
    st.sampled_from(
        [
            "title: Łąka",
            "kind: vote",
            "phases:\n  - id: a\n    does: vote",
            "text: |\n  Wiersz.",
            "x:",
        ]
    ),
    min_size=1,
    max_size=4,
    unique=True,
).map(lambda rows: "\n".join(rows) + "\n")


@given(FIELDS, PROSE)
def test_a_forgotten_end_of_the_fields_is_found(fields: str, prose: str) -> None:
    said_, front = split(f"---\n{fields}\n{prose}")
    assert said_ == ["1:1: front-matter-not-closed"]
    assert front.yaml.rstrip("\n") == fields.rstrip("\n")
    assert front.body.strip() == prose.strip()


ROWS = st.lists(
    st.sampled_from(
        [
            "---", "----", "--", "–––", "—", "...", "- - -", "title: a", "kind:b", "  - c", "Tekst.",
            "", "# Nagłówek", "\t", "===", "***", "\ufeff---", "Uwaga: tekst", "\u00a0", "```",
        ]
    ),
    max_size=12,
).map("\n".join)  # fmt: skip


@given(st.one_of(ROWS.map(str.encode), st.binary(max_size=300)))
def test_anything_is_taken_apart_without_failing_and_every_place_lies_in_it(data: bytes) -> None:
    decoded = decode(PATH, data)
    front = split_front_matter(PATH, decoded)
    assert front.yaml_line >= 1
    assert front.body_line >= 1
    for found in (*decoded.diagnostics, *front.diagnostics):
        span = found.span
        assert span.line >= 1
        if decoded.lines and span.column:
            assert span.line <= len(decoded.lines) + 1
            assert span.column <= len(span.excerpt) + 1


@given(ROWS)
def test_line_breaks_of_windows_and_of_old_macs_change_nothing(text: str) -> None:
    assert split(text) == split(text.replace("\n", "\r\n")) == split(text.replace("\n", "\r"))


@given(ROWS)
def test_no_line_gets_lost(text: str) -> None:
    """Every row is in the fields, in the text, a fence, or above the fields and complained of."""
    assume(text.strip(" \n\t\u00a0\ufeff"))
    said_, front = split(text)
    kept = len(front.yaml.splitlines()) + len(front.body.split("\n"))
    above = front.yaml_line - 1
    assert above + kept + 1 >= len(text.removeprefix("\ufeff").split("\n"))
    assert above <= 1 or said_ or not text.split("\n")[0].strip(" \t\u00a0\ufeff")
