"""What a clerk must be able to defend: no number that the sources do not give."""

from __future__ import annotations

from pathlib import Path

from tests.sites.tiny import SITE, build, write

AFTER = "2026-05-11T12:00:00+02:00"
RESULTS = "content/lipowiec/park/results.yaml"
PAGE = "build/lipowiec/park/results.html"
PROTOCOL = """\
publish_at: 2026-05-10T12:00
ballots:
  - file: data/protokol.csv
    format: totals
    channel: paper
    option: Nr
    votes: Głosy
electorate:
  count: 20
seats: 1
rule:
  name: most-votes
"""


def shown(root: Path, files: dict[str, str]) -> str:
    done = build(write(root, {**SITE, **files}), at=AFTER)
    assert done.exit_code == 0, done.output
    return (root / PAGE).read_text("utf-8")


def test_a_protocol_without_the_number_of_ballots_gives_no_turnout(tmp_path: Path) -> None:
    table = {"content/lipowiec/park/data/protokol.csv": "Nr;Głosy\n1;7\n2;5\n"}
    html = shown(tmp_path, {RESULTS: PROTOCOL, **table})
    assert "Policzone głosy: 12. Protokół nie podaje, ile kart oddano." in html
    assert "Frekwencja" not in html
    assert "0,0%" not in html


def test_a_settled_tie_reads_in_the_order_of_the_draw(tmp_path: Path) -> None:
    table = {"content/lipowiec/park/data/protokol.csv": "Nr;Głosy\n1;6\n2;6\n"}
    draw = (
        'ties:\n  by:\n    - draw\n  draws:\n    - among:\n        - "1"\n        - "2"\n'
        '      order:\n        - "2"\n        - "1"\n'
    )
    html = shown(tmp_path, {RESULTS: PROTOCOL + draw, **table})
    assert html.index('class="number">2<') < html.index('class="number">1<')


def test_an_empty_column_can_mean_that_somebody_did_not_vote_there(tmp_path: Path) -> None:
    ballots = {"content/lipowiec/park/data/glosy.csv": "Wybór;Kanał\n1;online\n;online\n2;paper\n"}
    settings = SITE[RESULTS]
    void, outside = "<h3>Głosy nieważne</h3>", "<h3>Niewliczone do głosowania</h3>"
    blank = "<ul><li>pusta karta: 1</li></ul>"
    assert void + blank in shown(tmp_path, ballots)
    lenient = settings.replace("validity:\n", "validity:\n  blank: not-cast\n")
    html = shown(tmp_path, {**ballots, RESULTS: lenient})
    assert outside + blank in html
    assert void not in html


def test_a_link_to_a_document_with_a_percent_sign_in_its_name(tmp_path: Path) -> None:
    process = SITE["content/lipowiec/park/process.md"].replace(
        "ways:\n", "documents:\n  - id: a\n    file: documents/50%25.pdf\n    title: Plan\nways:\n"
    )
    files = {
        "content/lipowiec/park/process.md": process + "\nZobacz [plan](documents/50%2525.pdf).\n",
        "content/lipowiec/park/documents/50%25.pdf": "%PDF-1.4\n",
    }
    done = build(write(tmp_path, {**SITE, **files}))
    assert done.exit_code == 0, done.output
    html = (tmp_path / "build/lipowiec/park.html").read_text("utf-8")
    assert 'href="park/documents/50%2525.pdf"' in html


def test_the_page_says_how_many_voters_prefer_which_selection(tmp_path: Path) -> None:
    results = """\
publish_at: 2026-05-10T12:00
budget: 100
ballots:
  - file: data/glosy.csv
    format: table
    choice: Wybór
validity:
  as_declared: yes
options:
  file: data/projekty.csv
  id: Nr
  title: Tytuł
  cost: Koszt
rule:
  name: equal-shares-comparison
"""
    tables = {
        "content/lipowiec/park/data/projekty.csv": "Nr;Tytuł;Koszt\n1;Most;100\n2;Ławka;10\n",
        "content/lipowiec/park/data/glosy.csv": "Wybór\n" + "1\n" * 11 + "2\n" * 9,
    }
    html = shown(tmp_path, {RESULTS: results, **tables})
    assert (
        "Głosujący, którzy mają więcej z wyboru metodą równych udziałów: 9; z wyboru według samej"
        " liczby głosów: 11." in html
    )
    assert "za drogi dla tych, którzy go zaznaczyli" not in html
