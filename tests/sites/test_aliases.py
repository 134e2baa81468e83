"""An address that somebody kept goes on working, or the editor is told that it will not."""

from __future__ import annotations

from pathlib import Path

from tests.sites.tiny import SITE, build, run, write

_PAGE = "content/lipowiec/pages/zasady.md"


def _moved(root: Path) -> None:
    (root / _PAGE).unlink()
    text = SITE[_PAGE].replace(
        "title: Zasady", "title: Zasady\naliases:\n  - lipowiec/pages/zasady"
    )
    town = SITE["content/lipowiec/municipality.md"].replace("zasady.md", "reguly.md")
    write(
        root,
        {"content/lipowiec/pages/reguly.md": text, "content/lipowiec/municipality.md": town},
    )


def test_servers_redirect_from_an_earlier_address(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert build(tmp_path).exit_code == 0
    assert not (tmp_path / "build/_redirects").exists()
    _moved(tmp_path)
    assert build(tmp_path).exit_code == 0
    old, new = "/bip/lipowiec/pages/zasady.html", "/bip/lipowiec/pages/reguly.html"
    folder = tmp_path / "build"
    assert (folder / "_redirects").read_text("utf-8") == f"{old} {new} 301\n"
    assert f'Redirect 301 "{old}" "{new}"\n' in (folder / ".htaccess").read_text("utf-8")
    assert f'location = "{old}" {{ return 301 "{new}"; }}' in (folder / ".nginx.conf").read_text()
    assert "reguly.html" in (folder / "lipowiec/pages/zasady.html").read_text("utf-8")


def _check(root: Path) -> str:
    return run(
        "check", "--project", root, "--at", "2026-05-11T12:00:00+02:00", language="en"
    ).output


def test_check_tells_of_an_address_that_would_be_gone(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert build(tmp_path, at="2026-05-11T12:00:00+02:00").exit_code == 0
    assert "will be gone" not in _check(tmp_path)
    (tmp_path / "content/lipowiec/park").rename(tmp_path / "content/lipowiec/zielen")
    said = _check(tmp_path)
    assert "“lipowiec/park.html” and pages below it, 5 in all," in said
    assert "“en/lipowiec/park.html” and pages below it, 2 in all," in said
    process = tmp_path / "content/lipowiec/zielen/process.md"
    process.write_text(
        process.read_text("utf-8").replace("kind: consultation", "id: park\nkind: consultation"),
        "utf-8",
    )
    assert "will be gone" not in _check(tmp_path)


def test_an_alias_is_enough_and_lists_come_and_go(tmp_path: Path) -> None:
    write(tmp_path, SITE)
    assert build(tmp_path, at="2026-03-10T12:00:00+01:00").exit_code == 0
    assert (tmp_path / "build/processes/state-open.html").exists()
    _moved(tmp_path)
    assert "will be gone" not in _check(tmp_path)
