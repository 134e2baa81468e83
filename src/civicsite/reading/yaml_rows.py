"""One line of YAML taken apart, however wrong it is.

Everything here looks at a single line, because that is how people read their file and how they
make mistakes in it. Columns count from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = [
    "CURLY_QUOTES",
    "ODD_SPACES",
    "WORD",
    "Part",
    "Row",
    "bad_escape",
    "bare",
    "closing_quote",
    "filled",
    "flow_parts",
    "is_blank",
    "open_brackets",
    "quote",
    "read_row",
]

ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
"""Characters that look like a space, or like nothing, and are letters to YAML; for a regex."""
CURLY_QUOTES = "„“”‚‘’«»‹›‟‛″"
WORD = r"[a-z_][a-z0-9_-]*"
"""A name as our fields have them; a looser pattern would take prose for fields."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of block style: indentation, dashes, key, value, comment."""

    line: str
    start: int
    """Column of the first character after indentation and dashes."""
    dash: int
    """Column of the last dash, or -1."""
    colon: int
    """Column of the colon after the key, or -1 when the line has no key."""
    value: int
    """Column where the value starts; where the line has no key, ``start``."""
    end: int
    """Column after the value; blanks and a deliberate comment are left out."""

    @property
    def text(self) -> str:
        """The value as written."""
        return self.line[self.value : self.end]

    @property
    def key(self) -> str:
        """The key as written; empty when there is none."""
        return self.line[self.start : self.colon].rstrip() if self.colon >= 0 else ""

    @property
    def indent(self) -> int:
        """Column of the first character that is not a blank."""
        return len(self.line) - len(self.line.lstrip())


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line that holds one value, in block style or between brackets."""

    line: str
    name: int
    """Column where its key starts; equal to ``value`` when it has none."""
    value: int
    end: int
    flow: bool

    @property
    def text(self) -> str:
        """The value as written."""
        return self.line[self.value : self.end]


def read_row(line: str) -> Row:
    """Take a line apart."""
    start = _prefix_end(line)
    colon = _key_colon(line, start)
    value = start if colon < 0 else _skip_blanks(line, colon + 1)
    return Row(line, start, line.rfind("-", 0, start), colon, value, _value_end(line, value))


def is_blank(line: str) -> bool:
    """True for a line that is empty or holds nothing but a comment."""
    content = line.strip()
    return not content or content.startswith("#")


def filled(lines: Sequence[str], start: int, step: int) -> int | None:
    """Number of the first line from ``start`` on, upwards or downwards, that is not blank."""
    i = start
    while 0 <= i < len(lines):
        if not is_blank(lines[i]):
            return i
        i += step
    return None


def _prefix_end(line: str) -> int:
    prefix = re.match(r"\s*(?:-(?:[ \t]+|$))*", line)
    return prefix.end() if prefix else 0


def _skip_blanks(line: str, at: int) -> int:
    while at < len(line) and line[at] in " \t":
        at += 1
    return at


def _key_colon(line: str, start: int) -> int:
    first = line[start : start + 1]
    if first in ("", "[", "{", "#"):
        return -1
    if first in "\"'":
        close = closing_quote(line, start)
        colon = _skip_blanks(line, close + 1)
        return colon if close >= 0 and line.startswith(":", colon) else -1
    found = re.compile(r":(?=[ \t]|$)|\s#").search(line, start)
    return found.start() if found and found[0] == ":" else -1


def _value_end(line: str, value: int) -> int:
    begin = value
    if line[value : value + 1] in ("'", '"'):
        begin = max(begin, closing_quote(line, value) + 1)
    # A "#" with a blank on both sides is meant as a comment; "#2" may be text.
    comment = re.compile(r"(?:^|(?<=\s))#(?=\s|$)").search(line, begin)
    return max(value, len(line[: comment.start() if comment else len(line)].rstrip()))


def closing_quote(line: str, start: int) -> int:
    """Column of the quote that closes the one at ``start`` on the same line, or -1."""
    pattern = r'(?:[^"\\]|\\.)*"' if line[start] == '"' else r"(?:[^']|'')*'"
    match = re.compile(pattern).match(line, start + 1)
    return match.end() - 1 if match else -1


def bad_escape(text: str) -> int:
    """Index of the first backslash in the text that begins no escape of YAML, or -1.

    YAML 1.1, section 5.6; the halves of a surrogate pair are not characters.
    """
    for match in re.finditer(r"\\(?:x(..)|u(.{4})|U(.{8})|(.?))", text):
        digits, simple = match[1] or match[2] or match[3], match[4]
        if digits is not None:
            if not re.fullmatch(r"[0-9A-Fa-f]+", digits):
                return match.start()
            number = int(digits, 16)
            if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
                return match.start()
        elif simple and simple not in '0abt\tnvfre "/\\N_LP':
            return match.start()
    return -1


def quote(text: str) -> str:
    """The text as a value in straight quotes, which YAML reads as it stands."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def bare(text: str) -> str:
    """Without the quotation marks, of whatever kind, at its two ends."""
    marks = CURLY_QUOTES + "\"'"
    return text[1:-1] if len(text) > 1 and text[0] in marks and text[-1] in marks else text


def flow_parts(line: str, begin: int) -> Iterator[Part]:
    """The values between the brackets and commas of a line, from column ``begin`` on."""
    name = i = begin
    while i < len(line):
        char = line[i]
        before = line[name:i].rstrip()
        if char in "\"'" and (not before or before.endswith(":")):
            close = closing_quote(line, i)
            i = close + 1 if close >= 0 else len(line)
        elif char == "#" and line[i - 1 : i].isspace() and line[i + 1 : i + 2].strip() == "":
            break
        elif char in "{}[],":
            yield _flow_part(line, name, i)
            name = i = i + 1
        else:
            i += 1
    yield _flow_part(line, name, min(i, len(line)))


def _flow_part(line: str, name: int, end: int) -> Part:
    name = min(_skip_blanks(line, name), end)
    end = max(name, len(line[:end].rstrip()))
    value = name
    colon = -1
    if line[name : name + 1] in ("'", '"') and name < end:
        close = closing_quote(line, name)
        after = _skip_blanks(line, close + 1)
        colon = after if close >= 0 and after < end and line[after] == ":" else -1
    elif found := re.compile(r":(?=\s|$)").search(line[:end], name):
        colon = found.start()
    if colon >= 0:
        value = min(_skip_blanks(line, colon + 1), end)
    return Part(line, name, value, end, True)


def open_brackets(line: str, begin: int) -> tuple[list[int], int]:
    """Columns of the brackets still open at the end of the line, and the column after the bracket
    that closes the one at ``begin``, or -1. Brackets inside quoted values do not count."""
    stack: list[int] = []
    i = begin
    while i < len(line):
        char = line[i]
        if char in "\"'" and line[:i].rstrip()[-1:] in ("", ":", ",", "[", "{"):
            close = closing_quote(line, i)
            i = close if close >= 0 else len(line)
        elif char in "[{":
            stack.append(i)
        elif char in "]}" and stack:
            stack.pop()
            if not stack:
                return stack, i + 1
        i += 1
    return stack, -1
