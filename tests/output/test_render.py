"""A view and a theme make the bytes of a page; what goes wrong is told at the template's line."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.catalogues import Catalogue
from civicsite.diagnostics import Diagnostic
from civicsite.language import Language, Text, packaged_catalogue
from civicsite.output.render import (
    Renderer,
    TemplateProblem,
    template_file,
)
from civicsite.pages import views as v
from civicsite.pages.plan import templates
from civicsite.pages.urls import relative_address
from civicsite.registry import standard_registry
from civicsite.theme.overlay import Layer, Theme, load_theme

TEMPLATES = templates(standard_registry().pages)
FILES = {template_file(template) for template in TEMPLATES}
PO = """\
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "until"
msgstr "open until {date} & no longer"

msgid "count"
msgid_plural "count"
msgstr[0] "{count} vote"
msgstr[1] "{count} votes"
"""


def theme(template: str, **others: str) -> Theme:
    """A theme whose pages are all made by one template; ``_`` in a name stands for the dot."""
    pages = {f"templates/{name}": b"" for name in FILES}
    files = {f"templates/{n.replace('_', '.')}": text.encode() for n, text in others.items()}
    loaded, problems = load_theme(
        [
            Layer(
                "themes/town",
                {
                    **pages,
                    "templates/page.html": template.encode(),
                    "assets/civic.css": b"",
                    "locales/en/theme.po": PO.encode(),
                    **files,
                },
            )
        ]
    )
    assert not problems
    return loaded


def languages(used: Theme) -> dict[str, Language]:
    english = used.catalogue("en")
    polish = Catalogue("pl", {}).merged(english)
    return {
        "en": Language("en", packaged_catalogue("en").merged(english)),
        "pl": Language("pl", packaged_catalogue("pl").merged(polish)),
    }


def view(used: Theme, path: str = "a/b.html", lang: str = "en", base: str = "") -> v.PageView:
    head = v.Head(Text("Title"), path, lang, "", "", "page", base=base)
    assets = tuple(v.Asset(name, target) for name, target in used.asset_paths())
    site = v.SiteView(Text("Site"), "index.html", lang, (), (), assets, "PLN", "en")
    return v.PageView(head, site, Text("A <b>"), None, v.Prose(), (), ())


def render(template: str, path: str = "a/b.html", lang: str = "en", base: str = "") -> str:
    used = theme(template)
    return Renderer(used, languages(used)).render(view(used, path, lang, base)).decode()


def failing(template: str) -> Diagnostic:
    used = theme(template)
    with pytest.raises(TemplateProblem) as caught:
        Renderer(used, languages(used)).render(view(used))
    return caught.value.diagnostic


def told(problem: Diagnostic) -> tuple[str, int, dict[str, str | int]]:
    assert problem.span.path == "themes/town/templates/page.html"
    return problem.code, problem.span.line, dict(problem.values)


# Text


def test_text_is_always_escaped() -> None:
    assert render("{{ view.title }}|{{ view.title.text }}") == "A &lt;b&gt;|A &lt;b&gt;\n"


def test_a_sentence_keeps_markup_that_a_macro_made_and_escapes_the_rest() -> None:
    macro = '{% macro time(d) %}<time datetime="{{ d }}">{{ d }}</time>{% endmacro %}'
    said = render(macro + "{{ t('until', date=time('2026-06-14')) }}|{{ t('until', date='<i>') }}")
    assert said == (
        'open until <time datetime="2026-06-14">2026-06-14</time> &amp; no longer'
        "|open until &lt;i&gt; &amp; no longer\n"
    )


def test_a_value_in_another_language_keeps_its_mark_inside_a_sentence() -> None:
    template = "{{ t('until', date=view.title) }}"
    used = theme(template)
    page = replace(view(used), title=Text("jutro", "pl"))
    html = Renderer(used, languages(used)).render(page).decode()
    assert html == 'open until <span lang="pl">jutro</span> &amp; no longer\n'


def test_a_sentence_from_the_fallback_language_says_so_except_in_attributes() -> None:
    template = "{{ t('count', count=2) }}|{{ t('count', count=1) | plain }}"
    assert render(template, lang="pl") == '<span lang="en">2 votes</span>|1 vote\n'


@given(st.text(alphabet="\ue000\ue001{}0<&a", max_size=12))
def test_no_value_can_pass_for_a_piece_of_markup(value: str) -> None:
    used = theme("{{ t('until', date=view.title.text) }}")
    page = replace(view(used), title=Text(value))
    html = Renderer(used, languages(used)).render(page).decode()
    escaped = value.replace("&", "&amp;").replace("<", "&lt;")
    assert html == f"open until {escaped} &amp; no longer\n"


def test_only_a_part_of_a_prose_may_be_markup() -> None:
    part = v.Html("<em>x</em>")
    used = theme("{% for p in view.text.parts %}{{ p | html }}{% endfor %}")
    page = replace(view(used), text=v.Prose((part,)))
    assert Renderer(used, languages(used)).render(page) == b"<em>x</em>\n"
    code, _, values = told(failing("{{ view.title | html }}"))
    assert (code, values) == ("template-forbidden", {"detail": "html is for parts of a Prose"})


# White space


def test_lines_are_tidy_and_end_once() -> None:
    assert render("<p>  \r\n\n\n   a  b \t\n</p>\n\n\n") == "<p>\na  b\n</p>\n"


def test_what_is_shown_as_written_stays_as_written() -> None:
    html = render("<p>\n\n</p><PRE>\n  a  \n\n\n  b</PRE>\n\n<textarea>\n\n x</textarea>  \n\n")
    assert html == "<p>\n</p><PRE>\n  a  \n\n\n  b</PRE>\n<textarea>\n\n x</textarea>\n"


def test_a_no_break_space_is_no_white_space() -> None:
    assert render("<b>500\n\u00a0zł</b>") == "<b>500\n\u00a0zł</b>\n"


# Addresses


@pytest.mark.parametrize(
    ("here", "target", "anchor", "address"),
    [
        ("index.html", "lipowiec/park.html", "", "lipowiec/park.html"),
        ("lipowiec/park.html", "index.html", "", "../index.html"),
        ("lipowiec/park.html", "lipowiec/index.html", "now", "index.html#now"),
        ("lipowiec/park.html", "lipowiec/park.html", "now", "#now"),
        ("lipowiec/park.html", "lipowiec/park.html", "", "park.html"),
        ("a/b/c.html", "assets/x.css", "", "../../assets/x.css"),
        ("index.html", "plan: park.pdf", "", "./plan:%20park.pdf"),
        ("index.html", "zażółć#1.pdf", "ż", "za%C5%BC%C3%B3%C5%82%C4%87%231.pdf#%C5%BC"),
    ],
)
def test_addresses_are_relative_and_name_the_file(
    here: str, target: str, anchor: str, address: str
) -> None:
    assert relative_address(here, target, anchor) == address


def test_a_page_that_is_served_at_any_depth_names_the_base() -> None:
    assert relative_address("404.html", "a b.html", "x", "/bip/") == "/bip/a%20b.html#x"
    template = "{{ href('index.html') }} {{ asset('civic.css') }}"
    assert render(template, "404.html", base="/bip/").startswith("/bip/index.html /bip/assets/")


PATHS = st.lists(st.text("abż :#?%", min_size=1, max_size=4), min_size=1, max_size=4).map("/".join)


@given(PATHS, PATHS)
def test_a_relative_address_always_leads_to_its_target(here: str, target: str) -> None:
    address = relative_address(here, target)
    joined = posixpath.join(posixpath.dirname(here), unquote(address))
    assert posixpath.normpath(joined) == target
    assert not address.startswith("/")
    assert "#" not in address
    assert "?" not in address


def test_a_link_brings_its_own_anchor() -> None:
    link = v.Link(Text("x"), "a/c.html", "there")
    used = theme("{{ href(view.siblings[0]) }} {{ href(view.siblings[0], 'here') }}")
    page = replace(view(used), siblings=(link,))
    assert Renderer(used, languages(used)).render(page) == b"c.html#there c.html#here\n"


# Problems on a page


def test_a_name_that_does_not_exist_is_an_error_with_its_line() -> None:
    code, line, values = told(failing("\n\n{{ veiw.title }}"))
    assert (code, line) == ("template-unknown-variable", 3)
    assert values == {"name": "veiw", "suggestion": "view"}


def test_a_field_that_does_not_exist_names_its_view_and_the_likely_one() -> None:
    problem = failing("<p>\n{{ view.titel }}</p>")
    assert told(problem) == (
        "template-unknown-field",
        2,
        {"name": "titel", "owner": "PageView", "suggestion": "title"},
    )
    assert problem.span.excerpt == "{{ view.titel }}</p>"


def test_a_missing_sentence_a_missing_value_and_a_missing_file_are_told() -> None:
    assert told(failing("{{ t('untl') }}"))[0::2] == (
        "template-missing-message",
        {"key": "untl", "suggestion": "until"},
    )
    assert told(failing("{{ t('until') }}"))[0::2] == (
        "template-missing-value",
        {"key": "until", "name": "date"},
    )
    assert told(failing("{{ asset('civc.css') }}"))[0::2] == (
        "template-missing-asset",
        {"name": "civc.css", "suggestion": "civic.css"},
    )


def test_a_problem_in_an_included_template_is_told_there() -> None:
    used = theme("{% include 'part.html' %}", part_html="\n{{ view.x }}")
    with pytest.raises(TemplateProblem) as caught:
        Renderer(used, languages(used)).render(view(used))
    assert str(caught.value.diagnostic.span) == "themes/town/templates/part.html:2"


def test_anything_else_that_fails_is_told_too() -> None:
    code, line, values = told(failing("{{ 1 / 0 }}"))
    assert (code, line) == ("template-failed", 1)
    assert values == {"detail": "ZeroDivisionError: division by zero"}


# The sandbox


@pytest.mark.parametrize(
    "template",
    [
        "{{ view.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ t.__globals__ }}",
        "{{ t.__closure__ }}",
        "{{ t }}",
        "{{ href.__code__ }}",
        "{% set x = [] %}{{ x.append(1) }}",
        "{{ '{0.__class__}'.format(view) }}",
    ],
)
def test_a_template_reaches_nothing_but_its_view(template: str) -> None:
    kinds = {"template-forbidden", "template-unknown-field", "template-unknown-variable"}
    assert told(failing(template))[0] in kinds


@pytest.mark.parametrize("name", ["lipsum", "open", "now", "self_", "request"])
def test_there_is_no_other_name(name: str) -> None:
    assert told(failing(f"{{{{ {name}() }}}}"))[0] == "template-unknown-variable"


@pytest.mark.parametrize("name", ["safe", "random", "pprint"])
def test_filters_that_unescape_or_differ_between_builds_do_not_exist(name: str) -> None:
    used = theme(f"{{{{ view.title | {name} }}}}")
    [problem] = Renderer(used, languages(used)).problems(TEMPLATES)
    assert (problem.code, problem.span.line) == ("template-syntax", 1)


# What is found without a page


def found(template: str, **others: str) -> list[tuple[str, int]]:
    used = theme(template, **others)
    return [(p.code, p.span.line) for p in Renderer(used, languages(used)).problems(TEMPLATES)]


def test_all_problems_of_all_templates_are_told_at_once() -> None:
    template = (
        "{{ t('gone') }}\n{{ asset('gone.css') }}\n{% include 'gone.html' %}\n{{ nothing }}\n"
        "{% autoescape false %}x{% endautoescape %}"
    )
    assert sorted(found(template, home_html="{% if %}")) == [
        ("template-missing-asset", 2),
        ("template-missing-message", 1),
        ("template-missing-template", 3),
        ("template-syntax", 1),
        ("template-unescaped", 5),
        ("template-unknown-variable", 4),
    ]


def test_names_that_another_template_gives_are_known() -> None:
    assert (
        found("{{ item }}", home_html="{% for item in [1] %}{% include 'page.html' %}{% endfor %}")
        == []
    )
    assert (
        found(
            "{% import 'x.html' as x with context %}{{ x.m(1) }}",
            x_html="{% macro m(a) %}{{ a }}{% endmacro %}",
        )
        == []
    )
    assert (
        found("{% from 'x.html' import m as n %}{{ n() }}", x_html="{% macro m() %}{% endmacro %}")
        == []
    )


def test_a_theme_without_a_page_kind_is_refused() -> None:
    used, _ = load_theme([Layer("themes/town", {"templates/home.html": b""})])
    problems = Renderer(used, languages_of_nothing()).problems(TEMPLATES)
    assert {dict(p.values)["name"] for p in problems} == FILES - {"home.html"}
    assert {str(p.span) for p in problems} == {"themes/town/templates"}


def languages_of_nothing() -> dict[str, Language]:
    return {"en": Language("en", Catalogue("en", {}))}


def test_rendering_twice_gives_the_same_bytes_in_any_order() -> None:
    used = theme("{{ view.title }} {{ href('x.html') }} {{ head.path }}")
    renderer = Renderer(used, languages(used))
    first = [renderer.render(view(used, path)) for path in ("a.html", "b/c.html")]
    again = [renderer.render(view(used, path)) for path in ("b/c.html", "a.html")]
    assert first == again[::-1]
