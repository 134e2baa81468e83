from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from civicsite.results.splits import SplitCounter, protected, since
from civicsite.results.suppression import Protected, Withheld

Person = tuple[dict[str, str], list[str]]


def counter(people: list[Person], *attributes: str) -> SplitCounter:
    counting = SplitCounter(attributes, ("yes", "no"))
    for values, answers in people:
        counting.take(values, answers)
    return counting


def crowd(number: int, answer: str, **values: str) -> list[Person]:
    return [(values, [answer])] * number


TOWN = [
    *crowd(30, "yes", district="Zachód", age="18–39"),
    *crowd(20, "no", district="Zachód", age="40+"),
    *crowd(25, "yes", district="Wschód", age="40+"),
    *crowd(35, "no", district="Wschód", age="18–39"),
]


def test_each_attribute_makes_a_split_of_the_same_answers() -> None:
    by_district, by_age = protected(counter(TOWN, "district", "age"))
    assert by_district == Protected(
        "district", ("yes", "no"), ("Wschód", "Zachód"), (60, 50), ((25, 35), (30, 20))
    )
    assert by_age == Protected(
        "age", ("yes", "no"), ("18–39", "40+"), (65, 45), ((30, 35), (25, 20))
    )


def test_people_of_whom_it_is_not_known_are_a_group_of_their_own() -> None:
    people = [*TOWN, *crowd(10, "yes"), *crowd(10, "no", district=" ")]
    (split,) = protected(counter(people, "district"))
    assert isinstance(split, Protected)
    assert split.groups == ("Wschód", "Zachód", "")
    assert split.sizes == (60, 50, 20)


def test_a_person_who_marks_an_option_twice_counts_once() -> None:
    counting = counter([({"district": "Zachód"}, ["yes", "yes"])], "district")
    assert counting.counted("district").counts == ((1, 0),)


def test_several_people_who_answered_the_same_are_taken_at_once() -> None:
    counting = SplitCounter(("district",), ("yes", "no"))
    counting.take({"district": "Zachód"}, ["yes"], 7)
    assert counting.counted("district").sizes == (7,)
    assert counting.counted("district").counts == ((7, 0),)


def test_of_two_attributes_where_one_follows_from_the_other_only_the_first_is_shown() -> None:
    people = [
        *crowd(30, "yes", street="Lipowa", district="Zachód"),
        *crowd(20, "no", street="Lipowa", district="Zachód"),
        *crowd(30, "yes", street="Dębowa", district="Zachód"),
        *crowd(20, "no", street="Dębowa", district="Zachód"),
        *crowd(25, "yes", street="Polna", district="Wschód"),
        *crowd(35, "no", street="Polna", district="Wschód"),
    ]
    first, second = protected(counter(people, "street", "district"))
    assert isinstance(first, Protected)
    assert second == Withheld("district", "nested")
    first, second = protected(counter(people, "district", "street"))
    assert isinstance(first, Protected)
    assert second == Withheld("street", "nested")


def test_an_attribute_with_one_value_does_not_keep_another_from_being_shown() -> None:
    people = [({**values, "town": "Lipowiec"}, answers) for values, answers in TOWN]
    town, district = protected(counter(people, "town", "district"))
    assert town == Withheld("town", "one-group")
    assert isinstance(district, Protected)


def test_a_vote_of_minors_is_never_split() -> None:
    assert protected(counter(TOWN, "district"), minors=True) == (Withheld("district", "minors"),)


def test_an_earlier_publication_is_taken_into_account() -> None:
    before = protected(counter(TOWN, "district"))[0]
    assert isinstance(before, Protected)
    one_more = [*TOWN, *crowd(1, "yes", district="Zachód")]
    now = protected(counter(one_more, "district"), earlier={"district": [before]})
    assert now == (Withheld("district", "changed"),)


@given(
    st.lists(
        st.tuples(
            st.fixed_dictionaries({"district": st.sampled_from(["Zachód", "Wschód", ""])}),
            st.lists(st.sampled_from(["yes", "no"])),
        )
    ).flatmap(lambda people: st.tuples(st.just(people), st.permutations(people)))
)
def test_the_order_of_people_changes_nothing(two: tuple[list[Person], list[Person]]) -> None:
    one, other = (counter(people, "district").counted("district") for people in two)
    assert one == other


# A corrected result beside the earlier one


def told(*rows: tuple[int, int], joined: tuple[str, ...] = ()) -> Protected:
    sizes = tuple(sum(cell or 0 for cell in row) for row in rows)
    groups = tuple(f"g{n}" for n in range(len(rows) - bool(joined)))
    return Protected("district", ("yes", "no"), groups, sizes, rows, joined)


def test_a_correction_that_changes_no_split_leaves_it() -> None:
    split = told((30, 20), (40, 50))
    assert since([split], [split], 5) == (split,)


def test_a_split_that_was_not_told_before_may_be_told_now() -> None:
    split = told((30, 20), (40, 50))
    assert since([split], [], 5) == (split,)
    assert since([split], [Withheld("district", "one-group")], 5) == (split,)


def test_a_split_that_a_correction_took_away_does_not_come_back() -> None:
    gone = Withheld("district", "changed")
    assert since([told((30, 20), (40, 50))], [gone], 5) == (gone,)


def test_a_correction_of_one_ballot_takes_the_split_away() -> None:
    before, now = told((30, 20), (40, 50)), told((31, 20), (40, 50))
    assert since([now], [before], 5) == (Withheld("district", "changed"),)


def test_a_correction_of_many_ballots_keeps_it() -> None:
    before, now = told((30, 20), (40, 50)), told((45, 30), (40, 50))
    assert since([now], [before], 5) == (now,)


def test_other_groups_beside_the_earlier_ones_would_tell_the_difference() -> None:
    before = told((30, 20), (40, 50), (9, 9), joined=("x", "y"))
    now = told((30, 20), (40, 50), (6, 7))
    assert since([now], [before], 5) == (Withheld("district", "changed"),)


cells = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(st.lists(cells, min_size=2, max_size=3), st.lists(cells, min_size=3, max_size=3))
def test_no_number_of_people_that_changed_by_few_is_told(
    before: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    earlier = told(*before)
    grown = [(a + c, b + d) for (a, b), (c, d) in zip(before, more, strict=False)]
    (now,) = since([told(*grown)], [earlier], 5)
    if isinstance(now, Protected):
        for row, was in zip(now.counts, earlier.counts, strict=True):
            changes = [(a or 0) - (b or 0) for a, b in zip(row, was, strict=True)]
            assert all(not 0 < abs(change) < 5 for change in (*changes, sum(changes)))
