"""Places and routes on a map: points for the page, and the same as GeoJSON (RFC 7946).

The page names every place in words first. The map itself comes after a click, since its tiles are
loaded from OpenStreetMap and tell it which part of a town somebody looks at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from civicsite.language import Text
from civicsite.model.site import Event, Municipality, Process
from civicsite.pages.context import Desk
from civicsite.pages.views import Link, MapView
from civicsite.reading.schema import PlaceFields, Position

__all__ = [
    "TILE_HOST",
    "TILE_NOTICE",
    "Point",
    "geojson",
    "map_view",
    "mapped_pages",
    "of_event",
    "of_municipality",
    "of_process",
]

TILE_HOST = "tile.openstreetmap.org"
"""Where tiles come from: https://operations.osmfoundation.org/policies/tiles/."""

TILE_NOTICE = "https://osmfoundation.org/wiki/Privacy_Policy"
"""What its operator says about visitors' data."""

Point = tuple[Position, str, Text, Text | None, Link | None]
"""Position, nature (``place``, ``event``, ``stop``, ``proposal``), title, what there is to know,
and page."""


def of_municipality(desk: Desk, town: Municipality) -> tuple[Point, ...]:
    """Its venues and polling places."""
    places = town.places.in_(desk.code).places if town.places else ()
    return tuple(_places(places))


def of_process(desk: Desk, process: Process) -> tuple[Point, ...]:
    """Places where one can take part, meetings that are to come, and what is proposed where."""
    town = desk.build.site.municipalities[process.municipality]
    named: dict[str, PlaceFields] = {}
    for way in process.texts.fields.ways.values():
        for name in way.places:
            place = town.place(name, desk.code)
            if place:
                named[name] = place
    points = list(_places(named.values()))
    for event in desk.build.events(process):
        fields_ = event.texts.in_(desk.code).fields
        venue = town.place(fields_.place, desk.code) if fields_.place else None
        if venue and venue.position and not desk.clock.reached(event.ends):
            link = desk.event_link(event)
            points.append((venue.position, "event", fields_.title, venue.title, link))
    for proposal in desk.build.proposals(process):
        fields = proposal.texts.in_(desk.code).fields
        if fields.position:
            link = desk.proposal_link(proposal)
            points.append((fields.position, "proposal", fields.title, fields.summary, link))
    return tuple(points)


def of_event(desk: Desk, event: Event) -> tuple[Point, ...]:
    """The stops of a walk in their order; else its venue."""
    fields = event.texts.in_(desk.code).fields
    stops = tuple(
        (stop.position, "stop", stop.place, stop.text, None)
        for stop in fields.route
        if stop.position
    )
    process = desk.build.site.processes[event.process]
    town = desk.build.site.municipalities[process.municipality]
    venue = town.place(fields.place, desk.code) if fields.place and not stops else None
    return stops or tuple(_places([venue] if venue else []))


def mapped_pages(desk: Desk) -> Iterator[tuple[Link, tuple[Point, ...]]]:
    """Every page of one language that has a map, and its points."""
    urls, code = desk.urls, desk.code
    found: list[tuple[Link, tuple[Point, ...]]] = []
    for town in desk.build.site.municipalities.values():
        if code in urls.languages(town.texts):
            found.append((desk.municipality_link(town), of_municipality(desk, town)))
    for process in desk.build.processes():
        if code in urls.languages(process.texts):
            found.append((desk.process_link(process), of_process(desk, process)))
        for event in desk.build.events(process):
            if code in urls.languages(event.texts):
                found.append((desk.event_link(event), of_event(desk, event)))
    yield from ((link, points) for link, points in found if points)


def _places(places: Iterable[PlaceFields]) -> Iterator[Point]:
    for place in places:
        if place.position:
            yield place.position, "place", place.title, place.address, None


def map_view(desk: Desk, points: Sequence[Point], page: str) -> MapView | None:
    """The map of a page at the output path ``page``; None where nothing has a position."""
    if not points:
        return None
    shown = [
        [float(position.lat), float(position.lon), str(title), str(text or "")]
        for position, _, title, text, _ in points
    ]
    data = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    name = f"{page.removesuffix('.html')}.geojson"
    link = Link(Text(desk.word("map-data"), None), name)
    route = any(nature == "stop" for _, nature, *_ in points)
    return MapView(data, route, len(points), TILE_HOST, link)


def geojson(desk: Desk, points: Sequence[Point]) -> bytes:
    """The points as a feature collection; the stops of a walk as a line as well."""
    features = [
        _feature(
            {"type": "Point", "coordinates": _coordinates(position)},
            {
                "nature": nature,
                "title": str(title),
                **({"text": str(text)} if text else {}),
                **({"url": desk.canonical(link.path)} if link else {}),
            },
        )
        for position, nature, title, text, link in points
    ]
    stops = [_coordinates(position) for position, nature, *_ in points if nature == "stop"]
    if len(stops) > 1:
        line = {"type": "LineString", "coordinates": stops}
        features.append(_feature(line, {"nature": "route"}))
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(geometry: Mapping[str, object], properties: Mapping[str, str]) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _coordinates(position: Position) -> list[float]:
    """Longitude first, as RFC 7946 has it."""
    return [float(position.lon), float(position.lat)]
