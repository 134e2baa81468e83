"""What a page may load, as browsers enforce it (Content Security Policy Level 3).

A page names the hosts of its own frames in a ``<meta>``; the server's header, which holds for the
whole site, names all of them and adds what a ``<meta>`` may not say (``frame-ancestors``).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

__all__ = ["page_policy", "permissions", "site_policy"]


def page_policy(frame_hosts: Iterable[str], tile_hosts: Iterable[str] = (), data: str = "") -> str:
    """The policy of a page that frames, and takes the tiles of maps from, these hosts after a
    click. ``data`` is what its one ``<script>`` of data holds; browsers do not ask a policy about
    data, checkers of pages do, so that it is named by its digest.

    ``'self'`` covers a page opened from a disk as well: Chromium 156 and Firefox 153 load style
    sheet, script and pictures from ``file:`` with it.
    """
    frames = " ".join(_origins(frame_hosts)) or "'none'"
    pictures = " ".join(["'self'", "data:", *_origins(tile_hosts)])
    scripts = "'self'" + (f" '{_digest(data)}'" if data else "")
    return (
        f"default-src 'none'; style-src 'self'; img-src {pictures}; script-src {scripts};"
        f" font-src 'self'; connect-src 'self'; frame-src {frames}; form-action 'none';"
        " base-uri 'none'"
    )


def _digest(text: str) -> str:
    """As a policy names a block by its content (CSP Level 3, 2.3.1)."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _origins(hosts: Iterable[str]) -> list[str]:
    return [f"https://{host}" for host in sorted(set(hosts))]


def site_policy(frame_hosts: Iterable[str], tile_hosts: Iterable[str] = ()) -> str:
    """The policy a server sends with every file: nobody else's page may frame ours."""
    return f"{page_policy(frame_hosts, tile_hosts)}; frame-ancestors 'self'"


def permissions(locating_hosts: Iterable[str]) -> str:
    """What pages may ask of the device (Permissions Policy): nothing, but for framed maps that
    show where somebody stands, once that person allows it."""
    hosts = " ".join(f'"https://{host}"' for host in sorted(set(locating_hosts)))
    place = f"(self {hosts})" if hosts else "()"
    return f"camera=(), geolocation={place}, microphone=(), payment=(), usb=()"
