"""A build that is stopped, killed or out of disk at any of its operations."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.output.manifest import folders_of
from civicsite.output.writing import Operations, OutputFolder, OutputProblem, Stopped
from tests.output.published import Failing, Files, files_in, folders_in, lay_out, publish

SCENARIOS: dict[str, tuple[Files, Files]] = {
    "create": ({}, {"index.html": b"new", "a/b/c.html": b"new", "d.css": b"new"}),
    "change": (
        {"index.html": b"old", "a/b.html": b"old"},
        {"index.html": b"new", "a/b.html": b"2"},
    ),
    "delete": (
        {"index.html": b"same", "a/b/c.html": b"old", "a/d.html": b""},
        {"index.html": b"same"},
    ),
    "delete all": ({"index.html": b"old", "a/b.html": b"old"}, {}),
    "rename": ({"a/old.html": b"text"}, {"b/new.html": b"text"}),
    "file becomes folder": ({"a": b"file", "z": b"1"}, {"a/b/c": b"deep", "a/d": b"", "z": b"2"}),
    "folder becomes file": ({"a/b/c": b"deep", "a/d": b"", "z": b"1"}, {"a": b"file", "z": b"2"}),
    "inner folder becomes file": ({"a/b/c": b"deep", "a/d": b"1"}, {"a/b": b"file", "a/d": b"2"}),
    "both at once": ({"a": b"1", "b/c": b"2"}, {"a/c": b"3", "b": b"4"}),
    "case of a name": ({"A.html": b"1", "B/c.html": b"2"}, {"a.html": b"3", "b/c.html": b"4"}),
}
FOREIGN = {"foreign.txt": b"somebody else's", "a.foreign/x.txt": b"too"}


def settled(root: Path, desired: Files) -> None:
    """The folder holds what was asked for, and its records hold nothing else."""
    assert files_in(root) == desired | FOREIGN
    assert folders_in(root) == inhabited(desired)
    folder = OutputFolder(root, Operations())
    entries = folder.manifest().entries
    assert entries.keys() == desired.keys()
    assert all(folder.stat(path) == entry.state for path, entry in entries.items())
    assert files_in(folder.records).keys() | {"manifest.json"} == {"lock", "manifest.json"}


def inhabited(files: Files) -> set[str]:
    return {folder for path in files | FOREIGN for folder in folders_of(path)}


def start(tmp_path: Path, number: int, old: Files) -> Path:
    root = tmp_path / str(number) / "build"
    lay_out(root, FOREIGN)
    if old:
        publish(root, old)
    return root


def operations_of(tmp_path: Path, old: Files, new: Files) -> int:
    operations = Operations(durable=False)
    root = start(tmp_path, -1, old)
    publish(root, new, operations)
    settled(root, new)
    return operations.count


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_stopped_anywhere_every_file_is_whole_and_the_next_build_completes(
    tmp_path: Path, scenario: str
) -> None:
    old, new = SCENARIOS[scenario]
    count = operations_of(tmp_path, old, new)
    assert count > 5
    for stop in range(count):
        root = start(tmp_path, stop, old)
        with pytest.raises(Stopped):
            publish(root, new, Operations(stop_after=stop, durable=False))
        now = files_in(root)
        for path in old.keys() | new.keys() | now.keys():
            assert now.get(path) in (
                (old | FOREIGN).get(path),
                (new | FOREIGN).get(path),
            ), (stop, path)
        publish(root, new)
        settled(root, new)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_recovery_alone_leads_to_the_old_state_or_the_new_never_between(
    tmp_path: Path, scenario: str
) -> None:
    old, new = SCENARIOS[scenario]
    seen = set()
    for stop in range(operations_of(tmp_path, old, new)):
        root = start(tmp_path, stop, old)
        with pytest.raises(Stopped):
            publish(root, new, Operations(stop_after=stop, durable=False))
        folder = OutputFolder(root, Operations(durable=False))
        finished = folder.recover()
        assert files_in(root) == (new if finished else old) | FOREIGN
        assert not folder.recover()
        seen.add(finished)
    assert seen == {True, False}


def test_a_recovery_that_is_stopped_itself_is_recovered(tmp_path: Path) -> None:
    old, new = SCENARIOS["both at once"]
    number = 0
    for stop in range(operations_of(tmp_path, old, new)):
        again = 0
        while True:
            number += 1
            root = start(tmp_path, number, old)
            with pytest.raises(Stopped):
                publish(root, new, Operations(stop_after=stop, durable=False))
            try:
                publish(root, new, Operations(stop_after=again, durable=False))
            except Stopped:
                publish(root, new)
                settled(root, new)
                again += 1
            else:
                break
    assert number > 200


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_full_disk_before_the_first_rename_changes_nothing_and_later_loses_nothing(
    tmp_path: Path, scenario: str
) -> None:
    old, new = SCENARIOS[scenario]
    for at in range(1, operations_of(tmp_path, old, new) + 1):
        root = start(tmp_path, at, old)
        disk = Failing(at)
        with pytest.raises(OutputProblem) as caught:
            publish(root, new, disk)
        [found] = caught.value.diagnostics
        assert found.code == "output-disk-full"
        begun = [path for kind, path in disk.done if kind != "mkdir" and root in path.parents]
        if not begun and disk.kind in ("create", "write", "mkdir"):
            assert files_in(root) == old | FOREIGN
            assert folders_in(root) == inhabited(old)
            assert files_in(OutputFolder(root, Operations()).records).keys() <= {
                "lock",
                "manifest.json",
            }
        publish(root, new)
        settled(root, new)


_PATHS = ["a", "a/b", "a/b/c", "a/d", "e", "e/f", "index.html", "g/h/i"]


@st.composite
def desired_states(draw: st.DrawFn) -> Files:
    state = draw(st.dictionaries(st.sampled_from(_PATHS), st.sampled_from([b"", b"1", b"22"])))
    return {
        path: data
        for path, data in state.items()
        if not any(folder in state for folder in folders_of(path))
    }


@given(st.lists(st.tuples(desired_states(), st.none() | st.integers(0, 30)), max_size=6))
def test_after_any_builds_with_any_stops_the_folder_is_what_the_last_build_wanted(
    builds: list[tuple[Files, int | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "build"
        lay_out(root, FOREIGN)
        possible: list[Files] = [{}]
        for desired, stop in builds:
            possible.append(desired)
            try:
                publish(root, desired, Operations(stop_after=stop, durable=False))
            except Stopped:
                now = files_in(root)
                for path in {*_PATHS, *FOREIGN, *now}:
                    assert now.get(path) in [(state | FOREIGN).get(path) for state in possible]
            else:
                settled(root, desired)
                possible = [desired]
        publish(root, possible[-1])
        settled(root, possible[-1])


KILLED = """
import os, signal, sys
from pathlib import Path
from civicsite.output.writing import Operations
from tests.output.published import publish

class Killed(Operations):
    def step(self, kind, path):
        super().step(kind, path)
        if self.count == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

publish(Path(sys.argv[1]), {"a/c": b"3", "b": b"4"}, Killed(durable=False))
"""
ORPHAN = """
import os, signal, sys
from pathlib import Path
from civicsite.output.writing import Operations, OutputFolder

with OutputFolder(Path(sys.argv[1]), Operations()).locked():
    if os.fork():
        signal.pause()  # only the worker reads: two readers of one pipe would race
    print("a worker runs", flush=True)
    sys.stdin.read()
"""
needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="this system has no SIGKILL")


def started(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@needs_kill
@pytest.mark.parametrize("at", [4, 10, 13])
def test_after_kill_9_the_next_build_is_not_locked_out_and_completes(
    tmp_path: Path, at: int
) -> None:
    old, new = SCENARIOS["both at once"]
    root = start(tmp_path, at, old)
    with started(KILLED, str(root), str(at)) as build:
        assert build.wait() == -signal.SIGKILL
    publish(root, new)
    settled(root, new)


@needs_kill
def test_a_worker_that_outlives_a_killed_build_does_not_keep_the_lock(tmp_path: Path) -> None:
    with started(ORPHAN, str(tmp_path / "build")) as build:
        assert build.stdin is not None
        assert build.stdout is not None
        assert build.stderr is not None
        assert build.stdout.readline() == "a worker runs\n"
        with pytest.raises(OutputProblem) as caught:
            publish(tmp_path / "build", {})
        assert [found.code for found in caught.value.diagnostics] == ["output-locked"]
        build.kill()
        assert build.wait() == -signal.SIGKILL
        publish(tmp_path / "build", {"index.html": b"new"})
        build.stdin.close()
        assert build.stderr.read() == ""  # the worker, too, ends in peace
    assert files_in(tmp_path / "build") == {"index.html": b"new"}
