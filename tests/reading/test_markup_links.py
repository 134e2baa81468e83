"""Links and images: where they lead, and whether everybody can make use of them."""

from __future__ import annotations

import pytest

from civicsite.reading.markup import render
from civicsite.reading.markup_addresses import (
    BadAddress,
    External,
    Local,
    read_image_address,
    read_link_address,
)
from civicsite.reading.markup_parts import ImagePart, LinkPart
from tests.reading.markup_html import html, parts, places, problems, whole

# Links


def test_a_link_within_the_site_is_a_part_with_its_place() -> None:
    text = 'Zob. [o partycypacji](../o-partycypacji.md#zasady "Więcej o tym"){: .wazny }.'
    attributes = (("class", "wazny"), ("title", "Więcej o tym"))
    assert parts(text, LinkPart) == [
        LinkPart("../o-partycypacji.md", "zasady", attributes, line=1, column=23, length=27)
    ]
    assert html(text).endswith(">o partycypacji</a>.</p>")


@pytest.mark.parametrize(
    ("written", "path", "anchor"),
    [
        ("[a b](documents/regulamin.pdf)", "documents/regulamin.pdf", ""),
        ("[a b](#zasady)", "", "zasady"),
        ("[a b](moje%20pliki/plan%20%C5%82%C4%85ki.pdf)", "moje pliki/plan łąki.pdf", ""),
        ("[a b](<moje pliki/plan (1).pdf>)", "moje pliki/plan (1).pdf", ""),
        ("[a b](plan(1).pdf)", "plan(1).pdf", ""),
        ("[a b][p]\n\n[p]: plan.pdf#s2 'Plan'", "plan.pdf", "s2"),
        ("[a b][]\n\n[A B]: <plan.pdf>", "plan.pdf", ""),
        ("[a b]\n\n> [a b]: plan.pdf", "plan.pdf", ""),
        ('<a href="plan.pdf#s2">a b</a>', "plan.pdf", "s2"),
        ("<div><a href='a&amp;b.pdf'>a b</a></div>", "a&b.pdf", ""),
        ("[**a** `b`](plan.pdf)", "plan.pdf", ""),
        ("| [a b](plan.pdf) | B |\n|---|---|\n| c | d |", "plan.pdf", ""),
    ],
)
def test_all_ways_to_write_a_link(written: str, path: str, anchor: str) -> None:
    (link,) = parts(written, LinkPart)
    assert isinstance(link, LinkPart)
    assert (link.path, link.anchor) == (path, anchor)
    assert render(written).problems == ()


def test_links_that_leave_the_site_stay_html() -> None:
    assert html("[BIP](https://bip.example.org/?a=1&b=2)") == (
        '<p><a href="https://bip.example.org/?a=1&amp;b=2" rel="noopener">BIP</a></p>'
    )
    assert html("[Poczta](mailto:urzad@example.org?subject=Budżet obywatelski)") == (
        '<p><a href="mailto:urzad@example.org?subject=Budżet%20obywatelski">Poczta</a></p>'
    )
    assert html("[Telefon](tel:+48 (12) 345 67 89)") == (
        '<p><a href="tel:+48123456789">Telefon</a></p>'
    )
    assert html("<urzad@example.org>") == (
        '<p><a href="mailto:urzad@example.org">urzad@example.org</a></p>'
    )
    assert html('<a href="http://example.org">A b</a>') == (
        '<p><a href="http://example.org" rel="noopener">A b</a></p>'
    )


def test_an_address_as_the_text_of_its_link_is_a_warning() -> None:
    assert whole(render("Zob. <https://example.org/a>")) == (
        '<p>Zob. <a href="https://example.org/a" rel="noopener">https://example.org/a</a></p>'
    )
    assert problems("Zob. <https://example.org/a>") == [
        "1:7: the text of this link is a bare address, which a screen reader reads out sign by"
        " sign. Write in words what page it is: [name of the page](address)."
    ]
    assert places("[www.example.org](a.md)") == [("link-text-is-address", 1, "www.example.org")]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "/budzet/zasady.html",
            "the address “/budzet/zasady.html” begins with a slash, which leads somewhere else on"
            " every server. Write the path of the file as seen from this file, for example"
            " ../o-partycypacji.md.",
        ),
        (
            "www.example.org/a",
            "the beginning of the address “www.example.org/a” is missing, so a browser would look"
            " for a file of that name. Did you mean “https://www.example.org/a”?",
        ),
        (
            "lipowiec.pl",
            "the beginning of the address “lipowiec.pl” is missing, so a browser would look for a"
            " file of that name. Did you mean “https://lipowiec.pl”?",
        ),
        (
            "//example.org/a.js",
            "the beginning of the address “//example.org/a.js” is missing, so a browser would look"
            " for a file of that name. Did you mean “https://example.org/a.js”?",
        ),
        (
            "urzad@lipowiec.pl",
            "the beginning of the address “urzad@lipowiec.pl” is missing, so a browser would look"
            " for a file of that name. Did you mean “mailto:urzad@lipowiec.pl”?",
        ),
        (
            "documents\\regulamin.pdf",
            "the address “documents\\regulamin.pdf” has backslashes, as on Windows; on a web page"
            " they do not work. Did you mean “documents/regulamin.pdf”?",
        ),
        (
            "C:/Dokumenty/regulamin.pdf",
            "the address “C:/Dokumenty/regulamin.pdf” leads to a file on your own computer, which"
            " nobody else can open. Put the file into the folder of the process and write its"
            " path, for example documents/regulamin.pdf.",
        ),
        (
            "ftp://example.org/a",
            "the address “ftp://example.org/a” is of a kind that many browsers cannot open."
            " Use an address that begins with https://, mailto: or tel:, or the path of a file.",
        ),
        (
            "https:/example.org",
            "“https:/example.org” is not a valid web address."
            " Copy the address once more from your browser's address bar.",
        ),
        (
            "javascript:alert(1)",
            "the address “javascript:alert(1)” does not lead anywhere but would run something in"
            " the reader's browser. Remove the link, or write an address that begins with"
            " https://.",
        ),
        (
            "",
            "this link has no address."
            " Write the address in the round brackets after the text of the link.",
        ),
    ],
)
def test_an_address_that_leads_nowhere_is_an_error(address: str, told: str) -> None:
    text = f"Raz\n\nZob. [regulamin]({address})."
    assert problems(text) == [f"3:18: {told}"]
    assert whole(render(text)) == "<p>Raz</p>\n<p>Zob. regulamin.</p>"


@pytest.mark.parametrize(
    "text",
    [
        '<a href="javascript:alert(1)">a b</a>',
        '<a href=" java\tscript:alert(1)">a b</a>',
        '<div><a href="&#106;avascript:alert(1)">a b</a></div>',
        "[a b][x]\n\n[x]: javascript:alert(1)",
        "[a b](z.md){: href=javascript:alert(1) }",
        "[a b](data:text/html,x)",
        "[a b](JavaScript&colon;alert(1))",
        "<javascript://a>",
    ],
)
def test_no_way_of_writing_lets_an_address_run_something(text: str) -> None:
    assert {p.code for p in render(text).problems} <= {"link-unsafe", "link-text-is-address"}
    assert "link-unsafe" in {p.code for p in render(text).problems}
    assert "href" not in whole(render(text))


@pytest.mark.parametrize("words", ["tutaj", "Kliknij tutaj", "tu", "LINK", "here", "click here »"])
def test_a_text_that_says_nothing_is_a_warning(words: str) -> None:
    assert places(f"Regulamin jest [{words}](a.md).") == [("link-text-unclear", 1, words)]


def test_a_link_that_says_nothing_is_told_in_polish() -> None:
    assert problems("[kliknij **tutaj**](a.md)", "pl") == [
        "1:2: tekst odsyłacza „kliknij tutaj” nie mówi, dokąd on prowadzi."
        " Napisz, co jest pod tym adresem, na przykład „regulamin głosowania”."
    ]


def test_a_link_without_text_is_an_error() -> None:
    assert problems("a\n\n[](plan.pdf)") == [
        "3:2: this link has no text, so a screen reader cannot say where it leads."
        " Write between the square brackets what is to be found there."
    ]
    assert [p.code for p in render('<a href="a.md"><b> </b></a>').problems] == ["link-text-missing"]
    assert [p.code for p in render("[![](x.png){.decorative}](a.md)").problems] == [
        "link-text-missing"
    ]


def test_an_image_may_be_the_text_of_a_link() -> None:
    assert html("[![Plan łąki](x.png)](a.md)") == (
        '<p><a href="a.md"><img src="x.png" alt="Plan łąki"></a></p>'
    )


def test_a_reference_without_its_definition_is_a_warning() -> None:
    assert problems("a [b][c] d [e]") == [
        "1:3: nowhere in the text is there an address for “[c]”, so the brackets stay on the page"
        " as they are. Add a line [c]: address, or write the address at once: [text](address)."
    ]
    assert places("Zob. [raz][dwa] i [trzy][dwa].\n\n[trzy][dwa]") == [
        ("link-definition-missing", 1, "[raz][dwa]"),
        ("link-definition-missing", 1, "[trzy][dwa]"),
        ("link-definition-missing", 3, "[trzy][dwa]"),
    ]


def test_brackets_in_prose_are_no_mistake() -> None:
    assert html("Art. 5a [uchylony] [1], ust. 2 [sic].") == (
        "<p>Art. 5a [uchylony] [1], ust. 2 [sic].</p>"
    )


def test_an_anchor_without_address_is_kept_for_its_id() -> None:
    fragment = render('<a id="stare"></a>Raz')
    assert fragment.ids == ("stare",)
    assert whole(fragment) == '<p><span id="stare"></span>Raz</p>'


# Images


def test_an_image_is_a_part() -> None:
    text = '![Plan łąki z *drzewami*](images/plan%20a.png "Plan"){: width=40 .mapa }'
    (image,) = parts(text, ImagePart)
    assert isinstance(image, ImagePart)
    assert (image.path, image.title) == ("images/plan a.png", "Plan")
    assert image.alt == "Plan łąki z *drzewami*"
    assert dict(image.attributes) == {"class": "mapa", "width": "40"}
    assert (image.line, image.column, image.length) == (1, 27, 19)


def test_an_image_needs_an_alternative_text() -> None:
    assert problems("Raz ![](images/plan.png)") == [
        "1:9: the image “images/plan.png” has no alternative text, so somebody who cannot see it"
        " does not learn what it shows. Describe it in the square brackets, ![Description](file),"
        " or add {.decorative} after it if it is only an ornament."
    ]
    assert places('a\n<img src="a.png">') == [("image-without-alt", 2, '<img src="a.png">')]


@pytest.mark.parametrize("declared", ["{.decorative}", "{: .decorative }"])
def test_an_image_may_be_declared_decorative(declared: str) -> None:
    assert html(f"![](a.png){declared}") == '<p><img src="a.png" alt="" class="decorative"></p>'


def test_a_file_name_is_no_alternative_text() -> None:
    assert places("![IMG_2034.jpg](a.jpg)") == [("image-alt-is-file", 1, "IMG_2034.jpg")]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://example.org/a.png", "image-external"),
        ("//example.org/a.png", "image-external"),
        ("www.example.org/a.png", "image-external"),
        ("data:image/png;base64,AAAA", "image-embedded"),
        ("/images/a.png", "link-absolute"),
        ("C:\\obrazy\\a.png", "link-on-own-computer"),
        ("images\\a.png", "link-backslash"),
        ("ftp://example.org/a.png", "link-scheme-unknown"),
        ("", "image-file-missing"),
    ],
)
def test_an_image_has_to_lie_beside_the_text(address: str, code: str) -> None:
    text = f"Raz\n![Plan]({address})"
    assert [(p.code, p.line) for p in render(text).problems] == [(code, 2)]
    assert "img" not in whole(render(text))


def test_an_image_of_a_stranger_is_told_in_polish() -> None:
    assert problems("![Plan](https://example.org/a.png)", "pl") == [
        "1:9: obraz „https://example.org/a.png” leży na cudzym serwerze, który dowiadywałby się o"
        " każdej osobie odwiedzającej stronę. Zapisz obraz w swoim folderze i wpisz jego ścieżkę,"
        " na przykład images/mapa.jpg."
    ]


# Addresses by themselves


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.org/A", "https://Example.org/A"),
        ("https://example.org:8080/a?b=c#d", "https://example.org:8080/a?b=c#d"),
        ("https://gmina-łąka.example/ż", "https://gmina-łąka.example/ż"),
        ("https://example.org/a b|c[1]", "https://example.org/a%20b%7Cc%5B1%5D"),
        ("https://example.org/100%zł", "https://example.org/100%25zł"),
        ("https://example.org/%C5%82#a#b", "https://example.org/%C5%82#a%23b"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_web_addresses_are_written_as_the_standard_wants(written: str, address: str) -> None:
    assert read_link_address(written) == External(address, leaves=True)


@pytest.mark.parametrize(
    "written", ["https://", "https:///a", "http:example.org", "https://a:b/", "https://a_b ,c/"]
)
def test_what_cannot_be_a_web_address(written: str) -> None:
    assert read_link_address(written) == BadAddress("link-address-broken", written)


def test_addresses_of_files() -> None:
    assert read_link_address("process.md") == Local("process.md", "")
    assert read_link_address("a.md#b#c") == Local("a.md", "b#c")
    assert read_link_address("#") == BadAddress("link-target-missing", "#")
    assert read_link_address("info/www.txt") == Local("info/www.txt", "")
    assert read_image_address("a#1.png") == Local("a#1.png", "")
