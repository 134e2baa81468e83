"""The files of published results: one folder for each result, the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk
from civicsite.pages.views import Head
from civicsite.results.record import Stream

__all__ = ["PAGES"]


class _Records(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes | Stream]]:
        for process in desk.build.processes():
            for file in desk.build.downloads.get(process.id, ()):
                yield desk.urls.download(process, file.name), file.content


PAGES = _Records()
