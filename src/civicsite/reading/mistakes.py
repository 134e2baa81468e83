"""The mistakes people make in YAML, recognised from the lines they wrote.

A parser stops where it cannot go on, which is often a line after the mistake, and says so in its
own terms. Here each recogniser looks at the lines, names the mistake, and offers the lines as they
were meant. The caller believes a guess only when the parser gets further with the offered lines
(:mod:`civicsite.reading.yaml_nodes`), so no advice is given that would not help.

Lines and columns count from 0; the caller turns them into places in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civicsite.reading.yaml_rows import (
    CURLY_QUOTES,
    ODD_SPACES,
    WORD,
    Part,
    Row,
    bad_escape,
    bare,
    closing_quote,
    filled,
    flow_parts,
    is_blank,
    open_brackets,
    quote,
    read_row,
)

__all__ = ["Failure", "Fix", "candidates"]

_SIGNS = "@`%*&!?]},"
"""Characters with a meaning of their own at the start of a value."""
_LONG = 40
"""A value of more characters than this is taken for prose that may go on in the next line."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Where the parser could not go on."""

    line: int
    column: int
    opened: tuple[int, int] | None = None
    """Where the quoted text or bracket that it was reading begins."""
    at_end: bool = False
    """True when it ran to the end of the text in search of something."""
    code: str = "yaml-syntax"
    """What to say when no recogniser knows better."""

    @property
    def where(self) -> tuple[int, int]:
        """How far the text could be understood."""
        return self.opened if self.at_end and self.opened else (self.line, self.column)


@dataclass(frozen=True, slots=True)
class Fix:
    """A mistake, and the lines as they were probably meant."""

    code: str
    line: int
    column: int
    length: int
    repaired: tuple[tuple[int, str], ...]
    values: tuple[tuple[str, str | int], ...] = ()


def _fix(code: str, at: tuple[int, int, int], repaired: dict[int, str], **values: str | int) -> Fix:
    """``at`` is the line, the column and the length of what is wrong."""
    number, column, length = at
    return Fix(code, number, column, max(1, length), tuple(repaired.items()), tuple(values.items()))


def candidates(lines: Sequence[str], failure: Failure) -> Iterator[Fix]:
    """What may have been the mistake, the likeliest first."""
    above = filled(lines, failure.line - 1, -1)
    opened = failure.opened[0] if failure.opened else None
    for number in dict.fromkeys((failure.line, above, opened)):
        if number is not None:
            yield from _in_line(lines, number, failure)
    yield from _quotes_above(lines, failure.line)
    if failure.opened and lines[failure.opened[0]][failure.opened[1] :][:1] in ("[", "{"):
        yield from _between_brackets(lines, failure, failure.opened)
    yield from _indentation(lines, failure.line)


def _in_line(lines: Sequence[str], number: int, failure: Failure) -> Iterator[Fix]:
    line = lines[number]
    yield from _tabs(lines, number, failure)
    yield from _odd_space(number, line)
    yield from _no_key(lines, number)
    yield from _tight_dash(lines, number)
    row = read_row(line)
    block = Part(line, row.start, row.value, row.end, False)
    inside = failure.opened is not None and failure.opened[0] < number
    if row.text[:1] in ("[", "{"):
        parts = [*flow_parts(line[: row.end], row.value)]
        yield from _after_bracket(number, block)
    elif inside:
        parts = [*flow_parts(line, row.indent), block]
    else:
        parts = [block]
    for part in parts:
        if part.text:
            yield from _in_value(number, part)


# --- one value ----------------------------------------------------------------------------------


def _quoted(
    number: int, part: Part, code: str, column: int, text: str | None = None, **values: str
) -> Fix:
    """The fix that puts a value, or ``text`` in its place, into straight quotes."""
    value = quote(part.text if text is None else text)
    line = part.line[: part.value] + value + part.line[part.end :]
    suggestion = part.line[part.name : part.value] + value
    return _fix(code, (number, column, 1), {number: line}, suggestion=suggestion, **values)


def _in_value(number: int, part: Part) -> Iterator[Fix]:
    first = part.text[0]
    if first in CURLY_QUOTES:
        yield from _curly_quotes(number, part)
    if first in "\"'":
        yield from _straight_quotes(number, part)
        return
    if first in "[{" and not part.flow:
        return
    if first in _SIGNS:
        yield _quoted(number, part, "value-starts-with-sign", part.value, sign=first)
    elif first in "|>" and not re.fullmatch(r"[|>][-+1-9]*", part.text):
        yield _quoted(number, part, "block-sign-with-text", part.value, sign=first)
    elif part.text.startswith("- ") and part.value > part.name:
        item = f"[{quote(part.text[2:].strip())}]"
        line = part.line[: part.value] + item + part.line[part.end :]
        yield _fix("list-on-key-line", (number, part.value, 1), {number: line})
    if colon := re.search(r":(?=\s|$)", part.text):
        yield _quoted(number, part, "colon-in-value", part.value + colon.start())
    if sharp := re.search(r"(?<=\s)#(?=\S)", part.text):
        yield _quoted(number, part, "hash-starts-comment", part.value + sharp.start())
    if part.flow and "?" in part.text:
        column = part.value + part.text.index("?")
        yield _quoted(number, part, "question-mark-in-braces", column)


def _curly_quotes(number: int, part: Part) -> Iterator[Fix]:
    whole = part
    if part.flow and part.text[-1] not in CURLY_QUOTES:
        # A comma inside the quotation marks ended the value too early.
        close = re.compile(f"[{CURLY_QUOTES}]").search(part.line, part.value + 1)
        end = close.end() if close else part.end
        whole = Part(part.line, part.name, part.value, end, True)
    if len(whole.text) > 1 and whole.text[-1] in CURLY_QUOTES:
        yield _quoted(number, whole, "curly-quotes", part.value, bare(whole.text))


def _straight_quotes(number: int, part: Part) -> Iterator[Fix]:
    sign = part.text[0]
    escape = bad_escape(part.text) if sign == '"' else -1
    if escape >= 0:
        yield _quoted(number, part, "backslash-in-quotes", part.value + escape, bare(part.text))
    close = closing_quote(part.line, part.value)
    if close < 0 or close >= part.end:
        yield from _unclosed_quote(number, part)
        return
    rest = part.line[close + 1 : part.end].strip()
    if rest == "," and not part.flow:
        yield _without_comma(number, part)
    elif rest:
        text = bare(part.text) if part.text[-1] == sign else part.text
        yield _quoted(number, part, "quote-inside-quotes", close + 1, text)


def _unclosed_quote(number: int, part: Part) -> Iterator[Fix]:
    line, sign = part.line, part.text[0]
    ends = [part.end]
    if part.flow:
        ends = [
            m.start() for m in re.finditer(r"\s*(?:,|[\]}]\s*$)", line) if m.start() > part.value
        ]
    at = (number, part.value, part.end - part.value)
    for end in ends:
        repaired = {number: line[:end] + sign + line[end:]}
        yield _fix("unclosed-quote", at, repaired, quote=sign)


def _without_comma(number: int, part: Part) -> Fix:
    comma = part.end - 1
    line = part.line[:comma] + part.line[part.end :]
    at = (number, comma, 1)
    return _fix("trailing-comma", at, {number: line}, suggestion=part.line[part.name : comma])


def _after_bracket(number: int, part: Part) -> Iterator[Fix]:
    """A value that goes on after its closing bracket."""
    _, after = open_brackets(part.line[: part.end], part.value)
    rest = part.line[after : part.end].strip() if after >= 0 else ""
    if rest == ",":
        yield _without_comma(number, part)
    elif rest and not rest.strip("]} "):
        line = part.line[:after] + part.line[part.end :]
        yield _fix("extra-bracket", (number, after, len(rest)), {number: line}, bracket=rest[0])
    elif rest:
        yield _quoted(number, part, "text-after-bracket", after)


# --- one line -----------------------------------------------------------------------------------


def _tabs(lines: Sequence[str], number: int, failure: Failure) -> Iterator[Fix]:
    line = lines[number]
    if not line.strip() or "\t" not in line:
        return
    row = read_row(line)
    if "\t" not in line[: row.indent]:
        at = failure.column if failure.line == number else 0
        column = max(at, row.indent) if "\t" in line[max(at, row.indent) :] else row.indent
        column = line.index("\t", column)
        repaired = line[:column] + line[column:].replace("\t", " ")
        yield _fix("tab-character", (number, column, 1), {number: repaired})
        return
    end = number
    while end < len(lines) and "\t" in _blanks(lines[end]) and lines[end].strip():
        end += 1
    above = filled(lines, number - 1, -1)
    parent = read_row(lines[above]) if above is not None else None
    widths = [2, 4, 8, 1]
    if parent is not None:
        widths[:0] = [parent.start, parent.indent] if parent.text else [parent.start + 2]
    at_tab = (number, line.index("\t"), 1)
    for width in dict.fromkeys(widths):
        spaces = " " * width
        repaired_run = {
            i: _blanks(lines[i]).replace("\t", spaces) + lines[i].lstrip()
            for i in range(number, end)
        }
        yield _fix("tab-indentation", at_tab, repaired_run, count=end - number)


def _blanks(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _odd_space(number: int, line: str) -> Iterator[Fix]:
    odd = f"[{ODD_SPACES}]"
    prefix = re.match(rf"(?:\s|{odd})*(?:-(?:[ \t]|{odd})+)*(?:{WORD}:{odd}+)?", line)
    if not prefix or not (found := re.search(odd, prefix[0])):
        return
    spaces = re.sub(f"[{ODD_SPACES}]", " ", prefix[0])
    at = (number, found.start(), 1)
    yield _fix("odd-space", at, {number: spaces + line[prefix.end() :]})


def _tight_dash(lines: Sequence[str], number: int) -> Iterator[Fix]:
    line = lines[number]
    found = re.match(r"(\s*(?:- +)*)-(?=[^\s-])", line)
    above, below = filled(lines, number - 1, -1), filled(lines, number + 1, 1)
    in_list = any(i is not None and lines[i].lstrip().startswith("-") for i in (above, below))
    under_key = above is not None and lines[above].rstrip().endswith(":")
    if found and (in_list or under_key):
        yield _with_dash(number, line, found[1])


def _with_dash(number: int, line: str, indent: str) -> Fix:
    content = line.lstrip(" -").rstrip()
    at = (number, line.index("-"), 1)
    repaired = {number: f"{indent}- {content}"}
    return _fix("missing-space-after-dash", at, repaired, suggestion=f"- {content}")


_TIGHT = re.compile(rf"({WORD})[ \t]*:(?!//)(\S.*)")
_EQUALS = re.compile(rf"({WORD})[ \t]*=[ \t]*(\S.*)")
_OTHER_COLON = re.compile(rf"({WORD})[ \t]*[;：][ \t]*(.*)")
_NO_COLON = re.compile(rf"({WORD})(?:[ \t]+(.*))?")


def _no_key(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """A field whose colon is missing, or has no space after it, or is another sign."""
    row = read_row(lines[number])
    content = row.line[row.start : _content_end(row)]
    if row.colon >= 0 and not _TIGHT.match(row.key):
        return
    for pattern, code in (
        (_TIGHT, "missing-space-after-colon"),
        (_EQUALS, "equals-instead-of-colon"),
        (_OTHER_COLON, "missing-colon"),
    ):
        if match := pattern.fullmatch(content):
            yield _with_colon(number, row, code, match)
            return
    match = _NO_COLON.fullmatch(content)
    if match and row.colon < 0 and _among_fields(lines, number, row, bare_key=not match[2]):
        yield _with_colon(number, row, "missing-colon", match)


def _content_end(row: Row) -> int:
    return row.end if row.colon < 0 else max(row.end, row.colon + 1)


def _with_colon(number: int, row: Row, code: str, match: re.Match[str]) -> Fix:
    value = match[2] or ""
    if re.search(r":(?:\s|$)|\s#", value) or value[:1] in tuple(_SIGNS):
        value = quote(value)
    suggestion = f"{match[1]}: {value}".rstrip()
    line = row.line[: row.start] + suggestion
    return _fix(code, (number, row.start + match.end(1), 1), {number: line}, suggestion=suggestion)


def _among_fields(lines: Sequence[str], number: int, row: Row, *, bare_key: bool) -> bool:
    """True when a line without a colon stands where a field is likely, and is no longer text."""
    above, below = filled(lines, number - 1, -1), filled(lines, number + 1, 1)
    before = read_row(lines[above]) if above is not None else None
    after = read_row(lines[below]) if below is not None else None
    if bare_key:
        return after is not None and after.indent >= row.indent
    if before is not None and len(before.text) > _LONG:
        return False
    return any(
        near is not None and near.key and near.start == row.start for near in (before, after)
    )


# --- several lines ------------------------------------------------------------------------------


def _quotes_above(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """Quoted text that was never closed and took up lines until the next quote."""
    for i in range(number - 1, max(-1, number - 200), -1):
        row = read_row(lines[i])
        if row.text[:1] in ("'", '"') and closing_quote(row.line, row.value) < 0:
            yield from _unclosed_quote(i, Part(row.line, row.start, row.value, row.end, False))


def _between_brackets(
    lines: Sequence[str], failure: Failure, opened: tuple[int, int]
) -> Iterator[Fix]:
    first, column = opened
    above = filled(lines, failure.line - 1, -1)
    if above is not None and first <= above and lines[above].rstrip()[-1:] not in ",[{":
        row = lines[above].rstrip()
        yield _fix("missing-comma", (above, len(row), 1), {above: f"{row},"})
    indent = read_row(lines[first]).indent
    next_field = next(
        (
            i
            for i in range(first + 1, len(lines))
            if (row_ := read_row(lines[i])).key and row_.indent <= indent
        ),
        len(lines),
    )
    for end in dict.fromkeys((first, filled(lines, next_field - 1, -1) or first)):
        text = "\n".join(lines[first : end + 1])
        stack, _ = open_brackets(text, column)
        closing = "".join("]" if text[i] == "[" else "}" for i in reversed(stack))
        if closing:
            row = lines[end][: read_row(lines[end]).end]
            values = {"bracket": lines[first][column], "closing": closing}
            yield _fix("unclosed-bracket", (first, column, 1), {end: row + closing}, **values)


def _indentation(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """A field or list item that starts deeper or less deep than its neighbours."""
    row = read_row(lines[number])
    is_item = row.dash >= 0
    if not is_item and not re.fullmatch(rf"{WORD}|[\"'].*[\"']", row.key):
        return
    found = row.indent
    levels = {level for level in _open_levels(lines, number, items=is_item) if level != found}
    for expected in sorted(levels, key=lambda level: (abs(level - found), -level)):
        for least in (found, found + 1):  # with its neighbours below, or alone
            yield _shift(lines, number, expected, least)


def _open_levels(lines: Sequence[str], number: int, *, items: bool) -> Iterator[int]:
    """Columns at which the fields, or the list items, around a line start."""
    limit = len(max(lines, key=len)) + 1
    for i in range(number - 1, -1, -1):
        row = read_row(lines[i])
        if is_blank(row.line) or row.indent > limit:
            continue
        dashes = [m.start() for m in re.finditer("-", row.line[: row.start])]
        if items:
            yield from dashes
        elif row.key:
            yield row.start
        if row.indent < limit and (row.key or dashes):
            limit = row.indent
        if not row.indent and not dashes:
            return


def _shift(lines: Sequence[str], number: int, expected: int, least: int) -> Fix:
    found = read_row(lines[number]).indent
    repaired = {number: " " * expected + lines[number].lstrip()}
    for i in range(number + 1, len(lines)):
        indent = read_row(lines[i]).indent
        if not is_blank(lines[i]) and indent < least:
            break
        repaired[i] = " " * max(0, indent + expected - found) + lines[i].lstrip()
    values = {"found": found, "expected": expected}
    return _fix("wrong-indentation", (number, 0, max(1, found)), repaired, **values)


def _text_start(lines: Sequence[str], number: int) -> Row | None: ...
