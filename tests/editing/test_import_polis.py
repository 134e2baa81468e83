"""A pol.is conversation becomes a survey: accepted statements only, each person once."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import Result

from tests.editing.test_import_decidim import PROCESS, PROJECT, archive, said, written
from tests.exports.files import SAMPLES
from tests.sites.tiny import build, run, tree, write

POLIS = SAMPLES / "polis"


def imported(root: Path, source: Path, language: str = "en") -> Result:
    write(root, PROJECT)
    return run("import", "polis", source, "--into", root / PROCESS, language=language)


def test_accepted_statements_become_questions(tmp_path: Path) -> None:
    result = imported(tmp_path, POLIS)
    assert result.exit_code == 0, result.output
    assert "2 statements became questions." in said(result)
    assert "1 statement was neither accepted nor rejected by the moderators" in said(result)
    files = written(tmp_path)
    assert files["data/polis/votes.csv"] == (
        "timestamp,datetime,comment-id,voter-id,vote\n"
        "1,,0,0,1\n2,,0,1,1\n7,,0,1,-1\n3,,0,2,0\n4,,1,0,-1\n5,,2,0,1\n6,,3,2,1\n"
    )
    assert files["data/polis/comments.csv"] == (
        "comment-id,agrees,disagrees,moderated,comment-body\n"
        '0,2,1,1,"Park potrzebuje ławek, i to z oparciem."\n1,0,1,-1,\n'
        "2,1,0,1,Staw ma zostać dziki.\n3,1,0,0,Parking zamiast trawnika\n"
    )
    assert files["results.yaml"].count("    - id: s") == 2
    assert (
        '    - id: s0\n      column: "0"\n      title: "Park potrzebuje ławek, i to z oparciem."\n'
    ) in files["results.yaml"]
    assert "  from: 2026-06-01\n  to: 2026-06-01\n" in files["results.yaml"]
    assert sorted(files) == ["data/polis/comments.csv", "data/polis/votes.csv", "results.yaml"]


def test_the_results_page_shows_the_last_vote_of_each_person(tmp_path: Path) -> None:
    assert imported(tmp_path, POLIS).exit_code == 0
    result = build(tmp_path)
    assert result.exit_code == 0, result.output
    pages = {
        path: data.decode() for path, data in tree(tmp_path / "build").items() if "html" in path
    }
    page = next(text for path, text in pages.items() if path.endswith("results.html"))
    assert "Park potrzebuje ławek, i to z oparciem." in page
    assert "Policzono ostatni głos każdej osoby na każdą wypowiedź." in page
    everything = "".join(pages.values())
    assert "odrzucony" not in everything
    assert "Parking zamiast" not in everything


def test_a_zip_and_the_votes_alone_give_the_same(tmp_path: Path) -> None:
    packed = archive({f"x/{path.name}": path.read_bytes() for path in POLIS.iterdir()})
    file = write(tmp_path, {"x.zip": packed}) / "x.zip"
    for number, source in enumerate((POLIS, POLIS / "votes.csv", file)):
        assert imported(tmp_path / str(number), source).exit_code == 0
    assert written(tmp_path / "0") == written(tmp_path / "1") == written(tmp_path / "2")


def test_a_statement_with_an_address_is_refused_without_showing_it(tmp_path: Path) -> None:
    files = {path.name: path.read_bytes() for path in POLIS.iterdir()}
    files["comments.csv"] = files["comments.csv"].replace(b"dziki.", b"dziki: ewa@nikt.example")
    folder = write(tmp_path / "export", files)
    result = imported(tmp_path, folder)
    assert result.exit_code == 1
    assert "ewa@nikt" not in result.output
    assert "aaa@aaaa.aaaaaaa" in result.output
    assert written(tmp_path) == {}


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    result = imported(tmp_path, tmp_path / "none")
    assert result.exit_code == 1
    assert "none" in said(result)
    files = {"votes.csv": (POLIS / "votes.csv").read_bytes()}
    result = imported(tmp_path, write(tmp_path / "half", files))
    assert result.exit_code == 1
    assert "there is no comments.csv beside the votes" in said(result)
    assert written(tmp_path) == {}


def published(page: str) -> dict[str, Counter[str]]:
    """Statement, answer and number, as the page shows them."""
    found = {}
    for section in re.split(r'<section id="question-s(?=\d)', page)[1:]:
        rows = re.findall(
            r'<th scope="row">(Za|Przeciw|Bez zdania)<svg.*?</th><td class="num">(\d+)</td>',
            section,
        )
        votes = Counter({{"Za": "1", "Przeciw": "-1"}.get(word, "0"): int(n) for word, n in rows})
        found[section.partition('"')[0]] = +votes
    return found


def last_votes(folder: Path) -> dict[str, Counter[str]]:
    """From participants-votes.csv, which the program never reads."""
    last: dict[str, Counter[str]] = {}
    for person in csv.DictReader(
        io.StringIO((folder / "participants-votes.csv").read_text("utf-8"))
    ):
        for id, vote in person.items():
            if id.isdigit() and vote:
                last.setdefault(id, Counter())[vote] += 1
    return last


@pytest.mark.shared_data
def test_real_conversations_are_published_with_each_persons_last_vote(
    tmp_path: Path, shared_data: Path
) -> None:
    expected = json.loads((shared_data / "polis" / "expected.json").read_text("utf-8"))
    for name, recorded in expected["conversations"].items():
        root = tmp_path / name
        result = imported(root, shared_data / "polis" / name)
        assert result.exit_code == 0, result.output
        built = build(root, at="2026-11-24T12:00:00+01:00")
        assert built.exit_code == 0, built.output
        page = (root / "build" / "lipowiec" / "staw" / "results.html").read_text("utf-8")
        assert published(page) == {
            id: votes
            for id, votes in last_votes(shared_data / "polis" / name).items()
            if recorded["comments"][id]["moderated"] == 1
        }, name
