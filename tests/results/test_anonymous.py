"""Ballots for publication: nothing of the people, all of the count."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Span
from civicsite.exports.dataset import Ballot
from civicsite.results.anonymous import PublishedBallots, Terms, anonymise
from civicsite.results.suppression import Protected
from tests.exports.files import words

OPTIONS = ("a", "b", "c")
HERE = Span("content/lipowiec/park/results.yaml", 9, 3)


def ballot(*marks: str, **attributes: str) -> Ballot:
    return Ballot("", marks, attributes=tuple(attributes.items()))


def published(ballots: list[Ballot], *attributes: str, **terms: object) -> PublishedBallots:
    made, problems = anonymise(ballots, OPTIONS, Terms(attributes, span=HERE, **terms))  # type: ignore[arg-type]
    assert problems == ()
    assert made is not None
    return made


@st.composite
def votes(draw: st.DrawFn) -> list[Ballot]:
    groups = draw(st.lists(st.sampled_from(["Zachód", "Wschód", "Rynek", ""]), max_size=60))
    return [
        Ballot(
            "",
            tuple(draw(st.permutations(OPTIONS))[: draw(st.integers(1, 2))]),
            channel=draw(st.sampled_from(["online", "paper"])),
            voter=str(number),
            received=datetime(2026, 6, 1, tzinfo=UTC),
            line=number + 2,
            attributes=(("district", group), ("age", draw(st.sampled_from(["18–39", "40+"])))),
        )
        for number, group in enumerate(groups)
    ]


@given(votes(), st.integers(2, 12))
def test_privacy_never_changes_a_count(ballots: list[Ballot], k: int) -> None:
    made = published(ballots, "district", "age", k=k)
    assert made.total == len(ballots)
    before = Counter(tuple(sorted(item.marks)) for item in ballots)
    after: Counter[tuple[str, ...]] = Counter()
    for row in made.rows:
        after[row.marks] += row.number
    assert before == after


@given(votes(), st.integers(2, 12))
def test_what_is_shown_of_a_person_is_shared_by_k(ballots: list[Ballot], k: int) -> None:
    made = published(ballots, "district", "age", k=k)
    shown: Counter[tuple[str, ...]] = Counter()
    for row in made.rows:
        shown[row.attributes] += row.number
    if made.attributes:
        assert all(number >= k for number in shown.values())


@given(votes())
def test_nobody_who_is_shown_with_attributes_is_shown_with_a_rare_vote(
    ballots: list[Ballot],
) -> None:
    made = published(ballots, "district", "age", k=5, min_cell=5)
    assert all(row.number >= 5 for row in made.rows if any(row.attributes))


@given(votes())
def test_attributes_are_true_or_blank(ballots: list[Ballot]) -> None:
    made = published(ballots, "district", "age", k=3, min_cell=3)
    true: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for item in ballots:
        true[dict(item.attributes)["district"], tuple(sorted(item.marks))] += 1
    if "district" not in made.attributes:
        return
    place = made.attributes.index("district")
    shown: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for row in made.rows:
        if row.attributes[place]:
            shown[row.attributes[place], row.marks] += row.number
    assert all(number <= true[key] for key, number in shown.items())


@given(votes().flatmap(lambda ballots: st.tuples(st.just(ballots), st.permutations(ballots))))
def test_the_order_of_entry_leaves_no_trace(two: tuple[list[Ballot], list[Ballot]]) -> None:
    one, other = (published(ballots, "district") for ballots in two)
    assert one == other


@given(votes())
def test_a_split_shown_beside_the_ballots_tells_what_the_ballots_tell(
    ballots: list[Ballot],
) -> None:
    made = published(ballots, "district", k=5)
    if "district" not in made.attributes:
        return
    split = made.split("district", OPTIONS)
    for option in range(3):
        votes = sum(row.number for row in made.rows if OPTIONS[option] in row.marks)
        assert sum(cells[option] or 0 for cells in split.counts) == votes
    assert sum(split.sizes) == made.total


def test_ballots_with_all_their_attributes() -> None:
    ballots = [
        *[ballot("a", district="Zachód")] * 20,
        *[ballot("b", district="Zachód")] * 10,
        *[ballot("a", district="Wschód")] * 15,
        *[ballot("b", district="Wschód")] * 15,
    ]
    made = published(ballots, "district")
    assert [(row.attributes, row.marks, row.number) for row in made.rows] == [
        (("Wschód",), ("a",), 15),
        (("Wschód",), ("b",), 15),
        (("Zachód",), ("a",), 20),
        (("Zachód",), ("b",), 10),
    ]
    assert made.blanked == 0
    assert made.split("district", OPTIONS) == Protected(
        "district", OPTIONS, ("Wschód", "Zachód"), (30, 30), ((15, 15, 0), (20, 10, 0))
    )


def test_a_rare_vote_loses_its_attribute_together_with_others_that_hide_it() -> None:
    ballots = [
        *[ballot("a", district="Zachód")] * 20,
        *[ballot("b", district="Zachód")] * 2,
        *[ballot("c", district="Zachód")] * 30,
        *[ballot("a", district="Wschód")] * 15,
        *[ballot("b", district="Wschód")] * 15,
        *[ballot("c", district="Wschód")] * 40,
    ]
    made = published(ballots, "district")
    rare = [row for row in made.rows if row.marks == ("b",)]
    assert [(row.attributes, row.number) for row in rare] == [(("",), 17)]
    assert made.blanked > 17


def test_of_two_attributes_the_last_named_is_blanked_first() -> None:
    ballots = []
    for district in ("Zachód", "Wschód"):
        for age in ("18–39", "40+", "70+"):
            for mark in ("a", "b"):
                ballots += [ballot(mark, district=district, age=age)] * 8
    made = published(ballots, "district", "age", k=20)
    assert made.attributes == ("district",)
    assert made.dropped == ("age",)
    assert made.blanked == len(ballots)


def test_attributes_that_tell_too_much_are_dropped_and_named() -> None:
    made = published([ballot("a", district="Zachód"), ballot("b", district="Wschód")], "district")
    assert made.attributes == ()
    assert made.dropped == ("district",)
    assert [row.attributes for row in made.rows] == [(), ()]


def test_marks_stand_in_the_order_of_the_ballot_unless_they_are_a_ranking() -> None:
    assert [row.marks for row in published([ballot("c", "a")]).rows] == [("a", "c")]
    made = published([ballot("c", "a")], ranked=True, risk_accepted=True)
    assert [row.marks for row in made.rows] == [("c", "a")]


def test_points_stay_with_their_marks() -> None:
    given_ = Ballot("", ("c", "a"), points=(Decimal("1.5"), 3))
    made = published([given_], risk_accepted=True)
    assert [(row.marks, row.points) for row in made.rows] == [(("a", "c"), (3, Decimal("1.5")))]


@pytest.mark.parametrize(
    ("item", "ranked"),
    [
        (ballot("a", "b"), True),
        (ballot("a", "b", "c", "d", "e", "f"), False),
        (Ballot("", ("a", "b"), points=(2, 1)), False),
    ],
)
def test_rare_patterns_need_somebody_who_answers_for_them(item: Ballot, ranked: bool) -> None:
    made, problems = anonymise([item], OPTIONS, Terms(ranked=ranked, span=HERE))
    assert made is None
    assert words(problems) == [
        "these ballots are rankings, give points or have more than 5 marks: such patterns are so"
        " rare that they can point at a person or prove a"
        " bought vote. Write ballots: no, or name under accept_pattern_risk: who takes this risk,"
        " since when and why."
    ]
    assert published([item], ranked=ranked, risk_accepted=True).total == 1


def test_five_marks_and_a_ranking_of_one_are_no_risk() -> None:
    assert published([ballot("a", "b", "c", "d", "e")]).total == 1
    assert published([ballot("a")], ranked=True).total == 1


def test_ballots_of_minors_are_never_published() -> None:
    made, problems = anonymise([ballot("a")], OPTIONS, Terms(minors=True, span=HERE))
    assert made is None
    assert [found.code for found in problems] == ["ballots-of-minors"]


def test_a_contest_without_ballots() -> None:
    assert published([], "district") == PublishedBallots((), (), ("district",))


def test_a_limit_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="hides nothing"):
        anonymise([], OPTIONS, Terms(k=1))


def test_a_row_may_stand_for_many_ballots() -> None:
    made = published([Ballot("", ("a",), count=7), ballot("a")])
    assert [(row.marks, row.number) for row in made.rows] == [(("a",), 8)]


def test_many_rare_patterns_keep_what_is_common_in_sight_and_take_no_time() -> None:
    names = tuple(f"p{n}" for n in range(60))
    ballots = [
        ballot(names[n % 60], names[(7 * n + 1 + n // 60) % 60], district=("a", "b")[n % 2])
        for n in range(3000)
    ]
    common = [ballot("p0", district=name) for name in ("a", "b") for _ in range(200)]
    made = published([*ballots, *common], "district", min_cell=5)
    assert made.total == 3400
    shown = {row.marks: row.number for row in made.rows if row.attributes == ("a",)}
    assert all(number >= 5 for number in shown.values())
