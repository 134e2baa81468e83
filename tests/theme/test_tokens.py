"""A town sets the look to its own, and what nobody could read is an error with a proposal."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from civicsite.diagnostics import Span
from civicsite.reading.binding import Bound
from civicsite.reading.schema import LookFields
from civicsite.theme.contrast import contrast
from civicsite.theme.tokens import TokenLayer, resolve
from tests.sites.tiny import SITE, build, write

SETTINGS = SITE["civicsite.yaml"]


def built(tmp_path: Path, look: str, more: dict[str, str] | None = None) -> str:
    """The style sheet of a site with this look."""
    files = {**SITE, "civicsite.yaml": f"{SETTINGS}look:\n{look}", **(more or {})}
    done = build(write(tmp_path, files))
    assert done.exit_code == 0, done.output
    return style(tmp_path)


def page(tmp_path: Path, path: str) -> str:
    return (tmp_path / "build" / path).read_text("utf-8")


def style(tmp_path: Path) -> str:
    (sheet,) = (tmp_path / "build/assets").glob("civic.*.css")
    return sheet.read_text("utf-8")


def refused(tmp_path: Path, look: str, more: dict[str, str] | None = None) -> str:
    files = {**SITE, "civicsite.yaml": f"{SETTINGS}look:\n{look}", **(more or {})}
    done = build(write(tmp_path, files))
    assert done.exit_code == 1, done.output
    return done.output


def test_a_town_has_its_own_colour_in_both_schemes(tmp_path: Path) -> None:
    look = "  colours:\n    light:\n      accent: 7a1f5c\n    dark:\n      accent: f0a8d8\n"
    css = built(tmp_path, look)
    assert "--accent:#7a1f5c;" in css
    assert re.search(r"prefers-color-scheme:dark\)\{:root\{--accent:#f0a8d8;", css)
    assert "--ink:#15201f;" in css  # what the town does not set is the theme's
    assert "@import" not in css


def test_a_changed_colour_gives_every_page_another_style_sheet(tmp_path: Path) -> None:
    built(tmp_path, "  colours:\n    light:\n      accent: 7a1f5c\n")
    before = page(tmp_path, "lipowiec/park.html")
    built(tmp_path, "  colours:\n    light:\n      accent: 0b5460\n      paper: fdfdf6\n")
    after = page(tmp_path, "lipowiec/park.html")
    assert re.findall(r"civic\.\w+\.css", before) != re.findall(r"civic\.\w+\.css", after)
    assert 'content="#fdfdf6"' in after  # the colour of the browser's own bar


def test_a_colour_that_cannot_be_read_is_refused_at_its_line_with_the_nearest(
    tmp_path: Path,
) -> None:
    told = refused(tmp_path, "  colours:\n    light:\n      accent: 5fb87a\n")
    line = SETTINGS.count("\n") + 4
    assert f"civicsite.yaml:{line}:15" in told
    assert "contrast-low-on-light" in told
    proposed = re.search(r"Najbliższy kolor, który da się odczytać, to (#[0-9a-f]{6})", told)
    assert proposed
    for ground in ("#ffffff", "#edf3f2"):
        assert contrast(proposed[1], ground) >= 4.5
    again = f"  colours:\n    light:\n      accent: {proposed[1][1:]}\n"
    assert f"--accent:{proposed[1]};" in built(tmp_path, again)


def test_each_scheme_is_looked_at(tmp_path: Path) -> None:
    told = refused(tmp_path, "  colours:\n    dark:\n      quiet: 404040\n")
    assert "kolor #404040 („quiet”) za mało różni się od koloru „tint” na ciemnym ekranie" in told
    assert "na jasnym ekranie" not in told


def test_a_colour_is_told_once_with_what_passes_everywhere(tmp_path: Path) -> None:
    told = refused(tmp_path, "  colours:\n    light:\n      ink: 999999\n      accent: 5fb87a\n")
    assert told.count("contrast-low-on-light") == 2


def test_a_colour_behind_a_bare_sign_is_told_and_not_taken_for_a_comment(tmp_path: Path) -> None:
    told = refused(tmp_path, "  colours:\n    light:\n      accent: #7a1f5c\n")
    assert "„accent” nie ma wartości" in told


def test_names_that_the_theme_does_not_have_are_told(tmp_path: Path) -> None:
    told = refused(tmp_path, "  colours:\n    light:\n      acent: 7a1f5c\n")
    assert "Czy chodziło o „accent”?" in told


def test_words_are_no_colours_and_no_way_into_the_style_sheet(tmp_path: Path) -> None:
    told = refused(tmp_path, "  colours:\n    light:\n      accent: red\n")
    assert "„red” to nie jest kolor." in told
    told = refused(tmp_path, "  fonts:\n    text: 'x;}body{display:none'\n")
    assert "fonts-malformed" in told


def test_sizes_keep_within_what_can_be_read(tmp_path: Path) -> None:
    told = refused(tmp_path, "  type:\n    base: 0.6\n    ratio: 3\n  space: 9\n")
    assert told.count("look-out-of-range") == 3


def test_one_scale_of_sizes_and_one_of_distances(tmp_path: Path) -> None:
    css = built(tmp_path, "  type:\n    base: 1\n    ratio: 1.25\n    narrow: 1.1\n  space: 0.3\n")
    wide = css.split("@media (min-width:44rem)", 1)[1]
    assert "--step-0:1rem;--step-1:1.25rem;--step-2:1.5625rem;--step-3:1.9531rem" in wide
    assert "--step-2:1.21rem" in css
    assert "--space-4:1.2rem" in css


def test_a_font_of_the_town_s_own_comes_from_the_site_itself(tmp_path: Path) -> None:
    look = (
        "  fonts:\n    text: Lipowiec Sans, sans-serif\n"
        "  faces:\n    - family: Lipowiec Sans\n      file: fonts/lipowiec.woff2\n      weight: 400\n"
    )
    told = refused(tmp_path, look)
    assert "motyw nie ma pliku z krojem pisma „fonts/lipowiec.woff2”" in told
    css = built(tmp_path, look, {"themes/civic/assets/fonts/lipowiec.woff2": "font"})
    face = re.search(r"@font-face\{([^}]*)\}", css)
    assert face
    assert re.search(r'src:url\("fonts/lipowiec\.[0-9a-f]{10}\.woff2"\)', face[1])
    assert 'font-family:"Lipowiec Sans";font-weight:400;' in face[1]
    assert "--font-text:Lipowiec Sans, sans-serif" in css
    assert list((tmp_path / "build/assets/fonts").glob("lipowiec.*.woff2"))


def test_lines_and_corners_are_the_town_s_own(tmp_path: Path) -> None:
    look = (
        "  shape:\n    rule: 2\n    corner: 6.5\n"
        "  faces:\n    - family: Kursywa\n      file: k.woff2\n      italic: yes\n"
    )
    css = built(tmp_path, look, {"themes/civic/assets/k.woff2": "font"})
    assert "--rule:2px;" in css
    assert "--corner:6.5px;" in css
    assert 'font-family:"Kursywa";font-style:italic;' in css


def test_a_theme_of_the_town_s_own_may_set_tokens_and_ask_for_contrast(tmp_path: Path) -> None:
    own = (
        'name: Lipowiec\ncolours:\n  light:\n    gold: "#e8c547"\n'
        "contrast:\n  - of: gold\n    on: paper\n    least: 3\n"
    )
    files = {
        **SITE,
        "civicsite.yaml": f"{SETTINGS}theme: lipowiec\n",
        "themes/lipowiec/theme.yaml": own.replace("of: gold", "of:\n      - gold").replace(
            "on: paper", "on:\n      - paper"
        ),
    }
    done = build(write(tmp_path, files))
    assert done.exit_code == 1
    assert "themes/lipowiec/theme.yaml:4:11" in done.output
    assert "contrast-low-on-light" in done.output


hostile = st.text(st.sampled_from("abz019-_, .;:{}()/*\"'\\\\#\n<>@é"), max_size=30)


@given(hostile, hostile, hostile)
def test_nothing_an_editor_writes_ends_a_declaration(fonts: str, family: str, colour: str) -> None:
    """Values keep within their declaration: braces pair and no rule is added."""
    written = {
        "fonts": {"text": fonts},
        "faces": [{"family": family, "file": "a.woff2"}],
        "colours": {"light": {"ink": colour}},
    }
    for left_out in ((), ("fonts",), ("faces",), ("colours",), ("fonts", "colours")):
        try:
            fields = LookFields.model_validate(
                {name: value for name, value in written.items() if name not in left_out}
            )
        except ValidationError:
            continue
        bound = Bound(fields, {(): Span("civicsite.yaml", 1)})
        tokens, _ = resolve([TokenLayer(fields, bound)], {"a.woff2"})
        bare = re.sub(r'"(?:[^"\\]|\\.)*"|\'[\w -]+\'', "", tokens.css)
        assert bare.count("{") == bare.count("}")
        assert re.findall(r"[^{}]+(?=\{)", bare) == [
            *(["@font-face"] if "faces" not in left_out else []),
            ":root",
            "@media (min-width:44rem)",
            ":root",
        ]
