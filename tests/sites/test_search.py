"""The full-text search: what enters its index, and that inflected forms find each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.pages.search_index import _stems
from civicsite.pages.stems import folded, stemmer
from civicsite.pages.word_forms import polish_forms
from tests.sites.search_words import PAIRS
from tests.sites.tiny import SITE, build, tree, write

_POLISH = stemmer("pl")


def _missed(dictionary: bool) -> list[tuple[str, str]]:
    forms = polish_forms if dictionary else None
    return [
        (query, page)
        for query, page in PAIRS
        if _POLISH.stem(folded(query)) not in _stems(page, _POLISH, forms)
    ]


def test_with_the_dictionary_every_form_finds_its_word() -> None:
    pytest.importorskip("morfeusz2")
    assert len(PAIRS) >= 100
    assert _missed(dictionary=True) == []


def test_without_it_three_of_four_do() -> None:
    assert len(_missed(dictionary=False)) <= len(PAIRS) // 4


def test_diacritics_may_be_left_out() -> None:
    assert {_POLISH.stem(folded(word)) for word in ("ŚCIEŻKA", "sciezki", "ścieżek")} == {"sciezk"}


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def _index(root: Path) -> str:
    found = {p: c for p, c in tree(root / "build").items() if p.startswith("search/")}
    assert found
    return "".join(content.decode() for content in found.values())


def test_nothing_that_stands_on_no_page_enters_the_index(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            **SITE,
            "content/lipowiec/tajny/process.md": (
                "---\ntitle: Zqszkic\nkind: survey\ndraft: yes\n---\n\nZqtresc\n"
            ),
            "content/lipowiec/pozny/process.md": (
                "---\ntitle: Zqpozny\nkind: survey\npublish_at: 2040-01-01\n---\n\nZqpotem\n"
            ),
        },
    )
    assert build(tmp_path).exit_code == 0
    text = _index(tmp_path)
    assert '"spokoj' in text
    assert "zq" not in text.lower()
    assert build(tmp_path, at="2040-01-02T12:00:00+01:00").exit_code == 0
    assert "zqpozn" in _index(tmp_path)
    assert "zqszkic" not in _index(tmp_path)


def test_what_was_removed_leaves_the_index(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert build(tmp_path).exit_code == 0
    assert "spokoj" in _index(tmp_path)
    page = tmp_path / "content/lipowiec/pages/zasady.md"
    page.write_text(page.read_text("utf-8").replace("Spokojnie.", "Cicho."), "utf-8")
    assert build(tmp_path).exit_code == 0
    assert "spokoj" not in _index(tmp_path)


def test_without_a_script_the_page_leads_to_the_lists(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert build(tmp_path).exit_code == 0
    html = (tmp_path / "build/search.html").read_text("utf-8")
    assert "Wyszukiwarka wymaga JavaScriptu" in html
    assert '<a href="processes.html">Procesy</a></p>' in html
    assert '<form role="search" hidden>' in html
