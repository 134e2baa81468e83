"""Maps, films and charts of others: one row, one service.

OpenStreetMap's own ``export/embed.html`` and uMap's share address are framed with their controls
reduced to what helps; Vimeo with ``dnt=1``, which stops its statistics. A map alone is no way to
find a place without sight, so the page names the places in words as well.
"""

from __future__ import annotations

from civicsite.embeds.base import EmbedKind, Height
from civicsite.embeds.shapes import ID, PatternProvider, Shape

__all__ = ["PROVIDERS"]

_EU, _US = "embed-privacy-eu", "embed-privacy-us"
_MAP = Height(phone=420, desktop=520)
_BOX = r"-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?){3}"
_UMAP = (
    ("scaleControl", "true"),
    ("miniMap", "false"),
    ("scrollWheelZoom", "false"),
    ("zoomControl", "true"),
    ("editMode", "disabled"),
    ("moreControl", "false"),
    ("searchControl", "null"),
    ("embedControl", "null"),
    ("datalayersControl", "true"),
    ("onLoadPanel", "none"),
    ("captionBar", "false"),
)

PROVIDERS = (
    PatternProvider(
        "umap",
        "uMap",
        (
            Shape(
                r"/(?P<lang>[a-z]{2})/map/(?P<id>[\w-]+_\d+)/?",
                "/{lang}/map/{id}",
                "/{lang}/map/{id}",
                adds=_UMAP,
            ),
            Shape(r"/(?:[a-z]{2}/)?(?:map|edit|me)(?:/.*)?", problem="provider-edit-link"),
        ),
        hosts=("umap.openstreetmap.fr", "umap.openstreetmap.de"),
        kind=EmbedKind.MAP,
        size=_MAP,
        allow="geolocation; fullscreen",
        note=_EU,
        location="EU",
        notice="https://www.openstreetmap.fr/mentions-legales/",
    ),
    PatternProvider(
        "openstreetmap",
        "OpenStreetMap",
        (
            Shape(
                r"/export/embed\.html",
                "/export/embed.html",
                "/export/embed.html?bbox={bbox}",
                needs=(("bbox", _BOX),),
                keeps=("layer", "marker"),
            ),
            Shape(r"/(?:node|way|relation)/\d+/?|/"),
        ),
        hosts=("www.openstreetmap.org", "openstreetmap.org"),
        kind=EmbedKind.MAP,
        size=_MAP,
        note=_EU,
        location="EU",
        notice="https://osmfoundation.org/wiki/Privacy_Policy",
    ),
    PatternProvider(
        "maptionnaire",
        "Maptionnaire",
        (Shape(rf"/q/{ID}/?", "/q/{id}", "/q/{id}"),),
        hosts=("app.maptionnaire.com", "new.maptionnaire.com"),
        allow="geolocation",
        note=_EU,
        location="EU",
        notice="https://www.maptionnaire.com/privacy-policy",
    ),
    PatternProvider(
        "vimeo",
        "Vimeo",
        (
            Shape(
                r"/(?P<id>\d{5,})/(?P<key>[0-9a-f]{6,})/?",
                "/{id}/{key}",
                "https://player.vimeo.com/video/{id}?h={key}",
                adds=(("dnt", "1"),),
            ),
            Shape(
                r"/video/(?P<id>\d{5,})/?",
                "https://vimeo.com/{id}",
                "https://player.vimeo.com/video/{id}",
                keeps=("h",),
                adds=(("dnt", "1"),),
            ),
            Shape(
                r"/(?P<id>\d{5,})/?",
                "https://vimeo.com/{id}",
                "https://player.vimeo.com/video/{id}",
                adds=(("dnt", "1"),),
            ),
            Shape(r"/manage/.*", problem="provider-edit-link"),
        ),
        hosts=("vimeo.com", "www.vimeo.com", "player.vimeo.com"),
        kind=EmbedKind.VIDEO,
        size=(16, 9),
        sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox",
        allow="fullscreen",
        note=_US,
        location="US",
        notice="https://vimeo.com/privacy",
    ),
    PatternProvider(
        "datawrapper",
        "Datawrapper",
        (
            Shape(r"/(?:edit|chart)/.*", problem="provider-edit-link"),
            Shape(
                r"/(?:_/)?(?P<id>[A-Za-z0-9]{5})(?:/\d+)?/?",
                "https://datawrapper.dwcdn.net/{id}/",
                "https://datawrapper.dwcdn.net/{id}/",
            ),
        ),
        hosts=("datawrapper.dwcdn.net", "www.datawrapper.de", "app.datawrapper.de"),
        kind=EmbedKind.CHART,
        size=Height(phone=620, desktop=480),
        note=_EU,
        location="EU",
        notice="https://www.datawrapper.de/privacy",
        resize="datawrapper",
    ),
)
