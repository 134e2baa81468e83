"""Whether the accessibility declaration, as a theme renders it, is what the law lays down.

A town may override ``declaration.html``. The finished page is therefore held against the table it
was made from: every heading at its level and in its order, every ``id`` once and in its order,
dates in ``<time>``, addresses in links, and the sentence about the state word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.model.declaration import POLAND, STATUS, Sentence, Shape, holds, table_of, value
from civicsite.model.site import Municipality
from civicsite.reading.schema import AccessibilityFields

__all__ = ["page_problems"]

Word = Callable[[str], str]
"""A sentence of the catalogue, by its key."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_START = {Shape.LINK: "http", Shape.MAIL: "mailto:", Shape.PHONE: "tel:"}


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""

    @property
    def words(self) -> str:
        """Its text on one line."""
        return " ".join(self.text.split())


@dataclass(slots=True)
class _Wanted:
    headings: list[tuple[int, str]] = field(default_factory=list)
    ids: list[tuple[str, Shape]] = field(default_factory=list)


class _Page(HTMLParser):
    """The headings of the main part, and every element that has an ``id``."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[tuple[int, _Element]] = []
        self.named: list[_Element] = []
        self._open: list[_Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: text or "" for name, text in attrs})
        if "id" in element.attributes:
            self.named.append(element)
        if re.fullmatch("h[1-6]", tag) and any(above.tag == "main" for above in self._open):
            self.headings.append((int(tag[1]), element))
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def page_problems(
    town: Municipality, language: str, path: str, html: bytes, word: Word
) -> Iterator[Diagnostic]:
    """What is wrong with the finished page of a municipality's declaration in a language. ``path``:
    the output it stands in."""
    fields = town.texts.in_(language).fields.accessibility
    assert fields is not None, "without these fields there is no page"
    prefix = "declaration" if table_of(town) is POLAND else "eu-declaration"
    page = _Page()
    page.feed(html.decode("utf-8"))
    wanted = _wanted(town, fields, lambda key: word(f"{prefix}.{key}"))
    span = Span(path)
    found = [(level, element.words) for level, element in page.headings]
    for number, (level, title) in enumerate(wanted.headings):
        if number >= len(found) or found[number] != (level, title):
            yield error("declaration-page-heading", span, text=title)
            break
    yield from _ids(wanted, page, span)
    status = _status_id(town)
    said = next((e.words for e in page.named if e.attributes["id"] == status), None)
    if said is not None and said != word(f"{prefix}.{STATUS}.{fields.status}"):
        yield error("declaration-page-status", span)


def _wanted(town: Municipality, fields: AccessibilityFields, word: Word) -> _Wanted:
    """What the table asks of this page: what nobody has written yet is asked for by ``check``
    elsewhere."""
    wanted = _Wanted()
    for part in table_of(town):
        if not holds(fields, part.when):
            continue
        wanted.headings.append((part.level, " ".join(word(part.word).split())))
        if part.id:
            wanted.ids.append((part.id, Shape.TEXT))
        for row in part.body:
            if not isinstance(row, Sentence) or not holds(fields, row.when):
                continue
            if not all(value(fields, mark.field) for mark in row.marks if mark.field):
                continue
            if row.id:
                wanted.ids.append((row.id, Shape.TEXT))
            wanted.ids.extend((mark.id, mark.shape) for mark in row.marks if mark.id)
    return wanted


def _ids(wanted: _Wanted, page: _Page, span: Span) -> Iterator[Diagnostic]:
    known = {id for id, _ in wanted.ids}
    present = [e.attributes["id"] for e in page.named if e.attributes["id"] in known]
    last = -1
    for id, shape in wanted.ids:
        places = [n for n, name in enumerate(present) if name == id]
        if len(places) != 1 or places[0] < last:
            yield error("declaration-page-id", span, id=id)
            continue
        last = places[0]
        element = next(e for e in page.named if e.attributes["id"] == id)
        if not _has(element, shape):
            yield error("declaration-page-shape", span, id=id)


def _has(element: _Element, shape: Shape) -> bool:
    """Whether an element holds what its shape says."""
    if not element.words:
        return False
    if shape is Shape.TEXT:
        return True
    if shape is Shape.DATE:
        given = element.attributes.get("datetime", "")
        return element.tag == "time" and bool(_DAY.match(given))
    return element.tag == "a" and element.attributes.get("href", "").startswith(_START[shape])


def _status_id(town: Municipality) -> str:
    rows = (row for part in table_of(town) for row in part.body)
    return next(row.id for row in rows if isinstance(row, Sentence) and row.word == STATUS)
