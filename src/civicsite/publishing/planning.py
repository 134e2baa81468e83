"""What a release changes, and in which order. Pure.

What a page loads goes before the page, what leads to pages goes after them, and files are removed
last: whoever opens the site at any moment finds whole pages that find their parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from civicsite.output.manifest import folders_of
from civicsite.publishing.record import File, Listing

__all__ = ["Plan", "hashed", "make_plan", "rank"]

# As the theme and the search name them: assets/civic.3f2a91c07d.css, en/search/b.3f2a91c07d.js.
_HASHED = re.compile(r"(?:assets/(?:.*/)?|(?:[a-z-]+/)?search/)[^/]+\.[0-9a-f]{10}\.[^/]+")
_LEADING = (".xml", ".ics", ".atom", ".rss")


def hashed(path: str) -> bool:
    """Whether the name of a file changes with its content."""
    return _HASHED.fullmatch(path) is not None


def rank(path: str) -> int:
    """0 for assets, 1 for other files, 2 for pages, 3 for home pages, feeds and the site map."""
    name = path.rpartition("/")[2]
    if hashed(path):
        return 0
    if name == "index.html" or path == "robots.txt" or name.endswith(_LEADING):
        return 3
    return 2 if name.endswith(".html") else 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in order."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    """Removed at the end."""
    listing: Listing
    """What the server holds afterwards."""
    blocking: tuple[str, ...] = ()
    """Among ``gone``: files where a folder comes now; they go first."""

    @property
    def uploads(self) -> tuple[str, ...]:
        """All files that are sent, in their order."""
        return tuple(sorted((*self.new, *self.changed), key=lambda path: (rank(path), path)))

    @property
    def size(self) -> int:
        """Bytes that are sent."""
        return sum(self.listing.files[path].size for path in self.uploads)

    @property
    def empty(self) -> bool:
        """Whether the server has everything already."""
        return not (self.new or self.changed or self.gone)


def make_plan(
    site: Mapping[str, File],
    former: Listing,
    have: Mapping[str, File],
    unknown: Iterable[str],
) -> Plan:
    """``site``: what is to be published. ``former``: the release on the server, with ``have`` and
    ``unknown`` from runs that were stopped."""
    doubtful = set(unknown)
    there = {**former.files, **former.kept, **have}
    ours = {*there, *doubtful, *former.leaving}
    new = [path for path in site if path not in ours]
    changed = [
        path
        for path, file in site.items()
        if path in ours and (path in doubtful or there.get(path) != file)
    ]
    again = former.files == dict(site)  # the same release, made whole
    kept = {
        path: file
        for path, file in there.items()
        if path not in site
        and path not in doubtful
        and path not in former.leaving
        and hashed(path)
        and (again or path not in former.kept)
    }
    gone = sorted(
        (path for path in ours if path not in site and path not in kept),
        key=lambda path: (-rank(path), path),
    )
    folders = {folder for path in (*new, *changed) for folder in folders_of(path)}
    blocking = tuple(path for path in gone if path in folders)
    listing = Listing(dict(site), kept, tuple(gone))
    return Plan(tuple(sorted(new)), tuple(sorted(changed)), tuple(gone), listing, blocking)
