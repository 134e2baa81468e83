"""Which bracket closes which, for links and images.

Python-Markdown looks for the closing bracket anew at each opening one, character by character: a
text of 20,000 ``[``, which a broken export may well hold, took it a minute. Here the brackets of a
text are paired once as soon as a look has gone far.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)

__all__ = ["Brackets", "with_brackets"]

_BRACKET = re.compile(r"[\[\]]")
_FAR = 64
"""Brackets that one look may pass; hardly a link of an editor has as many in its text."""


class Brackets:
    """Finds closing brackets; keeps the pairs of the last text that had many."""

    def __init__(self) -> None:
        self._text = ""
        self._closing: dict[int, int] = {}
        self.passed = 0
        """Brackets looked at so far: the work that was done."""

    def closing(self, text: str, start: int) -> int | None:
        """The index of the bracket that closes the one just before ``start``; None without one."""
        if text != self._text:
            depth = 1
            for number, found in enumerate(_BRACKET.finditer(text, start)):
                self.passed += 1
                depth += 1 if found[0] == "[" else -1
                if not depth:
                    return found.start()
                if number == _FAR:
                    break
            else:
                return None
            self._pair(text)
        return self._closing.get(start)

    def _pair(self, text: str) -> None:
        opened: list[int] = []
        self._text, self._closing = text, {}
        for found in _BRACKET.finditer(text):
            self.passed += 1
            if found[0] == "[":
                opened.append(found.end())
            elif opened:
                self._closing[opened.pop()] = found.start()


class _Paired(LinkInlineProcessor):
    """A processor whose text between brackets is found through the pairs."""

    def __init__(self, pattern: str, md: Markdown, brackets: Brackets) -> None:
        super().__init__(pattern, md)
        self._brackets = brackets

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        """The text, the index behind its bracket, and whether there is one."""
        end = self._brackets.closing(data, index)
        return ("", index, False) if end is None else (data[index:end], end + 1, True)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        """The address and the title; none at once where no ``)`` follows, which would be looked
        for to the end of the text at each ``[](``."""
        if data.find(")", index) < 0:
            return "", None, index, False
        return super().getLink(data, index)


class _Link(_Paired):
    pass


class _Image(_Paired, ImageInlineProcessor):
    pass


class _Reference(_Paired, ReferenceInlineProcessor):
    pass


class _ImageReference(_Paired, ImageReferenceInlineProcessor):
    pass


class _ShortReference(_Paired, ShortReferenceInlineProcessor):
    pass


class _ShortImageReference(_Paired, ShortImageReferenceInlineProcessor):
    pass


def with_brackets(md: Markdown) -> None:
    """Put these processors in the places of Python-Markdown's own."""
    brackets = Brackets()
    # Names and priorities of markdown.inlinepatterns.build_inlinepatterns.
    for kind, pattern, name, priority in (
        (_Reference, REFERENCE_RE, "reference", 170),
        (_Link, LINK_RE, "link", 160),
        (_Image, IMAGE_LINK_RE, "image_link", 150),
        (_ImageReference, IMAGE_REFERENCE_RE, "image_reference", 140),
        (_ShortReference, REFERENCE_RE, "short_reference", 130),
        (_ShortImageReference, IMAGE_REFERENCE_RE, "short_image_ref", 125),
    ):
        md.inlinePatterns.register(kind(pattern, md, brackets), name, priority)
