"""Posters, leaflets and notices for print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civicsite.pages.sheets import qr_code
from tests.sites.tiny import SITE, build, tree, write
from tests.theme.outline import Outline

PARK = "lipowiec/park"
SOURCE = f"content/{PARK}/process.md"
PAGE = "https://lipowiec.example/bip/lipowiec/park.html"
SHEETS = {f"{PARK}/{sheet}.html" for sheet in ("poster", "leaflet", "notice")}


def built(root: Path, at: str, **changed: str) -> dict[str, bytes]:
    site = {**SITE, **{SOURCE: changed["process"]}} if changed else SITE
    done = build(write(root, site), at=at)
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def words(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.decode()).split())


def test_a_poster_says_what_when_where_and_leads_to_the_page(tmp_path: Path) -> None:
    site = built(tmp_path, "2026-03-10T12:00:00+01:00")
    poster = site[f"{PARK}/poster.html"]
    assert "Park nad rzeką Pytamy o park. Kiedy Zbieranie uwag 1–31 marca 2026" in words(poster)
    assert "Gdzie Ratusz , ul. Lipowa 1" in words(poster)
    assert "14 marca 2026" in words(poster)
    assert f"Wszystkie informacje i sposoby udziału: {PAGE}" in words(poster)
    assert qr_code(PAGE).path in poster.decode()
    assert Outline.of(poster).headings[0] == (1, "Park nad rzeką")
    assert '<meta name="robots" content="noindex">' in poster.decode()
    assert "poster" not in site["sitemap.xml"].decode()


def test_a_notice_names_its_place_and_who_controls_the_data(tmp_path: Path) -> None:
    site = built(tmp_path, "2026-03-10T12:00:00+01:00")
    notice = words(site[f"{PARK}/notice.html"])
    assert "Tu zostawisz swoje uwagi Ratusz ul. Lipowa 1" in notice
    assert "Burmistrz" in notice


def test_the_page_of_the_process_leads_to_its_sheets(tmp_path: Path) -> None:
    page = built(tmp_path, "2026-03-10T12:00:00+01:00")[f"{PARK}.html"].decode()
    for sheet, name in (
        ("poster", "Plakat"),
        ("leaflet", "Ulotka"),
        ("notice", "Kartka przy urnie"),
    ):
        assert f'<a href="park/{sheet}.html">{name}</a>' in page


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-02-01T12:00:00+01:00", SHEETS),
        ("2026-03-31T23:59:59+02:00", SHEETS),
        ("2026-04-01T00:00:00+02:00", set()),
    ],
)
def test_sheets_are_there_until_nobody_is_invited_any_more(
    tmp_path: Path, at: str, expected: set[str]
) -> None:
    site = built(tmp_path, at)
    assert {path for path in site if path in SHEETS} == expected
    assert ("park/poster.html" in site[f"{PARK}.html"].decode()) == bool(expected)


def test_without_a_place_there_is_no_notice(tmp_path: Path) -> None:
    process = SITE[SOURCE].replace("    places:\n      - ratusz\n", "    post: ul. Lipowa 1\n")
    site = built(tmp_path, "2026-03-10T12:00:00+01:00", process=process)
    assert {path for path in site if path in SHEETS} == SHEETS - {f"{PARK}/notice.html"}
    assert "Bez internetu Karty w ratuszu: ul. Lipowa 1" in words(site[f"{PARK}/leaflet.html"])


def test_a_cancelled_process_is_not_announced(tmp_path: Path) -> None:
    cancelled = (
        "interventions:\n  - id: koniec\n    on: 2026-03-05\n    what: cancelled\n"
        "    reason: Brak pieniędzy.\nways:\n"
    )
    process = SITE[SOURCE].replace("ways:\n", cancelled, 1)
    site = built(tmp_path, "2026-03-10T12:00:00+01:00", process=process)
    assert not SHEETS & set(site)


def test_the_code_has_its_quiet_zone_and_its_three_eyes() -> None:
    code = qr_code(PAGE)
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path):
        dark |= {(int(x) + step, int(y)) for step in range(int(length))}
    inside = range(4, code.size - 4)
    assert all(x in inside and y in inside for x, y in dark)
    # ISO/IEC 18004, 6.3.3: a ring of 7 × 7 in three corners.
    for left, top in ((4, 4), (code.size - 11, 4), (4, code.size - 11)):
        ring = {(left + n, top) for n in range(7)} | {(left, top + n) for n in range(7)}
        assert ring <= dark
        assert (left + 1, top + 1) not in dark
