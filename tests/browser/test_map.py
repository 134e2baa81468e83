"""Places on a map: in words first, and nothing from anybody before a click."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.sites.tiny import SITE, build, tree, write

pytestmark = NEEDS_CHROMIUM
TILES = "https://tile.openstreetmap.org/"
PATIENCE = 30
EVENT = "content/lipowiec/park/events/spacer.md"
ROUTE = """\
route:
  - id: most
    place: Most <b>stary</b>
    text: Czy jest stromo?
    position:
      lat: 55.21
      lon: 18.205
  - id: laka
    place: Łąka
    position:
      lat: 55.2118
      lon: 18.2093
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("site"), SITE)
    head, _, rest = SITE[EVENT].partition("---\n")[2].partition("---\n")
    write(root, {EVENT: f"---\n{head}{ROUTE}---\n{rest}"})
    done = build(root, at="2026-03-10T12:00:00+01:00")
    assert done.exit_code == 0, done.output
    return root / "build"


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with started("--host-resolver-rules=MAP * ~NOTFOUND") as driver:
        yield driver


def asked(browser: webdriver.Chrome) -> list[str]:
    names = browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name)"
    )
    return [name for name in names if not name.startswith("file:")]


def test_tiles_come_after_a_click_and_from_nobody_else(
    site: Path, browser: webdriver.Chrome
) -> None:
    browser.get((site / "lipowiec/park/events/spacer.html").as_uri())
    assert asked(browser) == []
    box = browser.find_element(By.CSS_SELECTOR, ".map-frame")
    assert "OpenStreetMap" in box.text
    box.find_element(By.TAG_NAME, "button").click()
    WebDriverWait(browser, PATIENCE).until(lambda b: asked(b))
    assert browser.switch_to.active_element.text == "Mapa pokazuje 2 miejsca."
    assert all(name.startswith(TILES) for name in asked(browser))
    pins = browser.find_elements(By.CSS_SELECTOR, ".map-pin")
    assert [pin.text for pin in pins] == ["1", "2"]
    assert pins[0].get_attribute("title") == "Most <b>stary</b>"
    refused = [
        e["message"] for e in browser.get_log("browser") if "Security Policy" in e["message"]
    ]
    assert refused == []
    assert browser.execute_script("return localStorage.length + sessionStorage.length") == 0


def test_the_places_stand_in_words_beside_it(site: Path, browser: webdriver.Chrome) -> None:
    browser.get((site / "lipowiec/park/events/spacer.html").as_uri())
    section = browser.find_element(By.CSS_SELECTOR, "section[aria-labelledby=route]")
    assert "Czy jest stromo?" in section.text
    assert "Łąka" in section.text


def test_the_same_for_other_programs(site: Path) -> None:
    read = json.loads((site / "lipowiec/park/events/spacer.geojson").read_text("utf-8"))
    assert [f["geometry"]["coordinates"] for f in read["features"]] == [
        [18.205, 55.21],
        [18.2093, 55.2118],
        [[18.205, 55.21], [18.2093, 55.2118]],
    ]
    assert read["features"][0]["properties"] == {
        "nature": "stop",
        "title": "Most <b>stary</b>",
        "text": "Czy jest stromo?",
    }


def test_only_pages_with_places_may_load_tiles(site: Path) -> None:
    with_map = {
        p for p, c in tree(site).items() if p.endswith(".html") and TILES[:-1] in c.decode()
    }
    assert with_map == {
        p for p, c in tree(site).items() if b"map-frame" in c and p.endswith("html")
    }
    assert "lipowiec/park/events/spacer.html" in with_map
    assert "index.html" not in with_map
