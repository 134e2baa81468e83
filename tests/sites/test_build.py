"""An editor's folder goes in, a site comes out: through the command line and the built files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites.tiny import AT, SITE, build, run, tree, write


def page(root: Path, path: str) -> str:
    return (root / "build" / path).read_text("utf-8")


def test_every_page_kind_is_there(tmp_path: Path) -> None:
    done = build(write(tmp_path, SITE), at="2026-05-11T12:00:00+02:00")
    assert done.exit_code == 0, done.output
    made = {
        path for path in tree(tmp_path / "build") if not path.startswith(("assets/", "search/"))
    }
    assert made == {
        ".htaccess",
        ".nginx.conf",
        "404.html",
        "_headers",
        "catalog.jsonld",
        "en/lipowiec/park.atom",
        "en/lipowiec/park.html",
        "en/lipowiec/park.ics",
        "en/lipowiec/park.json",
        "en/lipowiec/park/results.html",
        "index.atom",
        "index.html",
        "lipowiec/index.atom",
        "lipowiec/index.html",
        "lipowiec/index.ics",
        "lipowiec/pages/zasady.html",
        "lipowiec/park.atom",
        "lipowiec/park.html",
        "lipowiec/park.ics",
        "lipowiec/park.json",
        "lipowiec/park/events/spacer.html",
        "lipowiec/park/events/spacer.ics",
        "lipowiec/park/proposals/laka.html",
        "lipowiec/park/proposals/plac.html",
        "lipowiec/park/results.html",
        "lipowiec/park/results/datapackage.json",
        "lipowiec/park/results/results.csv",
        "lipowiec/park/results/results.json",
        "privacy.html",
        "openconsult/consultations.csv",
        "openconsult/documents.csv",
        "openconsult/events.csv",
        "openconsult/status-changes.csv",
        "processes.html",
        "processes.json",
        "processes/kind-consultation.html",
        "processes/state-finished.html",
        "processes/year-2026.html",
        "robots.txt",
        "search.html",
        "sitemap.xml",
    }


def test_building_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    build(tmp_path)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "build").rglob("*")}
    again = build(tmp_path)
    count = len(tree(tmp_path / "build"))
    assert f"Zapisane: 0, bez zmian: {count}, usunięte: 0" in again.output
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "build").rglob("*")} == before


def test_links_are_relative_and_name_the_file(tmp_path: Path) -> None:
    build(write(tmp_path, SITE))
    for path, content in tree(tmp_path / "build").items():
        if path.endswith(".html") and path != "404.html":
            found = re.findall(r'(?:href|src)="([^"]+)"', content.decode())
            inner = [a for a in found if not re.match(r"(https?|mailto|tel|geo):|#", a)]
            assert inner
            assert not [a for a in inner if a.startswith("/") or a.endswith("/")], path
    assert 'href="pages/zasady.html#jak-rozmawiamy"' in page(tmp_path, "lipowiec/index.html")
    assert 'href="/bip/index.html"' in page(tmp_path, "404.html")


def test_a_form_is_a_link_and_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    build(write(tmp_path, SITE))
    html = page(tmp_path, "lipowiec/park.html")
    assert (
        '<a class="action" href="https://docs.google.com/forms/d/e/1FAIpQLSexample/viewform"'
        in html
    )
    assert "<iframe" not in html
    assert not re.findall(r'src="https?:', html)
    assert "Także bez internetu: Karty w ratuszu" in html


def test_the_state_follows_from_the_dates(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    for at, word in (
        ("2026-02-28T23:59:59+01:00", "Wkrótce"),
        ("2026-03-01T00:00:00+01:00", "Otwarte"),
        ("2026-03-31T23:59:59+02:00", "Otwarte"),
        ("2026-04-01T00:00:00+02:00", "W toku"),
        ("2026-05-01T00:00:00+02:00", "Zakończone"),
    ):
        build(tmp_path, at=at)
        states = re.findall(
            r'<span class="state state-\w+">([^<]+)</span>', page(tmp_path, "lipowiec/park.html")
        )
        assert states[0] == word, at


def test_before_the_embargo_no_number_of_the_result_is_anywhere(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    build(tmp_path, at="2026-05-10T11:59:59+02:00")
    assert "lipowiec/park/results.html" not in tree(tmp_path / "build")
    assert not [
        p for p, data in tree(tmp_path / "build").items() if b"25,0" in data or b"glosy.csv" in data
    ]
    build(tmp_path, at="2026-05-10T12:00:00+02:00")
    html = page(tmp_path, "lipowiec/park/results.html")
    assert "Głosowało 5 z 20 uprawnionych osób (25,0%); ważnych głosów: 4. Wybrano: „Łąka”." in html
    assert "za dużo zaznaczeń: 1" in html


def test_the_export_itself_is_never_copied(tmp_path: Path) -> None:
    build(write(tmp_path, SITE), at="2026-05-11T12:00:00+02:00")
    export = SITE["content/lipowiec/park/data/glosy.csv"].encode()
    assert export not in tree(tmp_path / "build").values()


def test_what_is_not_translated_is_marked_and_said(tmp_path: Path) -> None:
    build(write(tmp_path, SITE))
    html = page(tmp_path, "en/lipowiec/park.html")
    assert '<html lang="en">' in html
    assert "<h1>A park by the river</h1>" in html
    assert '<span lang="pl">Pytamy o park.</span>' in html
    assert "have not been translated yet" in html


def test_a_draft_stays_out_and_so_does_what_is_to_be_published_later(tmp_path: Path) -> None:
    draft = SITE["content/lipowiec/pages/zasady.md"].replace(
        "title: Zasady", "title: Zasady\ndraft: tak"
    )
    town = SITE["content/lipowiec/municipality.md"].split("Zobacz")[0]
    later = SITE["content/lipowiec/park/events/spacer.md"].replace(
        "kind:", "publish_at: 2026-03-12\nkind:"
    )
    write(
        tmp_path,
        {
            **SITE,
            "content/lipowiec/pages/zasady.md": draft,
            "content/lipowiec/municipality.md": town,
            "content/lipowiec/park/events/spacer.md": later,
        },
    )
    done = build(tmp_path)
    built = tree(tmp_path / "build")
    assert "lipowiec/pages/zasady.html" not in built
    assert "lipowiec/park/events/spacer.html" not in built
    assert "12 marca 2026" in done.output  # the next change is the publication
    build(tmp_path, at="2026-03-12T00:00:00+01:00")
    assert "lipowiec/park/events/spacer.html" in tree(tmp_path / "build")


def test_the_same_bytes_in_every_zone_and_locale(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    trees = []
    for zone, locale in (("UTC", "C.UTF-8"), ("Pacific/Auckland", "pl_PL.UTF-8")):
        out = tmp_path / f"out-{zone.replace('/', '-')}"
        code = "from civicsite.cli.main import main; main()"
        arguments = ["build", "--project", str(tmp_path), "--at", AT, "--out", str(out)]
        subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env={**os.environ, "TZ": zone, "LANG": locale, "LC_ALL": locale, "PYTHONHASHSEED": "1"},
            check=True,
            capture_output=True,
        )
        trees.append(tree(out))
    assert trees[0] == trees[1]


def test_one_town_lives_at_the_root(tmp_path: Path) -> None:
    build(write(tmp_path, {**SITE, "civicsite.yaml": SITE["civicsite.yaml"] + "home: lipowiec\n"}))
    built = tree(tmp_path / "build")
    assert "park.html" in built
    assert "park/events/spacer.html" in built
    assert b"<h1>Lipowiec</h1>" in built["index.html"]


def test_an_alias_leads_to_the_page(tmp_path: Path) -> None:
    process = SITE["content/lipowiec/park/process.md"].replace(
        "kind: consultation", "kind: consultation\naliases:\n  - stary/park.html"
    )
    build(write(tmp_path, {**SITE, "content/lipowiec/park/process.md": process}))
    html = page(tmp_path, "stary/park.html")
    assert '<meta http-equiv="refresh" content="0; url=../lipowiec/park.html">' in html
    assert "noindex" in html


def test_only_one_municipality_writes_no_shared_page(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    build(tmp_path, "--only", "lipowiec")
    built = tree(tmp_path / "build")
    assert "lipowiec/park.html" in built
    assert "index.html" not in built


def test_explain_names_the_part_that_changed(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    build(tmp_path)
    said = run("explain", "lipowiec/park.html", "--project", tmp_path, "--at", AT)
    assert said.output == "lipowiec/park.html: nic się nie różni od ostatniego budowania.\n"
    changed = SITE["content/lipowiec/park/process.md"].replace("Pytamy o park.", "Pytamy o brzeg.")
    write(tmp_path, {"content/lipowiec/park/process.md": changed})
    said = run("explain", "lipowiec/park.html", "--project", tmp_path, "--at", AT)
    assert "view.summary" in said.output
    assert "view.phases" not in said.output


def test_next_change_is_the_next_boundary(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    said = run("next-change", "--project", tmp_path, "--at", "2026-03-14T12:00:00+01:00")
    assert said.output == "2026-03-14T13:00:00+01:00\n"
    said = run("next-change", "--project", tmp_path, "--at", "2026-03-14T13:00:00+01:00")
    assert said.output == "2026-04-01T00:00:00+02:00\n"


def test_new_files_build_at_once(tmp_path: Path) -> None:
    run("new", "site", "gmina", "--project", tmp_path)
    site = tmp_path / "gmina"
    for what, name in (
        ("municipality", "lipowiec"),
        ("process", "lipowiec/park"),
        ("event", "lipowiec/park/spacer"),
    ):
        made = run("new", what, name, "--project", site)
        assert made.exit_code == 0, made.output
    assert run("build", "--project", site).exit_code == 0
    again = run("new", "municipality", "lipowiec", "--title", "Inna", "--project", site)
    assert again.exit_code == 1
    assert "municipality.md" in again.output


@pytest.mark.parametrize(
    ("first", "last", "opens", "closes"),
    [
        # Days in Warsaw; summer time began on 29 March and ended on 25 October 2026.
        ("2026-03-28", "2026-03-28", "2026-03-27T23:00:00Z", "2026-03-28T23:00:00Z"),
        ("2026-03-29", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        ("2026-03-30T02:30", "2026-03-30T20:00", "2026-03-30T00:30:00Z", "2026-03-30T18:00:00Z"),
        ("2026-10-24", "2026-10-25", "2026-10-23T22:00:00Z", "2026-10-25T23:00:00Z"),
        ("2026-10-25T01:30", "2026-10-25T03:30", "2026-10-24T23:30:00Z", "2026-10-25T02:30:00Z"),
        ("2026-10-26", "2026-10-26", "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z"),
    ],
)
def test_the_instants_a_page_switches_at(
    tmp_path: Path, first: str, last: str, opens: str, closes: str
) -> None:
    process = "content/lipowiec/park/process.md"
    text = SITE[process].replace("from: 2026-03-01", f"from: {first}")
    text = text.replace("to: 2026-03-31", f"to: {last}")
    text = text.replace("from: 2026-04-01", "from: 2026-11-01").replace("2026-04-30", "2026-11-30")
    write(tmp_path, {**SITE, process: text})
    done = build(tmp_path, at="2026-01-01T12:00:00+01:00")
    assert done.exit_code == 0, done.output
    html = page(tmp_path, "lipowiec/park.html")
    assert f'<div class="way" data-opens="{opens}" data-closes="{closes}">' in html
