from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from civicsite.catalogues import packaged_catalogue
from civicsite.output.operations import failed
from civicsite.output.writing import (
    Operations,
    OutputFolder,
)
from tests.output.published import (
    Failing,
    Recorded,
    publish,
    refused,
    refused_codes,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project" / "build"


def test_a_second_build_is_told_that_one_is_at_work(root: Path) -> None:
    folder = OutputFolder(root, Operations(), project=root.parent)
    with folder.locked():
        assert refused(lambda: publish(root, {}, project=root.parent)) == [
            "build: w tej chwili inny proces budowania zapisuje do tego folderu. Poczekaj, aż się "
            "skończy, albo go zatrzymaj, i zbuduj stronę jeszcze raz."
        ]
    publish(root, {})


def test_the_lock_is_free_again_after_a_crash(root: Path) -> None:
    folder = OutputFolder(root, Operations())
    with pytest.raises(LookupError), folder.locked():
        raise LookupError
    publish(root, {})


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "output-disk-full"),
        (errno.EDQUOT, "output-disk-full"),
        (errno.EACCES, "output-not-permitted"),
        (errno.EPERM, "output-not-permitted"),
        (errno.EROFS, "output-read-only"),
        (errno.ENAMETOOLONG, "output-name-too-long"),
        (errno.EIO, "output-not-writable"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "pl", "uk"])
def test_the_systems_refusal_becomes_a_sentence(number: int, code: str, lang: str) -> None:
    found = failed("build/a.html", OSError(number, os.strerror(number)))

    assert (found.code, found.span.path) == (code, "build/a.html")
    catalogue = packaged_catalogue(lang)
    text = catalogue.text(found.code, **dict(found.values))
    assert (os.strerror(number) in text) == (code == "output-not-writable")
    assert catalogue.has(f"{code}.next")


def test_a_full_disk_is_told_with_the_file_that_did_not_fit(root: Path) -> None:
    publish(root, {})
    disk = Failing(4)  # the folder, then the first file and its bytes, then the second file

    assert refused(lambda: publish(root, {"a.html": b"1", "b.html": b"1"}, disk, root.parent)) == [
        "build/b.html: na dysku nie ma już miejsca, żeby to zapisać. Zwolnij trochę miejsca i "
        "zbuduj stronę jeszcze raz."
    ]


def test_a_folder_that_cannot_be_made_is_told_by_its_name(root: Path) -> None:
    publish(root, {"index.html": b"1"})
    disk = Failing(8)  # bytes and file of the page, the manifest and the journal, then a rename

    assert refused_codes(lambda: publish(root, {"index.html": b"1", "a/b": b"1"}, disk)) == [
        ("output-disk-full", "a")
    ]


def test_a_folder_without_the_right_to_write_is_told_before_anything_is_staged(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(root, {"a/b.html": b"1", "c/d.html": b"1"})
    # Not by chmod: the administrator of a machine, as in a container, may write everywhere.
    monkeypatch.setattr(os, "access", lambda path, mode: path != root / "a")
    operations = Recorded()

    assert refused_codes(lambda: publish(root, {"a/b.html": b"2"}, operations)) == [
        ("output-not-permitted", "a")
    ]
    added = {"a/b.html": b"1", "c/d.html": b"1", "a/new/e.html": b"2"}
    assert refused_codes(lambda: publish(root, added, operations)) == [
        ("output-not-permitted", "a")
    ]
    assert refused_codes(lambda: publish(root, {"c/d.html": b"1"}, operations)) == [
        ("output-not-permitted", "a")
    ]
    assert operations.log == []
