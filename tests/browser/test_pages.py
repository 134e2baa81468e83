"""The built pages in a real browser, opened from the disk: narrow, dark, with the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.sites.tiny import SITE, build, tree, write

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("site"), SITE)
    done = build(root, at="2026-05-11T12:00:00+02:00")
    assert done.exit_code == 0, done.output
    built = build(root, "--out", str(root / "open"))
    assert built.exit_code == 0, built.output
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with started() as driver:
        yield driver


def shown(browser: webdriver.Chrome, width: int, scheme: str) -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def test_no_page_scrolls_sideways_or_asks_anybody_else(
    site: Path, browser: webdriver.Chrome
) -> None:
    pages = [path for path in tree(site / "build") if path.endswith(".html") and path != "404.html"]
    for width, scheme in ((320, "dark"), (1280, "light")):
        shown(browser, width, scheme)
        for path in pages:
            browser.get((site / "build" / path).as_uri())
            wide = browser.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} px wide at {width}"
            asked = browser.execute_script(
                "return performance.getEntriesByType('resource').map(e => e.name)"
            )
            assert [name for name in asked if not name.startswith("file:")] == [], path
    assert [entry["message"] for entry in browser.get_log("browser")] == []


def test_the_style_sheet_loads_from_the_disk(site: Path, browser: webdriver.Chrome) -> None:
    shown(browser, 1280, "light")
    browser.get((site / "build/lipowiec/park.html").as_uri())
    main = browser.find_element(By.TAG_NAME, "main")
    assert main.value_of_css_property("max-width") != "none"


def test_the_keyboard_meets_the_skip_link_first(site: Path, browser: webdriver.Chrome) -> None:
    browser.get((site / "build/lipowiec/park.html").as_uri())
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    focused = browser.switch_to.active_element
    assert focused.text == "Przejdź do treści"
    focused.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "main"


def test_a_page_that_was_not_rebuilt_closes_its_form(site: Path, browser: webdriver.Chrome) -> None:
    """The page says "open" (it was built in March); the visitor's clock says it is over."""
    browser.get((site / "open/lipowiec/park.html").as_uri())
    way = browser.find_element(By.CSS_SELECTOR, ".way:has(.way-closed)")
    assert not way.find_element(By.CSS_SELECTOR, ".way-open").is_displayed()
    assert way.find_element(By.CSS_SELECTOR, ".way-closed").is_displayed()
    assert not way.find_element(By.CSS_SELECTOR, ".way-body").is_displayed()
