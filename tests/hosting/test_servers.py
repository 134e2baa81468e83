"""The settings a build makes, in a real Apache and a real nginx, at the root and below a path."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.hosting.servers import MODULES, NEEDS_SERVERS, apache, ask, nginx
from tests.sites.tiny import SITE, build, tree, write

pytestmark = NEEDS_SERVERS
SERVERS = {"apache": apache, "nginx": nginx}
FORM = "https://docs.google.com/forms/d/e/1FAIpQLSlipowiec/viewform"


@pytest.fixture(scope="module", params=["/", "/bip/"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    base: str = request.param
    root = write(tmp_path_factory.mktemp("site"), SITE)
    settings = SITE["civicsite.yaml"].replace("/bip/", base)
    write(root, {"civicsite.yaml": settings})
    assert build(root, at="2026-03-10T12:00:00+01:00").exit_code == 0
    return root / "build", base


@pytest.fixture(params=sorted(SERVERS))
def served(
    request: pytest.FixtureRequest, site: tuple[Path, str]
) -> Iterator[tuple[int, str, Path]]:
    built, base = site
    with SERVERS[request.param](built, base) as port:
        yield port, base, built


def test_pages_come_with_their_headers(served: tuple[int, str, Path]) -> None:
    port, base, built = served
    page = ask(port, f"{base}lipowiec/park.html")
    assert page.status == 200
    assert page.headers["content-type"].lower() == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert page.headers["permissions-policy"].startswith("camera=(), geolocation=()")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert policy.endswith("frame-ancestors 'self'")
    assert page.body == (built / "lipowiec/park.html").read_bytes()


def test_what_never_changes_is_kept_for_a_year(served: tuple[int, str, Path]) -> None:
    port, base, built = served
    for path in tree(built):
        if path.startswith("assets/"):
            asset = ask(port, base + path)
            assert asset.status == 200
            assert "max-age=31536000" in asset.headers["cache-control"]
            assert asset.headers["x-content-type-options"] == "nosniff"


def test_what_is_missing_gets_our_page(served: tuple[int, str, Path]) -> None:
    port, base, built = served
    for path in ("nie-ma.html", "lipowiec/nie-ma/", ".htaccess", ".nginx.conf"):
        missing = ask(port, base + path)
        assert missing.status in ((403, 404) if path.startswith(".") else (404,)), path
        assert b"Header always set" not in missing.body
    assert ask(port, f"{base}nie-ma.html").body == (built / "404.html").read_bytes()


def test_no_folder_is_listed(served: tuple[int, str, Path]) -> None:
    port, base, _ = served
    folder = ask(port, f"{base}assets/")
    assert folder.status in (403, 404)
    assert b"civic." not in folder.body


def test_texts_are_compressed(served: tuple[int, str, Path]) -> None:
    port, base, built = served
    page = ask(port, f"{base}index.html", Accept_Encoding="gzip")
    assert page.headers["content-encoding"] == "gzip"
    assert gzip.decompress(page.body) == (built / "index.html").read_bytes()


def test_an_apache_with_few_modules_still_serves(site: tuple[Path, str]) -> None:
    built, base = site
    with apache(built, base, MODULES) as port:
        assert ask(port, f"{base}index.html").body == (built / "index.html").read_bytes()
        assert ask(port, f"{base}nie-ma.html").status == 404


@pytest.mark.usefixtures("site")
class TestInABrowser:
    pytestmark = NEEDS_CHROMIUM

    def test_no_page_breaks_the_policy(self, site: tuple[Path, str]) -> None:
        built, base = site
        with apache(built, base) as port, started() as browser:
            for path in tree(built):
                if path.endswith(".html") and path != "404.html":
                    browser.get(f"http://127.0.0.1:{port}{base}{path}")
                    self._without_complaint(browser, path)

    def test_nothing_that_is_opened_breaks_it_either(self, site: tuple[Path, str]) -> None:
        built, base = site
        nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        with apache(built, base) as port, started(nowhere) as browser:
            opened = 0
            for path in tree(built):
                if path.endswith(".html") and path != "404.html":
                    browser.get(f"http://127.0.0.1:{port}{base}{path}")
                    opened += browser.execute_script(
                        "const all = document.querySelectorAll('.embed-frame button, .map-frame button');"
                        "all.forEach(b => b.click()); return all.length"
                    )
                    log = [entry["message"] for entry in browser.get_log("browser")]
                    assert [text for text in log if "Security Policy" in text] == [], path
            assert opened

    def _without_complaint(self, browser: webdriver.Chrome, path: str) -> None:
        assert browser.find_element(By.TAG_NAME, "h1").text, path
        assert [entry["message"] for entry in browser.get_log("browser")] == [], path
        asked = browser.execute_script(
            "return performance.getEntriesByType('resource').map(e => new URL(e.name).hostname)"
        )
        assert set(asked) <= {"127.0.0.1"}, path
        assert browser.get_cookies() == []
        assert browser.execute_script("return localStorage.length + sessionStorage.length") == 0
