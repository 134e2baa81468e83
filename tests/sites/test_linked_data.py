"""JSON-LD in the head of pages: what it says, and that no text of it can become markup."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.sites.news_site import LATE, NEWS, PARK
from tests.sites.tiny import build, tree, write

SITE = "https://lipowiec.example/bip"
TOWN = {
    "@type": "GovernmentOrganization",
    "name": "Lipowiec",
    "url": f"{SITE}/lipowiec/",
}
HOSTILE = "</script><script>alert(1)</script><!-- & \\u003c"


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    event = f"{PARK}/events/debata.md"
    files = {**NEWS, event: NEWS[event].replace("Sala była", f"{HOSTILE} była")}
    files[event] = files[event].replace("title: Debata", f"title: '{HOSTILE}'\nmode: hybrid")
    root = write(tmp_path_factory.mktemp("linked"), files)
    done = build(root, at=LATE)
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def data(page: bytes) -> dict[str, Any]:
    """The data in the head of a page, of which there is one piece."""
    (found,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page.decode(), re.DOTALL
    )
    told: dict[str, Any] = json.loads(found)
    return told


def test_an_event_says_when_where_and_how(late: dict[str, bytes]) -> None:
    told = data(late["lipowiec/park/events/spacer.html"])
    assert told.pop("description").startswith("Weź")
    assert told == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Spacer, z przewodnikiem; nad rzekę",
        "url": f"{SITE}/lipowiec/park/events/spacer.html",
        "inLanguage": "pl",
        "startDate": "2026-03-14T10:00:00Z",
        "endDate": "2026-03-14T12:00:00Z",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Ratusz; sala A, ul. Lipowa 1, Lipowiec",
            "address": "Ratusz; sala A, ul. Lipowa 1, Lipowiec",
            "geo": {"@type": "GeoCoordinates", "latitude": "52.25", "longitude": "21.5"},
        },
        "organizer": TOWN,
    }


def test_a_cancelled_event_online_says_so(late: dict[str, bytes]) -> None:
    told = data(late["lipowiec/park/events/dyzur.html"])
    assert told["eventStatus"] == "https://schema.org/EventCancelled"
    assert told["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert (told["startDate"], told["endDate"]) == ("2026-03-28", "2026-03-29")
    assert told["location"] == {
        "@type": "VirtualLocation",
        "url": f"{SITE}/lipowiec/park/events/dyzur.html",
    }


def test_a_moved_event_says_both_dates(late: dict[str, bytes]) -> None:
    told = data(late["lipowiec/park/events/debata.html"])
    assert told["eventStatus"] == "https://schema.org/EventRescheduled"
    assert told["previousStartDate"] == "2026-03-18T17:00:00+01:00"
    assert told["startDate"] == "2026-04-02T16:00:00Z"


def test_no_text_can_end_the_element(late: dict[str, bytes]) -> None:
    page = late["lipowiec/park/events/debata.html"]
    assert data(page)["name"] == HOSTILE
    assert b"alert(1)</script>" not in page
    assert b"<script>alert" not in page


def test_a_process_is_a_service_of_its_town(late: dict[str, bytes]) -> None:
    told = data(late["lipowiec/park.html"])
    assert (told["@type"], told["name"]) == ("GovernmentService", 'Park <nad> rzeką & "staw"')
    assert (told["serviceType"], told["provider"]) == ("Konsultacje", TOWN)
    assert told["availableChannel"]["availableLanguage"] == ["pl", "en"]


def test_results_are_a_dataset_with_every_file(late: dict[str, bytes]) -> None:
    told = data(late["lipowiec/park/results.html"])
    assert (told["@type"], told["creator"]) == ("Dataset", TOWN)
    assert told["datePublished"] == "2026-05-10T12:00:00+02:00"
    files = {file["contentUrl"].removeprefix(f"{SITE}/") for file in told["distribution"]}
    assert files == {path for path in late if path.startswith("lipowiec/park/results/")}
    assert {file["encodingFormat"] for file in told["distribution"]} == {
        "application/json",
        "text/csv",
    }


def test_other_pages_have_none(late: dict[str, bytes]) -> None:
    assert b"<script type" not in late["index.html"] + late["lipowiec/pages/zasady.html"]
