"""Marks that carry a place in the source through Markdown and the sanitiser.

Python-Markdown forgets lines, and guessing them afterwards fails where a text repeats. So every
spot a problem may be reported at gets a mark before the text is converted, written in characters
that Unicode keeps for the inner use of programs and that are dropped from what an editor wrote:
nobody can forge one, and none is left in the output. A mark means nothing to Markdown, and one that
ends up in a code block is taken out like the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = [
    "INTERNAL",
    "MARK_ATTRIBUTE",
    "MARK_PATTERN",
    "UNTITLED",
    "WAY",
    "attribute_mark",
    "mark",
    "split",
    "without_marks",
]

INTERNAL = "\ufdd0-\ufdef"
"""The noncharacters all marks are made of, as a range for a regular expression (Unicode, 23.7)."""

_OPEN, _CLOSE, _GLUE = "\ufdd0", "\ufde1", "\ufdee"
_ZERO = 0xFDD1
WAY = "\ufde2"
"""Begins the text of a block that was a line with ``:::``."""
UNTITLED = "\ufde3"
"""Begins the title of an admonition that was given none; its kind follows."""

MARK_ATTRIBUTE = "data-civicsite-at"
"""Carries a mark in a tag the editor wrote, where a bare one would change the tag's name."""

MARK_PATTERN = f"{_OPEN}[\ufdd1-\ufde0]+{_CLOSE}"
_TOKEN = re.compile(f"(?: {MARK_ATTRIBUTE}=)?{_OPEN}([\ufdd1-\ufde0]+){_CLOSE}(?:{_GLUE} )?")
_INTERNAL = re.compile(f"[{INTERNAL}]")


def mark(number: int) -> str:
    """The mark with a number, for text and for the beginning of an address."""
    digits = "".join(chr(_ZERO + int(digit, 16)) for digit in f"{number:x}")
    return _OPEN + digits + _CLOSE


def attribute_mark(number: int, *, before_slash: bool = False) -> str:
    """The mark as an attribute without quotes, so that it does no harm inside a quoted value.

    ``before_slash``: of ``<br/>`` the slash would else become a part of the value.
    """
    return f" {MARK_ATTRIBUTE}={mark(number)}" + (f"{_GLUE} " if before_slash else "")


def split(text: str) -> Iterator[str | int]:
    """The pieces of a text and the numbers of the marks between them; no piece is empty."""
    end = 0
    for found in _TOKEN.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield int("".join(f"{ord(digit) - _ZERO:x}" for digit in found[1]), 16)
        end = found.end()
    if end < len(text):
        yield text[end:]


def without_marks(text: str) -> str:
    """The text as the editor wrote it."""
    return _INTERNAL.sub("", _TOKEN.sub("", text))
