"""The script in a real browser, with the pages opened from the disk: a frame only after a click,
and a stale page that closes what is over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.theme import samples
from tests.theme.sample_parts import FORM, MEETING, PARK

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site twice: with deadlines that are long past, and with ones far ahead."""
    root = tmp_path_factory.mktemp("pages")
    for which, year in (("stale", "2001"), ("fresh", "2999")):
        samples.write(root / which)
        for page in (root / which).rglob("*.html"):
            dated = re.sub(r'data-closes="\d{4}', f'data-closes="{year}', page.read_text("utf-8"))
            page.write_text(dated, "utf-8")
    return root


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with started("--host-resolver-rules=MAP * ~NOTFOUND") as driver:
        yield driver


def opened(browser: webdriver.Chrome, folder: Path, which: str) -> WebElement:
    """The first way of taking part of the park's page."""
    size = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get((folder / which / PARK).as_uri())
    return browser.find_element(By.CSS_SELECTOR, ".now .way")


def asked(browser: webdriver.Chrome) -> list[str]:
    """Addresses of everything that was loaded, or tried, apart from the page."""
    return browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name)"
    )


def test_the_frame_is_made_after_a_click_and_not_before(
    browser: webdriver.Chrome, folder: Path
) -> None:
    way = opened(browser, folder, "fresh")
    assert way.find_elements(By.TAG_NAME, "iframe") == []
    assert [name for name in asked(browser) if not name.startswith("file:")] == []
    way.find_element(By.TAG_NAME, "button").click()
    frame = way.find_element(By.TAG_NAME, "iframe")
    given = {
        name: frame.get_dom_attribute(name)
        for name in ("title", "src", "sandbox", "referrerpolicy", "height", "style")
    }
    assert given == {
        "title": "Formularz uwag",
        "src": f"{FORM}?embedded=true",
        "sandbox": "allow-scripts allow-forms allow-same-origin allow-popups",
        "referrerpolicy": "strict-origin",
        "height": "720",
        "style": None,
    }
    assert frame.rect["height"] >= 720
    assert browser.switch_to.active_element.text == "Google Forms – wczytano poniżej."
    assert way.find_element(By.CSS_SELECTOR, ".action").is_displayed()


def test_what_is_remembered_opens_at_once_until_the_visit_ends(
    browser: webdriver.Chrome, folder: Path
) -> None:
    way = opened(browser, folder, "fresh")
    assert browser.execute_script("return sessionStorage.length") == 0
    way.find_element(By.CSS_SELECTOR, "input[type=checkbox]").click()
    assert browser.execute_script("return sessionStorage.length") == 0
    way.find_element(By.TAG_NAME, "button").click()
    again = opened(browser, folder, "fresh")
    assert again.find_element(By.TAG_NAME, "iframe").get_attribute("src").startswith(FORM)
    assert browser.switch_to.active_element.tag_name == "body"
    film = browser.find_element(By.CSS_SELECTOR, ".embed-frame[data-ratio]")
    assert film.find_elements(By.TAG_NAME, "iframe") == []
    assert browser.execute_script("return localStorage.length") == 0
    browser.execute_script("sessionStorage.clear()")


def test_only_the_frame_itself_changes_its_height(browser: webdriver.Chrome, folder: Path) -> None:
    way = opened(browser, folder, "fresh")
    box = way.find_element(By.CSS_SELECTOR, ".embed-frame")
    browser.execute_script("arguments[0].dataset.resize = 'set-height'", box)
    way.find_element(By.TAG_NAME, "button").click()
    send = """
        const frame = document.querySelector(".now .way iframe"), [origin, own, data] = arguments;
        const source = own ? frame.contentWindow : window;
        window.dispatchEvent(new MessageEvent("message", { data, origin, source }));
        return frame.getAttribute("height");
    """
    forms = "https://docs.google.com"
    for origin, own, data in (
        ("https://evil.example", True, "setHeight:1234"),
        (forms, False, "setHeight:1234"),
        (forms, True, "setHeight:99999"),
        (forms, True, "setHeight:1"),
        (forms, True, {"height": 1234}),
        (forms, True, None),
    ):
        assert browser.execute_script(send, origin, own, data) == "720", (origin, own, data)
    assert browser.execute_script(send, forms, True, "setHeight:1234") == "1234"


def test_a_film_keeps_its_shape(browser: webdriver.Chrome, folder: Path) -> None:
    opened(browser, folder, "fresh")
    box = browser.find_element(By.CSS_SELECTOR, ".embed-frame[data-ratio]")
    box.find_element(By.TAG_NAME, "button").click()
    frame = box.find_element(By.TAG_NAME, "iframe")
    assert round(frame.rect["width"] / frame.rect["height"], 1) == 1.8


def test_nothing_but_the_host_of_the_form_is_refused(
    browser: webdriver.Chrome, folder: Path
) -> None:
    opened(browser, folder, "fresh").find_element(By.TAG_NAME, "button").click()
    log = [entry["message"] for entry in browser.get_log("browser")]
    assert [message for message in log if "Content Security Policy" in message] == []


def test_a_stale_page_offers_nothing_that_is_over(browser: webdriver.Chrome, folder: Path) -> None:
    way = opened(browser, folder, "stale")
    assert not way.find_element(By.CSS_SELECTOR, ".action").is_displayed()
    assert not way.find_element(By.TAG_NAME, "button").is_displayed()
    assert way.find_element(By.CSS_SELECTOR, "[data-closed]").text == "Ten termin już minął."
    status = browser.find_element(By.CSS_SELECTOR, ".status")
    assert status.text == "Termin już minął"
    browser.get((folder / "stale" / "index.html").as_uri())
    item = browser.find_element(By.CSS_SELECTOR, ".open-item")
    assert "Weź udział" not in item.text
    assert "Termin już minął" in item.text


def test_a_fresh_page_stays_open(browser: webdriver.Chrome, folder: Path) -> None:
    way = opened(browser, folder, "fresh")
    assert way.find_element(By.CSS_SELECTOR, ".action").is_displayed()
    status = browser.find_element(By.CSS_SELECTOR, ".status").text
    assert status == "Otwarte do 14 czerwca 2026, godz. 20:00"
    hidden = browser.find_elements(By.CSS_SELECTOR, "[data-closed]")
    assert hidden
    assert not any(note.is_displayed() for note in hidden)


def test_a_stale_event_closes_its_registration_and_says_that_it_is_over(
    browser: webdriver.Chrome, folder: Path
) -> None:
    def seen(which: str) -> tuple[str, str]:
        opened(browser, folder, which)
        browser.get((folder / which / MEETING).as_uri())
        parts = [
            browser.find_element(By.CSS_SELECTOR, f"section[aria-labelledby={name}]")
            for name in ("when", "registration")
        ]
        return parts[0].text, parts[1].text

    when, registration = seen("fresh")
    assert "To wydarzenie już się odbyło." not in when
    assert "Jak dołączyć" in when
    assert "otworzy się strona docs.google.com" in registration
    assert "Zapisy zakończono." not in registration
    when, registration = seen("stale")
    assert "To wydarzenie już się odbyło." in when
    assert "Jak dołączyć" not in when
    assert registration == "Zapisy\nZapisy zakończono."
