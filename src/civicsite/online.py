"""``civicsite check --online``: whether what a site offers still works. Never part of a build.

Each address is asked for once, as a browser would, and its redirections are followed. What comes
back tells whether the service is gone, asks for a login, has closed the form, or forbids the frame
that the page would make (``frame-ancestors`` of the Content Security Policy goes before
``X-Frame-Options``, HTML standard 7.8.1.3).
"""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from civicsite.diagnostics import Diagnostic, error, warning
from civicsite.pages.offered import Offer

__all__ = ["Answer", "ask", "check_online", "framable", "judge"]

_PATIENCE = 15
"""Seconds for one answer."""
_ENOUGH = 200_000
"""Bytes of a page that are looked at."""
_AT_ONCE = 8
_LOGIN_HOSTS = frozenset(
    {"accounts.google.com", "login.microsoftonline.com", "login.live.com", "login.gov.pl"}
)
_LOGIN_PATH = re.compile(
    r"/(?:log[-_]?in|sign[-_]?in|users/sign_in|sso|auth/login|ServiceLogin)(?:[/.?]|$)", re.I
)
_CLOSED_PATH = re.compile(r"/(?:closedform|closed|survey-closed)/?$", re.I)
_CLOSED_WORDS = re.compile(
    r"no longer accepting responses|nie przyjmuje już odpowiedzi|formularz jest zamknięty|"
    r"ankieta (?:jest|została) zamknięta|"
    r"this (?:survey|form|typeform) is (?:now |currently )?closed|"
    r"has expired|ankieta wygasła",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for an address."""

    status: int
    """HTTP status; 0 when nobody answered."""
    address: str
    """Where the redirections ended."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case."""
    text: str = ""
    """The beginning of the page."""
    reason: str = ""
    """Why nobody answered."""

    def header(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for key, value in self.headers if key == name]


def check_online(offers: Iterable[Offer], site: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the offers of a site that is published at ``site``; each address is asked
    for once, however often it is offered."""
    wanted: dict[tuple[str, bool], Offer] = {}
    for offer in offers:
        address = offer.embed.frame or offer.embed.address
        wanted.setdefault((address, offer.embed.frame is not None), offer)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(ask, [address for address, _ in wanted]))
    found: list[Diagnostic] = []
    for ((_, framed), offer), answer in zip(wanted.items(), answers, strict=True):
        found += judge(offer, answer, framed, site)
    return tuple(found)


def ask(address: str) -> Answer:
    """Ask for a page as a visitor's browser would, without cookies. Never raises for what the
    network does."""
    headers = {"User-Agent": "Mozilla/5.0 (civicsite check)", "Accept": "text/html,*/*;q=0.5"}
    try:
        with urlopen(Request(address, headers=headers), timeout=_PATIENCE) as reply:
            return _answer(reply.status, reply.url, reply.headers, reply.read(_ENOUGH))
    except HTTPError as refused:
        return _answer(refused.code, refused.url or address, refused.headers, b"")
    except (URLError, HTTPException, OSError, ValueError, ssl.SSLError) as failure:
        reason = getattr(failure, "reason", failure)
        if isinstance(reason, socket.gaierror):
            return Answer(0, address, reason="name")
        return Answer(0, address, reason=str(reason) or type(failure).__name__)


def _answer(status: int, address: str, headers: Message, body: bytes) -> Answer:
    named = tuple((name.lower(), value) for name, value in headers.items())
    return Answer(status, address, named, body.decode("utf-8", "replace"))


def judge(offer: Offer, answer: Answer, framed: bool, site: str) -> Iterator[Diagnostic]:
    """The problems of one offer."""
    values = {"name": offer.embed.name, "address": offer.embed.address}
    ended = urlsplit(answer.address)
    if answer.status in (404, 410) or answer.reason == "name":
        yield error("online-gone", offer.span, **values)
    elif answer.status == 0:
        yield warning("online-no-answer", offer.span, **values, reason=answer.reason)
    elif ended.hostname in _LOGIN_HOSTS or _LOGIN_PATH.search(ended.path):
        yield error("online-login", offer.span, **values, host=ended.hostname or "")
    elif answer.status in (401, 403):
        yield warning("online-refused", offer.span, **values, status=answer.status)
    elif answer.status >= 400:
        yield warning("online-failing", offer.span, **values, status=answer.status)
    elif _CLOSED_PATH.search(ended.path) or _CLOSED_WORDS.search(answer.text):
        yield warning("online-closed", offer.span, **values)
    elif framed and not framable(answer, site):
        yield error("online-not-framable", offer.span, **values)


def framable(answer: Answer, site: str) -> bool:
    """Whether a page published at ``site`` may show the answer in a frame.

    Every policy must allow it; ``X-Frame-Options`` counts only where none names ancestors.
    """
    policies = [p for value in answer.header("content-security-policy") for p in value.split(",")]
    ancestors = [
        parts[1:]
        for policy in policies
        for directive in policy.split(";")
        if (parts := directive.split()) and parts[0].lower() == "frame-ancestors"
    ]
    if ancestors:
        return all(any(_covers(source, site) for source in sources) for sources in ancestors)
    options = {
        word.strip().lower()
        for value in answer.header("x-frame-options")
        for word in value.split(",")
    }
    if "deny" in options:
        return False
    same = urlsplit(answer.address).netloc == urlsplit(site).netloc
    return "sameorigin" not in options or same


def _covers(source: str, site: str) -> bool:
    """Whether a source expression of a policy matches the site (CSP Level 3, 6.7.2.8)."""
    source, parts = source.lower(), urlsplit(site)
    if source == "*":
        return True
    if source.startswith("'"):
        return False
    if source.endswith(":"):
        return source[:-1] == parts.scheme
    scheme, mark, rest = source.partition("://")
    host = (rest if mark else source).partition("/")[0].partition(":")[0]
    if mark and scheme != parts.scheme:
        return False
    own = parts.hostname or ""
    return own.endswith(host[1:]) if host.startswith("*.") else own == host
