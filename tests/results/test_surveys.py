"""Counting surveys: each number with its denominator, and nothing that was not named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from civicsite.exports.dataset import CountedFile, Export, Reading, Response
from civicsite.results.suppression import Protected, Withheld
from civicsite.results.survey_counts import (
    NO_ANSWER,
    OTHER,
    OptionCount,
    PartCount,
    QuestionRequest,
    SurveyTally,
)
from civicsite.results.surveys import asked_questions, count_survey
from tests.exports.files import in_memory, words
from tests.results.forms_in_memory import (
    PATH,
    SURVEY,
    Given,
    attempted,
    counted,
    form,
    options,
    survey,
)


def question(type: str = "single", *names: str, **more: object) -> QuestionRequest:
    known = options(*names) if names else None
    values: dict[str, object] = {"options": known, "most": 1 if type == "single" else None, **more}
    return QuestionRequest("q", "Pytanie", type, **values)  # type: ignore[arg-type]


def part(request: QuestionRequest, *answers: tuple[str, ...] | None) -> PartCount:
    """The count of one question without rows."""
    (found,) = counted(survey(request), [form(q=answer) for answer in answers]).questions
    return found.parts[0]


def counts(found: PartCount) -> dict[str, int]:
    return {item.id: item.count for item in found.options}


# --- denominators -----------------------------------------------------------------------------


@pytest.mark.parametrize(("denominator", "base"), [("asked", 4), ("answered", 2), ("submitted", 5)])
def test_shares_are_of_those_that_the_editor_names(denominator: str, base: int) -> None:
    asked = question("single", "tak", "nie", denominator=denominator, no_answer=("nie powiem",))
    found = part(asked, ("tak",), ("nie",), (), ("Nie  powiem",), None)
    assert (found.asked, found.answered, found.declined, found.blank) == (4, 2, 1, 1)
    assert found.base == base
    assert counts(found) == {"tak": 1, "nie": 1}


def test_a_multiple_choice_counts_people_and_not_combinations() -> None:
    asked = question("multiple", "park", "plac", "ławki")
    found = part(asked, ("park", "plac"), ("plac", "plac"), ("park", "plac", "ławki"))
    assert counts(found) == {"park": 2, "plac": 3, "ławki": 1}
    assert found.base == 3


def test_wordings_and_codes_are_one_answer() -> None:
    asked = question(options={"mlodzi": ("19–26", "A2", "19-26"), "starsi": ("65+", "A5")})
    assert counts(part(asked, ("19–26",), ("a2",), (" 19-26 ",), ("65+",))) == {
        "mlodzi": 3,
        "starsi": 1,
    }


def test_what_is_none_of_the_options_is_one_row_without_its_words() -> None:
    asked = question("multiple", "park", "plac", other=True)
    found = part(asked, ("park", "więcej ławek"), ("Jan Kowalski", "toaleta"), ())
    assert counts(found) == {"park": 1, "plac": 0, OTHER: 2}
    assert "Kowalski" not in repr(found)


def test_an_answer_that_names_options_among_other_words_may_be_somebodys_own() -> None:
    asked = question("multiple", "park", "plac", other=True)
    own = [("park i plac razem",)] * 2 + [("ławki",)] * 5
    assert counts(part(asked, *own)) == {"park": 0, "plac": 0, OTHER: 7}


def test_a_group_counts_each_person_once_and_stands_where_its_first_answer_stood() -> None:
    asked = question(
        "multiple",
        "pieszo",
        "rower",
        "hulajnoga",
        "auto",
        groups=(("lekko", ("rower", "hulajnoga")),),
    )
    found = part(asked, ("rower", "hulajnoga"), ("auto", "hulajnoga"), ("pieszo",))
    assert list(counts(found).items()) == [("pieszo", 1), ("lekko", 2), ("auto", 1)]


def test_a_question_is_put_only_to_those_whose_earlier_answer_asks_for_it() -> None:
    first = QuestionRequest("dojazd", "D", "single", options=options("bus", "auto"), most=1)
    second = question("single", "tak", "nie", asked_if=("dojazd", ("bus",)), denominator="asked")
    forms = [
        form(dojazd=("bus",), q=("tak",)),
        form(dojazd=("bus",), q=()),
        form(dojazd=("auto",), q=()),
        form(dojazd=(), q=()),
    ]
    found = counted(survey(first, second), forms).questions[1].parts[0]
    assert (found.asked, found.answered, found.blank, found.base) == (2, 1, 1, 2)


def test_answers_nobody_asked_for_are_left_out_and_told() -> None:
    first = QuestionRequest("dojazd", "D", "single", options=options("bus", "auto"), most=1)
    second = question("single", "tak", "nie", asked_if=("dojazd", ("bus",)))
    tally, problems = attempted(
        survey(first, second),
        [form(dojazd=("auto",), q=("tak",)), form(dojazd=("bus",), q=("nie",))],
    )
    assert tally
    found = tally.questions[1].parts[0]
    assert (counts(found), found.asked) == ({"tak": 0, "nie": 1}, 1)
    assert found.left_out == (("not-asked", 1),)
    assert words(problems) == [
        "1 person answered the question “q” although it was not put to them. Check asked_if:. These"
        " answers are left out, and the page says how many they are."
    ]


# --- the types --------------------------------------------------------------------------------


def test_a_scale_has_an_exact_mean_and_every_step() -> None:
    asked = question("scale", range=(1, 5), options={"5": ("bardzo dobrze",)})
    found = part(asked, ("1",), ("2",), ("bardzo dobrze",), ("5",), ())
    assert counts(found) == {"1": 1, "2": 1, "3": 0, "4": 0, "5": 2}
    assert found.mean == Fraction(13, 4)


def test_rows_of_a_matrix_are_counted_apart() -> None:
    rows = {"t": ("Transport", "T"), "z": ("Zieleń",)}
    asked = question("matrix", range=(1, 5), rows=rows)
    forms = [form(q={"Transport": ("5",), "Zieleń": ("1",)}), form(q={"T": ("2",), "Zieleń": ()})]
    first, second = counted(survey(asked), forms).questions[0].parts
    assert (first.row, first.mean, first.base) == ("t", Fraction(7, 2), 2)
    assert (second.row, second.mean, second.blank) == ("z", Fraction(1), 1)


def test_a_ranking_counts_first_places_points_and_the_mean_place() -> None:
    asked = question("ranking", "a", "b", "c")
    found = part(asked, ("a", "b", "c"), ("b", "a"), ("b",), ())
    assert found.options == (
        OptionCount("a", 2, 1, 5, Fraction(3, 2)),
        OptionCount("b", 3, 2, 8, Fraction(4, 3)),
        OptionCount("c", 1, 0, 1, Fraction(3)),
    )


def test_numbers_are_exact_and_tell_nobodys_own() -> None:
    asked = question("number")
    found = part(asked, ("0,1",), ("0.2",), ("1 000",), ("3",), ("3",)).numbers
    assert found
    assert (found.count, found.mean) == (5, Fraction(10063, 50))
    assert (found.least, found.quartiles, found.greatest) == (None, None, None)


def test_ends_and_quartiles_are_shown_once_enough_people_stand_behind_them() -> None:
    asked = question("number")
    found = part(asked, *[("1",)] * 5, *[("2",)] * 10, *[("9",)] * 5).numbers
    assert found
    assert (found.least, found.greatest) == (1, 9)
    assert found.quartiles == (Fraction(7, 4), 2, Fraction(15, 4))


def test_fewer_numbers_than_a_cell_give_no_mean() -> None:
    found = part(question("number"), *[("2",)] * 4).numbers
    assert found
    assert (found.count, found.mean) == (4, None)


def test_open_answers_are_counted_and_never_kept() -> None:
    found = part(question("text"), ("Mieszkam przy Lipowej 3",), (), ("tak",))
    assert (found.answered, found.blank, found.options) == (2, 1, ())
    assert "Lipowej" not in repr(found)


def test_codes_of_open_answers_are_asked_for_as_several_choices() -> None:
    asked = question("text", "autobusy", "chodniki")
    (wanted,) = asked_questions(survey(asked), {"q": "Kody"})
    assert (wanted.type, wanted.column, wanted.options) == (
        "multiple",
        "Kody",
        ("autobusy", "chodniki"),
    )
    assert counts(part(asked, ("autobusy", "chodniki"), ("autobusy",))) == {
        "autobusy": 2,
        "chodniki": 1,
    }


# --- what has to be decided -------------------------------------------------------------------


def said(request: QuestionRequest, *answers: tuple[str, ...]) -> list[str]:
    tally, problems = attempted(survey(request), [form(q=answer) for answer in answers])
    assert tally is None
    return words(problems)


def test_an_unknown_answer_stops_the_count_and_shows_only_its_shape() -> None:
    assert said(question("single", "tak", "nie"), ("tak",), ("Jan Kowalski 12",)) == [
        "1 answer to the question “q” is none of its options; the first has the shape"
        " “aaa aaaaaaaa 00”. Add the option, or its wording after as:. Where people could write"
        " their own words, add other: with the name of that row; to leave such answers out, add"
        " unusable: leave-out."
    ]


def test_a_near_wording_is_suggested() -> None:
    (sentence,) = said(question("single", "Plac zabaw", "Park"), ("plac zabawy",))
    assert sentence.endswith(
        "Write this wording after as: of “Plac zabaw”, if that is what it means."
    )


@pytest.mark.parametrize(
    ("request_", "answer", "reason"),
    [
        (question("single", "a", "b"), ("a", "b"), "too-many"),
        (question("multiple", "a", "b", "c", most=2), ("a", "b", "c"), "too-many"),
        (question("number"), ("ok. 5 km",), "not-a-number"),
        (question("number"), ("1,250",), "not-a-number"),
        (question("number", range=(0, 10)), ("11",), "out-of-range"),
        (question("scale", range=(1, 5)), ("6",), "out-of-range"),
        (question("scale", range=(1, 5)), ("4.5",), "unknown-answer"),
        (question("ranking", "a", "b"), ("a", "a"), "ranked-twice"),
    ],
)
def test_an_answer_that_cannot_be_counted_is_an_error_until_it_is_left_out(
    request_: QuestionRequest, answer: tuple[str, ...], reason: str
) -> None:
    assert len(said(request_, answer)) == 1
    found = part(replace(request_, leave_out=True), answer)
    assert (found.asked, found.answered, found.left_out) == (1, 0, ((reason, 1),))


def test_incomplete_forms_wait_for_a_decision() -> None:
    asked = question("single", "tak", "nie")
    forms = [form(q=("tak",)), form(complete=False, q=("nie",))]
    tally, problems = attempted(survey(asked), forms)
    assert tally is None
    assert words(problems)[0].startswith("1 form was left before its end, and it is not decided")
    out = counted(survey(asked, incomplete="leave-out"), forms)
    assert (out.counted, out.incomplete, out.complete) == (1, 1, 1)
    with_them = counted(survey(asked, incomplete="count"), forms)
    assert (with_them.counted, with_them.incomplete, with_them.complete) == (2, 1, 1)
    assert counts(with_them.questions[0].parts[0]) == {"tak": 1, "nie": 1}


def test_options_nobody_listed_are_named_when_many_people_used_them() -> None:
    asked = QuestionRequest("q", "Pytanie", "single", options={}, most=1)
    (sentence,) = said(asked, *[("kobieta",)] * 5, *[("mężczyzna",)] * 6, ("Anna z bloku 3",))
    assert "Often in the file: kobieta; mężczyzna." in sentence
    assert "Anna" not in sentence


def test_rows_must_be_the_rows_of_the_file() -> None:
    asked = question("matrix", range=(1, 5), rows={"t": ("Transport",), "z": ("Zieleń",)})
    tally, problems = attempted(survey(asked), [form(q={"Transporty": ("5",), "Zieleń": ("1",)})])
    assert tally is None
    assert [found.code for found in problems] == ["survey-row-unknown"]
    tally, problems = attempted(survey(asked), [form(q={"Zieleń": ("1",)})])
    assert [found.code for found in problems] == ["survey-row-missing"]


def test_an_empty_file_is_no_survey() -> None:
    tally, problems = attempted(survey(question("single", "tak")), [])
    assert tally is None
    assert [found.code for found in problems] == ["survey-no-responses"]


def test_complete_forms_are_compared_with_what_was_declared() -> None:
    tally, problems = attempted(survey(question("single", "tak"), complete=3), [form(q=("tak",))])
    assert tally
    assert tally.complete_declared == 3
    assert [found.code for found in problems] == ["survey-complete-differs"]


# --- laws -------------------------------------------------------------------------------------

NAMES = ("a", "b", "c", "d")
ANSWER = st.none() | st.lists(st.sampled_from(NAMES), max_size=4, unique=True).map(tuple)


@given(st.lists(ANSWER, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_forms_changes_nothing(
    answers: list[tuple[str, ...] | None], chance: object
) -> None:
    asked = question("multiple", *NAMES, groups=(("bc", ("b", "c")),))
    mixed = list(answers)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert part(asked, *answers) == part(asked, *mixed)


@given(st.lists(ANSWER, min_size=1, max_size=30))
def test_every_form_is_asked_for_and_every_answer_counted_once(
    answers: list[tuple[str, ...] | None],
) -> None:
    found = part(question("multiple", *NAMES), *answers)
    assert found.asked == sum(answer is not None for answer in answers)
    assert found.asked == found.answered + found.blank + found.declined
    by_hand = Counter(name for answer in answers for name in answer or ())
    assert counts(found) == {name: by_hand[name] for name in NAMES}


@given(
    st.lists(
        st.permutations(NAMES).flatmap(lambda p: st.integers(0, 4).map(lambda n: tuple(p[:n])))
    )
)
def test_places_and_points_of_a_ranking_fit_together(rankings: list[tuple[str, ...]]) -> None:
    if not rankings:
        return
    found = part(question("ranking", *NAMES), *rankings)
    assert sum(item.first for item in found.options) == found.answered
    for item in found.options:
        if item.mean_place is not None:
            assert item.points == item.count * (len(NAMES) + 1 - item.mean_place)


@given(st.lists(st.integers(0, 50), min_size=20, max_size=60))
def test_half_of_the_numbers_lie_on_each_side_of_the_median(values: list[int]) -> None:
    found = part(question("number"), *((str(value),) for value in values)).numbers
    assert found
    assert found.quartiles
    low, median, high = found.quartiles
    assert low <= median <= high
    assert sum(value <= median for value in values) * 2 >= len(values)
    assert sum(value >= median for value in values) * 2 >= len(values)
    ordered = sorted(values)
    middle = len(values) // 2
    assert median == Fraction(ordered[(len(values) - 1) // 2] + ordered[middle], 2)


@given(
    st.lists(st.text(max_size=12), max_size=4).map(tuple),
    st.sampled_from(["single", "number", "scale", "ranking", "multiple", "text"]),
)
def test_no_wording_breaks_the_count(answer: tuple[str, ...], type: str) -> None:
    names = () if type in ("number", "scale", "text") else NAMES
    range_ = (1, 5) if type == "scale" else None
    found = part(question(type, *names, range=range_, leave_out=True), answer)
    assert found.asked == 1


def test_a_response_without_the_question_was_not_asked_it() -> None:
    tally = counted(survey(question("single", "tak")), [form(q=("tak",)), Response({})])
    assert (tally.counted, tally.questions[0].parts[0].asked) == (2, 1)


@given(st.lists(ANSWER, min_size=2, max_size=20), st.integers(0, 20))
def test_one_file_or_two_is_the_same_count(
    answers: list[tuple[str, ...] | None], place: int
) -> None:
    asked = survey(question("multiple", *NAMES))
    forms = [form(q=answer) for answer in answers]
    whole = counted(asked, forms)
    entry = CountedFile(PATH, "given", SURVEY)
    first, second = forms[:place] or forms[:1], forms[place:] if place else forms[1:]
    if not second:
        return
    given_twice = iter((first, second))
    format = Given(())

    def read(reading: Reading) -> Export:
        return Given(tuple(next(given_twice))).read(reading)

    format.read = read  # type: ignore[method-assign]
    halves = replace(asked, files=((entry, {}), (entry, {})))
    tally, problems = count_survey(halves, lambda path: in_memory(path, "x"), {"given": format})
    assert problems == ()
    assert tally
    assert tally.questions == whole.questions


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40), st.integers(2, 8))
def test_a_number_is_told_only_when_enough_people_stand_behind_it(
    values: list[int], least: int
) -> None:
    asked = survey(question("number"), min_cell=least)
    (found,) = counted(asked, [form(q=(str(value),)) for value in values]).questions
    numbers = found.parts[0].numbers
    assert numbers
    assert (numbers.mean is not None) == (len(values) >= least)
    assert (numbers.quartiles is not None) == (len(values) >= 4 * least)
    for end, shown in ((min(values), numbers.least), (max(values), numbers.greatest)):
        assert shown is None or (shown == end and values.count(end) >= least)


# --- splits -----------------------------------------------------------------------------------


def split(
    people: list[tuple[tuple[str, ...], tuple[str, ...]]], **more: object
) -> tuple[Protected | Withheld, ...]:
    """Answers to ``q`` by those to ``wiek``."""
    age = QuestionRequest("wiek", "Wiek", "single", options=options("m", "s", "x"), most=1)
    asked = survey(question("single", "tak", "nie", split=True), age, split_by=("wiek",), **more)
    forms = [form(wiek=group, q=answer) for group, answer in people]
    first, second = counted(asked, forms).questions
    assert second.parts[0].splits == ()  # no question is split by itself
    return first.parts[0].splits


def test_a_split_counts_those_without_an_answer_as_a_cell_to_protect() -> None:
    people = [(("m",), ("tak",))] * 9 + [(("m",), ("nie",))] * 8 + [(("m",), ())] * 7
    people += [(("s",), ("tak",))] * 6 + [(("s",), ("nie",))] * 5 + [(("s",), ())] * 5
    (found,) = split(people)
    assert found == Protected(
        "wiek", ("tak", "nie", NO_ANSWER), ("m", "s"), (24, 16), ((9, 8, 7), (6, 5, 5))
    )


def test_small_groups_and_small_cells_of_a_split_are_not_shown() -> None:
    people = [(("m",), ("tak",))] * 20 + [(("m",), ("nie",))] * 20
    people += [(("s",), ("tak",))] * 18 + [(("s",), ("nie",))] * 2
    (found,) = split(people)
    assert isinstance(found, Protected)
    assert found.sizes == (40, 20)
    assert None in found.counts[1]
    assert None in found.counts[0]  # or the total would tell the hidden one
    (lonely,) = split([*people[:40], (("x",), ("tak",))])
    assert lonely == Withheld("wiek", "one-group")


def test_a_survey_of_minors_is_never_split() -> None:
    people = [(("m",), ("tak",))] * 30 + [(("s",), ("nie",))] * 30
    assert split(people, minors=True) == (Withheld("wiek", "minors"),)


def test_a_count_can_be_remembered_and_is_then_the_same() -> None:
    rows = {"t": ("Transport",), "z": ("Zieleń",)}
    asked = survey(
        QuestionRequest("wiek", "Wiek", "single", options=options("m", "s"), most=1),
        replace(question("ranking", "a", "b"), id="ranking"),
        replace(question("number"), id="km"),
        replace(question("matrix", range=(1, 5), rows=rows, split=True), id="oceny"),
        split_by=("wiek",),
    )
    answers: dict[str, Any] = {
        "ranking": ("a", "b"),
        "km": ("1,5",),
        "oceny": {"Transport": ("5",), "Zieleń": ("2",)},
    }
    forms = [form(wiek=("m",), **answers)] * 20 + [form(wiek=("s",), **answers)] * 3
    tally = counted(asked, forms)
    adapter = TypeAdapter(SurveyTally)
    assert adapter.validate_json(adapter.dump_json(tally)) == tally


def test_two_attributes_are_never_split_by_each_other() -> None:
    # The same table twice, hidden in two ways, would tell what each of them hides.
    ages = QuestionRequest("wiek", "Wiek", "single", options=options("m", "s"), most=1)
    towns = QuestionRequest("rynek", "Rynek", "single", options=options("a", "b"), most=1)
    asked = survey(
        question("single", "tak", "nie", split=True), ages, towns, split_by=("wiek", "rynek")
    )
    forms = [
        form(wiek=(age,), rynek=(town,), q=(answer,))
        for age in "ms"
        for town in "ab"
        for answer in ("tak", "nie")
        for _ in range(9)
    ]
    first, second, third = counted(asked, forms).questions
    assert len(first.parts[0].splits) == 2
    assert second.parts[0].splits == third.parts[0].splits == ()


def test_a_question_put_to_some_is_not_split_since_its_groups_count_another_answer() -> None:
    people = [(("m",), ("tak",))] * 30 + [(("s",), ("nie",))] * 30
    age = QuestionRequest("wiek", "Wiek", "single", options=options("m", "s"), most=1)
    asked = survey(question("single", "tak", "nie", split=True), age, split_by=("wiek",))
    forms = [form(wiek=group, q=answer) for group, answer in people] + [form(wiek=("m",))]
    first, _ = counted(asked, forms).questions
    assert first.parts[0].splits == (Withheld("wiek", "asked-of-some"),)
