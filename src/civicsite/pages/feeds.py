"""Atom feeds (RFC 4287) of the site, of every municipality and of every process.

The id of an entry is the address of its page and its name there, so it is the same in all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from civicsite.model.site import Process
from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk, instant
from civicsite.pages.frame import home_languages
from civicsite.pages.news import News, newest, news_of
from civicsite.pages.views import Head

__all__ = ["PAGES", "atom"]

_ENTRIES = 50
"""How many entries a feed holds, the newest ones; a reader who asks once a week misses none."""


class _Feeds(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        for code in desk.build.site.languages:
            yield from _of_language(Desk(desk.build, code))


PAGES = _Feeds()


def _of_language(desk: Desk) -> Iterator[tuple[str, bytes]]:
    build, urls, code = desk.build, desk.urls, desk.code
    title = str(build.site.settings.in_(code).title)
    if build.site.fields.home is None and code in home_languages(desk):
        yield from _feed(desk, urls.home(code), title, title, build.processes())
    for town in build.site.municipalities.values():
        name = str(town.texts.in_(code).fields.name)
        if code in urls.languages(town.texts):
            page = urls.municipality(town, code)
            yield from _feed(desk, page, name, name, build.processes(town))
        for process in build.processes(town):
            if code in urls.languages(process.texts):
                own = str(process.texts.in_(code).fields.title)
                yield from _feed(desk, urls.process(process, code), own, name, [process])


def _feed(
    desk: Desk, page: str, title: str, author: str, processes: Sequence[Process]
) -> Iterator[tuple[str, bytes]]:
    items = sorted(news_of(desk, processes), key=lambda item: (item.path, item.id))
    items.sort(key=lambda item: item.at, reverse=True)
    if items:
        path = desk.urls.beside(page, "atom")
        yield path, atom(desk, path, page, title, author, items[:_ENTRIES])


def atom(desk: Desk, path: str, page: str, title: str, author: str, items: Sequence[News]) -> bytes:
    """A feed with at least one entry, for the file ``path`` beside ``page``."""
    own, updated = desk.canonical(path), newest(items)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_text(desk.code)}">',
        f"<id>{_text(own)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{_moment(updated)}</updated>",
        f"<author><name>{_text(author)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_text(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{_text(desk.canonical(page))}"/>',
    ]
    for item in items:
        lines += _entry(desk, item)
    return "\n".join([*lines, "</feed>", ""]).encode()


def _entry(desk: Desk, item: News) -> Iterator[str]:
    address = desk.canonical(item.path)
    to = f"{address}#{item.anchor}" if item.anchor else address
    yield "<entry>"
    yield f"<id>{_text(f'{address}#{item.id}')}</id>"
    yield f"<title>{_text(item.title)}</title>"
    yield f"<published>{_moment(item.at)}</published>"
    yield f"<updated>{_moment(item.changed)}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{_text(to)}"/>'
    if item.text:
        yield f"<summary>{_text(item.text)}</summary>"
    yield "</entry>"


def _moment(moment: datetime | None) -> str:
    return instant(moment) or ""


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped (section 2.2)."""


def _text(words: str) -> str:
    """Words as the content of an element or, in double quotes, of an attribute."""
    return escape(_NOT_XML.sub("", words), {'"': "&quot;"})
