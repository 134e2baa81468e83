"""The processes in the form of OpenConsult."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.sites.news_site import LATE, NEWS, PARK
from tests.sites.tiny import SITE, build, tree, write

ROOT = "https://lipowiec.example/bip/"
REQUIRED = {
    "consultations": {"ConsultationId", "Title", "StatusCurrent"},
    "events": {"ConsultationId", "PublicEventStartDate", "PublicEventTitle"},
    "documents": {"ConsultationId", "DocumentName"},
    "status-changes": {"ConsultationId", "Status", "StatusDate"},
}
"""What the requirements of each dataset demand in every row."""
KNOWN = {"Planned", "Active", "Completed", "Re-opened"}

Tables = dict[str, list[dict[str, str]]]


def tables(site: dict[str, bytes]) -> Tables:
    return {
        name: list(
            csv.DictReader(io.StringIO(site[f"openconsult/{name}.csv"].decode(), newline=""))
        )
        for name in REQUIRED
    }


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    root = write(tmp_path_factory.mktemp("openconsult"), NEWS)
    done = build(root, at=LATE)
    assert done.exit_code == 0, done.output
    return tables(tree(root / "build"))


def test_every_row_has_what_its_dataset_demands(late: Tables) -> None:
    ids = {row["ConsultationId"] for row in late["consultations"]}
    assert ids == {"lipowiec/park", "lipowiec/bez-dat"}
    for name, needed in REQUIRED.items():
        for row in late[name]:
            assert all(row[column] for column in needed), (name, row)
            assert row["ConsultationId"] in ids
    mapped = {row["StatusCurrentMapped"] for row in late["consultations"]}
    mapped |= {row["StatusMapped"] for row in late["status-changes"]}
    assert mapped <= KNOWN


def test_a_process_is_told_with_its_state(late: Tables) -> None:
    park = next(row for row in late["consultations"] if row["ConsultationId"] == "lipowiec/park")
    assert park["Title"] == 'Park <nad> rzeką & "staw"'
    assert park["Description"] == "Pytamy o park."
    assert park["OrganizationName"] == park["GeographicScope"] == "Lipowiec"
    assert (park["StatusCurrent"], park["StatusCurrentMapped"]) == ("Zakończone", "Completed")


def test_changes_of_status_stand_in_the_order_of_their_days(late: Tables) -> None:
    told = [
        (row["StatusDate"], row["Status"], row["StatusMapped"])
        for row in late["status-changes"]
        if row["ConsultationId"] == "lipowiec/park"
    ]
    # The cancelled appeals do not begin, and building in a quarter has no day.
    assert told == [
        ("2026-03-01", "Zbieranie uwag", "Active"),
        ("2026-03-25", "Przedłużono termin (Zbieranie uwag)", "Active"),
        ("2026-04-10", "Głosowanie", "Active"),
        ("2026-05-12", "Odwołano (Odwołania)", "Active"),
    ]


def test_events_have_local_times_with_their_offset(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    assert build(root).exit_code == 0
    (event,) = tables(tree(root / "build"))["events"]
    assert event == {
        "ConsultationId": "lipowiec/park",
        "PublicEventTitle": "Spacer",
        "PublicEventStartDate": "2026-03-14",
        "PublicEventEndDate": "2026-03-14",
        "PublicEventStartTime": "11:00+01:00",
        "PublicEventEndTime": "13:00+01:00",
        "PublicEventDescription": "",
        "PublicEventAddress1": "Ratusz, ul. Lipowa 1",
        "PublicEventLink": f"{ROOT}lipowiec/park/events/spacer.html",
    }
    changes = tables(tree(root / "build"))["status-changes"]
    assert [row["StatusDate"] for row in changes] == ["2026-03-01", "2026-04-01", "2026-05-01"]
    assert changes[-1]["StatusMapped"] == "Completed"


def test_a_title_is_never_run_as_a_formula(tmp_path: Path) -> None:
    site = dict(SITE)
    source = "content/lipowiec/park/process.md"
    site[source] = site[source].replace("title: Park nad rzeką", 'title: "=1+1"')
    root = write(tmp_path, site)
    assert build(root).exit_code == 0
    assert tables(tree(root / "build"))["consultations"][0]["Title"] == "'=1+1"


def test_nothing_under_embargo_is_told(tmp_path: Path) -> None:
    later = NEWS[f"{PARK}/process.md"].replace(
        "kind: consultation", "kind: consultation\ndraft: true"
    )
    root = write(tmp_path, {**NEWS, f"{PARK}/process.md": later})
    done = build(root, at=LATE)
    assert done.exit_code == 0, done.output
    told = tables(tree(root / "build"))
    assert not [row for rows in told.values() for row in rows if "park" in row["ConsultationId"]]
