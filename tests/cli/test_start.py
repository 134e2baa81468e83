"""What the command line does not wait for."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = """
import sys
from civicsite.cli import main
sys.argv = ["civicsite", {arguments}]
try:
    main.main()
except SystemExit:
    pass
print(*sorted(sys.modules), file=sys.stderr)
"""
HEAVY = ("civicsite.build", "jinja2", "markdown", "pydantic", "livereload", "watchdog")


@pytest.mark.parametrize("arguments", ['"--help"', '"--version"', '"build", "--help"', '"biuld"'])
def test_what_makes_pages_is_not_loaded_for_a_word_of_help(arguments: str) -> None:
    code = LOADED.format(arguments=arguments)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = run.stderr.split("\n")[-2].split()
    assert "civicsite.cli.main" in loaded
    assert not [name for name in HEAVY if name in loaded]
