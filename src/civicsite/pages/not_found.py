"""The 404 page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from civicsite.language import Text
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head
from civicsite.pages.views import NotFoundView, SiteView

__all__ = ["PAGES"]


class _NotFound(PageKind):
    template = "not-found"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        if desk.code == desk.build.site.main_language:
            yield Made(_view(desk, site), "404.html")


def _view(desk: Desk, site: SiteView) -> NotFoundView:
    """It is served at any depth, so its links begin with the path of the site's address."""
    title = Text(desk.word("not-found-title"), None)
    frame = head(desk, "not-found", "404.html", title, str(title), {})
    return NotFoundView(replace(frame, base=desk.base, indexed=False), site)


PAGES = _NotFound()
