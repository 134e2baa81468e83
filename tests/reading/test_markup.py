"""Markdown as a page needs it: headings, tables, footnotes, lists, notes, ways, raw HTML."""

from __future__ import annotations

import pytest

from civicsite.language import packaged_catalogue
from civicsite.reading.markup import LABELS, render
from civicsite.reading.markup_parts import Heading, HeadingPart, HtmlPart, LinkPart, WayPart
from tests.reading.markup_html import html, parts, places, problems, whole


def codes(text: str) -> list[str]:
    return [problem.code for problem in render(text).problems]


def outline(text: str) -> list[tuple[int, str, str]]:
    return [(h.level, h.id, h.text) for h in render(text).headings]


# Paragraphs and characters


def test_paragraphs_emphasis_and_code() -> None:
    assert html("Raz **dwa** *trzy* `cztery <b>`") == (
        "<p>Raz <strong>dwa</strong> <em>trzy</em> <code>cztery &lt;b&gt;</code></p>"
    )


def test_quotation_marks_and_dashes_stay_as_typed() -> None:
    assert html("„Lipowiec” -- tak... \"nie\" 'być' – może") == (
        "<p>„Lipowiec” -- tak... \"nie\" 'być' – może</p>"
    )


def test_control_characters_are_dropped() -> None:
    assert html("a\0b\x02c\x1f \ufdd0d\ufffe") == "<p>abc d</p>"


def test_line_ends_of_all_systems_are_the_same() -> None:
    assert html("# A\r\n\r\nb\rc") == html("# A\n\nb\nc")


def test_nothing_makes_nothing() -> None:
    assert render("").parts == render(" \n\t\n").parts == ()


def test_code_blocks_stay_as_they_are() -> None:
    text = "```yaml\nways: [karta](x.md) <b> {.x}\n::: way karta\n# tytuł\n[^1] [TOC] | a |\n```"
    assert html(text) == (
        '<pre><code class="language-yaml">ways: [karta](x.md) &lt;b&gt; {.x}\n'
        "::: way karta\n# tytuł\n[^1] [TOC] | a |\n</code></pre>"
    )
    assert html("    [a](/b) <i>\n    ::: way x") == (
        "<pre><code>[a](/b) &lt;i&gt;\n::: way x\n</code></pre>"
    )


# Headings


def test_the_smallest_heading_becomes_level_two() -> None:
    assert outline("# Zasady\n\n## Termin") == [(2, "zasady", "Zasady"), (3, "termin", "Termin")]
    assert outline("### Zasady\n\n#### Termin")[1] == (3, "termin", "Termin")
    assert outline("Zasady\n======\n\nTermin\n------")[1] == (3, "termin", "Termin")


def test_a_level_left_out_is_reported_and_closed_up() -> None:
    text = "## Zasady\n\n#### Termin\n\n### Miejsce\n\n## Wynik"
    assert [level for level, _, _ in outline(text)] == [2, 3, 3, 2]
    assert problems(text) == [
        "3:6: the heading “Termin” leaves out a level: it has ####, but at most ### can stand"
        " here. Change #### to ###, or add the heading that is missing above it."
    ]


def test_a_text_that_begins_too_deep_is_reported() -> None:
    assert places("### A\n\n## B") == [("heading-skipped", 1, "A")]


def test_levels_end_at_six() -> None:
    text = "\n\n".join(f"{'#' * n} {n}" for n in range(1, 7))
    assert [level for level, _, _ in outline(text)] == [2, 3, 4, 5, 6, 6]


def test_ids_are_plain_letters_and_unique() -> None:
    text = "## Łąka i żółw\n\n## Łąka i żółw\n\n## Łąka i żółw\n\n## Парк\n\n## !!!"
    assert [name for _, name, _ in outline(text)] == [
        "laka-i-zolw",
        "laka-i-zolw-2",
        "laka-i-zolw-3",
        "park",
        "section",
    ]


def test_ids_avoid_those_of_the_page_and_of_the_text() -> None:
    fragment = render("## Main\n\n## Own\n\n## Other {: #own }", reserved=frozenset({"main"}))
    assert [h.id for h in fragment.headings] == ["main-2", "own-2", "own"]
    assert fragment.ids == ("main-2", "own", "own-2")


def test_an_id_given_twice_is_reported() -> None:
    text = "## A {: #x }\n\n## B {: #x }"
    assert [name for _, name, _ in outline(text)] == ["x", "x-2"]
    assert places(text) == [("id-taken", 3, "{: #x }")]


def test_an_id_with_polish_letters_is_reported_with_a_better_one() -> None:
    text = "## A {: #głosowanie }"
    assert [name for _, name, _ in outline(text)] == ["a"]
    assert problems(text, "pl") == [
        "1:6: „głosowanie” nie nadaje się do adresu; taka nazwa zaczyna się od litery i ma tylko"
        " litery a–z, cyfry i łączniki. Czy chodziło o „glosowanie”?"
    ]


def test_a_heading_is_one_part_with_its_links() -> None:
    (heading,) = parts("## Zobacz [zasady](z.md) {: .wazne lang=pl }", HeadingPart)
    assert isinstance(heading, HeadingPart)
    assert heading.text == "Zobacz zasady"
    assert heading.attributes == (("class", "wazne"), ("lang", "pl"))
    assert heading.inner == (
        HtmlPart("Zobacz "),
        LinkPart("z.md", line=1, column=20, length=4),
        HtmlPart("zasady</a>"),
    )
    assert html("## Zobacz [zasady](z.md) {: .wazne lang=pl }") == (
        '<h2 id="zobacz-zasady" class="wazne" lang="pl">Zobacz <a href="z.md">zasady</a></h2>'
    )


def test_a_heading_without_text_is_reported_and_goes() -> None:
    text = "## <b></b>\n\nx"
    assert codes(text) == ["heading-empty"]
    assert "<h" not in whole(render(text))


def test_the_way_to_make_ids_can_be_given() -> None:
    assert render("## Ab", slugify=str.upper).ids == ("AB",)


# Table of contents


def test_a_table_of_contents_stands_where_it_is_asked_for() -> None:
    text = "A\n\n[TOC]\n\n## Raz\n\n### Dwa & <b>trzy</b>[^1]\n\n## Raz\n\n[TOC]\n\n[^1]: n"
    assert '<p>A</p>\n<nav class="toc" aria-label="Contents"><ul>' in whole(render(text))
    assert (
        '<li><a href="#raz">Raz</a><ul><li><a href="#dwa-trzy">Dwa &amp; trzy</a></li></ul></li>'
        '<li><a href="#raz-2">Raz</a></li></ul></nav>'
    ) in whole(render(text))
    assert whole(render(text)).count("<nav") == 1
    assert "TOC" not in whole(render(text))


def test_without_headings_there_is_no_table_of_contents() -> None:
    assert whole(render("[TOC]\n\nA")).strip() == "<p>A</p>"


# Tables


TABLE = "| Etap | Do |\n|:-----|---:|\n| Pomysły | 31 marca |"


def test_a_table_scrolls_by_keyboard_and_its_header_has_a_scope() -> None:
    assert html(f"## Terminy\n\n{TABLE}") == (
        '<h2 id="terminy">Terminy</h2>\n'
        '<div class="table" role="region" aria-label="Terminy" tabindex="0"><table>\n'
        '<thead>\n<tr>\n<th class="left" scope="col">Etap</th>\n'
        '<th class="right" scope="col">Do</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td class="left">Pomysły</td>\n<td class="right">31 marca</td>\n</tr>\n'
        "</tbody>\n</table></div>"
    )


def test_a_table_is_called_by_its_heading_or_its_header_and_never_like_another() -> None:
    in_a_list = "- a\n\n    " + TABLE.replace("\n", "\n    ")
    found = html(f"{TABLE}\n\n## Terminy\n\n{TABLE}\n\n{in_a_list}")
    assert [piece.split('"')[0] for piece in found.split('aria-label="')[1:]] == [
        "Etap, Do",
        "Terminy",
        "Terminy (2)",
    ]
    assert 'aria-label="Plan"' in html(
        "<table><caption>Plan</caption><tr><th>Etap</th><td>1</td></tr></table>"
    )


def test_an_empty_corner_is_no_header_cell() -> None:
    found = html("|   | Tak |\n|---|-----|\n| A | 1   |")
    assert '<tr>\n<td></td>\n<th scope="col">Tak</th>\n</tr>' in found


def test_a_row_header_of_raw_html_has_its_scope() -> None:
    found = html("<table><tr><th>A</th><th>B</th></tr><tr><th>1</th><td>2</td></tr></table>")
    assert '<th scope="col">A</th><th scope="col">B</th>' in found
    assert '<th scope="row">1</th>' in found


def test_a_table_without_header_is_reported() -> None:
    text = "x\n\n|  |  |\n|--|--|\n| a | b |"
    assert "<thead" not in whole(render(text))
    assert 'aria-label="Table"' in whole(render(text))
    assert problems(text) == [
        "3:1: this table has no column headings, so a screen reader cannot say what a cell means."
        " Write in its first row what the columns hold."
    ]
    assert places("a\n\n<table><tr><td>1</td></tr></table>") == [
        ("table-without-header", 3, "<table>")
    ]


# Footnotes


def test_footnotes_are_numbered_as_the_text_refers_to_them() -> None:
    found = html("A[^z]. B[^a i b]. C[^z].\n\n[^a i b]: Druga\n[^z]: Pierwsza")
    assert found == (
        '<p>A<sup><a id="fnref-1" href="#fn-1" class="footnote-ref" role="doc-noteref">1</a></sup>.'
        ' B<sup><a id="fnref-2" href="#fn-2" class="footnote-ref" role="doc-noteref">2</a></sup>.'
        ' C<sup><a id="fnref-1-2" href="#fn-1" class="footnote-ref" role="doc-noteref">1</a></sup>.'
        "</p>\n"
        '<div class="footnotes" role="doc-endnotes" aria-label="Footnotes"><ol>'
        '<li id="fn-1">\n<p>Pierwsza'
        ' <a href="#fnref-1" class="footnote-backref" role="doc-backlink"'
        ' aria-label="Back to the text from footnote 1">↩</a>'
        ' <a href="#fnref-1-2" class="footnote-backref" role="doc-backlink"'
        ' aria-label="Back to the text from footnote 1 (2)">↩</a></p>\n</li>'
        '<li id="fn-2">\n<p>Druga'
        ' <a href="#fnref-2" class="footnote-backref" role="doc-backlink"'
        ' aria-label="Back to the text from footnote 2">↩</a></p>\n</li></ol></div>'
    )


def test_a_footnote_may_hold_blocks_and_end_with_a_list() -> None:
    found = html("A[^1]\n\n[^1]: Raz [z](z.md)\n\n    - dwa")
    assert (
        '<li id="fn-1">\n<p>Raz <a href="z.md">z</a></p>\n<ul>\n<li>dwa</li>\n</ul>\n<p><a' in found
    )


def test_a_footnote_in_the_text_of_a_link_stays_a_footnote() -> None:
    found = html("[zasady[^1]](z.md)\n\n[^1]: n")
    assert '<a href="z.md">zasady</a>' in found
    assert '<a id="fnref-1" href="#fn-1"' in found


def test_a_footnote_without_text_is_an_error() -> None:
    assert problems("Raz\nA[^1] i [^dwa]") == [
        "2:2: the footnote “1” has no text. Add at the end a line [^1]: text of the footnote.",
        "2:9: the footnote “dwa” has no text. Add at the end a line [^dwa]: text of the footnote.",
    ]


def test_a_footnote_nobody_refers_to_is_reported() -> None:
    assert places("A\n\n[^1]: n") == [("footnote-unused", 3, "[^1]:")]


# Lists


def test_tasks_are_told_to_eye_and_ear() -> None:
    assert html("- [ ] raz\n- [x] **dwa**\n- trzy") == (
        '<ul class="tasks">\n'
        '<li class="task"><span class="task-sign" aria-hidden="true">☐</span> '
        '<span class="visually-hidden">not done: </span>raz</li>\n'
        '<li class="task done"><span class="task-sign" aria-hidden="true">☑</span> '
        '<span class="visually-hidden">done: </span><strong>dwa</strong></li>\n'
        "<li>trzy</li>\n</ul>"
    )


def test_tasks_with_paragraphs_are_tasks_as_well() -> None:
    assert html("- [X] raz\n\n- [ ] dwa").count('aria-hidden="true"') == 2


def test_definition_lists_and_abbreviations() -> None:
    assert html("BIP\n:   Biuletyn\n\n*[BIP]: Biuletyn Informacji Publicznej") == (
        '<dl>\n<dt><abbr title="Biuletyn Informacji Publicznej">BIP</abbr></dt>\n'
        "<dd>Biuletyn</dd>\n</dl>"
    )


def test_a_list_does_not_change_its_kind() -> None:
    assert html("1. raz\n\n- dwa") == "<ol>\n<li>raz</li>\n</ol>\n<ul>\n<li>dwa</li>\n</ul>"


# Admonitions


@pytest.mark.parametrize("quotes", ['""', "„”", "“”", "«»"])
def test_an_admonition_is_a_note_with_a_title_that_is_no_heading(quotes: str) -> None:
    assert html(f"!!! uwaga {quotes[0]}Nowy termin{quotes[1]}\n    Do **piątku**.") == (
        '<div class="admonition uwaga" role="note">\n'
        '<p class="admonition-title">Nowy termin</p>\n<p>Do <strong>piątku</strong>.</p>\n</div>'
    )


def test_an_admonition_without_a_title_takes_it_from_the_language() -> None:
    polish = {name: packaged_catalogue("pl").text(f"markup-{name}") for name in LABELS}
    assert '<p class="admonition-title">Ostrzeżenie</p>' in whole(
        render("!!! warning\n    x", labels=polish)
    )
    assert '<p class="admonition-title">Ciekawostka</p>' in html("!!! ciekawostka\n    x")
    assert "admonition-title" not in html('!!! note ""\n    x')


@pytest.mark.parametrize("language", ["en", "pl", "uk"])
def test_every_word_stands_in_every_catalogue(language: str) -> None:
    catalogue = packaged_catalogue(language)
    words = {name: catalogue.marked(f"markup-{name}") for name in LABELS}
    assert [name for name, word in words.items() if word.lang is not None] == []
    if language == "en":
        assert {name: str(word) for name, word in words.items()} == LABELS


# Ways


def test_a_way_is_a_part_of_its_own() -> None:
    text = "Raz\n::: way karta\ndwa\n\n:::  way urny  "
    assert parts(text, WayPart) == [WayPart("karta", 2, 9, 5), WayPart("urny", 5, 10, 4)]
    assert html(text) == "<p>Raz</p>\n<section>karta</section>\n<p>dwa</p>\n<section>urny</section>"


def test_a_way_may_stand_in_lists_quotations_and_notes() -> None:
    assert html("1. raz\n\n    ::: way karta\n\n2. dwa") == (
        "<ol>\n<li>\n<p>raz</p>\n<section>karta</section>\n</li>\n<li>\n<p>dwa</p>\n</li>\n</ol>"
    )
    assert html("> raz\n> ::: way karta") == (
        "<blockquote>\n<p>raz</p>\n<section>karta</section>\n</blockquote>"
    )
    assert "<section>karta</section>" in html('!!! note "A"\n    ::: way karta')
    assert html("| a | b |\n|---|---|\n| c | d |\n::: way karta").endswith(
        "<section>karta</section>"
    )


def test_code_in_a_list_holds_no_way() -> None:
    text = "- raz\n\n    ```\n    ::: way karta\n    ```"
    assert parts(text, WayPart) == []
    assert codes(text) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            ":::way karta",
            "this line for a form or another way of taking part is not written as it should be."
            " Did you mean “::: way karta”?",
        ),
        (
            "::: way karta i urny",
            "this line for a form or another way of taking part is not written as it should be."
            " Did you mean “::: way karta”?",
        ),
        (
            "::: way",
            "this line does not say which way of taking part shall stand here."
            " Add its name from “ways:”, for example ::: way karta.",
        ),
        (
            ":::",
            "this line does not say which way of taking part shall stand here."
            " Add its name from “ways:”, for example ::: way karta.",
        ),
        (
            "::: wey karta",
            "after ::: stands “wey”, but only “way” can stand there. Did you mean “::: way karta”?",
        ),
        (
            "::: uwaga",
            "after ::: stands “uwaga”, but only “way” can stand there."
            " Write for example ::: way karta, where karta is a name from “ways:”.",
        ),
    ],
)
def test_a_way_that_is_misspelt_is_an_error(line: str, told: str) -> None:
    assert problems(f"Raz\n\n{line}\n\ndwa") == [f"3:1: {told}"]
    assert whole(render(f"Raz\n\n{line}\n\ndwa")).split() == ["<p>Raz</p>", "<p>dwa</p>"]


def test_a_way_among_other_text_is_an_error() -> None:
    assert places("<div>\n::: way karta\n</div>") == [("way-not-alone", 2, "::: way karta")]
    assert problems("- raz\n    ::: way karta") == [
        "2:5: this line with ::: stands among other text or HTML, so the form would not appear."
        " Leave an empty line above and below it; inside a list item, indent it by four spaces."
    ]


# Raw HTML


def test_harmless_html_stays() -> None:
    text = "<details><summary>Więcej</summary>H<sub>2</sub>O</details>"
    assert html(text) == text
    assert html('A <span lang="en" title="x">b</span><br>c') == (
        '<p>A <span lang="en" title="x">b</span><br>c</p>'
    )


def test_comments_go_silently() -> None:
    assert html("A <!-- dla siebie --> b\n\n<!--\n::: way x\n-->\n\nc") == (
        "<p>A  b</p>\n\n\n<p>c</p>"
    )


def test_what_loads_from_elsewhere_is_an_error_that_names_the_way_out() -> None:
    text = 'Raz\n\n<iframe src="https://forms.example.org/x"></iframe>'
    assert "iframe" not in whole(render(text))
    assert problems(text) == [
        "3:1: the tag <iframe> would load something from another server before anybody has agreed"
        " to it, so it cannot stand in a text. Put the address of the form, map or video under"
        " “ways:”, and in the text write a line ::: way with its name."
    ]
    assert places("Raz <script>alert(1)</script> dwa") == [("html-embed-removed", 1, "<script>")]
    assert whole(render("Raz <script>alert(1)</script> dwa")) == "<p>Raz  dwa</p>"


def test_tags_that_lose_nothing_are_warnings_and_others_errors() -> None:
    text = "<center>A</center>\n\n<style>b{}</style>\n\n<form><input name=x></form>"
    assert [(p.code, p.severity, p.line) for p in render(text).problems] == [
        ("html-removed", "warning", 1),
        ("html-removed", "warning", 3),
        ("html-removed", "error", 5),
        ("html-removed", "error", 5),
    ]
    assert whole(render(text)).split() == ["A"]


def test_text_in_angle_brackets_does_not_vanish_silently() -> None:
    assert problems("Piszę: <imię i nazwisko>.") == [
        "1:8: <imię> looks like a tag of HTML, but there is no such tag, so it would vanish from"
        " the page. If you mean the sign <, write &lt; in its place."
    ]


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ('<p style="color:red">A</p>', "style"),
        ('<p onclick="alert(1)">A</p>', "onclick"),
        ('A\n{: onclick="alert(1)" }', "onclick"),
        ("[a](b.md){: target=_blank }", "target"),
        ('<p class="1 a">A</p>', "class"),
        ('<p lang="polski język">A</p>', "lang"),
    ],
)
def test_attributes_that_may_not_stand_are_reported(text: str, attribute: str) -> None:
    (problem,) = render(text).problems
    assert problem.code == "html-attribute-removed"
    assert dict(problem.values)["attribute"] == attribute
    assert problem.line == text.count("\n") + 1
    found = whole(render(text))
    assert attribute not in found or found == '<p class="a">A</p>'


def test_an_item_without_its_list_leaves_its_text() -> None:
    assert html("<li>A</li>") == "A"
    assert html("<div><summary>A</summary></div>") == "<div>A</div>"


# Two fragments on one page


def test_a_prefix_begins_all_ids_and_the_links_to_them() -> None:
    text = (
        "[TOC]\n\n## A\n\nx[^1] [raz](#a) [dwa](#phases) [trzy](#b) [plik](p.md#a)\n\n"
        "<a id=b></a>\n\n[^1]: n"
    )
    fragment = render(text, prefix="ocena-")
    assert fragment.problems == ()
    assert fragment.ids == ("ocena-a", "ocena-b", "ocena-fn-1", "ocena-fnref-1")
    found = whole(fragment)
    assert found.count('href="#ocena-a"') == 2
    assert 'href="#ocena-fn-1"' in found
    assert 'href="#ocena-fnref-1"' in found
    assert 'href="#ocena-b"' in found
    assert 'href="#phases"' in found
    assert 'href="p.md#a"' in found
    assert fragment.headings == (Heading(2, "ocena-a", "A"),)


def test_nothing_is_kept_between_two_texts() -> None:
    first = "## A\n\nx[^1] HTML [r][r]\n\n[^1]: n\n\n*[HTML]: h\n\n[r]: r.md"
    second = "## A\n\nHTML [r][r] [^1]"
    before = render(first)
    assert codes(second) == ["link-definition-missing", "footnote-missing"]
    assert "<abbr" not in whole(render(second))
    assert render(first) == before


# Depth


@pytest.mark.parametrize(
    "text", [">" * 1000 + " a", "* " * 1000 + "a", "- " * 30 + "a", " " * 400 + "!!! note"]
)
def test_what_nests_beyond_reason_is_an_error(text: str) -> None:
    fragment = render(f"Raz\n\n{text}\n{text}\n\ndwa")
    assert [(p.code, p.line) for p in fragment.problems] == [("text-nested-too-deep", 3)]
    assert whole(fragment).split() == ["<p>Raz</p>", "<p>dwa</p>"]


def test_a_rule_of_many_stars_is_no_list() -> None:
    assert html("* " * 40) == "<hr>"


def test_twenty_levels_are_fine() -> None:
    text = "\n".join(f"{'    ' * depth}- {depth}" for depth in range(20))
    assert html(text).count("<ul>") == 20
    assert html("> " * 20 + "a").count("<blockquote>") == 20
