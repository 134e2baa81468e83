"""One page of results of each sort, word for word: ``expected/results-*.txt`` can be checked by
hand against ``results_of_each_sort.py``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites.results_of_each_sort import PAGES, SITE
from tests.sites.spoken import spoken
from tests.sites.tiny import build, write

EXPECTED = Path(__file__).parent / "expected"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("results"), SITE)
    done = build(root, at="2026-05-01T12:00:00+02:00")
    assert done.exit_code == 0, done.output
    return root / "build" / "lipowiec"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_its_files_hold(site: Path, name: str) -> None:
    said = spoken((site / name / "results.html").read_text("utf-8"))
    assert said == (EXPECTED / f"results-{name}.txt").read_text("utf-8")
