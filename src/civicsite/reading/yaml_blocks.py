"""Mistakes that go over several lines: indentation, brackets, texts that are longer than a line.

Each recogniser names the mistake and offers the lines as they were probably meant. Lines and
columns count from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from civicsite.reading.yaml_events import Failure
from civicsite.reading.yaml_rows import (
    WORD,
    Part,
    bare,
    closing_quote,
    filled,
    is_blank,
    open_brackets,
    quote,
    read_row,
)
from civicsite.reading.yaml_slips import (
    EQUALS,
    TIGHT_COLON,
    TIGHT_DASH,
    Fix,
    make_fix,
    unclosed_quote,
    with_colon,
    with_dash,
)

__all__ = [
    "between_brackets",
    "first_dash_missing",
    "in_long_text",
    "indentation",
    "list_and_fields",
    "quote_above",
    "swallowed",
    "text_below_quotes",
    "text_not_indented",
]


def quote_above(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """Quoted text that was never closed and took up lines until the next quote."""
    row = read_row(lines[number])
    if row.text[:1] in ("'", '"') and closing_quote(row.line, row.value) < 0:
        part = Part(row.line, row.start, row.value, row.end, False)
        yield from unclosed_quote(number, part)


def between_brackets(
    lines: Sequence[str], failure: Failure, opened: tuple[int, int]
) -> Iterator[Fix]:
    """A bracket that is not closed, or a comma that is missing at the end of a line."""
    first, column = opened
    start = read_row(lines[first]).start
    after = first + 1
    while after < len(lines):
        row = read_row(lines[after])
        if row.key and row.start <= start:
            break
        after += 1
    above = filled(lines, failure.line - 1, -1)
    _, closed = open_brackets("\n".join(lines[first:after]), column)
    if closed >= 0 and above is not None and first <= above < after:
        line = lines[above].rstrip()
        if line[-1:] not in (",", "[", "{"):
            yield make_fix("missing-comma", (above, len(line), 1), {above: f"{line},"})
    at = (first, column, 1)
    bracket = lines[first][column]
    closer = "]" if bracket == "[" else "}"
    line = lines[failure.line]
    if line[failure.column : failure.column + 1] in ("]", "}"):  # the other one closes too early
        mended = line[: failure.column] + closer + line[failure.column :]
        repaired = {failure.line: mended}
        yield make_fix("unclosed-bracket", at, repaired, bracket=bracket, closing=closer)
    for end in dict.fromkeys((first, filled(lines, after - 1, -1) or first)):
        text = "\n".join(lines[first : end + 1])
        stack, _ = open_brackets(text, column)
        closing = "".join("]" if text[i] == "[" else "}" for i in reversed(stack))
        if closing:
            line = lines[end][: read_row(lines[end]).end]
            repaired = {end: line + closing}
            yield make_fix("unclosed-bracket", at, repaired, bracket=bracket, closing=closing)


def indentation(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """A field or list item that starts deeper or less deep than its neighbours."""
    row = read_row(lines[number])
    is_item = row.dash >= 0
    if not is_item and not re.fullmatch(rf"{WORD}|[\"'].*[\"']", row.key):
        return
    found = row.indent
    levels = {level for level in _open_levels(lines, number, items=is_item) if level != found}
    if not is_item and found in _open_levels(lines, number, items=True):
        # In the column of a dash it may belong to the item, and hardly to what is further left.
        levels = {level for level in levels if level > found}
    fell_out = _fell_out(lines, number)
    below = filled(lines, number + 1, 1)
    yield from _first_astray(lines, number)
    if below is not None and read_row(lines[below]).indent >= found:
        yield from fell_out  # this line is not alone, so the one above is the odd one
    for expected in _nearest(levels, found):
        yield _shift(lines, number, expected)
        yield _shift(lines, number, expected, alone=True)
    yield from fell_out


def _nearest(levels: Iterable[int], found: int) -> list[int]:
    return sorted(levels, key=lambda level: (abs(level - found), -level))


def _fell_out(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """A line above stands too far left, and ended the block that this line goes on with."""
    here = read_row(lines[number]).indent
    for i in range(number - 1, -1, -1):
        row = read_row(lines[i])
        if is_blank(row.line) or row.indent >= here:
            continue
        child = filled(lines, i + 1, 1)
        if not row.text and child is not None and read_row(lines[child]).indent <= here:
            return  # what stands below it belongs to it
        levels = set(_open_levels(lines, i, items=row.dash >= 0))
        for expected in _nearest((level for level in levels if level > row.indent), row.indent):
            yield _shift(lines, i, expected, alone=True)
        return


def _first_astray(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """The line above begins its block in another column than this line goes on with.

    It is the odd one when the next line agrees with this one, or by its odd number of spaces; a
    dash may also stand beside the column that the rest of its item asks for.
    """
    above, below = filled(lines, number - 1, -1), filled(lines, number + 1, 1)
    if above is None:
        return
    here, odd = read_row(lines[number]).indent, read_row(lines[above]).indent
    is_item = read_row(lines[number]).dash >= 0
    agreed = below is not None and read_row(lines[below]).indent == here
    if below is not None and read_row(lines[above]).dash >= 0 and not is_item:
        column = here - (read_row(lines[above]).start - odd)
        if column >= 0 and column != odd and (agreed or read_row(lines[below]).dash == column):
            yield _shift(lines, above, column, alone=True)
    before = filled(lines, above - 1, -1)
    begins = before is None or read_row(lines[before]).indent < min(odd, here)
    if begins and odd and (agreed or (odd % 2 and not here % 2)):
        yield _shift(lines, above, here)


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


def _shift(lines: Sequence[str], number: int, expected: int, *, alone: bool = False) -> Fix:
    """Move a line, the lines below it that belong to it, and its neighbours in the same column."""
    row = read_row(lines[number])
    found = row.indent
    repaired = {number: " " * expected + lines[number].lstrip()}
    inner = 0
    for i in range(number + 1, number + 1 if alone else len(lines)):
        if is_blank(lines[i]):
            continue
        later = read_row(lines[i])
        if later.indent == found:
            row, inner = later, 0
        elif later.indent > found:
            inner = inner or later.indent
            is_text = bool(row.text) and row.text[0] not in "|>"
            holds_no_block = is_text and (row.dash < 0 or not row.key)
            if later.indent < inner or (holds_no_block and (later.key or later.dash >= 0)):
                break
        else:
            break
        repaired[i] = " " * max(0, later.indent + expected - found) + lines[i].lstrip()
    values = {"found": found, "expected": expected}
    return make_fix("wrong-indentation", (number, 0, max(1, found)), repaired, **values)


def in_long_text(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """A colon in a later line of a text that goes over several lines, or a "#" above one."""
    row = read_row(lines[number])
    first = _owner(lines, number)
    if row.dash >= 0 or first is None:
        return
    start = read_row(lines[first])
    if not start.text or start.text[0] in "\"'[{|>&*!" or start.indent >= row.indent:
        return
    last = number
    while last + 1 < len(lines) and read_row(lines[last + 1]).indent > start.indent:
        last += 1
    text = {i: lines[i].rstrip() for i in range(first, last + 1)}
    sign = "'" if any(c in line for line in text.values() for c in '"\\') else '"'
    if sign == "'":
        text = {i: line.replace("'", "''") for i, line in text.items()}
    text[first] = text[first][: start.value] + sign + text[first][start.value :]
    text[last] += sign
    if row.key:
        at = (number, row.colon, 1)
        opening = f"{start.key}: >-" if start.key else "- >-"
        yield make_fix("colon-in-long-text", at, text, start=opening, line=first)
    for i in range(first, number):
        if sharp := re.search(r"(?<=\s)#(?=\S)", lines[i]):
            whole = " ".join([start.text, *(lines[j].strip() for j in range(first + 1, last + 1))])
            suggestion = f"{start.key}: {quote(whole)}" if start.key else f"- {quote(whole)}"
            at = (i, sharp.start(), len(lines[i].rstrip()) - sharp.start())
            yield make_fix(
                "hash-starts-comment",
                at,
                text,
                text=sharp.string[sharp.start() :].rstrip(),
                suggestion=suggestion,
            )


def _owner(lines: Sequence[str], number: int) -> int | None:
    """Number of the nearest line above that holds a key or a dash."""
    for i in range(number - 1, -1, -1):
        row = read_row(lines[i])
        if not is_blank(row.line) and (row.key or row.dash >= 0):
            return i
    return None


def text_not_indented(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """Later lines of a text that start as far left as the field it belongs to."""
    row = read_row(lines[number])
    block = _block_text(lines, number)
    first = _owner(lines, number) if block is None else block
    if first is None or row.key or row.dash >= 0:
        return
    start = read_row(lines[first])
    if start.text[:1] in ("'", '"', "[", "{") or (block is None and row.indent > start.start):
        return
    text = filled(lines, first + 1, 1) or number
    width = read_row(lines[text]).indent if text < number else 0
    width = width if width > start.start else start.start + 2
    repaired: dict[int, str] = {}
    for i in range(number, len(lines)):
        later = read_row(lines[i])
        if later.key or later.dash >= 0:
            break
        repaired[i] = (" " * width + lines[i].lstrip()).rstrip()
    at = (number, row.indent, max(1, row.end - row.indent))
    yield make_fix("text-not-indented", at, repaired, spaces=width, line=first)


def _block_text(lines: Sequence[str], number: int) -> int | None:
    """Number of the line above with the "|" or ">" under which a line was probably meant."""
    indent = read_row(lines[number]).indent
    for i in range(number - 1, -1, -1):
        row = read_row(lines[i])
        if row.key and re.fullmatch(r"[|>][-+1-9]*", row.text):
            return i
        if not is_blank(lines[i]) and row.indent < indent:
            return None
    return None


def text_below_quotes(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """A text that goes on in the line below its closing quote."""
    above = filled(lines, number - 1, -1)
    if above is None:
        return
    row, start = read_row(lines[number]), read_row(lines[above])
    if row.key or row.dash >= 0 or start.text[:1] not in ("'", '"') or row.indent <= start.indent:
        return
    close = closing_quote(start.line, start.value)
    if close + 1 != start.end:
        return
    more = row.line[row.start : row.end]
    value = quote(f"{bare(start.text)} {bare(more)}".replace(start.text[0] * 2, start.text[0]))
    head = start.line[: start.value]
    suggestion = f"{head[start.start :]}{value}"
    repaired = {above: head + value, number: ""}
    yield make_fix("quote-inside-quotes", (above, close, 1), repaired, suggestion=suggestion)


def first_dash_missing(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """The first item of a list has no dash, and the second one cannot follow it."""
    dash = read_row(lines[number])
    if dash.dash < 0:
        return
    owner = next(
        (i for i in range(number - 1, -1, -1) if read_row(lines[i]).indent < dash.indent), None
    )
    first = filled(lines, owner + 1, 1) if owner is not None else None
    if owner is None or first is None or read_row(lines[owner]).text:
        return
    row = read_row(lines[first])
    if first < number and row.dash < 0 and row.indent == dash.start:
        item = f"- {row.line[row.start :]}"
        repaired = {first: " " * dash.indent + item}
        suggestion = item[: row.end - row.start + 2]
        at = (first, row.start, row.end - row.start)
        yield make_fix("missing-dash", at, repaired, suggestion=suggestion)


def list_and_fields(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """A list item among fields, or a field among list items, in the same column."""
    row = read_row(lines[number])
    for i in range(number - 1, -1, -1):
        other = read_row(lines[i])
        if is_blank(other.line) or other.indent > row.indent:
            continue
        if other.indent == row.indent and (other.dash < 0) != (row.dash < 0):
            dropped = {number: ""}
            for j in range(number + 1, len(lines)):
                if not is_blank(lines[j]) and read_row(lines[j]).indent <= row.indent:
                    break
                dropped[j] = ""
            yield make_fix("list-and-fields-mixed", (number, row.indent, 1), dropped, line=i)
        return


# --- what YAML reads without complaint, and not as it was meant ----------------------------------


def swallowed(
    lines: Sequence[str], rows: tuple[int, int], owner: tuple[int, int], *, item: bool, quoted: bool
) -> Iterator[Fix]:
    """Fields and list items that became part of a text, because of a slip that YAML allows.

    ``rows`` are the first and the last line of the text, ``owner`` the line and column of its key
    or, for an ``item`` of a list, of its dash.
    """
    first, last = rows
    below_key = not item and owner[0] < first
    for i in range(first if below_key else first + 1, last + 1):
        row = read_row(lines[i])
        content = lines[i].strip()
        if quoted:
            if i > first and row.indent <= owner[1] and re.fullmatch(WORD, row.key):
                start = read_row(lines[first])
                part = Part(start.line, start.start, start.value, start.end, False)
                yield from unclosed_quote(first, part)
                return
        elif item and content.startswith("- "):
            yield _shift(lines, i, owner[1])
            return
        elif (item or below_key) and TIGHT_DASH.match(content):
            yield with_dash(i, lines[i], " " * (owner[1] if item else row.indent))
        elif below_key:
            yield from _became_text(
                lines, i, has_list=i < last and read_row(lines[i + 1]).dash >= 0
            )


def _became_text(lines: Sequence[str], number: int, *, has_list: bool) -> Iterator[Fix]:
    """A field or a list item without its sign; ``has_list`` tells that a list item follows."""
    row = read_row(lines[number])
    content = lines[number].strip()
    name = re.fullmatch(rf"({WORD})()", content)
    if match := TIGHT_COLON.fullmatch(content):
        yield with_colon(number, row, "missing-space-after-colon", match)
    elif match := EQUALS.fullmatch(content):
        yield with_colon(number, row, "equals-instead-of-colon", match)
    elif name and has_list and read_row(lines[number + 1]).indent >= row.indent:
        yield with_colon(number, row, "missing-colon", name)
    elif has_list and re.match(r"-\d", content):
        yield with_dash(number, lines[number], " " * row.indent)
    elif has_list:
        yield from first_dash_missing(lines, number + 1)
