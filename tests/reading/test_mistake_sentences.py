"""What an editor reads about each mistake in YAML: where it is, one plain sentence, what to do."""

from __future__ import annotations

import pytest

from civicsite.reading.yaml_nodes import parse_yaml
from tests.reading.yaml_reading import PATH, place, said


@pytest.mark.parametrize(
    ("text", "where", "english", "polish"),
    [
        (
            "title: Konsultacje: park\n",
            "1:19: colon-in-value",
            (
                "there is a second colon in this line, and YAML understands only the first.",
                'Put the value in straight quotes: title: "Konsultacje: park"',
            ),
            (
                "w tej linijce jest drugi dwukropek, a YAML rozumie tylko pierwszy.",
                'Weź wartość w prosty cudzysłów: title: "Konsultacje: park"',
            ),
        ),
        (
            "phases:\n\t- id: uwagi\n\t  does: comment\n",
            "2:1: tab-indentation",
            (
                "this line and those below it, 2 in all, are indented with tabs, and YAML knows"
                " only spaces.",
                "Replace tabs by spaces, two for each level.",
            ),
            (
                "ta linijka i następne, razem 2, są wcięte tabulatorem, a YAML zna tylko spacje.",
                "Wpisz zamiast tabulatorów spacje, po dwie na każdy poziom.",
            ),
        ),
        (
            "title:\tPark\n",
            "1:7: tab-character",
            ("here is a tab instead of a space.", "Delete it and press the space bar."),
            ("jest tu tabulator zamiast spacji.", "Usuń go i wciśnij spację."),
        ),
        (
            "title: „Park: nad rzeką”\n",
            "1:8: curly-quotes",
            (
                "these are the quotation marks of printed text; YAML knows only straight ones.",
                'Use straight quotes: title: "Park: nad rzeką"',
            ),
            (
                "to cudzysłów drukarski, a YAML zna tylko prosty.",
                'Użyj prostego cudzysłowu: title: "Park: nad rzeką"',
            ),
        ),
        (
            'title: "Park nad rzeką”\n',
            "1:23: curly-quotes",
            (
                "these are the quotation marks of printed text; YAML knows only straight ones.",
                'Use straight quotes: title: "Park nad rzeką"',
            ),
            (
                "to cudzysłów drukarski, a YAML zna tylko prosty.",
                'Użyj prostego cudzysłowu: title: "Park nad rzeką"',
            ),
        ),
        (
            "title:Park\n",
            "1:6: missing-space-after-colon",
            ("after the colon there is no space.", "Write: title: Park"),
            ("po dwukropku brakuje spacji.", "Wpisz: title: Park"),
        ),
        (
            "title: Park\nkind consultation\n",
            "2:5: missing-colon",
            ("after the name of the field there is no colon.", "Did you mean: kind: consultation"),
            ("po nazwie pola brakuje dwukropka.", "Czy chodziło o: kind: consultation"),
        ),
        (
            "title = Park\n",
            "1:6: equals-instead-of-colon",
            ("after the name of a field stands a colon, not an equals sign.", "Write: title: Park"),
            ("po nazwie pola stawiamy dwukropek, nie znak równości.", "Wpisz: title: Park"),
        ),
        (
            'title: "Park\nkind: vote\n',
            "1:8: unclosed-quote",
            ("the quote that opens here is never closed.", 'Write " at the end of the value.'),
            ("cudzysłów, który się tu zaczyna, nie jest zamknięty.", 'Dopisz " na końcu wartości.'),
        ),
        (
            'title: "Park" nad rzeką\n',
            "1:13: quote-inside-quotes",
            (
                "the quotes close before the end of the value.",
                "Put all of it in quotes of the other kind: title: '\"Park\" nad rzeką'",
            ),
            (
                "cudzysłów zamyka się przed końcem wartości.",
                "Weź całość w prosty cudzysłów drugiego rodzaju: title: '\"Park\" nad rzeką'",
            ),
        ),
        (
            "contact:\n  unit: Ratusz\n   phone: 55\n",
            "3:1: wrong-indentation",
            (
                "this line begins in another column than those it belongs to.",
                "Begin it with this many spaces: 2 (now: 3).",
            ),
            (
                "ta linijka zaczyna się w innej kolumnie niż sąsiednie.",
                "Na jej początku ma być tyle spacji: 2 (teraz: 3).",
            ),
        ),
        (
            "places:\n  -ratusz\n  - szkola\n",
            "2:3: missing-space-after-dash",
            ("after the dash there is no space.", "Write: - ratusz"),
            ("po łączniku brakuje spacji.", "Wpisz: - ratusz"),
        ),
        (
            "phases:\n  - id: uwagi\n    does: comment\n    id: decyzja\n    does: decide\n",
            "4:5: missing-dash",
            (
                "a new list item seems to begin here, without its dash.",
                "Write a dash and a space in front of it: - id: decyzja",
            ),
            (
                "tu zaczyna się chyba następna pozycja listy, ale bez łącznika.",
                "Wpisz przed nią łącznik i spację: - id: decyzja",
            ),
        ),
        (
            "title: @park\n",
            "1:8: value-starts-with-sign",
            (
                "a value cannot begin with @ unless it is in quotes.",
                'Put the value in straight quotes: title: "@park"',
            ),
            (
                "bez cudzysłowu wartość nie może zaczynać się od znaku @.",
                'Weź wartość w prosty cudzysłów: title: "@park"',
            ),
        ),
        (
            "marks: [1, 2\nseats: 1\n",
            "1:8: unclosed-bracket",
            ("the bracket [ that opens here is never closed.", "Write ] at the end of the value."),
            (
                "nawias [, który się tu otwiera, nie jest zamknięty.",
                "Dopisz ] na końcu wartości.",
            ),
        ),
        (
            "title: Sala #3\n",
            "1:13: hash-starts-comment",
            (
                "everything from “#3” on is a comment to YAML and gets lost.",
                'If it belongs to the text, put the value in straight quotes: title: "Sala #3"',
            ),
            (
                "wszystko od „#3” jest dla YAML komentarzem i zginie.",
                'Jeśli to część tekstu, weź wartość w prosty cudzysłów: title: "Sala #3"',
            ),
        ),
        (
            "a: {title: Kino, nie teatr}\n",
            "1:18: comma-in-braces",
            (
                "a comma between brackets ends the value, so “nie teatr” was cut off.",
                'Put the whole value in straight quotes: title: "Kino, nie teatr"',
            ),
            (
                "przecinek w nawiasach kończy wartość, więc „nie teatr” zostało osobno.",
                'Weź całą wartość w prosty cudzysłów: title: "Kino, nie teatr"',
            ),
        ),
        (
            "a: {on}\n",
            "1:5: braces-without-colon",
            (
                "in the braces, “on” has no name or no value.",
                "Add what is missing, with a colon; if it is plain text, put it in straight"
                ' quotes: "on"',
            ),
            (
                "w nawiasach klamrowych „on” nie ma nazwy albo wartości.",
                "Dopisz brakującą część z dwukropkiem, a jeśli to zwykły tekst, weź go w prosty"
                ' cudzysłów: "on"',
            ),
        ),
        (
            "a: [co?]\n",
            "1:7: question-mark-in-braces",
            (
                "between brackets a question mark has a meaning of its own.",
                'Put the value in straight quotes: "co?"',
            ),
            (
                "w nawiasach znak zapytania ma specjalne znaczenie.",
                'Weź wartość w prosty cudzysłów: "co?"',
            ),
        ),
        (
            "contact:\n\u00a0\u00a0unit: Ratusz\n",
            "2:1: odd-space",
            (
                "here is a no-break space or a character that cannot be seen, and YAML takes it"
                " for a letter.",
                "Delete it and press the space bar.",
            ),
            (
                "jest tu twarda spacja albo niewidoczny znak, a YAML bierze go za literę.",
                "Usuń go i wciśnij zwykłą spację.",
            ),
        ),
        (
            "title: Park\n---\nkind: vote\n",
            "2:1: yaml-second-document",
            (
                "this --- begins a second block of fields, and a file has only one.",
                "Delete this line; what stands below it was not read.",
            ),
            (
                "to --- zaczyna drugi blok pól, a w pliku jest tylko jeden.",
                "Usuń tę linijkę; tego, co jest pod nią, nie odczytano.",
            ),
        ),
        (
            "- title: Park\n",
            "1:1: yaml-fields-expected",
            (
                "here should be fields with names, such as title: Park.",
                "Write a name, a colon, a space and the value.",
            ),
            (
                "powinny tu być pola z nazwami, na przykład title: Park.",
                "Wpisz kolejno: nazwa, dwukropek, spacja, wartość.",
            ),
        ),
        (
            "text: Zobacz\n  punkt 1: park\n",
            "2:10: colon-in-long-text",
            (
                "the text that begins in line 1 goes on here with a colon, which YAML takes for a"
                " new field.",
                "Put the whole text in straight quotes, or begin it with text: >- and write all"
                " of it in the next lines, indented.",
            ),
            (
                "w dalszym ciągu tekstu z linijki 1 jest dwukropek, a YAML bierze go za nowe pole.",
                "Weź cały tekst w prosty cudzysłów albo zacznij go od text: >- i pisz w następnych"
                " linijkach, z wcięciem.",
            ),
        ),
    ],
)
def test_a_mistake_has_its_sentence_and_its_next_step(
    text: str, where: str, english: tuple[str, str], polish: tuple[str, str]
) -> None:
    (found,) = parse_yaml(PATH, text).diagnostics
    assert place(found) == where
    assert said(found, "en") == english
    assert said(found, "pl") == polish
