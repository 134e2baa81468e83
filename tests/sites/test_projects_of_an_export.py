"""Projects that only an export names get pages of their own, once the result is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites.spoken import spoken
from tests.sites.tiny import SITE, build, write

PB = """\
META
key;value
description;Budżet
country;Polska
unit;Lipowiec
instance;2026
num_projects;3
num_votes;2
budget;100
vote_type;approval
rule;greedy
date_begin;2026-03-01
date_end;2026-03-31
PROJECTS
project_id;cost;votes;name;category;target;latitude;longitude;neighborhood;selected
7;60;2;Nowy <b>skwer</b>;urban greenery,sport;children;55.2;18.2;Sady;1
A/1;50;1;Ławki;inne;;;;;0
a-1;10;0;Kosze;;;;;;1
VOTES
voter_id;vote
1;7,A/1
2;7
"""
PROCESS = """\
---
title: Budżet obywatelski 2026
kind: participatory-budget
phases:
  - id: glosowanie
    does: vote
    from: 2026-03-01
    to: 2026-03-31
---
"""
RESULTS = """\
publish_at: 2026-05-10T12:00
ballots:
  - file: data/bo.pb
    format: pabulib
validity:
  as_declared: yes
rule:
  name: greedy
"""
BO = "content/lipowiec/bo"
FILES = {f"{BO}/process.md": PROCESS, f"{BO}/results.yaml": RESULTS, f"{BO}/data/bo.pb": PB}
BEFORE, AFTER = "2026-05-10T11:59:00+02:00", "2026-05-10T12:00:00+02:00"


def pages(root: Path, at: str, files: dict[str, str]) -> Path:
    done = build(write(root, {**SITE, **files}), at=at)
    assert done.exit_code == 0, done.output
    return root / "build/lipowiec/bo"


def test_a_project_is_told_with_what_became_of_it(tmp_path: Path) -> None:
    said = spoken((pages(tmp_path, AFTER, FILES) / "proposals/7.html").read_text("utf-8"))
    assert said.splitlines() == [
        "Projekt · Budżet obywatelski 2026",
        "# Nowy <b>skwer</b>",
        "wybrano głosy: 2 Wyniki",
        "## Najważniejsze informacje",
        "Numer | 7",
        "Koszt | 60 zł",
        "Miejsce | Sady",
        "Kategoria | zieleń i sport",
        "Dla kogo | dzieci",
        "Mapa | Otwórz w mapach",
    ]


def test_numbers_that_are_spelled_alike_in_an_address_are_told_apart(tmp_path: Path) -> None:
    folder = pages(tmp_path, AFTER, FILES)
    names = {path.name for path in (folder / "proposals").iterdir()}
    assert names == {"7.html", "a-1.html", "a-1-2.html"}
    results = (folder / "results.html").read_text("utf-8")
    for name in names:
        assert f'href="proposals/{name}"' in results
    assert "Ławki" in (folder / "proposals/a-1.html").read_text("utf-8")
    assert "Kosze" in (folder / "proposals/a-1-2.html").read_text("utf-8")


def test_before_the_result_is_published_nothing_is_there(tmp_path: Path) -> None:
    assert not (pages(tmp_path, BEFORE, FILES) / "proposals").exists()


def test_a_file_of_an_editor_is_the_page_of_its_number(tmp_path: Path) -> None:
    own = {f"{BO}/proposals/skwer.md": '---\ntitle: Skwer\nnumber: "7"\n---\nTekst.\n'}
    folder = pages(tmp_path, AFTER, {**FILES, **own})
    assert not (folder / "proposals/7.html").exists()
    assert "Tekst." in (folder / "proposals/skwer.html").read_text("utf-8")
    assert 'href="proposals/skwer.html"' in (folder / "results.html").read_text("utf-8")


@pytest.mark.parametrize("kind", ["election", "vote"])
def test_candidates_of_a_table_get_no_pages(kind: str, tmp_path: Path) -> None:
    other = {f"{BO}/process.md": PROCESS.replace("participatory-budget", kind)}
    assert not (pages(tmp_path, AFTER, {**FILES, **other}) / "proposals").exists()


TWO = """\
publish_at: 2026-05-10T12:00
contests:
  - id: zachod
    title: Zachód
    budget: 100
  - id: wschod
    title: Wschód
    budget: 100
options:
  file: data/projekty.csv
  id: Nr
  title: Nazwa
  cost: Koszt
  contest: Pula
ballots:
  - file: data/zachod.csv
    format: totals
    contest: zachod
    channel: paper
    option: Nr
    votes: Głosy
  - file: data/wschod.csv
    format: totals
    contest: wschod
    channel: paper
    option: Nr
    votes: Głosy
rule:
  name: greedy
"""


def test_a_number_that_stands_in_two_contests_names_two_projects(tmp_path: Path) -> None:
    files = {
        f"{BO}/process.md": PROCESS,
        f"{BO}/results.yaml": TWO,
        f"{BO}/data/projekty.csv": "Nr;Nazwa;Koszt;Pula\n1;Ławki;50;zachod\n1;Boisko;60;wschod\n",
        f"{BO}/data/zachod.csv": "Nr;Głosy\n1;3\n",
        f"{BO}/data/wschod.csv": "Nr;Głosy\n1;7\n",
        f"{BO}/proposals/lawki.md": (
            '---\ntitle: Ławki nad rzeką\nnumber: "1"\ncontest: zachod\n---\nTekst.\n'
        ),
    }
    folder = pages(tmp_path, AFTER, files)
    results = spoken((folder / "results.html").read_text("utf-8"))
    assert "Ławki nad rzeką" in results
    assert "Boisko" in results
    assert "Boisko" in (folder / "proposals/1.html").read_text("utf-8")
