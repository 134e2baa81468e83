"""The page of the full-text search, and the index it asks."""

from __future__ import annotations

from collections.abc import Sequence

from civicsite.language import Text
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, home_crumb, home_languages
from civicsite.pages.search_index import Index, index
from civicsite.pages.stems import stemmer
from civicsite.pages.views import Link, SearchView, SiteView, View

__all__ = ["TEMPLATE", "search_index", "search_view"]

TEMPLATE = "search"
_POLISH = "pl"


def search_index(desk: Desk, views: Sequence[View]) -> Index:
    """The index of all pages in the language of ``desk`` that search engines may list too."""
    kept = [view for view in views if view.head.indexed and not view.head.draft and _own(view)]
    kept.sort(key=lambda view: view.head.path)
    forms = desk.build.word_forms if desk.code == _POLISH else None
    return index(kept, stemmer(desk.code), forms)


def _own(view: View) -> bool:
    """Not a list of other pages."""
    return view.head.template not in ("list", TEMPLATE)


def search_view(desk: Desk, site: SiteView, made: Index) -> SearchView:
    """The page with the field to search in."""
    paths = {code: desk.urls.search(code) for code in home_languages(desk)}
    title = Text(desk.word("search-title"), None)
    lists = Link(Text(desk.word("all-processes"), None), desk.urls.listed(None, desk.code))
    return SearchView(
        head(
            desk,
            TEMPLATE,
            paths[desk.code],
            title,
            desk.word("search-title"),
            paths,
            (home_crumb(desk),),
        ),
        site,
        index=desk.urls.search_file(made.start, desk.code),
        up="../" * paths[desk.code].count("/"),
        lists=lists if desk.build.processes() else None,
    )
