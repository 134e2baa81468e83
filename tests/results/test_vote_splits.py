"""Votes by attributes of the voters, from the ballots to the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Ballot
from civicsite.results.anonymous import Terms, anonymise
from civicsite.results.suppression import Protected, Withheld
from civicsite.results.vote_splits import SplitRequest, VoteSplits
from tests.sites.tiny import SITE, build, write

OPTIONS = ("a", "b", "c")
AFTER = "2026-05-11T12:00:00+02:00"
PARK = "content/lipowiec/park"


def ballot(*marks: str, count: int = 1, **attributes: str) -> Ballot:
    return Ballot("", marks, attributes=tuple(attributes.items()), count=count)


TOWN = [
    ballot("a", district="Zachód", count=20),
    ballot("b", district="Zachód", count=15),
    ballot("c", district="Zachód", count=12),
    ballot("a", district="Wschód", count=14),
    ballot("b", district="Wschód", count=19),
    ballot("c", district="Wschód", count=11),
]


def told(
    ballots: list[Ballot], *by: str, ranked: bool = False, published: bool = False, **terms: object
) -> tuple[Protected | Withheld, ...]:
    request = SplitRequest(by, Terms(**terms), published)  # type: ignore[arg-type]
    splits = VoteSplits(request, ranked)
    for item in ballots:
        splits.take(item)
    return splits.told(OPTIONS)


def test_votes_by_district() -> None:
    assert told(TOWN, "district") == (
        Protected(
            "district", OPTIONS, ("Wschód", "Zachód"), (44, 47), ((14, 19, 11), (20, 15, 12))
        ),
    )


def test_without_ballots_there_is_no_split_and_minors_are_never_split() -> None:
    assert told([], "district") == ()
    assert told(TOWN, "district", minors=True) == (Withheld("district", "minors"),)


def test_a_value_that_few_voters_have_is_never_named() -> None:
    rare = [
        ballot("a", district="ul. Lipowa 1, Anna Nowak"),
        ballot("b", district="Rynek", count=6),
    ]
    (split,) = told([*TOWN, *rare], "district")
    assert isinstance(split, Protected)
    assert "Nowak" not in repr(split)
    assert split.joined == ("Rynek", "")


def test_of_a_ranking_the_first_preference_is_split() -> None:
    ballots = [
        Ballot("", (*item.marks, "x"), attributes=item.attributes, count=item.count)
        for item in TOWN
    ]
    (split,) = told(ballots, "district", ranked=True)
    assert isinstance(split, Protected)
    assert split.options == OPTIONS


def test_beside_published_ballots_a_split_is_counted_from_them() -> None:
    ballots = [*TOWN, ballot("b", district="Rynek", count=12), ballot("a", district="Rynek")]
    terms = {"attributes": ("district",)}
    (split,) = told(ballots, "district", published=True, **terms)
    made, _ = anonymise(ballots, OPTIONS, Terms(("district",)))
    assert made
    assert split == made.split("district", OPTIONS)


def test_ballots_with_several_marks_allow_no_other_split() -> None:
    # Published ballots tell that a and b are always marked together: of a hidden and a shown cell
    # the one would tell the other.
    ballots = [
        ballot("a", "b", district="Zachód", count=20),
        ballot("c", district="Zachód", count=20),
        ballot("a", "b", district="Wschód", count=20),
        ballot("c", district="Wschód", count=20),
    ]
    assert told(ballots, "district", published=True) == (Withheld("district", "ballots-published"),)
    assert isinstance(told(ballots, "district")[0], Protected)


def test_what_follows_from_an_attribute_of_the_ballots_is_not_split() -> None:
    ballots = [
        ballot(mark, district=district, region="R" if district == "a" else "S", count=20)
        for mark in OPTIONS
        for district in ("a", "b", "c")
    ]
    terms = {"attributes": ("district",)}
    assert told(ballots, "region", published=True, **terms) == (Withheld("region", "nested"),)


@given(st.permutations(TOWN))
def test_the_order_of_ballots_changes_nothing(ballots: list[Ballot]) -> None:
    assert told(ballots, "district") == told(TOWN, "district")


# On the page


def site(publish: str) -> dict[str, str]:
    files = dict(SITE)
    rows = "1;online;Zachód\n" * 20 + "2;online;Zachód\n" * 9 + "1;online;Wschód\n" * 11
    rows += "2;online;Wschód\n" * 13 + "1;online;Rynek\n" * 2 + "2;online;Rynek\n"
    files[f"{PARK}/data/glosy.csv"] = f"Wybór;Kanał;Dzielnica\n{rows}"
    files[f"{PARK}/results.yaml"] = SITE[f"{PARK}/results.yaml"].replace(
        "    choice: Wybór\n", "    choice: Wybór\n    attributes:\n      district: Dzielnica\n"
    )
    files[f"{PARK}/results.yaml"] = files[f"{PARK}/results.yaml"].replace("count: 20", "count: 200")
    files[f"{PARK}/results.yaml"] += publish
    return files


def page(root: Path) -> str:
    return (root / "build/lipowiec/park/results.html").read_text("utf-8")


def test_what_is_not_named_is_not_split(tmp_path: Path) -> None:
    done = build(write(tmp_path, site("")), at=AFTER)
    assert done.exit_code == 0, done.output
    assert "Zachód" not in page(tmp_path)


def test_the_page_shows_the_groups_and_says_what_is_missing(tmp_path: Path) -> None:
    done = build(write(tmp_path, site("publish:\n  split_by:\n    - district\n")), at=AFTER)
    assert done.exit_code == 0, done.output
    html = page(tmp_path)
    assert "Głosy w grupach głosujących" in html
    assert "Według: Dzielnica" in html
    assert "Rynek" not in html
    assert "Grupy, w których głosowało mniej osób niż 5, pokazujemy razem" in html


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_split_that_may_not_be_shown_says_why(tmp_path: Path, language: str) -> None:
    files = site("publish:\n  split_by:\n    - district\n")
    files[f"{PARK}/data/glosy.csv"] = "Wybór;Kanał;Dzielnica\n" + "1;online;Zachód\n" * 9
    done = build(write(tmp_path, files), at=AFTER)
    assert done.exit_code == 0, done.output
    path = (
        "build/lipowiec/park/results.html"
        if language == "pl"
        else "build/en/lipowiec/park/results.html"
    )
    html = (tmp_path / path).read_text("utf-8")
    assert {"pl": "Nie pokazujemy podziału", "en": "Not shown by"}[language] in html
