"""What tests of whole pages share: the example is built once for each theme."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.example import THEMES, built


@pytest.fixture(scope="session", params=THEMES)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp(request.param), request.param)
