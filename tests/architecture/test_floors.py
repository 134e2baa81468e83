"""A module imports only what stands above it in house.md, lazy imports included, and every module
can be imported alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.floors import FLOORS, cycle, floor_problems
from tests.architecture.scan import SOURCE, module_name, outside_modules, project

# A new interpreter for each module would take half a minute, nearly all of it for importing the
# libraries again. So one interpreter imports them and forks a child for each module: the child has
# every library but nothing of civicsite. Read from standard input: [libraries, modules].
IMPORT_ALONE = """
import importlib, json, os, sys, traceback
libraries, modules = json.load(sys.stdin)
for name in libraries:
    try:
        importlib.import_module(name)
    except ImportError:
        pass  # the module that needs it says so
for name in modules:
    child = os.fork()
    if child == 0:
        assert not any(each.startswith("civicsite") for each in sys.modules)
        try:
            importlib.import_module(name)
        except BaseException as error:
            last = traceback.format_exception_only(error)[-1].strip()
            print(f"{name}: {last}", flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def failing_alone(modules: list[str], source: Path) -> list[str]:
    """What was said by each module that cannot be imported as the first of its package."""
    request = json.dumps([outside_modules(project()), modules])
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALONE],
        input=request,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_module_imports_only_what_stands_above_it() -> None:
    problems = floor_problems(project())
    assert not problems, "\n".join(problems)


def test_no_modules_import_each_other_in_a_ring() -> None:
    assert cycle(project()) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_every_module_can_be_imported_alone() -> None:
    failing = failing_alone([module_name(path) for path in project()], SOURCE.parent)
    assert not failing, "\n".join(failing)


def test_no_line_of_the_order_stands_twice() -> None:
    assert len(FLOORS) == len(set(FLOORS))


# The rules themselves, on tiny packages.


def test_an_import_from_below_is_told_with_file_line_and_way_out() -> None:
    modules = {
        "clock.py": "import re\nfrom civicsite.reading.sources import Sources\n",
        "reading/__init__.py": "",
        "reading/sources.py": "",
    }
    assert floor_problems(modules) == [
        "clock.py:2: imports reading/sources.py, which stands below it in FLOORS. Hand the value"
        " down from above, or move what both need to a module above both."
    ]


@pytest.mark.parametrize(
    "source",
    [
        "from civicsite.reading.schema import Field",
        "from civicsite.reading import schema",
        "import civicsite.reading.schema",
        "import civicsite.reading.schema as s",
        "from .schema import Field",
        "from . import schema",
        "from ..reading import schema",
        "from .schema import *",
        "def f():\n    from civicsite.reading import schema",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .schema import Field",
        "try:\n    import civicsite.reading.schema\nexcept ImportError:\n    pass",
    ],
)
def test_no_way_of_writing_an_import_hides_it(source: str) -> None:
    modules = {"reading/yaml_nodes.py": source, "reading/schema.py": "", "reading/__init__.py": ""}
    [problem] = floor_problems(modules)
    assert "imports reading/schema.py, which stands below" in problem


def test_imports_from_above_pass() -> None:
    modules = {
        "__init__.py": "",
        "terms.py": "from civicsite import __version__\n",
        "reading/__init__.py": "",
        "reading/sources.py": "import os\nfrom civicsite import terms\n",
        "reading/schema.py": "from .sources import Sources\nfrom ..terms import Kind\n",
    }
    assert floor_problems(modules) == []


def test_a_new_module_is_told_where_it_gets_its_place() -> None:
    assert floor_problems({"reading/novelty.py": ""}) == [
        "reading/novelty.py has no place in the order of floors: add a line to FLOORS in"
        " tests/architecture/floors.py, below what it imports, above what imports it."
    ]


def test_a_folder_inside_an_open_folder_is_no_part_of_it() -> None:
    [problem] = floor_problems({"exports/formats/old/letters.py": ""})
    assert problem.startswith("exports/formats/old/letters.py has no place")


def test_files_of_an_open_folder_do_not_know_each_other() -> None:
    modules = {"exports/formats/one.py": "from . import two\n", "exports/formats/two.py": ""}
    assert floor_problems(modules) == [
        "exports/formats/one.py:1: imports its neighbour exports/formats/two.py. Files of"
        " exports/formats/*.py do not know each other: what both need gets a module and a line in"
        " FLOORS above the folder's."
    ]


def test_what_stands_above_build_takes_an_open_folders_file_from_the_registry() -> None:
    modules = {
        "exports/formats/one.py": "",
        "results/tally.py": "from civicsite.exports.formats.one import FORMAT\n",
        "build.py": "from civicsite.exports.formats.one import FORMAT\n",
        "serve.py": "from civicsite.exports.formats.one import FORMAT\n",
    }
    assert floor_problems(modules) == [
        "results/tally.py:1: imports exports/formats/one.py from the open folder"
        " exports/formats/*.py. Only registry.py and what stands below it do that: take it from the"
        " registry value."
    ]


def test_a_folders_init_may_not_gather_what_the_folder_holds() -> None:
    modules = {"reading/__init__.py": "from .sources import Sources\n", "reading/sources.py": ""}
    [problem] = floor_problems(modules)
    assert problem.startswith("reading/__init__.py:1: imports reading/sources.py, which stands")


def test_a_ring_is_found_where_the_order_alone_would_not_show_it() -> None:
    modules = {
        "cli/a.py": "import civicsite.cli.b\n",
        "cli/b.py": "def f():\n    from . import c\n",
        "cli/c.py": "from .a import x\n",
    }
    ring = cycle(modules)
    assert ring is not None
    assert ring[0] == ring[-1]
    assert set(ring) == set(modules)
    assert cycle({"a.py": "from civicsite import b\n", "b.py": ""}) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_module_that_needs_another_one_first_is_found(tmp_path: Path) -> None:
    package = tmp_path / "civicsite"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "first.py").write_text("import civicsite\ncivicsite.registry = {}\n")
    (package / "second.py").write_text("import civicsite\ncivicsite.registry['second'] = 1\n")
    assert failing_alone(["civicsite.first", "civicsite.second"], tmp_path) == [
        "civicsite.second: AttributeError: module 'civicsite' has no attribute 'registry'"
    ]
