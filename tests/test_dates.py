"""Dates at the ends of the calendar: a sentence, never a traceback."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest

from civicsite.clock import DateProblem, parse_when

WARSAW, AUCKLAND = ZoneInfo("Europe/Warsaw"), ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize("zone", [WARSAW, AUCKLAND])
@pytest.mark.parametrize(
    "text", ["0001-01-01", "0001-01-01T00:30", "0001", "0001-Q1", "0001-01", "0000-05-05"]
)
def test_a_day_that_begins_before_the_calendar_is_told(text: str, zone: ZoneInfo) -> None:
    with pytest.raises(DateProblem):
        parse_when(text, zone)


@pytest.mark.parametrize("text", ["9999-12-31", "9999-12-31T23:30-05:00", "9999", "9999-Q4"])
def test_the_last_days_of_the_calendar_are_read_or_told(text: str) -> None:
    with suppress(DateProblem):
        parse_when(text, WARSAW)
