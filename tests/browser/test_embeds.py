"""Forms and films of others on every kind of page that can hold one: with the keyboard alone, on a
narrow screen, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.sites.tiny import SITE, build, write

pytestmark = NEEDS_CHROMIUM
PATIENCE = 30
FORM = "https://docs.google.com/forms/d/e/1FAIpQLSexample/viewform"
FILM = "https://www.youtube.com/watch?v=aB3-_xYz012"
EVENT = "content/lipowiec/park/events/spacer.md"
PAGES = {
    "lipowiec/park.html": {"docs.google.com"},
    "lipowiec/park/events/spacer.html": {"docs.google.com", "www.youtube-nocookie.com"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("site"), SITE)
    more = f"registration:\n  form: {FORM}\nrecording:\n  url: {FILM}\n  captions: yes\n"
    write(root, {EVENT: SITE[EVENT].replace("report:\n", f"{more}report:\n")})
    done = build(root, at="2026-03-10T12:00:00+01:00")
    assert done.exit_code == 0, done.output
    for page in PAGES:  # the visitor comes before anything closes
        path = root / "build" / page
        path.write_text(path.read_text("utf-8").replace('data-closes="2026', 'data-closes="2999'))
    return root / "build"


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with started("--host-resolver-rules=MAP * ~NOTFOUND") as driver:
        size = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        yield driver


def hosts(browser: webdriver.Chrome) -> set[str]:
    names = browser.execute_script(
        "return performance.getEntriesByType('resource').filter(e => !e.name.startsWith('file:'))"
        ".map(e => new URL(e.name).hostname)"
    )
    return set(names)


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_opens_every_frame_and_only_its_host_is_asked(
    site: Path, browser: webdriver.Chrome, page: str
) -> None:
    browser.get((site / page).as_uri())
    assert hosts(browser) == set()
    assert browser.get_cookies() == []
    wanted = len(browser.find_elements(By.CSS_SELECTOR, ".embed-frame button"))
    assert wanted
    for _ in range(200):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        focused = browser.switch_to.active_element
        if focused.get_dom_attribute("data-embed-load") is not None:
            focused.send_keys(Keys.ENTER)
        if len(browser.find_elements(By.TAG_NAME, "iframe")) == wanted:
            break
    else:
        pytest.fail("the keyboard does not reach every button")
    WebDriverWait(browser, PATIENCE).until(lambda b: hosts(b) == PAGES[page])
    assert browser.execute_script("return localStorage.length + sessionStorage.length") == 0
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 320
    log = [entry["message"] for entry in browser.get_log("browser")]
    assert [message for message in log if "Security Policy" in message] == []


@pytest.mark.parametrize("page", PAGES)
def test_without_script_the_link_is_all_there_is(site: Path, page: str) -> None:
    with started("--blink-settings=scriptEnabled=false") as browser:
        browser.get((site / page).as_uri())
        assert browser.find_elements(By.CSS_SELECTOR, ".embed .action")
        for link in browser.find_elements(By.CSS_SELECTOR, ".embed .action"):
            assert link.is_displayed()
            assert (link.get_attribute("href") or "").startswith("https://")
        for button in browser.find_elements(By.TAG_NAME, "button"):
            assert not button.is_displayed()
