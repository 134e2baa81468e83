"""YouTube: one video, from any of the addresses YouTube gives it.

The frame comes from ``www.youtube-nocookie.com``, which stops personalisation but is no consent:
it still receives the visitor's address. The player refuses to start without a referrer (error 153
under ``no-referrer``). ``rel=0`` keeps suggestions to the same channel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from civicsite.embeds.base import (
    Address,
    AddressProblem,
    AllowedHost,
    Embed,
    EmbedKind,
)

__all__ = ["PROVIDER"]

_VIDEO = re.compile(r"[\w-]{11}", re.ASCII)
_PATH = re.compile(r"/(?P<form>embed|live|shorts|v)/(?P<id>[^/]+)/?")
_START = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _YouTube:
    id: str = "youtube"
    name: str = "YouTube"
    hosts: tuple[str, ...] = (
        "www.youtube.com",
        "youtube.com",
        "m.youtube.com",
        "youtu.be",
        "www.youtube-nocookie.com",
        "youtube-nocookie.com",
    )
    domains: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    frames: bool = True
    location: str = "US"
    notice: str = "https://policies.google.com/privacy"

    def recognise(
        self, address: Address, allowed: AllowedHost | None
    ) -> Embed | AddressProblem | None:
        video, upright = _video(address)
        if not _VIDEO.fullmatch(video) or video == "videoseries":
            return AddressProblem("youtube-not-a-video")
        start = _seconds(address.value("start") or address.value("t") or "")
        return Embed(
            provider=self.id,
            name=self.name,
            kind=EmbedKind.VIDEO,
            address=_public(video, upright, start),
            frame=f"https://www.youtube-nocookie.com/embed/{video}?rel=0"
            + (f"&start={start}" if start else ""),
            size=(9, 16) if upright else (16, 9),
            sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox",
            allow="fullscreen",
            referrer_policy="strict-origin-when-cross-origin",
            data_note_key="embed-privacy-youtube",
            location=self.location,
            notice=self.notice,
        )


def _video(address: Address) -> tuple[str, bool]:
    """The video's id, or what stands in its place, and whether it is filmed upright."""
    if address.host == "youtu.be":
        return address.path.strip("/"), False
    if match := _PATH.fullmatch(address.path):
        return match["id"], match["form"] == "shorts"
    return (address.value("v") or "" if address.path.rstrip("/") == "/watch" else ""), False


def _public(video: str, upright: bool, start: int) -> str:
    if upright:
        return f"https://www.youtube.com/shorts/{video}" + (f"?t={start}s" if start else "")
    return f"https://www.youtube.com/watch?v={video}" + (f"&t={start}s" if start else "")


def _seconds(text: str) -> int:
    """Where to start: ``90``, ``90s`` or ``1m30s``; 0 for anything else."""
    match = _START.fullmatch(text)
    if match is None:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return 3600 * hours + 60 * minutes + seconds


PROVIDER = _YouTube()
