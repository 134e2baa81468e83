"""What a page says, line by line, as somebody who cannot see it hears it: headings with their
level, rows of tables with their cells, terms with what they stand for. Bars and their like are
silent, and so is what is hidden."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["spoken"]

_LINES = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "p": "", "caption": "", "li": "- "}
_SILENT = ("svg", "script", "style")
_VOID = ("br", "hr", "img", "link", "meta")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._text = ""
        self._start = ""
        self._cells: list[str] | None = None
        self._silent = 0
        self._open: list[tuple[str, bool]] = []
        """The elements around, and whether each silences what stands in it."""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "main"
        if tag == "br":
            self._text += " "
        if tag not in _VOID:
            silences = tag in _SILENT or "hidden" in dict(attrs)
            self._open.append((tag, silences))
            self._silent += silences
        if tag in _LINES:
            self._end()
            self._start = _LINES[tag]
        elif tag == "tr":
            self._end()
            self._cells = []
        elif tag == "dt":
            self._end()
        elif tag == "dd":
            self._text += " | "
        elif tag in ("div", "ul", "ol", "table", "section") and self._cells is None:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, silenced = self._open.pop()
            self._silent -= silenced
            if name == tag:
                break
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(_one_line(self._text))
            self._text = ""
        elif tag == "tr" and self._cells is not None:
            cells, self._cells = self._cells, None
            self._text = " | ".join(cells)
            self._end()
        elif tag in _LINES or tag in ("dl", "main", "blockquote"):
            self._end()
        if tag == "main":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and not self._silent:
            self._text += data

    def _end(self) -> None:
        if self._cells is None:
            line = _one_line(self._text)
            if line:
                self.lines.append(self._start + line)
            self._text = self._start = ""


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().removeprefix("| ")


def spoken(html: str) -> str:
    """The lines of the main part of a page; digests, which change with every byte of a file, are
    left out."""
    page = _Page()
    page.feed(html)
    return re.sub(r"\b[0-9a-f]{64}\b", "…", "\n".join(page.lines)) + "\n"
