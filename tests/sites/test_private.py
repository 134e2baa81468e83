"""An attacker's look: personal data in every place an editor or an export can put them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.exports.sheets import xlsx
from tests.sites.tiny import SITE, build, run, tree, write

PARK = "content/lipowiec/park"
PESEL = "44051401458"
EMAIL = "ola.prywatna@example.org"
PHONE = "600 700 811"
AFTER = "2026-05-11T12:00:00+02:00"
NEEDS_GIT = pytest.mark.skipif(
    shutil.which("git") is None, reason="left out: needs git, which is not installed here"
)


def with_document(name: str, content: str | bytes, more: str = "") -> dict[str, str | bytes]:
    process = SITE[f"{PARK}/process.md"].replace(
        "phases:\n",
        f"documents:\n  - id: lista\n    file: documents/{name}\n    title: Lista\n{more}phases:\n",
    )
    return {**SITE, f"{PARK}/process.md": process, f"{PARK}/documents/{name}": content}


def contributions(**fields: str) -> dict[str, str]:
    points = {"summary": "Więcej ławek.", "reason": "Zgoda."} | {
        name: text for name, text in fields.items() if name in ("summary", "reason", "follow_up")
    }
    lines = ["sets:", "  - id: uwagi", "    kind: remarks", "    items:"]
    lines.append(f'      - number: "{fields.get("number", "1")}"')
    if "concerns" in fields:
        lines.append(f"        concerns: {fields['concerns']}")
    lines += ["        points:", '          - n: "1"', "            decision: accepted"]
    lines += [f"            {name}: {text}" for name, text in points.items()]
    return {**SITE, f"{PARK}/contributions.yaml": "\n".join(lines) + "\n"}


# Documents


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lista.csv", f"Nr;E-mail\n1;{EMAIL}\n"),
        ("lista.csv", f"Nr;Uwagi\n1;proszę dzwonić {PHONE}\n"),
        ("lista.xlsx", xlsx([["Nr", "Osoba"], [1, "Anna Nowak"], [2, "Piotr Zieliński"]])),
        ("lista.txt", f"Pan o numerze PESEL {PESEL}\n"),
    ],
)
def test_a_table_among_the_documents_stops_the_build(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    done = build(write(tmp_path, with_document(name, content)))
    assert done.exit_code == 1
    assert f"{PARK}/documents/{name}" in done.output
    for value in (EMAIL, PHONE, PESEL, "Anna Nowak"):
        assert value not in done.output


def test_candidates_may_be_named_in_a_document_that_says_so(tmp_path: Path) -> None:
    table = "Nr;Kandydat\n1;Anna Nowak\n2;Piotr Zieliński\n"
    assert build(write(tmp_path, with_document("k.csv", table))).exit_code == 1
    public = "    public_as:\n      Kandydat: candidate\n"
    assert build(write(tmp_path, with_document("k.csv", table, public))).exit_code == 0


# What residents wrote


@pytest.mark.parametrize("field", ["number", "concerns", "summary", "reason", "follow_up"])
@pytest.mark.parametrize("value", [EMAIL, f"tel. {PHONE}", f"PESEL {PESEL}"])
def test_no_field_of_a_remark_lets_an_identifier_out(
    tmp_path: Path, field: str, value: str
) -> None:
    done = build(write(tmp_path, contributions(**{field: value})))
    assert done.exit_code == 1
    assert f"{PARK}/contributions.yaml:" in done.output
    assert value not in done.output, "not in the message either, nor the line it stands in"


def test_a_summary_that_names_somebody_is_pointed_out(tmp_path: Path) -> None:
    done = build(write(tmp_path, contributions(summary="Pani Anna Lipowska prosi o ławki.")))
    assert done.exit_code == 0
    assert f"{PARK}/contributions.yaml:9:22: personal-text-name" in done.output
    assert "Lipowska" not in done.output


def test_a_proposal_with_the_telephone_of_its_author_stops_the_build(tmp_path: Path) -> None:
    files = dict(SITE)
    files[f"{PARK}/proposals/plac.md"] += f"\nKontakt do mnie: {PHONE} albo {EMAIL}\n"
    done = build(write(tmp_path, files))
    assert done.exit_code == 1
    assert f"{PARK}/proposals/plac.md:6: personal-text-email" in done.output
    assert PHONE not in done.output


def test_the_contact_of_the_office_may_stand_in_a_proposal(tmp_path: Path) -> None:
    files = dict(SITE)
    files["content/lipowiec/municipality.md"] = SITE["content/lipowiec/municipality.md"].replace(
        "name: Lipowiec\n",
        "name: Lipowiec\ncontact:\n  email: urzad@lipowiec.example\n  phone: +48 12 345 67 89\n",
    )
    files[f"{PARK}/proposals/plac.md"] += (
        "\nPytania: Komisja@lipowiec.example, tel. 12 345 67 89 lub (12) 345-67-89.\n"
    )
    assert build(write(tmp_path, files)).exit_code == 0


# Exports


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Uwagi", EMAIL),
        ("Uwagi", f"<b>{EMAIL}</b>"),
        ("Kolumna", PESEL),
        ("IP", "192.0.2.17"),
        (EMAIL, "x"),
        ("Imię", "Anna"),
    ],
)
def test_no_column_of_an_export_lets_anybody_out(tmp_path: Path, header: str, cell: str) -> None:
    rows = "".join(f"{vote};online;{cell}\n" for vote in "11212")
    files = {**SITE, f"{PARK}/data/glosy.csv": f"Wybór;Kanał;{header}\n{rows}"}
    done = build(write(tmp_path, files), at=AFTER)
    assert done.exit_code == 1
    assert EMAIL not in done.output
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    ("table", "settings"),
    [
        (f"Nr;Tytuł\n1;Łąka\n2;Plac, kontakt {EMAIL}\n", ""),
        (f"Nr;Tytuł;Telefon\n1;Łąka;{PHONE}\n2;Plac;\n", ""),
        (f"Nr;Tytuł;Telefon\n1;Łąka;{PHONE}\n2;Plac;\n", "  public_as:\n    Telefon: candidate\n"),
    ],
)
def test_no_option_lets_anybody_out(tmp_path: Path, table: str, settings: str) -> None:
    files = {path: text for path, text in SITE.items() if "/proposals/" not in path}
    files[f"{PARK}/data/opcje.csv"] = table
    files[f"{PARK}/results.yaml"] += (
        f"options:\n  file: data/opcje.csv\n  id: Nr\n  title: Tytuł\n{settings}"
    )
    done = build(write(tmp_path, files), at=AFTER)
    assert done.exit_code == 1
    assert EMAIL not in done.output
    assert PHONE not in done.output


@pytest.mark.parametrize(
    "more",
    [
        f"text: pytania {EMAIL}\n",
        f"verification:\n  by: {EMAIL}\n  on: 2026-05-09\n",
        f"verification:\n  by: urząd\n  on: 2026-05-09\n  removed_before_export:\n"
        f"    wypisał się {EMAIL}: 1\n",
        f'protests:\n  - id: a\n    n: "1"\n    filed_on: 2026-05-09\n'
        f"    reason: skarga pana, PESEL {PESEL}\n",
        f'declared:\n  options:\n    - "1"\n  explained:\n    - id: "1"\n      why: tel. {PHONE}\n',
    ],
)
def test_no_text_of_the_results_lets_anybody_out(tmp_path: Path, more: str) -> None:
    files = {**SITE, f"{PARK}/results.yaml": SITE[f"{PARK}/results.yaml"] + more}
    done = build(write(tmp_path, files), at=AFTER)
    assert done.exit_code == 1
    assert "personal-text-" in done.output
    for value in (EMAIL, PESEL, PHONE):
        assert value not in done.output


@pytest.mark.parametrize("name", [f"skarga-{PESEL}.txt", f"skarga_{PESEL}.txt", f"{EMAIL}.txt"])
def test_the_name_of_a_document_lets_nobody_out(tmp_path: Path, name: str) -> None:
    done = build(write(tmp_path, with_document(name, "Nic.\n")))
    assert done.exit_code == 1
    assert "personal-text-" in done.output


def test_the_name_of_a_counted_file_lets_nobody_out(tmp_path: Path) -> None:
    files = dict(SITE)
    files[f"{PARK}/data/{EMAIL}.csv"] = files.pop(f"{PARK}/data/glosy.csv")
    files[f"{PARK}/results.yaml"] = files[f"{PARK}/results.yaml"].replace("glosy", EMAIL)
    done = build(write(tmp_path, files), at=AFTER)
    assert done.exit_code == 1
    assert f"{PARK}/results.yaml:3:11: personal-text-email" in done.output


def test_a_note_on_the_count_names_nobody(tmp_path: Path) -> None:
    files = dict(SITE)
    files[f"{PARK}/results.yaml"] += (
        f"corrections:\n  - id: a\n    on: 2026-05-10\n    what: pomyłka\n"
        f"    why: zgłosił {EMAIL}\n"
    )
    done = build(write(tmp_path, files), at=AFTER)
    assert done.exit_code == 1
    assert EMAIL not in done.output


# The history


def repository(root: Path, *tracked: str) -> Path:
    for command in (["init", "-q"], ["add", "--", *tracked]):
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True)
    return root


def check(root: Path, at: str = AFTER) -> list[str]:
    done = run("check", "--project", root, "--at", at)
    codes = [line.split(": ")[0:2] for line in done.output.splitlines() if ": " in line]
    return [
        f"{place.removeprefix(f'{PARK}/')}: {code}"
        for place, code in (pair for pair in codes if len(pair) == 2)
        if place.startswith(("content/", ".git"))
        and "requires" not in code
        and code != "declaration-missing"
    ]


@NEEDS_GIT
def test_files_that_git_tracks_are_looked_into_and_others_are_not(tmp_path: Path) -> None:
    files = {
        **SITE,
        f"{PARK}/data/stare.csv": f"Nr;E-mail\n1;{EMAIL}\n",
        f"{PARK}/notatka.txt": f"Dzwonił pan, PESEL {PESEL}.\n",
        f"{PARK}/prywatne.txt": f"PESEL {PESEL}\n",
        f"{PARK}/lista.xlsx": xlsx([["Nr", "PESEL"], [1, PESEL]]),
    }
    root = write(tmp_path, files)
    tracked = [path for path in files if "prywatne" not in path]
    assert check(repository(root, *tracked)) == [
        "data/stare.csv:1: personal-column-contact",
        "data/stare.csv:2: personal-values-email",
        "lista.xlsx:1: personal-column-identifier",
        "lista.xlsx:2: personal-values-pesel",
        "notatka.txt:1:20: personal-text-pesel",
    ]


def test_outside_git_there_is_no_history_to_check(tmp_path: Path) -> None:
    assert check(write(tmp_path, {**SITE, f"{PARK}/notatka.txt": f"PESEL {PESEL}\n"})) == []


@NEEDS_GIT
def test_an_export_that_git_tracks_is_an_error(tmp_path: Path) -> None:
    files = {**SITE, f"{PARK}/raw/glosy.csv": "Nr;E-mail\n"}
    assert check(repository(write(tmp_path, files), *files)) == ["raw/glosy.csv: raw-tracked"]


@NEEDS_GIT
def test_results_in_a_public_repository_wait_for_their_moment(tmp_path: Path) -> None:
    root = repository(write(tmp_path, SITE), *SITE)
    before = "2026-05-10T11:59:00+02:00"
    assert check(root, before) == ["results.yaml:1:13: results-tracked-early"]
    assert check(root, AFTER) == []
    settings = SITE["civicsite.yaml"] + "repository: private\n"
    write(root, {"civicsite.yaml": settings})
    assert check(root, before) == []


@NEEDS_GIT
def test_settings_of_a_count_may_be_tracked_and_declared_numbers_may_not(tmp_path: Path) -> None:
    before = "2026-05-10T11:59:00+02:00"
    settings = [path for path in SITE if not path.endswith("glosy.csv")]
    root = repository(write(tmp_path, SITE), *settings)
    assert check(root, before) == []
    declared = SITE[f"{PARK}/results.yaml"] + 'declared:\n  options:\n    - "1"\n'
    write(root, {f"{PARK}/results.yaml": declared})
    assert check(root, before) == ["results.yaml:1:13: results-tracked-early"]


SURVEY = """\
method:
  who: mieszkańcy
  mode:
    - online
  from: 2026-03-01
  to: 2026-03-31
  recruited: self-selected
  limits: Nie każdy ma internet.
responses:
  incomplete: leave-out
  files:
    - file: raw/ankieta.csv
      format: table
      channel: online
  questions:
    - id: park
      column: Czy park?
      title: Czy park?
      type: single
      denominator: answered
      options:
        - id: tak
          title: tak
        - id: nie
          title: nie
"""


@NEEDS_GIT
def test_forms_of_single_people_stay_out_of_a_public_repository(tmp_path: Path) -> None:
    files = {**SITE, f"{PARK}/results.yaml": SURVEY}
    files[f"{PARK}/raw/ankieta.csv"] = "Nr;Czy park?\n1;tak\n2;nie\n3;tak\n"
    root = write(tmp_path, files)
    done = run("reduce", "--project", root)
    assert done.exit_code == 0, done.output
    forms = f"{PARK}/data/reduced-responses-ankieta-csv.csv"
    repository(root, *SITE, f"{PARK}/results.yaml")
    assert check(root, AFTER) == []
    repository(root, forms)
    assert check(root, AFTER) == ["data/reduced-responses-ankieta-csv.csv: forms-tracked"]
    write(root, {"civicsite.yaml": SITE["civicsite.yaml"] + "repository: private\n"})
    assert check(root, AFTER) == []


@NEEDS_GIT
@pytest.mark.parametrize("later", ["no survey", "no results"])
def test_forms_stay_out_when_nothing_names_their_export_any_more(
    tmp_path: Path, later: str
) -> None:
    forms = f"{PARK}/data/reduced-responses-ankieta-csv.csv"
    files = dict(SITE)
    if later == "no results":
        del files[f"{PARK}/results.yaml"]
    files[forms] = "ballots;complete;park\n1;1;tak\n"
    root = repository(write(tmp_path, files), *files)
    found = check(root, AFTER)
    assert "data/reduced-responses-ankieta-csv.csv: forms-tracked" in found
    write(root, {"civicsite.yaml": SITE["civicsite.yaml"] + "repository: private\n"})
    assert "data/reduced-responses-ankieta-csv.csv: forms-tracked" not in check(root, AFTER)


@NEEDS_GIT
def test_an_index_nobody_can_read_is_said_and_not_guessed(tmp_path: Path) -> None:
    root = repository(write(tmp_path, SITE), *SITE)
    (root / ".git" / "index").write_bytes(b"DIRC\0\0\0\x09")
    assert check(root) == [".git/index: git-index-unreadable"]


# The output


def test_nothing_of_the_data_folder_is_ever_copied(tmp_path: Path) -> None:
    root = write(tmp_path, {**SITE, f"{PARK}/data/tajne-imiona.csv": "Nr;Imię\n1;Anna\n"})
    build(root, at=AFTER)
    for path, content in tree(root / "build").items():
        assert "tajne-imiona" not in path
        assert b"tajne-imiona" not in content
