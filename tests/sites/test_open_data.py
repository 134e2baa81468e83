"""``processes.json`` and the JSON beside pages."""

from __future__ import annotations

import json
import posixpath
from typing import Any
from urllib.parse import unquote

import pytest

from tests.sites.news_site import LATE, NEWS
from tests.sites.tiny import SITE, build, tree, write


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = write(tmp_path_factory.mktemp("data"), NEWS)
    done = build(root, at=LATE)
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def addresses(value: Any) -> list[str]:
    """Everything that is an address within the site."""
    if isinstance(value, list):
        return [found for item in value for found in addresses(item)]
    if not isinstance(value, dict):
        return []
    found = []
    for name, item in value.items():
        if name in ("url", "results", "calendar", "feed", "data"):
            found.append(item)
        elif name == "languages":
            found += item.values()
        elif name == "downloads":
            found += item
        else:
            found += addresses(item)
    return found


def test_the_list_names_every_process_that_is_published(late: dict[str, bytes]) -> None:
    told = json.loads(late["processes.json"])
    assert (told["format"], told["version"]) == ("civicsite-processes", 1)
    assert (told["title"], told["language"]) == ("Partycypacja w Lipowcu", "pl")
    assert {item["id"]: item["state"] for item in told["processes"]} == {
        "lipowiec/park": "finished",
        "lipowiec/bez-dat": "upcoming",
    }
    park = next(item for item in told["processes"] if item["id"] == "lipowiec/park")
    assert park["kind"] == {"id": "consultation", "name": "Konsultacje"}
    assert park["municipality"] == {
        "id": "lipowiec",
        "name": "Lipowiec",
        "url": "lipowiec/index.html",
    }
    assert park["languages"]["en"] == "en/lipowiec/park.html"
    assert park["changed"] == "2026-06-24T22:00:00Z"
    assert park["phases"][:2] == [
        {
            "id": "uwagi",
            "title": "Zbieranie uwag",
            "does": "comment",
            "invites": True,
            "state": "past",
            "from": "2026-03-01",
            "to": "2026-04-05",
        },
        {
            "id": "glosy",
            "title": "Głosowanie",
            "does": "vote",
            "invites": True,
            "state": "past",
            "from": "2026-04-10T08:00:00+02:00",
            "to": "2026-04-20T20:00:00+02:00",
        },
    ]
    assert park["phases"][3]["from"] == "2027-Q1"


def test_every_address_leads_to_a_file_of_the_site(late: dict[str, bytes]) -> None:
    files = [path for path in late if path.endswith(".json") and "/results/" not in path]
    assert set(files) == {
        "processes.json",
        "lipowiec/park.json",
        "lipowiec/bez-dat.json",
        "en/lipowiec/park.json",
    }
    for path in files:
        found = addresses(json.loads(late[path]))
        assert found
        for address in found:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))
            assert target in late, (path, address)


def test_a_process_tells_its_events_and_decisions(late: dict[str, bytes]) -> None:
    park = json.loads(late["lipowiec/park.json"])
    assert {event["id"]: (event["from"], event.get("status")) for event in park["events"]} == {
        "spacer": ("2026-03-14T11:00:00+01:00", None),
        "debata": ("2026-04-02T18:00:00+02:00", "moved"),
        "dyzur": ("2026-03-28", "cancelled"),
    }
    assert [item["id"] for item in park["decisions"]] == ["uchwala", "kiedys"]
    assert park["results"] == "park/results.html"
    assert "park/results/results.json" in park["downloads"]
    page = late["lipowiec/park.html"].decode()
    assert '<link rel="alternate" type="application/json" href="park.json"' in page


def test_no_result_is_named_before_its_embargo_ends(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = write(tmp_path_factory.mktemp("before"), SITE)
    assert build(root, at="2026-05-10T11:59:59+02:00").exit_code == 0
    told = (root / "build/lipowiec/park.json").read_text("utf-8")
    assert "results" not in told
    assert "downloads" not in told


def test_translations_are_told_in_their_language(late: dict[str, bytes]) -> None:
    park = json.loads(late["en/lipowiec/park.json"])
    assert (park["language"], park["title"]) == ("en", "A park by the river")
    assert park["kind"]["name"] == "Consultation"
    assert park["municipality"]["url"] == "../../lipowiec/index.html"


def test_a_town_at_the_root_has_everything_there(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    files = {**NEWS, "civicsite.yaml": NEWS["civicsite.yaml"] + "home: lipowiec\n"}
    root = write(tmp_path_factory.mktemp("home"), files)
    done = build(root, at=LATE)
    assert done.exit_code == 0, done.output
    page = (root / "build/index.html").read_text("utf-8")
    for name in ("index.atom", "index.ics", "processes.json", "park.json", "park.ics"):
        assert (root / "build" / name).exists()
        assert f'href="{name}"' in page or name.startswith("park")
