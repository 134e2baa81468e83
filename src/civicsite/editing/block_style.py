"""Words from outside as YAML and Markdown that say nothing but those words (decision 11)."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["plain", "quoted"]

_NO_TEXT = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of Unicode that are no part of a text: controls, lone surrogates, private and
unassigned characters, and line separators, which YAML and Markdown take for line ends."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks that turn the direction of what follows, so that a page reads otherwise than its source."""


def plain(text: str) -> str:
    """One line of words: no control characters, single spaces, none around."""
    words = "".join(" " if unicodedata.category(char) in _NO_TEXT else char for char in text)
    return " ".join(_TURNING.sub("", words).split())


def quoted(text: str) -> str:
    """A value of YAML in straight quotes: whatever an export says stays text."""
    return '"' + plain(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
