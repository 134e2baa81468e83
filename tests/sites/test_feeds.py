"""Atom feeds: what happened, at the dates the content gives, and nothing under embargo."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.sites.news_site import LATE, NEWS, PARK
from tests.sites.tiny import build, tree, write

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = write(tmp_path_factory.mktemp("news"), NEWS)
    done = build(root, at=LATE)
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def entries(feed: bytes) -> list[tuple[str, str]]:
    """Day of publication and title of every entry."""
    return [
        (entry.findtext(f"{ATOM}published", "")[:10], entry.findtext(f"{ATOM}title", ""))
        for entry in ElementTree.fromstring(feed).findall(f"{ATOM}entry")
    ]


def test_everything_that_happened_stands_in_the_feed_newest_first(late: dict[str, bytes]) -> None:
    title = 'Park <nad> rzeką & "staw"'
    assert [
        (day, text.removeprefix(f"{title}: ")) for day, text in entries(late["lipowiec/park.atom"])
    ] == [
        ("2026-06-24", "Łąka – w realizacji"),
        ("2026-06-19", "co zrobiono – umowa podpisana"),
        ("2026-06-09", "decyzja – Rada Miejska"),
        ("2026-05-31", "co z tego wynikło"),
        ("2026-05-11", "Odwołano – Odwołania"),
        ("2026-05-10", "są wyniki"),
        ("2026-04-20", "zakończył się etap – Głosowanie"),
        ("2026-04-10", "można brać udział – Głosowanie"),
        ("2026-04-05", "zakończył się etap – Zbieranie uwag"),
        ("2026-03-26", "zmiana na stronie"),
        ("2026-03-24", "Przedłużono termin – Zbieranie uwag"),
        ("2026-03-19", "sprawozdanie – Spacer, z przewodnikiem; nad rzekę"),
        ("2026-03-04", "zmiana na stronie"),
        ("2026-03-04", "zmiana na stronie"),
        ("2026-02-28", "można brać udział – Zbieranie uwag"),
        ("2026-02-19", "ogłoszenie"),
        ("2026-02-19", "nowy termin – Debata"),
        ("2026-02-19", "odwołane – Dyżur"),
        ("2026-02-19", "zaproszenie – Spacer, z przewodnikiem; nad rzekę"),
    ]


def test_a_feed_has_what_its_standard_demands(late: dict[str, bytes]) -> None:
    feeds = {path: data for path, data in late.items() if path.endswith(".atom")}
    assert set(feeds) == {
        "index.atom",
        "lipowiec/index.atom",
        "lipowiec/park.atom",
        "en/lipowiec/park.atom",
    }
    for path, data in feeds.items():
        feed = ElementTree.fromstring(data)
        assert feed.findtext(f"{ATOM}id") == f"https://lipowiec.example/bip/{path}"
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        assert feed.findtext(f"{ATOM}title")
        found = feed.findall(f"{ATOM}entry")
        ids = [entry.findtext(f"{ATOM}id") for entry in found]
        assert len(set(ids)) == len(ids) > 0
        newest = max(entry.findtext(f"{ATOM}updated", "") for entry in found)
        assert feed.findtext(f"{ATOM}updated") == newest
        for entry in found:
            address = entry.find(f"{ATOM}link").attrib["href"]  # type: ignore[union-attr]
            page, _, anchor = address.removeprefix("https://lipowiec.example/bip/").partition("#")
            html = late[page].decode()
            assert not anchor or f'id="{anchor}"' in html, address


def test_the_same_thing_has_one_id_in_all_feeds_of_a_language(late: dict[str, bytes]) -> None:
    ids = [
        {entry.findtext(f"{ATOM}id") for entry in ElementTree.fromstring(late[path])}
        for path in ("lipowiec/park.atom", "lipowiec/index.atom", "index.atom")
    ]
    assert ids[0] - {None, "https://lipowiec.example/bip/lipowiec/park.atom"} <= ids[1] & ids[2]


def test_a_cancelled_event_was_changed_on_the_day_it_was_cancelled(late: dict[str, bytes]) -> None:
    feed = ElementTree.fromstring(late["lipowiec/park.atom"])
    entry = next(e for e in feed if "odwołane" in e.findtext(f"{ATOM}title", ""))
    assert entry.findtext(f"{ATOM}published") == "2026-02-19T23:00:00Z"
    assert entry.findtext(f"{ATOM}updated") == "2026-03-26T23:00:00Z"
    assert entry.findtext(f"{ATOM}summary") == "28 marca 2026\nAwaria łącza."


def test_what_is_not_published_is_in_no_file_for_programs(late: dict[str, bytes]) -> None:
    for path, data in late.items():
        assert "TAJNE" not in data.decode("utf-8", "replace"), path
    assert b"tajne.example" not in b"".join(late.values())
    assert "KIEDYS" not in late["lipowiec/park.atom"].decode()


def test_nothing_stands_in_the_feed_before_it_happens(tmp_path: Path) -> None:
    root = write(tmp_path, NEWS)
    assert build(root, at="2026-02-19T23:59:59+01:00").exit_code == 0
    assert not (root / "build/lipowiec/park.atom").exists()
    assert b"application/atom+xml" not in (root / "build/lipowiec/park.html").read_bytes()
    assert build(root, at="2026-02-20T00:00:00+01:00").exit_code == 0
    feed = (root / "build/lipowiec/park.atom").read_bytes()
    assert {day for day, _ in entries(feed)} == {"2026-02-19"}
    assert (
        b'type="application/atom+xml" href="park.atom"'
        in (root / "build/lipowiec/park.html").read_bytes()
    )


def test_a_stopped_process_opens_no_phase(tmp_path: Path) -> None:
    process = NEWS[f"{PARK}/process.md"].replace(
        "interventions:\n",
        "interventions:\n  - id: stop\n    on: 2026-04-01\n    what: suspended\n    reason: Spór.\n",
    )
    root = write(tmp_path, {**NEWS, f"{PARK}/process.md": process})
    assert build(root, at=LATE).exit_code == 0
    titles = [title for _, title in entries((root / "build/lipowiec/park.atom").read_bytes())]
    assert any(title.endswith("Zawieszono") for title in titles)
    assert not [title for title in titles if "Głosowanie" in title]
    assert not [title for title in titles if "zakończył się" in title]
