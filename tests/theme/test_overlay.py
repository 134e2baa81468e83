"""Site over theme over ``civic``: file by file and sentence by sentence."""

from __future__ import annotations

from pathlib import Path

from civicsite.diagnostics import Diagnostic
from civicsite.reading.sources import MemorySources
from civicsite.theme.overlay import (
    Layer,
    Theme,
    default_layer,
    default_theme_location,
    load_theme,
    theme_layers,
)
from civicsite.theme.tokens import TEMPLATE

HEAD = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def po(code: str, messages: dict[str, str]) -> bytes:
    rows = [f'msgid "{key}"\nmsgstr "{said}"\n' for key, said in messages.items()]
    return "\n".join([HEAD.format(code), *rows]).encode()


DEFAULT = Layer(
    "themes/civic",
    {
        "theme.yaml": b"name: Civic\nversion: '1'\n",
        "templates/home.html": b"home",
        "templates/page.html": b"page",
        "assets/civic.css": b"a{background:url(x.png)}",
        "assets/x.png": b"1",
        "locales/en/theme.po": po("en", {"hello": "Hello {name}", "bye": "Bye"}),
        "locales/pl/theme.po": po("pl", {"hello": "Witaj {name}"}),
        "README.md": b"not a template",
    },
)


def town(files: dict[str, bytes]) -> Layer:
    return Layer("themes/town", files)


def load(files: dict[str, bytes]) -> Theme:
    """The default with files of a town laid over it."""
    theme, problems = load_theme((town(files), DEFAULT))
    assert not problems
    return theme


def told(problems: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{p.code} {p.span}" for p in problems]


def test_a_theme_replaces_the_files_it_has_and_nothing_else() -> None:
    theme = load({"templates/home.html": b"ours", "assets/x.png": b"2"})
    assert {name: t.text for name, t in theme.templates.items() if name != TEMPLATE} == {
        "civic/home.html": "home",  # for a template that changes a part of it
        "home.html": "ours",
        "page.html": "page",
    }
    assert theme.templates["home.html"].source == "themes/town/templates/home.html"
    assert theme.assets["x.png"].content == b"2"
    assert theme.assets["civic.css"].path != load({}).assets["civic.css"].path


def test_sentences_are_laid_over_one_by_one_and_english_lies_below() -> None:
    theme = load(
        {
            "locales/pl/theme.po": po("pl", {"bye": "Pa"}),
            "locales/de/theme.po": po("de", {"bye": "Ade"}),
        }
    )
    assert theme.catalogue("pl").text("hello", name="Anna") == "Witaj Anna"
    assert theme.catalogue("pl").text("bye") == "Pa"
    assert theme.catalogue("pl-x-easy").text("bye") == "Pa"
    assert theme.catalogue("de").text("bye") == "Ade"
    assert theme.catalogue("uk").marked("bye").lang == "en"


def test_the_digest_is_that_of_the_templates() -> None:
    assert load({}).digest == load({"assets/x.png": b"2"}).digest
    assert load({}).digest != load({"templates/home.html": b"ours"}).digest


def test_line_breaks_of_windows_change_nothing() -> None:
    unix, windows = ({"templates/home.html": text} for text in (b"a\nb", b"a\r\nb"))
    assert load(unix).digest == load(windows).digest


def test_the_highest_description_names_the_theme() -> None:
    assert (load({}).name, load({}).version) == ("Civic", "1")
    assert load({"theme.yaml": b"name: Lipowiec\n"}).name == "Lipowiec"
    assert load({}).root == "themes/town"


def test_assets_are_outputs_under_their_hashed_names() -> None:
    theme = load({})
    names = dict(theme.asset_paths())
    assert set(names) == {"civic.css", "x.png"}
    assert theme.asset_outputs()[names["x.png"]] == b"1"


def test_a_sentence_nothing_asks_for_is_pointed_out() -> None:
    own = {"helo": "Cześć", "own-key": "Moje", "hello": "{imie}"}
    files = {"locales/pl/theme.po": po("pl", own), "templates/home.html": b"{{ t('own-key') }}"}
    theme, problems = load_theme((town(files), DEFAULT))
    assert [(p.code, p.severity.value, dict(p.values)) for p in problems] == [
        ("template-message-unused", "warning", {"key": "hello"}),
        ("template-message-unused", "warning", {"key": "helo", "suggestion": "hello"}),
    ]
    assert theme.catalogue("pl").text("own-key") == "Moje"


def test_files_that_cannot_be_read_are_all_told() -> None:
    files = {
        "templates/home.html": "zażółć".encode("cp1250"),
        "locales/pl/theme.po": b'msgid "a\n',
        "theme.yaml": b"name: X\ncolour: red\n",
    }
    _, problems = load_theme((town(files), DEFAULT))
    assert sorted(told(problems)) == [
        "catalogue-unreadable themes/town/locales/pl/theme.po:1",
        "field-unknown themes/town/theme.yaml:2:1",
        "file-not-utf8 themes/town/templates/home.html:1:3",
    ]


# Which layers a site has


def layers(name: str, files: dict[str, str]) -> tuple[list[str], tuple[Diagnostic, ...]]:
    sources = MemorySources({path: text.encode() for path, text in files.items()})
    found, problems = theme_layers(sources, name, DEFAULT)
    return [layer.root for layer in found], problems


def test_a_site_may_override_single_files_of_the_default() -> None:
    assert layers("civic", {}) == (["themes/civic"], ())
    own = layers("civic", {"themes/civic/templates/home.html": ""})
    assert own == (["themes/civic", "themes/civic"], ())


def test_a_theme_may_build_on_another() -> None:
    files = {"themes/a/theme.yaml": "name: A\ninherits: b\n", "themes/b/assets/x.css": "a{}"}
    assert layers("a", files) == (["themes/a", "themes/b", "themes/civic"], ())


PLAIN = {"plain": Layer("themes/plain", {"theme.yaml": b"name: Plain\n"})}


def test_a_theme_that_ships_is_there_without_a_folder_in_the_project() -> None:
    found, problems = theme_layers(MemorySources({}), "plain", DEFAULT, PLAIN)
    assert (found, problems) == ((PLAIN["plain"], DEFAULT), ())


def test_a_site_may_override_single_files_of_a_theme_that_ships() -> None:
    own = {"themes/plain/assets/plain.css": b"a{}"}
    found, problems = theme_layers(MemorySources(own), "plain", DEFAULT, PLAIN)
    assert [(layer.root, sorted(layer.files)) for layer in found[:2]] == [
        ("themes/plain", ["assets/plain.css"]),
        ("themes/plain", ["theme.yaml"]),
    ]
    assert problems == ()


def test_the_themes_that_ship_are_among_those_that_are_proposed() -> None:
    _, [problem] = theme_layers(MemorySources({}), "plian", DEFAULT, PLAIN)
    assert dict(problem.values) == {"name": "plian", "known": "civic, plain", "suggestion": "plain"}


def test_a_template_that_is_replaced_is_known_by_its_theme() -> None:
    own = {"templates/home.html": b"{% extends 'civic/home.html' %}"}
    over = Layer("themes/civic", {"templates/home.html": b"{% extends 'civic/home.html' %} b"})
    theme, problems = load_theme((town(own), over, DEFAULT))
    assert problems == ()
    # Always the one that ships, so that no template extends itself.
    assert theme.templates["civic/home.html"].text == "home"
    assert theme.templates["civic/home.html"].source == "themes/civic/templates/home.html"


def test_tokens_stand_where_a_style_sheet_imports_them_and_keep_its_lines() -> None:
    css = b'/* a */\n@import "tokens.css";\n\nb { background: url(none.png) }\n'
    own = {"theme.yaml": b"name: X\ncolours:\n  light:\n    ink: 123\n", "assets/own.css": css}
    theme, [problem] = load_theme((town(own), DEFAULT))
    assert "--ink:#112233;" in theme.assets["own.css"].content.decode()
    assert str(problem.span) == "themes/town/assets/own.css:4:17"
    assert "#112233" in theme.templates[TEMPLATE].text


def test_a_colour_changes_the_digest() -> None:
    themes = [
        load({"theme.yaml": f"name: X\ncolours:\n  light:\n    ink: {c}\n".encode()})
        for c in ("123", "124")
    ]
    assert themes[0].digest != themes[1].digest


def test_an_unknown_theme_is_told_with_the_likely_one() -> None:
    found, [problem] = layers("lipowec", {"themes/lipowiec/theme.yaml": "name: L\n"})
    assert found == ["themes/civic"]
    assert problem.code == "template-theme-unknown"
    assert dict(problem.values) == {
        "name": "lipowec",
        "known": "civic, lipowiec",
        "suggestion": "lipowiec",
    }


def test_themes_that_build_on_each_other_are_told() -> None:
    files = {
        "themes/a/theme.yaml": "name: A\ninherits: b\n",
        "themes/b/theme.yaml": "name: B\ninherits: a\n",
    }
    _, problems = layers("a", files)
    assert told(problems) == ["template-theme-inherits-itself themes/b/theme.yaml"]


# The default theme


def test_the_default_theme_is_found_and_faultless() -> None:
    theme, problems = load_theme((default_layer(),))
    assert problems == ()
    assert theme.name == "Civic"
    own = {
        "civic.css",
        "clock.js",
        "embeds.js",
        "favicon.svg",
        "lists.js",
        "map.css",
        "map.js",
        "paper.css",
        "search.js",
    }
    assert {name for name in theme.assets if not name.startswith("leaflet/")} == own
    assert {"en", "pl", "uk"} <= set(theme.catalogues)


def test_a_checkout_has_the_default_theme_beside_src() -> None:
    here = Path(str(default_theme_location())).resolve()
    assert here == Path(__file__).resolve().parents[2] / "themes" / "civic"
