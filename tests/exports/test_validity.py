from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic, Span
from civicsite.exports.dataset import Ballot
from civicsite.exports.validity import UNDECIDED, ChannelSheet, Limits, Range, Sorter, Validity
from tests.exports.files import places, words

NOON = datetime(2026, 6, 14, 12, tzinfo=UTC)


def ballot(
    *marks: str, voter: str = "", channel: str = "", hour: int | None = None, unknown: int = 0
) -> Ballot:
    received = None if hour is None else NOON + timedelta(hours=hour)
    return Ballot("", marks, channel, (), voter, received, unknown, 2)


def sort(
    ballots: Iterable[Ballot],
    validity: Validity = Validity(),  # noqa: B008 - frozen
    marks: Range = (None, None),
    points: Range = (None, None),
    points_each: Range = (None, None),
) -> tuple[dict[str, ChannelSheet], list[Ballot], list[Diagnostic]]:
    counted: list[Ballot] = []
    limits = Limits(marks, points, points_each)
    sorter = Sorter(validity, limits, counted.append)
    for item in ballots:
        sorter.take(item, "data/a.csv")
    problems = sorter.finish(Span("results.yaml", 9, 1))
    return sorter.sheets, counted, problems


def test_ballots_with_allowed_marks_count_and_blank_ones_are_invalid() -> None:
    sheets, counted, problems = sort([ballot("1"), ballot("1", "2"), ballot()], marks=(1, 2))
    assert (sheets[""].valid, sheets[""].cast) == (2, 3)
    assert sheets[""].invalid == {"blank": 1}
    assert sheets[""].votes == {"1": 2, "2": 1}
    assert [item.marks for item in counted] == [("1",), ("1", "2")]
    assert problems == []


def test_an_undecided_case_is_an_error_that_says_which_key_to_add() -> None:
    _, counted, problems = sort([ballot("1", "2"), ballot("1", "2")], marks=(1, 1))
    assert counted == []
    assert places(problems) == ["results.yaml:9:1: undecided-too-many-marks"]
    assert words(problems) == [
        "2 ballots have more marks than allowed, and validity: does not say what that means"
        " (the first at data/a.csv:2). Check the rules of the vote and add too_many_marks: with"
        " the word “invalid”."
    ]
    assert words(problems, "pl") == [
        "2 karty mają za dużo zaznaczeń, a validity: nie mówi, co wtedy (pierwsza: data/a.csv:2)."
        " Sprawdź regulamin głosowania i dopisz too_many_marks: ze słowem „invalid” (karta"
        " nieważna)."
    ]


@pytest.mark.parametrize("code", UNDECIDED.values())
@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_undecided_case_has_words(code: str, language: str) -> None:
    catalogue = packaged_catalogue(language)
    assert catalogue.has(code)
    assert catalogue.has(f"{code}.next")


@pytest.mark.parametrize(
    ("case", "validity", "marks"),
    [
        ([ballot("1", unknown=1)], "unknown_option", (None, None)),
        ([ballot("1", "2")], "too_many_marks", (None, 1)),
        ([ballot("1")], "too_few_marks", (2, 3)),
        ([ballot("1", voter="a"), ballot("2", voter="a")], "duplicate_in_channel", (None, None)),
        (
            [ballot("1", voter="a", channel="online"), ballot("2", voter="a", channel="paper")],
            "both_channels",
            (None, None),
        ),
    ],
)
def test_there_are_no_defaults(
    case: list[Ballot], validity: str, marks: tuple[int | None, int | None]
) -> None:
    _, _, problems = sort(case, marks=marks)
    assert [problem.code for problem in problems] == [UNDECIDED[validity]]


def test_a_case_that_does_not_occur_needs_no_decision() -> None:
    one = [ballot("1", voter="a", channel="online"), ballot("1", voter="b", channel="online")]
    assert sort(one, marks=(1, 1))[2] == []


@pytest.mark.parametrize(
    ("decision", "valid", "votes", "dropped"),
    [("drop-mark", 1, {"1": 1}, 1), ("invalid", 0, {}, 0)],
)
def test_unknown_options_are_dropped_or_make_the_ballot_invalid(
    decision: str, valid: int, votes: dict[str, int], dropped: int
) -> None:
    validity = Validity(unknown_option=decision)
    sheets, _, _ = sort([ballot("1", unknown=1)], validity, (1, 1))
    assert (sheets[""].valid, sheets[""].votes, sheets[""].dropped_marks) == (valid, votes, dropped)


def test_a_ballot_with_nothing_but_unknown_options_is_invalid_and_not_blank() -> None:
    sheets, _, _ = sort([ballot(unknown=2)], Validity(unknown_option="drop-mark"))
    assert sheets[""].invalid == {"unknown-option": 1}


@pytest.mark.parametrize(
    ("decision", "votes", "invalid", "left_out"),
    [
        ("first", {"1": 1}, {}, {"duplicate": 2}),
        ("last", {"3": 1}, {}, {"duplicate": 2}),
        ("all-invalid", {}, {"duplicate": 3}, {}),
    ],
)
def test_of_several_ballots_of_one_voter_the_one_decided_counts(
    decision: str, votes: dict[str, int], invalid: dict[str, int], left_out: dict[str, int]
) -> None:
    three = [ballot("1", voter="a"), ballot("2", voter="a"), ballot("3", voter="a")]
    sheets, _, problems = sort(three, Validity(duplicate_in_channel=decision))
    assert problems == []
    assert (sheets[""].votes, sheets[""].invalid) == (votes, invalid)
    assert sheets[""].left_out == left_out


@pytest.mark.parametrize(("decision", "votes"), [("first", {"2": 1}), ("last", {"1": 1})])
def test_times_of_arrival_decide_which_is_first_before_the_order_of_rows(
    decision: str, votes: dict[str, int]
) -> None:
    rows = [ballot("1", voter="a", hour=3), ballot("2", voter="a", hour=1)]
    sheets, _, _ = sort(rows, Validity(duplicate_in_channel=decision))
    assert sheets[""].votes == votes


def test_a_later_ballot_replaces_an_earlier_one_even_when_it_is_invalid() -> None:
    rows = [ballot("1", voter="a"), ballot("1", "2", voter="a")]
    validity = Validity(too_many_marks="invalid", duplicate_in_channel="last")
    sheets, _, _ = sort(rows, validity, (1, 1))
    assert (sheets[""].valid, sheets[""].invalid) == (0, {"too-many-marks": 1})


@pytest.mark.parametrize(
    ("decision", "online", "paper"),
    [
        ("online", (1, {}, {}), (0, {}, {"other-channel": 1})),
        ("paper", (0, {}, {"other-channel": 1}), (1, {}, {})),
        ("all-invalid", (0, {"both-channels": 1}, {}), (0, {"both-channels": 1}, {})),
    ],
)
def test_of_a_voter_in_both_channels_the_one_decided_counts(
    decision: str,
    online: tuple[int, dict[str, int], dict[str, int]],
    paper: tuple[int, dict[str, int], dict[str, int]],
) -> None:
    both = [ballot("1", voter="a", channel="online"), ballot("2", voter="a", channel="paper")]
    sheets, _, problems = sort(both, Validity(both_channels=decision))
    assert problems == []
    for channel, expected in (("online", online), ("paper", paper)):
        sheet = sheets[channel]
        assert (sheet.valid, sheet.invalid, sheet.left_out) == expected


def test_a_pair_of_channels_that_the_decision_does_not_cover_is_undecided() -> None:
    both = [ballot("1", voter="a", channel="online"), ballot("2", voter="a", channel="on-site")]
    _, counted, problems = sort(both, Validity(both_channels="paper"))
    assert counted == []
    assert [problem.code for problem in problems] == ["undecided-both-channels"]


def test_what_arrives_at_the_deadline_is_late() -> None:
    validity = Validity(received_until=(("online", NOON),))
    rows = [
        ballot("1", channel="online", hour=-1),
        ballot("1", channel="online", hour=0),
        ballot("1", channel="paper", hour=9),
    ]
    sheets, _, _ = sort(rows, validity)
    assert (sheets["online"].valid, sheets["online"].left_out) == (1, {"late": 1})
    assert sheets["paper"].valid == 1


def test_a_deadline_that_cannot_be_checked_is_told() -> None:
    validity = Validity(received_until=(("online", NOON),))
    sheets, _, problems = sort([ballot("1", channel="online")] * 5, validity)
    assert sheets["online"].valid == 5
    assert words(problems)[0].startswith(
        "validity: has a last moment of arrival for online, but 5 ballots say no time of arrival."
    )


def test_what_was_checked_elsewhere_counts_as_it_is() -> None:
    rows = [ballot("1", "2", voter="a"), ballot("1", voter="a"), ballot()]
    sheets, _, problems = sort(rows, Validity(as_declared=True), (1, 1))
    assert problems == []
    assert (sheets[""].valid, sheets[""].invalid) == (2, {"blank": 1})


def test_unknown_options_want_a_decision_even_where_the_rest_was_checked_elsewhere() -> None:
    _, _, problems = sort([ballot("1", unknown=1)], Validity(as_declared=True))
    assert [problem.code for problem in problems] == ["undecided-unknown-option"]


def test_an_empty_part_of_a_branching_form_can_be_declared_as_no_ballot() -> None:
    sheets, _, _ = sort([ballot(), ballot("1")], Validity(blank="not-cast"))
    assert (sheets[""].cast, sheets[""].left_out) == (1, {"blank": 1})


BALLOTS = st.lists(
    st.builds(
        Ballot,
        st.just(""),
        st.lists(st.sampled_from("123"), unique=True).map(tuple),
        st.sampled_from(["online", "paper"]),
        voter=st.sampled_from(["", "a", "b"]),
        unknown=st.integers(0, 1),
    ),
    max_size=8,
)
DECIDED = st.builds(
    Validity,
    too_many_marks=st.just("invalid"),
    too_few_marks=st.sampled_from(["valid", "invalid"]),
    unknown_option=st.sampled_from(["drop-mark", "invalid"]),
    duplicate_in_channel=st.sampled_from(["first", "last", "all-invalid"]),
    both_channels=st.sampled_from(["all-invalid", "paper", "online"]),
)


@given(BALLOTS, DECIDED)
def test_every_ballot_is_valid_invalid_or_left_out(
    ballots: list[Ballot], validity: Validity
) -> None:
    sheets, counted, problems = sort(ballots, validity, (1, 2))
    assert problems == []
    assert len(counted) == sum(sheet.valid for sheet in sheets.values())
    total = sum(s.valid + s.invalid.total() + s.left_out.total() for s in sheets.values())
    assert total == len(ballots)


@given(BALLOTS, DECIDED, st.randoms(use_true_random=False))
def test_where_no_order_is_decided_the_order_of_ballots_changes_nothing(
    ballots: list[Ballot], validity: Validity, chance: object
) -> None:
    if validity.duplicate_in_channel != "all-invalid":
        ballots = [item for item in ballots if not item.voter]
    shuffled = list(ballots)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sort(ballots, validity, (1, 2))[0] == sort(shuffled, validity, (1, 2))[0]


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(["1", "2", "3"]), max_size=3, unique=True),
            st.integers(0, 1),
            st.sampled_from([None, -1, 1]),
            st.integers(1, 5),
        ),
        max_size=8,
    ),
    st.sampled_from(["invalid", "not-cast"]),
    st.sampled_from(["invalid", "drop-mark"]),
)
def test_a_row_that_stands_for_n_ballots_counts_as_n_of_them(
    rows: list[tuple[list[str], int, int | None, int]], blank: str, unknown: str
) -> None:
    validity = Validity(
        too_many_marks="invalid",
        blank=blank,
        unknown_option=unknown,
        received_until=(("online", NOON),),
    )
    summed = [
        replace(ballot(*marks, channel="online", hour=hour, unknown=odd), count=n)
        for marks, odd, hour, n in rows
    ]
    single = [replace(row, count=1) for row in summed for _ in range(row.count)]
    sheets, counted, problems = sort(summed, validity, (None, 2))
    expected, each, same = sort(single, validity, (None, 2))
    assert (sheets, problems) == (expected, same)
    assert [replace(row, count=1) for row in counted for _ in range(row.count)] == each
