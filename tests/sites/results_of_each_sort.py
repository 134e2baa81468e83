"""A town with one result of each sort, small enough to be counted on one's fingers."""

from __future__ import annotations

HEAD = """\
---
title: {title}
kind: {kind}
phases:
  - id: glosowanie
    does: {does}
    from: 2026-03-01
    to: 2026-03-31
---
"""

SITE = {
    "civicsite.yaml": """\
title: Partycypacja w Lipowcu
address: https://lipowiec.example/
languages:
  - pl
""",
    "content/lipowiec/municipality.md": """\
---
name: Lipowiec
contact:
  unit: Referat Dialogu Społecznego
---
""",
    "content/lipowiec/places.yaml": """\
places:
  - id: polana
    title: Polana
    address: ul. Rzeczna 2
""",
    # --- a vote: online ballots and a protocol ---
    "content/lipowiec/park/process.md": HEAD.format(title="Park", kind="vote", does="vote"),
    "content/lipowiec/park/proposals/laka.md": """\
---
title: Łąka
number: "1"
place: polana
---
""",
    "content/lipowiec/park/proposals/plac.md": """\
---
title: Plac
number: "2"
---
""",
    "content/lipowiec/park/data/glosy.csv": 'Wybór\n1\n1\n1\n1\n2\n"1, 2"\n1\n2\n',
    "content/lipowiec/park/data/protokol.csv": "Nr;Głosy\n1;2\n2;4\n",
    "content/lipowiec/park/results.yaml": """\
publish_at: 2026-04-10T12:00
electorate:
  count: 40
  source: rejestr mieszkańców
marks:
  - 1
  - 1
seats: 1
ballots:
  - file: data/glosy.csv
    format: table
    channel: online
    choice: Wybór
    received_on: 2026-04-01
  - file: data/protokol.csv
    format: totals
    channel: paper
    option: Nr
    votes: Głosy
    cast: 7
    valid: 6
    invalid:
      blank: 1
validity:
  too_many_marks: invalid
rule:
  name: single-choice
publish:
  min_cell: 3
""",
    # --- a budget: a project that does not fit, and one that was added ---
    "content/lipowiec/budzet/process.md": HEAD.format(
        title="Budżet", kind="participatory-budget", does="vote"
    ),
    "content/lipowiec/budzet/data/projekty.csv": (
        "Nr;Tytuł;Koszt\n1;Ławki;6000\n2;Boisko;5000\n3;Kino;3000\n4;Tablica;1000\n"
    ),
    "content/lipowiec/budzet/data/glosy.csv": 'Nr\n1\n"1,2"\n"1,2"\n"2,3"\n"1,3"\n4\n',
    "content/lipowiec/budzet/results.yaml": """\
publish_at: 2026-04-10T12:00
status: final
final_on: 2026-04-20
budget: 10000
marks:
  - 1
  - 2
ballots:
  - file: data/glosy.csv
    format: table
    choice: Nr
options:
  file: data/projekty.csv
  id: Nr
  title: Tytuł
  cost: Koszt
validity:
  too_many_marks: invalid
rule:
  name: greedy
  threshold: 2
declared:
  options:
    - "1"
    - "2"
    - "3"
  explained:
    - id: "2"
      why: Burmistrz dołożył 1 000 zł.
      basis: § 4
""",
    # --- a vote in which names are put in order ---
    "content/lipowiec/nazwa/process.md": HEAD.format(title="Nazwa", kind="vote", does="vote"),
    "content/lipowiec/nazwa/data/nazwy.csv": "Nr;Nazwa\n1;Lipowa\n2;Rzeczna\n3;Słoneczna\n",
    "content/lipowiec/nazwa/data/glosy.csv": (
        "Wybór 1;Wybór 2;Wybór 3\n"
        "Lipowa;Rzeczna;\nLipowa;;\nLipowa;Słoneczna;\nLipowa;;\n"
        "Rzeczna;;\nRzeczna;Słoneczna;Lipowa\nRzeczna;Lipowa;\n"
        "Słoneczna;Rzeczna;\nSłoneczna;Rzeczna;Lipowa\n"
    ),
    "content/lipowiec/nazwa/results.yaml": """\
publish_at: 2026-04-10T12:00
seats: 1
ballots:
  - file: data/glosy.csv
    format: ranked-csv
options:
  file: data/nazwy.csv
  id: Nr
  title: Nazwa
validity:
  too_many_marks: invalid
rule:
  name: instant-runoff
""",
    # --- a survey ---
    "content/lipowiec/ankieta/process.md": HEAD.format(
        title="Ankieta", kind="survey", does="comment"
    ),
    "content/lipowiec/ankieta/data/ankieta.csv": (
        "Dojazd;Minuty;Ocena;Gdzie ławki;Kody\n"
        "autobus,pieszo;5;4;rynek,park;autobusy\n"
        "autobus;5;5;park;\n"
        "pieszo;;2;park,rynek;chodniki\n"
        "autobus;5;4;;autobusy,chodniki\n"
        "hulajnoga;;;rynek;\n"
        "autobus;5;bez zdania;park;\n"
        "autobus;8;3;park;\n"
    ),
    "content/lipowiec/ankieta/results.yaml": """\
publish_at: 2026-04-10T12:00
method:
  who: Każdy, kto chciał
  mode:
    - online
  from: 2026-03-01
  to: 2026-03-31
  recruited: self-selected
  limits: Siedem osób to bardzo mało.
responses:
  files:
    - file: data/ankieta.csv
      format: table
  questions:
    - id: dojazd
      column: Dojazd
      title: Jak dojeżdżasz?
      type: multiple
      denominator: answered
      other: Inaczej
      options:
        - id: autobus
          title: Autobusem
          as: autobus
        - id: pieszo
          title: Pieszo
    - id: minuty
      column: Minuty
      title: Ile czekasz?
      type: number
      unit: min
      denominator: asked
      asked_if:
        question: dojazd
        answer: autobus
    - id: ocena
      column: Ocena
      title: Jak oceniasz park?
      type: scale
      range:
        - 1
        - 5
      denominator: asked
      no_answer: bez zdania
    - id: lawki
      column: Gdzie ławki
      title: Gdzie postawić ławki?
      type: ranking
      denominator: answered
      options:
        - id: rynek
          title: Rynek
        - id: park
          title: Park
    - id: uwagi
      column: Kody
      title: O czym piszesz?
      type: text
      denominator: answered
      options:
        - id: autobusy
          title: Autobusy
        - id: chodniki
          title: Chodniki
""",
}
"""Path -> text."""
PAGES = ("park", "budzet", "nazwa", "ankieta")
