"""The rules that cross files: names that must exist, dates in their order, what a kind requires."""

from __future__ import annotations

import pytest

from civicsite.diagnostics import Diagnostic
from tests.model.content import (
    CONTENT,
    CONTRIBUTIONS,
    ENGLISH,
    EVENT,
    FOLDER,
    OTHER,
    PLACES,
    PROCESS,
    PROPOSAL,
    RESULTS,
    TOWN,
    changed,
    loaded,
    shown,
    told,
)
from tests.reading.yaml_reading import said


def found(*changes: tuple[str, str, str]) -> Diagnostic:
    """The one thing that is said."""
    (only,) = loaded(changed(*changes)).diagnostics
    return only


# Names


@pytest.mark.parametrize(
    ("path", "old", "new", "expected", "suggestion"),
    [
        (PROCESS, "- ratusz", "- ratsz", "process.md:21:9: place-unknown", "ratusz"),
        (PROCESS, "    ways:\n      - urna", "    ways:\n      - urny", "process.md:12:9: way-unknown", "urna"),
        (PROCESS, "::: way urna", "::: way urny", "process.md:45:9: way-unknown", "urna"),
        (ENGLISH, "::: way urna", "::: way urny", "process.en.md:7:9: way-unknown", "urna"),
        (PROCESS, "after: uwagi", "after: uwagy", "process.md:27:14: phase-unknown", "uwagi"),
        (PROCESS, "- lewy", "- lewi", "process.md:34:9: contest-unknown", "lewy"),
        (PROCESS, "document: documents/raport.pdf", "document: documents/raprot.pdf", "process.md:35:15: file-not-listed", "documents/raport.pdf"),
        (EVENT, "minutes: documents/raport.pdf", "minutes: documents/raprot.pdf", "spacer.md:10:12: file-not-listed", "documents/raport.pdf"),
        (EVENT, "place: ratusz", "place: ratuszz", "spacer.md:6:8: place-near-miss", "ratusz"),
        (PROPOSAL, "contest: lewy", "contest: lewi", "laka.md:4:10: contest-unknown", "lewy"),
        (CONTRIBUTIONS, "event: spacer", "event: spacery", "contributions.yaml:12:16: event-unknown", "spacer"),
        (CONTRIBUTIONS, 'replaces: "1"', 'replaces: "11"', "contributions.yaml:21:19: contribution-unknown", "1"),
        (CONTRIBUTIONS, "      - points", "      - point", "contributions.yaml:7:9: field-unknown", "points"),
        (RESULTS, "      prawy: Prawy", "      prawa: Prawy", "results.yaml:12:14: contest-unknown", "prawy"),
        (RESULTS, "publish_at:", "verification: {by: Urząd, on: 2026-05-05, protocol: documents/raprot.pdf}\npublish_at:", "results.yaml:1:53: file-not-listed", "documents/raport.pdf"),
    ],
)  # fmt: skip
def test_a_name_that_does_not_exist_is_told_with_the_likely_one(
    path: str, old: str, new: str, expected: str, suggestion: str | None
) -> None:
    only = found((path, old, new))
    assert shown([only]) == [expected]
    assert dict(only.values).get("suggestion") == suggestion


def test_the_sentence_names_what_there_is() -> None:
    only = found((PROCESS, "- ratusz", "- dworzec"))
    assert said(only, "en") == (
        "there is no place “dworzec” in places.yaml; there are: ratusz, szkola.",
        "Add it there or use one of these ids.",
    )


def test_of_very_many_names_only_some_are_listed() -> None:
    places = "".join(f"  - {{id: m-{n}, title: M, address: A}}\n" for n in range(300))
    only = found((PLACES, "places:\n", f"places:\n{places}"), (PROCESS, "- ratusz", "- dworzec"))
    known = str(dict(only.values)["known"])
    assert known.startswith("m-0, m-1, ")
    assert known.endswith("m-19, …")


def test_without_contests_and_proposals_a_decision_covers_what_it_says() -> None:
    files = changed((PROCESS, "      - lewy", "      - skwer"))
    for path in (PROPOSAL, OTHER, RESULTS):
        del files[path]
    assert told(files) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (PROCESS, "- id: glosowanie", "- id: uwagi", ["process.md:13:9: id-twice"]),
        (PLACES, "- id: szkola", "- id: ratusz", ["places.yaml:5:9: id-twice"]),
        (CONTRIBUTIONS, 'number: "2"', 'number: "1"', ["contributions.yaml:18:17: id-twice"]),
        (
            CONTRIBUTIONS,
            '          - n: "1"\n            summary: Więcej',
            '          - {n: "1", summary: A, decision: accepted, reason: B}\n'
            '          - n: "1"\n            summary: Więcej',
            ["contributions.yaml:15:16: id-twice"],
        ),
        (RESULTS, "- id: prawy", "- id: lewy", None),
        (
            PROPOSAL,
            "contest: lewy",
            "contest: lewy\nfollow_up:\n  - {id: a, date: 2026-07-01, status: planned}\n"
            "  - {id: a, date: 2026-08-01, status: done}",
            ["laka.md:7:10: id-twice"],
        ),
        (
            EVENT,
            "report:",
            "route:\n  - {id: a, place: A}\n  - {id: a, place: B}\nreport:",
            ["spacer.md:9:10: id-twice"],
        ),
        (OTHER, 'number: "2"', 'number: "1"', ["laka.md:3:9: proposal-number-twice", "plac.md:3:9: proposal-number-twice"]),
    ],
)  # fmt: skip
def test_two_items_of_one_name(path: str, old: str, new: str, expected: list[str] | None) -> None:
    result = told(changed((path, old, new)))
    if expected is None:
        assert "results.yaml:5:9: id-twice" in result
    else:
        assert result == expected


# Dates


@pytest.mark.parametrize(
    ("path", "old", "new", "expected", "sentence"),
    [
        (PROCESS, "to: 2026-03-31", "to: 2026-02-28", "process.md:10:9: phase-ends-before-start", "the phase “Uwagi” ends on 2026-02-28, before it starts on 2026-03-01."),
        (PROCESS, "from: 2026-04-01", "from: 2026-02-01", "process.md:15:11: phase-out-of-order", None),
        (PROCESS, "    to: 2026-03-31\n", "", "process.md:6:5: phase-without-end", "the phase “Uwagi” invites residents and has no end."),
        (PROCESS, "from: 2026-03-01", "from: 2026-03", "process.md:9:11: phase-without-exact-dates", None),
        (PROCESS, "to: 2026-04-30", "to: 2026-Q2", "process.md:16:9: phase-without-exact-dates", None),
        (PROCESS, "duties:", "interventions:\n  - {id: a, on: 2026-03-20, what: extended, phase: uwagi, reason: Święta}\nduties:", "process.md:23:5: extension-incomplete", None),
        (EVENT, "to: 2026-03-14T13:00", "to: 2026-03-14T10:00", "spacer.md:5:5: event-ends-before-start", None),
        (RESULTS, "publish_at: 2026-05-10T12:00", "publish_at: 2026-04-30T12:00", "results.yaml:1:13: results-before-vote-ends", None),
    ],
)  # fmt: skip
def test_dates_follow_each_other(
    path: str, old: str, new: str, expected: str, sentence: str | None
) -> None:
    only = found((path, old, new))
    assert shown([only]) == [expected]
    if sentence:
        assert said(only, "en")[0] == sentence


def test_a_day_ends_at_midnight_and_may_be_the_day_it_began() -> None:
    assert told(changed((PROCESS, "to: 2026-03-31", "to: 2026-03-01"))) == []
    assert told(changed((RESULTS, "2026-05-10T12:00", "2026-05-01T00:00"))) == []


def test_results_wait_for_the_end_of_an_extended_vote() -> None:
    extended = (
        "interventions:\n  - id: a\n    on: 2026-04-20\n    what: extended\n    phase: glosowanie\n"
        "    now: 2026-05-11\n    reason: Święta\nduties:"
    )
    only = found((PROCESS, "duties:", extended))
    assert shown([only]) == ["results.yaml:1:13: results-before-vote-ends"]
    assert dict(only.values)["ends"] == "2026-05-11"


# Reasons


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            "evaluation:\n  - {stage: formal, on: 2026-04-01, by: Urząd, result: negative}",
            ["laka.md:6:56: reason-missing"],
        ),
        (
            "evaluation:\n  - {stage: formal, on: 2026-04-01, by: Urząd, result: positive}",
            [],
        ),
        (
            "appeal: {filed_on: 2026-04-02, decided_on: 2026-04-03, by: Urząd, result: negative}",
            ["laka.md:5:75: reason-missing"],
        ),
        (
            'state_changes:\n  - {on: 2026-04-02, what: merged, into: "22"}',
            ["laka.md:6:42: proposal-unknown"],
        ),
    ],
)
def test_a_refusal_has_a_reason_and_a_merger_an_aim(field: str, expected: list[str]) -> None:
    assert told(changed((PROPOSAL, "contest: lewy", f"contest: lewy\n{field}"))) == expected


# What check and publish require


def required(*changes: tuple[str, str, str]) -> list[str]:
    return [
        f"{each.code} {dict(each.values).get('field', '')}".strip()
        for each in loaded(changed(*changes)).requirements
    ]


def test_a_kind_requires_its_fields() -> None:
    fields = required()
    assert "kind-requires-field legal_basis" in fields
    basis = "legal_basis: {title: Uchwała}\nphases:"
    assert set(fields) - set(required((PROCESS, "phases:", basis))) == {
        "kind-requires-field legal_basis"
    }


def test_a_draft_is_asked_for_nothing() -> None:
    of_the_town = ["declaration-missing"]
    assert required((PROCESS, "title:", "draft: yes\ntitle:")) == of_the_town


def test_what_collects_data_needs_a_notice() -> None:
    notice = "data_protection:\n  controller: Burmistrz\n  purpose: Konsultacje\n  basis: RODO\n"
    assert "data-protection-missing" not in required()
    assert "data-protection-missing" in required((TOWN, notice, ""))
    spoken = (PROCESS, "    places:\n      - ratusz\n", "    oral: Ratusz\n")
    assert "data-protection-missing" not in required((TOWN, notice, ""), spoken)


def test_a_town_that_could_not_be_read_is_not_said_to_have_no_notice() -> None:
    assert "data-protection-missing" not in required((TOWN, "name: Lipowiec", "name: [a"))


def test_nothing_is_wrong_with_the_content_of_these_tests() -> None:
    assert told(CONTENT) == []
    assert FOLDER in PROCESS


# Documents


def carriers(files: dict[str, str]) -> list[str]:
    told_of = [d for d in loaded(files).diagnostics if d.code == "document-only-carrier"]
    return [f"{d.severity} {d.span} {dict(d.values)['title']}" for d in told_of]


LISTED = "  - id: raport\n    file: documents/raport.pdf\n    title: Raport\n"
FIELDS = f"---\ntitle: Park\nkind: consultation\ndocuments:\n{LISTED}"
SAID = "documents/raport.pdf"


def process_with(fields: str, text: str, *files: str) -> dict[str, str]:
    paths = {f"{FOLDER}/{name}": "x" for name in files}
    keep = {path: content for path, content in CONTENT.items() if not path.startswith(FOLDER)}
    return {**keep, PROCESS: f"{fields}---\n{text}", **paths}


def test_a_pdf_that_alone_carries_what_it_says_is_told_at_its_line() -> None:
    no = process_with(f"{FIELDS}    accessible: no\n", "Tekst o parku.", SAID)
    line = FIELDS.count("\n", 0, FIELDS.index("file:")) + 1
    assert carriers(no) == [f"warning {PROCESS}:{line}:11 Raport"]


def test_a_pdf_that_can_be_read_or_has_another_version_is_not_told() -> None:
    assert carriers(process_with(FIELDS, "", SAID)) == []
    assert carriers(process_with(f"{FIELDS}    accessible: yes\n", "", SAID)) == []
    other = LISTED.replace("raport.pdf", "raport.odt").replace("id: raport", "id: odt")
    both = process_with(f"{FIELDS}    accessible: no\n{other}", "", SAID, "documents/raport.odt")
    assert carriers(both) == []
