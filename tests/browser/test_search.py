"""The search in a real browser, with the pages opened from the disk."""

from __future__ import annotations

from pathlib import Path

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.sites.tiny import SITE, build, write

pytestmark = NEEDS_CHROMIUM


def test_a_page_on_a_disk_is_searched(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert build(tmp_path).exit_code == 0
    address = (tmp_path / "build/search.html").as_uri()
    with started("--host-resolver-rules=MAP * ~NOTFOUND") as driver:
        driver.implicitly_wait(5)
        driver.get(f"{address}?q=PARKAMI")
        link = driver.find_element("css selector", ".found a")
        assert link.text == "Park nad rzeką"
        assert link.get_attribute("href") == (tmp_path / "build/lipowiec/park.html").as_uri()
        status = driver.find_element("css selector", "[role=status]")
        assert status.text.startswith("Znaleziono: ")
        driver.get(f"{address}?q=constructor")
        assert driver.find_element("xpath", "//*[starts-with(., 'Nic nie znaleziono')]")
