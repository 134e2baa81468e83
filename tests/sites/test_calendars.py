"""Calendars, read back by another program's parser."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Component

from civicsite.pages.calendar import _folded, _text
from tests.sites.news_site import LATE, NEWS
from tests.sites.tiny import build, tree, write

PARK = 'Park <nad> rzeką & "staw"'


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = write(tmp_path_factory.mktemp("calendars"), NEWS)
    done = build(root, at=LATE)
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def entries(data: bytes) -> dict[str, Component]:
    """The entries of a calendar by their titles."""
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(data).walk("VEVENT")}


def test_a_process_calendar_holds_events_openings_and_deadlines(late: dict[str, bytes]) -> None:
    found = entries(late["lipowiec/park.ics"])
    assert {title: event["DTSTART"].dt for title, event in found.items()} == {
        f"Początek: Zbieranie uwag ({PARK})": date(2026, 3, 1),
        f"Spacer, z przewodnikiem; nad rzekę ({PARK})": datetime(2026, 3, 14, 10, tzinfo=UTC),
        f"Odwołane: Dyżur ({PARK})": date(2026, 3, 28),
        f"Nowy termin: Debata ({PARK})": datetime(2026, 4, 2, 16, tzinfo=UTC),
        f"Ostatni moment: Zbieranie uwag ({PARK})": date(2026, 4, 5),
        f"Początek: Głosowanie ({PARK})": datetime(2026, 4, 10, 6, tzinfo=UTC),
        f"Ostatni moment: Głosowanie ({PARK})": datetime(2026, 4, 20, 18, tzinfo=UTC),
        f"Odwołane: Początek: Odwołania ({PARK})": date(2026, 5, 15),
        f"Odwołane: Ostatni moment: Odwołania ({PARK})": date(2026, 5, 20),
    }


def test_an_event_reads_back_as_it_was_written(late: dict[str, bytes]) -> None:
    (event,) = entries(late["lipowiec/park/events/spacer.ics"]).values()
    assert event["DTEND"].dt == datetime(2026, 3, 14, 12, tzinfo=UTC)
    assert event["LOCATION"] == "Ratusz; sala A, ul. Lipowa 1, Lipowiec"
    assert event["DESCRIPTION"].startswith("Weź\u00a0buty. \\ Ścieżki bywają błotniste, a droga")
    assert (event["GEO"].latitude, event["GEO"].longitude) == (52.25, 21.5)
    assert event["URL"] == "https://lipowiec.example/bip/lipowiec/park/events/spacer.html"
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTAMP"].dt == datetime(2026, 2, 19, 23, tzinfo=UTC)


def test_days_over_the_change_to_summer_time_end_on_their_day(late: dict[str, bytes]) -> None:
    event = entries(late["lipowiec/park.ics"])[f"Odwołane: Dyżur ({PARK})"]
    assert event["DTEND"].dt == date(2026, 3, 30)
    assert event["STATUS"] == "CANCELLED"
    assert event["DESCRIPTION"] == "Awaria łącza."
    assert event["LOCATION"] == "przez internet"
    assert event["DTSTAMP"].dt == datetime(2026, 3, 26, 23, tzinfo=UTC)


def test_a_moved_event_keeps_its_length(late: dict[str, bytes]) -> None:
    event = entries(late["lipowiec/park.ics"])[f"Nowy termin: Debata ({PARK})"]
    assert event["DTEND"].dt == datetime(2026, 4, 2, 18, tzinfo=UTC)
    assert event["STATUS"] == "CONFIRMED"


def test_a_deadline_takes_up_no_time_and_an_extension_moves_it(late: dict[str, bytes]) -> None:
    event = entries(late["lipowiec/park.ics"])[f"Ostatni moment: Zbieranie uwag ({PARK})"]
    assert event["TRANSP"] == "TRANSPARENT"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 4, 5), date(2026, 4, 6))


def test_quarters_never_become_days(late: dict[str, bytes]) -> None:
    assert "lipowiec/bez-dat.ics" not in late
    assert b"text/calendar" not in late["lipowiec/bez-dat.html"]
    assert b"2027" not in b"".join(v for k, v in late.items() if k.endswith(".ics"))


def test_the_calendar_of_a_town_has_the_same_entries(late: dict[str, bytes]) -> None:
    town, process = entries(late["lipowiec/index.ics"]), entries(late["lipowiec/park.ics"])
    assert {e["UID"] for e in process.values()} == {e["UID"] for e in town.values()}
    assert len({e["UID"] for e in town.values()}) == len(town) == 9


def test_pages_lead_to_their_calendars(late: dict[str, bytes]) -> None:
    process = late["lipowiec/park.html"].decode()
    assert '<link rel="alternate" type="text/calendar" href="park.ics"' in process
    assert (
        '<a href="park.ics" type="text/calendar">Dodaj do kalendarza wszystkie terminy</a>'
        in process
    )
    event = late["lipowiec/park/events/spacer.html"].decode()
    assert "spacer.ics" not in event, "over: nothing to add any more"
    assert '<a href="../../park.atom" type="application/atom+xml">Kanał nowości (Atom)</a>' in event


def test_lines_are_short_and_end_as_they_must(late: dict[str, bytes]) -> None:
    for path, data in late.items():
        if path.endswith(".ics"):
            assert data.endswith(b"END:VCALENDAR\r\n")
            lines = data.split(b"\r\n")
            assert all(len(line) <= 75 and b"\n" not in line for line in lines), path
            for line in lines:
                line.decode()  # no character is cut in two


@given(st.text(st.characters(blacklist_categories=("Cs",))))
def test_any_text_is_read_back(words: str) -> None:
    line = _folded(f"SUMMARY:{_text(words)}")
    data = f"BEGIN:VEVENT\r\n{line}END:VEVENT\r\n"
    assert all(len(piece.encode()) <= 75 for piece in data.split("\r\n"))
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    expected = "".join(
        " " if (c < " " and c not in "\t\n") or c in "\x7f\x85\u2028\u2029" else c for c in kept
    )
    assert Component.from_ical(data)["SUMMARY"] == expected


def test_the_same_input_gives_the_same_calendar(tmp_path: Path, late: dict[str, bytes]) -> None:
    root = write(tmp_path, NEWS)
    assert build(root, at="2026-07-01T12:00:01+02:00").exit_code == 0
    assert (root / "build/lipowiec/index.ics").read_bytes() == late["lipowiec/index.ics"]
