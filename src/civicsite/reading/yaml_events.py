"""The one judge of what is valid YAML: PyYAML's parser, and where it cannot go on.

The parser written in C is twenty times faster than the one written in Python, and differs from it
in a few corners. What the fast one refuses, and every text that holds such a corner, is decided by
the other, so that a file is valid everywhere or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml
from yaml.error import Mark

__all__ = ["DEEPEST", "Failure", "Judged", "judge"]

DEEPEST = 50
"""Lists and blocks within each other: no editor comes near, a hostile file does."""

_SLOW: type = yaml.SafeLoader
_FAST: type = getattr(yaml, "CSafeLoader", _SLOW)

# Where the two parsers differ, found by comparing them on random texts (tests/reading): tabs
# between words, "?" between brackets, a comment close behind "|" and ">", directives.
_CORNERS = re.compile(r"\t|[|>][-+0-9]*#|^%", re.MULTILINE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BRACKET = re.compile(r"[\[{]")

_LARGE = 20_000
"""Characters of a text that is read again in part only, to find out what is wrong with it."""
_AROUND = 100
"""Lines before and after a failure that are read then."""
_Lines = tuple[int, int]
"""The first and the last line of what a parser complains about."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Where the parser could not go on; lines and columns count from 0."""

    line: int
    column: int
    opened: tuple[int, int] | None = None
    """Where the quoted text, bracket or block that it was reading begins."""
    at_end: bool = False
    """True when it ran to the end of the text in search of something."""
    code: str = "yaml-syntax"
    """What to say when no recogniser knows better."""

    @property
    def where(self) -> tuple[int, int]:
        """How far the text could be understood."""
        return self.opened if self.at_end and self.opened else (self.line, self.column)


class _Stopped(Exception):
    """The parser cannot go on. Caught here."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Judged:
    """What the parser makes of some lines: its events or, where it cannot go on, the failure."""

    events: tuple[yaml.Event, ...]
    """Without those for the stream and the document."""
    failure: Failure | None
    cost: int
    """Characters read by the slow parser; twenty read by the fast one count for one."""


def judge(lines: Sequence[str]) -> Judged:
    """Read lines as one block of fields.

    A failure tells that they are no YAML or no block of fields, begin a second document or are
    nested too deeply.
    """
    text = "\n".join(lines) + "\n"
    cheap = len(text) // 20
    stopped: _Lines | None = None
    if not (_FAST is _SLOW or _has_corners(text)):
        try:
            return Judged(tuple(_checked(text, _FAST)), None, cheap)
        except yaml.MarkedYAMLError as problem:
            stopped = _lines_of(problem)
        except (_Stopped, yaml.YAMLError):
            pass
    if stopped and len(text) > _LARGE and (failure := _nearby(lines, stopped)):
        return Judged((), failure, cheap + _LARGE)
    try:
        return Judged(tuple(_slow_events(text, lines)), None, cheap + len(text))
    except _Stopped as stop:
        return Judged((), stop.failure, cheap + len(text))


def _has_corners(text: str) -> bool:
    return bool(_CORNERS.search(text)) or ("?" in text and bool(_BRACKET.search(text)))


def _lines_of(problem: yaml.MarkedYAMLError) -> _Lines | None:
    mark, opened = problem.problem_mark, problem.context_mark
    if mark is None:
        return None
    return (min(mark.line, opened.line) if opened else mark.line, mark.line)


def _nearby(lines: Sequence[str], stopped: _Lines) -> Failure | None:
    """What the slow parser says of the place where the fast one stopped, from the lines around it
    and those that they belong to. None when it says nothing about that place."""
    start = max(0, stopped[0] - _AROUND)
    kept = [""] * start + list(lines[start : stopped[1] + _AROUND])
    limit, dash = _indent(next((line for line in kept if line.strip()), "")), False
    for number in range(start - 1, -1, -1):
        line = lines[number]
        content = line.lstrip()
        indent = len(line) - len(content)
        is_owner = indent < limit or (dash and indent == limit and content[:1] != "-")
        if content and content[0] != "#" and is_owner:
            kept[number] = line
            limit, dash = indent, content.startswith("-")
    try:
        for _ in _slow_events("\n".join(kept) + "\n", kept):
            pass
    except _Stopped as stop:
        failure = stop.failure
        first = failure.opened[0] if failure.opened else failure.line
        # At the end of what was kept it may only have missed the rest.
        if start <= first and abs(failure.line - stopped[1]) <= 2 and not failure.at_end:
            return failure
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _slow_events(text: str, lines: Sequence[str]) -> Iterator[yaml.Event]:
    try:
        yield from _checked(text, _SLOW)
    except yaml.MarkedYAMLError as problem:
        raise _Stopped(_explained(problem, lines)) from None
    except (ValueError, OverflowError):
        # A number that is no character, after \U or \u in double quotes.
        raise _Stopped(_bad_character(lines, 0)) from None


def _checked(text: str, loader: type) -> Iterator[yaml.Event]:
    depth = documents = 0
    for event in yaml.parse(text, Loader=loader):
        place = (event.start_mark.line, event.start_mark.column) if event.start_mark else (0, 0)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Stopped(Failure(*place, code="yaml-second-document"))
            if event.version or event.tags:
                number = text[: text.index("%")].count("\n")
                raise _Stopped(Failure(number, 0, code="yaml-directive"))
            continue
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit:
            raise _Stopped(Failure(*place, code="yaml-document-end"))
        if isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
            continue
        if depth == 0 and not _is_block_of_fields(event):
            raise _Stopped(Failure(*place, code="yaml-fields-expected"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise _Stopped(Failure(*place, code="yaml-too-deep"))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and _SURROGATE.search(event.value):
            raise _Stopped(_bad_character(text.split("\n"), place[0]))
        yield event


def _is_block_of_fields(event: yaml.Event) -> bool:
    if isinstance(event, yaml.ScalarEvent):
        return not (event.value or event.style or event.anchor or event.tag)  # nothing at all
    return isinstance(event, yaml.MappingStartEvent)


def _bad_character(lines: Sequence[str], start: int) -> Failure:
    for number in range(start, len(lines)):
        if found := re.search(r"\\(?:u[dD][89a-fA-F]|U)", lines[number]):
            return Failure(number, found.start())
    return Failure(start, 0)


def _explained(problem: yaml.MarkedYAMLError, lines: Sequence[str]) -> Failure:
    said = problem.problem or ""
    place = _place(problem.problem_mark, lines) or (0, 0)
    opened = _place(problem.context_mark, lines)
    if opened and "could not find expected ':'" in said:
        # It looked for the colon of this line up to the end of the next one.
        return Failure(*opened)
    line, column = place
    rest = [lines[line][column:], *lines[line + 1 :]]
    # Quoted text may also run into a "---", which it cannot hold.
    at_end = "document separator" in said or not any(each.strip() for each in rest)
    return Failure(line, column, opened, at_end)


def _place(mark: Mark | None, lines: Sequence[str]) -> tuple[int, int] | None:
    """Line and column of a mark; it may point behind the last line."""
    if mark is None:
        return None
    last = len(lines) - 1
    return (mark.line, mark.column) if mark.line <= last else (last, len(lines[last]))
