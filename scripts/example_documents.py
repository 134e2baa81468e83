"""Makes the PDF files of the example site: one page each, tagged, with a title and a language.

Follows ISO 32000-1: the cross-reference table in 7.5.4, Type 3 fonts in 9.6.5, ``Differences`` in
9.6.6, ``ToUnicode`` in 9.10.3, marked content in 14.6, the structure tree in 14.7.

Nothing is embedded: the text is set in Helvetica, one of the standard fourteen fonts. The copy of
it inside Chrome has no ``ą`` or ``ż``, only the accents by themselves, so the accented letters are
a small Type 3 font that puts an accent on a letter.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from itertools import groupby

_PLAIN = {"ł": "lslash", "Ł": "Lslash", "–": "endash", "„": "quotedblbase", "”": "quotedblright"}
"""Letters that every Helvetica has, beside those of Latin-1."""
_ACCENTS = {"ogonek": 0x90, "acute": 0x91, "dotaccent": 0x92}
_CODES = {letter: 0x80 + place for place, letter in enumerate(_PLAIN)}

_COMPOSED = {
    "ą": ("a", "ogonek"), "ć": ("c", "acute"), "ę": ("e", "ogonek"), "ń": ("n", "acute"),
    "ś": ("s", "acute"), "ź": ("z", "acute"), "ż": ("z", "dotaccent"),
    "Ą": ("A", "ogonek"), "Ć": ("C", "acute"), "Ę": ("E", "ogonek"), "Ń": ("N", "acute"),
    "Ś": ("S", "acute"), "Ź": ("Z", "acute"), "Ż": ("Z", "dotaccent"),
}  # fmt: skip
_COMPOSED_CODES = {letter: 0x41 + place for place, letter in enumerate(_COMPOSED)}

_LETTERS = "acenszACENSZ"
_REGULAR = (556, 500, 556, 556, 500, 500, 667, 722, 667, 722, 667, 611)
_BOLD = (556, 556, 556, 611, 556, 500, 722, 722, 667, 722, 667, 611)
_WIDTHS: dict[str, dict[str, int]] = {
    "Helvetica": {
        "a": 556, "c": 500, "e": 556, "n": 556, "s": 500, "z": 500,
        "A": 667, "C": 722, "E": 667, "N": 722, "S": 667, "Z": 611,
    },
    "Helvetica-Bold": {
        "a": 556, "c": 556, "e": 556, "n": 611, "s": 556, "z": 500,
        "A": 722, "C": 722, "E": 667, "N": 722, "S": 667, "Z": 611,
    },
}  # fmt: skip
"""Widths of the letters that take an accent, in thousandths, from Adobe's font metrics."""
_ACCENT_WIDTH = 333
_RISE = 195
"""How much higher an accent sits on a capital letter."""

_LINE = 78
"""Letters on a line: at 11 points Helvetica fits into 475 points with room to spare."""


def _shown(text: str, plain: bytes, composed: bytes, size: int) -> bytes:
    """Operators that show a line, changing the font where an accented letter stands."""
    parts = []
    for accented, letters in groupby(text, key=lambda letter: letter in _COMPOSED):
        run = "".join(letters)
        if accented:
            codes = bytes(_COMPOSED_CODES[letter] for letter in run)
        else:
            codes = bytes(_CODES.get(letter, ord(letter)) for letter in run)
        font = composed if accented else plain
        parts.append(b"/%s %d Tf <%s> Tj" % (font, size, codes.hex().encode()))
    return b" ".join(parts)


def _text_string(text: str) -> bytes:
    """A text string outside a font: UTF-16 with a byte order mark (7.9.2.2)."""
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _to_unicode(codes: Mapping[str, int], ranges: Sequence[bytes] = ()) -> bytes:
    listed = b"\n".join(b"<%02x> <%04x>" % (code, ord(letter)) for letter, code in codes.items())
    spans = b"%d beginbfrange\n%s\nendbfrange\n" % (len(ranges), b"\n".join(ranges))
    return _stream(
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n%s"
        b"%d beginbfchar\n%s\nendbfchar\nendcmap\nend\nend"
        % (spans if ranges else b"", len(codes), listed)
    )


def _plain_font(name: str) -> bytes:
    letters = b" ".join(b"/" + glyph.encode() for glyph in _PLAIN.values())
    accents = b" ".join(b"/" + glyph.encode() for glyph in _ACCENTS)
    return (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /ToUnicode 6 0 R /Encoding << /Type "
        b"/Encoding /BaseEncoding /WinAnsiEncoding /Differences [128 %s 144 %s] >> >>"
        % (name.encode(), letters, accents)
    )


def _composed_font(name: str, first: int) -> bytes:
    """Glyphs stand in the objects from ``first``, in the order of the letters."""
    glyphs = [b"/g%d" % code for code in _COMPOSED_CODES.values()]
    widths = [b"%d" % _WIDTHS[name][base] for base, _ in _COMPOSED.values()]
    procedures = [b"%s %d 0 R" % (glyph, first + place) for place, glyph in enumerate(glyphs)]
    codes = list(_COMPOSED_CODES.values())
    return (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -250 800 950] "
        b"/FontMatrix [0.001 0 0 0.001 0 0] /ToUnicode 8 0 R /FirstChar %d /LastChar %d "
        b"/Widths [%s] /Encoding << /Type /Encoding /Differences [%d %s] >> /CharProcs << %s >> "
        b"/Resources << /Font << /F %d 0 R >> >> >>"
        % (
            codes[0], codes[-1], b" ".join(widths), codes[0], b" ".join(glyphs),
            b" ".join(procedures), 5 if name == "Helvetica" else 9,
        )
    )  # fmt: skip


def _glyph(name: str, base: str, accent: str) -> bytes:
    width = _WIDTHS[name][base]
    across = (width - _ACCENT_WIDTH) // 2 if accent != "ogonek" else width - _ACCENT_WIDTH + 10
    up = _RISE if base.isupper() and accent != "ogonek" else 0
    return _stream(
        b"%d 0 d0 BT /F 1000 Tf <%02x> Tj ET BT /F 1000 Tf %d %d Td <%02x> Tj ET"
        % (width, ord(base), across, up, _ACCENTS[accent])
    )


def _page(blocks: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """The page's content: one marked block after the other, from the top."""
    parts = []
    height = 780
    for number, (tag, lines) in enumerate(blocks):
        plain, composed, size = (b"B", b"BC", 16) if tag == "H1" else (b"R", b"RC", 11)
        parts.append(b"/%s << /MCID %d >> BDC" % (tag.encode(), number))
        for text in lines:
            shown = _shown(text, plain, composed, size)
            parts.append(b"BT 60 %d Td %s ET" % (height, shown))
            height -= size + 5
        parts.append(b"EMC")
        height -= 8
    if height < 40:
        raise ValueError(f"the text does not fit on the page: {blocks[0][1][0]}")
    return _stream(b"\n".join(parts))


def pdf(title: str, paragraphs: Sequence[str], lang: str = "pl-PL") -> bytes:
    """One page as a tagged PDF 1.7 file."""
    blocks = [("H1", textwrap.wrap(title, 50))]
    blocks += [("P", textwrap.wrap(text, _LINE)) for text in paragraphs]
    regular = 13
    bold = regular + len(_COMPOSED)
    elements = [bold + len(_COMPOSED) + number for number in range(len(blocks))]
    references = b" ".join(b"%d 0 R" % number for number in elements)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (%s) /MarkInfo << /Marked true >> "
        b"/StructTreeRoot 11 0 R /ViewerPreferences << /DisplayDocTitle true >> >>" % lang.encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /StructParents 0 "
        b"/Tabs /S /Resources << /Font << /R 5 0 R /RC 7 0 R /B 9 0 R /BC 10 0 R >> >> >>",
        _page(blocks),
        _plain_font("Helvetica"),
        _to_unicode(_CODES, (b"<20> <7e> <0020>", b"<a0> <ff> <00a0>")),
        _composed_font("Helvetica", regular),
        _to_unicode(_COMPOSED_CODES),
        _plain_font("Helvetica-Bold"),
        _composed_font("Helvetica-Bold", bold),
        b"<< /Type /StructTreeRoot /K [12 0 R] /ParentTree << /Nums [0 [%s]] >> "
        b"/ParentTreeNextKey 1 >>" % references,
        b"<< /Type /StructElem /S /Document /P 11 0 R /K [%s] >>" % references,
        *(_glyph("Helvetica", *parts) for parts in _COMPOSED.values()),
        *(_glyph("Helvetica-Bold", *parts) for parts in _COMPOSED.values()),
        *(
            b"<< /Type /StructElem /S /%s /P 12 0 R /Pg 3 0 R /K %d >>" % (tag.encode(), number)
            for number, (tag, _) in enumerate(blocks)
        ),
        b"<< /Title %s >>" % _text_string(title),
    ]
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    """Number the objects, put the cross-reference table and the trailer behind them."""
    content = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, entries, len(objects) + 1, len(objects), len(content))
    )


# --- what the documents say -----------------------------------------------------------------------

_BUDGET = "lipowiec/budzet-obywatelski-2027/documents"
_YOUTH = "lipowiec/mlodziezowa-rada-2026/documents"
_PARK = "lipowiec/park-nad-rzeka/documents"

_TEXTS: dict[str, tuple[str, Sequence[str]]] = {
    f"{_BUDGET}/regulamin.pdf": (
        "Regulamin budżetu obywatelskiego Lipowca",
        (
            "Załącznik do uchwały nr XVIII/142/2025 Rady Miejskiej w Lipowcu z 27 listopada "
            "2025 r.",
            "§ 1. Budżet obywatelski jest szczególną formą konsultacji społecznych (art. 5a "
            "ust. 3 ustawy z dnia 8 marca 1990 r. o samorządzie gminnym).",
            "§ 2. Pula Zachód: 140 000 zł. Pula Wschód: 120 000 zł. Pula ogólna: 220 000 zł.",
            "§ 3. Pomysł zgłasza i głos oddaje każdy mieszkaniec i każda mieszkanka Lipowca. "
            "Za osobę, która nie ukończyła 13 lat, zgodę wyraża rodzic lub opiekun.",
            "§ 4. Do pomysłu dołącza się listę poparcia: 5 osób w puli Zachód lub Wschód, "
            "10 osób w puli ogólnej.",
            "§ 9. Ocena formalna sprawdza kompletność zgłoszenia. Ocena merytoryczna sprawdza "
            "zgodność z prawem, wykonalność techniczną i koszt.",
            "§ 12. Od oceny negatywnej przysługuje odwołanie w ciągu 14 dni od jej ogłoszenia. "
            "Odwołanie rozpatruje burmistrz.",
            "§ 16. Na karcie zaznacza się jeden projekt z puli dzielnicowej i najwyżej dwa "
            "projekty z puli ogólnej. Głos z większą liczbą znaków w danej puli jest w niej "
            "nieważny.",
            "§ 19. Na listę wpisuje się projekty od największej liczby głosów, dopóki mieszczą "
            "się w puli. Pierwszy projekt, który się nie mieści, zamyka listę. Projekt musi mieć "
            "co najmniej 50 głosów.",
            "§ 20. Wyniki ogłasza się w ciągu 21 dni od zakończenia głosowania.",
            "§ 21. Przy równej liczbie głosów o kolejności decyduje jawne losowanie.",
            "§ 22. Burmistrz może dołożyć do 10 000 zł do pierwszego projektu, który się nie "
            "mieści, jeżeli są na to środki.",
        ),
    ),
    f"{_BUDGET}/ogloszenie.pdf": (
        "Ogłoszenie o budżecie obywatelskim 2027",
        (
            "Burmistrz Lipowca zaprasza do zgłaszania pomysłów od 2 do 29 marca 2026 r.",
            "Do podziału jest 480 000 zł w trzech pulach: Zachód, Wschód i ogólna.",
            "Pomysł można zgłosić przez formularz w internecie albo na papierze w bibliotece "
            "i w ratuszu. Pomagamy wypełnić zgłoszenie: Referat Dialogu Społecznego, ratusz, "
            "pokój 12.",
            "Głosowanie odbędzie się od 1 do 14 października 2026 r.",
            "Lipowiec, 16 lutego 2026 r.",
        ),
    ),
    f"{_BUDGET}/karta-do-glosowania.pdf": (
        "Karta do głosowania – budżet obywatelski 2027 (wzór)",
        (
            "Część 1. Zaznacz jeden projekt: z puli Zachód albo z puli Wschód.",
            "Pula Zachód: 1 Plac zabaw z cieniem. 4 Chodnik do przystanku. 6 Łąka kwietna "
            "i ławki. 9 Jasne przejście przy Szkole Podstawowej nr 3.",
            "Pula Wschód: 2 Siłownia dla seniorów. 5 Zielone podwórko Szkoły Podstawowej nr 1. "
            "8 Kosz i boisko 3 na 3. 14 Tablica z historią Zarzecza.",
            "Część 2. Zaznacz najwyżej dwa projekty z puli ogólnej.",
            "Pula ogólna: 3 Kawiarenka naprawcza. 7 Kino pod gwiazdami. 10 Bezpieczne drogi do "
            "szkół. 11 Hotele dla owadów. 15 Defibrylatory w pięciu miejscach.",
            "Kartę wrzuć do urny. Na liście obok podpisz, że jesteś mieszkańcem lub mieszkanką "
            "Lipowca. Na karcie się nie podpisuj.",
        ),
    ),
    f"{_BUDGET}/losowanie.pdf": (
        "Protokół losowania w puli Zachód",
        (
            "Losowanie odbyło się 21 października 2026 r. o godz. 10.00 w sali 3 ratusza. "
            "Było jawne: przyszło 14 osób.",
            "Projekty nr 6 i nr 9 dostały po 202 głosy. Pieniędzy starcza na jeden z nich.",
            "Do urny włożono dwie jednakowe kule. Pierwsza wylosowana kula: nr 9. Druga: nr 6.",
            "Na listę wchodzi projekt nr 9.",
            "Protokół podpisali członkowie komisji. Oryginał z podpisami jest w ratuszu, pokój 12.",
        ),
    ),
    f"{_BUDGET}/weryfikacja.pdf": (
        "Protokół weryfikacji kart do głosowania",
        (
            "Wydział Spraw Obywatelskich porównał oświadczenia głosujących z rejestrem "
            "mieszkańców w dniach 18–20 października 2026 r.",
            "Przed eksportem usunięto 34 głosy osób spoza Lipowca, 19 głosów oddanych po raz "
            "drugi przez tę samą osobę i 2 głosy wysłane po zamknięciu głosowania.",
            "Po weryfikacji z pliku usunięto adresy e-mail i daty. Kolejność wierszy zmieszano.",
            "Lipowiec, 20 października 2026 r.",
        ),
    ),
    f"{_BUDGET}/zarzadzenie-118-2026.pdf": (
        "Zarządzenie nr 118/2026 Burmistrza Lipowca",
        (
            "z 5 listopada 2026 r. w sprawie listy projektów budżetu obywatelskiego 2027",
            "§ 1. Na listę wchodzą projekty: w puli Zachód nr 1, 4 i 9; w puli Wschód nr 5, 2 "
            "i 8; w puli ogólnej nr 10, 15 i 3.",
            "§ 2. Do projektu nr 8 dokłada się 8 000 zł na podstawie § 22 regulaminu.",
            "§ 3. Projekty z listy wpisuje się do projektu uchwały budżetowej na 2027 rok.",
        ),
    ),
    "lipowiec/budzet-obywatelski-2026/documents/sprawozdanie.pdf": (
        "Sprawozdanie z budżetu obywatelskiego 2026",
        (
            "Wszystkie wybrane projekty są gotowe. Ostatni odbiór: 16 października 2026 r.",
            "Wydaliśmy o 6 200 zł mniej, niż planowaliśmy. Oszczędność wróciła do budżetu miasta.",
            "Najwięcej uwag mieszkańców dotyczyło terminów. W edycji 2027 podajemy przy każdym "
            "projekcie, kto go prowadzi i co już zrobiono.",
        ),
    ),
    f"{_YOUTH}/statut.pdf": (
        "Statut Młodzieżowej Rady Miejskiej w Lipowcu (wyciąg)",
        (
            "Podstawa: art. 5b ustawy z dnia 8 marca 1990 r. o samorządzie gminnym; uchwała "
            "nr XXI/170/2026 Rady Miejskiej w Lipowcu z 26 lutego 2026 r.",
            "§ 2. Rada ma 13 osób. Okręgiem wyborczym jest szkoła.",
            "§ 6. Głosuje się tajnie, na co najwyżej tyle kandydatur, ile mandatów ma szkoła. "
            "Wybrane są osoby z największą liczbą głosów.",
            "§ 7. Jeżeli kandydatur jest tyle, ile mandatów, lub mniej, głosowania się nie "
            "przeprowadza, a zgłoszone osoby obejmują mandaty.",
            "§ 10. Protest można wnieść do miejskiej komisji wyborczej w ciągu 3 dni roboczych "
            "od ogłoszenia wyników.",
        ),
    ),
    "lipowiec/diagnoza-2026/documents/ankieta-papierowa.pdf": (
        "Jak się żyje w Lipowcu? Ankieta na papierze",
        (
            "Ankieta jest anonimowa. Wypełnienie zajmuje około 10 minut.",
            "1. Które trzy sprawy w Lipowcu wymagają poprawy najpilniej? Chodniki i jezdnie / "
            "autobusy / zieleń / czyste powietrze / mieszkania / opieka nad dziećmi / opieka nad "
            "starszymi / kultura i sport / inne.",
            "2. Jak oceniasz życie w Lipowcu od 1 (źle) do 5 (bardzo dobrze)?",
            "3. Gdzie spędzasz wolny czas w tygodniu?",
            "4. Czego brakuje w zasięgu 15 minut pieszo od domu?",
            "5. W której części miasta mieszkasz? Zachód / Wschód.",
            "6. Ile masz lat? Do 17 / 18–34 / 35–59 / 60 i więcej / wolę nie podawać.",
            "Wypełnioną ankietę wrzuć do urny w bibliotece do 20 grudnia 2026 r.",
        ),
    ),
    f"{_PARK}/koncepcja.pdf": (
        "Park nad Lipówką – koncepcja do konsultacji",
        (
            "1. Wejście od ulicy Młyńskiej: równa nawierzchnia, brak krawężników, mapa dotykowa.",
            "2. Aleja lip: stare drzewa zostają. Przed każdą ławką miejsce na wózek.",
            "3. Brzeg rzeki: pomost bez schodów, poręcz, koła ratunkowe.",
            "4. Polana z wiatą: 60 miejsc, prąd, woda pitna.",
            "5. Łąka kwietna: koszona dwa razy w roku.",
            "Szacunkowy koszt całości: 3 400 000 zł. Prace podzielimy na trzy etapy.",
        ),
    ),
    f"{_PARK}/raport-ze-spaceru.pdf": (
        "Raport ze spaceru badawczego w parku nad Lipówką",
        (
            "Spacer odbył się 3 października 2026 r. Przyszły 34 osoby, w tym 6 osób na wózkach "
            "lub z wózkiem dziecięcym. Zapisaliśmy 27 uwag.",
            "Wejście od Młyńskiej: krawężnik 12 cm, brak miejsca na zawrócenie wózkiem.",
            "Aleja lip: za ciemno po 17.00; korzenie podnoszą płyty.",
            "Brzeg: ładnie, ale ślisko. Najwięcej osób prosi o pomost z poręczą.",
            "Polana: cisza i cień. Obawa przed hałasem wieczornych koncertów.",
            "Łąka: zostawić dziką. Dodać jedną ścieżkę na skróty do szkoły.",
        ),
    ),
    "lipowiec/murale-2026/documents/protokol.pdf": (
        "Protokół głosowania na pięć murali",
        (
            "Głosowanie trwało od 7 do 20 września 2026 r. Oddano głosy w internecie i do urny "
            "w Domu Kultury.",
            "W każdym z pięciu głosowań wygrywa projekt z największą liczbą głosów.",
            "Wybrane projekty: 1A, 2A, 3A, 4A, 5B.",
            "Lipowiec, 24 września 2026 r.",
        ),
    ),
    "lipowiec/narada-autobusy/documents/zapis-narady.pdf": (
        "Zapis rozmowy z narady o autobusach",
        (
            "Prowadząca: Dzień dobry. Mamy pięć stolików i jedno pytanie: którędy ma jechać "
            "autobus, żeby dało się nim dojechać do pracy i do lekarza?",
            "Stolik 1: Przystanek przy przychodni jest 400 metrów od drzwi. To za daleko.",
            "Stolik 2: Ostatni kurs o 18.40 nie pozwala wrócić z treningu.",
            "Stolik 3: Linia przez Osiedle Sady dodałaby 6 minut. Zgadzamy się na to.",
            "Stolik 4: Rozkład większymi literami i na wysokości oczu osoby na wózku.",
            "Stolik 5: Jeden bilet na autobus i pociąg.",
            "Prowadząca: Dziękuję. Odpowiedź urzędu będzie do 15 grudnia.",
        ),
    ),
    "brzezno/sciezka-rowerowa/documents/raport.pdf": (
        "Raport z konsultacji ścieżki rowerowej Brzezno–Zalesie",
        (
            "Konsultacje trwały od 2 do 31 marca 2026 r. Wpłynęło 61 uwag od 48 osób "
            "i organizacji.",
            "Uwzględniono w całości lub w części 39 uwag, nie uwzględniono 22.",
            "Najważniejsza zmiana: ścieżka idzie po północnej stronie drogi, z dala od wjazdów.",
            "Każda uwaga ma odpowiedź z uzasadnieniem na stronie konsultacji.",
        ),
    ),
    "brzezno/sciezka-rowerowa/documents/zarzadzenie-41-2026.pdf": (
        "Zarządzenie nr 41/2026 Burmistrza Brzezna",
        (
            "z 30 kwietnia 2026 r. w sprawie przebiegu ścieżki rowerowej Brzezno–Zalesie",
            "§ 1. Przyjmuje się wariant północny z przejazdem przy szkole.",
            "§ 2. Raport z konsultacji stanowi załącznik.",
        ),
    ),
    "brzezno/panel-klimatyczny/documents/protokol-losowania.pdf": (
        "Protokół losowania panelu klimatycznego",
        (
            "Losowanie odbyło się 14 marca 2026 r. w świetlicy w Zalesiu, z transmisją.",
            "Spośród 164 zgłoszeń program ułożył 1 000 składów zgodnych z celami. Kostkami "
            "wyrzucono numer składu: 4, 7, 2.",
            "Wylosowano 24 osoby i 6 osób rezerwowych. Nazwisk nie publikujemy.",
        ),
    ),
    "brzezno/panel-klimatyczny/documents/raport-panelu.pdf": (
        "Rekomendacje panelu klimatycznego gminy Brzezno",
        (
            "Panel spotkał się cztery razy: 11 i 25 kwietnia, 16 i 30 maja 2026 r.",
            "Rekomendacja przechodzi, gdy poprze ją co najmniej 80 procent panelu.",
            "Panel przyjął pięć rekomendacji i przekazał je burmistrzowi 15 czerwca 2026 r. "
            "Termin odpowiedzi: 30 września 2026 r.",
        ),
    ),
}

_SUMMARY_IN_ENGLISH = (
    "The park by the Lipówka: the concept in short",
    (
        "1. Entrance from Młyńska Street: level paving, no kerbs, a map to touch.",
        "2. Lime avenue: the old trees stay. Room for a wheelchair beside every bench.",
        "3. River bank: a jetty without steps, with a handrail and lifebuoys.",
        "4. Clearing with a shelter: 60 seats, electricity, drinking water.",
        "5. Wildflower meadow: cut twice a year.",
        "Estimated cost: PLN 3,400,000, in three stages.",
    ),
)

_PROTOCOLS = {
    "zachod": (f"{_BUDGET}/protokol-zachod.pdf", "Protokół głosów na papierze – pula Zachód"),
    "wschod": (f"{_BUDGET}/protokol-wschod.pdf", "Protokół głosów na papierze – pula Wschód"),
    "ogolna": (f"{_BUDGET}/protokol-ogolna.pdf", "Protokół głosów na papierze – pula ogólna"),
    "sp1": (f"{_YOUTH}/protokol-sp1.pdf", "Protokół głosowania – Szkoła Podstawowa nr 1"),
    "sp2": (f"{_YOUTH}/protokol-sp2.pdf", "Protokół głosowania – Szkoła Podstawowa nr 2"),
    "liceum": (f"{_YOUTH}/protokol-liceum.pdf", "Protokół głosowania – Liceum Ogólnokształcące"),
}


def documents(votes: Mapping[str, Mapping[str, int]]) -> dict[str, bytes]:
    """All PDF files, by their path below the content folder; ``votes`` fill the protocols."""
    files = {path: pdf(title, paragraphs) for path, (title, paragraphs) in _TEXTS.items()}
    files[f"{_PARK}/concept-summary.pdf"] = pdf(*_SUMMARY_IN_ENGLISH, lang="en-GB")
    for name, (path, title) in _PROTOCOLS.items():
        counted = [f"Nr {number}: {count} głosów ważnych." for number, count in votes[name].items()]
        ending = "Oryginał z podpisami komisji jest w ratuszu, pokój 12."
        files[path] = pdf(title, [*counted, ending])
    return files
