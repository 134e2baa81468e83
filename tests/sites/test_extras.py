"""What a site needs beyond the program itself is declared, and told when it is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from civicsite import extras
from civicsite.terms import Extra
from tests.sites.tiny import SITE, build, write


def _site(root: Path, use: str) -> None:
    write(root, {**SITE, "civicsite.yaml": SITE["civicsite.yaml"] + use})


def test_an_extra_that_is_declared_and_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(extras._MODULES, Extra.SEARCH_PL, "nowhere_to_be_found")
    _site(tmp_path, "use:\n  - search-pl\n")
    result = build(tmp_path, language="en")
    assert result.exit_code == 1
    assert "the site uses “search-pl”, which is not installed here." in result.output
    assert "Run pip install 'civicsite[search-pl]'" in result.output
    assert "civicsite.yaml:7:5" in result.output
    assert not (tmp_path / "build").exists()


def test_an_extra_that_is_not_declared_is_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: pytest.fail(f"looked for {name}"))
    write(tmp_path, SITE)
    assert build(tmp_path, language="en").exit_code == 0


def test_an_unknown_extra_is_an_error_that_names_the_nearest(tmp_path: Path) -> None:
    _site(tmp_path, "use:\n  - search\n")
    result = build(tmp_path, language="en")
    assert result.exit_code == 1
    assert "search-pl" in result.output


def test_the_extras_are_those_of_the_package() -> None:
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    for extra in Extra:
        assert f"\n{extra} = [" in text
