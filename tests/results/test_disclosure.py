"""What may be told of a result beyond its totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Declared, Option
from civicsite.results.anonymous import Terms
from civicsite.results.counts import ChannelCount, DistrictCount, OptionTally, Tally
from civicsite.results.disclosure import Disclosure, disclosed
from tests.sites.tiny import SITE, build, write

RESULTS = "content/lipowiec/park/results.yaml"
AFTER = "2026-05-11T12:00:00+02:00"


def tally(online: Sequence[int], paper: Sequence[int], valid: tuple[int, int]) -> Tally:
    """Three candidates, of whom the second was elected."""
    options = tuple(
        OptionTally(
            Option(str(n), f"Kandydat {n}", labels=(f"Kandydat {n}",), place=f"Klasa {n}"),
            a + b,
            (a, b),
        )
        for n, (a, b) in enumerate(zip(online, paper, strict=True))
    )
    channels = tuple(
        ChannelCount(name, number, number, False)
        for name, number in zip(("online", "paper"), valid, strict=True)
    )
    statuses = tuple(
        (item.option.id, "selected" if item.option.id == "1" else "not-selected")
        for item in options
    )
    return Tally(
        "", "voted", options, channels, sum(valid), sum(valid), declared=Declared(statuses)
    )


def allowed(never: Sequence[str] = (), *, minors: bool = False, names: bool = True) -> Disclosure:
    return Disclosure(False, Terms(minors=minors), (), frozenset(never), names)


BIG = tally((30, 20, 10), (20, 10, 5), (60, 35))
FEW_ON_PAPER = tally((30, 20, 10), (2, 1, 0), (60, 3))
ONE_MIND_ON_PAPER = tally((30, 20, 10), (20, 0, 0), (60, 20))


def test_large_channels_are_shown_apart() -> None:
    assert disclosed(BIG, allowed()) == BIG


@pytest.mark.parametrize("told", [FEW_ON_PAPER, ONE_MIND_ON_PAPER])
def test_votes_of_a_channel_that_tells_what_single_people_voted_are_not_shown(told: Tally) -> None:
    shown = disclosed(told, allowed())
    assert [item.by_channel for item in shown.options] == [(), (), ()]
    assert [item.votes for item in shown.options] == [item.votes for item in told.options]


def test_the_ballots_of_a_small_channel_are_told_with_the_others() -> None:
    assert disclosed(FEW_ON_PAPER, allowed()).channels == (ChannelCount("", 63, 63, False),)
    assert disclosed(ONE_MIND_ON_PAPER, allowed()).channels == ONE_MIND_ON_PAPER.channels


def test_what_a_statute_makes_public_stays_public() -> None:
    assert disclosed(FEW_ON_PAPER, allowed(("votes", "turnout"))) == FEW_ON_PAPER
    turnout = disclosed(FEW_ON_PAPER, allowed(("turnout",)))
    assert turnout.channels == FEW_ON_PAPER.channels
    assert turnout.options[0].by_channel == ()


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
)
def test_no_vote_of_a_channel_with_fewer_than_five_ballots_is_told(
    votes: list[tuple[int, int]], valid: tuple[int, int]
) -> None:
    told = tally([a for a, _ in votes], [b for _, b in votes], valid)
    shown = disclosed(told, allowed())
    if any(item.by_channel for item in shown.options):
        assert all(number == 0 or number >= 5 for number in valid)
    if len(shown.channels) > 1:
        assert all(number == 0 or number >= 5 for number in valid)


@pytest.mark.parametrize(
    "few",
    [
        DistrictCount("Rynek", 100, 3, 3),
        DistrictCount("Rynek", 100, 50, 49),
        DistrictCount("Rynek", 52, 50, 40),
    ],
)
def test_a_district_with_few_voters_few_invalid_ballots_or_few_who_stayed_away(
    few: DistrictCount,
) -> None:
    large = DistrictCount("Zachód", 300, 90, 80)
    told = replace(BIG, districts=(large, few))
    assert disclosed(told, allowed()).districts == ()
    assert disclosed(told, allowed(("turnout",))).districts == (large, few)
    assert disclosed(told, allowed(("turnout",), minors=True)).districts == ()
    safe = replace(BIG, districts=(large, large))
    assert disclosed(safe, allowed()).districts == (large, large)


def test_of_minors_only_the_elected_are_named_and_no_channel_is_told() -> None:
    shown = disclosed(BIG, allowed(("votes", "turnout"), minors=True))
    assert [item.option.title for item in shown.options] == ["", "Kandydat 1", ""]
    assert shown.channels == (ChannelCount("", 95, 95, False),)
    for item in (shown.options[0].option, shown.options[2].option):
        assert (item.labels, item.place) == ((), "")


def test_after_their_day_no_minor_is_named() -> None:
    shown = disclosed(BIG, allowed(minors=True, names=False))
    assert "Kandydat" not in repr(shown)
    assert [item.votes for item in shown.options] == [50, 30, 15]


# results.yaml


def site(**changes: str) -> dict[str, str]:
    """The tiny site with candidates from a table; ``changes`` are appended to results.yaml."""
    files = {path: text for path, text in SITE.items() if "/proposals/" not in path}
    files["content/lipowiec/park/data/kandydaci.csv"] = (
        "Nr;Nazwisko\n1;Żaneta Kandydacka\n2;Bożydar Przegrany\n"
    )
    options = "options:\n  file: data/kandydaci.csv\n  id: Nr\n  title: Nazwisko\n"
    files[RESULTS] = SITE[RESULTS] + options + "".join(changes.values())
    files["content/lipowiec/park/data/glosy.csv"] = (
        "Wybór;Kanał\n" + "1;online\n" * 8 + ("2;online\n" * 4 + "2;paper\n" * 3)
    )
    return files


def page(root: Path) -> str:
    return (root / "build/lipowiec/park/results.html").read_text("utf-8")


def everything(root: Path) -> str:
    return "\n".join(
        path.read_text("utf-8", "replace") for path in (root / "build").rglob("*") if path.is_file()
    )


def test_the_page_does_not_tell_the_votes_of_three_people_on_paper(tmp_path: Path) -> None:
    done = build(write(tmp_path, site()), at=AFTER)
    assert done.exit_code == 0, done.output
    assert "Na papierze" not in page(tmp_path)
    assert "papier" not in page(tmp_path).lower()


def test_a_loser_under_age_is_named_nowhere_on_the_site(tmp_path: Path) -> None:
    minors = "minors: yes\nremove_names_on: 2026-06-30\n"
    done = build(write(tmp_path, site(minors=minors)), at=AFTER)
    assert done.exit_code == 0, done.output
    assert "Żaneta Kandydacka" in page(tmp_path)
    assert "Przegrany" not in everything(tmp_path)
    assert '<span class="number">2</span>' in page(tmp_path)


def test_the_elected_are_named_until_their_day_and_the_build_knows_the_day(tmp_path: Path) -> None:
    minors = "minors: yes\nremove_names_on: 2026-06-30\n"
    root = write(tmp_path, site(minors=minors))
    done = build(root, at="2026-06-29T23:59:00+02:00")
    assert "30 czerwca 2026" in done.output
    assert "Żaneta Kandydacka" in everything(root)
    build(root, at="2026-06-30T00:00:00+02:00")
    assert "Kandydacka" not in everything(root)


REMOVED = "minors: yes\nremove_names_on: 2027-06-30\n"


@pytest.mark.parametrize(
    ("changes", "place", "sentence", "then"),
    [
        (
            "minors: yes\n",
            "22:9: minors-without-removal",
            "w głosowaniu osób niepełnoletnich trzeba podać dzień, od którego nie pokazujemy ich"
            " nazwisk.",
            "Dopisz remove_names_on: z tym dniem, np. 2028-06-30.",
        ),
        (
            f"{REMOVED}never_suppress:\n  what: votes\n  basis: art. 5 ustawy\n",
            "25:3: minors-suppress-all",
            "never_suppress nie działa w głosowaniu osób niepełnoletnich: publikujemy tam tylko"
            " sumy.",
            "Usuń never_suppress.",
        ),
        (
            f"{REMOVED}publish:\n  ballots: yes\n",
            "25:12: ballots-of-minors",
            "kart z głosowania osób niepełnoletnich nigdy nie publikujemy.",
            "Wpisz ballots: nie pod publish:.",
        ),
        (
            f"{REMOVED}publish:\n  split_by:\n    - district\n",
            "26:5: split-of-minors",
            "wyniku głosowania osób niepełnoletnich nigdy nie dzielimy na grupy.",
            "Usuń split_by.",
        ),
        (
            "publish:\n  min_cell: 2\n",
            "23:13: limit-too-low",
            "„min_cell” musi wynosić co najmniej 3: poniżej tej liczby można rozpoznać pojedyncze"
            " osoby.",
            "Wpisz większą liczbę albo usuń ten wiersz, wtedy obowiązuje zwykły próg.",
        ),
        (
            "publish:\n  split_by:\n    - dzielnica\n",
            "24:7: attribute-unknown",
            "żaden plik z głosami nie mówi, czym jest „dzielnica”; znane są: –.",
            "Wskaż jej kolumnę w attributes: przy pliku, np. district: i nagłówek kolumny.",
        ),
    ],
)
def test_what_may_not_be_asked_for(
    tmp_path: Path, changes: str, place: str, sentence: str, then: str
) -> None:
    done = build(write(tmp_path, site(changes=changes)), at=AFTER)
    assert done.exit_code == 1
    assert f"{RESULTS}:{place}: {sentence}" in done.output, done.output
    assert then in done.output


def test_candidates_under_age_are_no_pages(tmp_path: Path) -> None:
    files = dict(SITE)
    files[RESULTS] += "minors: yes\nremove_names_on: 2027-06-30\n"
    done = build(write(tmp_path, files), at=AFTER)
    assert "minors-as-proposals" in done.output
