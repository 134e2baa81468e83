"""YAML -> nodes with positions. Every scalar stays the text an editor wrote.

The schema decides later what is a date, a time, a number or a yes: here ``12:30`` is five
characters and ``no`` is a word. Only the parser of PyYAML is used, none of its types.
A syntax error is explained by :mod:`civicsite.reading.mistakes`, repaired in memory and passed
over, so that every mistake of a file is shown in one run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Lines
from dataclasses import dataclass, field

import yaml

from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.reading.mistakes import Failure, Fix, candidates

__all__ = ["Entry", "Mapping", "Node", "Parsed", "Scalar", "Sequence", "parse_yaml"]

_DEEPEST = 50
_LONGEST = 5_000_000
"""Limits on nesting and characters: no editor comes near, a hostile file does."""
_MOST_MISTAKES = 20
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written."""

    text: str
    span: Span
    quoted: bool = False
    null: bool = False
    """True for nothing at all, ``~`` and ``null`` without quotes."""
    lang: str | None = None
    """Language of a text that a translation left untranslated."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span
    flow: bool = False
    """True for ``[a, b]``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A field: its name and its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """A block of fields."""

    entries: tuple[Entry, ...]
    span: Span
    flow: bool = False
    """True for ``{a: b}``."""

    def get(self, name: str) -> Node | None:
        """The value of a field, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Parsed:
    """The fields of a file, and everything wrong with how they are written."""

    root: Mapping | None
    """None when there is nothing that can be used."""
    diagnostics: tuple[Diagnostic, ...]


def parse_yaml(path: str, text: str, first_line: int = 1) -> Parsed:
    """Read a block of fields. ``first_line`` is the line of the file on which ``text`` begins.

    Refused, each with its own sentence: duplicate keys, anchors and aliases, tags, several
    documents, keys that are not plain words, nesting deeper than 50.
    """
    reading = _Reading(path, text.split("\n"), first_line)
    if len(text) > _LONGEST:
        return Parsed(None, (error("yaml-too-long", Span(path)),))
    root = reading.root()
    if root is None:
        return Parsed(None, tuple(reading.diagnostics))
    if isinstance(root, Scalar) and root.null:
        return Parsed(Mapping((), reading.span(0, 0, 1)), tuple(reading.diagnostics))
    if not isinstance(root, Mapping):
        reading.diagnostics.append(error("yaml-fields-expected", root.span))
        return Parsed(None, tuple(reading.diagnostics))
    reading.hashes()
    return Parsed(root, tuple(reading.diagnostics))


@dataclass(slots=True)
class _Reading:
    path: str
    lines: list[str]
    """Lines as they are parsed; repaired ones where a mistake was found."""
    first_line: int
    diagnostics: list[Diagnostic] = field(default_factory=list)
    original: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.original = list(self.lines)

    # --- places ---

    def span(self, line: int, column: int, length: int) -> Span:
        """A place; line and column count from 0 here and from 1 in the file."""
        excerpt = self.original[line] if 0 <= line < len(self.original) else ""
        longest = max(1, len(excerpt) - column)
        return Span(
            self.path, self.first_line + line, column + 1, min(max(1, length), longest), excerpt
        )

    def _of(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        same = start.line == end.line
        length = end.column - start.column if same else len(self.lines[start.line]) - start.column
        return self.span(start.line, start.column, length)

    # --- parsing ---

    def root(self) -> Node | None:
        """The whole tree; mistakes are reported, repaired and passed over."""
        for _ in range(_MOST_MISTAKES):
            failure = _failure(self.lines)
            if failure is None:
                break
            self._explain(failure)
        else:
            return None
        node = _compose(self.lines)
        if node is None:
            return Scalar("", self.span(0, 0, 1), null=True)
        return self._node(node, 0)

    def _explain(self, failure: Failure) -> None:
        """Name the mistake by the repair with which the parser gets further."""
        best: Fix | None = None
        for fix in candidates(self.lines, failure):
            later = _failure(_repaired(self.lines, fix))
            if later is None or later.where > failure.where:
                best = fix
                break
        if best is None:
            line = min(failure.where[0], len(self.lines) - 1)
            self.diagnostics.append(error(failure.code, self.span(line, failure.where[1], 1)))
            self._blank(line)
            return
        values = dict(best.values)
        self.diagnostics.append(
            error(best.code, self.span(best.line, best.column, best.length), **values)
        )
        self.lines = _repaired(self.lines, best)

    def _blank(self, line: int) -> None:
        """Take the field that cannot be understood out, with everything below it."""
        start = line
        while start > 0 and (not self.lines[start].strip() or self.lines[start][:1] in " \t-"):
            start -= 1
        end = line + 1
        while end < len(self.lines) and self.lines[end][:1] in " \t-":
            end += 1
        for number in range(start, end):
            self.lines[number] = ""

    # --- nodes ---

    def _node(self, node: yaml.Node, depth: int) -> Node:
        span = self._of(node)
        if depth > _DEEPEST:
            self.diagnostics.append(error("yaml-too-deep", span))
            return Scalar("", span, null=True)
        if isinstance(node, yaml.ScalarNode):
            quoted = node.style is not None
            null = not quoted and node.value in _NULLS
            return Scalar(node.value, span, quoted, null)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self._node(item, depth + 1) for item in node.value)
            return Sequence(items, span, bool(node.flow_style))
        assert isinstance(node, yaml.MappingNode)  # there are three kinds of nodes
        return Mapping(tuple(self._entries(node, depth)), span, bool(node.flow_style))

    def _entries(self, node: yaml.MappingNode, depth: int) -> Iterator[Entry]:
        seen: dict[str, Span] = {}
        for key_node, value_node in node.value:
            key = self._node(key_node, depth + 1)
            if not isinstance(key, Scalar):
                self.diagnostics.append(error("yaml-key-not-a-word", key.span))
                continue
            value = self._node(value_node, depth + 1)
            if node.flow_style and isinstance(value, Scalar) and not self._colon_after(key_node):
                self.diagnostics.append(error("comma-in-braces", key.span, text=key.text))
                continue
            if key.text in seen:
                first = seen[key.text].line
                self.diagnostics.append(error("key-twice", key.span, key=key.text, line=first))
                continue
            seen[key.text] = key.span
            yield Entry(key, value)

    def _colon_after(self, key: yaml.Node) -> bool:
        """Whether a colon follows a key between braces: without one, a comma split a text."""
        end = key.end_mark
        rest = "\n".join([self.lines[end.line][end.column :], *self.lines[end.line + 1 :][:3]])
        return rest.lstrip().startswith(":")

    def hashes(self) -> None:
        """``title: Budżet #2`` loses its end to a comment that nobody meant."""
        for number, line in enumerate(self.lines):
            found = re.match(r"\s*(?:- )*[\w-]+: +([^'\"#\[{|>][^'\"#]*?) #(?=[^\s#])", line)
            if found:
                column = found.end() - 1
                head = line[: found.start(1)].strip()
                suggestion = f'{head} "{line[found.start(1) :].strip()}"'
                span = self.span(number, column, len(line) - column)
                self.diagnostics.append(warning("hash-starts-comment", span, suggestion=suggestion))


def _repaired(lines: Lines[str], fix: Fix) -> list[str]:
    result = list(lines)
    for number, text in fix.repaired:
        result[number] = text
    return result


class _Refused(Exception):
    """A feature of YAML that content files do not have."""

    def __init__(self, code: str, event: yaml.Event) -> None:
        super().__init__(code)
        self.code = code
        mark = event.start_mark
        self.line = mark.line if mark else 0
        self.column = mark.column if mark else 0


_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C, ten times faster. What it refuses, the one in Python decides and explains, so
that a file is valid everywhere or nowhere."""


def _failure(lines: Lines[str]) -> Failure | None:
    """Where the lines cannot be parsed; None when they can."""
    text = "\n".join(lines)
    try:
        for event in yaml.parse(text, Loader=_FAST):
            _refuse(event)
        return None
    except (_Refused, yaml.YAMLError, RecursionError):
        return _explained_failure(lines, text)


def _explained_failure(lines: Lines[str], text: str) -> Failure | None:
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            _refuse(event)
    except _Refused as refused:
        return Failure(refused.line, refused.column, code=refused.code)
    except yaml.MarkedYAMLError as problem:
        mark, opened = problem.problem_mark, problem.context_mark
        if mark is None:
            return Failure(0, 0)
        last = len(lines) - 1
        at_end = mark.line >= last and not "".join(lines[mark.line :])[mark.column :].strip()
        place = (opened.line, opened.column) if opened else None
        return Failure(min(mark.line, last), mark.column, place, at_end)
    except yaml.reader.ReaderError as problem:
        before = "\n".join(lines)[: problem.position]
        column = len(before) - (before.rfind("\n") + 1)
        return Failure(before.count("\n"), column, code="yaml-control-character")
    except RecursionError:
        return Failure(0, 0, code="yaml-too-deep")
    return None


def _refuse(event: yaml.Event) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise _Refused("yaml-anchor", event)
    if getattr(event, "tag", None):
        raise _Refused("yaml-tag", event)
    second = isinstance(event, yaml.DocumentStartEvent) and event.explicit
    if second and event.start_mark and event.start_mark.line > 0:
        raise _Refused("yaml-second-document", event)


def _compose(lines: Lines[str]) -> yaml.Node | None:
    text = "\n".join(lines)
    node: yaml.Node | None
    try:
        node = yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    return node
