"""``check --online`` against a server on this machine that plays every case."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Severity, Span
from civicsite.embeds.base import SANDBOX, Embed, EmbedKind
from civicsite.language import Text
from civicsite.online import Answer, ask, check_online, framable, judge
from civicsite.pages.offered import Offer
from civicsite.pages.views import Link

SITE = "https://partycypacja.lipowiec.example/bip/"
PAGES: dict[str, tuple[int, dict[str, str], str]] = {
    "/open": (200, {}, "<title>Ankieta</title>"),
    "/gone": (410, {}, ""),
    "/missing": (404, {}, ""),
    "/login": (200, {}, "Zaloguj"),
    "/to-login": (302, {"Location": "/users/sign_in?back=1"}, ""),
    "/users/sign_in?back=1": (200, {}, "Zaloguj"),
    "/closed-in-words": (200, {}, "Formularz „Park” nie przyjmuje już odpowiedzi."),
    "/to-closed": (302, {"Location": "/forms/closedform"}, ""),
    "/forms/closedform": (200, {}, ""),
    "/deny": (200, {"X-Frame-Options": "DENY"}, ""),
    "/ancestors": (200, {"Content-Security-Policy": "frame-ancestors 'self' https://inne.example"}, ""),
    "/broken": (503, {}, ""),
    "/private": (403, {}, ""),
}  # fmt: skip


class Service(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers, text = PAGES[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Quietly."""


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def offer(address: str, framed: bool = True) -> Offer:
    embed = Embed(
        "page", "Ankiety", EmbedKind.FORM, address, address if framed else None, (16, 9), SANDBOX, "", "", ""
    )  # fmt: skip
    return Offer(
        embed, Span("content/lipowiec/park/process.md", 9, 5), Link(Text("Park"), "park.html")
    )


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/open", None),
        ("/gone", "online-gone"),
        ("/missing", "online-gone"),
        ("/login", "online-login"),
        ("/to-login", "online-login"),
        ("/closed-in-words", "online-closed"),
        ("/to-closed", "online-closed"),
        ("/deny", "online-not-framable"),
        ("/ancestors", "online-not-framable"),
        ("/broken", "online-failing"),
        ("/private", "online-refused"),
    ],
)
def test_what_a_service_answers(service: str, path: str, code: str | None) -> None:
    found = check_online([offer(service + path)], SITE)
    assert [diagnostic.code for diagnostic in found] == ([code] if code else [])
    for diagnostic in found:
        assert diagnostic.span.line == 9
        for language in ("en", "pl"):
            values = dict(diagnostic.values)
            assert service in packaged_catalogue(language).text(diagnostic.code, **values)


def test_only_a_frame_needs_to_be_allowed(service: str) -> None:
    assert check_online([offer(f"{service}/deny", framed=False)], SITE) == ()


def test_an_address_is_asked_for_once(service: str) -> None:
    Service.asked.clear()
    check_online([offer(f"{service}/open")] * 3, SITE)
    assert Service.asked == ["/open"]


def test_nobody_answers() -> None:
    (found,) = check_online([offer("http://127.0.0.1:1/form")], SITE)
    assert (found.code, found.severity) == ("online-no-answer", Severity.WARNING)
    unknown = replace(ask("http://127.0.0.1:1/"), reason="name")
    assert [d.code for d in judge(offer("https://x.example/"), unknown, True, SITE)] == [
        "online-gone"
    ]


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"x-frame-options": "SAMEORIGIN"}, False),
        ({"x-frame-options": "ALLOWALL"}, True),
        ({"content-security-policy": "default-src 'none'"}, True),
        ({"content-security-policy": "frame-ancestors 'none'"}, False),
        ({"content-security-policy": "frame-ancestors *"}, True),
        ({"content-security-policy": "frame-ancestors https:"}, True),
        ({"content-security-policy": "frame-ancestors http:"}, False),
        ({"content-security-policy": "frame-ancestors https://*.lipowiec.example"}, True),
        ({"content-security-policy": "frame-ancestors lipowiec.example"}, False),
        ({"content-security-policy": "frame-ancestors https://evillipowiec.example"}, False),
        # The policy goes before the older header, in both directions.
        ({"content-security-policy": "frame-ancestors *", "x-frame-options": "DENY"}, True),
        (
            {"content-security-policy": "frame-ancestors 'self'", "x-frame-options": "ALLOWALL"},
            False,
        ),
        ({"content-security-policy": "frame-ancestors *, frame-ancestors 'none'"}, False),
    ],
)
def test_who_may_frame(headers: dict[str, str], allowed: bool) -> None:
    answer = Answer(200, "https://ankiety.example/1", tuple(headers.items()))
    assert framable(answer, SITE) is allowed
