from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.choices import Choice, Chooser
from civicsite.exports.dataset import Option

PARK = (
    Option("1", "Ławki, kosze i zieleń"),
    Option("2", "Plac zabaw"),
    Option("3", "Plac zabaw; etap II"),
    Option("17", "Parking | garaż", labels=("Miejsca postojowe",)),
)


@pytest.mark.parametrize(
    ("cell", "marks"),
    [
        ("2", ("2",)),
        ("2, 17", ("2", "17")),
        ("17,2", ("17", "2")),
        ("Plac zabaw", ("2",)),
        ("  plac   ZABAW ", ("2",)),
        ("Plac zabaw;", ("2",)),
        ("Ławki, kosze i zieleń, Plac zabaw", ("1", "2")),
        ("Plac zabaw; etap II;Ławki, kosze i zieleń", ("3", "1")),
        ("Plac zabaw;Plac zabaw; etap II", ("2", "3")),
        ("Parking | garaż|Plac zabaw", ("17", "2")),
        ("Miejsca postojowe\nPlac zabaw", ("17", "2")),
        ("2. Plac zabaw, 17) Parking | garaż", ("2", "17")),
        ("2;2;2", ("2",)),
        ("", ()),
        (" ; ", ()),
    ],
)
def test_titles_with_separators_inside_are_read_longest_first(
    cell: str, marks: tuple[str, ...]
) -> None:
    assert Chooser(PARK).read(cell) == Choice(marks)


@pytest.mark.parametrize(
    ("cell", "choice"),
    [
        ("99", Choice((), unknown=1)),
        ("2, Inne: most, kładka", Choice(("2",), unknown=1)),
        ("most, 2, kładka", Choice(("2",), unknown=2)),
        (",".join("x" * 500), Choice((), unknown=1)),
    ],
)
def test_what_names_no_option_is_counted(cell: str, choice: Choice) -> None:
    assert Chooser(PARK).read(cell) == choice


def test_a_cell_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    chooser = Chooser((Option("1", "Park, skwer"), Option("2", "Park"), Option("3", "skwer")))
    assert chooser.read("Park, skwer") == Choice((), ambiguous=True)
    assert chooser.read("Park") == Choice(("2",))


def test_equal_titles_can_only_be_chosen_by_number() -> None:
    chooser = Chooser((Option("1", "Park"), Option("2", "Park")))
    assert chooser.read("Park").ambiguous
    assert chooser.one("Park") is None
    assert chooser.read("1, 2") == Choice(("1", "2"))


def test_a_suggestion_is_a_known_wording_and_never_the_words_of_the_cell() -> None:
    chooser = Chooser(PARK)
    assert chooser.closest("Plac zabow") == "Plac zabaw"
    assert chooser.closest("Jan Kowalski, ul. Lipowa 3") == ""


TITLES = st.lists(st.text("ab c", min_size=1, max_size=4).filter(str.strip), min_size=1, max_size=6)


@given(TITLES, st.data())
def test_joined_titles_without_separators_come_back_whatever_joins_them(
    titles: list[str], data: st.DataObject
) -> None:
    unique = {" ".join(title.split()): None for title in titles}
    options = [Option(f"#{n}", title) for n, title in enumerate(unique)]
    chosen = data.draw(st.lists(st.sampled_from(options), unique=True))
    joined = data.draw(st.sampled_from([";", "; ", ", ", "|", " | ", ",", "\n"]))
    cell = joined.join(option.title for option in chosen)
    assert Chooser(options).read(cell) == Choice(tuple(option.id for option in chosen))


@given(st.text("ab,; ", max_size=12))
def test_any_cell_gives_known_options_only_and_the_same_twice(cell: str) -> None:
    options = (Option("1", "a"), Option("2", "a, b"), Option("3", "b;a"))
    choice = Chooser(options).read(cell)
    assert choice == Chooser(options).read(cell)
    assert set(choice.marks) <= {"1", "2", "3"}
    assert len(set(choice.marks)) == len(choice.marks)
