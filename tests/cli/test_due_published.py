"""What is published says when it will be late, also when it was built before a change."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from civicsite.build import Options, build
from tests.sites.tiny import run, write

SITE = {
    "civicsite.yaml": """\
title: Partycypacja w Lipowcu
address: https://lipowiec.example/
home: lipowiec
publish:
  to: folder
  folder: ../www
""",
    "content/lipowiec/municipality.md": """\
---
name: Lipowiec
accessibility:
  status: full
  published_on: 2026-01-02
  updated_on: 2026-01-02
  prepared_on: 2026-01-02
  contact:
    unit: Urząd
    email: urzad@lipowiec.example
    phone: 12 345 67 89
  architecture: Wejście bez stopni.
  communication: Tłumacz języka migowego na życzenie.
---
Gmina nad rzeką.
""",
    "content/lipowiec/pages/zasady.md": """\
---
title: Zasady
publish_at: 2020-06-01T12:00
---
""",
}


def test_a_build_from_before_a_change_is_published_as_late(tmp_path: Path) -> None:
    root = write(tmp_path / "site", SITE)
    report = build(Options(root, root / "build", datetime.fromisoformat("2020-01-01T00:00Z")))
    assert report.ok, report.diagnostics
    said = run("publish", "--project", root)
    assert said.exit_code == 0, said.output
    manifest = tmp_path / "www" / ".civicsite" / "manifest.json"
    late = run("due", "--manifest", manifest)
    assert (late.exit_code, "2020-06-01T12:00:00+02:00" in late.output) == (0, True)
