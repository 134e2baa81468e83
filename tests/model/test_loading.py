"""The content folder as a whole: what it says, and everything that is wrong with it in one run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.language import Text
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
    SETTINGS,
    TOWN,
    changed,
    loaded,
    process,
    shown,
    site,
    told,
)
from tests.reading.yaml_reading import said


def without(*paths: str) -> dict[str, str | bytes]:
    return {path: text for path, text in CONTENT.items() if path not in paths}


# What it says


def test_a_folder_is_a_process() -> None:
    town = site().municipalities["lipowiec"]
    park = process()
    assert town.processes == ("lipowiec/park",)
    assert [(phase.id, phase.starts.text) for phase in park.phases] == [
        ("uwagi", "2026-03-01"),
        ("glosowanie", "2026-04-01"),
    ]
    assert [event.id for event in park.events] == ["spacer"]
    assert [proposal.number for proposal in park.proposals] == ["1", "2"]
    assert list(park.documents) == ["raport"]
    assert park.documents["raport"].path == f"{FOLDER}/documents/raport.pdf"


def test_a_translation_says_what_differs() -> None:
    texts = process().texts
    english = texts.in_("en").fields
    assert english.title == Text("A park by the river")
    assert english.summary == Text("Pytamy o park.", "pl")
    assert english.phases[0].from_.text == "2026-03-01"
    assert texts.translations["en"].body_lang is None


def test_proposals_stand_in_the_order_of_their_numbers_however_long_they_are() -> None:
    long = "9" * 5000
    files = changed((PROPOSAL, '"1"', '"10"'), (OTHER, '"2"', f'"{long}"'))
    files[f"{FOLDER}/proposals/nowy.md"] = '---\ntitle: Nowy\nnumber: "9"\n---\n'
    assert [p.number for p in process(files).proposals] == ["9", "10", long]


def test_a_phase_without_an_end_lasts_until_the_next_one() -> None:
    files = changed(
        (PROCESS, "does: comment", "does: prepare"), (PROCESS, "    to: 2026-03-31\n", "")
    )
    ends = process(files).phases[0].ends
    assert ends is not None
    assert ends.text == "2026-04-01"


# What is wrong with how it is written


def test_a_slip_does_not_hide_what_else_is_wrong_with_the_file() -> None:
    files = changed(
        (PROCESS, "title: Park nad rzeką", "title: Konsultacje: park"),
        (PROCESS, "does: comment", "does: coment"),
        (PROCESS, "from: 2026-04-01", "from: 2026-04-31"),
        (PROCESS, "::: way urna", "[zasady](javascript:x)"),
    )
    assert told(files) == [
        "process.md:2:19: colon-in-value",
        "process.md:8:11: word-unknown",
        "process.md:15:11: date-does-not-exist",
        "process.md:45:10: link-unsafe",
    ]


def test_what_follows_from_a_slip_is_not_told() -> None:
    """A title that could not be read is not missing, and its line is told once."""
    for old, new in (
        ("title: Park nad rzeką", "title Park nad rzeką"),
        ("title: Park nad rzeką", "\ttitle: Park nad rzeką"),
        ("title: Park nad rzeką\n", "title: !Park\n"),
        ("does: comment", "does: @comment"),
        ("from: 2026-03-01", "from: *start"),
    ):
        (found,) = told(changed((PROCESS, old, new)))
        assert found.startswith("process.md:")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            CONTENT[PROCESS].replace("\n---\n\n", "\n\n"),
            ["process.md:1:1: front-matter-not-closed"],
        ),
        (CONTENT[PROCESS].encode("cp1250"), ["process.md:2:21: file-not-utf8"]),
        (
            CONTENT[PROCESS].encode("utf-16"),
            ["process.md:1:1: file-utf16"],
        ),
        (b"\x00\x01\x02" * 999, ["process.md:1:0: file-not-text"]),
        ("", ["process.md:1:1: file-empty"]),
        ("Tekst bez pól.\n", ["process.md:1:1: front-matter-missing"]),
        (
            CONTENT[PROCESS].replace("does: comment", "does: komentarz").encode("cp1250"),
            ["process.md:2:21: file-not-utf8", "process.md:8:11: word-unknown"],
        ),
    ],
)
def test_a_file_in_a_wrong_state_is_told_once_and_read_as_far_as_it_goes(
    text: str | bytes, expected: list[str]
) -> None:
    assert told({**CONTENT, PROCESS: text}) == expected


def test_a_byte_order_mark_and_windows_line_breaks_change_nothing() -> None:
    files = {
        path: ("\ufeff" + text.replace("\n", "\r\n")) if path.endswith((".md", ".yaml")) else text
        for path, text in CONTENT.items()
    }
    assert told(files) == []
    assert process(files).texts.fields == process().texts.fields


def test_an_empty_data_file_is_told() -> None:
    (found,) = loaded({**CONTENT, PLACES: "\n"}).diagnostics
    assert shown([found]) == ["places.yaml:1:1: data-file-empty"]
    assert said(found, "en") == (
        "the file is empty.",
        "Write its fields, such as title: Park, or delete the file.",
    )
    assert said(found, "pl") == (
        "plik jest pusty.",
        "Wpisz pola, na przykład title: Park, albo usuń plik.",
    )


# A file with errors: other files are not blamed for it


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (PLACES, "title: Ratusz", "tilte: Ratusz", 2),
        (PLACES, "  - id: ratusz", "  -id: ratusz", 1),
        (TOWN, "name: Lipowiec", "name:Lipowiec", 1),
        (TOWN, "name: Lipowiec", "nazwa: Lipowiec", 2),
        (RESULTS, "  - id: lewy", "  - id: @lewy", 1),
        (RESULTS, "title: Lewy", "tytul: Lewy", 2),
        (EVENT, "kind: research-walk", "kind: walk", 1),
        (PROPOSAL, "title: Łąka", "title Łąka", 1),
        (CONTRIBUTIONS, 'number: "1"', 'number: "1', 1),
        (SETTINGS, "  - pl", "  -pl", 1),
    ],
)
def test_a_mistake_in_one_file_is_not_told_of_another(
    path: str, old: str, new: str, expected: int
) -> None:
    found = loaded(changed((path, old, new))).diagnostics
    assert {each.span.path for each in found} == {path}
    assert len(found) <= expected


def test_mistakes_of_all_files_are_told_in_one_run() -> None:
    files = changed(
        (TOWN, "name: Lipowiec", "name:Lipowiec"),
        (PLACES, "id: szkola", "id: Szkoła"),
        (PROCESS, "does: comment", "does: coment"),
        (EVENT, "from: 2026-03-14T11:00", "from: 14 marca"),
        (PROPOSAL, "title: Łąka", "title: @łąka"),
        (CONTRIBUTIONS, "channel: paper", "channel: papier"),
        (RESULTS, "format: table", "formt: table"),
        (ENGLISH, "title: A", "titel: A"),
    )
    paths = {each.span.path for each in loaded(files).diagnostics}
    assert paths == {TOWN, PLACES, PROCESS, EVENT, PROPOSAL, CONTRIBUTIONS, RESULTS, ENGLISH}


def test_a_mistake_in_a_translation_is_told_of_the_translation() -> None:
    files = changed((ENGLISH, "title: A park by the river", "title: Park: the river\nkind:vote"))
    assert told(files) == [
        "process.en.md:2:12: colon-in-value",
        "process.en.md:3:5: missing-space-after-colon",
    ]
    files = changed((ENGLISH, "title: A park", "phases:\n  - id: uwagy\n    to: x\ntitle: A park"))
    assert told(files) == ["process.en.md:3:9: translation-id-unknown"]


def test_a_translation_of_a_broken_file_is_read_and_not_blamed() -> None:
    files = changed(
        (PROCESS, "  - id: uwagi", "  -id: uwagi"),
        (ENGLISH, "title: A park", "phases:\n  - id: uwagi\n    title: Remarks\ntitle: A park"),
    )
    assert told(files) == ["process.md:6:3: missing-space-after-dash"]


# civicsite.yaml


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  - pl\n  - en\n", "  - pl\n  - xx\n", ["civicsite.yaml:5:5: language-unsupported"]),
        ("  - pl\n  - en\n", "  - pl\n  - pl\n", ["civicsite.yaml:5:5: id-twice"]),
        (
            "languages:\n  - pl\n  - en\n",
            "languages: []\n",
            ["civicsite.yaml:3:12: list-too-short"],
        ),
        (
            "languages:\n  - pl\n  - en\n",
            "languages: [xx]\ntime_zone: Europa/Warszawa\n",
            ["civicsite.yaml:3:13: language-unsupported", "civicsite.yaml:4:12: time-zone-unknown"],
        ),
        ("title: ", "time_zone: ../etc\ntitle: ", ["civicsite.yaml:1:12: time-zone-unknown"]),
        ("title: ", "home: lipowice\ntitle: ", ["civicsite.yaml:1:7: home-unknown"]),
        (
            "title: ",
            "kinds:\n  - {id: narada, name: Narada, required: [budzet, legal_basis]}\ntitle: ",
            ["civicsite.yaml:2:43: field-unknown"],
        ),
        (
            "title: ",
            "hosts:\n  - {id: a, host: a.example}\n  - {id: b, host: A.example}\ntitle: ",
            ["civicsite.yaml:3:19: id-twice"],
        ),
    ],
)
def test_settings_that_cannot_be(old: str, new: str, expected: list[str]) -> None:
    assert told(changed((SETTINGS, old, new))) == expected


def test_a_home_whose_file_has_a_mistake_is_not_unknown() -> None:
    files = changed((SETTINGS, "title: ", "home: lipowiec\ntitle: "), (TOWN, "name:", "nazwa:"))
    assert {found.split(":")[0] for found in told(files)} == {"municipality.md"}


def test_a_problem_with_another_file_does_not_hide_the_content() -> None:
    files = {**changed((PROCESS, "does: comment", "does: coment")), "content/lipowiec/ł\udcff": "x"}
    assert "process.md:8:11: word-unknown" in told(files)


# Files that are missing or belong to nothing


DRAFT = "---\ntitle: x\nkind: vote\n---\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (without(SETTINGS), ["civicsite.yaml:0:0: settings-missing"]),
        (without(PROCESS, ENGLISH), ["process.md:0:0: process-file-missing"]),
        (without(TOWN), ["municipality.md:0:0: municipality-file-missing"]),
        (without(PLACES), ["process.md:21:9: place-unknown"]),
        ({SETTINGS: CONTENT[SETTINGS]}, ["content:0:0: content-empty"]),
        ({**CONTENT, f"{FOLDER}/proces.md": DRAFT}, ["proces.md:0:0: file-belongs-to-nothing"]),
        (
            {**CONTENT, f"{FOLDER}/process.de.md": DRAFT},
            ["process.de.md:0:0: translation-language-unknown"],
        ),
        (
            {**CONTENT, f"{FOLDER}/events/spacer.de.md": DRAFT},
            ["spacer.de.md:0:0: file-belongs-to-nothing"],
        ),
        (
            {**CONTENT, f"{FOLDER}/documents/inny.pdf": "%PDF"},
            ["inny.pdf:0:0: document-not-listed"],
        ),
        (
            changed((PROCESS, "\ndocuments:\n", "\ndocuments:\n  - {id: x, file: raw/a.pdf, title: A}\n")),
            ["process.md:37:19: document-is-export"],
        ),
        (
            changed((PROCESS, "\ndocuments:\n", "\ndocuments:\n  - {id: x, file: documents/raprot.pdf, title: A}\n")),
            ["process.md:37:19: document-missing"],
        ),
        (
            {**CONTENT, "content/lipowiec/Rynek_Nowy/process.md": DRAFT},
            ["Rynek_Nowy:0:0: folder-name"],
        ),
        (
            {**CONTENT, "content/lipowiec/rynek/opis.md": DRAFT},
            ["process.md:0:0: process-file-missing"],
        ),
    ],
)  # fmt: skip
def test_files_that_are_missing_or_too_many(
    files: dict[str, str | bytes], expected: list[str]
) -> None:
    assert told(files) == expected


@given(
    st.sampled_from([TOWN, PLACES, PROCESS, ENGLISH, EVENT, PROPOSAL, CONTRIBUTIONS, RESULTS]),
    st.integers(0, 1500),
    st.integers(0, 40),
    st.sampled_from(
        ["", " ", "\t", "\n", ":", "- ", '"', "'", "[", "{", "#", "„", "---\n", "\x00"]
    ),
)
def test_any_edit_is_read_or_told_of_the_edited_file(
    path: str, start: int, length: int, instead: str
) -> None:
    """Cutting and typing anywhere never fails, and blames no file whose text is right.

    A name that was changed or taken away may be missed elsewhere; a slip may not.
    """
    text = CONTENT[path]
    start %= len(text)
    edited = text[:start] + instead + text[start + length :]
    result = loaded({**CONTENT, path: edited})
    own = [each for each in result.diagnostics if each.span.path == path]
    others = {each.code for each in result.diagnostics if each.span.path != path}
    unknown = {code for code in others if code.endswith("-unknown")}
    assert others <= unknown | {"file-not-listed", "document-not-listed", "translation-id-unknown"}
    if any(each.severity == "error" and not each.code.endswith("-unknown") for each in own):
        assert path == PROCESS or not unknown
