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

__all__ = ["DEEPEST", "Failure", "Stopped", "content_events", "find_failure"]

DEEPEST = 50
"""Lists and blocks within each other: no editor comes near, a hostile file does."""

_SLOW: type = yaml.SafeLoader
_FAST: type = getattr(yaml, "CSafeLoader", _SLOW)

# Where the two parsers differ, found by comparing them on random texts (tests/reading): tabs
# between words, "?" between brackets, a comment close behind "|" and ">", directives.
_CORNERS = re.compile(r"\t|[|>][-+0-9]*#|^%", re.MULTILINE)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BRACKET = re.compile(r"[\[{]")


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


class Stopped(Exception):
    """The parser cannot go on. Caught in :mod:`civicsite.reading.yaml_nodes`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure


def find_failure(lines: Sequence[str]) -> Failure | None:
    """Where the lines cannot be understood as a block of fields; None when they can."""
    text = "\n".join(lines) + "\n"
    if _fast_accepts(text):
        return None
    try:
        for _ in _slow_events(text, lines):
            pass
    except Stopped as stopped:
        return stopped.failure
    return None


def content_events(lines: Sequence[str]) -> Iterator[yaml.Event]:
    """The parser's events of one block of fields, without those for the stream and the document.

    Raises :class:`Stopped` where the text is no YAML, is no block of fields, begins a second
    document or is nested too deeply.
    """
    text = "\n".join(lines) + "\n"
    return _checked(text, _FAST) if _fast_accepts(text) else _slow_events(text, lines)


def _fast_accepts(text: str) -> bool:
    if _FAST is _SLOW or _CORNERS.search(text) or ("?" in text and _BRACKET.search(text)):
        return False
    try:
        for _ in _checked(text, _FAST):
            pass
    except (Stopped, yaml.YAMLError):
        return False
    return True


def _slow_events(text: str, lines: Sequence[str]) -> Iterator[yaml.Event]:
    try:
        yield from _checked(text, _SLOW)
    except yaml.MarkedYAMLError as problem:
        raise Stopped(_explained(problem, lines)) from None
    except (ValueError, OverflowError):
        # A number that is no character, after \U or \u in double quotes.
        raise Stopped(_bad_character(lines, 0)) from None


def _checked(text: str, loader: type) -> Iterator[yaml.Event]:
    depth = documents = 0
    for event in yaml.parse(text, Loader=loader):
        place = (event.start_mark.line, event.start_mark.column) if event.start_mark else (0, 0)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Stopped(Failure(*place, code="yaml-second-document"))
            if event.version or event.tags:
                number = text[: text.index("%")].count("\n")
                raise Stopped(Failure(number, 0, code="yaml-directive"))
            continue
        if isinstance(event, yaml.DocumentEndEvent) and event.explicit:
            raise Stopped(Failure(*place, code="yaml-document-end"))
        if isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
            continue
        if depth == 0 and not _is_block_of_fields(event):
            raise Stopped(Failure(*place, code="yaml-fields-expected"))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise Stopped(Failure(*place, code="yaml-too-deep"))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and _SURROGATE.search(event.value):
            raise Stopped(_bad_character(text.split("\n"), place[0]))
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
