"""The style sheet and the script: readable in both schemes, small, and nothing from elsewhere."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.theme.sample_parts import theme

CSS = theme().assets["civic.css"].content.decode()
SCRIPTS = {
    name: asset.content.decode()
    for name, asset in theme().assets.items()
    if name.endswith(".js") and "/" not in name  # what others made lies in folders
}
LIMITS = {"clock.js": 1000, "embeds.js": 2000, "lists.js": 1000, "map.js": 1500, "search.js": 3000}
"""Bytes on the wire (gzip) that a resident on an old phone pays for."""


def test_every_colour_is_a_token() -> None:
    rules = re.sub(r":root ?\{.*?\}", "", CSS, flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rules)) <= {"#ffffff"}  # a foreign frame's ground


def test_nothing_comes_from_elsewhere_and_nothing_is_inline() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "@property" not in CSS
    for template in theme().templates.values():
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|javascript:", template.text)


def test_they_are_small(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(CSS.encode()) <= 25_000
    assert set(SCRIPTS) == set(LIMITS)
    sizes = {name: len(gzip.compress(js.encode(), 9)) for name, js in SCRIPTS.items()}
    with capsys.disabled():
        print(f"\nscripts, bytes with gzip: {sizes}; limits: {LIMITS}")
    assert all(sizes[name] <= LIMITS[name] for name in sizes), sizes


def test_the_focus_is_outlined_and_nowhere_taken_away() -> None:
    assert re.search(r":focus-visible \{ outline: 3px solid var\(--ink\); outline-offset: 3px", CSS)
    assert re.findall(r"[^}]*\{[^}]*outline: none", CSS) == ["\nmain:focus { outline: none"]


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_scripts_are_plain_and_store_nothing_beyond_the_visit(name: str) -> None:
    js = SCRIPTS[name]
    assert not re.search(r"\b(import|export|localStorage|cookie|innerHTML)\b", js)
    # One thing may be kept until the tab is closed, and only by whoever ticks a box.
    assert js.count("sessionStorage.setItem") == (1 if name == "embeds.js" else 0)
