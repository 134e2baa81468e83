"""What a page kind is. One kind is one file beside this one that exports ``PAGES``.

Adding a kind is adding that file and its template: nothing else names it. It decides which pages
there are and what they hold; their addresses follow the content's (``urls``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from civicsite.pages.context import Desk
from civicsite.pages.views import Head, SiteView, View
from civicsite.results.record import Stream

__all__ = ["Made", "PageKind"]


@dataclass(frozen=True, slots=True)
class Made:
    """One page of a kind."""

    view: View
    source: str
    """The content file it is made from; named when two pages want one address."""
    municipality: str | None = None
    """The municipality it belongs to; None for what the whole site shares."""
    aliases: tuple[str, ...] = ()
    """Earlier addresses, which lead to it."""


class PageKind(Protocol):
    """One kind of page. What a kind does not say for itself is as here: nothing."""

    template: str | None = None
    """What its pages name as :attr:`Head.template <civicsite.pages.views.Head.template>`: the theme
    must have ``<template>.html``. None for a kind that makes files only."""

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        """Its pages in the language of ``desk``."""
        return ()

    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes | Stream]]:
        """Files of the whole site, as output path and content, such as a sitemap: made once, in
        the main language. ``heads`` are all pages of all kinds, in the order of their paths."""
        return ()
