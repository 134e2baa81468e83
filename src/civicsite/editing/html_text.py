"""HTML of a platform -> Markdown that shows its words and does nothing else.

The sanitiser first takes out what a page must not hold; then paragraphs, headings, lists, line
breaks and links to web pages are written as Markdown. Every character that Markdown would take for
more than itself is escaped, so that ``*`` stays an asterisk and ``::: way`` no form. Pictures and
videos are left out and counted: they would lie at the platform that is being left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from civicsite.editing.block_style import plain
from civicsite.reading.markup_addresses import External, read_link_address
from civicsite.reading.sanitising import clean, words

__all__ = ["Written", "to_line", "to_markdown"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | words(
    """
    p div section article ul ol li table tr blockquote pre dl dt dd figure figcaption caption hr
    details summary
    """
)
_PICTURES = re.compile(r"<(?:img|iframe|video|audio|embed|object|svg)\b", re.IGNORECASE)
_TAG = re.compile(r"<[a-z]", re.IGNORECASE)
_BREAK = "\ue000"
"""Stands for a line break until a block is written; ``plain`` leaves no such character in words."""
_SPECIAL = re.compile(r"[\\`*_\[\]{}|]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"[#+!=:~-]|[0-9]+(?=[.])")
_BY_ENTITY = {"=": "&#61;", ":": "&#58;", "~": "&#126;"}
"""What Markdown has no backslash for."""
_BULLET = re.compile(r" *(?:-|1\.) ")


@dataclass(frozen=True, slots=True)
class Written:
    """A text as Markdown."""

    text: str
    pictures: int = 0
    """Pictures, videos and the like that were left out."""


def to_markdown(html: str) -> Written:
    """HTML, or a plain text with line breaks, as Markdown."""
    pictures = len(_PICTURES.findall(html))
    cleaned = clean(html)
    if not _TAG.search(cleaned):
        paragraphs = re.split(r"\n\s*\n", cleaned.replace("\r\n", "\n").replace("\r", "\n"))
        cleaned = "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs)
    writer = _Writer()
    writer.feed(cleaned)
    writer.close()
    writer.flush()
    return Written(_joined(writer.blocks), pictures)


def to_line(html: str) -> str:
    """HTML, or a plain text, as one line of words without any markup; for fields, not for
    Markdown."""
    reader = _Words()
    reader.feed(clean(html))
    reader.close()
    return plain("".join(reader.words))


def _joined(blocks: list[str]) -> str:
    text = ""
    for block in blocks:
        # Items of one list stand close; everything else is a paragraph of its own.
        close = _BULLET.match(block) and _BULLET.match(text.rpartition("\n")[2] or "")
        text += ("\n" if close else "\n\n" if text else "") + block
    return text


class _Words(HTMLParser):
    """Collects the words, with a space where a block begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag in ("br", "td", "th"):
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


class _Writer(HTMLParser):
    """Writes one block after another."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._inline: list[str] = []
        self._lists: list[str] = []
        """Bullets of the lists that are open."""
        self._bullet = False
        """True until the first words of an item are written."""
        self._heading = False
        self._link: tuple[int, str] | None = None
        """Where in the inline text a link began, and its address."""

    def handle_data(self, data: str) -> None:
        self._inline.append(_escaped(data.replace(_BREAK, " ")))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.flush()
        if tag in ("ul", "ol"):
            self._lists.append("- " if tag == "ul" else "1. ")
        elif tag == "li":
            self._bullet = bool(self._lists)
        elif tag == "br":
            self._inline.append(_BREAK)
        elif tag in ("td", "th"):
            self._inline.append(" ")
        elif tag == "a":
            self._close_link()
            address = dict(attrs).get("href") or ""
            self._link = (len(self._inline), address)
        self._heading = self._heading or tag in _HEADINGS

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        if tag in _BLOCKS:
            self.flush()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _HEADINGS:
            self._heading = False

    def _close_link(self) -> None:
        if self._link is None:
            return
        start, address = self._link
        self._link = None
        label = plain("".join(self._inline[start:]).replace(_BREAK, " "))
        target = _web_address(address)
        if label and target:
            self._inline[start:] = [f" [{label}](<{target}>)"]

    def flush(self) -> None:
        """Write what has come together as a block."""
        self._close_link()
        lines = [plain(line) for line in "".join(self._inline).split(_BREAK)]
        self._inline.clear()
        if not any(lines):
            return
        lines = [line for line in lines if line]
        if self._heading:
            self.blocks.append("## " + " ".join(line.replace("#", "\\#") for line in lines))
            return
        block = "  \n".join(_start(line) for line in lines)
        depth = len(self._lists)
        indent = " " * (4 * (depth - 1) if self._bullet else 4 * depth)
        first = self._lists[-1] if self._bullet and depth else ""
        rest = "\n" + " " * 4 * depth
        self._bullet = False
        self.blocks.append(indent + first + block.replace("\n", rest))


def _escaped(text: str) -> str:
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", _ENTITY.sub("&amp;", text))
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _start(line: str) -> str:
    match = _LINE_START.match(line)
    return _at_start(match) + line[match.end() :] if match else line


def _at_start(match: re.Match[str]) -> str:
    """What begins a line of Markdown with a meaning, without that meaning."""
    sign = match[0]
    if sign.isdigit():
        return f"{sign}\\"
    return _BY_ENTITY.get(sign, f"\\{sign}")


def _web_address(address: str) -> str:
    """The address of a web page; empty for anything else, such as a page of the platform named by
    its path."""
    found = read_link_address(address)
    if not isinstance(found, External) or not found.leaves:
        return ""
    return "" if re.search(r"[<>\s\\`*_\[\]{}|()\"']", found.address) else found.address
