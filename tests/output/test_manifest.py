from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.output.manifest import (
    Change,
    ChangeKind,
    Entry,
    FileState,
    Journal,
    Manifest,
    explain,
    folders_of,
    key_of,
    safe_path,
)

ENTRY = Entry.planned({"theme": "aa", "view.title": "bb"}).completed(
    "cc", FileState(size=12, mtime_ns=1_700_000_000_000_000_001, inode=7)
)
MANIFEST = Manifest({"b/ó.html": ENTRY, "a.css": ENTRY}, {"only": "lipowiec"})
JOURNAL = Journal((("000000", "a/b.html"),), ("c.html",), "manifest")


def test_a_manifest_survives_its_file() -> None:
    assert Manifest.from_json(MANIFEST.to_json()) == MANIFEST


def test_a_journal_survives_its_file() -> None:
    assert Journal.from_json(JOURNAL.to_json()) == JOURNAL


def test_the_same_manifest_is_the_same_bytes_whatever_the_order() -> None:
    entry = Entry({"view.title": "bb", "theme": "aa"}, ENTRY.key, "cc", *_numbers(ENTRY))
    other = Manifest({"a.css": entry, "b/ó.html": entry}, {"only": "lipowiec"})

    assert other.to_json() == MANIFEST.to_json()


def _numbers(entry: Entry) -> tuple[int, int, int]:
    return entry.size, entry.mtime_ns, entry.inode


@given(st.data())
def test_broken_bytes_are_an_empty_manifest_and_no_journal(data: st.DataObject) -> None:
    for written in (MANIFEST.to_json(), JOURNAL.to_json()):
        cut = written[: data.draw(st.integers(0, len(written) - 3))]
        assert Manifest.from_json(cut) == Manifest()
        assert Journal.from_json(cut) is None


@given(st.binary())
def test_any_bytes_are_read_without_a_crash(data: bytes) -> None:
    assert Manifest.from_json(data) == Manifest()
    assert Journal.from_json(data) is None


def _set(keys: list[Any], value: object, of: bytes) -> bytes:
    raw = json.loads(of)
    inner = raw
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return json.dumps(raw).encode()


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["format"], 2),
        (["format"], None),
        (["entries"], []),
        (["entries", "a.css"], None),
        (["entries", "a.css", "size"], "12"),
        (["entries", "a.css", "size"], True),
        (["entries", "a.css", "parts"], {"theme": 1}),
        (["entries", "a.css", "key"], 1),
        (["entries", "../../home"], {}),
        (["built"], {"only": 1}),
    ],
)
def test_another_format_or_a_wrong_type_is_an_empty_manifest(
    keys: list[Any], value: object
) -> None:
    assert Manifest.from_json(_set(keys, value, MANIFEST.to_json())) == Manifest()


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["format"], 2),
        (["renames"], [["000000"]]),
        (["renames"], [["000000", "../a"]]),
        (["renames"], [["x/000000", "a"]]),
        (["renames"], [["..", "a"]]),
        (["removes"], ["/etc/hosts"]),
        (["manifest_staged"], "../manifest"),
    ],
)
def test_a_journal_of_another_format_or_one_that_leaves_the_folder_is_none(
    keys: list[Any], value: object
) -> None:
    assert Journal.from_json(_set(keys, value, JOURNAL.to_json())) is None


def test_a_manifest_with_a_path_that_leaves_the_folder_is_empty() -> None:
    assert Manifest.from_json(Manifest({"../a": ENTRY}).to_json()) == Manifest()


@pytest.mark.parametrize("path", ["a", "a/b.html", ".htaccess", "a..b/...", "ó/żółw.pdf", "a b"])
def test_a_plain_path_is_safe(path: str) -> None:
    assert safe_path(path)


@pytest.mark.parametrize(
    "path",
    [
        *("", ".", "..", "/a", "a/", "a//b", "a/../b", "a/.", "../a", "c:a"),
        *("a\\b", "a\0b", "a\nb", "a\udcb3"),
    ],
)
def test_a_path_that_could_leave_the_folder_is_not_safe(path: str) -> None:
    assert not safe_path(path)


def test_the_folders_above_a_file_come_innermost_first() -> None:
    assert [*folders_of("a/b/c.html")] == ["a/b", "a"]
    assert [*folders_of("c.html")] == []


def test_the_key_follows_from_names_and_digests_alone() -> None:
    assert key_of({"a": "1", "b": "2"}) == key_of({"b": "2", "a": "1"})
    assert key_of({"a": "1", "b": "2"}) != key_of({"a": "2", "b": "1"})
    assert key_of({"a": "1"}) != key_of({"a": "1", "b": ""})
    assert Entry.planned({"a": "1"}).key == key_of({"a": "1"})


def test_explain_names_the_parts_that_changed_appeared_and_vanished() -> None:
    old = Entry.planned({"theme": "1", "view.title": "2", "view.phases": "3"})

    assert explain(old, {"theme": "1", "view.title": "9", "view.events": "4"}) == (
        Change("view.events", ChangeKind.APPEARED, "", "4"),
        Change("view.phases", ChangeKind.VANISHED, "3", ""),
        Change("view.title", ChangeKind.CHANGED, "2", "9"),
    )


def test_explain_has_nothing_to_say_about_the_same_key() -> None:
    assert explain(Entry.planned({"theme": "1"}), {"theme": "1"}) == ()


def test_a_new_file_is_explained_by_all_its_parts() -> None:
    assert explain(None, {"theme": "1"}) == (Change("theme", ChangeKind.APPEARED, "", "1"),)


@pytest.mark.parametrize(
    ("target", "removed", "first"),
    [
        ("a/b.html", "a", True),
        ("a", "a/b.html", True),
        ("a/b.html", "A", True),
        ("a.html", "A.html", True),
        ("a/x.html", "A/x.html", True),
        ("a/b.html", "a/c.html", False),
        ("ab", "a", False),
        ("a", "ab/c", False),
    ],
)
def test_only_what_stands_in_the_way_goes_before_the_new_files(
    target: str, removed: str, first: bool
) -> None:
    journal = Journal((("000000", target),), (removed,), "manifest")

    assert journal.in_the_way == ((removed,) if first else ())
