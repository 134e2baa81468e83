from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from civicsite.memo import Memo
from civicsite.output.memo_file import MemoFile
from civicsite.output.writing import Operations, Stopped


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".civicsite" / "memo.sqlite"


def opened(path: Path, **options: int) -> MemoFile:
    return MemoFile(path, Operations(), **options)


def put(path: Path, **entries: bytes) -> None:
    with opened(path) as store:
        for key, data in entries.items():
            store.put(key, data)


def kept(path: Path, *keys: str) -> list[bytes | None]:
    with opened(path) as store:
        return [store.get(key) for key in keys]


def test_what_one_run_puts_the_next_one_gets(path: Path) -> None:
    put(path, a=b"1", b=b"")

    assert kept(path, "a", "b", "c") == [b"1", b"", None]


def test_what_is_put_is_there_at_once_and_written_at_the_end(path: Path) -> None:
    with opened(path) as store:
        store.put("a", b"1")
        assert store.get("a") == b"1"
        assert not path.exists()
    assert path.exists()


def test_a_new_answer_replaces_the_old_one(path: Path) -> None:
    put(path, a=b"1")
    put(path, a=b"2")

    assert kept(path, "a") == [b"2"]


def test_a_run_that_finds_everything_does_not_touch_the_file(path: Path) -> None:
    put(path, a=b"1")
    before = path.stat(), path.parent.stat(), path.read_bytes()

    operations = Operations()
    with MemoFile(path, operations) as store:
        assert store.get("a") == b"1"

    assert operations.count == 0
    after = path.stat(), path.parent.stat(), path.read_bytes()
    assert [s.st_mtime_ns for s in after[:2]] == [s.st_mtime_ns for s in before[:2]]
    assert (after[0].st_ino, after[2]) == (before[0].st_ino, before[2])


def test_a_run_with_nothing_to_keep_makes_no_file(path: Path) -> None:
    assert kept(path, "a") == [None]
    assert not path.parent.exists()


def test_entries_that_five_writing_runs_did_not_use_are_forgotten(path: Path) -> None:
    put(path, unused=b"1", used=b"2")
    for run in range(4):
        with opened(path) as store:
            store.get("used")
            store.put("new", b"%d" % run)
    with sqlite3.connect(path) as database:
        assert sorted(database.execute("SELECT key FROM memo")) == [
            ("new",),
            ("unused",),
            ("used",),
        ]

    with opened(path) as store:
        store.get("used")
        store.put("new", b"4")

    assert kept(path, "unused", "used", "new") == [None, b"2", b"4"]


def test_runs_that_write_nothing_forget_nothing(path: Path) -> None:
    put(path, a=b"1", b=b"2")
    for _ in range(9):
        assert kept(path, "a") == [b"1"]

    put(path, c=b"3")
    assert kept(path, "b") == [b"2"]


def test_forgotten_entries_give_their_room_back(path: Path) -> None:
    put(path, big=b"x" * 1_000_000)
    for run in range(5):
        put(path, small=b"%d" % run)

    assert path.stat().st_size < 100_000


@pytest.mark.parametrize(
    "broken", [b"this is not a database" * 100, b"", b"SQLite format 3\0" * 99]
)
def test_a_broken_file_is_an_empty_one_and_is_made_anew(path: Path, broken: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(broken)

    assert kept(path, "a") == [None]
    put(path, a=b"1")
    assert kept(path, "a") == [b"1"]


def test_a_database_of_another_kind_is_made_anew(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE memo (something TEXT)")

    assert kept(path, "a") == [None]
    put(path, a=b"1")
    assert kept(path, "a") == [b"1"]


def test_a_file_broken_in_the_middle_never_changes_an_answer(path: Path) -> None:
    texts = [f"Lipowiec {number} " * 400 for number in range(30)]

    def answers() -> list[str]:
        with opened(path) as store:
            memo = Memo(store, "program")
            return [
                memo.get("kind", [text], text.upper, lambda t: t.encode(), lambda d: d.decode())
                for text in texts
            ]

    first = answers()
    whole = path.read_bytes()
    for offset in range(0, len(whole), 4096 * 3):
        path.write_bytes(whole[:offset] + bytes(4096) + whole[offset + 4096 :])
        assert answers() == first
        assert answers() == first


def test_a_store_that_somebody_else_is_writing_is_left_as_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(path, a=b"1")
    really = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: really(*a, **k | {"timeout": 0}))
    other = really(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    put(path, a=b"2")
    other.execute("ROLLBACK")
    other.close()

    assert kept(path, "a") == [b"1"]


def test_where_nothing_can_be_written_the_run_goes_on_without(tmp_path: Path) -> None:
    (tmp_path / ".civicsite").write_bytes(b"a file where the folder should be")
    with opened(tmp_path / ".civicsite" / "memo.sqlite") as store:
        store.put("a", b"1")
        assert store.get("a") == b"1"

    (tmp_path / "folder.sqlite").mkdir()
    put(tmp_path / "folder.sqlite", a=b"1")
    assert kept(tmp_path / "folder.sqlite", "a") == [None]


@pytest.mark.parametrize("linked", ["folder", "file"])
def test_a_store_behind_a_link_is_not_used(tmp_path: Path, linked: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    put(elsewhere / "memo.sqlite", b=b"precious")
    before = (elsewhere / "memo.sqlite").read_bytes()
    project = tmp_path / "project"
    project.mkdir()
    if linked == "folder":
        (project / ".civicsite").symlink_to(elsewhere)
    else:
        (project / ".civicsite").mkdir()
        (project / ".civicsite/memo.sqlite").symlink_to(elsewhere / "memo.sqlite")

    put(project / ".civicsite/memo.sqlite", a=b"1")

    assert (elsewhere / "memo.sqlite").read_bytes() == before
    assert os.listdir(elsewhere) == ["memo.sqlite"]


def test_a_run_killed_while_it_wrote_leaves_the_store_as_it_was(path: Path, tmp_path: Path) -> None:
    put(path, **{f"k{number}": b"old" * 5000 for number in range(20)})
    killed = tmp_path / "killed"
    killed.mkdir()
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")  # so that half of it is in the file before the end
    writer.execute("BEGIN")
    writer.execute("UPDATE memo SET data = zeroblob(15000)")
    for file in path.parent.iterdir():
        (killed / file.name).write_bytes(file.read_bytes())
    writer.close()

    assert {file.name for file in killed.iterdir()} == {"memo.sqlite", "memo.sqlite-journal"}
    assert bytes(1000) in (killed / "memo.sqlite").read_bytes()
    assert kept(killed / "memo.sqlite", "k0", "k19") == [b"old" * 5000] * 2


def test_a_stopped_run_leaves_the_store_as_it_was(path: Path) -> None:
    put(path, a=b"1")
    store = MemoFile(path, Operations(stop_after=0))
    store.put("a", b"2")
    with pytest.raises(Stopped):
        store.close()

    assert kept(path, "a") == [b"1"]
