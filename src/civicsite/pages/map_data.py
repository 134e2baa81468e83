"""GeoJSON beside every page that has a map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk
from civicsite.pages.maps import Point, geojson, of_event, of_municipality, of_process
from civicsite.pages.views import Head

__all__ = ["PAGES"]


class _MapData(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        for code in desk.build.site.languages:
            for page, points in _maps(Desk(desk.build, code)):
                if points:
                    yield f"{page.removesuffix('.html')}.geojson", geojson(desk, points)


PAGES = _MapData()


def _maps(desk: Desk) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """Output path of every page in one language that may have a map, and its points."""
    urls, code = desk.urls, desk.code
    for town in desk.build.site.municipalities.values():
        if code in urls.languages(town.texts):
            yield urls.municipality(town, code), of_municipality(desk, town)
    for process in desk.build.processes():
        if code in urls.languages(process.texts):
            yield urls.process(process, code), of_process(desk, process)
        for event in desk.build.events(process):
            if code in urls.languages(event.texts):
                yield urls.event(event, code), of_event(desk, event)
