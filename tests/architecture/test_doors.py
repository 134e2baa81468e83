"""Files, time, chance, network and the terminal are reached through few doors, each with a
reason."""

from __future__ import annotations

import pytest

from tests.architecture.doors import ADVICE, door_problems
from tests.architecture.scan import project


def test_only_doors_reach_outside() -> None:
    problems = door_problems(project())
    assert not problems, "\n".join([*problems, ADVICE])


# The rule itself, on tiny modules.


def test_a_use_is_told_with_file_line_name_and_what_it_reaches() -> None:
    assert door_problems({"model/site.py": "def f(p):\n    return open(p).read()\n"}) == [
        "model/site.py:2: open reaches files"
    ]


@pytest.mark.parametrize(
    ("source", "reached"),
    [
        ("open('x')", "files"),
        ("read = open", "files"),
        ("import os", "files"),
        ("import os.path", "files"),
        ("from os import path as p", "files"),
        ("def f():\n    import os as o\n    return o.listdir()", "files"),
        ("from pathlib import Path", "files"),
        ("import pathlib\npathlib.Path('x')", "files"),
        ("import pathlib as pl\nclass A(pl.Path): ...", "files"),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pathlib import Path",
            "files",
        ),
        ("import shutil", "files"),
        ("import tempfile", "files"),
        ("import io\nio.open('x')", "files"),
        ("import sqlite3", "files"),
        ("from gzip import open as gz", "files"),
        ("import mimetypes", "files"),
        ("from jinja2 import FileSystemLoader", "files"),
        ("from importlib import resources", "packaged files"),
        ("from importlib.resources import files", "packaged files"),
        ("import importlib\nimportlib.import_module('x')", "modules by name"),
        ("__import__('os')", "modules by name"),
        ("eval('1')", "modules by name"),
        ("import builtins", "modules by name"),
        ("import socket", "the network"),
        ("import urllib.request", "the network"),
        ("from urllib import request", "the network"),
        ("from http import client", "the network"),
        ("import requests", "the network"),
        ("from datetime import datetime\ndatetime.now()", "the time"),
        ("import datetime\ndatetime.datetime.now(datetime.UTC)", "the time"),
        ("import datetime as dt\ndt.date.today()", "the time"),
        ("from datetime import date as day\nnow = day.today", "the time"),
        ("import time", "the time"),
        ("from time import time as moment", "the time"),
        ("import random", "chance"),
        ("from uuid import uuid4", "chance"),
        ("hash('x')", "chance"),
        ("import subprocess", "other processes and threads"),
        ("from concurrent.futures import ProcessPoolExecutor", "other processes and threads"),
        ("print('x')", "the terminal and the surroundings"),
        ("import sys\nsys.stdout.write('x')", "the terminal and the surroundings"),
        ("from os import *", "files"),
    ],
)
def test_no_way_of_reaching_outside_is_missed(source: str, reached: str) -> None:
    problems = door_problems({"model/site.py": source})
    assert problems
    assert all(problem.endswith(f" reaches {reached}") for problem in problems)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import UTC, date, datetime, time\ndatetime.combine(date.min, time(), UTC)",
        "from urllib.parse import urlsplit",
        "from http import HTTPStatus",
        "from pathlib import PurePosixPath\nPurePosixPath('a/b').suffix",
        "import io, gzip\ngzip.GzipFile(fileobj=io.BytesIO())",
        "import posixpath\nposixpath.join('a', 'b')",
        "import importlib",
        "import sys\nsys.intern('x')",
        # A door's own method, a method's own name and a name of one's own are no built-ins.
        "def f(sources): return sources.read_text('a'), sources.open('b')",
        "class Door:\n    def open(self): ...\n    def time(self): return self.open()",
        "def f(open): return open('x')",
        "def print(x): ...\nprint(1)",
        "from civicsite.clock import Clock\nClock.now",
        "'text'.replace('a', 'b')",
    ],
)
def test_what_stays_inside_passes(source: str) -> None:
    assert door_problems({"model/site.py": source}) == []


def test_a_module_that_may_name_paths_may_still_not_open_them() -> None:
    source = "from pathlib import Path\ndef f(p: Path):\n    return p.read_text()\n"
    assert door_problems({"cli/x.py": source}) == ["cli/x.py:3: .read_text reaches files"]
    assert door_problems({"reading/sources.py": source}) == []


def test_a_door_opens_only_what_its_line_names() -> None:
    assert door_problems({"serve.py": "import livereload, threading"}) == []
    assert door_problems({"serve.py": "import socket"}) == [
        "serve.py:1: socket reaches the network"
    ]
    assert door_problems({"serve.py": "import random"}) == ["serve.py:1: random reaches chance"]
    assert door_problems({"reading/sources.py": "import socket"}) == [
        "reading/sources.py:1: socket reaches the network"
    ]


def test_the_name_of_a_built_in_taken_in_one_function_does_not_hide_it_in_another() -> None:
    source = "def f(open):\n    return open\n\ndef g(p):\n    return open(p)\n"
    assert any(p.startswith("model/site.py:5:") for p in door_problems({"model/site.py": source}))
