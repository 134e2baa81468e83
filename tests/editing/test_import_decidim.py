"""What Decidim published becomes pages: nothing is guessed, nobody's name is written."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result

from civicsite.editing import page_files
from tests.exports.files import SAMPLES, sample
from tests.exports.sheets import xlsx
from tests.sites.tiny import SITE, build, run, tree, write

DECIDIM = SAMPLES / "decidim"
PROCESS = "content/lipowiec/staw"
PROJECT = {
    "civicsite.yaml": SITE["civicsite.yaml"],
    "content/lipowiec/municipality.md": "---\nname: Lipowiec\n---\n",
    f"{PROCESS}/process.md": "---\ntitle: Staw\nkind: consultation\n---\n",
}


def imported(root: Path, *files: Path, language: str = "en", platform: str = "decidim") -> Result:
    write(root, PROJECT)
    return run("import", platform, *files, "--into", root / PROCESS, language=language)


def written(root: Path) -> Mapping[str, str]:
    files = tree(root / PROCESS)
    return {path: data.decode() for path, data in files.items() if path != "process.md"}


def said(result: Result) -> str:
    """All output on one line, without the folder of the test and the codes."""
    text = re.sub(r"\S*/(?=content/)", "", result.output)
    return " ".join(re.sub(r": [a-z0-9-]+: ", ": ", text).split())


def test_proposals_become_files_an_editor_could_have_written(tmp_path: Path) -> None:
    result = imported(tmp_path, DECIDIM / "proposals.csv")
    assert result.exit_code == 0, result.output
    files = written(tmp_path)
    assert (
        files["proposals/lawki-z-oparciem.md"]
        == """\
---
title: "Ławki \\"z oparciem\\""
number: "11"
cost: 12500
place: "ul. Stawowa 3, Lipowiec"
position:
  lat: 52.1
  lon: 21.25
evaluation:
  - stage: substantive
    on: 2026-04-02
    result: positive
    reason: "Zrobimy w maju."
---

Usiądźmy, proszę.

- przy stawie
- przy placu
"""
    )
    assert files["proposals/lawki-z-oparciem.en.md"] == (
        '---\ntitle: "Benches with backs"\n---\n\nLet us sit.\n'
    )
    assert files["proposals/way-karta.md"] == (
        '---\ntitle: "::: way karta"\nnumber: "12"\n---\n\n\\- punkt pierwszy  \n\\- punkt drugi\n'
    )
    assert files["proposals/staw.md"] == (
        '---\ntitle: "Staw"\nnumber: "13"\nstate_changes:\n  - on: 2026-03-20\n'
        "    what: withdrawn\n---\n\nBez zmian.\n"
    )
    assert sorted(files) == sorted(
        ["proposals/lawki-z-oparciem.en.md", "proposals/lawki-z-oparciem.md", "proposals/staw.md",
         "proposals/way-karta.md"]
    )  # fmt: skip


def test_what_could_not_be_taken_over_is_told(tmp_path: Path) -> None:
    text = said(imported(tmp_path, DECIDIM / "proposals.csv"))
    assert (
        "proposals.csv:3: number 12 was rejected without a reason, and residents are owed one; so"
        " the decision is left out. Add evaluation: with the reason to its file." in text
    )
    assert "1 picture or video in this file’s texts was left out" in text
    assert "Proposals: 3, events: 0, remarks: 0." in text


def test_results_and_remarks_find_their_proposals(tmp_path: Path) -> None:
    names = ("comments.json", "meetings.csv", "proposals.csv", "results.csv")
    result = imported(tmp_path, *(DECIDIM / name for name in names), language="pl")
    assert result.exit_code == 0, result.output
    files = written(tmp_path)
    assert (
        "follow_up:\n  - date: 2026-05-20\n    status: in-progress\n    progress: 50\n"
        '    text: "w toku. Zamówione u stolarza"\n'
    ) in files["proposals/lawki-z-oparciem.md"]
    assert files["proposals/kosze.md"] == (
        '---\ntitle: "Kosze"\nnumber: "R42"\nfollow_up:\n  - date: 2026-06-20\n    status: done\n'
        '    progress: 100\n    text: "wykonane"\n---\n\nStoją.\n'
    )
    assert (
        files["contributions.yaml"]
        == """\
sets:
  - id: remarks
    kind: remarks
    publish:
      - number
      - received_on
      - channel
    items:
      - number: "21"
        received_on: 2026-03-05
        channel: online
        concerns: "Ławki \\"z oparciem\\""
        points:
          - n: "1"
            summary: "Popieram, byle z drewna."
      - number: "22"
        received_on: 2026-03-07
        channel: online
        concerns: "Ławki \\"z oparciem\\" – w odpowiedzi na numer 21"
        points:
          - n: "1"
            summary: "A kto je pomaluje?"
"""
    )
    assert (
        files["events/2026-03-14-spacer-nad-stawem.md"]
        == """\
---
title: "Spacer nad stawem"
kind: meeting
from: 2026-03-14T11:00
to: 2026-03-14T13:00
mode: on-site
place: "Pomost, ul. Stawowa 3, Lipowiec"
report:
  attendees:
    count: 17
  contributions: 5
  organisations:
    - "Koło Wędkarskie"
---

Weź kalosze.
"""
    )
    assert (
        "from: 2026-10-25T02:30+02:00\nmode: online\nstatus:\n  what: cancelled\n"
        in (files["events/2026-10-25-rozmowa-w-sieci.md"])
    )
    assert "Treść uwag jest w content/lipowiec/staw/contributions.yaml i się nie publikuje." in (
        said(result)
    )


def test_the_site_builds_and_nobodys_name_or_unread_word_is_in_it(tmp_path: Path) -> None:
    names = ("comments.json", "meetings.csv", "proposals.csv", "results.csv")
    assert imported(tmp_path, *(DECIDIM / name for name in names)).exit_code == 0
    result = build(tmp_path)
    assert result.exit_code == 0, result.output
    content = "\n".join(written(tmp_path).values())
    pages = "\n".join(data.decode("utf-8", "replace") for data in tree(tmp_path / "build").values())
    for name in ("Anna Zmyślona", "Jan Nikt", "Ewa Nikt", "profiles/"):
        assert name not in content
        assert name not in pages
    assert "Benches with backs" in pages
    assert "Popieram" not in pages
    assert "decidim.example/a.png" not in pages


def test_projects_have_their_costs(tmp_path: Path) -> None:
    assert imported(tmp_path, DECIDIM / "projects.json").exit_code == 0
    assert written(tmp_path)["proposals/plac-zabaw.md"] == (
        '---\ntitle: "Plac zabaw"\nnumber: "51"\ncost: 60000\n---\n\nDla dzieci.\n'
    )


def test_a_spreadsheet_gives_the_same_files_as_the_table(tmp_path: Path) -> None:
    for name in ("proposals", "meetings", "results"):
        text = sample(f"decidim/{name}.csv").decode()
        rows = list(csv.reader(io.StringIO(text), delimiter=";"))
        write(tmp_path, {f"{name}.xlsx": xlsx(rows, "Export")})
        imported(tmp_path / "a" / name, tmp_path / f"{name}.xlsx")
        imported(tmp_path / "b" / name, DECIDIM / f"{name}.csv")
        assert written(tmp_path / "a" / name) == written(tmp_path / "b" / name) != {}


def archive(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return packed.getvalue()


def test_the_open_data_archive_gives_the_same_files(tmp_path: Path) -> None:
    members = {
        f"decidim.lipowiec.example-open-data-{name}.csv": sample(f"decidim/{name}.csv")
        for name in ("meetings", "proposals", "results")
    }
    members["decidim.lipowiec.example-open-data-users.csv"] = b"id;name;nickname\n7;Anna;ania\n"
    members["decidim.lipowiec.example-open-data-posts.csv"] = b"\n"
    members["README.md"] = b"# Open data\n"
    file = write(tmp_path, {"dane.zip": archive(members)}) / "dane.zip"
    result = imported(tmp_path / "a", file)
    assert result.exit_code == 0, result.output
    assert "dane.zip/decidim.lipowiec.example-open-data-users.csv: the columns" in said(result)
    names = ("meetings.csv", "proposals.csv", "results.csv")
    imported(tmp_path / "b", *(DECIDIM / name for name in names))
    assert written(tmp_path / "a") == written(tmp_path / "b")


def test_an_archive_with_a_way_out_is_refused_whole(tmp_path: Path) -> None:
    members = {"a.csv": sample("decidim/proposals.csv"), "../../evil.csv": b"id\n"}
    file = write(tmp_path, {"dane.zip": archive(members)}) / "dane.zip"
    result = imported(tmp_path, file)
    assert result.exit_code == 1
    assert "“../../evil.csv” in the archive names a place outside" in said(result)
    assert written(tmp_path) == {}


def test_importing_again_changes_nothing_and_an_edited_file_is_never_replaced(
    tmp_path: Path,
) -> None:
    imported(tmp_path, DECIDIM / "proposals.csv")
    assert imported(tmp_path, DECIDIM / "proposals.csv").exit_code == 0
    edited = tmp_path / PROCESS / "proposals" / "staw.md"
    edited.write_text(edited.read_text("utf-8") + "\nMoje zdanie.\n", "utf-8")
    before = tree(tmp_path)
    result = imported(tmp_path, DECIDIM / "proposals.csv", DECIDIM / "comments.json")
    assert result.exit_code == 1
    assert "proposals/staw.md" in said(result)
    assert tree(tmp_path) == before, "with one problem nothing is written"


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = sample("decidim/proposals.csv").decode()
    text = text.replace("Bez zmian.", "Piszcie: ewa@nikt.example").replace("\n13;", "\n11;")
    strange = "a;b\n1;2\n"
    deep = "[{" + '"a":[' * 40 + "]" * 40 + "}]"
    files = {"p.csv": text, "strange.csv": strange, "deep.json": deep, "cut.json": '[{"id": 1'}
    root = write(tmp_path / "exports", files)
    text = said(imported(tmp_path, *(root / name for name in files), root / "none.csv"))
    for sentence in (
        "p.csv:5: the number 11 occurs twice (first at p.csv:2).",
        "strange.csv: the columns of this file are none of those that this platform’s exports have"
        " (proposals, projects, results, meetings, comments).",
        "deep.json:1: the brackets in this file are nested more than 32 deep",
        "cut.json:1:10: the file cannot be read as JSON from this place on; it may be cut off.",
        "none.csv",
        "aaa@aaaa.aaaaaaa",
    ):
        assert sentence in text
    assert "ewa@nikt" not in text
    assert written(tmp_path) == {}


def test_more_remarks_than_a_file_may_hold_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_files, "LONGEST", 400)
    result = imported(tmp_path, DECIDIM / "comments.json")
    assert result.exit_code == 1
    assert (
        "comments.json: the 2 remarks together are longer than the 400 characters that a file may"
        " have. Export them in parts, for example by component, into processes of their own."
    ) in said(result)
    assert written(tmp_path) == {}


def test_a_process_that_is_not_there_is_told(tmp_path: Path) -> None:
    write(tmp_path, PROJECT)
    into = tmp_path / "content/lipowiec/inny"
    result = run("import", "decidim", DECIDIM / "results.csv", "--into", into, language="en")
    assert result.exit_code == 1
    assert "is no process: there is no process.md in it. Begin it first with civicsite new" in (
        said(result)
    )


@pytest.mark.parametrize("version", ["0.27", "0.31"])
def test_columns_of_other_versions_are_read(tmp_path: Path, version: str) -> None:
    old = {
        "id": 1, "category": {"id": 2, "name": {"pl": "Zieleń"}}, "scope": {"id": 1},
        "title": {"pl": "Drzewa"}, "body": {"pl": "Sadźmy."}, "supports": 4, "followers": 1,
        "state": "withdrawn", "updated_at": "2023-05-01 10:00:00 UTC", "url": "https://d.example/1",
    }  # fmt: skip
    new = {
        "id": 1, "taxonomies": {"id": [], "name": [{"pl": "Zieleń"}]}, "title": {"pl": "Drzewa"},
        "body": {"pl": "Sadźmy."}, "votes": 4, "likes": {"total_count": 2, "user_likes": []},
        "withdrawn": True, "withdrawn_at": "2023-05-01T10:00:00Z", "url": "https://d.example/1",
    }  # fmt: skip
    data = json.dumps([old if version == "0.27" else new])
    file = write(tmp_path, {"p.json": data}) / "p.json"
    assert imported(tmp_path, file).exit_code == 0
    assert written(tmp_path)["proposals/drzewa.md"] == (
        '---\ntitle: "Drzewa"\nnumber: "1"\nstate_changes:\n  - on: 2023-05-01\n'
        "    what: withdrawn\n---\n\nSadźmy.\n"
    )
