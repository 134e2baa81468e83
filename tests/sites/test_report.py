"""The report on a process: one small page word for word, the links between a remark, its answer and
what came of it, and what a participatory budget adds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.sites.spoken import spoken
from tests.sites.tiny import build, write

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = Path(__file__).parent / "expected"
AT = "2026-05-10T12:00:00+02:00"
PARK = "content/lipowiec/park"

SITE: dict[str, str] = {
    "civicsite.yaml": "title: Partycypacja w Lipowcu\naddress: https://lipowiec.example\n",
    "content/lipowiec/municipality.md": "---\nname: Lipowiec\ncontact:\n  unit: Referat Dialogu\n---\n",
    f"{PARK}/process.md": """\
---
title: Park nad rzeką
kind: consultation
scope: Jaki ma być park.
legal_basis:
  title: Uchwała nr 7/2025
  date: 2025-11-20
announced:
  - where: bip
    on: 2026-02-20
phases:
  - id: uwagi
    title: Zbieranie uwag
    does: comment
    from: 2026-03-01
    to: 2026-03-31
ways:
  karta:
    title: Karta w ratuszu
    oral: Ratusz
report:
  summary: Zebraliśmy dwie uwagi.
  prepared_by: Referat Dialogu
  published_on: 2026-04-20
  changes:
    - id: lawki
      text: W parku będzie więcej ławek.
      remarks:
        - "1"
      follow_up: zakup
follow_up:
  - id: zakup
    date: 2026-05-04
    status: planned
    text: Zamówiliśmy ławki.
---
""",
    f"{PARK}/events/spacer.md": """\
---
title: Spacer
kind: research-walk
from: 2026-03-14T11:00
to: 2026-03-14T13:00
report:
  attendees:
    count: 12
    how: lista
  contributions: 3
---
""",
    f"{PARK}/events/dyzur.md": """\
---
title: Dyżur
kind: duty-hours
from: 2026-03-20T16:00
report:
  attendees:
    count: 5
---
""",
    f"{PARK}/events/odwolany.md": """\
---
title: Odwołany warsztat
kind: workshop
from: 2026-03-21T16:00
status:
  what: cancelled
  reason: Choroba.
---
""",
    f"{PARK}/contributions.yaml": """\
sets:
  - id: uwagi
    kind: remarks
    items:
      - number: "1"
        received_on: 2026-03-02
        points:
          - n: "1"
            summary: Więcej ławek.
            decision: accepted
            reason: Ławek jest za mało.
      - number: "2"
        points:
          - n: "1"
            summary: Parking zamiast parku.
            decision: rejected
            reason: Plan miejscowy nie pozwala.
""",
}


def report(root: Path, path: str = "lipowiec/park/report.html") -> str:
    return (root / "build" / path).read_text("utf-8")


def test_a_report_word_for_word(tmp_path: Path) -> None:
    done = build(write(tmp_path, SITE), at=AT)
    assert done.exit_code == 0, done.output
    assert spoken(report(tmp_path)) == (EXPECTED / "page-report.txt").read_text("utf-8")


def test_a_remark_leads_to_its_answer_and_what_came_of_it_and_back(tmp_path: Path) -> None:
    build(write(tmp_path, SITE), at=AT)
    process = (tmp_path / "build/lipowiec/park.html").read_text("utf-8")
    page = report(tmp_path)
    assert 'href="park/report.html#remark_uwagi_1">Co się stało z tą uwagą' in process
    assert 'id="contribution_uwagi_1"' in process
    remark = page[page.index('id="remark_uwagi_1"') : page.index('id="remark_uwagi_2"')]
    assert 'href="#change_lawki"' in remark
    assert 'href="../park.html#contribution_uwagi_1"' in remark
    change = page[page.index('id="change_lawki"') : page.index('id="done_zakup"')]
    assert 'href="#remark_uwagi_1"' in change
    assert 'href="#done_zakup"' in change
    assert 'href="#change_lawki"' in page[page.index('id="done_zakup"') :]


def test_a_remark_that_changed_nothing_says_nothing_of_changes(tmp_path: Path) -> None:
    build(write(tmp_path, SITE), at=AT)
    page = report(tmp_path)
    remark = page[page.index('id="remark_uwagi_2"') : page.index('id="change_lawki"')]
    assert "Co się dzięki temu zmieniło" not in remark


def test_the_feed_tells_that_it_is_published(tmp_path: Path) -> None:
    build(write(tmp_path, SITE), at=AT)
    feed = (tmp_path / "build/lipowiec/park.atom").read_text("utf-8")
    entry = next(e for e in feed.split("<entry>") if "opublikowano raport" in e)
    assert "https://lipowiec.example/lipowiec/park/report.html" in entry
    assert "2026-04-19T22:00:00Z" in entry
    assert "Zebraliśmy dwie uwagi." in entry
    build(tmp_path, at="2026-04-19T12:00:00+02:00")
    assert "opublikowano raport" not in (tmp_path / "build/lipowiec/park.atom").read_text("utf-8")


def test_before_its_moment_nothing_of_the_report_is_there(tmp_path: Path) -> None:
    process = SITE[f"{PARK}/process.md"].replace(
        "  prepared_by:", "  publish_at: 2026-05-11\n  prepared_by:"
    )
    build(write(tmp_path, {**SITE, f"{PARK}/process.md": process}), at=AT)
    assert not (tmp_path / "build/lipowiec/park/report.html").exists()
    assert "report.html" not in (tmp_path / "build/lipowiec/park.html").read_text("utf-8")
    build(tmp_path, at="2026-05-11T00:00:00+02:00")
    assert "W parku będzie więcej ławek." in report(tmp_path)


def test_remarks_under_embargo_are_not_named_as_reasons(tmp_path: Path) -> None:
    kept = SITE[f"{PARK}/contributions.yaml"].replace(
        "    kind: remarks\n", "    kind: remarks\n    publish_at: 2026-06-01\n"
    )
    build(write(tmp_path, {**SITE, f"{PARK}/contributions.yaml": kept}), at=AT)
    page = report(tmp_path)
    assert "W parku będzie więcej ławek." in page
    assert "remark_uwagi" not in page


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '        - "1"\n      follow_up',
            '        - "9"\n      follow_up',
            "process.md:29:11: contribution-unknown",
        ),
        ("follow_up: zakup", "follow_up: zakop", "report-step-unknown"),
        ("      remarks:", "      set: uwaga\n      remarks:", "report-set-unknown"),
    ],
)
def test_what_a_change_names_must_exist(tmp_path: Path, old: str, new: str, said: str) -> None:
    process = SITE[f"{PARK}/process.md"].replace(old, new)
    done = build(write(tmp_path, {**SITE, f"{PARK}/process.md": process}), at=AT)
    assert done.exit_code == 1
    assert said in done.output


def test_a_wrong_step_is_told_in_polish_and_english(tmp_path: Path) -> None:
    process = SITE[f"{PARK}/process.md"].replace("follow_up: zakup", "follow_up: zakop")
    write(tmp_path, {**SITE, f"{PARK}/process.md": process})
    polish, english = build(tmp_path, at=AT).output, build(tmp_path, at=AT, language="en").output
    assert (
        "zmiana w raporcie wskazuje krok „zakop”, którego nie ma w follow_up:; znane: zakup."
        in polish
    )
    assert "Czy chodziło o „zakup”?" in polish
    assert (
        "the change in the report names the step “zakop”, which follow_up: does not have;"
        " known: zakup." in english
    )
    assert "Did you mean “zakup”?" in english


def test_numbers_of_several_sets_need_the_set(tmp_path: Path) -> None:
    kept = SITE[f"{PARK}/contributions.yaml"]
    second = kept.replace("sets:\n", "").replace("id: uwagi", "id: pytania")
    write(tmp_path, {**SITE, f"{PARK}/contributions.yaml": kept + second})
    done = build(tmp_path, at=AT)
    assert "report-set-needed" in done.output
    assert "Dopisz set: z id zbioru, do którego należą te numery." in done.output
    process = SITE[f"{PARK}/process.md"].replace(
        "      remarks:", "      set: pytania\n      remarks:"
    )
    write(tmp_path, {f"{PARK}/process.md": process})
    assert build(tmp_path, at=AT).exit_code == 0
    assert 'href="#remark_pytania_1"' in report(tmp_path)


def test_the_pool_is_an_exact_share_of_what_the_municipality_spends(tmp_path: Path) -> None:
    process = SITE[f"{PARK}/process.md"].replace("kind: consultation", "kind: participatory-budget")
    process = process.replace(
        "scope:", "budget: 1000\nspending:\n  amount: 300000\n  year: 2025\nscope:"
    )
    build(write(tmp_path, {**SITE, f"{PARK}/process.md": process}), at=AT)
    said = spoken(report(tmp_path))
    assert "Część budżetu gminy | 0,33% wydatków w 2025 r. (300 000 zł)" in said.replace(
        "\xa0", " "
    )
    assert "# Raport z budżetu obywatelskiego: Park nad rzeką" in said


# The example


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "content", root / "content")
    for name in ("civicsite.yaml", "civicsite.en.yaml"):
        shutil.copy(ROOT / name, root)
    assert build(root, at="2026-11-24T12:00:00+01:00").exit_code == 0
    return root


def test_the_report_of_the_example_holds_what_a_report_must(example: Path) -> None:
    said = spoken(report(example, "brzezno/sciezka-rowerowa/report.html"))
    for line in (
        "# Raport z konsultacji: Ścieżka rowerowa Brzezno–Zalesie",
        "## Najważniejsze informacje",
        "## Etapy",
        "## Gdzie ogłoszono",
        "## Formy udziału",
        "## Spotkania",
        "## Uwagi i odpowiedzi",
        "## Co się zmieniło",
        "## Decyzje",
        "## Co zrobiono od tego czasu",
        "## Dokumenty",
        "## Kontakt",
    ):
        assert f"{line}\n" in said
    assert "Podstawa prawna | Art. 5a ust. 1 ustawy o samorządzie gminnym" in said
    assert "opublikowano 24 kwietnia 2026 · Opracowanie: Referat Inwestycji" in said
    assert "| 43 lista obecności | 17" in said
    assert said.count("#### Nr ") == 6
    for answer in ("Uwzględniono", "Uwzględniono częściowo", "Nie uwzględniono", "Poza zakresem"):
        assert f"\n{answer}\n" in said


def test_the_report_on_a_budget_adds_the_evaluation_of_every_project(example: Path) -> None:
    said = spoken(report(example, "lipowiec/budzet-obywatelski-2027/report.html"))
    evaluation = said[said.index("## Ocena projektów i odwołania") :]
    assert len(re.findall(r"^### \d+ ", evaluation, re.M)) == 16
    assert "Odwołanie" in evaluation
    assert "negatywnie" in evaluation
    for name in ("Część budżetu gminy", "Wymagania wobec projektu", "Podpisy poparcia"):
        assert f"\n{name} | " in said


def test_every_anchor_of_every_report_exists(example: Path) -> None:
    pages = sorted((example / "build").rglob("report.html"))
    assert len(pages) == 2
    for page in pages:
        html = page.read_text("utf-8")
        ids = set(re.findall(r' id="([^"]+)"', html))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
        above = page.parent.with_suffix(".html")
        led = re.findall(
            rf'href="{page.parent.name}/report.html#([^"]+)"', above.read_text("utf-8")
        )
        assert set(led) <= ids
