"""From a form service's export in raw/ to a results page, and what the site and data/ never get."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from civicsite.build import Options
from civicsite.serve import Preview
from tests.sites.tiny import SITE, build, run, tree, write

AFTER = "2026-05-11T12:00:00+02:00"
FOLDER = "content/lipowiec/park"
RESULTS = f"{FOLDER}/results.yaml"
PAGE = "build/lipowiec/park/results.html"
ONLINE = """\
Sygnatura czasowa;Adres e-mail;Karta;Wybór
2026-05-02 10:00:00;ewa@lipowiec.example;K7;1
2026-05-01 09:00:00;jan@lipowiec.example;K3;2
2026-05-03 11:00:00;jan@lipowiec.example;K3;1
2026-05-03 12:07:31;ola@lipowiec.example;K4;1, 2
2026-05-04 12:07:31;ula@lipowiec.example;K5;2
"""
PAPER = "Karta;Wybór\nK5;1\nK9;2\n"
SETTINGS = """\
publish_at: 2026-05-10T12:00
ballots:
  - file: raw/online.csv
    format: table
    channel: online
    choice: Wybór
    voter: Karta
    received_on: 2026-05-08
  - file: raw/karty.csv
    format: table
    channel: paper
    choice: Wybór
    voter: Karta
validity:
  too_many_marks: invalid
  unknown_option: invalid
  duplicate_in_channel: last
  both_channels: paper
electorate:
  count: 20
seats: 1
marks:
  - 1
  - 1
rule:
  name: single-choice
"""


def site(root: Path, **changed: str) -> Path:
    files = {
        RESULTS: SETTINGS,
        f"{FOLDER}/raw/online.csv": ONLINE,
        f"{FOLDER}/raw/karty.csv": PAPER,
    }
    return write(root, {**SITE, **files, **changed})


def reduce(root: Path, *names: str) -> str:
    done = run("reduce", *names, "--project", root)
    assert done.exit_code == 0, done.output
    return done.output


def test_only_marks_and_channels_reach_data_in_the_order_of_their_content(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    table = (tmp_path / FOLDER / "data/reduced.csv").read_text()
    assert table == "ballots;marks;points;channel\n2;1;;online\n1;1;;paper\n1;2;;paper\n"


def test_the_sidecar_says_what_was_read_and_what_was_left_out(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    sidecar = json.loads((tmp_path / FOLDER / "data/reduced.json").read_text())
    assert sidecar["reduced"]["judged"] == [
        {
            "channel": "online",
            "valid": 2,
            "invalid": {"too-many-marks": 1},
            "left_out": {"duplicate": 1, "other-channel": 1},
        },
        {"channel": "paper", "valid": 2},
    ]
    online, paper = sidecar["reduced"]["sources"]
    assert (online["path"], online["rows_read"]) == ("raw/online.csv", 5)
    assert len(online["sha256"]) == 64
    assert sidecar["received"] == {"raw/online.csv": "2026-05-08"}
    assert paper["channel"] == "paper"


def test_nothing_of_a_voter_is_in_data_or_on_the_site(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    assert build(tmp_path, at=AFTER).exit_code == 0
    written = {**tree(tmp_path / FOLDER / "data"), **tree(tmp_path / "build")}
    for path, content in written.items():
        for secret in (b"K3", b"K5", b"K9", b"ewa@", b"jan@", b"09:00:00", b"12:07:31"):
            assert secret not in content, (path, secret)


def test_the_page_counts_from_the_reduction_and_names_the_export(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    assert build(tmp_path, at=AFTER).exit_code == 0
    html = (tmp_path / PAGE).read_text("utf-8")
    assert "online.csv" in html
    assert "karty.csv" in html
    assert "reduced.csv" not in html
    assert "za dużo zaznaczeń: 1" in html


def test_the_page_is_the_same_after_the_exports_are_gone(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    assert build(tmp_path, at=AFTER).exit_code == 0
    before = tree(tmp_path / "build")
    for path in (tmp_path / FOLDER / "raw").iterdir():
        path.unlink()
    done = build(tmp_path, at=AFTER)
    assert done.exit_code == 0, done.output
    assert tree(tmp_path / "build") == before


def test_the_order_of_rows_and_of_files_changes_no_byte(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    before = tree(tmp_path / FOLDER / "data")
    head, *rows = ONLINE.splitlines()
    turned = "\n".join([head, rows[4], rows[0], rows[3], rows[1], rows[2]]) + "\n"
    (tmp_path / FOLDER / "raw/online.csv").write_text(turned)
    reduce(tmp_path)
    assert tree(tmp_path / FOLDER / "data")["reduced.csv"] == before["reduced.csv"]


def test_an_export_that_is_not_reduced_stops_the_build_with_the_command(tmp_path: Path) -> None:
    done = build(site(tmp_path), at=AFTER)
    assert done.exit_code == 1
    assert "Uruchom: civicsite reduce lipowiec/park" in done.output
    assert not (tmp_path / "build").exists()


def test_what_changed_since_the_reduction_stops_the_build(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    changes = {
        "reduction-other-export": (f"{FOLDER}/raw/karty.csv", PAPER + "K1;1\n"),
        "reduction-other-validity": (RESULTS, SETTINGS.replace(": last", ": first")),
        "reduction-other-settings": (RESULTS, SETTINGS.replace("Wybór", "Karta", 1)),
        "reduction-other-options": (f"{FOLDER}/proposals/plac.md", '---\ntitle: Plac\nnumber: "3"\n---\n'),
        "reduction-changed": (f"{FOLDER}/data/reduced.csv", "ballots;marks;points;channel\n1;1;;online\n"),
        "reduction-unreadable": (f"{FOLDER}/data/reduced.json", "{}"),
    }  # fmt: skip
    for code, (path, content) in changes.items():
        former = (tmp_path / path).read_text("utf-8")
        (tmp_path / path).write_text(content, "utf-8")
        done = build(tmp_path, at=AFTER)
        assert (done.exit_code, code in done.output) == (1, True), done.output
        (tmp_path / path).write_text(former, "utf-8")
    assert build(tmp_path, at=AFTER).exit_code == 0


def test_reducing_again_after_a_change_makes_the_build_pass(tmp_path: Path) -> None:
    reduce(site(tmp_path))
    write(tmp_path, {RESULTS: SETTINGS.replace(": last", ": first")})
    assert "reduced.csv" in reduce(tmp_path, "lipowiec/park")
    assert build(tmp_path, at=AFTER).exit_code == 0
    assert reduce(tmp_path) == "Nic się nie zmieniło.\n"


def test_a_file_of_the_editor_with_the_same_name_is_not_written_over(tmp_path: Path) -> None:
    mine = {f"{FOLDER}/data/reduced.csv": "moje dane\n"}
    done = run("reduce", "--project", write(site(tmp_path), mine))
    assert done.exit_code == 1
    assert "file-exists" in done.output
    assert (tmp_path / FOLDER / "data/reduced.csv").read_text() == "moje dane\n"
    assert not (tmp_path / FOLDER / "data/reduced.json").exists()


def test_an_undecided_case_writes_nothing(tmp_path: Path) -> None:
    undecided = {RESULTS: SETTINGS.replace("  duplicate_in_channel: last\n", "")}
    done = run("reduce", "--project", write(site(tmp_path), undecided))
    assert done.exit_code == 1
    assert "duplicate_in_channel" in done.output
    assert not (tmp_path / FOLDER / "data/reduced.csv").exists()


def test_an_unknown_process_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    done = run("reduce", "lipowiec/prak", "--project", site(tmp_path))
    assert done.exit_code == 1
    assert "Czy chodzi o „lipowiec/park”?" in done.output


def test_the_preview_reduces_a_new_export_on_save(tmp_path: Path) -> None:
    when = datetime.fromisoformat(AFTER)
    options = Options(site(tmp_path), tmp_path / "build", when)
    preview = Preview(lambda: options, "pl")
    assert preview.rebuild().ok
    assert "online.csv" in (tmp_path / PAGE).read_text("utf-8")
    (tmp_path / FOLDER / "raw/karty.csv").write_text(PAPER + "K1;9\n")
    assert preview.rebuild().ok
    assert b"unknown-option" in (tmp_path / FOLDER / "data/reduced.json").read_bytes()
    write(tmp_path, {RESULTS: SETTINGS.replace("  duplicate_in_channel: last\n", "")})
    report = preview.rebuild()
    assert [problem.code for problem in report.diagnostics] == [
        "undecided-duplicate",
        "reduction-other-validity",
    ]


def attributed(root: Path, **more: str) -> Path:
    """Twelve ballots of one district and four of another, of which the forge may not tell."""
    rows = "1;Zachód;1970\n" * 7 + "2;Zachód;1980\n" * 6 + "1;Wschód;1990\n" * 2
    settings = (
        SETTINGS.replace("    voter: Karta\n", "")
        .replace(
            "    received_on: 2026-05-08\n",
            "    attributes:\n      district: Dzielnica\n      year: Rok\n",
        )
        .replace("  duplicate_in_channel: last\n  both_channels: paper\n", "")
    )
    settings += "publish:\n  split_by:\n    - district\n"
    export = "Wybór;Dzielnica;Rok\n" + rows + "2;Wschód;1991\n" * 9 + "1;Rynek;1950\n" * 2
    return site(
        root,
        **{
            RESULTS: settings,
            f"{FOLDER}/raw/online.csv": export,
            f"{FOLDER}/raw/karty.csv": "Wybór\n1\n",
        },
        **more,
    )


def test_of_attributes_only_what_many_share_reaches_data_that_others_read(tmp_path: Path) -> None:
    root = attributed(tmp_path)
    reduce(root)
    table = (root / FOLDER / "data/reduced.csv").read_text()
    assert table.splitlines()[0] == "ballots;marks;points;channel;district"
    assert "Rynek" not in table
    rows = [line.split(";") for line in table.splitlines()[1:]]
    shown: dict[str, int] = {}
    for number, _, _, channel, district in rows:
        shown[f"{channel} {district}"] = shown.get(f"{channel} {district}", 0) + int(number)
    assert all(number >= 10 for name, number in shown.items() if not name.endswith(" "))
    assert sum(int(row[0]) for row in rows) == 27


def test_where_only_the_office_reads_the_repository_attributes_stay_exact(tmp_path: Path) -> None:
    private = {"civicsite.yaml": SITE["civicsite.yaml"] + "repository: private\n"}
    root = attributed(tmp_path, **private)
    reduce(root)
    table = (root / FOLDER / "data/reduced.csv").read_text()
    assert "Rynek" in table
