"""Every page of the default theme, rendered from views that hold everything a page may show."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from itertools import pairwise
from urllib.parse import unquote

import pytest

from civicsite.language import Text
from civicsite.pages import views as v
from tests.theme import samples
from tests.theme.outline import Outline
from tests.theme.sample_parts import BUDGET, CLOSES, FORM, MEETING, PARK, RESULTS, SITE, WALK
from tests.theme.sample_processes import finished, process, waiting
from tests.theme.sample_results import diagnosis, election, results

FILES = samples.site()
PAGES = sorted(path for path in FILES if path.endswith(".html"))


def outline(view: v.View) -> Outline:
    return Outline.of(samples.renderer().render(view))


@pytest.fixture(scope="module")
def outlines() -> dict[str, Outline]:
    return {path: Outline.of(FILES[path]) for path in PAGES}


# What holds for every page


@pytest.mark.parametrize("path", PAGES)
def test_headings_begin_with_one_title_and_skip_no_level(
    path: str, outlines: dict[str, Outline]
) -> None:
    levels = [level for level, _ in outlines[path].headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text for _, text in outlines[path].headings)


@pytest.mark.parametrize("path", PAGES)
def test_the_frame_is_there_in_its_order(path: str, outlines: dict[str, Outline]) -> None:
    page = outlines[path]
    body = [e for e in page.elements if e.above[-1:] == ("body",)]
    tags = [e.tag for e in body]
    assert tags in (
        ["a", "header", "nav", "main", "footer"],
        ["a", "header", "main", "footer"],
    )
    assert body[0].attributes == {"class": "skip", "href": "#main"}
    assert page.all("main")[0].attributes["id"] == "main"
    labels = [e.attributes.get("aria-label", "") for e in page.all("nav") if "main" not in e.above]
    assert len(labels) == len(set(labels))
    assert all(labels)


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_unique_and_labels_lead_to_them(path: str, outlines: dict[str, Outline]) -> None:
    page = outlines[path]
    ids = Counter(e.attributes["id"] for e in page.having("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert {e.attributes["aria-labelledby"] for e in page.having("aria-labelledby")} <= set(ids)
    sections = page.all("section")
    assert all("aria-labelledby" in section.attributes for section in sections)


@pytest.mark.parametrize("path", PAGES)
def test_links_are_relative_and_lead_to_files_and_places_that_exist(
    path: str, outlines: dict[str, Outline]
) -> None:
    for element in outlines[path].elements:
        for name in ("href", "src"):
            address = element.attributes.get(name, "")
            if not address or re.match(r"[a-z]+:", address):
                continue
            if path == "404.html" and address != "#main":
                assert address.startswith("/bip/")
                target = address.removeprefix("/bip/")
            else:
                assert not address.startswith("/")
                target = posixpath.join(posixpath.dirname(path), address)
            file, _, anchor = unquote(target).partition("#")
            file = posixpath.normpath(file) if not address.startswith("#") else path
            assert file in FILES, f"{path}: {address}"
            if anchor and file in outlines:
                assert outlines[file].all(id=anchor), f"{path}: {address}"


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_loaded_from_another_host(path: str, outlines: dict[str, Outline]) -> None:
    page = outlines[path]
    assert page.all("iframe", "object", "embed", "video", "audio", "form", "base") == []
    named = ("canonical", "alternate")  # addresses that are told, not asked
    loaded = [e for e in page.all("img", "script", "link") if e.attributes.get("rel") not in named]
    assert [e for e in loaded if re.match("https?:", e.attributes.get("src", ""))] == []
    assert [e for e in loaded if re.match("https?:", e.attributes.get("href", ""))] == []


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_follows_the_character_set_and_forbids_what_is_inline(
    path: str, outlines: dict[str, Outline]
) -> None:
    head = [e for e in outlines[path].elements if e.above == ("html", "head")]
    assert head[0].attributes == {"charset": "utf-8"}
    assert head[1].attributes["http-equiv"] == "Content-Security-Policy"
    policy = dict(part.split(" ", 1) for part in head[1].attributes["content"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["form-action"] == policy["base-uri"] == "'none'"
    assert outlines[path].having("style") == []
    assert [e for e in outlines[path].all("script") if "src" not in e.attributes] == []
    assert outlines[path].all("style") == []


def test_only_the_hosts_of_a_page_may_be_framed() -> None:
    framed = samples.renderer().render(process()).decode()
    assert "frame-src https://docs.google.com https://www.youtube-nocookie.com;" in framed
    assert "frame-src 'none';" in unescape(samples.renderer().render(samples.home()).decode())


def test_the_same_view_gives_the_same_bytes_and_every_view_names_its_kind() -> None:
    for path, view in samples.pages().items():
        again = samples.renderer().render(view)
        assert again == FILES[path]
        name = f'<meta name="civicsite:template" content="{view.head.template}">'
        assert name in again.decode()


def test_what_an_editor_wrote_is_never_markup() -> None:
    evil = Text('</title><script>alert("1")</script>&\'', "de")
    view = replace(
        process(),
        title=evil,
        summary=evil,
        head=replace(process().head, title=evil, description=evil.text),
        image=v.ImageView("a.png", evil),
        facts=(v.Fact("scope", evil),),
        outcome=v.OutcomeView(evil),
    )
    html = samples.renderer().render(view).decode()
    assert "<script>" not in html
    page = Outline.of(html)
    assert page.all("h1")[0].text == evil.text
    assert page.all("img", src="../a.png")[0].attributes["alt"] == evil.text
    assert page.all("meta", property="og:title")[0].attributes["content"] == evil.text


def test_a_text_of_another_language_says_so() -> None:
    page = outline(samples.in_ukrainian())
    assert page.all("html")[0].attributes["lang"] == "uk"
    [lead] = [e for e in page.all("span", lang="pl") if "p" in e.above and "main" in e.above][:1]
    assert lead.text == "Zanim zamówimy projekt, pytamy, jaki ma być park."
    assert page.classed("prose")[0].attributes["lang"] == "pl"
    notes = [e.text for e in page.classed("notice")]
    assert "Частину цієї сторінки ще не перекладено." in notes[0]


def test_a_sentence_that_ukrainian_lacks_is_marked_as_english() -> None:
    page = outline(samples.in_ukrainian())
    assert "en" in {e.attributes["lang"] for e in page.all("span") if "lang" in e.attributes}


def test_languages_are_links_with_their_own_names() -> None:
    page = outline(process())
    [nav] = page.all("nav", aria_label="Język strony")
    links = [e for e in page.all("a") if "lang" in e.attributes and "nav" in e.above]
    assert nav.text == "Polski Українська"
    assert [(e.text, e.attributes["hreflang"], e.attributes["lang"]) for e in links] == [
        ("Polski", "pl", "pl"),
        ("Українська", "uk", "uk"),
    ]
    assert links[0].attributes["aria-current"] == "page"


def test_search_engines_get_whole_addresses_of_the_other_languages() -> None:
    found = {e.attributes["hreflang"]: e for e in outline(process()).all("link", rel="alternate")}
    assert {code: e.attributes["href"] for code, e in found.items()} == {
        "pl": f"https://lipowiec.example/bip/{PARK}",
        "uk": f"https://lipowiec.example/bip/uk/{PARK}",
    }
    view = samples.home()
    known = (v.Link(Text("English"), "en/index.html", lang="en"),)
    root = "https://lipowiec.example/bip/"
    page = outline(replace(view, head=replace(view.head, canonical=root, alternates=known)))
    [english] = page.all("link", rel="alternate")
    assert english.attributes["href"] == f"{root}en/"


def test_the_section_a_page_belongs_to_is_marked_in_the_menu() -> None:
    [town] = [
        e for e in outline(process()).all("a") if "header" in e.above and e.text == "Lipowiec"
    ]
    assert town.attributes["aria-current"] == "true"
    page = outline(samples.municipality())
    [town] = [e for e in page.all("a") if "header" in e.above and e.text == "Lipowiec"]
    assert town.attributes["aria-current"] == "page"


def test_a_page_for_nobody_is_not_indexed() -> None:
    for path in ("404.html", "stary/park.html"):
        html = FILES[path].decode()
        assert '<meta name="robots" content="noindex">' in html
        assert "canonical" not in html
    assert 'content="0; url=../lipowiec/park-nad-rzeka.html"' in FILES["stary/park.html"].decode()


def test_a_draft_says_so() -> None:
    view = process()
    shown = outline(replace(view, head=replace(view.head, draft=True)))
    assert shown.classed("notice")[0].text == "Szkic: ta strona nie jest opublikowana."


# A process


def test_a_process_tells_what_happened_and_what_to_do_before_all_else() -> None:
    page = outline(process())
    titles = [text for level, text in page.headings if level == 2]
    assert titles == [
        "Co możesz zrobić teraz",
        "Co z tego wynikło",
        "Jak wziąć udział",
        "Etapy",
        "Najważniejsze informacje",
        "Co już wiemy",
        "Spotkania",
        "Jak wybrano uczestników",
        "Propozycje",
        "Uwagi i odpowiedzi",
        "Decyzje",
        "Co zrobiono od tego czasu",
        "Dokumenty",
        "Obowiązki i terminy",
        "Gdzie ogłoszono",
        "Wiążąca publikacja",
        "Kontakt",
        "Ochrona danych osobowych",
        "Co się zmieniło",
        "W tej serii: Konsultacje",
    ]
    html = FILES[PARK].decode()
    assert html.index("Formularz nie działał") < html.index('id="now"')


def test_an_open_form_is_a_link_that_names_where_it_leads() -> None:
    page = outline(process())
    form = page.classed("action")[0]
    assert form.attributes["href"] == FORM
    assert form.text == "Formularz uwag (otworzy się strona docs.google.com)"
    box = page.classed("embed-frame")[0]
    assert "hidden" in box.attributes
    assert box.attributes["data-frame"] == f"{FORM}?embedded=true"
    assert box.attributes["data-sandbox"].startswith("allow-scripts")


def test_the_ways_without_the_internet_are_named() -> None:
    [offline] = outline(process()).classed("offline")
    assert offline.text == "Także bez internetu: Karty w bibliotece i ratuszu, List"


def test_what_a_stale_page_will_say_is_in_it_already_and_hidden() -> None:
    page = outline(process())
    ways = [e for e in page.classed("way") if "data-closes" in e.attributes]
    assert ways[0].attributes["data-closes"] == CLOSES
    closed = [e for e in page.having("data-closed") if "hidden" in e.attributes]
    assert len(closed) == len(page.having("data-closed")) > 2
    assert [e for e in page.having("data-open") if "hidden" in e.attributes] == []
    [status] = page.classed("status")
    assert status.text == "Otwarte do 14 czerwca 2026, godz. 20:00 Termin już minął"


def test_a_form_that_is_not_open_has_no_link() -> None:
    view = process()
    shut = tuple(replace(way, is_open=False, closes_at=None) for way in view.ways)
    page = outline(
        replace(view, ways=shut, now=v.NowView("underway"), state="underway", text=v.Prose())
    )
    assert FORM not in {e.attributes.get("href") for e in page.all("a")}
    assert not [e for e in page.classed("embed-frame") if FORM in e.attributes["data-frame"]]


def test_the_current_phase_is_marked_for_the_ear_and_every_state_has_its_word() -> None:
    page = outline(process())
    phases = page.classed("phase")
    assert [p.attributes.get("aria-current") for p in phases] == [None, "step", None, None]
    words = [e.text for e in page.classed("phase-state")]
    assert words == ["zakończony", "trwa teraz", "odwołany", "przed nami"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            "underway",
            "Głosowanie się zakończyło. Trwa liczenie głosów. Wyniki podamy do 30 czerwca",
        ),
        ("suspended", "Ten proces jest zawieszony. Powód podajemy wyżej."),
        ("cancelled", "Ten proces został odwołany. Powód podajemy wyżej."),
        ("upcoming", "Ten proces jeszcze się nie zaczął."),
        ("finished", "Ten proces się zakończył."),
    ],
)
def test_every_state_has_its_sentence(state: str, said: str) -> None:
    [now] = outline(waiting(state)).classed("now")
    assert said in now.text
    assert now.text.startswith("Co się teraz dzieje")


def test_each_point_has_its_own_answer() -> None:
    page = outline(process())
    answers = [e.text for e in page.classed("point")]
    assert answers[0] == (
        "Co zgłoszono, punkt 1 Więcej drzew przy placu zabaw. Odpowiedź Uwzględniono Dodajemy osiem lip. "
        "Co zmieniono: koncepcja, rysunek 2 Co zrobiono: drzewa zamówione "
        "Wydział Zieleni, 20 maja 2026"
    )
    assert answers[-1] == "Co zgłoszono Toaleta. Odpowiedź Jeszcze bez odpowiedzi"
    assert "Nadal nie ma odpowiedzi, choć termin minął: 31 maja 2026." in page.all("main")[0].text


def test_a_link_to_the_ways_leads_somewhere_even_when_all_are_open() -> None:
    view = process()
    page = outline(replace(view, ways=view.ways[:3]))
    assert page.all(id="ways")[0].attributes["class"] == "now-body"
    assert outline(view).all(id="ways")[0].tag == "h2"


def test_a_contest_leads_to_its_result() -> None:
    page = outline(finished())
    [link] = [e for e in page.all("a") if e.text == "Wyniki: Pula Zachód"]
    assert link.attributes["href"] == f"{RESULTS.removeprefix('lipowiec/')}#zachod"
    assert FILES[BUDGET].decode().count('class="action"') == 1


# Results


def test_every_number_says_where_it_comes_from() -> None:
    page = outline(results())
    figures = [e for e in page.all("div") if e.above[-1:] == ("dl",) and "Frekwencja" in e.text]
    assert [e.text for e in figures] == ["Frekwencja 34,6% przeliczono tutaj"]
    assert "5 340 według ogłoszenia; rejestr mieszkańców" in page.all("main")[0].text


def test_the_table_is_complete_without_its_bars() -> None:
    page = outline(results())
    heads = [e.text for e in page.all("th", scope="col")]
    assert heads[:8] == [
        "Opcja",
        "Głosy przeliczono tutaj i protokoły",
        "Udział w ważnych głosach",
        "przez internet przeliczono tutaj",
        "na papierze według ogłoszenia",
        "Koszt",
        "Ogłoszono",
        "Przeliczono tutaj",
    ]
    rows = [e.text for e in page.all("tr") if "tbody" in e.above]
    assert rows[2] == (
        "6 Skatepark wybrano 407 31,8% 456 131 84 000 zł wybrano "
        "nie mieści się w kwocie koszt 96 000 zł, zostało 63 500 zł"
    )
    assert rows[3].startswith("8 Książkomaty dwa osiedla nie wybrano 0 ")
    bars = page.all("rect", **{"class": "bar-value"})
    assert [bar.attributes["width"] for bar in bars] == ["1000", "909", "693", "0"]
    assert {e.attributes["aria-hidden"] for e in page.all("svg")} == {"true"}


def test_columns_that_would_be_empty_are_left_out() -> None:
    _, first, *rounds, second = outline(election()).all("table")
    assert len(rounds) == 2
    assert "Ogłoszono" not in first.text
    assert "Koszt" not in first.text
    assert first.text.endswith("SP1-2 Kandydatura nr 2 nie wybrano 74 – nie wybrano")
    assert second.text == "Rozstrzygnięcie bez głosowania Opcja SP2-1 Kandydatura nr 1"


def test_all_contests_stand_at_the_top_in_a_line_each() -> None:
    overview = outline(election()).all("table")[0]
    assert overview.text == (
        "Wszystkie części głosowania w skrócie Część Frekwencja Głosy ważne Wybrano "
        "Szkoła Podstawowa nr 1 77,8% 214 Nr 1 i jeszcze 2 Szkoła Podstawowa nr 2 – – –"
    )


def test_each_round_is_a_sentence_and_a_short_table_of_its_own() -> None:
    rounds = [e for e in outline(election()).all("li") if "Runda" in e.text]
    assert [e.text for e in rounds] == [
        "Runda 1 Odpada: „Kandydatura nr 3”. Głosy po rundzie 1 Opcja Głosy Zmiana "
        "Kandydatura nr 1 9 Kandydatura nr 2 8 Kandydatura nr 3 odpada 5",
        "Runda 2 Głosy oddane na „Kandydatura nr 3” przechodzą na to, co na kartach stoi dalej. "
        "Wybór: „Kandydatura nr 1”. Głosy po rundzie 2 Opcja Głosy Zmiana "
        "Kandydatura nr 1 wybór 12 +3 Kandydatura nr 2 8 – "
        "Głosy z kart, na których nie wskazano nikogo więcej: 2.",
    ]


def test_channels_are_shown_apart_each_with_its_origin() -> None:
    [table] = [e for e in outline(results()).all("table") if "sposobu oddania" in e.text]
    assert table.text == (
        "Głosy według sposobu oddania Jak oddano Oddane głosy Głosy ważne Głosy nieważne Skąd "
        "liczby przez internet 1 400 1 395 5 przeliczono tutaj na papierze 446 446 0 według "
        "ogłoszenia"
    )


def test_a_draw_names_its_order_its_day_and_its_protocol() -> None:
    assert (
        "Kolejność z losowania: „Altana” i „Oświetlenie”. Losowano 18 czerwca 2026. Protokół "
        "losowania według ogłoszenia"
    ) in outline(results()).all("main")[0].text


def test_a_survey_says_who_answered_before_any_answer() -> None:
    page = outline(diagnosis())
    titles = [text for level, text in page.headings if level in (2, 3)]
    assert titles == [
        "Odpowiedzi",
        "Jak przeprowadzono ankietę",
        "Pytania",
        "Czym jeździsz?",
        "Jak oceniasz?",
        "Ile minut?",
        "Czego brakuje?",
    ]
    section = page.all(id="question-dojazd")[0]
    assert section.text == (
        "Czym jeździsz? Zaznacz to, co robisz najczęściej. odpowiedziało: 400; bez odpowiedzi: 12. "
        "Udziały liczymy spośród osób, które odpowiedziały na to pytanie: 400. "
        "Czym jeździsz? Odpowiedź Osoby Udział Autobus 250 62,5% Rower 200 50,0% "
        "bez odpowiedzi 12 3,0% Można było wybrać kilka odpowiedzi."
    )
    bars = page.all("rect", **{"class": "bar-value"})
    assert [bar.attributes["width"] for bar in bars] == ["625", "500", "500"]


def test_a_quote_stands_apart_and_without_anything_about_its_author() -> None:
    page = outline(diagnosis())
    [quote] = page.all("blockquote")
    assert quote.text == "Ławki co sto metrów."


def test_differences_are_told_one_by_one() -> None:
    text = outline(results()).all("main")[0].text
    assert (
        "Skatepark: ogłoszono jako wybrane, a według reguły nie jest wybrane. "
        "Dołożono 32 500 zł. (§ 22) Zarządzenie" in text
    )
    assert "Tej różnicy nikt jeszcze nie wyjaśnił." in text


# Events and lists


def test_a_past_event_is_a_report_and_a_coming_one_an_invitation() -> None:
    past = [t for level, t in Outline.of(FILES[WALK]).headings if level == 2]
    assert past[:2] == ["Odbyło się", "Sprawozdanie"]
    assert "Zapisy" not in past
    coming = [t for level, t in Outline.of(FILES[MEETING]).headings if level == 2]
    assert coming == ["Kiedy i gdzie", "Zapisy", "Program", "Dostępność"]


def test_an_end_on_the_same_day_is_told_by_its_hour() -> None:
    text = Outline.of(FILES[WALK]).all("main")[0].text
    assert "16 maja 2026, godz. 11:00 – 13:00" in text


def test_a_private_address_is_not_shown_and_its_way_is() -> None:
    text = Outline.of(FILES[MEETING]).all("main")[0].text
    assert "Adres dostaną osoby, które się zapiszą." in text


def test_the_first_page_begins_with_what_is_open_and_tells_nothing_twice() -> None:
    page = outline(samples.home())
    titles = [text for level, text in page.headings if level == 2]
    assert titles == [
        "Weź udział teraz",
        "Wkrótce",
        "Najbliższe spotkania",
        "Najnowsze wyniki",
        "W toku",
        "Zakończone",
        "Gminy",
    ]
    assert [text for level, text in page.headings].count("Budżet obywatelski 2026") == 1
    [item] = page.classed("open-item")
    assert item.text.startswith("do 14 czerwca 2026, godz. 20:00 Termin już minął Konsultacje")
    assert item.text.endswith("Zbieranie uwag Weź udział: Park nad rzeką")


def test_a_list_that_would_tell_everything_twice_is_left_out() -> None:
    view = samples.home()
    page = outline(replace(view, finished=view.results, underway=view.results))
    titles = [text for level, text in page.headings if level == 2]
    assert "Najnowsze wyniki" in titles
    assert not {"W toku", "Zakończone"} & set(titles)


def test_a_first_page_without_anything_open_says_so() -> None:
    page = outline(replace(samples.home(), open=()))
    assert "nie trwa żadne głosowanie ani zbieranie uwag" in page.classed("open-now")[0].text


def test_vague_dates_stand_after_a_colon() -> None:
    main = outline(samples.home()).all("main")[0].text
    assert "następny etap: lipiec 2026" in main
    assert "Losowanie, od 7 września 2026" in main


def test_a_bare_site_renders_too() -> None:
    site = replace(SITE, navigation=(), footer=())
    empty = v.HomeView(samples.home().head, site, None, (), (), (), (), (), (), ())
    assert [text for _, text in outline(empty).headings][:2] == [
        "Partycypacja w Lipowcu",
        "Weź udział teraz",
    ]
