"""Slips in a single line of YAML: a colon too many, a quote too few, a tab for a space.

Each recogniser looks at one line, names the mistake, and offers the line as it was probably meant.
Lines and columns count from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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

__all__ = [
    "EQUALS",
    "TIGHT_COLON",
    "TIGHT_DASH",
    "Fix",
    "in_line",
    "make_fix",
    "odd_space",
    "second_colon",
    "unclosed_quote",
    "with_colon",
    "with_dash",
]

_SIGNS = "@`%*&!?]},"
"""Characters with a meaning of their own at the start of a value."""
_LONG = 40
"""A value of more characters than this is taken for prose that may go on in the next line."""

TIGHT_COLON = re.compile(rf"(?!(?:mailto|tel|urn|doi):)({WORD})[ \t]*:(?!//)(\S.*)")
"""A field without a space after its colon, and not an address."""
EQUALS = re.compile(rf"({WORD})[ \t]*=[ \t]*(\S.*)")
TIGHT_DASH = re.compile(r"-(?=[\w\"'„“])(?!\d[\d.,  ]*$)")
"""A list item without a space after its dash, and not a number below zero."""
_OTHER_COLON = re.compile(rf"({WORD})[ \t]*[;：][ \t]*(.*)")
_NO_COLON = re.compile(rf"({WORD})(?:[ \t]+(.*))?")


@dataclass(frozen=True, slots=True)
class Fix:
    """A mistake, and the lines as they were probably meant."""

    code: str
    line: int
    column: int
    length: int
    repaired: tuple[tuple[int, str], ...]
    """The new text of each line that changes; an empty one is left out."""
    values: tuple[tuple[str, str | int], ...] = ()


def make_fix(
    code: str, at: tuple[int, int, int], repaired: Mapping[int, str], **values: str | int
) -> Fix:
    """``at`` is the line, the column and the length of what is wrong."""
    number, column, length = at
    return Fix(code, number, column, max(1, length), tuple(repaired.items()), tuple(values.items()))


def in_line(
    lines: Sequence[str], number: int, *, column: int = 0, inside: bool = False
) -> Iterator[Fix]:
    """Everything that may be wrong with a line by itself, the likeliest first.

    ``column`` is where the parser stopped in it; ``inside`` tells that a bracket opened above.
    """
    line = lines[number]
    yield from _tabs(lines, number, column)
    yield from odd_space(number, line)
    yield from _no_key(lines, number)
    yield from _tight_dash(lines, number)
    row = read_row(line)
    block = Part(line, row.start, row.value, row.end, False)
    if row.text[:1] in ("[", "{"):
        yield from _after_bracket(number, block)
        parts = [*flow_parts(line[: row.end], row.value)]
    elif inside:
        parts = [*flow_parts(line, row.indent), block]
    else:
        parts = [block]
    for part in parts:
        if part.text:
            yield from _in_value(number, part)


# --- one value ----------------------------------------------------------------------------------


def _quoted(
    number: int, part: Part, code: str, column: int, content: str | None = None, **values: str
) -> Fix:
    """The fix that puts a value, or ``content`` in its place, into straight quotes."""
    value = quote(part.text if content is None else content)
    line = part.line[: part.value] + value + part.line[part.end :]
    suggestion = part.line[part.name : part.value] + value
    return make_fix(code, (number, column, 1), {number: line}, suggestion=suggestion, **values)


def _in_value(number: int, part: Part) -> Iterator[Fix]:
    first = part.text[0]
    if first in CURLY_QUOTES:
        yield from _curly_quotes(number, part)
    if first in "\"'":
        yield from _straight_quotes(number, part)
        return
    if first in "[{" and not part.flow:
        return
    if first in _SIGNS or (part.text == "-" and part.value > part.name):
        yield _quoted(number, part, "value-starts-with-sign", part.value, sign=first)
    elif re.fullmatch(r"[|>][-+1-9]*,", part.text):
        yield _without_comma(number, part)
    elif first in "|>" and not re.fullmatch(r"[|>][-+1-9]*", part.text):
        yield _quoted(number, part, "block-sign-with-text", part.value, sign=first)
    elif part.text.startswith("- ") and part.value > part.name:
        item = f"[{quote(part.text[2:].strip())}]"
        line = part.line[: part.value] + item + part.line[part.end :]
        yield make_fix("list-on-key-line", (number, part.value, 1), {number: line})
    if colon := re.search(r":(?=\s|$)", part.text):
        yield _quoted(number, part, "colon-in-value", part.value + colon.start())
    if sharp := re.search(r"(?<=\s)#(?=\S)", part.text):
        lost = part.text[sharp.start() :]
        yield _quoted(number, part, "hash-starts-comment", part.value + sharp.start(), text=lost)
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
        yield from unclosed_quote(number, part)
        return
    rest = part.line[close + 1 : part.end].strip()
    if rest == "," and not part.flow:
        yield _without_comma(number, part)
    elif rest:
        text = bare(part.text) if part.text[-1] == sign else part.text
        yield _quoted(number, part, "quote-inside-quotes", close, text)


def unclosed_quote(number: int, part: Part) -> Iterator[Fix]:
    """A value whose quote was opened only; between brackets it may end at a comma already."""
    line, sign = part.line, part.text[0]
    if len(part.text) > 1 and part.text[-1] in CURLY_QUOTES:
        yield _quoted(number, part, "curly-quotes", part.end - 1, bare(part.text))
        return
    ends = [part.end]
    if part.flow:
        ends[:0] = [m.start() for m in re.finditer(r"\s*(?:,|[\]}]+\s*$)", line[: part.end])]
    at = (number, part.value, part.end - part.value)
    for end in (end for end in ends if end > part.value):
        repaired = {number: line[:end] + sign + line[end:]}
        yield make_fix("unclosed-quote", at, repaired, quote=sign)


def _without_comma(number: int, part: Part) -> Fix:
    comma = part.end - 1
    line = part.line[:comma] + part.line[part.end :]
    at = (number, comma, 1)
    return make_fix("trailing-comma", at, {number: line}, suggestion=part.line[part.name : comma])


def _after_bracket(number: int, part: Part) -> Iterator[Fix]:
    """A value that goes on after its closing bracket."""
    _, after = open_brackets(part.line[: part.end], part.value)
    rest = part.line[after : part.end].strip() if after >= 0 else ""
    if rest == ",":
        yield _without_comma(number, part)
    elif rest and not rest.strip("]} "):
        line = part.line[:after] + part.line[part.end :]
        yield make_fix("extra-bracket", (number, after, len(rest)), {number: line}, bracket=rest[0])
    elif rest:
        yield _quoted(number, part, "text-after-bracket", after)


# --- one line -----------------------------------------------------------------------------------


def _tabs(lines: Sequence[str], number: int, stopped: int) -> Iterator[Fix]:
    line = lines[number]
    if not line.strip() or "\t" not in line:
        return
    if "\t" not in _blanks(line):
        column = max(line.find("\t"), line.find("\t", stopped))
        repaired = line[:column] + line[column:].replace("\t", " ")
        yield make_fix("tab-character", (number, column, 1), {number: repaired})
        return
    end = number
    while end < len(lines) and "\t" in _blanks(lines[end]) and lines[end].strip():
        end += 1
    at_tab = (number, line.index("\t"), 1)
    ways = [
        {i: _blanks(lines[i]).replace("\t", " " * width) for i in range(number, end)}
        for width in (2, 4, 8, 1)
    ]
    like_others = [
        {**ways[0], number: " " * column} for column in _columns_near(lines, number, end)
    ]
    for indents in (*like_others, *ways) if end == number + 1 else (*ways, *like_others):
        repaired_run = {i: indent + lines[i].lstrip() for i, indent in indents.items()}
        yield make_fix("tab-indentation", at_tab, repaired_run, count=end - number)


def _columns_near(lines: Sequence[str], number: int, end: int) -> Iterator[int]:
    """Columns in which a line may be meant to start, by the lines above and below."""
    row = read_row(lines[number])
    above, below = filled(lines, number - 1, -1), filled(lines, end, 1)
    if above is None:
        return
    parent = read_row(lines[above])
    if below is not None:
        later = read_row(lines[below])
        least = parent.indent + (not parent.text) if row.dash < 0 else 0
        if row.dash < 0 and not row.text:
            yield max(0, later.indent - 2)
        elif (later.dash < 0) == (row.dash < 0) and later.indent >= least:
            yield later.indent
    if row.dash >= 0 and parent.dash >= 0:
        yield parent.indent
    yield from (parent.start + 2, parent.start, parent.indent)


def _blanks(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def odd_space(number: int, line: str) -> Iterator[Fix]:
    """A space that is none, where the indentation, a dash or a colon needs a real one."""
    odd = f"[{ODD_SPACES}]"
    prefix = re.match(rf"(?:\s|{odd})*(?:-(?:[ \t]|{odd})+)*(?:{WORD}:{odd}+)?", line)
    if not prefix or not (found := re.search(odd, prefix[0])):
        return
    at = (number, found.start(), 1)
    # It stands in the place of a space, or beside one: each level is indented by two.
    meant = [re.sub(odd, instead, prefix[0]) for instead in (" ", "")]
    for start in sorted(meant, key=lambda start: len(_blanks(start)) % 2):
        yield make_fix("odd-space", at, {number: start + line[prefix.end() :]})


def _tight_dash(lines: Sequence[str], number: int) -> Iterator[Fix]:
    line = lines[number]
    found = re.match(rf"(\s*(?:- +)*){TIGHT_DASH.pattern}", line)
    if found and _among_items(lines, number):
        yield with_dash(number, line, found[1])


def _among_items(lines: Sequence[str], number: int) -> bool:
    """True when a line stands where a list item is likely."""
    indent = read_row(lines[number]).indent
    below = filled(lines, number + 1, 1)
    if below is not None and lines[below].lstrip().startswith("-"):
        return True
    for i in range(number - 1, -1, -1):
        row = read_row(lines[i])
        if not is_blank(lines[i]) and row.indent <= indent:
            return lines[i].lstrip().startswith("-") or not row.text
    return False


def with_dash(number: int, line: str, indent: str) -> Fix:
    """The fix for a list item without a space after its dash; ``indent`` is what stands before."""
    content = line.lstrip(" -").rstrip()
    at = (number, line.index("-"), 1)
    repaired = {number: f"{indent}- {content}"}
    return make_fix("missing-space-after-dash", at, repaired, suggestion=f"- {content}")


def _no_key(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """A field whose colon is missing, or has no space after it, or is another sign."""
    row = read_row(lines[number])
    content = row.line[row.start : _content_end(row)]
    if re.match(r":(?:\s|$)", content):
        yield make_fix("key-empty", (number, row.start, 1), {number: ""})
    if row.key and not any(pattern.match(row.key) for pattern, _ in _SIGN_MISSED):
        return
    for pattern, code in (*_SIGN_MISSED, (_OTHER_COLON, "missing-colon")):
        if match := pattern.fullmatch(content):
            yield with_colon(number, row, code, match)
            return
    match = _NO_COLON.fullmatch(content)
    if match and row.colon < 0 and _among_fields(lines, number, row, bare_key=not match[2]):
        yield with_colon(number, row, "missing-colon", match)


_SIGN_MISSED = (
    (TIGHT_COLON, "missing-space-after-colon"),
    (EQUALS, "equals-instead-of-colon"),
    (re.compile(rf"({WORD})[ \t]+([\"'„“].*)"), "missing-colon"),
)


def second_colon(number: int, line: str) -> Iterator[Fix]:
    """A field whose name ends at the colon within its value, because of its own something is
    missing."""
    row = read_row(line)
    for pattern, code in _SIGN_MISSED:
        if pattern.fullmatch(row.key) and (match := pattern.fullmatch(line[row.start : row.end])):
            yield with_colon(number, row, code, match)
            return


def _content_end(row: Row) -> int:
    return row.end if row.colon < 0 else max(row.end, row.colon + 1)


def with_colon(number: int, row: Row, code: str, match: re.Match[str]) -> Fix:
    """The fix for a field without a proper colon: ``match`` holds its name and its value."""
    value = match[2] or ""
    if value == ",":
        name = f"{match[1]}:"
        at = (number, row.start + len(name), 1)
        repaired = {number: row.line[: row.start] + name}
        return make_fix("trailing-comma", at, repaired, suggestion=name)
    plain = value[:1] not in ("[", "{", "'", '"')
    if plain and (re.search(r":(?:\s|$)|\s#", value) or value[:1] in tuple(_SIGNS)):
        value = quote(value)
    suggestion = f"{match[1]}: {value}".rstrip()
    line = row.line[: row.start] + suggestion
    at = (number, row.start + match.end(1), 1)
    return make_fix(code, at, {number: line}, suggestion=suggestion)


def _among_fields(lines: Sequence[str], number: int, row: Row, *, bare_key: bool) -> bool:
    """True when a line without a colon stands where a field is likely, and is no longer text."""
    above, below = filled(lines, number - 1, -1), filled(lines, number + 1, 1)
    after = read_row(lines[below]) if below is not None else None
    if bare_key:
        return after is not None and after.indent >= row.indent
    name = row.line[row.start : row.end].split()[0]
    prose = above is not None and _goes_on(read_row(lines[above]), row)
    if prose and row.dash < 0 and "_" not in name:
        return False
    if after is not None and after.start == row.start and _is_field(after):
        return True
    for i in range(number - 1, -1, -1):
        before = read_row(lines[i])
        if not is_blank(lines[i]) and before.indent <= row.start:
            return _is_field(before) and before.start == row.start
    return False


def _is_field(row: Row) -> bool:
    content = row.line[row.start : row.end]
    return bool(row.key or TIGHT_COLON.fullmatch(content) or EQUALS.fullmatch(content))


def _goes_on(before: Row, row: Row) -> bool:
    """True when a line may be the next one of a longer text above it."""
    if not before.key and before.dash < 0:
        return before.indent > row.indent
    text = before.text
    return len(text) > _LONG and " " in text and text[0] not in "'\"[{" and text[-1] != "."
