"""What search engines read: ``sitemap.xml`` and ``robots.txt``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk, instant
from civicsite.pages.news import News, newest, news_of
from civicsite.pages.views import Head

__all__ = ["PAGES", "robots", "sitemap"]


class _ForMachines(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        yield "sitemap.xml", sitemap(desk, heads)
        yield "robots.txt", robots(desk)


PAGES = _ForMachines()


def sitemap(desk: Desk, heads: Sequence[Head]) -> bytes:
    """Every page search engines may list, with its other languages (sitemaps.org 0.9).

    ``lastmod`` is the newest dated fact of a page (decision 2) and stands only where there is one:
    file times and the build's instant say nothing about the content.
    """
    changed = _changes(desk)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for head in heads:
        if not head.indexed:
            continue
        lines.append(f"<url><loc>{escape(head.canonical)}</loc>")
        if head.path in changed:
            lines.append(f"<lastmod>{instant(changed[head.path])}</lastmod>")
        for other in head.alternates:
            address = escape(desk.canonical(other.path), {'"': "&quot;"})
            lines.append(f'<xhtml:link rel="alternate" hreflang="{other.lang}" href="{address}"/>')
        lines.append("</url>")
    lines.append("</urlset>")
    return ("\n".join(lines) + "\n").encode()


def _changes(desk: Desk) -> dict[str, datetime]:
    """When pages last changed, by their path. The page of a process shows all that happened in it,
    those of a municipality and of the site what happened in all of theirs."""
    found: dict[str, datetime] = {}

    def tell(path: str, items: Iterable[News]) -> None:
        moment = newest(items)
        if moment and moment > found.get(path, _NEVER):
            found[path] = moment

    for code in desk.build.site.languages:
        own = Desk(desk.build, code)
        for town in desk.build.site.municipalities.values():
            for process in desk.build.processes(town):
                news = list(news_of(own, [process]))
                for item in news:
                    tell(item.path, [item])
                for path in (
                    own.urls.home(code),
                    own.municipality_link(town).path,
                    own.process_link(process).path,
                ):
                    tell(path, news)
    return found


_NEVER = datetime.min.replace(tzinfo=UTC)


def robots(desk: Desk) -> bytes:
    """Everything may be read; where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {desk.canonical('sitemap.xml')}\n".encode()
