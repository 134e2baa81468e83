"""What others made lies here unchanged: every file has the digest that the page of its folder
names, and none is missing from it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FOLDERS = [TESTS.parent / "vendor", TESTS / "vendor"]


@pytest.mark.parametrize("vendor", FOLDERS)
def test_every_file_is_as_its_makers_published_it(vendor: Path) -> None:
    listed = dict(
        reversed(row)
        for row in re.findall(
            r"\| `([0-9a-f]{64})` \| `([^`]+)` \|", (vendor / "README.md").read_text("utf-8")
        )
    )
    found = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert listed == found


@pytest.mark.parametrize("vendor", FOLDERS)
def test_every_library_has_its_licence(vendor: Path) -> None:
    for folder in vendor.iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").read_text("utf-8").strip()
