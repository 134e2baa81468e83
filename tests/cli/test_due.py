"""``due`` and ``next-change`` on the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites.tiny import SITE, build, run, write

EARLY = "2020-01-01T00:00:00+01:00"


def test_a_site_built_for_a_day_long_past_is_due(tmp_path: Path) -> None:
    assert build(write(tmp_path, SITE), at=EARLY).exit_code == 0
    told = run("next-change", "--project", tmp_path, "--at", EARLY).output.strip()
    said = run("due", "--project", tmp_path)
    assert (said.exit_code, said.output) == (
        0,
        f"Zbuduj stronę od nowa: jej treść zmienia się od {told}.\n",
    )
    manifest = tmp_path / ".build.civicsite" / "manifest.json"
    for arguments in (("--out", tmp_path / "build"), ("--manifest", manifest)):
        assert run("due", "--project", "/", *arguments).output == said.output


def test_a_site_that_is_over_asks_for_nothing(tmp_path: Path) -> None:
    assert build(write(tmp_path, SITE), at="2099-01-01T00:00:00+01:00").exit_code == 0
    assert run("next-change", "--project", tmp_path, "--at", "2099-01-01").output == "-\n"
    said = run("due", "--project", tmp_path)
    assert said.exit_code == 1
    assert said.output == "Nie trzeba nic robić: strona sama już się nie zmieni.\n"


def test_without_a_build_nothing_is_claimed(tmp_path: Path) -> None:
    said = run("due", "--project", tmp_path)
    assert said.exit_code == 3
    assert said.output.endswith("nie mówi, kiedy strona się zmieni. Zbuduj stronę.\n")


def test_a_build_of_one_municipality_does_not_speak_for_the_site(tmp_path: Path) -> None:
    assert build(write(tmp_path, SITE), "--only", "lipowiec", at=EARLY).exit_code == 0
    assert run("due", "--project", tmp_path).exit_code == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "cron"), "0 13 14 3 *"),
        (("--format", "cron", "--zone", "UTC"), "0 12 14 3 *"),
        (("--format", "github"), '- cron: "0 12 14 3 *"'),
        (("--format", "systemd"), "OnCalendar=2026-03-14 12:00:00 UTC"),
        (("--format", "windows"), "<StartBoundary>2026-03-14T12:00:00Z</StartBoundary>"),
    ],
)
def test_next_change_speaks_to_schedulers(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    write(tmp_path, SITE)
    at = ("--at", "2026-03-14T12:00:00+01:00")
    assert run("next-change", "--project", tmp_path, *at, *arguments).output == f"{said}\n"


@pytest.mark.parametrize("zone", ["Europe/Lipowiec", "../etc/passwd", ""])
def test_an_unknown_zone_is_told(tmp_path: Path, zone: str) -> None:
    write(tmp_path, SITE)
    said = run("next-change", "--project", tmp_path, "--at", EARLY, "--zone", zone)
    assert said.exit_code == 2
    assert "nie jest znaną strefą czasową" in said.output


LOADED = """
import sys
from civicsite.cli import main
sys.argv = ["civicsite", "due", "--project", sys.argv[1]]
try:
    main.main()
except SystemExit:
    pass
print(*sorted(sys.modules), file=sys.stderr)
"""


def test_due_loads_no_part_of_a_build(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOADED, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split("\n")[-2].split())
    assert "civicsite.cli.due" in loaded
    heavy = {"civicsite.build", "civicsite.output.manifest", "pydantic", "jinja2", "markdown"}
    assert not heavy & loaded
