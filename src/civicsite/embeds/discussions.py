"""Live questions, discussions and votes of others: one row, one service.

A poll's page for voting is linked, since whoever votes at a workshop has a telephone in hand; what
is meant to be shown to a room may be framed. Stanford's and Loomio's refuse frames on purpose.
"""

from __future__ import annotations

from civicsite.embeds.base import EmbedKind, Height
from civicsite.embeds.shapes import ID, PatternProvider, Shape

__all__ = ["PROVIDERS"]

_EU, _US = "embed-privacy-eu", "embed-privacy-us"

PROVIDERS = (
    PatternProvider(
        "polis",
        "pol.is",
        (
            Shape(r"/m/.*", problem="provider-edit-link"),
            Shape(r"/(?P<id>[0-9][A-Za-z0-9]{5,})/?", "/{id}", "/{id}", keeps=("ui_lang",)),
        ),
        hosts=("pol.is",),
        size=Height(phone=1100, desktop=930),
        note=_US,
        location="US",
        notice="https://pol.is/privacy",
        answers=("polis",),
    ),
    PatternProvider(
        "mentimeter",
        "Mentimeter",
        (
            Shape(rf"/app/presentation/{ID}/edit.*", problem="provider-edit-link"),
            Shape(
                rf"/app/presentation/{ID}/embed/?",
                "/app/presentation/{id}/embed",
                "/app/presentation/{id}/embed",
            ),
            Shape(r"/(?P<id>al[a-z0-9]{6,}|\d{6,10})/?", "/{id}"),
        ),
        hosts=("menti.com", "www.menti.com", "www.mentimeter.com"),
        size=(16, 9),
        note=_EU,
        location="EU",
        notice="https://www.mentimeter.com/privacy",
    ),
    PatternProvider(
        "slido",
        "Slido",
        (
            Shape(rf"/admin/.*|/event/{ID}/(?:admin|settings).*", problem="provider-edit-link"),
            Shape(
                rf"/event/{ID}/embed/polls/(?P<poll>[0-9a-f-]+)/?",
                "/event/{id}",
                "/event/{id}/embed/polls/{poll}",
            ),
            Shape(rf"/event/{ID}(?:/live(?:/\w+)?)?/?", "/event/{id}", "/event/{id}"),
        ),
        hosts=("app.sli.do", "wall.sli.do"),
        note=_US,
        location="US",
        notice="https://www.slido.com/terms",
    ),
    PatternProvider(
        "loomio",
        "Loomio",
        (Shape(rf"/(?P<way>[pdg])/{ID}(?:/[\w-]*)?/?", "/{way}/{id}"),),
        hosts=("www.loomio.com", "loomio.com", "www.loomio.org"),
        kind=EmbedKind.PAGE,
        note=_US,
        location="US",
        notice="https://www.loomio.com/privacy",
    ),
    PatternProvider(
        "stanford-pb",
        "Stanford PB",
        (Shape(r"/(?P<id>[A-Za-z0-9_-]+)(?:/approval|/knapsack)?/?", "/{id}"),),
        hosts=("pbstanford.org", "www.pbstanford.org"),
        kind=EmbedKind.PAGE,
        note=_US,
        location="US",
        answers=("pabulib",),
    ),
)
