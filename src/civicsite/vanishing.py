"""Addresses that were published and would be gone with the next build.

The manifest of the output folder says what there was. A link somebody kept, or printed, should go
on working: an ``id:`` keeps the addresses of a renamed folder, ``aliases:`` lead from single ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from civicsite.diagnostics import Diagnostic, Span, warning
from civicsite.output.manifest import Manifest
from civicsite.pages.digests import digest

__all__ = ["vanishing"]

_COME_AND_GO = frozenset(map(digest, ("ListView", "PaperView", "SearchView")))
"""Pages that follow from the others: a list is there as long as something is in it, a poster as
long as there is something to come to."""


def vanishing(former: Manifest, planned: Collection[str], place: str) -> Iterator[Diagnostic]:
    """A warning for each page of the former build that the next one lacks. Pages in the folder of
    a page that goes too are counted with it. ``place`` is the path the warnings name."""
    gone = sorted(
        path
        for path, entry in former.entries.items()
        if path.endswith(".html")
        and path not in planned
        and entry.parts.get("view") not in _COME_AND_GO
    )
    heads: dict[str, int] = {}
    for path in sorted(gone, key=lambda path: (path.count("/"), path)):
        above = next((head for head in heads if path.startswith(f"{head[:-5]}/")), path)
        heads[above] = heads.get(above, 0) + 1
    for path, count in sorted(heads.items()):
        yield warning("address-vanishes", Span(place), address=path, count=count)
