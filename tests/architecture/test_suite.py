"""What tests/conftest.py promises about the suite itself, seen from outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.scan import ROOT

WITHOUT_DATA = """
import pytest

@pytest.mark.shared_data
def test_marked(): ...

def test_fixture(shared_data): ...

def test_here(): ...
"""
WITHOUT_BROWSER = """
import pytest

pytest.skip("left out: no Chromium", allow_module_level=True)
"""
FAR_AWAY = """
import socket

def test_leaves_the_machine():
    with socket.socket() as far:
        far.connect(("192.0.2.1", 80))
"""


def run(folder: Path, ci: str, **modules: str) -> subprocess.CompletedProcess[str]:
    """Run a tiny suite with our conftest in a checkout without neighbours."""
    tests = folder / "checkout" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    shutil.copy(ROOT / "pyproject.toml", tests.parent)
    for name, source in modules.items():
        (tests / f"test_{name}.py").write_text(source)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tests.parent,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("ci", ["", "true"])
def test_missing_exports_are_named_in_the_last_line_and_fail_nowhere(
    tmp_path: Path, ci: str
) -> None:
    done = run(tmp_path, ci, data=WITHOUT_DATA)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == (
        "Left out: 2 tests (needs the real exports in ../shared/data, which are not here)."
    )


@pytest.mark.parametrize(
    ("ci", "status", "end"), [("", 0, ""), ("true", 1, " Under CI that is a failure.")]
)
def test_what_else_is_missing_is_named_and_fails_under_ci(
    tmp_path: Path, ci: str, status: int, end: str
) -> None:
    done = run(tmp_path, ci, data="def test_here(): ...", browser=WITHOUT_BROWSER)
    assert done.returncode == status, done.stdout
    assert done.stdout.splitlines()[-1] == f"Left out: 1 test (no Chromium).{end}"


def test_a_test_that_leaves_this_machine_fails(tmp_path: Path) -> None:
    done = run(tmp_path, "", network=FAR_AWAY)
    assert done.returncode == 1
    assert "a test connects to 192.0.2.1: tests use this machine only" in done.stdout
