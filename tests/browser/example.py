"""The example, built in each theme that ships, for tests that look at whole pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.sites.tiny import run

__all__ = ["THEMES", "built", "pages_of_each_kind"]

THEMES = ("civic", "plain")
_ROOT = Path(__file__).parents[2]
_AT = "2026-11-24T12:00:00+01:00"
"""The example is written for these days: a consultation is open, a vote is being prepared."""
_KIND = re.compile(r'<meta name="civicsite:template" content="([^"]+)">')


def built(root: Path, theme: str) -> Path:
    """The example in a theme, built below ``root``."""
    shutil.copytree(_ROOT / "content", root / "content")
    for name in ("civicsite.yaml", "civicsite.en.yaml"):
        text = (_ROOT / name).read_text("utf-8")
        (root / name).write_text(text.replace("theme: civic", f"theme: {theme}"), "utf-8")
    done = run("build", "--project", root, "--at", _AT)
    assert done.exit_code == 0, done.output
    return root / "build"


def pages_of_each_kind(site: Path) -> list[Path]:
    """The longest page of each kind: it has most of what the kind may show. Of results two, because
    votes and surveys have little in common."""
    longest: dict[str, list[Path]] = {}
    for path in sorted(site.rglob("*.html"), key=lambda path: -path.stat().st_size):
        if path.name == "404.html":
            continue  # its addresses begin at the root of the host, so that the disk has no style sheet
        if kind := _KIND.search(path.read_text("utf-8")):
            longest.setdefault(kind[1], []).append(path)
    assert {"home", "municipality", "process", "event", "proposal", "results"} <= set(longest)
    return [
        path for kind, paths in longest.items() for path in paths[: 2 if kind == "results" else 1]
    ]
