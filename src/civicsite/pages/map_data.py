"""GeoJSON beside every page that has a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk
from civicsite.pages.maps import geojson, mapped_pages
from civicsite.pages.views import Head

__all__ = ["PAGES"]


class _MapData(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        for code in desk.build.site.languages:
            for link, points in mapped_pages(Desk(desk.build, code)):
                yield f"{link.path.removesuffix('.html')}.geojson", geojson(desk, points)


PAGES = _MapData()
