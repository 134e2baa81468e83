"""A site of two municipalities with accessibility declarations, one of them outside Poland, and
what an independent reader finds in such a page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["BREZOVA", "SITE", "TOWN", "Declaration", "read"]

TOWN = "content/lipowiec/municipality.md"
BREZOVA = "content/brezova/municipality.md"

SITE = {
    "civicsite.yaml": "title: Partycypacja w Lipowcu\naddress: https://lipowiec.example\n",
    TOWN: """\
---
name: Lipowiec
accessibility:
  status: partial
  body: Urząd Miejski w Lipowcu
  published_on: 2025-03-10
  updated_on: 2026-01-20
  prepared_on: 2025-03-14
  reviewed_on: 2026-03-18
  inaccessible:
    - Skany sprzed 2025 roku. Na prośbę prześlemy ich treść jako tekst.
  contact:
    unit: Koordynatorka dostępności
    email: dostepnosc@lipowiec.example
    phone: 12 345 67 89
  architecture: Wejście bez progu, parter dostępny, windy nie ma.
  communication: Pętla indukcyjna i tłumacz języka migowego przez wideo.
---
""",
}


class Declaration(HTMLParser):
    """Headings and named elements of the main part, as a validator sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.named: dict[str, tuple[str, dict[str, str], str]] = {}
        self._heading = self._main = False
        self._inside: list[str] = []
        self._tags: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self._main = True
        elif self._main:
            name = given.get("id", "")
            if name:
                self.ids.append(name)
                self.named[name] = (tag, given, "")
            self._tags.append((tag, name))
            if re.fullmatch("h[1-6]", tag):
                self._heading = True
                self.headings.append(f"{tag} ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._main = False
        elif self._main and self._tags:
            self._tags.pop()
            self._heading = self._heading and not re.fullmatch("h[1-6]", tag)

    def handle_data(self, data: str) -> None:
        if self._heading:
            self.headings[-1] += data
        for _, name in self._tags:
            if name:
                tag, given, text = self.named[name]
                self.named[name] = (tag, given, text + data)


def read(html: str) -> Declaration:
    """A page, read."""
    page = Declaration()
    page.feed(html)
    return page
