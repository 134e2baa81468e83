from __future__ import annotations

import pytest

from civicsite.embeds.base import Address, AddressProblem, Embed, EmbedKind
from civicsite.embeds.youtube import PROVIDER

VIDEO = "aB3-_xYz012"


def recognise(host: str, path: str, query: str = "") -> Embed | AddressProblem | None:
    return PROVIDER.recognise(Address(host, path, query), None)


def embed(host: str, path: str, query: str = "") -> Embed:
    found = recognise(host, path, query)
    assert isinstance(found, Embed)
    return found


def test_a_video() -> None:
    assert embed("youtu.be", f"/{VIDEO}", "si=tracks-who-shared") == Embed(
        provider="youtube",
        name="YouTube",
        kind=EmbedKind.VIDEO,
        address=f"https://www.youtube.com/watch?v={VIDEO}",
        frame=f"https://www.youtube-nocookie.com/embed/{VIDEO}?rel=0",
        size=(16, 9),
        sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox",
        allow="fullscreen",
        referrer_policy="strict-origin-when-cross-origin",
        data_note_key="embed-privacy-youtube",
        location="US",
        notice="https://policies.google.com/privacy",
    )


@pytest.mark.parametrize(
    ("host", "path", "query"),
    [
        ("www.youtube.com", "/watch", f"v={VIDEO}&list=PLx&index=2&feature=share"),
        ("youtube.com", "/watch", f"app=desktop&v={VIDEO}"),
        ("m.youtube.com", "/watch", f"v={VIDEO}"),
        ("youtu.be", f"/{VIDEO}/", ""),
        ("www.youtube.com", f"/embed/{VIDEO}", "si=x"),
        ("www.youtube-nocookie.com", f"/embed/{VIDEO}", ""),
        ("www.youtube.com", f"/live/{VIDEO}", ""),
        ("www.youtube.com", f"/v/{VIDEO}", ""),
    ],
)
def test_all_addresses_of_a_video_are_the_same_video(host: str, path: str, query: str) -> None:
    assert embed(host, path, query) == embed("youtu.be", f"/{VIDEO}")


def test_a_short_is_upright() -> None:
    found = embed("www.youtube.com", f"/shorts/{VIDEO}", "si=x&t=5")
    assert found.size == (9, 16)
    assert found.address == f"https://www.youtube.com/shorts/{VIDEO}?t=5s"
    assert found.frame == f"https://www.youtube-nocookie.com/embed/{VIDEO}?rel=0&start=5"


@pytest.mark.parametrize(
    ("query", "seconds"),
    [
        ("t=90", 90),
        ("t=90s", 90),
        ("t=1m30s", 90),
        ("t=1h0m5s", 3605),
        ("start=90&t=5", 90),
        ("t=soon", 0),
        ("t=", 0),
    ],
)
def test_where_the_video_starts_is_kept(query: str, seconds: int) -> None:
    found = embed("www.youtube.com", "/watch", f"v={VIDEO}&{query}")
    at, start = (f"&t={seconds}s", f"&start={seconds}") if seconds else ("", "")
    assert found.address == f"https://www.youtube.com/watch?v={VIDEO}{at}"
    assert found.frame == f"https://www.youtube-nocookie.com/embed/{VIDEO}?rel=0{start}"


@pytest.mark.parametrize(
    ("host", "path", "query"),
    [
        ("www.youtube.com", "/@lipowiec", ""),
        ("www.youtube.com", "/playlist", "list=PLx"),
        ("www.youtube.com", "/embed/videoseries", "list=PLx"),
        ("www.youtube.com", "/watch", "v=short"),
        ("www.youtube.com", "/watch", ""),
        ("www.youtube.com", "/", f"v={VIDEO}"),
        ("youtu.be", "/", ""),
    ],
)
def test_what_is_not_one_video_is_refused(host: str, path: str, query: str) -> None:
    assert recognise(host, path, query) == AddressProblem("youtube-not-a-video")
