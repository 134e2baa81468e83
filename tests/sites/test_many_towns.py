"""A site of many municipalities: no page grows with the country, and none is written again because
another municipality joined."""

from __future__ import annotations

from pathlib import Path

from tests.sites.tiny import build, tree, write

SETTINGS = "title: Kraj\naddress: https://kraj.example/\nlanguages:\n  - pl\n"


def towns(count: int) -> dict[str, str]:
    files = {"civicsite.yaml": SETTINGS}
    for n in range(count):
        files[f"content/gmina-{n:02}/municipality.md"] = (
            f"---\nname: Gmina {n:02}\naccessibility:\n  status: full\n---\nTekst.\n"
        )
        files[f"content/gmina-{n:02}/park/process.md"] = (
            "---\ntitle: Park\nkind: consultation\n---\nTekst.\n"
        )
    return files


def pages(root: Path, count: int) -> dict[str, bytes]:
    done = build(write(root, towns(count)))
    assert done.exit_code == 0, done.output
    return tree(root / "build")


def test_twelve_towns_are_on_every_page(tmp_path: Path) -> None:
    page = pages(tmp_path, 12)["gmina-03/park.html"].decode()
    for n in range(12):
        assert f"Deklaracja dostępności: Gmina {n:02}" in page
        assert f'href="../gmina-{n:02}/index.html"' in page or n == 3


def test_of_thirteen_a_page_names_its_own_and_the_first_page_all(tmp_path: Path) -> None:
    built = pages(tmp_path, 13)
    page = built["gmina-03/park.html"].decode()
    assert "Gmina 04" not in page
    assert page.count('<meta name="deklaracja-dostępności"') == 1
    assert "Deklaracja dostępności: Gmina 03" in page
    assert all(f"Gmina {n:02}" in built["index.html"].decode() for n in range(13))


def test_a_municipality_that_joins_leaves_the_pages_of_others_alone(tmp_path: Path) -> None:
    before, after = pages(tmp_path, 13), pages(tmp_path, 14)
    changed = {path for path in before if before[path] != after.get(path)}
    assert changed
    assert not [path for path in changed if path.startswith("gmina-")]
