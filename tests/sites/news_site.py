"""A site in which everything happens that feeds and calendars tell of."""

from __future__ import annotations

from tests.sites.tiny import SITE

__all__ = ["LATE", "NEWS", "PARK"]

PARK = "content/lipowiec/park"
LATE = "2026-07-01T12:00:00+02:00"
"""After everything but what is planned."""

NEWS = {
    **SITE,
    "content/lipowiec/places.yaml": """\
places:
  - id: ratusz
    title: Ratusz; sala A
    address: ul. Lipowa 1, Lipowiec
    position:
      lat: 52.25
      lon: 21.5
""",
    f"{PARK}/process.md": """\
---
title: Park <nad> rzeką & "staw"
kind: consultation
summary: Pytamy o park.
announced:
  - where: bip
    on: 2026-02-20
phases:
  - id: uwagi
    does: comment
    from: 2026-03-01
    to: 2026-03-31
  - id: glosy
    title: Głosowanie
    does: vote
    from: 2026-04-10T08:00
    to: 2026-04-20T20:00
  - id: skargi
    does: appeal
    from: 2026-05-15
    to: 2026-05-20
  - id: budowa
    does: implement
    from: 2027-Q1
interventions:
  - id: dluzej
    on: 2026-03-25
    what: extended
    phase: uwagi
    was: 2026-03-31
    now: 2026-04-05
    reason: Przyszło wiele uwag.
  - id: bez-skarg
    on: 2026-05-12
    what: cancelled
    phase: skargi
    reason: Nikt nie głosował przeciw.
decisions:
  - id: uchwala
    on: 2026-06-10
    by: Rada Miejska
    number: XII/98/2026
    status: adopted
  - id: tajna
    on: 2026-06-11
    by: Rada Miejska TAJNE
    status: adopted
    publish_at: 2026-08-01
  - id: kiedys
    on: 2026-Q3
    by: Rada Miejska KIEDYS
    status: planned
outcome:
  text: Będzie łąka.
  published_on: 2026-06-01
follow_up:
  - id: umowa
    date: 2026-06-20
    status: contracted
    text: Podpisaliśmy umowę.
updated:
  - on: 2026-03-05
    what: Dodaliśmy mapę.
  - on: 2026-03-05
    what: Poprawiliśmy adres.
ways:
  urna:
    places:
      - ratusz
---

Tekst.
""",
    f"{PARK}/events/spacer.md": """\
---
title: Spacer, z przewodnikiem; nad rzekę
kind: research-walk
from: 2026-03-14T11:00
to: 2026-03-14T13:00
place: ratusz
summary: Weź\u00a0buty. \\ Ścieżki bywają błotniste, a droga jest długa i wyboista, żółta i źle oznaczona.
join:
  url: https://tajne.example/pokoj
report:
  attendees:
    count: 12
  published_on: 2026-03-20
---
""",
    f"{PARK}/events/dyzur.md": """\
---
title: Dyżur
kind: duty-hours
from: 2026-03-28
to: 2026-03-29
mode: online
status:
  what: cancelled
  reason: Awaria łącza.
updated:
  - id: odwolanie
    on: 2026-03-27
    what: Odwołaliśmy dyżur.
---
""",
    f"{PARK}/events/debata.md": """\
---
title: Debata
kind: debate
from: 2026-03-18T17:00
to: 2026-03-18T19:00
status:
  what: moved
  to: 2026-04-02T18:00
  reason: Sala była zajęta.
---
""",
    f"{PARK}/events/tajne.md": """\
---
title: TAJNE spotkanie
kind: meeting
from: 2026-09-01T17:00
publish_at: 2026-08-20
---
""",
    f"{PARK}/proposals/laka.md": """\
---
title: Łąka
number: "1"
follow_up:
  - date: 2026-06-25
    status: in-progress
    progress: 10
---
""",
    "content/lipowiec/potem/process.md": """\
---
title: TAJNE plany
kind: consultation
publish_at: 2026-09-01
phases:
  - id: uwagi
    does: comment
    from: 2026-01-01
    to: 2026-01-31
ways:
  poczta:
    post: ul. Lipowa 1
---
""",
    "content/lipowiec/bez-dat/process.md": """\
---
title: Bez dat
kind: consultation
phases:
  - id: uwagi
    does: comment
    from: 2027-Q1
    to: 2027-Q2
---
""",
}
