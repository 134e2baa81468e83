"""An instant in the words of schedulers, and what a manifest says of the time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.output.manifest import Entry, Manifest
from civicsite.publishing.record import Head
from civicsite.schedule import Form, Standing, announced, standing, written

WARSAW = ZoneInfo("Europe/Warsaw")
SPRING = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # clocks go from 02:00 to 03:00
AUTUMN = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)  # clocks go from 03:00 back to 02:00


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Form.ISO, "2026-06-14T20:00:00+02:00"),
        (Form.CRON, "0 20 14 6 *"),
        (Form.GITHUB, '- cron: "0 18 14 6 *"'),
        (Form.SYSTEMD, "OnCalendar=2026-06-14 18:00:00 UTC"),
        (Form.WINDOWS, "<StartBoundary>2026-06-14T18:00:00Z</StartBoundary>"),
    ],
)
def test_an_instant_is_said_in_the_words_of_each_scheduler(form: Form, said: str) -> None:
    moment = datetime(2026, 6, 14, 20, 0, tzinfo=WARSAW)
    assert written(moment, form, WARSAW) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (SPRING - timedelta(minutes=1), "59 1 29 3 *"),
        (SPRING, "0 3 29 3 *"),
        (AUTUMN - timedelta(minutes=30), "30 2 25 10 *"),
        # The second 02:30: cron would run at the first one, an hour before anything is due.
        (AUTUMN + timedelta(minutes=30), "0 3 25 10 *"),
        (AUTUMN + timedelta(hours=1), "0 3 25 10 *"),
    ],
)
def test_cron_keeps_the_time_of_its_computer_when_the_clocks_change(
    moment: datetime, said: str
) -> None:
    assert written(moment.astimezone(WARSAW), Form.CRON, WARSAW) == said
    assert written(moment, Form.CRON, ZoneInfo("UTC")) == (
        f"{moment.minute} {moment.hour} {moment.day} {moment.month} *"
    )


def test_a_part_of_a_minute_never_wakes_too_early() -> None:
    moment = datetime(2026, 12, 31, 23, 59, 1, tzinfo=UTC)
    assert written(moment, Form.GITHUB, WARSAW) == '- cron: "0 0 1 1 *"'
    assert written(moment, Form.CRON, ZoneInfo("UTC")) == "0 0 1 1 *"
    assert written(moment, Form.SYSTEMD, WARSAW) == "OnCalendar=2026-12-31 23:59:01 UTC"
    assert written(moment + timedelta(microseconds=1), Form.WINDOWS, WARSAW) == (
        "<StartBoundary>2026-12-31T23:59:02Z</StartBoundary>"
    )


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Warsaw", "UTC", "Australia/Lord_Howe", "America/St_Johns"]),
)
def test_the_first_time_cron_wakes_is_never_before_the_change(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    minute, hour, day, month, _ = written(moment, Form.CRON, zone).split()
    year = moment.astimezone(zone).year
    if (month, moment.astimezone(zone).month) == ("1", 12):
        year += 1
    woken = datetime(year, int(month), int(day), int(hour), int(minute), tzinfo=zone)
    assert timedelta() <= woken.astimezone(UTC) - moment < timedelta(hours=1, minutes=1)


LATER = datetime(2026, 6, 14, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (LATER - timedelta(microseconds=1), Standing.NOT_YET),
        (LATER, Standing.DUE),
        (LATER.astimezone(WARSAW) + timedelta(days=1), Standing.DUE),
    ],
)
@pytest.mark.parametrize("published", [False, True])
def test_both_manifests_say_when_the_site_is_late(
    now: datetime, said: Standing, published: bool
) -> None:
    built = {"next_change": announced(LATER.astimezone(WARSAW)), "at": "yes"}
    data = Head(3, "run", built=built).to_json() if published else local(built)
    assert standing(data, now) == (said, LATER)


def local(built: dict[str, str]) -> bytes:
    entries = {f"strona-{n}.html": Entry.planned({"view": "a" * 32}) for n in range(600)}
    return Manifest(entries, built).to_json()


def test_the_beginning_of_a_manifest_is_enough() -> None:
    data = local({"next_change": announced(LATER)})
    assert len(data) > 1 << 16
    assert standing(data[: 1 << 16], LATER) == (Standing.DUE, LATER)


def test_a_site_may_have_nothing_left_to_change() -> None:
    assert standing(local({"next_change": announced(None)}), LATER) == (Standing.NEVER, None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"<!doctype html>",
        b"[]",
        b'{"built":',
        b'{"built":{"next_change":"2026-06-14T18:00:00+00:00"',
        b'{"built":"next_change"}',
        b'{"built":null}',
        b'{"built":{"next_change":1}}',
        b'{"built":{"next_change":"2026-06-14T18:00:00"}}',
        b'{"built":{"next_change":"soon"}}',
        b'{"built":' + b"[" * 60000,
        json.dumps({"entries": {}}).encode(),
        local({"only": "yes"}),
    ],
)
def test_what_says_nothing_is_not_guessed_at(data: bytes) -> None:
    assert standing(data, LATER) == (Standing.UNKNOWN, None)
