"""Every field of the content model shows on a page, or does something that a test shows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pydantic import BaseModel

from civicsite.editing.reference import FILES
from civicsite.language import Text
from tests.fields.elsewhere import ALTERNATIVES, BEHAVIOUR, ELSEWHERE
from tests.fields.leaves import bare, leaves, members
from tests.fields.shown import (
    CHANGED,
    WRITTEN,
    Evidence,
    Looking,
    alternatives,
    covers,
    looked,
    table,
)
from tests.fields.site import BEFORE, LATE, planted, translated

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def looking() -> Looking:
    return looked()[0]


@pytest.fixture(scope="module")
def found() -> dict[str, Evidence]:
    return {item.leaf.name: item for item in looked()[1]}


def test_what_is_written_stands_on_a_page(looking: Looking, found: dict[str, Evidence]) -> None:
    written = [item for item in found.values() if item.test == WRITTEN]
    assert len(written) > 200
    for item in written:
        words = looking.site.planting.words_of(item.leaf)
        assert words, item.leaf.name
        assert looking.holding(words) == set(item.pages)


def test_no_two_fields_share_what_is_looked_for() -> None:
    owners: dict[str, set[str]] = {}
    for name, words in planted().planting.words.items():
        for word in words:
            owners.setdefault(word, set()).add(name)
    shared = {word: names for word, names in owners.items() if len(names) > 1}
    assert shared == {}


def test_what_is_looked_for_is_long_enough_to_stand_nowhere_by_chance() -> None:
    short = [
        (name, word)
        for name, words in planted().planting.words.items()
        for word in words
        if len(word) < 5
    ]
    assert short == []


def test_another_value_changes_a_page(found: dict[str, Evidence]) -> None:
    """What is a word of a vocabulary, a yes or no, or steers: the evidence is a page that was built
    twice and differs."""
    changed = [item for item in found.values() if item.test == CHANGED]
    assert len(changed) > 60
    assert all(item.pages and list(alternatives(item.leaf)) for item in changed)


def test_nothing_is_shown_nowhere(found: dict[str, Evidence]) -> None:
    nowhere = [name for name, item in found.items() if not item.test and not item.reason]
    assert nowhere == [], "show the field on a page, or say in elsewhere.py what tests it"


def test_what_is_said_to_be_elsewhere_is_so(found: dict[str, Evidence]) -> None:
    """Neither list names a field that shows after all, or one that does not exist."""
    told = {name for name, item in found.items() if item.reason}
    assert sorted(set(ELSEWHERE) - told) == []
    stale = [
        name
        for name, test in BEHAVIOUR.items()
        if not any(item.test == test and covers(name, item.leaf) for item in found.values())
    ]
    assert stale == []
    assert sorted(set(ALTERNATIVES) - set(found)) == []


def test_the_tests_that_are_named_exist(found: dict[str, Evidence]) -> None:
    missing = [item.test for item in found.values() if item.test and not _exists(item.test)]
    assert missing == []


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    if not (ROOT / path).exists():
        return False
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body)


def test_the_table_is_that_of_today(found: dict[str, Evidence]) -> None:
    committed = (ROOT / "docs/reference/fields-shown.md").read_text("utf-8")
    assert committed == table(list(found.values())), "run make docs"


# Translations


def test_every_item_with_a_text_has_a_name_for_translations() -> None:
    """Decision 17; contributions go by their number, points by theirs, what explains a difference
    by the number of its option."""
    names = {"id", "number", "n"}
    missing = [
        f"{file}: {path}"
        for file, model in FILES.items()
        for path, item in _items(model, "")
        if _has_text(item) and not names & {name for name, _, _ in members(item)}
    ]
    assert missing == []


def _items(model: type[BaseModel], path: str) -> list[tuple[str, type[BaseModel]]]:
    found = []
    for name, kind, _ in members(model):
        inner = bare(kind.__args__[0]) if getattr(kind, "__origin__", None) is tuple else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += [(f"{path}{name}[]", inner), *_items(inner, f"{path}{name}[].")]
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            found += _items(kind, f"{path}{name}.")
    return found


def _has_text(model: type[BaseModel]) -> bool:
    return any(kind is Text for _, kind, _ in members(model))


def test_every_text_is_translated_by_id(looking: Looking, found: dict[str, Evidence]) -> None:
    """The same site with an English file beside every file, which holds ids and texts only: each
    text that a Polish page shows is shown in English words on an English one."""
    site = looking.site
    others, words = translated(site)
    english = {}
    for at in (BEFORE, LATE):
        plan = looking.planned({**site.documents, **others}, at, languages=("pl", "en"))
        assert plan, at
        english |= {
            (at, output.path): looking.rendered(output)
            for output in plan.outputs
            if output.path.startswith("en/")
        }
    texts = [leaf for leaf in leaves() if leaf.type is Text and found[leaf.name].test == WRITTEN]
    assert len(texts) > 80
    untranslated = [
        leaf.name
        for leaf in texts
        if not any(word in html for word in words(leaf) for html in english.values())
    ]
    assert untranslated == []
