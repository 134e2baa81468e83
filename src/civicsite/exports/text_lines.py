"""Bytes of a text file -> its lines, for formats that are no tables."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator

from civicsite.diagnostics import Span, error
from civicsite.exports.dataset import Findings
from civicsite.exports.text_tables import TextFile

__all__ = ["read_lines"]

_LONGEST = 1 << 20
"""Characters of a line. A ballot that ranks ten thousand candidates has sixty thousand."""


def read_lines(text: TextFile, findings: Findings) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers, without their ends. One that is longer than a
    megabyte is a diagnostic, and the reading stops there: it would be kept in memory whole."""
    with text.file.stream() as source:
        plain = gzip.GzipFile(fileobj=source) if text.compressed else source
        lines = io.TextIOWrapper(plain, encoding=text.encoding, errors="replace")
        number = 0
        while line := lines.readline(_LONGEST):
            number += 1
            if len(line) == _LONGEST and not line.endswith("\n"):
                findings.add(error("line-too-long", Span(text.file.path, number)))
                return
            if number == 1:
                line = line.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
            yield number, line.rstrip("\n")
