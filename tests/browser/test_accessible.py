"""Each kind of page in each theme that ships, in a browser: what axe finds, and what it cannot see.

The pages are those of the example, one of each kind. axe judges a light page on a wide screen and a
dark one on a telephone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.browser.chromium import NEEDS_CHROMIUM, started
from tests.browser.example import pages_of_each_kind

pytestmark = NEEDS_CHROMIUM

AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
SCOPE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """
const [scope, done] = arguments;
axe.run(document, {runOnly: {type: "tag", values: scope}, resultTypes: ["violations"], elementRef: false}).then(found =>
  done(found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).slice(0, 3).join(" ")}`)));
"""
LAY = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(arguments[0]);
document.adoptedStyleSheets = [sheet];
"""
CUT = """
const cut = [];
for (const one of document.querySelectorAll("body *")) {
  const style = getComputedStyle(one);
  if (one.closest(".visually-hidden, svg") || !one.textContent.trim()) continue;
  const held = ["hidden", "clip"];
  if (held.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 1
      || held.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1
      || style.textOverflow === "ellipsis") cut.push(one.outerHTML.slice(0, 120));
}
return [document.documentElement.scrollWidth, cut];
"""
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-bottom: 2em !important }"
)
"""WCAG 2.2, 1.4.12."""
DOUBLE = ":root { font-size: 200% !important }"
"""WCAG 2.2, 1.4.4."""


@pytest.fixture(scope="module")
def pages(example: Path) -> list[Path]:
    return pages_of_each_kind(example)


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    with started() as driver:
        axe = {"source": AXE.read_text("utf-8")}
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", axe)
        driver.set_script_timeout(60)
        yield driver


def show(browser: webdriver.Chrome, page: Path, width: int, scheme: str = "light") -> None:
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(page.as_uri())


def found(browser: webdriver.Chrome) -> list[str]:
    said: list[str] = browser.execute_async_script(ASK, SCOPE)
    return said


def test_axe_finds_nothing(pages: list[Path], browser: webdriver.Chrome) -> None:
    told = []
    for page in pages:
        for width, scheme in ((1280, "light"), (320, "dark")):
            show(browser, page, width, scheme)
            browser.execute_script(
                "document.querySelectorAll('details').forEach(d => d.open = true)"
            )
            told += [f"{page.name} {width} {scheme}: {each}" for each in found(browser)]
    assert told == []


def test_text_may_grow_and_be_spaced(pages: list[Path], browser: webdriver.Chrome) -> None:
    told = []
    for page in pages:
        for width, style in ((320, SPACED), (1280, DOUBLE)):
            show(browser, page, width)
            browser.execute_script(LAY, style)
            wide, cut = browser.execute_script(CUT)
            if wide > width or cut:
                told.append(f"{page.name} at {width} with {style!r}: {wide} px, cut: {cut}")
    assert told == []


def test_without_script_nothing_is_promised_that_does_not_work(
    pages: list[Path], browser: webdriver.Chrome
) -> None:
    """No button is shown, the ways to take part are, and nothing lies hidden that has no other way."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        for page in pages:
            show(browser, page, 320)
            shown = browser.execute_script(
                "return [...document.querySelectorAll('button, input')]"
                ".filter(b => b.checkVisibility()).length"
            )
            assert shown == 0, page.name
            forms = browser.execute_script(
                "return [...document.querySelectorAll('.embed a.action')].map(a => a.checkVisibility())"
            )
            assert all(forms), page.name
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_fold_of_a_telephone_says_what_it_is_until_when_and_what_to_do(
    example: Path, browser: webdriver.Chrome
) -> None:
    """At 360 by 740, of a process that is open: title, state, deadline and the way to take part."""
    park = example / "lipowiec/park-nad-rzeka.html"
    size = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(park.as_uri())
    bottoms = browser.execute_script(
        "return ['h1', '.status', '.lead', '.to-now a'].map(s =>"
        " document.querySelector(s).getBoundingClientRect().bottom)"
    )
    assert all(0 < bottom <= 740 for bottom in bottoms), bottoms
    assert browser.execute_script("return document.querySelector('.status').innerText") == (
        "Otwarte do 18 grudnia 2026"
    )


def test_the_current_phase_is_marked_in_words(example: Path, browser: webdriver.Chrome) -> None:
    park = example / "lipowiec/park-nad-rzeka.html"
    show(browser, park, 320)
    current = browser.execute_script(
        "return [...document.querySelectorAll('ol > [aria-current=step]')].map(e => e.innerText)"
    )
    assert len(current) == 1
    assert "trwa teraz" in current[0]
