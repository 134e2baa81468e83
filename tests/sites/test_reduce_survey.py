"""Answers to a survey in raw/: data/ and the site get what was offered and counted, nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Answer
from civicsite.exports.reduction import answer_cell, answer_of_cell
from tests.sites.tiny import SITE, build, run, tree, write

AFTER = "2026-05-13T12:00:00+02:00"
FOLDER = "content/lipowiec/park"
RESULTS = f"{FOLDER}/results.yaml"
RAW = f"{FOLDER}/raw/ankieta.csv"
DATA = f"{FOLDER}/data/reduced-responses-ankieta-csv"
PAGE = "build/lipowiec/park/results.html"
EXPORT = """\
Sygnatura czasowa;Adres e-mail;Czym dojeżdżasz?;Ile masz lat?;Co jeszcze?
2026-05-02 10:07:31;ewa@lipowiec.example;Rower;34;Ławka dla pani Ewy z numeru 7
2026-05-02 11:00:00;jan@lipowiec.example;Autobus;41;
2026-05-02 12:00:00;ola@lipowiec.example;taksówka pana Kowala;29;Zieleń
2026-05-02 13:00:00;ula@lipowiec.example;;52;
2026-05-02 14:00:00;iga@lipowiec.example;Rower;34;Cień
2026-05-02 15:00:00;adam@lipowiec.example;wolę nie mówić;60;
"""
SETTINGS = """\
publish_at: 2026-05-10T12:00
method:
  who: Mieszkańcy
  mode:
    - online
  from: 2026-05-01
  to: 2026-05-08
  recruited: self-selected
  limits: Odpowiadali chętni.
responses:
  files:
    - file: raw/ankieta.csv
      format: table
      received_on: 2026-05-09
  questions:
    - id: dojazd
      column: Czym dojeżdżasz?
      title: Czym dojeżdżasz do parku?
      type: single
      denominator: answered
      other: Inaczej
      no_answer: wolę nie mówić
      options:
        - id: rower
          title: Rower
        - id: autobus
          title: Autobus
    - id: wiek
      column: Ile masz lat?
      title: Wiek
      type: number
      denominator: answered
    - id: uwagi
      column: Co jeszcze?
      title: Co jeszcze?
      type: text
      denominator: submitted
"""


def site(root: Path, **changed: str) -> Path:
    files = {RESULTS: SETTINGS, RAW: EXPORT}
    return write(root, {**SITE, **files, **changed})


def reduce(root: Path) -> str:
    done = run("reduce", "--project", root)
    assert done.exit_code == 0, done.output
    return done.output


def built(root: Path) -> dict[str, bytes]:
    done = build(root, at=AFTER)
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def test_of_the_answers_only_what_was_offered_is_kept(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    assert (tmp_path / f"{DATA}.csv").read_text() == (
        "ballots;complete;dojazd;uwagi;wiek\n"
        "1;1;;;52\n1;1;?;?;29\n1;1;Autobus;;41\n2;1;Rower;?;34\n1;1;wolę nie mówić;;60\n"
    )
    for content in (*tree(tmp_path / FOLDER / "data").values(), *built(tmp_path).values()):
        for secret in (b"Ewy", b"Kowala", b"ewa@", "Cień".encode(), b"10:07:31"):
            assert secret not in content


def test_the_same_is_counted_from_the_reduction_as_from_the_export_itself(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    reduced = built(tmp_path)
    html = reduced["lipowiec/park/results.html"].decode()
    assert "ankieta.csv" in html
    plain = "\n".join(
        line.split(";", 2)[2] if n else "Czym dojeżdżasz?;Ile masz lat?;Co jeszcze?"
        for n, line in enumerate(EXPORT.splitlines())
    )
    open_data = SETTINGS.replace("raw/ankieta.csv", "data/ankieta.csv")
    other = write(tmp_path / "b", {**SITE, RESULTS: open_data, f"{FOLDER}/data/ankieta.csv": plain})
    same = built(other)
    assert same["lipowiec/park/results/answers.csv"] == reduced["lipowiec/park/results/answers.csv"]


def test_what_changed_since_stops_the_build_and_reducing_again_helps(tmp_path: Path) -> None:
    done = build(site(tmp_path), at=AFTER)
    assert (done.exit_code, "civicsite reduce lipowiec/park" in done.output) == (1, True)
    reduce(tmp_path)
    built(tmp_path)
    for code, path, old, new in (
        ("reduction-other-export", RAW, ";29;", ";30;"),
        ("reduction-other-settings", RESULTS, "type: number", "type: text"),
        ("reduction-other-options", RESULTS, "title: Rower", "title: Rowerem"),
        ("reduction-changed", f"{DATA}.csv", ";29\n", ";30\n"),
    ):
        former = (tmp_path / path).read_text("utf-8")
        (tmp_path / path).write_text(former.replace(old, new, 1), "utf-8")
        done = build(tmp_path, at=AFTER)
        assert (done.exit_code, code in done.output) == (1, True), done.output
        (tmp_path / path).write_text(former, "utf-8")
    (tmp_path / RAW).write_text(EXPORT.replace(";29;", ";30;"), "utf-8")
    reduce(tmp_path)
    built(tmp_path)


def test_the_page_is_the_same_after_the_export_is_gone_and_after_all_of_data(
    tmp_path: Path,
) -> None:
    final = SETTINGS + "final:\n  on: 2026-05-12\n"
    reduce(site(tmp_path, **{RESULTS: final}))
    done = run("results", "finalise", "lipowiec/park", "--project", tmp_path, "--at", AFTER)
    assert done.exit_code == 0, done.output
    before = built(tmp_path)
    (tmp_path / RAW).unlink()
    assert built(tmp_path) == before
    shutil.rmtree(tmp_path / FOLDER / "data")
    assert built(tmp_path) == before


def test_an_answer_that_cannot_be_counted_is_told_while_its_words_are_there(tmp_path: Path) -> None:
    strict = SETTINGS.replace("      other: Inaczej\n", "")
    done = run("reduce", "--project", site(tmp_path, **{RESULTS: strict}))
    assert done.exit_code == 1
    assert "Kowala" not in done.output
    assert not (tmp_path / f"{DATA}.csv").exists()


@given(st.none() | st.lists(st.text(st.sampled_from("a,\\-'= ;?"), min_size=1)).map(tuple))
def test_every_answer_is_read_back(answer: Answer) -> None:
    assert answer_of_cell(answer_cell(answer)) == answer
