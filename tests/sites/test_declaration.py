"""The accessibility declaration: the page against the table of the technical conditions 2.0, typed
here once more, and what ``check`` says of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.sites.declared import BREZOVA, SITE, TOWN, read
from tests.sites.spoken import spoken
from tests.sites.tiny import build, run, write

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = Path(__file__).parent / "expected"
AT = "2026-11-24T12:00:00+01:00"

REQUIRED = {
    "a11y-wstep": "p",
    "a11y-podmiot": "span",
    "a11y-zakres": "span",
    "a11y-url": "a",
    "a11y-data-publikacja": "time",
    "a11y-data-aktualizacja": "time",
    "a11y-status": "p",
    "a11y-data-sporzadzenie": "time",
    "a11y-data-przeglad": "time",
    "a11y-kontakt": "span",
    "a11y-email": "a",
    "a11y-telefon": "a",
    "a11y-procedura": "div",
    "a11y-architektura": "div",
    "a11y-komunikacja": "div",
}
"""Version 2.0, in its order; ``a11y-data-przeglad`` from the first review on."""
HEADINGS = [
    "h1 Deklaracja dostępności",
    "h2 Stan dostępności cyfrowej",
    "h2 Niedostępne treści",
    "h3 Niezgodność z załącznikiem",
    "h3 Treści nieobjęte przepisami",
    "h3 Nadmierne koszty",
    "h2 Przygotowanie deklaracji dostępności",
    "h2 Udogodnienia, ograniczenia i inne informacje",
    "h2 Skróty klawiszowe",
    "h2 Informacje zwrotne i dane kontaktowe",
    "h2 Obsługa wniosków i skarg związanych z dostępnością",
    "h2 Pozostałe informacje",
    "h3 Aplikacje mobilne",
    "h3 Dostępność architektoniczna",
    "h3 Dostępność komunikacyjno-informacyjna",
]
ACT = (
    "z ustawą z dnia 4 kwietnia 2019 r. o dostępności cyfrowej stron internetowych i aplikacji"
    " mobilnych podmiotów publicznych"
)
LISTED = "z powodu niezgodności lub wyłączeń wymienionych poniżej"
STATUS = {
    "full": f"Strona internetowa jest zgodna {ACT}.",
    "partial": f"Strona internetowa jest częściowo zgodna {ACT} {LISTED}.",
    "none": f"Strona internetowa jest niezgodna {ACT} {LISTED}.",
}
ALL = """\
  exempt:
    - Transmisje na żywo.
  disproportionate:
    - Archiwum map.
  assessment_url: https://lipowiec.example/ocena
  features:
    - Formularze są też na papierze.
  shortcuts:
    - Alt i 1 to początek treści.
  architecture_url: https://lipowiec.example/budynek
  apps:
    - id: mapa
      name: Mapa Lipowca
      url: https://lipowiec.example/mapa
  assessor: Pracownia Dostępności
  inaccessible:
"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "content", root / "content")
    for name in ("civicsite.yaml", "civicsite.en.yaml"):
        shutil.copy(ROOT / name, root)
    assert build(root, at=AT).exit_code == 0
    return root / "build"


@pytest.mark.parametrize(
    ("path", "status"),
    [("lipowiec", "partial"), ("brzezno", "full")],
)
def test_both_example_towns_have_every_id_and_heading(
    example: Path, path: str, status: str
) -> None:
    page = read((example / path / "accessibility.html").read_text("utf-8"))
    assert [name for name in page.ids if name in REQUIRED] == list(REQUIRED)
    assert len(set(page.ids)) == len(page.ids)
    assert {name: page.named[name][0] for name in REQUIRED} == REQUIRED
    places = [HEADINGS.index(heading) for heading in page.headings]
    assert places == sorted(set(places))
    optional = {HEADINGS[place] for place in (2, 3, 4, 5, 7, 8, 12)}
    assert set(HEADINGS) - optional <= set(page.headings)
    assert page.named["a11y-status"][2] == STATUS[status]
    for name, (tag, given, text) in page.named.items():
        assert text.strip(), name
        if tag == "time":
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", given["datetime"]), name
    assert page.named["a11y-email"][1]["href"].startswith("mailto:dostepnosc@")
    assert page.named["a11y-telefon"][1]["href"].startswith("tel:+48")
    assert page.named["a11y-url"][1]["href"].startswith("https://partycypacja.lipowiec.example/")


def test_the_english_page_has_the_same_ids(example: Path) -> None:
    polish = read((example / "lipowiec/accessibility.html").read_text("utf-8"))
    english = read((example / "en/lipowiec/accessibility.html").read_text("utf-8"))
    assert english.ids == polish.ids
    assert english.headings[0] == "h1 Accessibility declaration"
    assert not (example / "en/brzezno/accessibility.html").exists()


def test_every_page_links_to_it_and_names_it_in_its_head(example: Path) -> None:
    pages = sorted(example.rglob("*.html"))
    assert len(pages) > 80
    for page in pages:
        html = page.read_text("utf-8")
        if 'content="alias"' in html:
            continue
        foot = html[html.index("<footer") :]
        assert foot.count("accessibility.html") == 2, page
        assert html.count('<meta name="deklaracja-dostępności"') == 2, page


def test_a_declaration_word_for_word(tmp_path: Path) -> None:
    assert build(write(tmp_path, SITE), at=AT).exit_code == 0
    html = (tmp_path / "build/lipowiec/accessibility.html").read_text("utf-8")
    assert spoken(html) == (EXPECTED / "page-declaration.txt").read_text("utf-8")


def test_everything_that_may_stand_in_it(tmp_path: Path) -> None:
    text = SITE[TOWN].replace("  inaccessible:\n", ALL)
    assert build(write(tmp_path, {**SITE, TOWN: text})).exit_code == 0
    html = (tmp_path / "build/lipowiec/accessibility.html").read_text("utf-8")
    page = read(html)
    assert page.headings == HEADINGS
    assert page.named["a11y-ocena"][1]["href"] == "https://lipowiec.example/ocena"
    assert page.named["a11y-architektura-url"][1]["href"] == "https://lipowiec.example/budynek"
    assert "Mapa Lipowca" in page.named["a11y-aplikacje"][2]
    assert "podmiot zewnętrzny: Pracownia Dostępności" in html
    assert told(tmp_path) == []


@pytest.mark.parametrize("status", ["full", "none"])
def test_each_state_has_its_sentence(tmp_path: Path, status: str) -> None:
    text = SITE[TOWN].replace("status: partial", f"status: {status}")
    build(write(tmp_path, {**SITE, TOWN: text}))
    page = read((tmp_path / "build/lipowiec/accessibility.html").read_text("utf-8"))
    assert page.named["a11y-status"][2] == STATUS[status]
    assert ("h2 Niedostępne treści" in page.headings) is (status == "none")


def test_before_the_first_review_its_date_is_left_out(tmp_path: Path) -> None:
    build(write(tmp_path, {**SITE, TOWN: SITE[TOWN].replace("  reviewed_on: 2026-03-18\n", "")}))
    html = (tmp_path / "build/lipowiec/accessibility.html").read_text("utf-8")
    assert "przegląd" not in html.casefold()
    assert told(tmp_path, "2026-02-28T12:00:00+01:00") == []


# What is missing


def told(root: Path, at: str = AT, language: str = "pl") -> list[str]:
    """The problems of the declaration, each with what to do next."""
    done = run("check", "--project", root, "--at", at, language=language)
    blocks = [block.splitlines() for block in done.output.strip().split("\n\n")]
    return [
        f"{lines[0].split(': ', 1)[1]} → {lines[-1].strip()}"
        for lines in blocks
        if "declaration-" in lines[0] or "country-" in lines[0]
    ]


def without(field: str) -> dict[str, str]:
    return {**SITE, TOWN: re.sub(rf"  +{field}: .*\n", "", SITE[TOWN], count=1)}


@pytest.mark.parametrize(
    ("field", "id", "path"),
    [
        ("published_on", "a11y-data-publikacja", "published_on"),
        ("updated_on", "a11y-data-aktualizacja", "updated_on"),
        ("prepared_on", "a11y-data-sporzadzenie", "prepared_on"),
        ("email", "a11y-email", "contact.email"),
        ("phone", "a11y-telefon", "contact.phone"),
        ("architecture", "a11y-architektura", "architecture"),
        ("communication", "a11y-komunikacja", "communication"),
    ],
)
def test_a_missing_field_fails_the_check_and_not_the_build(
    tmp_path: Path, field: str, id: str, path: str
) -> None:
    root = write(tmp_path, without(field))
    assert build(root).exit_code == 0
    assert run("check", "--project", root, "--at", AT).exit_code == 1
    assert told(root) == [
        f"declaration-field-missing: w deklaracji dostępności brakuje pola „accessibility.{path}”"
        f" (na stronie: {id}). → Wpisz to pole w pliku municipality.md."
    ]
    assert told(root, language="en") == [
        f"declaration-field-missing: the accessibility declaration lacks “accessibility.{path}”"
        f" (in the page: {id}). → Write this field in municipality.md."
    ]


def test_a_municipality_without_a_declaration_fails_the_check(tmp_path: Path) -> None:
    root = write(tmp_path, {**SITE, TOWN: "---\nname: Lipowiec\n---\n"})
    assert build(root).exit_code == 0
    assert not (root / "build/lipowiec/accessibility.html").exists()
    assert told(root) == [
        "declaration-missing: ta gmina nie ma deklaracji dostępności, a musi ją mieć każda strona"
        " internetowa podmiotu publicznego. → Dopisz accessibility: z polami status, published_on,"
        " updated_on, prepared_on, contact, architecture i communication; strona powstanie z nich"
        " sama."
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    unit: Koordynatorka dostępności\n", "", "declaration-contact-nameless"),
        ("status: partial", "status: full", "declaration-reasons-against-status"),
        ("reviewed_on: 2026-03-18", "reviewed_on: 2025-03-13", "declaration-review-too-early"),
        ("reviewed_on: 2026-03-18", "reviewed_on: 2027-03-18", "declaration-review-ahead"),
        ("name: Lipowiec", "name: Lipowiec\ncountry: Polska", "country-malformed"),
    ],
)
def test_what_contradicts_itself_is_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    root = write(tmp_path, {**SITE, TOWN: SITE[TOWN].replace(old, new)})
    assert code in " ".join(told(root))


def test_a_site_that_does_not_conform_says_where(tmp_path: Path) -> None:
    text = re.sub(r"  inaccessible:\n.*\n", "", SITE[TOWN])
    assert [line.split(":")[0] for line in told(write(tmp_path, {**SITE, TOWN: text}))] == [
        "declaration-reasons-missing"
    ]


# The yearly review


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2027-02-28T23:59:59+01:00", []),
        (
            "2027-03-01T00:00:00+01:00",
            [
                "declaration-review-due: przegląd deklaracji dostępności trzeba zrobić do"
                " 2027-03-31. → Sprawdź stronę, popraw pola pod accessibility: i wpisz dzień"
                " przeglądu w polu reviewed_on."
            ],
        ),
        (
            "2027-04-01T00:00:00+02:00",
            [
                "declaration-review-past: przegląd deklaracji dostępności trzeba było zrobić do"
                " 2027-03-31. → Sprawdź stronę teraz, popraw pola pod accessibility: i wpisz dzień"
                " przeglądu w polu reviewed_on."
            ],
        ),
    ],
)
def test_the_review_is_due_by_the_end_of_march(tmp_path: Path, at: str, said: list[str]) -> None:
    root = write(tmp_path, SITE)
    assert told(root, at) == said
    assert run("check", "--project", root, "--at", at).exit_code == 0


def test_the_next_review_is_a_change_of_the_site(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    for at, then in (
        (AT, "2027-03-01T00:00:00+01:00"),
        ("2027-03-01T00:00:00+01:00", "2027-04-01T00:00:00+02:00"),
        ("2027-04-01T00:00:00+02:00", "-"),
    ):
        assert run("next-change", "--project", root, "--at", at).output.strip() == then


# What a theme may not move


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<h2>{{ part.title }}</h2>", "<p>{{ part.title }}</p>", "declaration-page-heading"),
        ("<h3>", "<h4>", "declaration-page-heading"),
        ("<time{{ mark }} datetime", "<span{{ mark }} title", "declaration-page-shape"),
        ('{% if row.id %} id="{{ row.id }}"{% endif %}', "", "declaration-page-id"),
        ("{{ body(view.opening) }}", "", "declaration-page-id"),
        (
            "{% for piece in row.phrases %}",
            '{% if row.id == "a11y-status" %}Jest dobrze.{% endif %}{% for piece in row.phrases %}',
            "declaration-page-status",
        ),
    ],
)
def test_a_theme_that_moves_what_the_law_lays_down_fails_the_check(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    template = (ROOT / "themes/civic/templates/declaration.html").read_text("utf-8")
    assert old in template
    changed = template.replace(old, new).replace("</h3>", "</h4>" if "h4" in new else "</h3>")
    files = {
        **SITE,
        "civicsite.yaml": f"{SITE['civicsite.yaml']}theme: nasz\n",
        "themes/nasz/theme.yaml": 'name: Nasz\nversion: "1"\n',
        "themes/nasz/templates/declaration.html": changed,
    }
    root = write(tmp_path, files)
    done = run("check", "--project", root, "--at", AT)
    assert done.exit_code == 1
    assert f"lipowiec/accessibility.html: {code}: " in done.output


# Other countries


ELSEWHERE = """\
---
name: Březová
country: CZ
accessibility:
  status: none
  prepared_on: 2026-02-10
  inaccessible:
    - Maps of the town.
  contact:
    unit: Digital office
    email: web@brezova.example
  law: Act No. 99/2019 Coll.
  enforcement:
    body: Ministry of the Interior
    url: https://stiznosti.example
---
"""


def test_elsewhere_in_the_union_the_model_statement_is_made(tmp_path: Path) -> None:
    root = write(tmp_path, {**SITE, BREZOVA: ELSEWHERE})
    assert build(root).exit_code == 0
    html = (root / "build/brezova/accessibility.html").read_text("utf-8")
    page = read(html)
    assert page.headings == [
        "h1 Oświadczenie w sprawie dostępności",
        "h2 Stan zgodności",
        "h2 Niedostępne treści",
        "h3 Niezgodność z wymogami dostępności",
        "h2 Przygotowanie tego oświadczenia",
        "h2 Informacje zwrotne i dane kontaktowe",
        "h2 Procedura odwoławcza",
    ]
    assert "2016/2102" in html
    assert "a11y-" not in html
    assert html.count('<meta name="deklaracja-dostępności"') == 1
    assert told(root) == []


def test_elsewhere_the_review_is_due_within_a_year(tmp_path: Path) -> None:
    root = write(tmp_path, {**SITE, BREZOVA: ELSEWHERE})
    assert "declaration-review-due" in " ".join(told(root, "2027-01-12T00:00:00+01:00"))
    assert "declaration-review-past" in " ".join(told(root, "2027-02-11T00:00:00+01:00"))
    assert told(root, "2027-01-10T00:00:00+01:00") == []


def test_elsewhere_the_check_asks_for_the_act_and_the_body_to_complain_to(tmp_path: Path) -> None:
    bare = ELSEWHERE.split("  law:")[0] + "---\n"
    assert [
        line.split("brakuje pola ")[1].split("”")[0]
        for line in told(write(tmp_path, {**SITE, BREZOVA: bare}))
    ] == ["„accessibility.law", "„accessibility.enforcement"]
