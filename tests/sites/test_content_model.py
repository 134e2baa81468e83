"""Fields that make pages, keep addresses and read columns: from the folder to the built site."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sites.tiny import AT, SITE, build, run, tree, write

PARK = "content/lipowiec/park"
AFTER = "2026-05-11T12:00:00+02:00"
CONTESTS = {
    f"{PARK}/results.yaml": """\
contests:
  - id: mural-1
    title: Mural pierwszy
    text: Ściana szkoły.
    marks:
      - 1
      - 1
    electorate:
      count: 3120
  - id: rada
    title: Rada
    seats: 2
    held: unopposed
    unopposed_rule: Kto jest jedyny, wchodzi bez głosowania.
    basis: § 9
""",
    f"{PARK}/proposals/laka.md": "---\ntitle: Łąka\nnumber: '1'\ncontest: mural-1\n---\n",
    f"{PARK}/contests/mural-1.md": """\
---
title: Mural na szkole
summary: Ściana od strony boiska.
updated:
  - on: 2026-03-02
    what: Dodaliśmy zdjęcie ściany.
---

## Gdzie to jest

Tu zagłosujesz:

::: way karta
""",
}


def page(root: Path, path: str) -> str:
    return (root / "build" / path).read_text("utf-8")


def words(html: str) -> str:
    """The words of a page's main part."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_contest_may_have_a_page_of_its_own(tmp_path: Path) -> None:
    done = build(write(tmp_path, {**SITE, **CONTESTS}))
    assert done.exit_code == 0, done.output
    html = page(tmp_path, "lipowiec/park/contests/mural-1.html")
    said = words(html)
    assert said.startswith("Park nad rzeką Mural na szkole Ściana od strony boiska. Gdzie to jest")
    assert "1 wybór na karcie · uprawnionych: 3 120" in said.replace("\u00a0", " ")
    assert "Formularz uwag" in said
    assert 'href="../proposals/laka.html"' in html
    assert "frame-src https://docs.google.com;" in html
    process = page(tmp_path, "lipowiec/park.html")
    assert '<a href="park/contests/mural-1.html">Mural pierwszy</a>' in process
    assert "Kto jest jedyny, wchodzi bez głosowania. (§ 9)" in words(process)
    assert '<a href="../contests/mural-1.html">Mural pierwszy</a>' in page(
        tmp_path, "lipowiec/park/proposals/laka.html"
    )


def test_a_page_of_a_contest_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    files = {**SITE, **CONTESTS, f"{PARK}/contests/mural-2.md": "---\ntitle: Mural\n---\n"}
    done = build(write(tmp_path, files))
    assert done.exit_code == 1
    assert f"{PARK}/contests/mural-2.md:2:1: contest-unknown" in done.output
    assert "Czy chodziło o „mural-1”?" in done.output


def test_an_id_keeps_the_address_when_a_folder_or_file_is_renamed(tmp_path: Path) -> None:
    before = write(tmp_path / "before", SITE)
    build(before, at=AFTER)
    renamed = {}
    for path, text in SITE.items():
        path = path.replace("/park/", "/nowy-park/").replace("spacer.md", "przechadzka.md")
        path = path.replace("zasady.md", "reguly.md")
        if path.endswith("nowy-park/process.md"):
            text = text.replace("---\n", "---\nid: park\n", 1)
        if path.endswith("przechadzka.md"):
            text = text.replace("---\n", "---\nid: spacer\n", 1)
        if path.endswith("reguly.md"):
            text = text.replace("---\n", "---\nid: zasady\n", 1)
        renamed[path] = text.replace("pages/zasady.md", "pages/reguly.md")
    after = write(tmp_path / "after", renamed)
    done = build(after, at=AFTER)
    assert done.exit_code == 0, done.output
    old, new = tree(before / "build"), tree(after / "build")
    assert sorted(new) == sorted(old)
    # The record of a result, and so its page, names the file it comes from, which did move.
    pages = [p for p in old if p.endswith(".html") and not p.endswith("results.html")]
    assert {path: new[path] for path in pages} == {path: old[path] for path in pages}


def test_an_id_that_is_taken_names_the_other_file(tmp_path: Path) -> None:
    twice = {f"{PARK}/events/wycieczka.md": SITE[f"{PARK}/events/spacer.md"]}
    twice[f"{PARK}/events/wycieczka.md"] = twice[f"{PARK}/events/wycieczka.md"].replace(
        "---\n", "---\nid: spacer\n", 1
    )
    done = build(write(tmp_path, {**SITE, **twice}))
    assert done.exit_code == 1
    assert f"{PARK}/events/wycieczka.md:2:5: page-id-twice: id „spacer” ma już" in done.output
    assert f"{PARK}/events/spacer.md" in done.output


def test_a_map_stands_as_a_link_to_a_host_that_is_known(tmp_path: Path) -> None:
    process = SITE[f"{PARK}/process.md"].replace(
        "ways:\n", "ways:\n  mapa:\n    map: https://mapa.lipowiec.example/park\n"
    )
    done = build(write(tmp_path / "unknown", {**SITE, f"{PARK}/process.md": process}))
    assert "process.md:16:10: form-host-unknown" in done.output
    hosts = f"{SITE['civicsite.yaml']}hosts:\n  - host: mapa.lipowiec.example\n    name: Mapa\n"
    files = {**SITE, f"{PARK}/process.md": process, "civicsite.yaml": hosts}
    done = build(write(tmp_path / "known", files))
    assert done.exit_code == 0, done.output
    assert 'href="https://mapa.lipowiec.example/park"' in page(
        tmp_path / "known", "lipowiec/park.html"
    )


def test_times_of_arrival_and_own_words_for_channels_are_read(tmp_path: Path) -> None:
    results = SITE[f"{PARK}/results.yaml"].replace(
        "    channel_column: Kanał\n",
        "    channel_column: Kanał\n    channels:\n      Urna: paper\n      Internet: online\n"
        "    received: Kiedy\n",
    )
    results = results.replace(
        "validity:\n", "validity:\n  received_until:\n    online: 2026-03-31T20:00\n"
    )
    ballots = (
        "Wybór;Kanał;Kiedy\n1;Internet;2026-03-31 19:59\n1;Internet;2026-03-31 20:00\n"
        "2;Urna;2026-03-31 21:00\n"
    )
    files = {**SITE, f"{PARK}/results.yaml": results, f"{PARK}/data/glosy.csv": ballots}
    done = build(write(tmp_path, files), at=AFTER)
    assert done.exit_code == 0, done.output
    for name, votes in (("laka", "1"), ("plac", "1")):
        assert f"głosy: {votes} " in words(page(tmp_path, f"lipowiec/park/proposals/{name}.html"))


def test_what_publish_names_is_shown_and_nothing_else(tmp_path: Path) -> None:
    item = """\
    items:
      - number: "7"
        received_on: 2026-03-02
        channel: paper
        concerns: Ławki
        author_kind: organisation
        points:
          - n: "1"
            summary: Więcej ławek.
"""
    path = f"{PARK}/contributions.yaml"
    plain = "sets:\n  - id: uwagi\n    kind: remarks\n"
    build(write(tmp_path, {**SITE, path: plain + item}))
    said = words(page(tmp_path, "lipowiec/park.html"))
    assert "Nr 7: Ławki 2 marca 2026" in said
    assert "Co zgłoszono Więcej ławek." in said
    assert "organizacja" not in said
    named = f"{plain}    publish:\n      - author_kind\n      - channel\n"
    build(write(tmp_path, {**SITE, path: named + item}))
    said = words(page(tmp_path, "lipowiec/park.html"))
    assert "Nr 7 na papierze organizacja" in said
    assert "Ławki" not in said
    assert "ławek" not in said
    done = build(write(tmp_path, {**SITE, path: named.replace("channel", "chanel") + item}))
    assert f"{path}:6:9: field-unknown" in done.output
    assert "channel" in done.output


def test_two_hosts_or_photographs_with_one_id_are_an_error(tmp_path: Path) -> None:
    hosts = "hosts:\n  - id: a\n    host: a.example.com\n  - id: a\n    host: b.example.com\n"
    done = build(write(tmp_path, {**SITE, "civicsite.yaml": SITE["civicsite.yaml"] + hosts}))
    assert "civicsite.yaml:9:9: id-twice" in done.output


def test_a_kind_of_the_town_asks_for_what_it_requires(tmp_path: Path) -> None:
    kinds = (
        "kinds:\n  - id: narada\n    name: Narada\n    required:\n      - summary\n      - scope\n"
    )
    process = SITE[f"{PARK}/process.md"].replace("kind: consultation", "kind: narada")
    files = {
        **SITE,
        "civicsite.yaml": SITE["civicsite.yaml"] + kinds,
        f"{PARK}/process.md": process,
    }
    root = write(tmp_path, files)
    assert build(root).exit_code == 0
    done = run("check", "--project", root, "--at", AT)
    assert done.exit_code == 1
    assert "process.md:3:7: kind-requires-field" in done.output
    assert "„scope”" in done.output
    assert "„summary”" not in done.output


def test_a_site_may_have_a_theme_of_its_own(tmp_path: Path) -> None:
    own = {
        "civicsite.yaml": f"{SITE['civicsite.yaml']}theme: zielony\n",
        "themes/zielony/theme.yaml": 'name: Zielony\nversion: "1"\n',
        "themes/zielony/templates/page.html": "<!doctype html>\n<p>{{ view.title }}</p>\n",
    }
    done = build(write(tmp_path, {**SITE, **own}))
    assert done.exit_code == 0, done.output
    assert page(tmp_path, "lipowiec/pages/zasady.html") == "<!doctype html>\n<p>Zasady</p>\n"
    assert "Partycypacja w Lipowcu" in page(tmp_path, "lipowiec/park.html")


EASY = f"{PARK}/process.easy.md"


def test_a_process_has_a_text_that_is_easy_to_read(tmp_path: Path) -> None:
    text = """\
---
title: Nowy park
summary: Powiedz, jaki ma być park.
---

Będzie nowy park.

::: way karta

[Wszystko](process.md#phases)
"""
    english = f"{PARK}/process.easy.en.md"
    files = {**SITE, EASY: text, english: "---\ntitle: A new park\n---\n\nThere will be a park.\n"}
    done = build(write(tmp_path, files))
    assert done.exit_code == 0, done.output
    assert "file-belongs-to-nothing" not in done.output
    said = words(page(tmp_path, "lipowiec/park/easy.html"))
    assert said.startswith(
        "Tekst łatwy do czytania · Park nad rzeką Nowy park Powiedz, jaki ma być park."
    )
    assert "Formularz uwag" in said
    assert 'href="../park.html#phases"' in page(tmp_path, "lipowiec/park/easy.html")
    assert '<a href="park/easy.html" class="more">Tekst łatwy do czytania</a>' in page(
        tmp_path, "lipowiec/park.html"
    )
    assert "There will be a park." in words(page(tmp_path, "en/lipowiec/park/easy.html"))
    assert "Easy to read" in words(page(tmp_path, "en/lipowiec/park.html"))


def test_a_text_that_is_easy_to_read_names_ways_that_are_there(tmp_path: Path) -> None:
    done = build(write(tmp_path, {**SITE, EASY: "---\n---\n\n::: way kartka\n"}))
    assert f"{EASY}:4:9: way-unknown" in done.output
    assert "Czy chodziło o „karta”?" in done.output
