"""Settings for the servers a site may lie on: headers, the 404 page, caching, no listings.

``.htaccess`` is for Apache 2.4, whose modules are asked for first, since cheap hosts have
different ones; ``_headers`` for Netlify and Cloudflare Pages; ``.nginx.conf`` is a snippet for
whoever runs nginx: ``include`` it in the ``server`` block. Like ``.htaccess``, that one names the
404 page by the path of the site's address, since a server knows no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from civicsite.pages.alias import TEMPLATE as ALIAS
from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk
from civicsite.pages.policy import permissions, site_policy
from civicsite.pages.views import Head

__all__ = ["PAGES", "headers", "redirects"]

_HASHED = r"\.[0-9a-f]{10}\.[a-z0-9]+$"
"""Names of assets with the digest of their content: such a file never changes."""
_FOREVER = "public, max-age=31536000, immutable"
_TEXTS = (
    "text/html text/css text/plain text/csv text/javascript application/javascript"
    " application/json application/xml application/atom+xml text/calendar image/svg+xml"
)


class _Hosting(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        sent = headers(heads)
        moved = redirects(desk, heads)
        yield ".htaccess", _apache(desk.base, sent, moved).encode()
        yield "_headers", _static_host(sent).encode()
        yield ".nginx.conf", _nginx(desk.base, sent, moved).encode()
        if moved:
            yield "_redirects", _static_redirects(moved).encode()


PAGES = _Hosting()


def headers(heads: Sequence[Head]) -> tuple[tuple[str, str], ...]:
    """Headers that go with every file: name and value."""
    framed = {host for head in heads for host in head.frame_hosts}
    tiles = {host for head in heads for host in head.tile_hosts}
    locating = {host for head in heads for host in head.locating_hosts}
    return (
        ("Content-Security-Policy", site_policy(framed, tiles)),
        ("Permissions-Policy", permissions(locating)),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("X-Content-Type-Options", "nosniff"),
    )


def redirects(desk: Desk, heads: Sequence[Head]) -> tuple[tuple[str, str], ...]:
    """Earlier addresses and the present ones, as paths on the server: the first as it is written,
    the second encoded. A server that heeds them answers before the page that stands there does."""
    root = desk.canonical("")
    return tuple(
        (f"{desk.base}{head.path}", desk.base + quote(head.canonical.removeprefix(root)))
        for head in heads
        if head.template == ALIAS
    )


def _static_redirects(moved: Sequence[tuple[str, str]]) -> str:
    """``_redirects`` of Netlify, Cloudflare Pages and GitLab Pages: from, to, status."""
    return "".join(f"{quote(old)} {new} 301\n" for old, new in moved)


def _quoted(value: str) -> str:
    """A value in the double quotes of Apache and nginx."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _apache(
    base: str, sent: Sequence[tuple[str, str]], moved: Sequence[tuple[str, str]] = ()
) -> str:
    lines = [
        "# Made by civicsite; the next build writes it anew.",
        f"ErrorDocument 404 {base}404.html",
        "DirectoryIndex index.html",
        "AddDefaultCharset UTF-8",
        "Options -Indexes",
        "<IfModule mod_authz_core.c>",
        # Hidden files are settings, not pages.
        '<FilesMatch "^\\.">',
        "Require all denied",
        "</FilesMatch>",
        "</IfModule>",
        "<IfModule mod_mime.c>",
        "AddType text/javascript .js",
        "AddType image/svg+xml .svg",
        "AddType image/webp .webp",
        "AddType font/woff2 .woff2",
        "AddType text/calendar .ics",
        "AddType application/atom+xml .atom",
        "AddType application/ld+json .jsonld",
        "AddType text/csv .csv",
        "AddType text/plain .pb .blt",
        "AddType application/geo+json .geojson",
        "AddCharset UTF-8 .css .js .json .jsonld .geojson .csv .pb .blt .ics .atom .svg .xml .txt",
        "</IfModule>",
        "<IfModule mod_deflate.c>",
        f"AddOutputFilterByType DEFLATE {_TEXTS}",
        "</IfModule>",
        "<IfModule mod_headers.c>",
        *(f"Header always set {name} {_quoted(value)}" for name, value in sent),
        '<FilesMatch "\\.html$">',
        'Header set Cache-Control "no-cache"',
        "</FilesMatch>",
        f'<FilesMatch "{_HASHED}">',
        f'Header set Cache-Control "{_FOREVER}"',
        "</FilesMatch>",
        "</IfModule>",
    ]
    if moved:
        lines += [
            "<IfModule mod_alias.c>",
            *(f"Redirect 301 {_quoted(old)} {_quoted(new)}" for old, new in moved),
            "</IfModule>",
        ]
    return "\n".join(lines) + "\n"


def _static_host(sent: Sequence[tuple[str, str]]) -> str:
    """These hosts ask browsers to check pages each time, and serve ``404.html``, by themselves."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in sent)]
    return "\n".join([*lines, "/assets/*", f"  Cache-Control: {_FOREVER}"]) + "\n"


def _nginx(
    base: str, sent: Sequence[tuple[str, str]], moved: Sequence[tuple[str, str]] = ()
) -> str:
    """``expires`` and not ``add_header`` sets caching: a second ``add_header`` in an inner block
    would take all of the outer ones away."""
    lines = [
        "# Made by civicsite; the next build writes it anew. Include it in the server block.",
        "charset utf-8;",
        "charset_types text/html text/css text/plain text/csv text/javascript application/json"
        " application/javascript application/xml application/atom+xml text/calendar image/svg+xml;",
        "autoindex off;",
        "index index.html;",
        f"error_page 404 {base}404.html;",
        "gzip on;",
        "gzip_vary on;",
        f"gzip_types {_TEXTS.removeprefix('text/html ')};",
        *(f"add_header {name} {_quoted(value)} always;" for name, value in sent),
        "expires -1;",
        # Its own list of types does not know calendars.
        'location ~ "\\.ics$" { default_type text/calendar; }',
        f'location ~ "{_HASHED}" {{ expires 1y; }}',
        "location ~ /\\.(?!well-known/) { return 404; }",
        *(f"location = {_quoted(old)} {{ return 301 {_quoted(new)}; }}" for old, new in moved),
    ]
    return "\n".join(lines) + "\n"
