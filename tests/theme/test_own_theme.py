"""What docs/themes.md tells a town to write works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sites.tiny import SITE, build, write

DOCS = Path(__file__).parents[2] / "docs" / "themes.md"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
LOOK, TEMPLATE, SENTENCES, THEME = (text for _, text in BLOCKS)
SETTINGS = SITE["civicsite.yaml"]
FREE_PAGE = "lipowiec/pages/zasady.html"


def page(root: Path, path: str) -> str:
    return (root / "build" / path).read_text("utf-8")


def test_the_look_of_the_documentation_is_one_that_builds(tmp_path: Path) -> None:
    files = {
        "civicsite.yaml": SETTINGS + LOOK,
        "themes/civic/assets/fonts/lipowiec.woff2": "font",
    }
    done = build(write(tmp_path, {**SITE, **files}))
    assert done.exit_code == 0, done.output


def test_a_town_changes_one_block_of_one_template(tmp_path: Path) -> None:
    files = {
        "themes/civic/templates/page.html": TEMPLATE,
        "themes/civic/locales/pl/theme.po": SENTENCES,
        "themes/civic/locales/en/theme.po": SENTENCES.replace("Language: pl", "Language: en"),
    }
    done = build(write(tmp_path / "own", {**SITE, **files}))
    assert done.exit_code == 0, done.output
    assert build(write(tmp_path / "usual", SITE)).exit_code == 0
    note = '<p class="quiet">Coś się nie zgadza? Zadzwoń do nas.</p>'
    own = page(tmp_path / "own", FREE_PAGE)
    assert own.count(note) == 1
    assert own.replace(f"{note}\n", "") == page(tmp_path / "usual", FREE_PAGE)
    assert page(tmp_path / "own", "lipowiec/park.html") == page(
        tmp_path / "usual", "lipowiec/park.html"
    )


def test_a_theme_builds_on_the_plain_one(tmp_path: Path) -> None:
    files = {"civicsite.yaml": f"{SETTINGS}theme: lipowiec\n", "themes/lipowiec/theme.yaml": THEME}
    done = build(write(tmp_path, {**SITE, **files}))
    assert done.exit_code == 0, done.output
    (sheet,) = (tmp_path / "build/assets").glob("plain.*.css")
    assert f"assets/{sheet.name}" in page(tmp_path, "lipowiec/park.html")
    css = sheet.read_text("utf-8")
    assert "--accent:#7a1f5c;" in css
    assert "--gold:#8a6d00;" in css


def test_the_plain_theme_has_every_page_of_civic_with_its_own_style_sheet(tmp_path: Path) -> None:
    plain = {**SITE, "civicsite.yaml": f"{SETTINGS}theme: plain\n"}
    for name, files in (("civic", SITE), ("plain", plain)):
        done = build(write(tmp_path / name, files))
        assert done.exit_code == 0, done.output
    pages = sorted(
        p.relative_to(tmp_path / "civic") for p in tmp_path.glob("civic/build/**/*.html")
    )
    assert pages == sorted(
        p.relative_to(tmp_path / "plain") for p in tmp_path.glob("plain/build/**/*.html")
    )
    for path in pages:
        html = (tmp_path / "plain" / path).read_text("utf-8")
        if '<link rel="stylesheet"' in html:
            assert re.search(r'<link rel="stylesheet" href="[^"]*plain\.', html), path
            assert "civic." not in re.sub(r"civicsite", "", html.split("</head>")[0]), path


def test_plain_is_small_and_has_nothing_from_elsewhere() -> None:
    css = (DOCS.parents[1] / "themes/plain/assets/plain.css").read_text("utf-8")
    assert len(css.encode()) < 6_000
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", css.split("@media print")[0])) <= {"#ffffff"}
    assert "url(" not in css
    assert re.findall(r"[^}]*\{[^}]*outline: none", css) == ["\nmain:focus { outline: none"]
