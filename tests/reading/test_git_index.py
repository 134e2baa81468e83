"""Which files git tracks, against indexes that git itself wrote or that are put together here."""

from __future__ import annotations

import hashlib
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.reading.git_folder import GitFolder
from civicsite.reading.git_index import NotAnIndex, is_tracked, parse_index, tracked

NEEDS_GIT = pytest.mark.skipif(
    shutil.which("git") is None, reason="left out: needs git, which is not installed here"
)
FILES = ["a.md", "content/lipowiec/park/raw/głosy.csv", "content/lipowiec/żółw.md"]


def index(paths: list[str], version: int = 2, digest: int = 20) -> bytes:
    """An index with these files, from the description of the format."""
    data = struct.pack(">4sII", b"DIRC", version, len(paths))
    before = b""
    for path in sorted(paths, key=str.encode):
        name = path.encode()
        entry = bytes(40) + bytes(digest) + struct.pack(">H", min(len(name), 0xFFF))
        if version == 4:
            common = 0
            while common < min(len(before), len(name)) and before[common] == name[common]:
                common += 1
            entry += number(len(before) - common) + name[common:] + b"\0"
            before = name
        else:
            entry += name
            entry += bytes(8 - len(entry) % 8)
        data += entry
    return data + hashlib.sha1(data).digest().ljust(digest, b"\0")


def number(value: int) -> bytes:
    out = [value & 0x7F]
    while value := value >> 7:
        value -= 1
        out.insert(0, 0x80 | (value & 0x7F))
    return bytes(out)


names = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=300
)


@given(st.sets(names, max_size=6), st.sampled_from([2, 3, 4]), st.sampled_from([20, 32]))
def test_every_version_of_the_format(paths: set[str], version: int, digest: int) -> None:
    found = parse_index(index(list(paths), version, digest), digest)
    assert set(found.paths) == paths
    assert found.shared == ""


@given(st.binary(max_size=200))
def test_what_is_no_index_is_never_guessed(data: bytes) -> None:
    try:
        parse_index(data)
    except NotAnIndex:
        return
    assert data.startswith(b"DIRC")


@pytest.mark.parametrize("end", [5, 20, 60, 100])
def test_a_cut_index_is_refused(end: int) -> None:
    with pytest.raises(NotAnIndex):
        parse_index(index(FILES)[:end])


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def repository(root: Path, *settings: str) -> Path:
    git(root, "init", "-q", *settings)
    for path in FILES:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path)
    git(root, "add", "-A")
    return root


@NEEDS_GIT
@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_what_git_wrote(tmp_path: Path, version: str) -> None:
    root = repository(tmp_path)
    git(root, "update-index", "--index-version", version)
    folder = GitFolder.of(root)
    assert folder
    assert list(tracked(folder)) == FILES


@NEEDS_GIT
def test_a_repository_with_long_digests(tmp_path: Path) -> None:
    folder = GitFolder.of(repository(tmp_path, "--object-format=sha256"))
    assert folder
    assert list(tracked(folder)) == FILES


@NEEDS_GIT
def test_a_split_index(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "update-index", "--split-index")
    (root / "b.md").write_text("b")
    git(root, "add", "b.md")
    folder = GitFolder.of(root)
    assert folder
    assert sorted(tracked(folder)) == sorted([*FILES, "b.md"])


@NEEDS_GIT
def test_a_project_below_the_root_and_a_second_working_tree(tmp_path: Path) -> None:
    root = repository(tmp_path / "one" if (tmp_path / "one").mkdir() is None else tmp_path)
    below = GitFolder.of(root / "content")
    assert below
    assert list(tracked(below)) == [path.removeprefix("content/") for path in FILES[1:]]
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x")
    git(root, "worktree", "add", "-q", str(tmp_path / "two"))
    second = GitFolder.of(tmp_path / "two")
    assert second
    assert list(tracked(second)) == FILES


def test_outside_a_repository_there_is_none(tmp_path: Path) -> None:
    assert GitFolder.of(tmp_path) is None


def test_a_folder_of_which_only_the_name_is_kept_is_tracked_whole() -> None:
    files = ("a.md", "content/lipowiec/")
    assert is_tracked("a.md", files)
    assert is_tracked("content/lipowiec/park/process.md", files)
    assert not is_tracked("content/brzezno/a.md", files)
    assert not is_tracked("a.md.bak", files)
