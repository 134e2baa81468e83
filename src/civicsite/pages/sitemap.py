"""What search engines read: ``sitemap.xml`` and ``robots.txt``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk
from civicsite.pages.views import Head

__all__ = ["PAGES", "robots", "sitemap"]


class _ForMachines(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        yield "sitemap.xml", sitemap(desk, heads)
        yield "robots.txt", robots(desk)


PAGES = _ForMachines()


def sitemap(desk: Desk, heads: Sequence[Head]) -> bytes:
    """Every page search engines may list, with its other languages (sitemaps.org 0.9).

    ``lastmod`` is left out: file times and the build's instant say nothing about the content.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for head in heads:
        if not head.indexed:
            continue
        lines.append(f"<url><loc>{escape(head.canonical)}</loc>")
        for other in head.alternates:
            address = escape(desk.canonical(other.path), {'"': "&quot;"})
            lines.append(f'<xhtml:link rel="alternate" hreflang="{other.lang}" href="{address}"/>')
        lines.append("</url>")
    lines.append("</urlset>")
    return ("\n".join(lines) + "\n").encode()


def robots(desk: Desk) -> bytes:
    """Everything may be read; where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {desk.canonical('sitemap.xml')}\n".encode()
