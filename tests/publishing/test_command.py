"""``civicsite publish`` and ``civicsite rollback``, from the command line to a folder."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from civicsite.catalogues import packaged_catalogue
from civicsite.cli.main import cli

SETTINGS = """\
title: Lipowiec
address: https://lipowiec.example/
home: lipowiec
publish:
  to: folder
  folder: ../www
"""
TOWN = """\
---
name: Lipowiec
accessibility:
  status: full
  published_on: 2026-01-02
  updated_on: 2026-01-02
  prepared_on: 2026-01-02
  contact:
    unit: Urząd
    email: urzad@lipowiec.example
    phone: 12 345 67 89
  architecture: Wejście bez stopni.
  communication: Tłumacz języka migowego na życzenie.
---
Gmina nad rzeką.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "gmina"
    (root / "content/lipowiec").mkdir(parents=True)
    (root / "civicsite.yaml").write_text(SETTINGS, "utf-8")
    (root / "content/lipowiec/municipality.md").write_text(TOWN, "utf-8")
    page(root, "o-nas")
    return root


def page(root: Path, name: str) -> None:
    (root / "content/lipowiec/pages").mkdir(exist_ok=True)
    text = f"---\ntitle: Strona {name}\n---\nTreść.\n"
    (root / f"content/lipowiec/pages/{name}.md").write_text(text, "utf-8")


def run(project: Path, *arguments: str) -> tuple[int, str]:
    cli.use(packaged_catalogue("en"))
    arguments = (*arguments, "--project", str(project), "--language", "en")
    result = CliRunner(env={"CI": ""}).invoke(cli, arguments)
    if result.exception and not isinstance(result.exception, (SystemExit, click.ClickException)):
        raise result.exception
    said = str(result.exception) if isinstance(result.exception, click.ClickException) else ""
    return result.exit_code, result.output + said


def build(project: Path) -> None:
    code, said = run(project, "build")
    assert code == 0, said


def site_at(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".civicsite" not in path.parts
    }


def test_a_site_is_published_to_a_folder(project: Path) -> None:
    build(project)
    code, said = run(project, "publish")
    assert code == 0, said
    assert "Published as release 1" in said
    www = project.parent / "www"
    assert site_at(www) == site_at(project / "build")
    assert run(project, "publish") == (
        0,
        "Publishing to ../www\nEverything is published already.\n",
    )
    page(project, "kontakt")
    build(project)
    code, said = run(project, "publish", "--dry-run")
    assert "+ pages/kontakt.html" in said
    assert "Nothing was sent" in said
    assert not (www / "pages/kontakt.html").exists()
    assert run(project, "publish")[0] == 0
    # A part of the search index that pages of the last release ask for stays for one more.
    assert site_at(project / "build").items() <= site_at(www).items()
    gone = site_at(www).keys() - site_at(project / "build").keys()
    assert gone
    assert all(path.startswith("search/") for path in gone)


def test_the_release_before_comes_back(project: Path) -> None:
    build(project)
    run(project, "publish")
    www = project.parent / "www"
    before = site_at(www)
    page(project, "kontakt")
    build(project)
    run(project, "publish")
    code, said = run(project, "rollback")
    assert code == 0, said
    assert before.items() <= site_at(www).items()
    assert not (www / "pages/kontakt.html").exists()


def test_the_site_says_how_many_removals_it_takes(project: Path) -> None:
    settings = project / "civicsite.yaml"
    settings.write_text(SETTINGS + "  ask_above: 0\n", "utf-8")
    page(project, "kontakt")
    build(project)
    run(project, "publish")
    (project / "content/lipowiec/pages/kontakt.md").unlink()
    build(project)
    code, said = run(project, "publish")
    assert code == 1
    assert "Publishing would remove 1 file at ../www, and nobody agreed." in said
    assert run(project, "publish", "--yes")[0] == 0


def test_what_a_program_reads(project: Path) -> None:
    build(project)
    code, said = run(project, "publish", "--format", "json")
    told = json.loads(said)
    assert code == 0
    assert told["release"] == 1
    assert told["uploaded"] == len(told["new"]) == len(site_at(project / "build"))


@pytest.mark.parametrize("option", [("--at", "2026-03-01T00:00"), ("--only", "lipowiec")])
def test_a_build_of_another_moment_or_of_a_part_is_not_published(
    project: Path, option: tuple[str, str]
) -> None:
    build(project)
    assert run(project, "build", *option)[0] == 0
    code, said = run(project, "publish")
    assert code == 1
    assert f"was built with {option[0]}" in said
    assert not (project.parent / "www").exists()


def test_a_build_changed_by_hand_is_not_published(project: Path) -> None:
    build(project)
    (project / "build/index.html").write_text("by hand", "utf-8")
    code, said = run(project, "publish")
    assert code == 1
    assert "build/index.html: publish-build-changed" in said.replace("\\", "/")


def test_without_a_build_there_is_nothing_to_publish(project: Path) -> None:
    code, said = run(project, "publish")
    assert code == 1
    assert "There is no build in build." in said


def test_what_check_requires_publish_requires(project: Path) -> None:
    process = project / "content/lipowiec/park"
    process.mkdir()
    (process / "process.md").write_text(
        "---\ntitle: Park\nkind: consultation\n---\nTekst.\n", "utf-8"
    )
    build(project)
    assert run(project, "check")[0] == 1
    assert run(project, "publish")[0] == 1
    assert not (project.parent / "www").exists()


def test_without_publish_nobody_knows_where_to(project: Path) -> None:
    (project / "civicsite.yaml").write_text(SETTINGS.partition("publish:")[0], "utf-8")
    build(project)
    code, said = run(project, "publish")
    assert code == 1
    assert "does not say where to publish" in said


@pytest.mark.parametrize(
    "line", ["password: tajne-haslo-1", "hasło: tajne-haslo-1", "token: tajne-haslo-1"]
)
def test_a_password_in_the_files_is_an_error_and_is_not_shown(project: Path, line: str) -> None:
    (project / "civicsite.yaml").write_text(f"{SETTINGS}  {line}\n", "utf-8")
    for command in ("build", "check", "publish"):
        code, said = run(project, command)
        assert code == 1
        assert "looks like a password" in said
        assert "tajne" not in said


@pytest.mark.parametrize(
    "target",
    [
        "to: webdav\n  url: https://ala:tajne@x.example/",
        "to: git-branch\n  remote: https://tajne@x.example/strona.git",
    ],
)
def test_a_password_in_an_address_is_an_error_and_is_not_shown(project: Path, target: str) -> None:
    text = SETTINGS.replace("to: folder\n  folder: ../www", target)
    (project / "civicsite.yaml").write_text(text, "utf-8")
    code, said = run(project, "publish")
    assert code == 1
    assert "holds a password" in said
    assert "tajne" not in said


def test_a_target_that_is_nearly_right_is_suggested(project: Path) -> None:
    (project / "civicsite.yaml").write_text(SETTINGS.replace("to: folder", "to: fodler"), "utf-8")
    code, said = run(project, "build")
    assert code == 1
    assert "Write folder." in said


def test_a_field_of_another_target_is_told(project: Path) -> None:
    (project / "civicsite.yaml").write_text(f"{SETTINGS}  bucket: x\n", "utf-8")
    code, said = run(project, "build")
    assert code == 1
    assert "civicsite.yaml:7:3" in said


@pytest.mark.parametrize(
    "target",
    [
        'to: git-branch\n  remote: "--upload-pack=touch {mark}; :"',
        'to: git-branch\n  remote: "ext::touch {mark}"',
        "to: git-branch\n  remote: ssh://-oProxyCommand=touch%20{mark}/x",
        'to: rsync\n  address: "--rsh=touch {mark}"',
        'to: rsync\n  address: "ala@-oProxyCommand=touch:{mark}"',
    ],
)
def test_an_address_runs_no_command(project: Path, tmp_path: Path, target: str) -> None:
    mark = tmp_path / "mark"
    build(project)
    settings = SETTINGS.partition("publish:")[0] + "publish:\n  " + target.format(mark=mark) + "\n"
    (project / "civicsite.yaml").write_text(settings, "utf-8")
    code, said = run(project, "publish")
    assert code == 1, said
    assert "Traceback" not in said
    assert not mark.exists()
