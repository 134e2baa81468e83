"""The sentences of every domain: complete in English and Polish, and in step with the program.

Domains and codes are discovered, so a new file or a new ``error("…")`` is checked by itself.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[1] / "src" / "civicsite"
LOCALES = SOURCE / "locales"
FORMS = {"en": 2, "pl": 3, "uk": 3}
DOMAINS = sorted({path.name for path in LOCALES.glob("*/*.po")})
UKRAINIAN = sorted(path.name for path in (LOCALES / "uk").glob("*.po"))

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
# What is to be copied stands last without a full stop, which would be copied too.
SENTENCE_END = re.compile(
    r"([.?!…][”»\"')]*|\{suggestion\}|\{detail\}|\{address\}|NAME|NAZWA|site|https://)$"
)


@dataclass(frozen=True)
class Entry:
    plural: bool
    forms: tuple[str, ...]
    fuzzy: bool

    @property
    def placeholders(self) -> set[str]:
        return {name for form in self.forms for name in PLACEHOLDER.findall(form)}


def catalog(language: str, domain: str) -> Catalog:
    path = LOCALES / language / domain
    assert path.exists(), f"locales/{language}/{domain} is missing"
    return read_po(BytesIO(path.read_bytes()), abort_invalid=True)


def entries(language: str, domain: str) -> dict[str, Entry]:
    found = {}
    for message in catalog(language, domain):
        if not message.id:
            continue
        plural = not isinstance(message.id, str)
        if plural:
            assert message.id[0] == message.id[1], f"{message.id}: msgid and msgid_plural differ"
        key = message.id[0] if plural else message.id
        forms = tuple(message.string) if plural else (message.string,)
        found[key] = Entry(plural, forms, message.fuzzy)
    return found


@cache
def everything(language: str) -> dict[str, Entry]:
    domains = sorted(path.name for path in (LOCALES / language).glob("*.po"))
    return {key: entry for domain in domains for key, entry in entries(language, domain).items()}


# The files


def test_there_are_catalogues() -> None:
    assert {"common.po", "embeds.po"} <= set(DOMAINS)


@pytest.mark.parametrize("domain", DOMAINS)
def test_english_and_polish_say_the_same_things(domain: str) -> None:
    english, polish = entries("en", domain), entries("pl", domain)
    assert sorted(english.keys() ^ polish.keys()) == []
    assert [k for k in english if english[k].plural != polish[k].plural] == []
    assert [k for k in english if english[k].placeholders != polish[k].placeholders] == []


@pytest.mark.parametrize("domain", UKRAINIAN)
def test_ukrainian_says_nothing_that_english_does_not(domain: str) -> None:
    english, ukrainian = entries("en", domain), entries("uk", domain)
    assert sorted(ukrainian.keys() - english.keys()) == []
    assert [k for k in ukrainian if english[k].plural != ukrainian[k].plural] == []
    assert [k for k in ukrainian if english[k].placeholders != ukrainian[k].placeholders] == []


@pytest.mark.parametrize(
    "path", sorted(LOCALES.glob("*/*.po")), ids=lambda p: str(p.relative_to(LOCALES))
)
def test_every_form_of_every_sentence_is_filled_in(path: Path) -> None:
    language = path.parent.name
    found = catalog(language, path.name)
    assert found.locale_identifier == language, "the header names another language"
    assert found.num_plurals == FORMS.get(language, found.num_plurals)
    assert found.charset.lower() == "utf-8"
    read = entries(language, path.name)
    assert [k for k, e in read.items() if not all(form and form.strip() for form in e.forms)] == []
    assert [k for k, e in read.items() if e.plural and len(e.forms) != found.num_plurals] == []
    assert [k for k, e in read.items() if e.fuzzy] == []


@pytest.mark.parametrize("language", sorted(p.name for p in LOCALES.iterdir() if p.is_dir()))
def test_no_key_stands_twice(language: str) -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((LOCALES / language).glob("*.po")):
        for key in re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE):
            places[key].append(path.name)
    assert {key: files for key, files in places.items() if len(files) > 1} == {}


# Diagnostics: what src emits against what the catalogues say


@dataclass(frozen=True)
class Emitted:
    code: str
    place: str
    values: frozenset[str] | None
    """The names of the values given; None when the call does not show all of them."""


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in sorted(SOURCE.rglob("*.py"))
    )


@cache
def emitted() -> tuple[Emitted, ...]:
    found: list[Emitted] = []
    for path, tree in trees():
        own_names = makes_diagnostics(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found += emitted_by(node, path, own_names)
    return tuple(found)


def makes_diagnostics(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "civicsite.diagnostics"
        and {alias.name for alias in node.names} & {"error", "warning"}
        for node in ast.walk(tree)
    )


def emitted_by(call: ast.Call, path: str, own_names: bool) -> Iterator[Emitted]:
    func = call.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if name not in ("error", "warning", "Diagnostic") and not name.endswith("Problem"):
        return
    code = (
        call.args[0]
        if call.args
        else next((k.value for k in call.keywords if k.arg == "code"), None)
    )
    complete = (
        own_names
        and isinstance(func, ast.Name)
        and name in ("error", "warning")
        and all(keyword.arg for keyword in call.keywords)
    )
    values = frozenset(k.arg for k in call.keywords if k.arg) if complete else None
    for literal in ast.walk(code) if code is not None else ():
        if (
            isinstance(literal, ast.Constant)
            and isinstance(literal.value, str)
            and CODE.fullmatch(literal.value)
        ):
            yield Emitted(literal.value, f"{path}:{call.lineno}", values)


def test_the_scan_sees_codes() -> None:
    assert {"form-host-unknown", "date-format"} <= {found.code for found in emitted()}


def test_every_diagnostic_has_its_sentence_and_says_what_to_do_next() -> None:
    english = everything("en")
    missing = sorted(
        {
            f"{found.code} ({found.place})"
            for found in emitted()
            if found.code not in english
            or not {f"{found.code}.next", f"{found.code}.suggest"} & english.keys()
        }
    )
    assert missing == []


def test_every_diagnostic_is_given_the_values_its_sentences_need() -> None:
    english = everything("en")
    lacking = []
    for found in emitted():
        if found.values is None or found.code not in english:
            continue
        suggests = "suggestion" in found.values and f"{found.code}.suggest" in english
        after = f"{found.code}.suggest" if suggests else f"{found.code}.next"
        for key in (found.code, after):
            entry = english.get(key)
            if entry is None:
                lacking.append(f"{found.place}: {key} is not in the catalogue")
            elif needed := entry.placeholders | ({"count"} if entry.plural else set()):
                lacking += [
                    f"{found.place}: {key} needs {n}" for n in sorted(needed - found.values)
                ]
    assert lacking == []


def test_no_diagnostic_in_the_catalogues_is_obsolete() -> None:
    strings = {
        node.value
        for _, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    english = everything("en")
    codes = {
        key.removesuffix(s) for key in english for s in (".next", ".suggest") if key.endswith(s)
    }
    assert sorted(codes - english.keys()) == [], "what to do next, but no sentence"
    assert sorted(codes - strings) == [], "no such code in src"


@pytest.mark.parametrize("language", ["en", "pl", "uk"])
def test_sentences_of_diagnostics_are_whole_sentences(language: str) -> None:
    read = everything(language)
    codes = {key.removesuffix(s) for key in read for s in (".next", ".suggest") if key.endswith(s)}
    keys = [key for key in read if key.removesuffix(".next").removesuffix(".suggest") in codes]
    assert [k for k in keys if not all(SENTENCE_END.search(f) for f in read[k].forms)] == []


@pytest.mark.parametrize("language", ["en", "pl"])
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    wrong = {"en": "„»«", "pl": "“»«"}[language]
    read = everything(language)
    bad = Counter(key for key, e in read.items() for form in e.forms if set(form) & set(wrong))
    assert sorted(bad) == []
