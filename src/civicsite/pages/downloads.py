"""The downloads of a result, as the results page links them."""

from __future__ import annotations

from civicsite.language import Text
from civicsite.model.site import Process
from civicsite.pages.context import Desk
from civicsite.pages.result_views import DownloadView
from civicsite.pages.views import Link
from civicsite.results.record import content_digest

__all__ = ["downloads"]


def downloads(desk: Desk, process: Process) -> tuple[DownloadView, ...]:
    """Every file of the published record, with what it is for; none before the release."""
    contests = {
        item.id: item.title
        for item in (process.results.in_(desk.code).contests if process.results else ())
    }
    return tuple(
        DownloadView(
            Link(
                Text(desk.word(f"download-{file.kind}"), None),
                desk.urls.download(process, file.name),
            ),
            file.name,
            contests.get(file.contest),
            content_digest(file.content),
        )
        for file in desk.build.downloads.get(process.id, ())
    )
