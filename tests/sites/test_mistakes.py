"""What an editor reads who made a mistake: place, sentence, caret, next step; and nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites.tiny import SITE, build, run, tree, write

PROCESS = "content/lipowiec/park/process.md"


def broken(tmp_path: Path, path: str, old: str, new: str) -> str:
    """Build the tiny site well, then with one mistake; the output must not change."""
    write(tmp_path, SITE)
    assert build(tmp_path).exit_code == 0
    before = tree(tmp_path / "build")
    assert old in SITE[path]
    write(tmp_path, {path: SITE[path].replace(old, new, 1)})
    done = build(tmp_path)
    assert done.exit_code == 1
    assert tree(tmp_path / "build") == before
    return done.output


def test_a_colon_in_a_title(tmp_path: Path) -> None:
    said = broken(tmp_path, PROCESS, "title: Park nad rzeką", "title: Konsultacje: park")
    assert said == (
        f"{PROCESS}:2:19: colon-in-value: w tej linijce jest drugi dwukropek,"
        " a YAML rozumie tylko pierwszy.\n"
        "    title: Konsultacje: park\n"
        "                      ^\n"
        '    Weź wartość w prosty cudzysłów: title: "Konsultacje: park"\n'
        "\n"
        f"1 błąd; w {tmp_path}/build nic się nie zmieniło.\n"
    )


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        (PROCESS, "from: 2026-03-01", "from: 2026-02-30", ":8:11: date-does-not-exist: nie ma takiego dnia: 2026-02-30."),
        (PROCESS, "to: 2026-03-31", "to: 2026-02-01", ":9:9: phase-ends-before-start: etap „uwagi” kończy się 2026-02-01, zanim się zacznie 2026-03-01."),
        (PROCESS, "kind: consultation", "kind: konsultation", ":3:7: kind-unknown:"),
        (PROCESS, "summary:", "sumary:", "Czy chodziło o „summary”?"),
        (PROCESS, "summary: Pytamy o park.", "title: Drugi", ":4:1: key-twice: pole „title” jest tu drugi raz; pierwsze jest w linijce 2."),
        (PROCESS, "does: comment", "does: coment", "Czy chodziło o „comment”?"),
        (PROCESS, "::: way karta", "::: way kartka", ":26:9: way-unknown:"),
        (PROCESS, "- ratusz", "- ratsz", "Czy chodziło o „ratusz”?"),
        (PROCESS, "https://docs.google.com/forms/d/e/1FAIpQLSexample/viewform", "https://formularze.example/x", "form-host-unknown"),
        (PROCESS, "\n---\n\n## O co", "\n\n## O co", "front-matter-not-closed"),
        (PROCESS, "phases:\n  - id", "phases:\n\t- id", ":6:1: tab-indentation:"),
        ("content/lipowiec/municipality.md", "zasady.md#jak-rozmawiamy", "zasady.md#jak", ":9:17: link-anchor-missing: w content/lipowiec/pages/zasady.md nie ma nagłówka „#jak”."),
        ("content/lipowiec/municipality.md", "pages/zasady.md", "pages/zasada.md", "Czy chodziło o „pages/zasady.md”?"),
        ("content/lipowiec/park/process.en.md", "title: A park by the river", "phases:\n  - id: uwagi\n    to: 2026-04-01", ":4:9: translation-holds-fact:"),
        ("content/lipowiec/park/process.en.md", "title: A park by the river", "phases:\n  - id: uwagy\n    title: Remarks", "Czy chodziło o „uwagi”?"),
        ("content/lipowiec/park/results.yaml", "  too_many_marks: invalid\n", "", "undecided-too-many-marks"),
        ("content/lipowiec/park/results.yaml", "data/glosy.csv", "raw/glosy.csv", ":3:11: reduction-without-export:"),
        ("content/lipowiec/park/data/glosy.csv", "Wybór;Kanał\n1;online\n", "Wybór;Kanał\n1;online\nala@poczta.example;online\n", "personal-values-email"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_sentence(
    tmp_path: Path, path: str, old: str, new: str, expected: str
) -> None:
    assert expected in broken(tmp_path, path, old, new)


def test_windows_1250_is_recognised(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    write(tmp_path, {PROCESS: SITE[PROCESS].encode("cp1250")})
    done = build(tmp_path)
    assert done.exit_code == 1
    assert f"{PROCESS}:2:" in done.output
    assert "file-not-utf8: plik jest zapisany jako Windows-1250, a nie UTF-8" in done.output


def test_all_problems_are_shown_at_once_in_the_reader_s_language(tmp_path: Path) -> None:
    mistaken = (
        SITE[PROCESS].replace("does: comment", "does: komentarz").replace("2026-04-30", "wiosna")
    )
    event = SITE["content/lipowiec/park/events/spacer.md"].replace(
        "kind: research-walk", "kind: walk"
    )
    write(tmp_path, {**SITE, PROCESS: mistaken, "content/lipowiec/park/events/spacer.md": event})
    said = build(tmp_path, language="en").output
    assert said.count("word-unknown") == 2
    assert "“wiosna” is not a date as it is written here." in said
    assert said.endswith(f"3 errors; nothing was changed in {tmp_path}/build.\n")


def test_values_stay_what_was_written(tmp_path: Path) -> None:
    event = SITE["content/lipowiec/park/events/spacer.md"].replace(
        "report:",
        "programme:\n  - id: a\n    at: 12:30\n    title: no\n  - id: b\n    title: 010\nreport:",
    )
    build(write(tmp_path, {**SITE, "content/lipowiec/park/events/spacer.md": event}))
    html = (tmp_path / "build/lipowiec/park/events/spacer.html").read_text("utf-8")
    assert "<strong>12:30</strong> <strong>no</strong>" in html
    assert "<strong>010</strong>" in html


def test_json_for_pipelines(tmp_path: Path) -> None:
    import json

    write(tmp_path, {**SITE, PROCESS: SITE[PROCESS].replace("does: comment", "does: coment")})
    done = build(tmp_path, "--format", "json", language="en")
    found = json.loads(done.stdout)["diagnostics"]
    assert [(d["code"], d["path"], d["line"], d["column"]) for d in found] == [
        ("word-unknown", PROCESS, 7, 11)
    ]


def test_check_asks_for_what_the_kind_requires(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    said = run("check", "--project", tmp_path)
    assert said.exit_code == 1
    assert (
        "kind-requires-field: proces rodzaju „consultation” wymaga pola „legal_basis”."
        in said.output
    )
