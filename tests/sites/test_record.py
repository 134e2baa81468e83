"""The downloads beside a results page, and results that are final."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.sites.test_reduce import SETTINGS, reduce
from tests.sites.test_reduce import site as raw_site
from tests.sites.tiny import SITE, build, run, tree, write

BEFORE = "2026-05-10T11:59:59+02:00"
AFTER = "2026-05-13T12:00:00+02:00"
FOLDER = "content/lipowiec/park"
RESULTS = f"{FOLDER}/results.yaml"
DOWNLOADS = "lipowiec/park/results/"
PUBLISH = "publish:\n  ballots: yes\n"
FINAL = "final:\n  on: 2026-05-12\n"
CORRECTION = """\
corrections:
  - id: k1
    on: 2026-05-20
    what: Doliczono kartę.
    why: Leżała w urnie.
"""


def site(root: Path, more: str = PUBLISH) -> Path:
    return write(root, {**SITE, RESULTS: SITE[RESULTS] + more})


def built(root: Path, at: str = AFTER) -> dict[str, bytes]:
    done = build(root, at=at)
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def finalised(root: Path, at: str = AFTER) -> str:
    done = run("results", "finalise", "lipowiec/park", "--project", root, "--at", at)
    assert done.exit_code == 0, done.output
    return done.output


def test_nothing_of_the_record_exists_before_the_moment(tmp_path: Path) -> None:
    early = built(site(tmp_path), BEFORE)
    assert not [path for path in early if path.startswith(DOWNLOADS)]
    assert not [path for path, data in early.items() if b"results.json" in data]


def test_the_page_links_every_download_and_they_count_to_the_same(tmp_path: Path) -> None:
    files = built(site(tmp_path))
    names = sorted(p.removeprefix(DOWNLOADS) for p in files if p.startswith(DOWNLOADS))
    assert names == ["ballots.csv", "datapackage.json", "results.csv", "results.json"]
    html = files["lipowiec/park/results.html"].decode()
    for name in names:
        assert f'href="results/{name}"' in html
    done = run("recount", tmp_path / "build" / DOWNLOADS)
    assert done.exit_code == 0
    assert "Zgadza się" in done.output
    assert "policzono ponownie z głosów (ważne: 4)" in done.output


def test_recount_takes_the_file_too_and_names_what_was_changed(tmp_path: Path) -> None:
    built(site(tmp_path))
    folder = tmp_path / "build" / DOWNLOADS
    ballots = folder / "ballots.csv"
    ballots.write_bytes(ballots.read_bytes().replace(b"3;1;;", b"2;1;;"))
    done = run("recount", folder / "results.json")
    assert done.exit_code == 1
    assert "opcja 1: opublikowano 3 głosów, a policzono 2" in done.output
    assert "„ballots.csv” to nie ten plik" in done.output


def test_without_leave_no_ballot_is_published(tmp_path: Path) -> None:
    files = built(site(tmp_path, ""))
    assert f"{DOWNLOADS}ballots.csv" not in files
    assert f"{DOWNLOADS}results.json" in files


def test_pages_and_downloads_are_the_same_bytes_after_the_exports_are_gone(tmp_path: Path) -> None:
    site(tmp_path, PUBLISH + FINAL)
    assert "results.json" in finalised(tmp_path)
    before = built(tmp_path)
    shutil.rmtree(tmp_path / FOLDER / "data")
    assert built(tmp_path) == before
    shutil.rmtree(tmp_path / "build")
    shutil.rmtree(tmp_path / ".build.civicsite")
    shutil.rmtree(tmp_path / ".civicsite")
    assert built(tmp_path) == before
    assert run("recount", tmp_path / FOLDER / "record").exit_code == 0
    assert finalised(tmp_path) == "Zapis już jest i nic się nie zmieniło.\n"


def test_the_same_holds_for_exports_in_raw(tmp_path: Path) -> None:
    raw_site(tmp_path)
    write(tmp_path, {RESULTS: SETTINGS + PUBLISH + FINAL})
    reduce(tmp_path)
    finalised(tmp_path)
    before = built(tmp_path)
    shutil.rmtree(tmp_path / FOLDER / "raw")
    shutil.rmtree(tmp_path / FOLDER / "data")
    assert built(tmp_path) == before


def test_final_without_its_record_says_what_to_run(tmp_path: Path) -> None:
    done = build(site(tmp_path, FINAL), at=AFTER)
    assert done.exit_code == 1
    assert "Uruchom: civicsite results finalise lipowiec/park" in done.output


def test_a_changed_export_of_a_final_result_needs_a_correction(tmp_path: Path) -> None:
    finalised(site(tmp_path, PUBLISH + FINAL))
    more = SITE[f"{FOLDER}/data/glosy.csv"] + "2;paper\n"
    write(tmp_path, {f"{FOLDER}/data/glosy.csv": more})
    done = build(tmp_path, at=AFTER)
    assert done.exit_code == 1
    assert "final-changed" in done.output
    refused = run("results", "finalise", "lipowiec/park", "--project", tmp_path, "--at", AFTER)
    assert (refused.exit_code, "final-changed" in refused.output) == (1, True)
    write(tmp_path, {RESULTS: SITE[RESULTS] + PUBLISH + FINAL + CORRECTION})
    done = build(tmp_path, at=AFTER)
    assert (done.exit_code, "final-record-older" in done.output) == (0, True)
    assert "Zapis gotowy" in finalised(tmp_path)
    done = build(tmp_path, at=AFTER)
    assert (done.exit_code, "final-record-older" in done.output) == (0, False)
    record = json.loads((tmp_path / FOLDER / "record/results.json").read_text())
    assert (record["corrections"], record["contests"][0]["count"]["cast"]) == (["k1"], 6)


def test_a_correction_of_few_ballots_takes_the_splits_away_and_they_stay_away(
    tmp_path: Path,
) -> None:
    rows = "1;online;Zachód\n" * 12 + "2;online;Zachód\n" * 9 + "1;online;Wschód\n" * 11
    table = f"Wybór;Kanał;Dzielnica\n{rows}" + "2;online;Wschód\n" * 8
    settings = (
        SITE[RESULTS]
        .replace("count: 20", "count: 200")
        .replace(
            "    choice: Wybór\n", "    choice: Wybór\n    attributes:\n      district: Dzielnica\n"
        )
    )
    settings += "publish:\n  split_by:\n    - district\n"
    site(tmp_path, FINAL)
    write(tmp_path, {RESULTS: settings + FINAL, f"{FOLDER}/data/glosy.csv": table})
    finalised(tmp_path)
    page = tmp_path / "build/lipowiec/park/results.html"
    built(tmp_path)
    assert "Według: Dzielnica" in page.read_text("utf-8")
    write(tmp_path, {f"{FOLDER}/data/glosy.csv": table + "2;online;Wschód\n"})
    write(tmp_path, {RESULTS: settings + FINAL + CORRECTION})
    for _ in range(2):
        built(tmp_path)
        assert "Według: Dzielnica" not in page.read_text("utf-8")
        assert "różnica wobec wcześniejszej publikacji" in page.read_text("utf-8")
        finalised(tmp_path)


def test_ballots_changed_in_the_record_stop_the_build(tmp_path: Path) -> None:
    finalised(site(tmp_path, PUBLISH + FINAL))
    shutil.rmtree(tmp_path / FOLDER / "data")
    ballots = tmp_path / FOLDER / "record/ballots.csv"
    ballots.write_bytes(ballots.read_bytes().replace(b"3;1;;", b"2;1;;"))
    done = build(tmp_path, at=AFTER)
    assert (done.exit_code, "final-ballots-changed" in done.output) == (1, True)


def test_what_is_not_final_or_not_published_is_not_finalised(tmp_path: Path) -> None:
    done = run("results", "finalise", "lipowiec/park", "--project", site(tmp_path), "--at", AFTER)
    assert (done.exit_code, "final-not-set" in done.output) == (1, True)
    site(tmp_path, FINAL)
    done = run("results", "finalise", "lipowiec/park", "--project", tmp_path, "--at", BEFORE)
    assert (done.exit_code, "final-before-release" in done.output) == (1, True)
    assert not (tmp_path / FOLDER / "record").exists()


def test_a_folder_of_the_editor_is_not_written_over(tmp_path: Path) -> None:
    site(tmp_path, FINAL)
    write(tmp_path, {f"{FOLDER}/record/results.csv": "moje\n"})
    done = run("results", "finalise", "lipowiec/park", "--project", tmp_path, "--at", AFTER)
    assert (done.exit_code, "file-exists" in done.output) == (1, True)
    assert (tmp_path / FOLDER / "record/results.csv").read_text() == "moje\n"


def test_exports_past_their_day_are_named_until_they_are_gone(tmp_path: Path) -> None:
    finalised(site(tmp_path, FINAL + "retention: 2026-05-31\n"))
    assert "retention-passed" not in build(tmp_path, at="2026-05-31T23:00:00+02:00").output
    late = "2026-06-01T00:00:00+02:00"
    assert (
        "„data/glosy.csv” wolno było przechowywać do 2026-05-31" in build(tmp_path, at=late).output
    )
    shutil.rmtree(tmp_path / FOLDER / "data")
    assert "retention-passed" not in build(tmp_path, at=late).output


def test_a_result_in_the_terminal_fits_eighty_columns_in_both_languages(tmp_path: Path) -> None:
    site(tmp_path)
    command = ("results", "show", "lipowiec/park", "--project", tmp_path, "--at", AFTER)
    polish, english = run(*command).output, run(*command, language="en").output
    assert "Frekwencja: 25,0% z 20 uprawnionych" in polish
    assert "Turnout: 25.0% of 20 entitled" in english
    assert f"* 1 Łąka{' ' * 31}{'█' * 24}{' ' * 12}3" in polish
    assert all(len(line) <= 80 for line in (polish + english).splitlines())
    early = run("results", "show", "lipowiec/park", "--project", tmp_path, "--at", BEFORE)
    assert (early.exit_code, "results-under-embargo" in early.output) == (1, True)
    assert "25,0" not in early.output
