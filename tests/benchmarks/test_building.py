from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "benchmarks"


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *arguments],
        capture_output=True,
        text=True,
        env=environment,
    )


def test_a_short_run_builds_with_what_is_there_and_names_what_is_not(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    done = run(
        "building.py", "--pages", "10", "--rounds", "1", "--works", "cold", "a title edited",
        "--settled", "0", "--tools", str(tmp_path), "--picture", str(picture),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| a title edited | civicsite |" in done.stdout
    assert "Not installed, left out: hugo, eleventy, mkdocs, pelican, zensical." in done.stdout
    assert picture.read_text("utf-8").count("<rect") == 3


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import building

    return building


def test_a_stale_list_makes_a_run_invalid(tmp_path: Path, measuring) -> None:
    first = next(measuring.texts(1))
    (tmp_path / first.town_slug).mkdir()
    page = tmp_path / first.town_slug / f"{first.slug}.html"
    link = f'<a href="{first.slug}.html">{first.title}</a>'
    (tmp_path / first.town_slug / "index.html").write_text(link, "utf-8")
    (tmp_path / "index.html").write_text(f'<a href="/{first.town_slug}/">x</a>', "utf-8")
    plain = replace(first, body="Tekst.")

    page.write_text(f"<h1>{first.title}</h1>", "utf-8")
    assert measuring.unequal({"x": measuring.work(tmp_path, [plain], {})}, [plain]) == []

    page.write_text("<h1>Inny tytuł</h1>", "utf-8")
    renamed = measuring.work(tmp_path, [plain], {0: "Inny tytuł"})
    assert measuring.unequal({"x": renamed}, [plain]) == ["x: texts in a list: 0 of 1"]
