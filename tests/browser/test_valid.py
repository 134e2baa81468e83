"""The Nu HTML checker over every page and style sheet of the example."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

JAR = Path(__file__).parents[2] / ".venv/vnu/node_modules/vnu-jar/build/dist/vnu.jar"
pytestmark = pytest.mark.skipif(
    not (JAR.is_file() and shutil.which("java")),
    reason="left out: needs Java and the HTML checker; make test fetches both",
)
# A file has no origin, so that the checker calls each relative address a breach of 'self'. Real
# breaches are seen by a browser, on its console.
NO_ORIGIN = re.compile(r"Resource violates Content Security Policy .*“\.{0,2}/?[^:”]*” blocked by")


def said(files: list[Path], *flags: str) -> list[str]:
    command = ["java", "-Xss4m", "-Xmx1g", "-jar", str(JAR), "--format", "json", "--stdout"]
    done = subprocess.run(
        [*command, "--exit-zero-always", *flags, *map(str, files)],
        capture_output=True,
        check=True,
    )
    return [
        f"{Path(told['url']).name}:{told.get('lastLine')}: {told['message']}"
        for told in json.loads(done.stdout)["messages"]
        if not NO_ORIGIN.match(told["message"])
    ]


def test_every_page_is_valid(example: Path) -> None:
    pages = sorted(example.rglob("*.html"))
    assert len(pages) > 50
    assert said(pages) == []


def test_every_style_sheet_and_picture_is_valid(example: Path) -> None:
    sheets = sorted(example.rglob("*.css"))
    assert len(sheets) >= 2
    assert said(sheets, "--css") == []
    assert said(sorted(example.rglob("*.svg")), "--svg") == []


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<!doctype html><html lang=pl><title>A</title><p><h4>B</h4><img src=a.png>")
    assert len(said([page])) >= 1
