"""What others made lies here unchanged: every file has the digest that the page of ``vendor``
names, and none is missing from it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "vendor"


def test_every_file_is_as_its_makers_published_it() -> None:
    listed = dict(
        reversed(row)
        for row in re.findall(
            r"\| `([0-9a-f]{64})` \| `([^`]+)` \|", (VENDOR / "README.md").read_text("utf-8")
        )
    )
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert listed == found


def test_every_library_has_its_licence() -> None:
    for folder in VENDOR.iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").read_text("utf-8").strip()
