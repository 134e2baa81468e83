"""A small content folder in memory, and what is said about a changed one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from civicsite.diagnostics import Diagnostic
from civicsite.memo import Memo, MemoryStore
from civicsite.model.loading import Loaded, load
from civicsite.model.site import Process, Site
from civicsite.reading.markup import LABELS
from civicsite.reading.sources import MemorySources
from tests.reading.yaml_reading import place

SETTINGS = "civicsite.yaml"
TOWN = "content/lipowiec/municipality.md"
PLACES = "content/lipowiec/places.yaml"
FOLDER = "content/lipowiec/park"
PROCESS = f"{FOLDER}/process.md"
ENGLISH = f"{FOLDER}/process.en.md"
EVENT = f"{FOLDER}/events/spacer.md"
PROPOSAL = f"{FOLDER}/proposals/laka.md"
OTHER = f"{FOLDER}/proposals/plac.md"
CONTRIBUTIONS = f"{FOLDER}/contributions.yaml"
RESULTS = f"{FOLDER}/results.yaml"
REPORT = f"{FOLDER}/documents/raport.pdf"

CONTENT = {
    SETTINGS: """\
title: Partycypacja w Lipowcu
address: https://lipowiec.example/
languages:
  - pl
  - en
""",
    TOWN: """\
---
name: Lipowiec
data_protection:
  controller: Burmistrz
  purpose: Konsultacje
  basis: RODO
---
""",
    PLACES: """\
places:
  - id: ratusz
    title: Ratusz
    address: ul. Lipowa 1
  - id: szkola
    title: Szkoła
    address: ul. Szkolna 2
""",
    PROCESS: """\
---
title: Park nad rzeką
kind: consultation
summary: Pytamy o park.
phases:
  - id: uwagi
    title: Uwagi
    does: comment
    from: 2026-03-01
    to: 2026-03-31
    ways:
      - urna
  - id: glosowanie
    does: vote
    from: 2026-04-01
    to: 2026-04-30
ways:
  urna:
    title: Urna w ratuszu
    places:
      - ratusz
duties:
  - id: raport
    what: report
    within:
      days: 30
      after: uwagi
decisions:
  - id: zarzadzenie
    on: 2026-05-20
    by: Burmistrz
    status: adopted
    covers:
      - lewy
    document: documents/raport.pdf
documents:
  - id: raport
    file: documents/raport.pdf
    title: Raport
    date: 2026-05-10
---

## O co pytamy

::: way urna
""",
    ENGLISH: """\
---
title: A park by the river
---

## What we ask

::: way urna
""",
    EVENT: """\
---
title: Spacer
kind: research-walk
from: 2026-03-14T11:00
to: 2026-03-14T13:00
place: ratusz
report:
  attendees:
    count: 12
  minutes: documents/raport.pdf
---
""",
    PROPOSAL: '---\ntitle: Łąka\nnumber: "1"\ncontest: lewy\n---\n',
    OTHER: '---\ntitle: Plac\nnumber: "2"\ncontest: prawy\n---\n',
    CONTRIBUTIONS: """\
sets:
  - id: uwagi
    title: Uwagi
    kind: remarks
    publish:
      - number
      - points
    items:
      - number: "1"
        received_on: 2026-03-05
        channel: paper
        event: spacer
        points:
          - n: "1"
            summary: Więcej ławek.
            decision: accepted
            reason: Tak.
      - number: "2"
        received_on: 2026-03-06
        channel: online
        replaces: "1"
        points:
          - n: "1"
            summary: Mniej ławek.
            decision: rejected
            reason: Nie.
""",
    RESULTS: """\
publish_at: 2026-05-10T12:00
contests:
  - id: lewy
    title: Lewy brzeg
  - id: prawy
    title: Prawy brzeg
ballots:
  - file: data/glosy.csv
    format: table
    choices:
      lewy: Lewy
      prawy: Prawy
""",
    f"{FOLDER}/data/glosy.csv": "Lewy;Prawy\n1;2\n",
    REPORT: "%PDF-1.4\n",
}
"""Path -> text; nothing is wrong with it."""


def loaded(files: Mapping[str, str | bytes]) -> Loaded:
    """What a content folder says."""
    data = {
        path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()
    }
    words = dict.fromkeys(LABELS, "x")
    return load(MemorySources(data), Memo(MemoryStore(), "tests"), lambda _: words)


def changed(*changes: tuple[str, str, str]) -> dict[str, str | bytes]:
    """The content with texts replaced: path, old, new. What is replaced has to be there."""
    files: dict[str, str | bytes] = dict(CONTENT)
    for path, old, new in changes:
        text = files[path]
        assert isinstance(text, str)
        assert old in text, old
        files[path] = text.replace(old, new, 1)
    return files


def told(files: Mapping[str, str | bytes]) -> list[str]:
    """What is said about it: file name, line, column, code."""
    return shown(loaded(files).diagnostics)


def shown(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """File name, line, column and code of each."""
    return [f"{each.span.path.rpartition('/')[2]}:{place(each)}" for each in diagnostics]


def site(files: Mapping[str, str | bytes] = CONTENT) -> Site:
    """The site of a content folder in which nothing is wrong."""
    result = loaded(files)
    assert shown(result.diagnostics) == []
    assert result.site is not None
    return result.site


def process(files: Mapping[str, str | bytes] = CONTENT) -> Process:
    """Its one process."""
    return site(files).processes["lipowiec/park"]
