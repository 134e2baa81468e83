"""Pages of a site whose remarks stand in a table of the office."""

from __future__ import annotations

from pathlib import Path

from tests.exports.sheets import xlsx
from tests.sites.tiny import SITE, build, tree, write

PARK = "content/lipowiec/park"
WRITTEN = """\
sets:
  - id: uwagi
    title: Uwagi mieszkańców
    kind: remarks
    items:
      - number: "1"
        received_on: 2026-03-05
        channel: paper
        event: spacer
        points:
          - n: "1"
            summary: Więcej ławek.
            decision: accepted
            reason: Staną przy ścieżce.
          - n: "2"
            summary: Mniej latarni.
            decision: rejected
            reason: Wieczorem jest ciemno.
      - number: "2"
        received_on: 2026-03-06
        points:
          - n: "1"
            summary: Pomost.
"""
NAMED = """\
sets:
  - id: uwagi
    title: Uwagi mieszkańców
    kind: remarks
    file: data/uwagi.csv
    columns:
      number: Nr
      received_on: Data wpływu
      channel: Sposób złożenia
      event: Spotkanie
      summary: Streszczenie
      decision: Rozstrzygnięcie
      reason: Uzasadnienie
    decisions:
      uwzględniona: accepted
      nieuwzględniona: rejected
"""
ROWS = [
    ["Nr", "Data wpływu", "Sposób złożenia", "Spotkanie", "Streszczenie", "Rozstrzygnięcie",
     "Uzasadnienie", "Notatka"],
    ["1", "05.03.2026", "paper", "spacer", "Więcej ławek.", "uwzględniona", "Staną przy ścieżce.",
     "tylko dla nas"],
    ["2", "06.03.2026", "", "", "Pomost.", "", "", ""],
    ["1", "", "", "", "Mniej latarni.", "nieuwzględniona", "Wieczorem jest ciemno.", ""],
]  # fmt: skip
TABLE = "".join(";".join(row) + "\n" for row in ROWS)


def with_table(
    fields: str = NAMED, table: str | bytes = TABLE, name: str = "uwagi.csv"
) -> dict[str, str | bytes]:
    return {**SITE, f"{PARK}/contributions.yaml": fields, f"{PARK}/data/{name}": table}


def test_the_site_is_the_same_from_yaml_from_text_and_from_a_spreadsheet(tmp_path: Path) -> None:
    written = {**SITE, f"{PARK}/contributions.yaml": WRITTEN}
    sheet = with_table(NAMED.replace("uwagi.csv", "uwagi.xlsx"), xlsx(ROWS), "uwagi.xlsx")
    built = []
    for name, files in {"yaml": written, "text": with_table(), "sheet": sheet}.items():
        done = build(write(tmp_path / name, files))
        assert done.exit_code == 0, done.output
        built.append(tree(tmp_path / name / "build"))
    assert built[0] == built[1] == built[2]
    html = built[1]["lipowiec/park.html"].decode()
    for words in ("Uwagi mieszkańców", "Więcej ławek.", "Mniej latarni.", "Wieczorem jest ciemno."):
        assert words in html
    assert "Więcej ławek." in built[1]["en/lipowiec/park.html"].decode()


def test_neither_the_table_nor_a_column_that_is_not_named_gets_out(tmp_path: Path) -> None:
    assert build(write(tmp_path, with_table())).exit_code == 0
    for path, content in tree(tmp_path / "build").items():
        assert b"tylko dla nas" not in content
        assert "uwagi.csv" not in path


def test_a_changed_table_changes_its_page_alone(tmp_path: Path) -> None:
    build(write(tmp_path, with_table()))
    before = tree(tmp_path / "build")
    build(write(tmp_path, {f"{PARK}/data/uwagi.csv": TABLE.replace("Pomost.", "Przystań.")}))
    after = tree(tmp_path / "build")
    assert "Przystań." in after["lipowiec/park.html"].decode()
    assert "Pomost." not in after["lipowiec/park.html"].decode()
    assert sorted(
        path for path in after if path.endswith(".html") and after[path] != before[path]
    ) == [
        "en/lipowiec/park.html",
        "lipowiec/park.html",
        "search.html",  # names the index, which holds the new word
    ]


def test_nothing_of_a_table_under_embargo_is_shown(tmp_path: Path) -> None:
    fields = NAMED.replace("    kind:", "    publish_at: 2026-05-10T12:00\n    kind:")
    root = write(tmp_path, with_table(fields))
    assert build(root).exit_code == 0
    for content in tree(tmp_path / "build").values():
        assert "Pomost." not in content.decode("utf-8", "replace")
    assert build(root, at="2026-05-10T12:00:00+02:00").exit_code == 0
    assert "Pomost." in (tmp_path / "build/lipowiec/park.html").read_text("utf-8")


def test_personal_data_in_a_named_column_stop_the_build(tmp_path: Path) -> None:
    for value in ("ola.prywatna@example.org", "tel. 600 700 811", "PESEL 44051401458"):
        done = build(write(tmp_path, with_table(table=TABLE.replace("Pomost.", value))))
        assert done.exit_code == 1
        assert f"{PARK}/data/uwagi.csv:3" in done.output
        assert value not in done.output
        assert not (tmp_path / "build").exists()


def test_a_summary_that_names_somebody_is_pointed_out(tmp_path: Path) -> None:
    table = TABLE.replace("Pomost.", "Pani Anna Lipowska prosi o pomost.")
    done = build(write(tmp_path, with_table(table=table)))
    assert f"{PARK}/data/uwagi.csv:3" in done.output
    assert "personal-text-name" in done.output
    assert "Lipowska" not in done.output
