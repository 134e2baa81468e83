"""JSON-LD under the policy of its page: data that a browser neither runs nor complains of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.sites.tiny import SITE, build, write

pytestmark = NEEDS_CHROMIUM

PAGES = ("lipowiec/park.html", "lipowiec/park/events/spacer.html", "lipowiec/park/results.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with started() as driver:
        yield driver


def complaints(browser: webdriver.Chrome, page: Path) -> list[str]:
    """What the browser said about the policy of a page."""
    browser.get(page.as_uri())
    messages = [entry["message"] for entry in browser.get_log("browser")]
    return [message for message in messages if "Content Security Policy" in message]


def test_the_policy_lets_data_stand_and_stops_scripts(
    tmp_path: Path, browser: webdriver.Chrome
) -> None:
    root = write(tmp_path, SITE)
    assert build(root, at="2026-05-11T12:00:00+02:00").exit_code == 0
    found = []
    for name in PAGES:
        page = root / "build" / name
        assert complaints(browser, page) == []
        text = browser.execute_script(
            "return document.querySelector('script[type=\"application/ld+json\"]').textContent"
        )
        found.append(json.loads(text)["@type"])
        # A script in the same place is stopped: the policy is at work. The space makes it another
        # text than the data that the policy names.
        changed = page.with_name(f"changed-{page.name}")
        changed.write_text(page.read_text("utf-8").replace(' type="application/ld+json">', "> "))
        assert complaints(browser, changed) != []
    assert found == ["GovernmentService", "Event", "Dataset"]
