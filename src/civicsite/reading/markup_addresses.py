"""What the address of a link or an image leads to, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from civicsite.reading.sanitising import SCHEMES, scheme

__all__ = ["BadAddress", "External", "Local", "read_image_address", "read_link_address"]


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the site; ``address`` may stand in ``href``."""

    address: str
    leaves: bool
    """True for a web page, False for mail and telephone."""


@dataclass(frozen=True, slots=True)
class Local:
    """A file of the content folder and a place in it; one of the two may be empty."""

    path: str
    anchor: str


@dataclass(frozen=True, slots=True)
class BadAddress:
    """An address that cannot be used. ``code`` names the catalogue entry."""

    code: str
    target: str
    suggestion: str = ""


# The ends of host names that people type without "https://"; others look like names of files.
_HOST = re.compile(
    r"(?:www\.[^\s/]+|[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|eu|info|net|org|pl|ua))"
    r"(?:[:/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(r"[^\s@/:?#]+@[^\s@/:?#]+\.[^\s@/:?#]+")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
# All but what the URL standard allows in a path, a query and a fragment, and the "%" of escapes.
_NOT_KEPT = re.compile(r"[^\w!$&'()*+,./:;=?@~#%-]")


def read_link_address(written: str) -> External | Local | BadAddress:
    """The address of a link, as the editor wrote it."""
    target = _bare(written)
    bad = _bad(target)
    if bad is not None:
        return bad
    kind = scheme(target)
    if kind in ("http", "https"):
        return _web_page(target)
    if kind == "tel":
        return External(re.sub(r"[\s()]", "", target), leaves=False)
    if kind == "mailto":
        return External(_escaped(target), leaves=False)
    path, _, anchor = target.partition("#")
    if not path and not anchor:
        return BadAddress("link-target-missing", target)
    return Local(unquote(path), unquote(anchor))


def read_image_address(written: str) -> Local | BadAddress:
    """The address of an image, as the editor wrote it."""
    target = _bare(written)
    if not target:
        return BadAddress("image-file-missing", target)
    if target.startswith("//") or scheme(target) in ("http", "https") or _is_host(target):
        return BadAddress("image-external", target)
    if scheme(target) == "data":
        return BadAddress("image-embedded", target[:40])
    bad = _bad(target)
    if bad is not None:
        return bad
    if scheme(target):
        return BadAddress("link-scheme-unknown", target)
    return Local(unquote(target), "")


def _bare(written: str) -> str:
    target = " ".join(written.split())
    return target[1:-1].strip() if target.startswith("<") and target.endswith(">") else target


def _bad(target: str) -> BadAddress | None:
    """What is wrong with an address wherever it stands; None when nothing is."""
    kind = scheme(target)
    if _DRIVE.match(target) or kind == "file":
        return BadAddress("link-on-own-computer", target)
    if kind in ("javascript", "vbscript", "data"):
        return BadAddress("link-unsafe", target[:40])
    if target.startswith(("//", "\\\\", "/\\")):
        return BadAddress("link-without-scheme", target, "https://" + target.lstrip("/\\"))
    if target.startswith(("/", "\\")):
        return BadAddress("link-absolute", target)
    if _is_host(target):
        return BadAddress("link-without-scheme", target, "https://" + target)
    if _MAIL.fullmatch(target):
        return BadAddress("link-without-scheme", target, "mailto:" + target)
    if kind and kind not in SCHEMES:
        return BadAddress("link-scheme-unknown", target)
    if not kind and "\\" in target:
        return BadAddress("link-backslash", target, target.replace("\\", "/"))
    return None


def _is_host(target: str) -> bool:
    return bool(_HOST.fullmatch(target))


def _web_page(target: str) -> External | BadAddress:
    """A web address whose host can be one; characters that may not stand in it are escaped."""
    try:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return BadAddress("link-address-broken", target)
    is_name = bool(re.fullmatch(r"[^\s!\"#$%&'()*+,/:;<=>?@\\^`{|}~\[\]]+|[0-9a-f:.]+", host))
    if not re.match(r"https?://[^/]", target, re.IGNORECASE) or not is_name or port == 0:
        return BadAddress("link-address-broken", target)
    start, end = target.split("://", 1)
    authority = re.match(r"[^/?#]*", end)
    length = authority.end() if authority else 0
    return External(f"{start.lower()}://{end[:length]}{_escaped(end[length:])}", leaves=True)


def _escaped(address: str) -> str:
    """Percent signs for what the URL standard does not allow; letters of all alphabets stay."""
    once = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", address)
    start, hash_sign, fragment = once.partition("#")
    once = start + hash_sign + fragment.replace("#", "%23")
    return _NOT_KEPT.sub(lambda found: quote(found[0], safe=""), once)
