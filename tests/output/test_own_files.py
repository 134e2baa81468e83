"""What a command wrote it may write again; what an editor wrote stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from civicsite.output.operations import Operations, Stopped
from civicsite.output.own_files import write_own


def test_new_files_are_written_and_equal_ones_left_alone(tmp_path: Path) -> None:
    files = {"content/a/data/x.csv": lambda: [b"1", b"2"], "content/a/data/x.json": b"{}"}
    assert write_own(tmp_path, Operations(), files, ()) == (tuple(files), ())
    assert (tmp_path / "content/a/data/x.csv").read_bytes() == b"12"
    assert write_own(tmp_path, Operations(), files, files) == ((), ())
    assert sorted(path.name for path in (tmp_path / "content/a/data").iterdir()) == ["x.csv", "x.json"]  # fmt: skip


def test_a_file_that_is_not_ours_keeps_all_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    written, (problem,) = write_own(tmp_path, Operations(), {"a": b"1", "b": b"2"}, ("a",))
    assert (written, problem.code, str(problem.span)) == ((), "file-exists", "b")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_stop_at_any_operation_leaves_old_or_new_bytes(tmp_path: Path) -> None:
    old, new = {"x/a": b"old a", "x/b": b"old b"}, {"x/a": b"new a", "x/b": b"new b"}
    total = Operations()
    write_own(tmp_path / "whole", total, old, ())
    write_own(tmp_path / "whole", total, new, new)
    for stop in range(total.count):
        root = tmp_path / str(stop)
        operations = Operations(stop_after=stop)
        try:
            write_own(root, operations, old, ())
            write_own(root, operations, new, new)
        except Stopped:
            pass
        for path in new:
            file = root / path
            assert not file.exists() or file.read_bytes() in (old[path], new[path])
        assert write_own(root, Operations(), new, new)[1] == ()
        assert {p: (root / p).read_bytes() for p in new} == new


def test_a_path_that_leaves_the_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="leaves the project"):
        write_own(tmp_path, Operations(), {"../a": b""}, ())
