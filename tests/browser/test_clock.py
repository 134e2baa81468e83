"""A page that nobody rebuilt, at the moments when something opens and closes.

The page was built in February; the form is open in March. The visitor's clock, and the visitor's
zone, may be anything: the host's own clock decides.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.sites.tiny import SITE, build, write

pytestmark = NEEDS_CHROMIUM
PATIENCE = 30


class Host(SimpleHTTPRequestHandler):
    """A web server whose clock says what the test wants."""

    clock = datetime(2026, 2, 20, tzinfo=UTC)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.clock, usegmt=True)

    def log_message(self, format: str, *arguments: object) -> None:
        """Quietly."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("site"), SITE)
    assert build(root, at="2026-02-20T12:00:00+01:00").exit_code == 0
    return root / "build"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/lipowiec/park.html"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with started() as driver:
        yield driver


def seen(browser: webdriver.Chrome, address: str) -> WebElement:
    browser.get(address)
    return browser.find_element(By.CSS_SELECTOR, ".way[data-closes], .way:has([data-open])")


def settles(way: WebElement, *, offered: bool, says: str) -> None:
    def settled(_: object) -> bool:
        link = way.find_element(By.CSS_SELECTOR, ".action")
        return link.is_displayed() is offered and says in way.text

    WebDriverWait(way.parent, PATIENCE).until(settled)


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize(
    ("moment", "offered", "says"),
    [
        ("2026-02-28T22:59:59", False, "od 1 marca 2026"),
        ("2026-02-28T23:00:00", True, "do 31 marca 2026"),
        # Summer time began on 29 March: the last day ends an hour earlier in UTC.
        ("2026-03-31T21:59:59", True, "do 31 marca 2026"),
        ("2026-03-31T22:00:00", False, "Ten termin już minął."),
    ],
)
def test_the_clock_of_the_host_decides(
    browser: webdriver.Chrome, address: str, moment: str, offered: bool, says: str, zone: str
) -> None:
    browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})
    Host.clock = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    settles(seen(browser, address), offered=offered, says=says)


def test_without_a_host_a_page_may_close_and_never_opens(
    browser: webdriver.Chrome, site: Path
) -> None:
    page = (site / "lipowiec/park.html").as_uri()
    settles(seen(browser, page), offered=False, says="Ten termin już minął.")
    ahead = (site / "lipowiec/park.html").read_text("utf-8")
    copy = site / "lipowiec/ahead.html"
    copy.write_text(ahead.replace('data-closes="2026', 'data-closes="2999'), "utf-8")
    settles(seen(browser, copy.as_uri()), offered=False, says="od 1 marca 2026")


def test_without_script_the_dates_say_it(site: Path) -> None:
    with started("--blink-settings=scriptEnabled=false") as browser:
        way = seen(browser, (site / "lipowiec/park.html").as_uri())
        settles(way, offered=False, says="od 1 marca 2026")
