"""The hook for pre-commit: it names a command that exists, and wakes for what a site is made of."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from civicsite.cli.main import cli

ROOT = Path(__file__).parents[2]
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_the_hook_runs_a_command_of_the_package() -> None:
    program, *arguments = shlex.split(HOOK["entry"])
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert program in scripts
    assert HOOK["language"] == "python"
    assert HOOK["pass_filenames"] is False
    said = CliRunner().invoke(cli, [*arguments, "--help"])
    assert said.exit_code == 0, said.output


@pytest.mark.parametrize(
    ("path", "wakes"),
    [
        ("civicsite.yaml", True),
        ("civicsite.en.yaml", True),
        ("content/lipowiec/park/process.md", True),
        ("themes/moj/templates/page.html", True),
        ("README.md", False),
        ("docs/content/a.md", False),
    ],
)
def test_the_hook_wakes_for_files_of_a_site(path: str, wakes: bool) -> None:
    assert bool(re.search(HOOK["files"], path)) is wakes
