"""A build that has nothing to do finds out by the disk alone, and never when there is anything."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from civicsite import standing
from civicsite.build import build
from civicsite.output.operations import Operations
from civicsite.runs import BuildReport, Options
from civicsite.standing import unchanged
from tests.sites.tiny import SITE, write

PROCESS = "content/lipowiec/park/process.md"
RAW = "content/lipowiec/park/raw/glosy.csv"


def built(root: Path) -> tuple[Options, BuildReport]:
    """A site built when its files had been there for a minute."""
    write(root, {**SITE, RAW: "glos\n1\n"})
    options = Options(root, root / "build", datetime.now(UTC) + timedelta(minutes=1))
    report = build(options, operations=Operations(durable=False))
    assert report.ok, report.diagnostics
    return options, report


def test_an_unchanged_site_is_told_with_the_report_of_its_build(tmp_path: Path) -> None:
    options, report = built(tmp_path)
    told = unchanged(options)
    assert told is not None
    assert told.ok
    assert told.kept == len(report.written) > 10
    assert (told.written, told.removed) == ((), ())
    for name in ("diagnostics", "states", "next_change", "address"):
        assert getattr(told, name) == getattr(report, name), name


def rewritten(path: str) -> Callable[[Path], None]:
    """Other bytes of the same size, with the times of before."""

    def edit(root: Path) -> None:
        file = root / path
        known, data = file.stat(), file.read_bytes()
        file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        os.utime(file, ns=(known.st_atime_ns, known.st_mtime_ns))

    return edit


CHANGES: dict[str, Callable[[Path], None]] = {
    "source, same size and time": rewritten(PROCESS),
    "export in raw/": rewritten(RAW),
    "settings": rewritten("civicsite.yaml"),
    "new source": lambda root: write(root, {"content/lipowiec/notatki.txt": "x"}) and None,
    "source gone": lambda root: (root / PROCESS).unlink(),
    "theme": lambda root: write(root, {"themes/civic/assets/civic.css": "a {}\n"}) and None,
    "page gone": lambda root: (root / "build/index.html").unlink(),
    "hidden output gone": lambda root: (root / "build/.htaccess").unlink(),
    "page written over": lambda root: (root / "build/index.html").write_text("x") and None,
    "foreign file": lambda root: (root / "build/moje.html").write_text("x") and None,
    "manifest gone": lambda root: (root / ".build.civicsite/manifest.json").unlink(),
    "stopped commit": lambda root: (
        (root / ".build.civicsite/journal.json").write_text("{}") and None
    ),
    "record broken": lambda root: (
        (root / ".build.civicsite/standing.json").write_text("[") and None
    ),
    "record of another kind": (
        lambda root: (root / ".build.civicsite/standing.json").write_text("[1]") and None
    ),
    "link among the sources": lambda root: (root / "content/link").symlink_to(
        root / "civicsite.yaml"
    ),
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_whatever_changed_a_build_has_to_look(change: str, tmp_path: Path) -> None:
    options, _ = built(tmp_path)
    CHANGES[change](tmp_path)
    assert unchanged(options) is None


def test_a_build_looks_when_the_site_changes_by_itself(tmp_path: Path) -> None:
    options, report = built(tmp_path)
    assert report.next_change is None or report.next_change > options.instant
    record = tmp_path / ".build.civicsite" / "standing.json"
    later = options.instant + timedelta(days=2)
    told = record.read_text("utf-8").replace(
        '"next_change": null', f'"next_change": "{later.isoformat()}"'
    )
    record.write_text(told, "utf-8")
    assert unchanged(replace(options, instant=later - timedelta(seconds=1))) is not None
    assert unchanged(replace(options, instant=later)) is None
    assert unchanged(replace(options, instant=options.instant - timedelta(seconds=1))) is None


def test_another_program_has_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options, _ = built(tmp_path)
    monkeypatch.setattr(standing, "packaged", lambda: "another")
    assert unchanged(options) is None


@pytest.mark.parametrize("asked", [{"only": "lipowiec"}, {"at": True}, {"drafts": True}])
def test_builds_of_another_kind_always_look(asked: dict[str, object], tmp_path: Path) -> None:
    options, _ = built(tmp_path)
    assert unchanged(replace(options, **asked)) is None  # type: ignore[arg-type]


def test_files_changed_just_now_are_not_trusted(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    options = Options(tmp_path, tmp_path / "build", datetime.now(UTC))
    assert build(options, operations=Operations(durable=False)).ok
    assert unchanged(options) is None
    assert not (tmp_path / ".build.civicsite" / "standing.json").exists()
