"""What the Polish statutes miss of a process: each rule broken and kept, and at its boundary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic, Severity
from civicsite.memo import Memo, MemoryStore
from civicsite.model.loading import load
from civicsite.model.statutes import COUNTRIES
from civicsite.reading.markup import LABELS
from civicsite.reading.sources import MemorySources
from civicsite.saying import as_json

TOWN = "content/lipowiec/municipality.md"
PROCESS = "content/lipowiec/sprawa/process.md"
RESULTS = "content/lipowiec/sprawa/results.yaml"
SELF_GOVERNMENT = "ustawy z dnia 8 marca 1990 r. o samorządzie gminnym"

CONSULTATION = """\
---
title: Park
kind: consultation
legal_basis:
  title: Uchwała nr 7/2025
  date: 2025-11-20
eligibility:
  who: residents
phases:
  - id: uwagi
    does: comment
    from: 2026-03-01
    to: 2026-03-31
---
"""
BUDGET = """\
---
title: Budżet obywatelski
kind: participatory-budget
legal_basis:
  title: Uchwała nr 8/2025
  date: 2025-11-20
binding:
  is: yes
eligibility:
  who: residents
budget: 50000
spending:
  amount: 10000000
  year: 2025
requirements:
  formal:
    - Zadanie należy do gminy.
  signatures: 14
  evaluation: Ocenia urząd.
  appeal: Do burmistrza.
  vote: Jeden głos.
phases:
  - id: glosowanie
    does: vote
    from: 2026-06-01
    to: 2026-06-14
    results_by: 2026-06-30
---
"""
REVITALISATION = """\
---
title: Rewitalizacja
kind: consultation
procedure: revitalisation
announced:
  - where: press
    on: 2026-03-01
  - where: notice-board
    on: 2026-03-01
  - where: bip
    on: 2026-03-01
  - where: website
    on: 2026-03-01
phases:
  - id: uwagi
    does: comment
    from: 2026-03-01
    to: 2026-04-04
ways:
  list:
    post: ul. Lipowa 1
  ustnie:
    oral: Pokój 12
duties:
  - id: raport
    what: report
    by: 2026-05-31
---
"""
EVENT = "---\ntitle: Spotkanie\nkind: {}\nfrom: 2026-03-10T17:00\n---\n"
PLANNING = REVITALISATION.replace("revitalisation", "spatial-planning").replace(
    "announced:", "eligibility:\n  who: everyone\n  guardian_consent_below: 13\nannounced:"
)


def problems(
    process: str, *events: str, town: str = "", results: str = ""
) -> tuple[Diagnostic, ...]:
    files = {
        "civicsite.yaml": "title: Lipowiec\naddress: https://lipowiec.example\n",
        TOWN: f"---\nname: Lipowiec\nresidents:\n  count: 14000\n  on: 2026-01-01\n{town}---\n",
        PROCESS: process,
        **({RESULTS: results} if results else {}),
        **{
            f"content/lipowiec/sprawa/events/s{n}.md": EVENT.format(kind)
            for n, kind in enumerate(events)
        },
    }
    sources = MemorySources({path: text.encode() for path, text in files.items()})
    loaded = load(sources, Memo(MemoryStore(), ""), lambda _: dict.fromkeys(LABELS, "word"))
    assert not loaded.diagnostics, loaded.diagnostics
    return tuple(d for d in loaded.requirements if d.code.startswith("statute-"))


def codes(process: str, *events: str, town: str = "", results: str = "") -> list[str]:
    return [d.code for d in problems(process, *events, town=town, results=results)]


def changed(process: str, old: str, new: str = "") -> str:
    assert old in process
    return process.replace(old, new)


def test_processes_that_keep_the_law_are_told_nothing() -> None:
    assert codes(CONSULTATION) == []
    assert codes(BUDGET, town="county_rights: yes\n") == []
    assert codes(REVITALISATION, "meeting") == []
    assert codes(PLANNING, "expert-panel", "duty-hours") == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  date: 2025-11-20\n", "", "statute-resolution-date"),
        ("  who: residents\n", "  who: residents\n  min_age: 16\n", "statute-age-limit"),
        ("does: vote", "does: decide", "statute-vote-missing"),
        ("binding:\n  is: yes\n", "", "statute-not-binding"),
        ("is: yes", "is: no", "statute-not-binding"),
        ("budget: 50000\n", "", "statute-pool-missing"),
        ("  formal:\n    - Zadanie należy do gminy.\n", "", "statute-requirements-missing"),
        ("  signatures: 14\n", "", "statute-signatures-missing"),
        ("signatures: 14", "signatures: 15", "statute-signatures-too-many"),
        ("  evaluation: Ocenia urząd.\n", "", "statute-evaluation-missing"),
        ("  appeal: Do burmistrza.\n", "", "statute-appeal-missing"),
        ("  vote: Jeden głos.\n", "", "statute-vote-rules-missing"),
        ("    results_by: 2026-06-30\n", "", "statute-results-date-missing"),
    ],
)
def test_a_participatory_budget_that_misses_something(old: str, new: str, code: str) -> None:
    assert codes(changed(BUDGET, old, new)) == [code]


def test_a_city_with_county_rights_owes_half_a_per_cent() -> None:
    city = "county_rights: yes\n"
    spending = "spending:\n  amount: 10000000\n  year: 2025\n"
    assert codes(changed(BUDGET, spending), town=city) == ["statute-share-missing"]
    assert codes(changed(BUDGET, spending)) == []
    assert codes(changed(BUDGET, "budget: 50000", "budget: 49999.99"), town=city) == [
        "statute-share-too-small"
    ]
    assert codes(changed(BUDGET, "budget: 50000", "budget: 49999.99")) == []


def test_pools_fit_into_the_budget_and_signatures_into_the_smallest_pool() -> None:
    pools = (
        "contests:\n"
        "  - id: a\n    title: A\n    budget: {}\n    electorate:\n      count: {}\n"
        "  - id: b\n    title: B\n    budget: 20000\n    electorate:\n      count: 50000\n"
    )
    assert codes(BUDGET, results=pools.format(30000, 14000)) == []
    assert codes(BUDGET, results=pools.format(30001, 14000)) == ["statute-pools-exceed"]
    assert codes(BUDGET, results=pools.format(30000, 13999)) == ["statute-signatures-too-many"]
    bare = changed(BUDGET, "budget: 50000\n")
    assert codes(bare, results=pools.format(30000, 14000)) == []


def test_an_appeal_phase_says_how_to_appeal() -> None:
    phase = (
        "phases:\n  - id: odwolania\n    does: appeal\n    from: 2026-05-01\n    to: 2026-05-07\n"
    )
    without = changed(BUDGET, "  appeal: Do burmistrza.\n")
    assert codes(changed(without, "phases:\n", phase)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("  - where: press\n    on: 2026-03-01\n", "", "statute-announcement-missing"),
        ("press\n    on: 2026-03-01", "press\n    on: 2026-03-02", "statute-announced-late"),
        ("  list:\n    post: ul. Lipowa 1\n", "", "statute-comments-missing"),
        ("to: 2026-04-04", "to: 2026-04-03", "statute-comments-too-short"),
        (
            "duties:\n  - id: raport\n    what: report\n    by: 2026-05-31\n",
            "",
            "statute-report-missing",
        ),
    ],
)
def test_a_revitalisation_that_misses_something(old: str, new: str, code: str) -> None:
    assert codes(changed(REVITALISATION, old, new), "meeting") == [code]


def test_two_further_forms_are_needed_and_kinds_count_once() -> None:
    assert codes(REVITALISATION) == ["statute-forms-too-few"]
    silent = changed(REVITALISATION, "  ustnie:\n    oral: Pokój 12\n")
    assert codes(silent, "meeting", "meeting") == ["statute-forms-too-few"]
    assert codes(silent, "meeting", "research-walk") == []
    assert codes(silent, "conference", "draw") == ["statute-forms-too-few"]


def test_thirty_five_days_are_counted_across_the_change_to_summer_time() -> None:
    assert codes(REVITALISATION, "workshop") == []
    later = REVITALISATION.replace(
        "2026-03-01\n    to: 2026-04-04", "2026-10-01\n    to: 2026-11-04"
    )
    assert codes(later, "workshop") == []
    assert codes(later.replace("2026-11-04", "2026-11-03"), "workshop") == [
        "statute-comments-too-short"
    ]


def test_a_plan_needs_a_talk_and_something_on_the_spot() -> None:
    assert codes(PLANNING) == ["statute-talk-missing", "statute-spot-missing"]
    assert codes(PLANNING, "workshop") == ["statute-spot-missing"]
    assert codes(PLANNING, "research-walk") == ["statute-talk-missing"]


def test_minors_from_thirteen_need_no_consent_for_a_plan() -> None:
    asked = changed(PLANNING, "guardian_consent_below: 13", "guardian_consent_below: 18")
    assert codes(asked, "meeting", "duty-hours") == ["statute-consent-asked"]


def test_other_countries_and_drafts_are_not_asked() -> None:
    broken = changed(BUDGET, "does: vote", "does: decide")
    assert codes(broken, town="country: CZ\n") == []
    assert codes(changed(broken, "kind:", "draft: yes\nkind:")) == []


def test_a_procedure_nobody_knows_is_told_with_the_likely_one() -> None:
    with pytest.raises(AssertionError, match="procedure-unknown"):
        codes(changed(REVITALISATION, "procedure: revitalisation", "procedure: revitalization"))


# The words


def test_every_rule_names_its_article_and_has_its_sentence_in_both_languages() -> None:
    rules = [rule for statutes in COUNTRIES.values() for s in statutes for rule in s.rules]
    assert len(rules) > 25
    for rule in rules:
        assert re.match(r"art\. \d+[a-z]* ", rule.source), rule.code
        assert " ustawy z dnia " in rule.source
        for code in ("pl", "en"):
            catalogue = packaged_catalogue(code)
            assert "{source}" in catalogue.messages[rule.code].forms[0]
            assert catalogue.has(f"{rule.code}.next")


def said(process: str, *events: str, language: str) -> list[str]:
    found = as_json(problems(process, *events), language)
    return [f"{d['message']} {d['next']}" for d in found]


def test_the_words_in_polish_and_english() -> None:
    broken = changed(BUDGET, "signatures: 14", "signatures: 15")
    assert said(broken, language="pl") == [
        "projekt wymaga 15 podpisów, a wolno żądać najwyżej 14: to 0,1% z 14000 osób na terenie"
        f" puli (art. 5a ust. 7 pkt 2 {SELF_GOVERNMENT}). Zmniejsz signatures: albo popraw liczbę"
        " osób w puli lub mieszkańców."
    ]
    assert said(broken, language="en") == [
        "a project needs 15 signatures, and no more than 14 may be asked for: 0.1% of 14000 people"
        f" in the area of the pool (art. 5a ust. 7 pkt 2 {SELF_GOVERNMENT}). Lower signatures:, or"
        " correct the number of people in the pool or of residents."
    ]
    assert said(changed(BUDGET, "is: yes", "is: no"), language="pl") == [
        "wybrane zadania trzeba wpisać do uchwały budżetowej, a proces nie mówi, że wynik jest"
        f" wiążący (art. 5a ust. 4 {SELF_GOVERNMENT}). Wpisz is: yes pod binding:."
    ]


def test_what_can_only_be_guessed_is_a_warning() -> None:
    (found,) = problems(PLANNING, "workshop")
    assert found.severity is Severity.WARNING
    (found,) = problems(changed(BUDGET, "does: vote", "does: decide"))
    assert found.severity is Severity.ERROR


def test_the_documentation_names_every_rule_of_every_country() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs/statutory.md").read_text("utf-8")
    rules = {rule.code for known in COUNTRIES.values() for s in known for rule in s.rules}
    assert set(re.findall(r"`(statute-[a-z-]+)`", text)) == rules
