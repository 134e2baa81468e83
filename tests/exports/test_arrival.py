from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from civicsite.exports.arrival import parse_arrival

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-14 19:58:03", (17, 58, 3)),
        ("2026-06-14T19:58", (17, 58, 0)),
        ("2026-06-14 19:58:03 UTC", (19, 58, 3)),
        ("2026-06-14T19:58:03+02:00", (17, 58, 3)),
        ("2026-06-14T19:58:03.123Z", (19, 58, 3)),
        ("2026/06/14 7:58:03 PM CEST", (17, 58, 3)),
        ("2026/06/14 7:58:03 PM GMT+2", (17, 58, 3)),
        ("2026/06/14 12:05:00 AM EET", (22, 5, 0)),
        ("14.06.2026 19:58", (17, 58, 0)),
        ("14.06.2026, 19:58:03", (17, 58, 3)),
    ],
)
def test_times_as_form_services_write_them(text: str, expected: tuple[int, int, int]) -> None:
    arrival = parse_arrival(text, WARSAW)
    assert arrival is not None
    assert arrival.tzinfo is UTC
    assert (arrival.hour, arrival.minute, arrival.second) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-06-14",
        "6/9/2026 0:06:16",
        "2026-02-30 10:00",
        "2026/06/14 13:00 PM",
        "2026-06-14 25:00",
        "2026-06-14 10:00 IST",
        "2026-06-14 10:00 +99",
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_not_guessed(text: str) -> None:
    assert parse_arrival(text, WARSAW) is None


def test_a_local_time_needs_a_zone() -> None:
    assert parse_arrival("2026-06-14 10:00", None) is None
    assert parse_arrival("2026-06-14 10:00Z", None) == datetime(2026, 6, 14, 10, tzinfo=UTC)


def test_in_the_hour_that_occurs_twice_the_first_is_meant() -> None:
    assert parse_arrival("2026-10-25 02:30", WARSAW) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
