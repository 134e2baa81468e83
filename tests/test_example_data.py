"""The example site: its generated files, and what a visitor would notice if they disagreed."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from civicsite.cli.main import cli
from tests.sites.spoken import spoken

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
BUDGET = CONTENT / "lipowiec/budzet-obywatelski-2027"
GENERATED = ("data", "documents", "images")


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name in GENERATED
    }


def results(process: str) -> dict[str, Any]:
    text = (CONTENT / process / "results.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return loaded


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def front_matter(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)
    return loaded


def votes_2027() -> dict[str, Counter[str]]:
    """Valid votes by pool, counted here from the files without any of civicsite's code."""
    described = results("lipowiec/budzet-obywatelski-2027")
    most = {contest["id"]: int(contest["marks"][1]) for contest in described["contests"]}
    listed = {project["Nr"] for project in rows(BUDGET / "data/projekty.csv")}
    votes: dict[str, Counter[str]] = {contest: Counter() for contest in most}
    for entry in described["ballots"]:
        for row in rows(BUDGET / entry["file"]):
            if entry["format"] == "totals":
                votes[entry["contest"]][row["Nr"]] += int(row["Głosy"])
                continue
            for contest, column in entry["choices"].items():
                marks = row[column].split(", ") if row[column] else []
                if len(marks) <= most[contest]:
                    votes[contest].update(mark for mark in marks if mark in listed)
    return votes


# --- the script -----------------------------------------------------------------------------------


def test_the_script_writes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    script = ROOT / "scripts/example_data.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True)
    written, committed = files(tmp_path), files(CONTENT)
    assert sorted(written) == sorted(committed)
    assert [name for name in written if written[name] != committed[name]] == []


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.pdf")), ids=lambda path: path.name)
def test_each_pdf_finds_its_own_objects(path: Path) -> None:
    content = path.read_bytes()
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    header, *entries = content[start:].split(b"trailer")[0].splitlines()[1:]
    assert header == b"0 %d" % len(entries)
    for number, entry in enumerate(entries[1:], start=1):
        assert content[int(entry[:10]) :].startswith(b"%d 0 obj\n" % number)
    assert b"/StructTreeRoot" in content
    assert b"/Lang (" in content


# --- the numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("process", ["budzet-obywatelski-2027", "mlodziezowa-rada-2026"])
def test_protocols_add_up(process: str) -> None:
    described = results(f"lipowiec/{process}")
    most = {c["id"]: int(c["marks"][1]) for c in described["contests"] if "marks" in c}
    protocols = [entry for entry in described["ballots"] if entry["format"] == "totals"]
    assert len(protocols) == 3
    for entry in protocols:
        valid = int(entry["valid"])
        assert valid + sum(map(int, entry["invalid"].values())) == int(entry["cast"])
        votes = sum(
            int(row["Głosy"]) for row in rows(CONTENT / "lipowiec" / process / entry["file"])
        )
        assert valid <= votes <= valid * most[entry["contest"]]


def test_no_protocol_has_more_ballots_than_there_are_voters() -> None:
    for process in ("budzet-obywatelski-2027", "mlodziezowa-rada-2026"):
        for contest in results(f"lipowiec/{process}")["contests"]:
            paper = [
                int(entry["cast"])
                for entry in results(f"lipowiec/{process}")["ballots"]
                if entry.get("contest") == contest["id"]
            ]
            if paper:
                assert sum(paper) < int(contest["electorate"]["count"])


def test_the_list_of_projects_says_what_the_project_pages_say() -> None:
    pages = {
        page["number"]: page
        for page in map(front_matter, sorted((BUDGET / "proposals").glob("*.md")))
    }
    listed = rows(BUDGET / "data/projekty.csv")
    assert {row["Nr"]: (row["Tytuł"], row["Koszt"]) for row in listed} == {
        number: (page["title"], page["cost"])
        for number, page in pages.items()
        if "ballot_number" in page
    }
    assert sorted(set(pages) - {row["Nr"] for row in listed}) == ["12", "13", "16"]


def test_two_projects_of_the_west_are_level_and_only_one_fits() -> None:
    votes = votes_2027()["zachod"]
    assert [number for number, _ in votes.most_common(2)] == ["1", "4"]
    assert votes["6"] == votes["9"] == 202
    cost = {row["Nr"]: int(row["Koszt"]) for row in rows(BUDGET / "data/projekty.csv")}
    left = 140_000 - cost["1"] - cost["4"]
    assert max(cost["6"], cost["9"]) <= left < cost["6"] + cost["9"]


def test_the_declared_list_differs_from_the_rule_in_one_explained_project() -> None:
    described = results("lipowiec/budzet-obywatelski-2027")
    cost = {row["Nr"]: int(row["Koszt"]) for row in rows(BUDGET / "data/projekty.csv")}
    drawn = described["contests"][0]["ties"]["draws"][0]["order"]
    chosen = set()
    for contest in described["contests"]:
        left = int(contest["budget"])
        votes = votes_2027()[contest["id"]]
        for number in sorted(votes, key=lambda n: (-votes[n], drawn.index(n) if n in drawn else 0)):
            if votes[number] < int(described["rule"]["threshold"]) or cost[number] > left:
                break
            chosen.add(number)
            left -= cost[number]
    declared = rows(BUDGET / "data/wyniki-ogloszone.csv")
    assert {row["Nr"] for row in declared if row["Czy na liście"] == "tak"} - chosen == {"8"}
    assert chosen <= {row["Nr"] for row in declared if row["Czy na liście"] == "tak"}
    assert [item["id"] for item in described["declared"]["explained"]] == ["8"]
    counted = {number: n for pool in votes_2027().values() for number, n in pool.items()}
    assert {row["Nr"]: int(row["Głosy"]) for row in declared} == counted


def test_the_earlier_edition_counts_its_own_votes() -> None:
    path = CONTENT / "lipowiec/budzet-obywatelski-2026/data/lipowiec-2026.pb"
    meta, rest = path.read_text("utf-8").split("PROJECTS\n")
    projects, ballots = rest.split("VOTES\n")
    votes = Counter(
        mark
        for row in csv.DictReader(ballots.splitlines(), delimiter=";")
        for mark in row["vote"].split(",")
    )
    listed = list(csv.DictReader(projects.splitlines(), delimiter=";"))
    assert {row["project_id"]: int(row["votes"]) for row in listed} == votes
    assert f"num_votes;{len(ballots.splitlines()) - 1}\n" in meta
    spent = sum(int(row["cost"]) for row in listed if row["selected"] == "1")
    assert spent == 256_500  # as the summary of the process says


def test_the_name_that_wins_was_third_in_the_first_round() -> None:
    folder = CONTENT / "brzezno/nazwa-kladki"
    orders = [[name for name in row.values() if name] for row in rows(folder / "data/glosy.csv")]
    names = {row["Nazwa"]: row["Nr"] for row in rows(folder / "data/nazwy.csv")}
    left, places = set(names), []
    while len(left) > 1:
        votes = Counter(next((n for n in order if n in left), "") for order in orders)
        ranking = sorted(left, key=lambda name: -votes[name])
        places.append(ranking)
        left.remove(ranking[-1])
    (winner,) = left
    assert places[0].index(winner) == 2
    assert results("brzezno/nazwa-kladki")["declared"]["options"] == [names[winner]]
    assert f"„{winner}”" in front_matter(folder / "process.md")["summary"]


def test_the_survey_says_of_its_files_what_its_page_says(project: Path) -> None:
    build(project, "2026-11-24T12:00:00+01:00")
    page = project / "build/lipowiec/diagnoza-2024/results.html"
    html = re.sub(r"<svg.*?</svg>|\s+", " ", page.read_text("utf-8"))
    folder = CONTENT / "lipowiec/diagnoza-2024"
    forms = [
        row for name in ("internet", "papier") for row in rows(folder / f"data/ankieta-{name}.csv")
    ]
    assert f"Odpowiedziało {len(forms)} osób." in html
    ways = [row["Jak się przemieszczasz?"].split(";") for row in forms]
    answered = [chosen for chosen in ways if chosen != [""] and len(chosen) <= 3]
    for word, title in (("pieszo", "Pieszo"), ("autobus", "Autobusem")):
        count = sum(word in chosen for chosen in answered)
        share = f"{Decimal(100 * count) / len(answered):.1f}%".replace(".", ",")
        cells = f'<td class="num">{count}</td><td class="num">{share}</td>'
        assert re.search(f'<th scope="row">{title} *</th>{cells}', html), title
    marks = [int(row["Oceń od 1 do 5 [Autobusy]"] or 0) for row in forms]
    mean = Decimal(sum(marks)) / sum(mark > 0 for mark in marks)
    assert f'Autobusy </th><td class="num">{mean:.2f}</td>'.replace(".", ",") in html
    own = {"hulajnoga", "taksówka", "podwozi mnie córka", "skuter"}
    assert own & {way for chosen in answered for way in chosen}
    assert not [way for way in own if way in html]


def test_no_small_number_of_the_survey_can_be_read_from_its_split(project: Path) -> None:
    build(project, "2026-11-24T12:00:00+01:00")
    folder = CONTENT / "lipowiec/diagnoza-2024"
    page = project / "build/lipowiec/diagnoza-2024/results.html"
    said = spoken(page.read_text("utf-8")).split("Według odpowiedzi na: Ile masz lat?\n")[-1]
    head, *lines = (line.split(" | ") for line in said.splitlines() if " | " in line)
    assert head == ["Grupa", "Tak", "Nie", "Nie wiem", "bez odpowiedzi", "Osoby"]
    groups: dict[str, Counter[str]] = {}
    for name in ("internet", "papier"):
        for row in rows(folder / f"data/ankieta-{name}.csv"):
            age, answer = row["Ile masz lat?"], row["Czy myślisz o wyprowadzce?"]
            age = {"wolę nie odpowiadać": "nie wiadomo"}.get(age, age)
            age = "60 i więcej" if age in ("60–74", "75 i więcej") else age
            answer = {"wolę nie odpowiadać": "bez odpowiedzi"}.get(answer, answer)
            groups.setdefault(age, Counter())[answer.capitalize()] += 1
    small = 0
    for age, *cells in lines[: len(groups)]:
        assert cells[-1] == str(groups[age].total())
        for heading, cell in zip(head[1:-1], cells, strict=False):
            count = groups[age][heading.capitalize()]
            if 0 < count < 5:
                small += 1
                assert cell == "ukryto", (age, heading)
    assert small  # or the example would show nothing of the kind


# --- the site -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(CONTENT, folder / "content")
    for name in ("civicsite.yaml", "civicsite.en.yaml"):
        shutil.copy(ROOT / name, folder)
    return folder


def build(project: Path, at: str) -> dict[str, Any]:
    arguments = ["build", "--project", str(project), "--at", at, "--format", "json"]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_nothing_is_missing_that_the_kinds_of_process_require(project: Path) -> None:
    at = "2026-11-24T12:00:00+01:00"
    done = CliRunner().invoke(cli, ["check", "--project", str(project), "--at", at])
    assert (done.exit_code, done.stderr) == (0, "")


def test_the_home_page_has_something_of_everything(project: Path) -> None:
    report = build(project, "2026-11-24T12:00:00+01:00")
    assert report["diagnostics"] == []
    assert report["states"] == {
        "cancelled": 1,
        "finished": 6,
        "open": 2,
        "underway": 3,
        "upcoming": 1,
    }


def test_a_private_meeting_link_and_a_draft_reach_no_page(project: Path) -> None:
    build(project, "2026-11-24T12:00:00+01:00")
    pages = [path.read_text("utf-8") for path in (project / "build").rglob("*.html")]
    assert len(pages) > 60
    for hidden in ("park-9-grudnia", "Warsztaty dla szkół", "Budżet obywatelski 2028"):
        assert not [page for page in pages if hidden in page], hidden


def test_the_next_edition_appears_on_its_day(project: Path) -> None:
    page = project / "build/lipowiec/budzet-obywatelski-2028.html"
    build(project, "2027-01-11T08:59:00+01:00")
    assert not page.exists()
    build(project, "2027-01-11T09:00:00+01:00")
    assert "500" in re.sub(r"<[^>]+>", "", page.read_text("utf-8"))


@pytest.mark.parametrize(
    "day", ["2026-12-16", "2027-01-10", "2027-02-15", "2027-05-20", "2027-09-25"]
)
def test_residents_find_something_open_in_the_months_to_come(project: Path, day: str) -> None:
    report = build(project, f"{day}T12:00:00+01:00")
    assert report["ok"]
    assert report["states"]["open"] >= 1
