"""What a commit refuses: other people's files, links, and places where no output belongs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from civicsite.output import preflight
from civicsite.output.manifest import Entry, Journal, Manifest
from civicsite.output.writing import (
    Committed,
    Operations,
    OutputFolder,
    OutputProblem,
)
from tests.output.published import (
    Recorded,
    files_in,
    lay_out,
    publish,
    refused,
    refused_codes,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project" / "build"


# Files that are not ours


def test_files_we_did_not_write_survive_everything(root: Path) -> None:
    foreign = {"robots.txt": b"x", "a/own.html": b"y", ".well-known/z": b"z"}
    lay_out(root, foreign)
    publish(root, {"a/b.html": b"1", "c/d.html": b"1"})
    publish(root, {"e.html": b"1"})
    publish(root, {})

    assert files_in(root) == foreign


def test_a_foreign_file_is_not_overwritten_and_all_of_them_are_named(root: Path) -> None:
    lay_out(root, {"index.html": b"the town's old site", "a/b.html": b"too", "same.css": b"1"})
    before = files_in(root)

    def build() -> Committed:
        desired = {"index.html": b"1", "a/b.html": b"2", "same.css": b"1", "c.html": b"3"}
        return publish(root, desired, project=root.parent)

    assert refused(build) == [
        f"build/{path}: tego pliku nie utworzył program civicsite, a ma on inną treść, dlatego nie "
        "zostanie nadpisany. Przenieś plik, jeśli jest potrzebny, usuń go, jeśli nie jest, albo "
        "wybierz inny folder na gotową stronę."
        for path in ("index.html", "a/b.html")
    ]
    assert files_in(root) == before


def test_a_foreign_file_is_not_overwritten_by_a_big_one_either(root: Path) -> None:
    lay_out(root, {"a.pdf": b"old", "same.pdf": b"12"})
    folder = OutputFolder(root, Operations())
    entries = {path: Entry.planned({}) for path in ("a.pdf", "same.pdf")}
    writes = {path: lambda: [b"1", b"2"] for path in ("same.pdf", "a.pdf")}

    assert refused_codes(lambda: folder.commit(writes, (), Manifest(entries))) == [
        ("output-foreign-file", "a.pdf")
    ]
    assert files_in(root) == {"a.pdf": b"old", "same.pdf": b"12"}
    assert not files_in(folder.records)


def test_a_folder_with_foreign_files_is_not_replaced_by_a_file(root: Path) -> None:
    publish(root, {"a/b.html": b"1"})
    lay_out(root, {"a/own.html": b"1"})

    assert refused_codes(lambda: publish(root, {"a": b"1"})) == [("output-folder-in-the-way", "a")]
    assert files_in(root) == {"a/b.html": b"1", "a/own.html": b"1"}


def test_an_empty_folder_that_is_not_ours_is_not_replaced_either(root: Path) -> None:
    (root / "a").mkdir(parents=True)

    assert refused_codes(lambda: publish(root, {"a": b"1"})) == [("output-folder-in-the-way", "a")]


def test_an_inner_folder_that_is_not_ours_keeps_its_place_too(root: Path) -> None:
    publish(root, {"a/b.html": b"1"})
    (root / "a/empty").mkdir()

    assert refused_codes(lambda: publish(root, {"a": b"1"})) == [("output-folder-in-the-way", "a")]


def test_a_foreign_file_is_not_replaced_by_a_folder(root: Path) -> None:
    lay_out(root, {"a": b"1"})

    assert refused_codes(lambda: publish(root, {"a/b.html": b"1"})) == [
        ("output-file-in-the-way", "a")
    ]


def test_a_folder_somebody_put_where_our_file_was_stays(root: Path) -> None:
    publish(root, {"a.html": b"1"})
    (root / "a.html").unlink()
    lay_out(root, {"a.html/own.txt": b"1"})

    assert publish(root, {}) == Committed()
    assert files_in(root) == {"a.html/own.txt": b"1"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_not_overwritten(root: Path) -> None:
    root.mkdir(parents=True)
    os.mkfifo(root / "a.html")

    assert refused_codes(lambda: publish(root, {"a.html": b"1"})) == [
        ("output-foreign-file", "a.html")
    ]


def test_a_file_inside_a_file_of_the_site_is_refused_with_both_names(root: Path) -> None:
    desired = {"a.html": b"1", "a.html/b.html": b"1"}

    assert refused(lambda: publish(root, desired, project=root.parent)) == [
        "build/a.html/b.html: ten plik miałby leżeć w „a.html”, ale to także jest plik strony. "
        "Zmień nazwę jednej z tych dwóch podstron lub jednego z tych dokumentów."
    ]


def test_a_name_that_the_disk_cannot_hold_is_refused_before_anything_is_written(
    root: Path,
) -> None:
    operations = Recorded()
    name = "ż" * 128  # 256 bytes

    assert refused_codes(lambda: publish(root, {f"new/{name}/x": b"", "b": b""}, operations)) == [
        ("output-name-too-long", "x")
    ]
    assert ("mkdir", "stage") not in operations.log


def test_a_path_that_is_too_long_as_a_whole_is_refused_too(root: Path) -> None:
    operations = Recorded()

    assert refused_codes(lambda: publish(root, {"a/" * 2100 + "b": b""}, operations)) == [
        ("output-name-too-long", "b")
    ]
    assert ("mkdir", "stage") not in operations.log


# Links


@pytest.mark.parametrize("target", ["a/b.html", "a/new/c.html"])
def test_nothing_is_written_through_a_linked_folder(root: Path, target: str) -> None:
    elsewhere = root.parent.parent / "elsewhere"
    lay_out(elsewhere, {"b.html": b"1"})
    root.mkdir(parents=True)
    (root / "a").symlink_to(elsewhere)

    assert refused(lambda: publish(root, {target: b"1"}, project=root.parent)) == [
        "build/a: to jest skrót (dowiązanie) do innego miejsca, a program niczego nie zapisuje "
        "przez skróty. Usuń skrót albo wstaw w to miejsce prawdziwy folder."
    ]
    assert files_in(elsewhere) == {"b.html": b"1"}


def test_nothing_is_removed_through_a_linked_folder(root: Path) -> None:
    publish(root, {"a/b.html": b"1"})
    shutil.rmtree(root / "a")
    lay_out(root.parent / "elsewhere", {"b.html": b"1"})
    (root / "a").symlink_to(root.parent / "elsewhere")

    assert refused_codes(lambda: publish(root, {})) == [("output-symlink", "a")]
    assert files_in(root.parent / "elsewhere") == {"b.html": b"1"}


def test_a_link_in_place_of_a_file_is_refused(root: Path) -> None:
    publish(root, {"a.html": b"1"})
    (root / "a.html").rename(root.parent / "moved.html")
    (root / "a.html").symlink_to(root.parent / "moved.html")

    assert refused_codes(lambda: publish(root, {"a.html": b"2"})) == [("output-symlink", "a.html")]
    assert refused_codes(lambda: publish(root, {})) == [("output-symlink", "a.html")]
    assert (root.parent / "moved.html").read_bytes() == b"1"


@pytest.mark.parametrize("name", [".build.civicsite", ".build.civicsite/stage"])
def test_records_behind_a_link_are_refused(root: Path, name: str) -> None:
    lay_out(root.parent / "elsewhere", {"precious": b"1"})
    (root.parent / name).parent.mkdir(exist_ok=True)
    (root.parent / name).symlink_to(root.parent / "elsewhere")

    assert refused_codes(lambda: publish(root, {})) == [("output-symlink", Path(name).name)]
    assert files_in(root.parent / "elsewhere") == {"precious": b"1"}


def test_a_lock_behind_a_link_is_refused(root: Path) -> None:
    lay_out(root.parent, {".build.civicsite/x": b"", "precious": b"1"})
    (root.parent / ".build.civicsite/lock").symlink_to(root.parent / "precious")

    with pytest.raises(OutputProblem):
        publish(root, {})
    assert (root.parent / "precious").read_bytes() == b"1"


def test_a_journal_from_elsewhere_cannot_reach_out_of_the_folder(root: Path) -> None:
    publish(root, {})
    lay_out(root.parent, {"precious": b"1", "elsewhere/b": b"1"})
    (root / "a").parent.mkdir(exist_ok=True)
    (root / "a").symlink_to(root.parent / "elsewhere")
    records = root.parent / ".build.civicsite"
    lay_out(records, {"stage/000000": b"bad", "stage/manifest": Manifest().to_json()})

    climbing = Journal((("000000", "../precious"),), (), "manifest")
    (records / "journal.json").write_bytes(climbing.to_json())
    assert not OutputFolder(root, Operations()).recover()

    lay_out(records, {"stage/000000": b"bad", "stage/manifest": Manifest().to_json()})
    linked = Journal((("000000", "a/b"),), ("a/b",), "manifest")
    (records / "journal.json").write_bytes(linked.to_json())
    assert refused_codes(OutputFolder(root, Operations()).recover) == [("output-symlink", "a")]

    assert files_in(root.parent / "elsewhere") == {"b": b"1"}
    assert (root.parent / "precious").read_bytes() == b"1"


def test_a_manifest_from_elsewhere_cannot_have_files_deleted(root: Path) -> None:
    publish(root, {})
    lay_out(root.parent, {"precious": b"1"})
    entry = Entry.planned({})
    (root.parent / ".build.civicsite/manifest.json").write_bytes(
        Manifest({"../precious": entry}).to_json()
    )

    publish(root, {})
    assert (root.parent / "precious").read_bytes() == b"1"


def test_the_output_itself_may_be_a_link_to_the_web_servers_folder(root: Path) -> None:
    (root.parent.parent / "www").mkdir()
    root.parent.mkdir()
    root.symlink_to(root.parent.parent / "www")
    publish(root, {"a.html": b"1"})

    assert files_in(root.parent.parent / "www") == {"a.html": b"1"}
    assert (root.parent.parent / ".www.civicsite").is_dir()


# Where the output may lie


@pytest.mark.parametrize("output", [".", "..", "/"])
def test_the_output_must_not_hold_the_sources(root: Path, output: str) -> None:
    project = root.parent
    lay_out(project, {"content/a.md": b""})

    with pytest.raises(OutputProblem) as caught:
        publish(project / output, {}, project=project)
    assert [found.code for found in caught.value.diagnostics] == ["output-holds-project"]
    assert files_in(project) == {"content/a.md": b""}


@pytest.mark.parametrize("output", ["content", "content/build", "themes/x/y"])
def test_the_output_must_not_lie_among_the_sources(root: Path, output: str) -> None:
    project = root.parent
    lay_out(project, {"content/a.md": b""})
    name = output.split("/")[0]

    assert refused(lambda: publish(project / output, {}, project=project)) == [
        f"{output}: ten folder leży w „{name}”, wśród Twoich plików źródłowych, więc nie można tu "
        "zapisać gotowej strony. Wybierz osobny folder, na przykład build."
    ]
    assert files_in(project) == {"content/a.md": b""}


def test_the_output_must_be_a_folder(root: Path) -> None:
    lay_out(root.parent, {"build": b"a file"})

    assert refused_codes(lambda: publish(root, {})) == [("output-file-in-the-way", "build")]


def test_another_disk_below_the_output_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "mounted").mkdir(parents=True)
    really = preflight.lstat

    def lstat(path: Path) -> os.stat_result | SimpleNamespace | None:
        found = really(path)
        if found is not None and path.name == "mounted":
            return SimpleNamespace(st_mode=found.st_mode, st_dev=found.st_dev + 1)
        return found

    monkeypatch.setattr(preflight, "lstat", lstat)

    assert refused_codes(lambda: publish(root, {"mounted/a.html": b""})) == [
        ("output-other-disk", "mounted")
    ]
