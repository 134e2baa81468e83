"""The preview: the last good site stays, and every page says what to correct."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from civicsite.build import Options
from civicsite.serve import Preview
from tests.sites.tiny import AT, SITE, write

PROCESS = "content/lipowiec/park/process.md"


def preview(root: Path) -> Preview:
    return Preview(lambda: Options(root, root / "build", datetime.fromisoformat(AT)), "pl")


def test_a_mistake_keeps_the_last_good_site_and_is_shown_on_it(tmp_path: Path) -> None:
    serving = preview(write(tmp_path, SITE))
    assert serving.rebuild().ok
    write(tmp_path, {PROCESS: SITE[PROCESS].replace("title: Park", "title: Nowy: park")})
    assert not serving.rebuild().ok
    status, kind, content = serving.page("/lipowiec/park.html")
    html = content.decode()
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert "<h1>Park nad rzeką</h1>" in html
    assert "Strony nie udało się przebudować" in html
    assert f"{PROCESS}:2:12: colon-in-value" in html
    write(tmp_path, {PROCESS: SITE[PROCESS]})
    assert serving.rebuild().ok
    assert "Strony nie udało się przebudować" not in serving.page("/lipowiec/park.html")[2].decode()


def test_addresses_outside_the_site_lead_nowhere(tmp_path: Path) -> None:
    serving = preview(write(tmp_path, SITE))
    serving.rebuild()
    for path in ("/../civicsite.yaml", "/lipowiec/../../civicsite.yaml", "/nie-ma.html", "//etc"):
        status, _, content = serving.page(path)
        assert status == 404, path
        assert b"address:" not in content
    assert serving.page("/")[0] == 200
    assert serving.page("/lipowiec/")[0] == 200
