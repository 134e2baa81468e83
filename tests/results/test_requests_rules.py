"""``results.yaml``: what an editor writes about rules, ties, pools and validity, and what is wrong
with it."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from civicsite.counting import exports_of
from civicsite.diagnostics import Diagnostic
from civicsite.memo import Memo, MemoryStore
from civicsite.model.loading import load
from civicsite.plain import from_data, to_data
from civicsite.reading.markup import LABELS
from civicsite.reading.sources import MemorySources
from civicsite.registry import standard_registry
from civicsite.results.counts import ContestRequest, Tally
from civicsite.results.requests import request_of
from civicsite.results.tally import CountRequest, count
from tests.exports.files import places, words
from tests.sites.tiny import SITE

FOLDER = "content/lipowiec/park"
RESULTS = f"{FOLDER}/results.yaml"
WORDS = dict.fromkeys(LABELS, "")
RULES = standard_registry().rules
POOLS = """\
contests:
  - id: zachod
    title: Pula Zachód
    budget: 100
  - id: wschod
    title: Pula Wschód
    budget: 50
  - id: ogolna
    title: Pula ogólna
    budget: 10
ballots:
  - file: data/glosy.csv
    format: table
    choices:
      zachod: Z
      wschod: W
      ogolna: O
validity:
  as_declared: yes
options:
  file: data/projekty.csv
  id: Nr
  title: Tytuł
  cost: Koszt
  contest: Pula
rule:
  name: greedy
"""
TABLES = {
    f"{FOLDER}/data/projekty.csv": (
        "Nr;Tytuł;Koszt;Pula\n1;Plac;70;zachod\n2;Ławki;40;zachod\n3;Skwer;20;wschod\n"
        "4;Mural;60;ogolna\n5;Scena;70;ogolna\n"
    ),
    f"{FOLDER}/data/glosy.csv": "Z;W;O\n1;3;4\n1;3;4\n2;3;5\n",
}


def site(results: str, tables: dict[str, str] | None = None) -> MemorySources:
    files = {**SITE, RESULTS: results, **(tables or {})}
    return MemorySources({path: text.encode() for path, text in files.items()})


def requested(results: str) -> tuple[CountRequest | None, tuple[Diagnostic, ...]]:
    sources = site(results, TABLES)
    loaded = load(sources, Memo(MemoryStore(), ""), lambda code: WORDS)
    assert loaded.site is not None, places(loaded.diagnostics)
    (process,) = loaded.site.processes.values()
    return request_of(process, sources.exists, ZoneInfo("Europe/Warsaw"), RULES)


def tallies(results: str, tables: dict[str, str]) -> dict[str, Tally]:
    sources = site(results, tables)
    loaded = load(sources, Memo(MemoryStore(), ""), lambda code: WORDS)
    assert loaded.site is not None, places(loaded.diagnostics)
    (process,) = loaded.site.processes.values()
    request, problems = request_of(process, sources.exists, ZoneInfo("Europe/Warsaw"), RULES)
    assert request is not None
    found, more = count(request, exports_of(sources), standard_registry().formats, RULES)
    assert places((*problems, *more)) == []
    return {tally.contest: tally for tally in found}


# --- rules --------------------------------------------------------------------------------------


def test_a_rule_has_fields_of_its_own() -> None:
    found, problems = requested(
        POOLS.replace(
            "  name: greedy\n",
            "  name: greedy-partial\n  share: 80\n  threshold: 2\n  reserve: 3\n  quorum: 9\n"
            "  quorum_share: 30\n  conflicts:\n    - - '1'\n      - '2'\n",
        )
    )
    assert problems == ()
    assert found is not None
    contest = found.contests[0]
    assert dict(contest.settings) == {
        "share": 80, "threshold": 2, "reserve": 3, "conflicts": (("1", "2"),),
    }  # fmt: skip
    assert (contest.quorum, contest.quorum_share) == (9, 30)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("name: greedy\n  treshold: 5", ":28:3: field-unknown"),
        ("name: scottish-stv\n  threshold: 5", ":28:3: field-unknown"),
        ("name: greedy-partial", ":27:3: field-missing"),
        ("name: greedy-partial\n  share: 101", ":28:10: number-too-large"),
        ("name: greedy\n  reserve: kilka", ":28:12: whole-number-malformed"),
        ("name: greedy\n  conflicts: 4", ":28:14: list-expected"),
        ("name: gredy\n  anything: 5", ":27:9: rule-not-known"),
    ],
)
def test_what_is_wrong_with_a_rule_is_told_at_its_place(rule: str, expected: str) -> None:
    _, problems = requested(POOLS.replace("name: greedy", rule))
    assert places(problems) == [RESULTS + expected]


def test_a_wrong_field_of_a_rule_suggests_the_right_one() -> None:
    _, problems = requested(POOLS.replace("name: greedy", "name: greedy\n  treshold: 5"))
    assert words(problems) == ["there is no field “treshold” here. Did you mean “threshold”?"]


def test_a_rule_that_is_not_implemented_is_a_warning_and_may_have_any_fields() -> None:
    found, problems = requested(POOLS.replace("name: greedy", "name: gredy\n  anything: 5"))
    assert found is not None
    assert words(problems) == [
        "the rule “gredy” is not one that can be counted here, so the page will show the votes and"
        " the selection as declared, without a recount. Did you mean “greedy”?"
    ]
    assert words(problems, "pl") == [
        "reguły „gredy” nie da się tu przeliczyć, więc na stronie będą głosy i ogłoszony wybór,"
        " bez przeliczenia. Czy chodzi o „greedy”?"
    ]


def test_only_known_words_settle_a_tie() -> None:
    sources = site(POOLS + "ties:\n  by:\n    - lowest-cost\n", TABLES)
    loaded = load(sources, Memo(MemoryStore(), ""), lambda code: WORDS)
    assert words(loaded.diagnostics) == [
        "“lowest-cost” is not possible in “by”; possible: lower-cost, file-order, earlier-rounds,"
        " draw. Did you mean “lower-cost”?"
    ]


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("too_many_marks", "valid"),
        ("unknown_option", "drop-marks"),
        ("duplicate_in_channel", "newest"),
        ("both_channels", "post"),
        ("too_few_points", "maybe"),
        ("points_off_scale", "valid"),
    ],
)
def test_only_known_words_decide_about_validity(key: str, word: str) -> None:
    sources = site(POOLS.replace("as_declared: yes", f"{key}: {word}"), TABLES)
    loaded = load(sources, Memo(MemoryStore(), ""), lambda code: WORDS)
    assert [problem.code for problem in loaded.diagnostics] == ["word-unknown"]


def test_what_was_written_for_a_rule_survives_being_recorded() -> None:
    settings = (("share", 80), ("conflicts", (("1", "2"), ("3", "4"))), ("words", ("a", "b")))
    asked = ContestRequest("", settings=settings, points=(1, 5), districts=(("Zachód", 7),))
    assert from_data(ContestRequest, to_data(asked)) == asked


# --- money that moves ---------------------------------------------------------------------------

LEFTOVER = "leftover:\n  from:\n    - zachod\n    - wschod\n  to: ogolna\n  basis: § 21\n"


def test_money_left_in_pools_moves_to_another_one_before_it_is_decided() -> None:
    before = tallies(POOLS, TABLES)
    assert before["ogolna"].official == {"4": False, "5": False}
    after = tallies(POOLS + LEFTOVER, TABLES)
    assert after["ogolna"].moved_in == (("zachod", Decimal(30)), ("wschod", Decimal(30)))
    assert (after["ogolna"].budget, after["zachod"].moves_to) == (Decimal(10), "ogolna")
    # 10 + 30 + 30: the mural for 60 is funded, and 10 are left.
    assert after["ogolna"].official == {"4": True, "5": False}
    assert after["ogolna"].outcome is not None
    assert after["ogolna"].outcome.left == Decimal(10)


def test_it_moves_whatever_the_order_of_the_pools() -> None:
    lines = POOLS.split("  - id: ogolna")
    first = lines[0].replace(
        "contests:\n", "contests:\n  - id: ogolna\n    title: O\n    budget: 10\n"
    )
    turned = first + lines[1].split("budget: 10\n")[1]
    found = tallies(turned + LEFTOVER, TABLES)
    assert list(found) == ["ogolna", "zachod", "wschod"]
    assert found["ogolna"].official == {"4": True, "5": False}


def test_an_open_tie_keeps_the_other_pool_open() -> None:
    tables = {**TABLES, f"{FOLDER}/data/glosy.csv": "Z;W;O\n1;3;4\n2;3;4\n"}
    found = tallies(POOLS + LEFTOVER, tables)
    assert found["zachod"].outcome is not None
    assert not found["zachod"].outcome.complete
    assert (found["ogolna"].outcome, found["ogolna"].not_recounted) == (None, "leftover-open")


@pytest.mark.parametrize(
    ("moving", "code"),
    [
        ("leftover:\n  from:\n    - zachud\n  to: ogolna\n", "leftover-unknown-contest"),
        ("leftover:\n  from:\n    - zachod\n  to: zachod\n", "leftover-goes-round"),
        (
            "leftover:\n  - from:\n      - zachod\n    to: wschod\n  - from:\n      - wschod\n"
            "    to: zachod\n",
            "leftover-goes-round",
        ),
        (
            "leftover:\n  - from:\n      - zachod\n    to: wschod\n  - from:\n      - zachod\n"
            "    to: ogolna\n",
            "leftover-moves-twice",
        ),
    ],
)
def test_money_that_cannot_move_like_that(moving: str, code: str) -> None:
    found, problems = requested(POOLS + moving)
    assert found is None
    assert [problem.code for problem in problems] == [code]
    assert all(problem.span.line == 29 for problem in problems)


# --- the electorate -----------------------------------------------------------------------------

SPLIT = """\
ballots:
  - file: data/glosy.csv
    format: table
    choice: Wybór
    channel: online
    attributes:
      district: Okręg
validity:
  too_many_marks: invalid
  unknown_option: invalid
electorate:
  count: 30
  districts:
    Zachód: 10
    Wschód: 20
seats: 1
rule:
  name: single-choice
  quorum_share: 10
"""


def test_turnout_by_channel_and_district() -> None:
    table = "Wybór;Okręg\n1;Zachód\n2;Zachód\n1, 2;Wschód\n1;\n;Zachód\n"
    (tally,) = tallies(SPLIT, {f"{FOLDER}/data/glosy.csv": table}).values()
    assert [(d.district, d.electorate, d.cast, d.valid) for d in tally.districts] == [
        ("Zachód", 10, 3, 2), ("Wschód", 20, 1, 0), ("", None, 1, 1),
    ]  # fmt: skip
    assert tally.districts[0].turnout == Decimal("0.3")
    assert tally.turnout_by(tally.channels[0]) == tally.turnout
    assert tally.quorum_met
    missed = SPLIT.replace("quorum_share: 10", "quorum_share: 17")
    (tally,) = tallies(missed, {f"{FOLDER}/data/glosy.csv": table}).values()
    assert tally.quorum_met is False


def test_the_districts_must_make_the_whole() -> None:
    _, problems = requested(SPLIT.replace("count: 30", "count: 31"))
    assert words(problems) == [
        "the districts have 30 people entitled to take part, and count: says 31. Compare both with"
        " the register and correct the wrong number."
    ]
