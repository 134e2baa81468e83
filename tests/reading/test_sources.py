from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic
from civicsite.reading.sources import (
    DiskSources,
    MemorySources,
    MissingSource,
    OutsideProject,
    RawExport,
    SourceProblem,
    Sources,
    is_raw,
)

Make = Callable[..., Sources]

FILES = {
    "civicsite.yaml": b"title: Lipowiec\n",
    "content/lipowiec/municipality.md": b"---\nname: Lipowiec\n---\n",
    "content/lipowiec/park/process.md": b"---\ntitle: Park\n---\n",
    "content/lipowiec/park/raw/glosy.csv": b"pesel\n",
    "content/lipowiec/park/data/glosy.csv": "projekt;głos\n1;1\n".encode(),
    "content/lipowiec/park-2/process.md": b"---\ntitle: Park 2\n---\n",
    "themes/lipowiec/theme.yaml": b"extends: civic\n",
}
LISTED = tuple(sorted(FILES.keys() - {"content/lipowiec/park/raw/glosy.csv"}))


def lay_out(root: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


@pytest.fixture(params=["disk", "memory"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Sources of either kind: what holds for one must hold for the other."""

    def on_disk(files: dict[str, bytes], **options: Any) -> Sources:
        lay_out(tmp_path, files)
        return DiskSources(tmp_path, **options)

    def in_memory(files: dict[str, bytes], **options: Any) -> Sources:
        return MemorySources(files, **options)

    return on_disk if request.param == "disk" else in_memory


def in_polish(diagnostic: Diagnostic) -> str:
    catalogue = packaged_catalogue("pl")
    values = dict(diagnostic.values)
    sentences = [catalogue.text(diagnostic.code + end, **values) for end in ("", ".next")]
    return f"{diagnostic.span}: {' '.join(sentences)}"


def test_lists_all_files_sorted_without_raw_exports(make: Make) -> None:
    sources = make(FILES)

    assert sources.paths() == LISTED
    assert sources.diagnostics() == ()


def test_a_file_is_read_whole_with_its_digest_and_size(make: Make) -> None:
    sources = make(FILES)
    path = "content/lipowiec/park/process.md"

    assert sources.size(path) == len(FILES[path])
    assert sources.read(path) == FILES[path]
    assert sources.digest(path) == hashlib.sha256(FILES[path]).hexdigest()
    assert sources.size(path) == len(FILES[path])


def test_under_a_folder_means_in_it_and_not_beside_it(make: Make) -> None:
    sources = make(FILES)

    assert sources.under("content/lipowiec/park") == (
        "content/lipowiec/park/data/glosy.csv",
        "content/lipowiec/park/process.md",
    )
    assert sources.under("content/lipowiec/park/") == sources.under("content/lipowiec/park")
    assert sources.under("content/lipowiec/par") == ()
    assert sources.under("") == LISTED


def test_only_the_named_tops_are_listed(make: Make) -> None:
    sources = make(FILES, only=["civicsite.yaml", "themes"])

    assert sources.paths() == ("civicsite.yaml", "themes/lipowiec/theme.yaml")
    assert not sources.exists("content/lipowiec/municipality.md")


def test_what_the_caller_skips_is_not_listed(make: Make) -> None:
    sources = make(FILES, skip=["content", "themes/lipowiec/theme.yaml"])

    assert sources.paths() == ("civicsite.yaml",)


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        "content/.obsidian/app.json",
        "content/.process.md.swp",
        "content/process.md~",
        "content/process.swp",
        "content/Thumbs.db",
        "content/.DS_Store",
        "content/desktop.ini",
        "content/~$protokol.docx",
        "themes/__pycache__/x.pyc",
    ],
)
def test_hidden_files_and_leftovers_are_not_listed(make: Make, path: str) -> None:
    assert make({path: b"", "content/a.md": b""}).paths() == ("content/a.md",)


def test_a_raw_export_is_known_to_be_there_but_does_not_open(make: Make) -> None:
    sources = make(FILES)
    path = "content/lipowiec/park/raw/glosy.csv"

    assert sources.exists_raw(path)
    assert not sources.exists(path)
    for asking in (sources.read, sources.open, sources.digest, sources.size):
        with pytest.raises(RawExport):
            asking(path)


def test_exists_raw_is_no_for_all_other_files(make: Make) -> None:
    sources = make(FILES)

    assert not sources.exists_raw("content/lipowiec/park/raw/other.csv")
    assert not sources.exists_raw("content/lipowiec/park/process.md")
    assert not sources.exists_raw("content/raw/../../civicsite.yaml")


def test_reduce_may_ask_for_raw_exports(make: Make) -> None:
    sources = make(FILES, raw=True)

    assert sources.read("content/lipowiec/park/raw/glosy.csv") == b"pesel\n"
    assert sources.paths() == tuple(sorted(FILES))


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("content/a/raw/b.csv", True),
        ("content/a/raw/b/c.csv", True),
        ("content/a/RAW/b.csv", True),
        ("content/raw/b.csv", True),
        ("content/a/raw", False),
        ("content/a/raw.csv", False),
        ("content/a/draw/b.csv", False),
        ("themes/raw/b.css", False),
        ("raw/b.csv", False),
        ("content", False),
        ("", False),
    ],
)
def test_raw_is_a_folder_inside_the_content(path: str, raw: bool) -> None:
    assert is_raw(path) is raw


@pytest.mark.parametrize(
    "path", ["../secret", "/etc/hosts", "content/../../secret", "a/../../../b", "..", "a\0b"]
)
def test_a_path_that_leaves_the_project_is_refused(make: Make, path: str) -> None:
    sources = make(FILES)

    assert not sources.exists(path)
    for asking in (sources.read, sources.open, sources.digest, sources.size):
        with pytest.raises(OutsideProject):
            asking(path)


@pytest.mark.parametrize("path", ["content/none.md", "content", "", "content/lipowiec/../a.md"])
def test_a_path_that_is_not_listed_is_missing(make: Make, path: str) -> None:
    sources = make(FILES)

    assert not sources.exists(path)
    for asking in (sources.read, sources.open, sources.digest, sources.size):
        with pytest.raises(MissingSource):
            asking(path)


def test_a_stream_gives_the_bytes_once_and_leaves_the_digest(make: Make) -> None:
    sources = make(FILES)
    path = "content/lipowiec/park/data/glosy.csv"

    with sources.open(path) as stream:
        rows = [*csv.reader(io.TextIOWrapper(stream, "utf-8"), delimiter=";")]

    assert rows == [["projekt", "głos"], ["1", "1"]]
    assert sources.digest(path) == hashlib.sha256(FILES[path]).hexdigest()


def test_a_stream_cannot_seek_because_its_digest_would_be_wrong(make: Make) -> None:
    with make(FILES).open("civicsite.yaml") as stream:
        assert not stream.seekable()


@given(st.binary(max_size=300), st.lists(st.integers(1, 70), max_size=10))
def test_a_stream_read_in_any_pieces_has_the_bytes_and_digest_of_the_file(
    data: bytes, pieces: list[int]
) -> None:
    sources = MemorySources({"a.csv": data})
    with sources.open("a.csv") as stream:
        got = b"".join(stream.read(piece) for piece in pieces) + stream.read()

    assert got == data
    assert sources.digest("a.csv") == hashlib.sha256(data).hexdigest()
    assert sources.reads == ["a.csv"]


def test_the_twin_logs_each_opening_and_a_known_digest_opens_nothing() -> None:
    sources = MemorySources(FILES)
    sources.digest("civicsite.yaml")
    sources.digest("civicsite.yaml")
    sources.read("themes/lipowiec/theme.yaml")
    sources.digest("themes/lipowiec/theme.yaml")
    sources.size("content/lipowiec/municipality.md")

    assert sources.reads == ["civicsite.yaml", "themes/lipowiec/theme.yaml"]


def test_names_that_differ_only_in_case_are_an_error(make: Make) -> None:
    sources = make({"content/a/Process.md": b"", "content/a/process.md": b"", "content/b.md": b""})
    if len(sources.paths()) == 2:
        pytest.skip("this disk does not tell upper from lower case")

    [found] = sources.diagnostics()
    assert in_polish(found) == (
        "content/a/process.md: ta nazwa różni się od „content/a/Process.md” tylko sposobem zapisu "
        "liter (na przykład wielkością); dla Windows i macOS to jeden i ten sam plik. "
        "Zmień jedną z tych dwóch nazw."
    )


def test_folders_that_differ_only_in_case_are_one_error(make: Make) -> None:
    files = dict.fromkeys(
        ("content/Park/a.md", "content/Park/b.md", "content/park/a.md", "content/park/b.md"), b""
    )
    sources = make(files)
    if len(sources.paths()) == 2:
        pytest.skip("this disk does not tell upper from lower case")

    [found] = sources.diagnostics()
    assert (found.code, found.span.path) == ("source-names-collide", "content/park")


def test_a_name_in_decomposed_letters_is_an_error_but_stays_listed(make: Make) -> None:
    decomposed = "content/z\u0307o\u0301łw.md"
    sources = make({decomposed: b"x"})

    assert sources.read(decomposed) == b"x"
    [found] = sources.diagnostics()
    assert (found.code, found.span.path) == ("source-name-not-nfc", decomposed)
    assert in_polish(found).endswith("„żółw.md”, albo zrezygnuj z polskich liter.")


def test_composed_and_decomposed_twins_collide(make: Make) -> None:
    sources = make({"content/o\u0301.md": b"", "content/ó.md": b""})

    assert [found.code for found in sources.diagnostics()] == [
        "source-name-not-nfc",
        "source-names-collide",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_is_an_error_and_not_listed(make: Make) -> None:
    sources = make({os.fsdecode(b"content/lipowiec/g\xb3osy.csv"): b"", "content/a.md": b""})

    assert sources.paths() == ("content/a.md",)
    assert [in_polish(found) for found in sources.diagnostics()] == [
        "content/lipowiec/g\\xb3osy.csv: nazwa tego pliku lub folderu jest zapisana w "
        "przestarzałym kodowaniu i na innych komputerach zamieni się w krzaczki. Zmień nazwę; "
        "najlepiej użyj zwykłych liter, cyfr i łączników."
    ]


def test_no_project_is_no_files(tmp_path: Path) -> None:
    assert DiskSources(tmp_path / "none").paths() == ()


def test_the_listing_is_taken_once(tmp_path: Path) -> None:
    lay_out(tmp_path, FILES)
    sources = DiskSources(tmp_path)
    sources.paths()
    lay_out(tmp_path, {"content/new.md": b""})

    assert not sources.exists("content/new.md")


def test_links_are_errors_and_are_not_followed(tmp_path: Path) -> None:
    lay_out(tmp_path, {"secret/a.md": b"secret", "project/content/b.md": b"b"})
    content = tmp_path / "project" / "content"
    (content / "file.md").symlink_to(tmp_path / "secret" / "a.md")
    (content / "folder").symlink_to(tmp_path / "secret")
    (content / "inside.md").symlink_to("b.md")
    (content / "dangling.md").symlink_to("nowhere")
    sources = DiskSources(tmp_path / "project")

    assert sources.paths() == ("content/b.md",)
    assert {(found.code, found.span.path) for found in sources.diagnostics()} == {
        ("source-symlink", "content/dangling.md"),
        ("source-symlink", "content/file.md"),
        ("source-symlink", "content/folder"),
        ("source-symlink", "content/inside.md"),
    }
    for path in ("content/file.md", "content/folder/a.md"):
        with pytest.raises(OutsideProject):
            sources.read(path)
    with pytest.raises(MissingSource):
        sources.read("content/inside.md")


def test_a_link_is_explained_in_polish(tmp_path: Path) -> None:
    lay_out(tmp_path, {"content/a.md": b""})
    (tmp_path / "content" / "b.md").symlink_to("a.md")

    assert [in_polish(found) for found in DiskSources(tmp_path).diagnostics()] == [
        "content/b.md: to jest skrót (dowiązanie) do innego miejsca, a program nie otwiera "
        "skrótów. Zamiast skrótu wstaw tutaj sam plik lub folder."
    ]


def test_a_project_may_itself_be_reached_through_a_link(tmp_path: Path) -> None:
    lay_out(tmp_path / "real", FILES)
    (tmp_path / "link").symlink_to("real")

    assert DiskSources(tmp_path / "link").read("civicsite.yaml") == FILES["civicsite.yaml"]


def test_raw_behind_a_link_is_not_there(tmp_path: Path) -> None:
    lay_out(tmp_path, {"exports/a.csv": b"", "project/content/a/process.md": b""})
    (tmp_path / "project/content/a/raw").symlink_to(tmp_path / "exports")
    sources = DiskSources(tmp_path / "project")

    assert not sources.exists_raw("content/a/raw/a.csv")
    assert sources.diagnostics() == ()
    assert DiskSources(tmp_path / "project", raw=True).paths() == ("content/a/process.md",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_not_a_file_is_not_listed(tmp_path: Path) -> None:
    lay_out(tmp_path, {"content/a.md": b""})
    os.mkfifo(tmp_path / "content" / "pipe.md")

    assert DiskSources(tmp_path).paths() == ("content/a.md",)


def test_a_file_that_becomes_a_link_after_the_listing_does_not_open(tmp_path: Path) -> None:
    if not hasattr(os, "O_NOFOLLOW"):
        pytest.skip("this system cannot refuse links when opening")
    lay_out(tmp_path, {"secret": b"secret", "project/content/a.md": b"a"})
    sources = DiskSources(tmp_path / "project")
    sources.paths()
    (tmp_path / "project/content/a.md").unlink()
    (tmp_path / "project/content/a.md").symlink_to(tmp_path / "secret")

    with pytest.raises(SourceProblem) as caught:
        sources.read("content/a.md")
    assert caught.value.diagnostic.code == "source-unreadable"


def test_a_file_that_vanishes_after_the_listing_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    lay_out(tmp_path, {"content/a.md": b"a"})
    sources = DiskSources(tmp_path)
    sources.paths()
    (tmp_path / "content/a.md").unlink()

    for asking in (sources.read, sources.open, sources.digest, sources.size):
        with pytest.raises(SourceProblem) as caught:
            asking("content/a.md")
        assert in_polish(caught.value.diagnostic).startswith(
            "content/a.md: nie da się tego odczytać; system podaje: "
        )


def test_a_file_that_changes_during_the_build_is_a_problem(tmp_path: Path) -> None:
    lay_out(tmp_path, {"content/a.md": b"old"})
    sources = DiskSources(tmp_path)
    assert sources.read("content/a.md") == b"old"
    lay_out(tmp_path, {"content/a.md": b"new"})

    with pytest.raises(SourceProblem) as caught:
        sources.read("content/a.md")
    assert in_polish(caught.value.diagnostic) == (
        "content/a.md: ten plik zmienił się w trakcie budowania strony. "
        "Zapisz zmiany i zbuduj stronę jeszcze raz."
    )
    with pytest.raises(SourceProblem), sources.open("content/a.md") as stream:
        stream.read()
    assert sources.digest("content/a.md") == hashlib.sha256(b"old").hexdigest()


def test_a_folder_that_cannot_be_listed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path, {"content/a.md": b"", "content/closed/b.md": b""})
    really = os.scandir

    def scandir(path: str) -> Any:
        # Not by chmod: the administrator of a machine, as in a container, may read everything.
        if path.endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return really(path)

    monkeypatch.setattr(os, "scandir", scandir)
    sources = DiskSources(tmp_path)

    assert sources.paths() == ("content/a.md",)
    assert [in_polish(found) for found in sources.diagnostics()] == [
        "content/closed: nie da się tego odczytać; system podaje: Permission denied. Sprawdź, czy "
        "możesz to otworzyć i czy nie blokuje tego inny program."
    ]
