"""Before ``publish_at`` nothing of a thing exists in the output, in no file and under no name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites.tiny import SITE, build, tree, write

BEFORE = "2026-05-10T11:59:59+02:00"
AFTER = "2026-05-10T12:00:00+02:00"
PARK = "content/lipowiec/park"
MARK = "ZASTRZEZONE"
"""In every text that is under embargo; plain letters, so that no escaping hides it."""
NUMBERS = ("48 217", "48217", "48&#160;217", "48\u00a0217", "31337", "31 337", "31\u00a0337")
"""Votes and people entitled, in every way they could be written."""

RESULTS = f"""\
publish_at: 2026-05-10T12:00
text: {MARK} tekst
contests:
  - id: pula
    title: Pula ogólna
    electorate:
      count: 48217
      source: {MARK} rejestr
    seats: 1
ballots:
  - file: data/protokol.csv
    format: totals
    contest: pula
    channel: paper
    option: Nr
    votes: Głosy
    cast: 40000
    valid: 40000
options:
  file: data/opcje.csv
  id: Nr
  title: Tytuł
rule:
  name: most-votes
declared:
  options:
    - "1"
  explained:
    - id: "1"
      why: {MARK} wyjaśnienie
      basis: {MARK} podstawa
verification:
  by: {MARK} wydział
  on: 2026-05-09
protests:
  - id: pierwszy
    n: {MARK}-1
    filed_on: 2026-05-09
    reason: {MARK} protest
corrections:
  - id: poprawka
    on: 2026-05-09
    what: {MARK} co
    why: {MARK} dlaczego
"""
CONTRIBUTIONS = f"""\
sets:
  - id: uwagi
    title: {MARK} uwagi
    kind: remarks
    publish_at: 2026-05-10T12:00
    items:
      - number: {MARK}-7
        concerns: {MARK} ulica
        points:
          - n: "1"
            summary: {MARK} streszczenie
            decision: accepted
            reason: {MARK} powód
"""
FILES = {
    **{path: text for path, text in SITE.items() if "/proposals/" not in path},
    f"{PARK}/results.yaml": RESULTS,
    f"{PARK}/data/protokol.csv": "Nr;Głosy\n1;31337\n2;8663\n",
    f"{PARK}/data/opcje.csv": f"Nr;Tytuł\n1;{MARK} łąka\n2;{MARK} plac\n",
    f"{PARK}/contributions.yaml": CONTRIBUTIONS,
    f"{PARK}/documents/raport.csv": f"Dział;Kwota\n{MARK};31337\n",
    f"{PARK}/process.md": SITE[f"{PARK}/process.md"].replace(
        "phases:\n",
        "documents:\n"
        "  - id: raport\n"
        "    file: documents/raport.csv\n"
        f"    title: {MARK} raport\n"
        "    publish_at: 2026-05-10T12:00\n"
        "decisions:\n"
        "  - id: uchwala\n"
        "    on: 2026-05-09\n"
        f"    by: {MARK} Rada\n"
        "    status: adopted\n"
        f"    text: {MARK} uchwała\n"
        "    publish_at: 2026-05-10T12:00\n"
        "phases:\n",
    ),
    f"{PARK}/events/spacer.md": SITE[f"{PARK}/events/spacer.md"].replace(
        "report:\n",
        f"report:\n  publish_at: 2026-05-10T12:00\n  organisations:\n    - {MARK} koło\n",
    ),
    "content/lipowiec/tajny/process.md": (
        f"---\ntitle: {MARK} proces\nkind: consultation\npublish_at: 2026-05-10T12:00\n---\n\n"
        f"{MARK} treść.\n"
    ),
    "content/lipowiec/park/events/tajny.md": (
        f"---\ntitle: {MARK} spotkanie\nkind: meeting\nfrom: 2026-06-01T17:00\n"
        "publish_at: 2026-05-10T12:00\n---\n"
    ),
}


def found(root: Path) -> list[str]:
    """Where something under embargo stands in the output."""
    places = []
    for path, content in tree(root / "build").items():
        text = content.decode("utf-8", "replace")
        if MARK.lower() in f"{path} {text}".lower() or "tajny" in path:
            places.append(path)
        places += [f"{path}: {number}" for number in NUMBERS if number in text]
    return places


def records(root: Path) -> list[Path]:
    """Everything the build wrote outside its output and the memo, which nobody publishes."""
    ours = (root / "content", root / "build", root / ".civicsite" / "memo.sqlite")
    return [
        path
        for path in root.rglob("*")
        if path.is_file() and not any(path.is_relative_to(folder) for folder in ours)
    ]


def test_nothing_under_embargo_exists_before_its_moment(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    done = build(root, at=BEFORE)
    assert done.exit_code == 0, done.output
    assert found(root) == []
    assert records(root), "the manifest is looked at too"
    for path in records(root):
        assert MARK.encode() not in path.read_bytes(), path
        assert b"tajny" not in path.read_bytes(), path
    assert not (root / "build/lipowiec/park/results.html").exists()
    assert "10 maja 2026" in done.output, "the build says when it will change"


def test_at_its_moment_all_of_it_is_there(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    done = build(root, at=AFTER)
    assert done.exit_code == 0, done.output
    places = " ".join(found(root))
    for expected in (
        "results.html",
        "tajny",
        "park.html",
        "spacer",
        "raport",
        "31\u00a0337",
        "48\u00a0217",
    ):
        assert expected in places


def test_going_back_takes_all_of_it_away_again(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    assert build(root, at=AFTER).exit_code == 0
    assert build(root, at=BEFORE).exit_code == 0
    assert found(root) == []


@pytest.mark.parametrize("what", ["process", "event", "page"])
def test_a_draft_is_in_no_published_build_at_any_time(tmp_path: Path, what: str) -> None:
    drafts = {
        "process": ("content/lipowiec/szkic/process.md", "kind: consultation\n"),
        "event": (f"{PARK}/events/szkic.md", "kind: meeting\nfrom: 2026-04-01T17:00\n"),
        "page": ("content/lipowiec/pages/szkic.md", ""),
    }
    path, fields = drafts[what]
    text = f"---\ntitle: {MARK} szkic\n{fields}draft: yes\n---\n\n{MARK} treść.\n"
    root = write(tmp_path, {**SITE, path: text})
    done = build(root, at="2030-01-01T00:00:00+01:00")
    assert done.exit_code == 0, done.output
    assert found(root) == []
    assert not [name for name in tree(root / "build") if "szkic" in name]
