"""The files of a theme that browsers load, under names that change with their content.

A host may keep ``assets/civic.3f2a91c07d.css`` for a year: a changed file has another name. What a
style sheet refers to is renamed first, so that its own name covers what it shows.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.reading.field_types import closest

__all__ = ["AssetFile", "PublishedAsset", "publish_assets"]

FOLDER = "assets"
"""Folder of the output in which all files of a theme lie."""
_DIGITS = 10
"""Hexadecimal digits of the SHA-256 in a name: 40 bits tell any two versions of a file apart."""

# CSS Syntax Level 3: what looks like an address inside a comment or a plain string is none.
_REFERENCE = re.compile(
    r"""
      /\*.*?\*/
    | url\(\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'()]*))\s*\)
    | (?P<rule>@import\s+)(?:"(?P<import_double>[^"\n]*)"|'(?P<import_single>[^'\n]*)')
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AssetFile:
    """A file as it lies in a theme."""

    source: str
    """Where it lies, for messages: ``themes/civic/assets/civic.css``."""
    content: bytes


@dataclass(frozen=True, slots=True)
class PublishedAsset:
    """A file as it is published."""

    name: str
    """Name in the theme, below ``assets/``: ``civic.css``."""
    path: str
    """Output path: ``assets/civic.3f2a91c07d.css``."""
    content: bytes


def publish_assets(
    files: Mapping[str, AssetFile],
) -> tuple[dict[str, PublishedAsset], tuple[Diagnostic, ...]]:
    """Name every file by its content and rewrite the addresses in style sheets accordingly.

    Diagnostics: ``template-asset-missing``, ``template-asset-outside``, ``template-asset-remote``
    and ``template-asset-circle``, each at the line of the reference.
    """
    publishing = _Publishing(files)
    for name in sorted(files):
        publishing.publish(name)
    return publishing.done, tuple(publishing.diagnostics)


@dataclass(slots=True)
class _Publishing:
    files: Mapping[str, AssetFile]
    done: dict[str, PublishedAsset] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def publish(self, name: str) -> PublishedAsset:
        if name not in self.done:
            self._open.append(name)
            content = self.files[name].content
            if name.endswith(".css"):
                content = self._rewritten(name, content)
            self._open.pop()
            self.done[name] = PublishedAsset(name, _hashed(name, content), content)
        return self.done[name]

    def _rewritten(self, name: str, content: bytes) -> bytes:
        # Bytes that are not UTF-8 pass through unchanged: a browser would show them as they are.
        text = content.decode("utf-8", "surrogateescape")

        def replace(match: re.Match[str]) -> str:
            address = next((match[group] for group in _GROUPS if match[group] is not None), None)
            if address is None:
                return match[0]
            new = self._target(name, address.strip(), text, match.start())
            if new is None:
                return match[0]
            return f'{match["rule"]}"{new}"' if match["rule"] else f'url("{new}")'

        return _REFERENCE.sub(replace, text).encode("utf-8", "surrogateescape")

    def _target(self, name: str, address: str, text: str, index: int) -> str | None:
        """The new address of a reference; None when it stays as it is."""
        path, mark, rest = _split(address)
        if not path or address.lower().startswith("data:"):
            return None
        span = _span(self.files[name].source, text, index)
        if address.startswith("//") or _SCHEME.match(address):
            self.diagnostics.append(error("template-asset-remote", span, address=address))
            return None
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        if path.startswith("/") or wanted.startswith("../"):
            self.diagnostics.append(error("template-asset-outside", span, address=address))
            return None
        if wanted not in self.files:
            near = closest(wanted, sorted(self.files))
            values = {"suggestion": near} if near else {}
            self.diagnostics.append(
                error("template-asset-missing", span, address=address, **values)
            )
            return None
        if wanted in self._open:
            self.diagnostics.append(error("template-asset-circle", span, name=wanted))
            return None
        start = posixpath.join(FOLDER, posixpath.dirname(name))
        return quote(posixpath.relpath(self.publish(wanted).path, start)) + mark + rest


_GROUPS = ("double", "single", "bare", "import_double", "import_single")


def _split(address: str) -> tuple[str, str, str]:
    """Path, the character that ends it and the rest: query and fragment."""
    match = re.search(r"[?#]", address)
    if match is None:
        return address, "", ""
    return address[: match.start()], match[0], address[match.end() :]


def _hashed(name: str, content: bytes) -> str:
    stem, ending = posixpath.splitext(name)
    return f"{FOLDER}/{stem}.{hashlib.sha256(content).hexdigest()[:_DIGITS]}{ending}"


def _span(source: str, text: str, index: int) -> Span:
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    excerpt = text[start : end if end >= 0 else len(text)].rstrip("\r")
    line = text.count("\n", 0, index) + 1
    return Span(source, line, index - start + 1, 1, excerpt.encode("utf-8", "replace").decode())
