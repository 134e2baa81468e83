"""One small page of each kind, word for word: ``expected/page-*.txt`` can be checked by hand
against the files below. The pages of results have their own in ``test_results_of_each_sort``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites.spoken import spoken
from tests.sites.tiny import build, write

EXPECTED = Path(__file__).parent / "expected"
MURAL = "content/lipowiec/mural"
SITE = {
    "civicsite.yaml": "title: Partycypacja w Lipowcu\naddress: https://lipowiec.example\n",
    "content/lipowiec/municipality.md": """\
---
name: Lipowiec
summary: Miasto nad rzeką.
seat: ul. Lipowa 1
contact:
  unit: Referat Dialogu
  phone: 12 345 67 89
---

Rozmawiamy **od lat**.
""",
    "content/lipowiec/places.yaml": """\
places:
  - id: ratusz
    title: Ratusz
    address: ul. Lipowa 1
    hours: w dni robocze od 8 do 16
    step_free: partly
    help: Zadzwoń, pomożemy wejść.
""",
    "content/lipowiec/pages/zasady.md": """\
---
title: Zasady
summary: Jak rozmawiamy.
updated:
  - on: 2026-02-01
    what: Dodaliśmy słowniczek.
---

Najpierw słuchamy.
""",
    f"{MURAL}/process.md": """\
---
title: Mural na szkole
kind: vote
summary: Wybieramy mural.
scope: Który projekt namalujemy.
contact:
  unit: Wydział Kultury
phases:
  - id: glosowanie
    does: vote
    from: 2026-03-01
    to: 2026-03-31
  - id: malowanie
    title: Malowanie
    does: implement
    from: 2026-Q3
ways:
  urna:
    title: Urna w ratuszu
    places:
      - ratusz
---
""",
    f"{MURAL}/results.yaml": """\
contests:
  - id: sciana
    title: Ściana od boiska
    budget: 12000
    marks:
      - 1
      - 1
""",
    f"{MURAL}/contests/sciana.md": "---\ntitle: Ściana od boiska\n---\n\nDwanaście metrów na pięć.\n",
    f"{MURAL}/proposals/ptaki.md": """\
---
title: Ptaki
summary: Stado szpaków nad rzeką.
number: "1"
contest: sciana
cost: 11500
author: Klasa 7b
evaluation:
  - stage: formal
    on: 2026-02-02
    result: positive
    by: Wydział Kultury
follow_up:
  - date: 2026-09-01
    status: in-progress
    progress: 40
    text: Ściana jest zagruntowana.
---
""",
    f"{MURAL}/events/spacer.md": """\
---
title: Spacer po ścianach
kind: research-walk
from: 2026-03-14T11:00
to: 2026-03-14T13:00
place: ratusz
registration:
  text: Zadzwoń do nas.
  limit: 20
  until: 2026-03-12
route:
  - id: szkola
    place: Szkoła
    text: Patrzymy na tynk.
access:
  step_free: yes
report:
  summary: Ściana jest sucha.
  attendees:
    count: 17
---

Weź wygodne buty.
""",
}
BEFORE, AFTER = "2026-03-10T12:00:00+01:00", "2026-10-01T12:00:00+02:00"
PAGES = {
    "home": ("index.html", BEFORE),
    "municipality": ("lipowiec/index.html", BEFORE),
    "page": ("lipowiec/pages/zasady.html", BEFORE),
    "process": ("lipowiec/mural.html", BEFORE),
    "process-after": ("lipowiec/mural.html", AFTER),
    "contest": ("lipowiec/mural/contests/sciana.html", BEFORE),
    "proposal": ("lipowiec/mural/proposals/ptaki.html", AFTER),
    "event": ("lipowiec/mural/events/spacer.html", BEFORE),
    "event-after": ("lipowiec/mural/events/spacer.html", AFTER),
    "not-found": ("404.html", BEFORE),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    found = {}
    for at in (BEFORE, AFTER):
        root = write(tmp_path_factory.mktemp("pages"), SITE)
        done = build(root, at=at)
        assert done.exit_code == 0, done.output
        found[at] = root / "build"
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_its_files_hold(sites: dict[str, Path], name: str) -> None:
    path, at = PAGES[name]
    said = spoken((sites[at] / path).read_text("utf-8"))
    assert said == (EXPECTED / f"page-{name}.txt").read_text("utf-8")
