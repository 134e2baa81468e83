"""The index of the full-text search: plain scripts, cut into parts by the first letter.

It is made from the views, so that it can hold nothing that stands on no page: neither drafts nor
what is under embargo. A visitor's word is reduced to its stem (:mod:`civicsite.pages.stems`). With
a dictionary each word of a page is filed under the stems of all its inflected forms, mostly one or
two, so that the browser needs no dictionary to find it by any of them.

Names carry the digest of the content, so that a browser never puts parts of two builds together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from html import unescape
from typing import Any

from civicsite.language import Text
from civicsite.pages.stems import Stemmer, folded, words
from civicsite.pages.views import (
    CardView,
    EventCard,
    External,
    FormView,
    Head,
    Html,
    Link,
    MunicipalityCard,
    ProposalCard,
    Shared,
    View,
)

__all__ = ["Forms", "Index", "index", "spoken"]

Forms = Callable[[str], Collection[str]]
"""All inflected forms of a word."""

_ELSEWHERE = (CardView, EventCard, External, FormView, Head, Link, MunicipalityCard, ProposalCard)
"""What names another page, or is told by the page's title."""


@dataclass(frozen=True, slots=True)
class Index:
    """The scripts of one language."""

    start: str
    """Name of the script with the titles and the names of the parts."""
    files: tuple[tuple[str, bytes], ...]
    """Name and content of every script."""


def index(views: Sequence[View], stemmer: Stemmer, forms: Forms | None) -> Index:
    """The index of the pages of one language. Pages keep their numbers in the order of ``views``;
    ``forms`` is the dictionary, without which words are only cut."""
    found: dict[str, dict[int, bool]] = {}
    stems: dict[str, frozenset[str]] = {}
    for number, view in enumerate(views):
        for in_title, text in _texts(view):
            for word in words(text):
                if word not in stems:
                    stems[word] = _stems(word, stemmer, forms)
                for stem in stems[word]:
                    places = found.setdefault(stem, {})
                    places[number] = places.get(number, False) or in_title
    parts: dict[str, dict[str, str]] = {}
    for stem in sorted(found):
        parts.setdefault(_part(stem), {})[stem] = _places(found[stem])
    files, names = [], {}
    for part in sorted(parts):
        name, content = _script(part, part, parts[part])
        names[part] = name
        files.append((name, content))
    told = {
        "pages": [_entry(view) for view in views],
        "parts": names,
        "endings": " ".join(stemmer.endings),
        "fleeting": stemmer.fleeting,
    }
    start, content = _script("pages", "", told)
    return Index(start, (*files, (start, content)))


def _entry(view: View) -> list[str]:
    head = view.head
    above = [str(crumb.title) for crumb in head.breadcrumbs[1:]]
    return [str(head.title), head.path, " · ".join(above)]


def _stems(word: str, stemmer: Stemmer, forms: Forms | None) -> frozenset[str]:
    known = forms(word) if forms else (word,)
    return frozenset(stemmer.stem(folded(form)) for form in (word, *known))


def _part(stem: str) -> str:
    """The part a stem stands in: its first letter, or the code of one that is not of ASCII."""
    first = stem[0]
    return first if first.isascii() else f"u{ord(first):x}"


def _places(numbers: dict[int, bool]) -> str:
    """Numbers of pages as differences in base 36; ``!`` marks a word of the title."""
    said, before = [], 0
    for number in sorted(numbers):
        said.append(_base36(number - before) + ("!" if numbers[number] else ""))
        before = number
    return " ".join(said)


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


def _script(name: str, part: str, content: object) -> tuple[str, bytes]:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Two line breaks that JSON allows in a text and older scripts did not (ECMA-262, 2018).
    text = text.replace("\u2028", " ").replace("\u2029", " ")
    script = f"civicsearch({json.dumps(part)},{text});\n".encode()
    return f"{name}.{hashlib.sha256(script).hexdigest()[:10]}.js", script


# --- what a page says ---------------------------------------------------------------------------


def _texts(view: View) -> Iterator[tuple[bool, str]]:
    yield True, str(view.head.title)
    for text in spoken(view):
        yield False, text


def spoken(value: Any) -> Iterator[str]:
    """The texts of a view that are its own, without markup."""
    if isinstance(value, Text):
        yield str(value)
    elif isinstance(value, Html):
        yield _without_tags(value.html)
    elif isinstance(value, tuple):
        for item in value:
            yield from spoken(item)
    elif is_dataclass(value) and not isinstance(value, (*_ELSEWHERE, Shared)):
        for field in fields(value):
            yield from spoken(getattr(value, field.name))


def _without_tags(html: str) -> str:
    """Words between the tags of sanitised HTML. A piece may begin or end inside a word only where
    a link does, which is no word's middle."""
    said, rest = [], html
    while rest:
        text, _, rest = rest.partition("<")
        said.append(text)
        rest = rest.partition(">")[2]
    return unescape(" ".join(said))
