"""From what an editor pasted to an embed, or to a sentence on what to do about it.

Editors paste a share link, a short link or a whole ``<iframe …>`` snippet. Nothing is asked of the
network: two builds of the same text give the same page.
"""

from __future__ import annotations

import difflib
import html
import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.embeds.base import Address, AllowedHost, Embed, Provider

__all__ = ["read_address", "recognise", "unknown_provider"]

_SNIPPET = re.compile(r"<\s*iframe\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"""<\s*iframe\b[^>]*?(?<![\w-])src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{1,63}(?<!-)")
_LOOKS_LIKE_HOST = re.compile(r"(?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#].*)?")
# Names that resolve only inside an office or a home: RFC 6761, 6762, 8375, and customary ones.
_PRIVATE = re.compile(
    r"(?:.+\.)?(?:localhost|local|localdomain|internal|intranet|private|lan|home|corp|home\.arpa)"
)
_SHORTENERS = frozenset(
    {"bit.ly", "cutt.ly", "goo.gl", "is.gd", "ow.ly", "t.co", "tiny.pl", "tinyurl.com"}
)
# White space, control characters, and halves of characters, which have no encoding.
_UNUSABLE = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]")
_SAFE = "/%:@!$&'()*+,;=-._~?"


def recognise(
    address: str,
    span: Span,
    providers: Sequence[Provider],
    allowed_hosts: Sequence[AllowedHost],
    *,
    own_host: str,
) -> Embed | Diagnostic:
    """What an address leads to, or the one problem with it.

    ``own_host`` is the host the site is published on, empty while it has none: what comes from
    there is framed without ``allow-same-origin``, or the frame could reach into our pages.
    """
    read = read_address(address, span)
    if isinstance(read, Diagnostic):
        return read
    owner = next((p for p in providers if _owns(p, read.host)), None)
    found = owner.recognise(read, None) if owner else None
    if found is None:
        allowed = next((a for a in allowed_hosts if _ascii(a.host) == read.host), None)
        if allowed is None:
            return _unknown(read, span, providers, allowed_hosts, owner)
        unknown = unknown_provider(allowed.provider, span, providers)
        if unknown:
            return unknown
        hosted = next(p for p in providers if p.id == allowed.provider)
        if not read.path.startswith(allowed.path):
            values = {"host": read.host, "path": allowed.path}
            return error("form-outside-path", span, **values)
        found = hosted.recognise(read, allowed)
        if found is None:
            return error("form-not-recognised", span, provider=hosted.name, host=read.host)
        if isinstance(found, Embed) and found.frame and allowed.parameters:
            found = replace(found, frame=_with_parameters(found.frame, allowed.parameters))
    if not isinstance(found, Embed):
        return error(found.code, span, **dict(found.values))
    if found.frame_host and _bare(found.frame_host) == _bare(_ascii(own_host) or ""):
        tokens = [token for token in found.sandbox.split() if token != "allow-same-origin"]
        return replace(found, sandbox=" ".join(tokens))
    return found


def _with_parameters(frame: str, parameters: Sequence[tuple[str, str]]) -> str:
    """An address with the parameters a town asks for, ahead of what stands behind ``#``."""
    address, mark, fragment = frame.partition("#")
    joined = f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
    return f"{joined}{mark}{fragment}"


def _owns(provider: Provider, host: str) -> bool:
    """Whether a host is the service's own. A customer's host ends in a dot and the domain, so
    that nobody can register a look-alike of it."""
    return host in provider.hosts or any(host.endswith(f".{d}") for d in provider.domains)


def read_address(text: str, span: Span) -> Address | Diagnostic:
    """Take an address or a snippet apart; refuse what must never stand on a public page."""
    text = text.strip()
    if _SNIPPET.search(text):
        source = _SOURCE.search(text)
        if source is None:
            return error("form-snippet-without-address", span)
        text = html.unescape(next(group or "" for group in source.groups() if group is not None))
        text = text.strip()
        text = f"https:{text}" if text.startswith("//") else text
    if not text:
        return error("form-address-empty", span)
    scheme = _SCHEME.match(text)
    if scheme is None or _LOOKS_LIKE_HOST.fullmatch(text):
        if _LOOKS_LIKE_HOST.fullmatch(text):
            suggestion = f"https://{text.removeprefix('//')}"
            return error("form-address-without-https", span, address=text, suggestion=suggestion)
        return error("form-address-invalid", span, address=text)
    if scheme[1].lower() not in ("http", "https"):
        return error("form-address-scheme", span, scheme=f"{scheme[1].lower()}:")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = _ascii(parts.hostname or "")
    except ValueError:
        return error("form-address-invalid", span, address=text)
    if parts.username is not None or parts.password is not None:
        return error("form-address-credentials", span)
    return _checked(text, parts, host, port, span)


def _checked(
    text: str, parts: SplitResult, host: str | None, port: int | None, span: Span
) -> Address | Diagnostic:
    if _is_private(parts.hostname or "") or (host and _is_private(host)):
        return error("form-address-private", span, host=parts.hostname or "")
    if host is None or _UNUSABLE.search(text):
        return error("form-address-invalid", span, address=text)
    if parts.scheme == "http":
        suggestion = f"https://{host}{text.partition(parts.netloc)[2]}"
        return error("form-address-not-https", span, address=text, suggestion=suggestion)
    if port not in (None, 443):
        return error("form-address-port", span, port=str(port), host=host)
    if host in _SHORTENERS:
        return error("form-short-link", span, host=host)
    path, query, fragment = (
        quote(part, safe=_SAFE) for part in (parts.path or "/", parts.query, parts.fragment)
    )
    return Address(host, path, query, fragment)


def _ascii(host: str) -> str | None:
    """The host as browsers ask for it (IDNA, lower case); None when it is not a host name."""
    try:
        encoded = host.lower().removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return encoded if len(encoded) <= 253 and _HOST.fullmatch(encoded) else None


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _is_private(host: str) -> bool:
    """True for addresses in numbers and for names that only an internal network knows.

    A name whose last part is a number is an IPv4 address to a browser (WHATWG URL, 3.5).
    """
    host = host.lower().removesuffix(".")
    last = host.rpartition(".")[2]
    if re.fullmatch(r"\d+|0x[0-9a-f]*", last, re.ASCII) or _PRIVATE.fullmatch(host):
        return True
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return bool(host) and "." not in host
    return True


def _unknown(
    address: Address,
    span: Span,
    providers: Iterable[Provider],
    allowed_hosts: Iterable[AllowedHost],
    owner: Provider | None,
) -> Diagnostic:
    if owner is not None:
        return error("form-not-recognised", span, provider=owner.name, host=address.host)
    known = [host for provider in providers for host in provider.hosts]
    known += [host for allowed in allowed_hosts if (host := _ascii(allowed.host))]
    near = difflib.get_close_matches(address.host, known, n=1, cutoff=0.85)
    if near:
        suggestion = replace(address, host=near[0]).without_tracking()
        return error("form-host-unknown", span, host=address.host, suggestion=suggestion)
    return error("form-host-unknown", span, host=address.host)


def unknown_provider(name: str, span: Span, providers: Iterable[Provider]) -> Diagnostic | None:
    """What is wrong with the provider that the configuration names for a host; None when it is one
    that runs on hosts of others."""
    hosted = [provider.id for provider in providers if not provider.hosts]
    if name in hosted:
        return None
    near = difflib.get_close_matches(name, hosted, n=1)
    values = {"suggestion": near[0]} if near else {}
    known = ", ".join(sorted(hosted))
    return error("form-provider-unknown", span, provider=name, known=known, **values)
