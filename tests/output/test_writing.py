from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

import pytest

from civicsite.output.manifest import Entry, Manifest
from civicsite.output.writing import (
    Committed,
    Created,
    Operations,
    OutputFolder,
    OutputProblem,
    ProjectFolder,
)
from tests.output.published import (
    Failing,
    Recorded,
    files_in,
    in_polish,
    lay_out,
    publish,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "project" / "build"


def test_a_first_build_makes_the_folder_and_puts_its_records_beside_it(root: Path) -> None:
    done = publish(root, {"index.html": b"1", "a/b.html": b"2"})

    assert done == Committed(written=("index.html", "a/b.html"))
    assert files_in(root) == {"index.html": b"1", "a/b.html": b"2"}
    assert {path.name for path in root.parent.iterdir()} == {"build", ".build.civicsite"}


def test_the_manifest_has_digest_and_state_of_every_file(root: Path) -> None:
    publish(root, {"index.html": b"123"})

    folder = OutputFolder(root, Operations())
    entry = folder.manifest().entries["index.html"]
    state = (root / "index.html").stat()
    assert entry.sha256 == hashlib.sha256(b"123").hexdigest()
    assert (entry.size, entry.mtime_ns, entry.inode) == (3, state.st_mtime_ns, state.st_ino)
    assert folder.stat("index.html") == entry.state
    assert folder.read("index.html") == b"123"


def test_without_changes_not_one_operation_is_done(root: Path) -> None:
    publish(root, {"index.html": b"1", "a/b.html": b"2"})
    before = {path: path.stat().st_mtime_ns for path in sorted(root.parent.rglob("*"))}

    operations = Recorded()
    assert publish(root, {"index.html": b"1", "a/b.html": b"2"}, operations) == Committed()

    assert operations.log == []
    assert {path: path.stat().st_mtime_ns for path in sorted(root.parent.rglob("*"))} == before


def test_only_what_changed_is_written(root: Path) -> None:
    publish(root, {"index.html": b"1", "a.html": b"1", "b.html": b"1"})
    inode = (root / "a.html").stat().st_ino

    done = publish(root, {"index.html": b"2", "a.html": b"1"})

    assert done == Committed(written=("index.html",), removed=("b.html",))
    assert (root / "a.html").stat().st_ino == inode


def test_a_new_key_for_the_same_bytes_changes_the_manifest_alone(root: Path) -> None:
    publish(root, {"a.html": b"1"})
    before = (root / "a.html").stat()

    folder = OutputFolder(root, Operations())
    entry = Entry.planned({"program": "another version"})
    done = folder.commit({"a.html": b"1"}, (), Manifest({"a.html": entry}))

    assert done == Committed(unchanged=("a.html",))
    assert (root / "a.html").stat() == before
    stored = OutputFolder(root, Operations()).manifest().entries["a.html"]
    assert (stored.key, stored.inode) == (entry.key, before.st_ino)


def test_files_appear_in_the_order_given(root: Path) -> None:
    operations = Recorded()
    publish(root, {"z.css": b"1", "b.html": b"1", "index.html": b"1", "a.html": b""}, operations)

    renamed = [name for kind, name in operations.log if kind == "rename"]
    assert renamed == [
        *("journal.json", "z.css", "b.html", "index.html", "a.html", "manifest.json")
    ]


def test_everything_is_staged_before_the_first_rename_and_old_files_go_last(root: Path) -> None:
    publish(root, {"old.html": b"1", "c.html": b"1"})
    operations = Recorded()
    publish(root, {"a.html": b"1", "b/c.html": b"1"}, operations)

    assert operations.log == [
        *(("create", "000000"), ("write", "000000")),
        *(("create", "000001"), ("write", "000001")),
        *(("create", "manifest"), ("write", "manifest")),
        *(("create", "journal"), ("write", "journal"), ("rename", "journal.json")),
        ("mkdir", "b"),
        *(("rename", "a.html"), ("rename", "c.html")),
        *(("unlink", "c.html"), ("unlink", "old.html")),
        *(("rename", "manifest.json"), ("unlink", "journal.json")),
    ]


def test_manifest_and_journal_are_forced_to_the_disk_before_they_count(root: Path) -> None:
    operations = Recorded(durable=True)
    publish(root, {"a.html": b"1"}, operations)

    log = operations.log
    assert [step for step in log if step[0] == "sync"] == [
        ("sync", "manifest"),
        ("sync", "journal"),
    ]
    assert log.index(("sync", "journal")) < log.index(("rename", "journal.json"))


def test_a_file_somebody_deleted_or_changed_is_written_again(root: Path) -> None:
    desired = {"a.html": b"1", "b.html": b"2"}
    publish(root, desired)
    (root / "a.html").unlink()
    (root / "b.html").write_bytes(b"edited by hand")

    assert publish(root, desired).written == ("a.html", "b.html")
    assert files_in(root) == desired


def test_removing_a_file_that_is_gone_already_is_no_problem(root: Path) -> None:
    publish(root, {"a/b.html": b"1"})
    shutil.rmtree(root)

    assert publish(root, {}) == Committed()
    assert OutputFolder(root, Operations()).manifest() == Manifest()


def test_the_output_may_be_deleted_at_any_time(root: Path) -> None:
    publish(root, {"a/b.html": b"1"})
    shutil.rmtree(root)
    publish(root, {"a/b.html": b"1"})

    assert files_in(root) == {"a/b.html": b"1"}


def test_without_its_records_a_folder_with_the_same_bytes_is_adopted(root: Path) -> None:
    publish(root, {"a.html": b"1", "b.html": b"2"})
    shutil.rmtree(root.parent / ".build.civicsite")

    assert publish(root, {"a.html": b"1"}) == Committed(unchanged=("a.html",))
    assert files_in(root) == {"a.html": b"1", "b.html": b"2"}


def test_big_files_come_in_pieces(root: Path) -> None:
    folder = OutputFolder(root, Operations())
    entry = Entry.planned({"source": "1"})
    writes = {"a.pdf": lambda: iter([b"12", b"", b"3"])}

    assert folder.commit(writes, (), Manifest({"a.pdf": entry})).written == ("a.pdf",)
    assert files_in(root) == {"a.pdf": b"123"}
    assert folder.manifest().entries["a.pdf"].sha256 == hashlib.sha256(b"123").hexdigest()

    inode = (root / "a.pdf").stat().st_ino
    entry = Entry.planned({"source": "2"})
    assert folder.commit(writes, (), Manifest({"a.pdf": entry})).unchanged == ("a.pdf",)
    assert (root / "a.pdf").stat().st_ino == inode
    assert OutputFolder(root, Operations()).manifest().entries["a.pdf"].state == folder.stat(
        "a.pdf"
    )


def test_a_source_that_fails_while_it_is_copied_leaves_nothing_behind(root: Path) -> None:
    publish(root, {"a.html": b"old"})
    folder = OutputFolder(root, Operations())

    def broken() -> list[bytes]:
        raise LookupError

    entries = {path: Entry.planned({}) for path in ("a.html", "b.pdf")}
    with pytest.raises(LookupError):
        folder.commit({"a.html": b"new", "b.pdf": broken}, (), Manifest(entries))

    assert files_in(root) == {"a.html": b"old"}
    assert files_in(folder.records).keys() == {"lock", "manifest.json"}


def test_facts_about_the_build_are_kept(root: Path) -> None:
    OutputFolder(root, Operations()).commit({}, (), Manifest({}, {"only": "lipowiec"}))

    assert OutputFolder(root, Operations()).manifest().built == {"only": "lipowiec"}


@pytest.mark.parametrize(
    ("writes", "removes", "entries"),
    [
        ({"a.html": b""}, [], []),
        ({}, ["foreign.txt"], ["ours.html"]),
        ({}, ["ours.html"], ["ours.html"]),
        ({}, [], []),
        ({}, [], ["ours.html", "foreign.txt"]),
        ({"ours.html": b""}, ["ours.html"], ["ours.html"]),
        ({"../a.html": b""}, [], ["ours.html", "../a.html"]),
    ],
)
def test_a_commit_that_contradicts_its_manifest_is_a_mistake_of_the_program(
    root: Path, writes: dict[str, bytes], removes: list[str], entries: list[str]
) -> None:
    publish(root, {"ours.html": b"1"})
    lay_out(root, {"foreign.txt": b"1"})
    manifest = Manifest({path: Entry.planned({}) for path in entries})

    with pytest.raises(ValueError, match=r"not ours|differ|leaves"):
        OutputFolder(root, Operations()).commit(writes, removes, manifest)
    assert files_in(root) == {"ours.html": b"1", "foreign.txt": b"1"}


def test_a_commit_over_an_unfinished_one_is_a_mistake_of_the_program(root: Path) -> None:
    lay_out(root.parent, {".build.civicsite/journal.json": b"{}"})

    with pytest.raises(ValueError, match="recovered first"):
        OutputFolder(root, Operations()).commit({}, (), Manifest())


def test_a_journal_that_cannot_be_read_is_dropped(root: Path) -> None:
    publish(root, {"a.html": b"1"})
    lay_out(root.parent, {".build.civicsite/journal.json": b"{}"})

    assert publish(root, {"a.html": b"2"}).written == ("a.html",)


def test_a_path_that_leaves_the_folder_is_not_read(root: Path) -> None:
    with pytest.raises(ValueError, match="secret"):
        OutputFolder(root, Operations()).read("../secret")


# Files for the editor


def test_new_files_are_added_to_the_project(tmp_path: Path) -> None:
    project = ProjectFolder(tmp_path / "site", Operations())

    assert project.create_all({"civicsite.yaml": b"1", "content/a/process.md": b"2"}) == Created(
        created=("civicsite.yaml", "content/a/process.md")
    )
    assert files_in(tmp_path / "site") == {"civicsite.yaml": b"1", "content/a/process.md": b"2"}


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.md": b"an afternoon's work"})
    done = ProjectFolder(tmp_path, Operations()).create("a.md", b"template")

    assert not done.created
    assert in_polish(OutputProblem(*done.diagnostics)) == [
        "a.md: taki plik już tu jest i ma inną treść, dlatego nie zostanie nadpisany. "
        "Wybierz inną nazwę albo przenieś stary plik."
    ]
    assert files_in(tmp_path) == {"a.md": b"an afternoon's work"}


def test_one_existing_file_keeps_all_from_being_created_and_all_are_named(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.md": b"1", "b.md": b"2", "c.md": b"3"})
    operations = Operations()
    done = ProjectFolder(tmp_path, operations).create_all(
        {"new/x.md": b"", "a.md": b"!", "b.md": b"!", "c.md": b"3", "a.md/y": b""}
    )

    assert [(found.code, found.span.path) for found in done.diagnostics] == [
        ("file-exists", "a.md"),
        ("file-exists", "b.md"),
        ("output-file-in-the-way", "a.md"),
    ]
    assert operations.count == 0


def test_an_existing_file_with_the_same_bytes_is_unchanged(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.md": b"1"})

    done = ProjectFolder(tmp_path, Operations()).create_all({"a.md": b"1", "b.md": b"2"})
    assert done == Created(created=("b.md",), unchanged=("a.md",))


def test_a_project_file_is_not_written_through_a_link_or_out_of_the_project(
    tmp_path: Path,
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path)
    project = ProjectFolder(tmp_path / "site", Operations())

    done = project.create("content/a.md", b"")
    assert [(found.code, found.span.path) for found in done.diagnostics] == [
        ("output-symlink", "content")
    ]
    with pytest.raises(ValueError, match="leaves the project"):
        project.create("../a.md", b"")
    assert files_in(tmp_path) == {"site/content": b"-> " + os.fsencode(tmp_path)}


def test_when_the_disk_fails_halfway_nothing_new_remains(tmp_path: Path) -> None:
    files = {"a/b/c.md": b"1", "a/d.md": b"2", "e.md": b"3"}
    counting = Operations()
    ProjectFolder(tmp_path / "0", counting).create_all(files)
    for at in range(2, counting.count + 1):
        root = tmp_path / str(at)
        root.mkdir()
        disk = Failing(at - 1)
        done = ProjectFolder(root, disk).create_all(files)
        if disk.kind == "unlink":  # all that can fail then is to clean up
            assert done.created == tuple(files)
            assert files.items() <= files_in(root).items()
        else:
            assert [found.code for found in done.diagnostics] == ["output-disk-full"], at
            assert [*root.iterdir()] == []


def test_a_disk_without_hard_links_still_gets_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)

    assert ProjectFolder(tmp_path, Operations()).create("a.md", b"1").created == ("a.md",)
    assert files_in(tmp_path) == {"a.md": b"1"}


def test_a_file_that_appears_in_between_is_not_overwritten(tmp_path: Path) -> None:
    class Raced(Operations):
        def step(self, kind: str, path: Path) -> None:
            if kind == "place":
                path.write_bytes(b"saved a moment ago")

    done = ProjectFolder(tmp_path, Raced()).create("a.md", b"template")

    assert [found.code for found in done.diagnostics] == ["file-exists"]
    assert files_in(tmp_path) == {"a.md": b"saved a moment ago"}


def test_leftovers_of_a_killed_run_are_in_nobodys_way(tmp_path: Path) -> None:
    lay_out(tmp_path, {".a.md.civicsite~": b"hal"})

    assert ProjectFolder(tmp_path, Operations()).create("a.md", b"half").created == ("a.md",)
    assert files_in(tmp_path) == {"a.md": b"half"}
