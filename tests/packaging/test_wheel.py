"""What a town installs: the wheel alone, in a new environment, without the checkout or a network,
builds a site with the theme it carries."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHEELHOUSE = ROOT / ".venv" / "wheelhouse"

CIVICSITE_YAML = """\
title: Lipowiec pyta mieszkańców
address: https://lipowiec.example/
languages:
  - pl
home: lipowiec
"""
MUNICIPALITY = """\
---
name: Lipowiec
---
Gmina, której nie ma na mapie.
"""
PROCESS = """\
---
title: Plan zagospodarowania parku
kind: consultation
phases:
  - id: uwagi
    does: comment
    from: 2026-03-01
    to: 2026-03-21
---
Opowiedz nam, jak ma wyglądać park.
"""


def run(command: Sequence[str | Path], folder: Path) -> str:
    """Run a command to its end with nothing taken over from this environment or from pip's
    configuration; the output. Fails with all that was printed."""
    foreign = ("PIP_", "PYTHON", "VIRTUAL_ENV", "CIVICSITE_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**clean, "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{[str(part) for part in command]}\n{done.stdout}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the pinned back end that this environment holds."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT], folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment that holds the wheel and what it asks for."""
    if not any(WHEELHOUSE.glob("*.whl")):
        pytest.skip("left out: no wheelhouse here to install from; `make test` fills it")
    folder = tmp_path_factory.mktemp("installed")
    run([sys.executable, "-m", "venv", folder], folder)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    offline = ["--no-index", "--find-links", WHEELHOUSE, "--disable-pip-version-check"]
    run([commands / "python", "-m", "pip", "install", *offline, wheel], folder)
    return commands


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The smallest site of one town with one process."""
    process = tmp_path / "content" / "lipowiec" / "park"
    process.mkdir(parents=True)
    (tmp_path / "civicsite.yaml").write_text(CIVICSITE_YAML, encoding="utf-8")
    (process.parent / "municipality.md").write_text(MUNICIPALITY, encoding="utf-8")
    (process / "process.md").write_text(PROCESS, encoding="utf-8")
    return tmp_path


class Head(HTMLParser):
    """The addresses of a page's stylesheets."""

    def __init__(self) -> None:
        super().__init__()
        self.stylesheets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and "stylesheet" in (given.get("rel") or "").split():
            self.stylesheets.append(given.get("href") or "")


def test_the_wheel_holds_the_package_its_catalogues_and_the_themes(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "src"
    wanted = {
        file.relative_to(package).as_posix()
        for file in (package / "civicsite").rglob("*")
        if file.suffix in {".py", ".po", ".typed"}
    }
    themes = ROOT / "themes"
    wanted |= {
        f"civicsite/themes/{file.relative_to(themes).as_posix()}"
        for file in themes.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert {"civicsite/py.typed", "civicsite/themes/plain/theme.yaml"} <= wanted
    assert wanted - names == set()
    assert {name.split("/")[0] for name in names} == {"civicsite", wheel_metadata(wheel)}


def wheel_metadata(wheel: Path) -> str:
    """The name of the folder of metadata in a wheel."""
    name, version, *_ = wheel.name.split("-")
    return f"{name}-{version}.dist-info"


def test_the_installed_package_is_the_wheels_own(installed: Path, tmp_path: Path) -> None:
    where = "import civicsite, pathlib; print(pathlib.Path(civicsite.__file__).parent)"
    package = Path(run([installed / "python", "-c", where], tmp_path).strip())
    assert package.is_relative_to(installed.parent)


def test_an_installed_civicsite_builds_a_site_with_its_own_theme(
    installed: Path, site: Path
) -> None:
    run([installed / "civicsite", "build"], site)
    output = site / "build"
    page = (output / "index.html").read_text(encoding="utf-8")
    assert "Lipowiec pyta mieszkańców" in page
    head = Head()
    head.feed(page)
    assert head.stylesheets
    for address in head.stylesheets:
        stylesheet = (output / address).resolve()
        assert stylesheet.is_relative_to(output.resolve())
        assert "{" in stylesheet.read_text(encoding="utf-8")
