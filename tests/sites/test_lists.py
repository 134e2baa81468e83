"""Lists by state, kind, municipality and year: pages of their own, right at every instant."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sites.tiny import SITE, build, write

_OTHER = {
    "content/brzezno/municipality.md": "---\nname: Brzezno\n---\n",
    "content/brzezno/rynek/process.md": """\
---
title: Rynek
kind: idea-collection
phases:
  - id: pomysly
    does: submit
    from: 2027-01-10
    to: 2027-02-10
---
""",
    "content/brzezno/tajny/process.md": """\
---
title: Tajny szkic
kind: survey
draft: yes
---
""",
}


def _titles(root: Path, name: str) -> list[str]:
    html = (root / "build" / name).read_text("utf-8")
    main = html.partition('<ul class="cards listing">')[2].partition("</main>")[0]
    return re.findall(r"<h2><a[^>]*>([^<]+)</a>", main)


def test_each_choice_is_a_page_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {**SITE, **_OTHER})
    assert build(tmp_path, at="2026-03-10T12:00:00+01:00").exit_code == 0
    assert "Park nad rzeką" in _titles(tmp_path, "processes/state-open.html")
    assert _titles(tmp_path, "processes/state-upcoming.html") == ["Rynek"]
    assert _titles(tmp_path, "processes/in-brzezno.html") == ["Rynek"]
    assert _titles(tmp_path, "processes/kind-idea-collection.html") == ["Rynek"]
    assert _titles(tmp_path, "processes/year-2027.html") == ["Rynek"]
    assert "Rynek" in _titles(tmp_path, "processes.html")


def test_lists_follow_the_clock(tmp_path: Path) -> None:
    write(tmp_path, {**SITE, **_OTHER})
    assert build(tmp_path, at="2027-01-09T23:59:59+01:00").exit_code == 0
    assert "Rynek" in _titles(tmp_path, "processes/state-upcoming.html")
    assert build(tmp_path, at="2027-01-10T00:00:00+01:00").exit_code == 0
    assert _titles(tmp_path, "processes/state-open.html") == ["Rynek"]
    assert not (tmp_path / "build/processes/state-upcoming.html").exists()


def test_what_is_empty_does_not_exist_and_a_draft_is_in_no_list(tmp_path: Path) -> None:
    write(tmp_path, {**SITE, **_OTHER})
    assert build(tmp_path).exit_code == 0
    assert not (tmp_path / "build/processes/kind-survey.html").exists()
    for page in (tmp_path / "build").rglob("*.html"):
        assert "Tajny szkic" not in page.read_text("utf-8")


def test_every_page_leads_to_the_lists(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert build(tmp_path).exit_code == 0
    home = (tmp_path / "build/index.html").read_text("utf-8")
    town = (tmp_path / "build/lipowiec/index.html").read_text("utf-8")
    assert 'href="processes.html"' in home
    assert 'href="../processes.html"' in town
    assert not list((tmp_path / "build/processes").glob("in-*")), "one town is no choice"


def test_a_site_without_processes_has_no_list(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "civicsite.yaml": SITE["civicsite.yaml"],
            "content/lipowiec/municipality.md": "---\nname: Lipowiec\n---\n",
        },
    )
    assert build(tmp_path).exit_code == 0
    assert not (tmp_path / "build/processes.html").exists()
    assert "processes.html" not in (tmp_path / "build/index.html").read_text("utf-8")
