"""The mistakes people make in YAML, recognised from the lines they wrote.

A parser stops where it cannot go on, which is often a line after the mistake, and says so in its
own terms. Here the lines around that place are looked at, the likely mistakes named, and for each
the lines offered as they were probably meant. A guess counts only when the parser gets further with
the offered lines, so no advice is given that would not help.

Lines and columns count from 0; the caller turns them into places in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from civicsite.reading.yaml_events import Failure, find_failure
from civicsite.reading.yaml_rows import (
    WORD,
    Part,
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
    in_line,
    make_fix,
    odd_space,
    unclosed_quote,
    with_colon,
    with_dash,
)

__all__ = ["Fix", "Patience", "explain", "swallowed"]


class Patience:
    """How many characters may still be parsed in search of explanations.

    Counted in characters and not in seconds, so that a file gets the same answer everywhere.
    """

    def __init__(self, characters: int) -> None:
        self.left = characters
        self.moved: set[tuple[str, int]] = set()
        """Lines that were moved already: to move one again would lead back."""

    def failure(self, lines: Sequence[str]) -> Failure | None:
        """Parse, and pay for it; what is valid is parsed twenty times faster."""
        failure = find_failure(lines)
        self.left -= sum(map(len, lines)) // (1 if failure else 20)
        return failure


def explain(lines: Sequence[str], failure: Failure, patience: Patience) -> Fix:
    """The mistake behind a failure, by the first repair with which the parser gets further.

    Where no recogniser knows it, the code is that of the failure and the repair leaves out as
    little as possible.
    """
    if failure.code not in _CUT:
        # Of several ways to mend one mistake, the one that gets furthest.
        for _, ways in groupby(_candidates(lines, failure), lambda fix: (fix.code, fix.line)):
            reached = {fix: _reach(lines, fix, failure, patience) for fix in ways}
            best = max(reached, key=lambda fix: reached[fix])
            if reached[best] > failure.where and (best.code, best.line) not in patience.moved:
                if best.code in _MOVES:
                    patience.moved.add((best.code, best.line))
                return best
    at = (failure.where[0], failure.where[1], 1)
    drops = [make_fix(failure.code, at, dict.fromkeys(part, "")) for part in _parts(lines, failure)]
    for fix in drops[:-1]:
        if _reach(lines, fix, failure, patience) > failure.where:
            return fix
    return drops[-1]


_MOVES = {"wrong-indentation", "tab-indentation", "text-not-indented"}
_FAR = 200
"""Lines above a failure in which its cause is looked for."""
_CUT = {"yaml-second-document", "yaml-document-end", "yaml-directive", "yaml-too-deep"}
"""What is understood and refused: no guess is needed."""


def _reach(lines: Sequence[str], fix: Fix, failure: Failure, patience: Patience) -> tuple[int, int]:
    """How far the lines around the mistake can be understood with the repair."""
    nowhere, everywhere = (-1, 0), (len(lines), 0)
    if patience.left <= 0:
        return nowhere
    touched = [number for number, _ in fix.repaired]
    near = [failure.line, *touched, *(failure.opened or ())[:1]]
    start = _field_start(lines, _field_start(lines, min(near)) - 1)
    stop = len(lines) if failure.at_end else _field_end(lines, max(near))
    part = list(lines[start:stop])
    for number, text in fix.repaired:
        part[number - start] = text
    later = patience.failure(part)
    if later is None:
        return everywhere
    line, column = later.where[0] + start, later.where[1]
    if fix.code.startswith("unclosed-") and fix.line < line <= failure.line:
        # What was hidden in the text or bracket can be seen now, with its own mistakes.
        return (failure.line + 1, 0) if _ends_text(lines, fix.line) else (line, column)
    if line in touched and line == failure.line:
        row = read_row(part[line - start])
        if fix.code in ("wrong-indentation", "tab-indentation"):
            # Moved, but no better understood as long as the key or the dash is in the way.
            return (line, len(row.line) + column) if column > max(row.colon, row.dash) else nowhere
        # What was put into the failing line itself pushed the rest of it to the right.
        column -= len(row.line) - len(lines[line])
    return (line, column)


def _ends_text(lines: Sequence[str], number: int) -> bool:
    """True when the line below is a field or a list item of its own."""
    below = filled(lines, number + 1, 1)
    if below is None:
        return True
    row = read_row(lines[below])
    is_own = row.dash >= 0 or bool(re.fullmatch(WORD, row.key))
    return is_own and row.indent <= read_row(lines[number]).start


def _begins_field(line: str) -> bool:
    return bool(line) and line[0] not in " \t-#]}" and bool(line.strip())


def _field_start(lines: Sequence[str], number: int) -> int:
    """Number of the line with which the top-level field around a line begins."""
    number = max(0, min(number, len(lines) - 1))
    while number > 0 and not _begins_field(lines[number]):
        number -= 1
    return number


def _field_end(lines: Sequence[str], number: int) -> int:
    number += 1
    while number < len(lines) and not _begins_field(lines[number]):
        number += 1
    return min(number, len(lines))


def _parts(lines: Sequence[str], failure: Failure) -> Iterator[range]:
    """The lines that could be left out, the fewest first."""
    number = failure.where[0]
    if failure.code == "yaml-second-document":
        yield range(number, len(lines))
        return
    if failure.code in ("yaml-directive", "yaml-document-end"):
        yield range(number, number + 1)
        return
    number = max(filled(lines, number, -1) or 0, 0)
    indent = read_row(lines[number]).indent
    stop = number + 1
    while stop < len(lines) and (is_blank(lines[stop]) or read_row(lines[stop]).indent > indent):
        stop += 1
    start, end = _field_start(lines, number), _field_end(lines, number)
    before = _field_start(lines, start - 1)
    yield range(number, stop)
    yield range(start, end)
    yield range(before, start)
    yield range(before, max(end, failure.line + 1))


def _candidates(lines: Sequence[str], failure: Failure) -> Iterator[Fix]:
    """What may have been the mistake, the likeliest first."""
    number, column = failure.line, failure.column
    above = filled(lines, number - 1, -1)
    opened = failure.opened[0] if failure.opened else number
    for near in dict.fromkeys((number, above, opened)):
        if near is not None:
            at = column if near == number else 0
            yield from in_line(lines, near, column=at, inside=opened < near)
    for i in range(number - 1, max(-1, number - _FAR), -1):
        yield from odd_space(i, lines[i])
        yield from _quote_above(lines, i)
    if failure.opened and lines[opened][failure.opened[1] :][:1] in ("[", "{"):
        yield from _between_brackets(lines, failure, failure.opened)
    yield from _indentation(lines, number)
    yield from _in_long_text(lines, number)
    yield from _text_not_indented(lines, number)
    yield from _list_and_fields(lines, number)


def _quote_above(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """Quoted text that was never closed and took up lines until the next quote."""
    row = read_row(lines[number])
    if row.text[:1] in ("'", '"') and closing_quote(row.line, row.value) < 0:
        part = Part(row.line, row.start, row.value, row.end, False)
        yield from unclosed_quote(number, part)


def _between_brackets(
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


def _indentation(lines: Sequence[str], number: int) -> Iterator[Fix]:
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
    yield from _first_astray(lines, number)
    for expected in sorted(levels, key=lambda level: (abs(level - found), -level)):
        yield _shift(lines, number, expected)


def _first_astray(lines: Sequence[str], number: int) -> Iterator[Fix]:
    """The line above begins its block in another column than this line goes on with.

    It is the odd one when the next line agrees with this one, or by its odd number of spaces.
    """
    above, below = filled(lines, number - 1, -1), filled(lines, number + 1, 1)
    if above is None:
        return
    here, odd = read_row(lines[number]).indent, read_row(lines[above]).indent
    agreed = below is not None and read_row(lines[below]).indent == here
    before = filled(lines, above - 1, -1)
    begins = before is None or read_row(lines[before]).indent < min(odd, here)
    if begins and (agreed or (odd % 2 and not here % 2)):
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


def _shift(lines: Sequence[str], number: int, expected: int) -> Fix:
    """Move a line, the lines below it that belong to it, and its neighbours in the same column."""
    row = read_row(lines[number])
    found = row.indent
    repaired = {number: " " * expected + lines[number].lstrip()}
    inner = 0
    for i in range(number + 1, len(lines)):
        if is_blank(lines[i]):
            continue
        later = read_row(lines[i])
        if later.indent == found:
            row, inner = later, 0
        elif later.indent > found:
            inner = inner or later.indent
            holds_no_block = row.dash < 0 and row.text and row.text[0] not in "|>"
            if later.indent < inner or (holds_no_block and (later.key or later.dash >= 0)):
                break
        else:
            break
        repaired[i] = " " * max(0, later.indent + expected - found) + lines[i].lstrip()
    values = {"found": found, "expected": expected}
    return make_fix("wrong-indentation", (number, 0, max(1, found)), repaired, **values)


def _in_long_text(lines: Sequence[str], number: int) -> Iterator[Fix]:
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


def _text_not_indented(lines: Sequence[str], number: int) -> Iterator[Fix]:
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


def _list_and_fields(lines: Sequence[str], number: int) -> Iterator[Fix]:
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
            if match := TIGHT_COLON.fullmatch(content):
                yield with_colon(i, row, "missing-space-after-colon", match)
            elif match := EQUALS.fullmatch(content):
                yield with_colon(i, row, "equals-instead-of-colon", match)
