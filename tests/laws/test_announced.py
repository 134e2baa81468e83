"""The output changes at the instants that are announced, and at no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from civicsite.build import Options, build
from civicsite.output.operations import Operations
from tests.sites.tiny import SITE, tree, write

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2028, 1, 1, tzinfo=UTC)


def test_a_site_changes_when_it_said_and_only_then(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    quiet: list[str] = []
    early: list[str] = []
    seen = 0
    moment, before = _built(tmp_path, BEGIN)
    while moment is not None and moment < END:
        seen += 1
        _, just_before = _built(tmp_path, moment - timedelta(microseconds=1))
        early += [f"{moment}: {path}" for path in _different(before, just_before)]
        following, after = _built(tmp_path, moment)
        if not _different(just_before, after):
            quiet.append(str(moment))
        before, moment = after, following
    assert seen > 5
    assert (early, quiet) == ([], [])


def _built(root: Path, moment: datetime) -> tuple[datetime | None, dict[str, bytes]]:
    options = Options(root, root / "build", moment, at=True)
    report = build(options, operations=Operations(durable=False))
    assert report.ok, report.diagnostics
    return report.next_change, tree(root / "build")


def _different(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
