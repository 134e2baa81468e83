"""The parser's events -> nodes, and the slips that YAML reads without complaint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence as Lines
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.reading.yaml_blocks import swallowed
from civicsite.reading.yaml_rows import CURLY_QUOTES, ODD_SPACES, WORD, bare, quote, read_row
from civicsite.reading.yaml_slips import (
    TIGHT_COLON,
    TIGHT_DASH,
    Fix,
    odd_space,
    second_colon,
    with_dash,
)
from civicsite.reading.yaml_source import Source
from civicsite.reading.yaml_tree import Entry, Mapping, Node, Scalar, Sequence

__all__ = ["Builder"]

_ODD_SPACE = re.compile(f"[{ODD_SPACES}]")
_WORD = re.compile(WORD)
_NULLS = frozenset({"~", "null"})
_Place = tuple[int, int]
"""Line and column, counted from 0."""


@dataclass(slots=True)
class _Open:
    """A list or a block of fields that is still being read."""

    line: int
    column: int
    mapping: bool
    flow: bool
    items: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    lines_of_keys: dict[str, int] = field(default_factory=dict)
    key: Node | None = None
    key_start: _Place = (0, 0)
    key_end: _Place = (0, 0)
    pieces: list[Scalar] = field(default_factory=list)
    """Between braces: what stands between commas without a colon."""
    told: list[Span] = field(default_factory=list)
    """Names of which something was said already."""
    restarted: bool = False
    """True after a second first field: what follows belongs to another item of the list."""


class Builder:
    """Builds the nodes of one text. ``fixes`` are slips that YAML reads without complaint and not
    as they were meant: with any of them, the nodes are to be built again."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: Lines[str] = source.lines
        self.diagnostics: list[Diagnostic] = []
        self.fixes: list[Fix] = []
        self.open: list[_Open] = []
        self.anchors: set[str] = set()
        self.root = Mapping((), source.span(0, 0, 1))

    def read(self, events: Iterable[yaml.Event]) -> Mapping:
        """The whole tree, from the events of one block of fields."""
        for event in events:
            start, end = self._at(event.start_mark), self._at(event.end_mark)
            if isinstance(event, yaml.AliasEvent):
                self._place(self._alias(event, start, end), end)
            elif isinstance(event, yaml.ScalarEvent):
                if event.value or event.style or self.open:
                    self._properties(event, start)
                    self._place(self._scalar(event, start, end), end)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._properties(event, start)
                mapping = isinstance(event, yaml.MappingStartEvent)
                self.open.append(_Open(*start, mapping, bool(event.flow_style)))
            else:
                node = self._closed(self.open[-1], end)
                self.open.pop()
                self._place(node, end)
        return self.root

    def _at(self, mark: Any) -> _Place:
        """The place of a mark, of which each parser has its own kind; both may point behind the
        last line."""
        last = len(self.lines) - 1
        return (mark.line, mark.column) if mark.line <= last else (last, len(self.lines[last]))

    def _error(self, code: str, span: Span, **values: str | int) -> None:
        if not self._inside_key():
            self.diagnostics.append(error(code, span, **values))

    def _warning(self, code: str, span: Span, **values: str | int) -> None:
        if not self._inside_key():
            self.diagnostics.append(warning(code, span, **values))

    def _inside_key(self) -> bool:
        """True within a list or braces in the place of a key, which is one mistake as a whole."""
        return any(each.mapping and each.key is None for each in self.open[:-1])

    def _place(self, node: Node, end: _Place) -> None:
        if not self.open:
            assert isinstance(node, Mapping)  # yaml_events lets nothing else through
            self.root = node
            return
        top = self.open[-1]
        if not top.mapping:
            top.items.append(node)
        elif top.key is None:
            top.key, top.key_end = node, end
        else:
            key, top.key = top.key, None
            self._entry(top, key, node)

    def _closed(self, done: _Open, end: tuple[int, int]) -> Node:
        self._settle_pieces(done)
        start = (done.line, done.column)
        span = self._span(start, end if done.flow else (-1, 0))
        if done.mapping:
            return Mapping(tuple(done.entries), span, done.flow)
        return Sequence(tuple(done.items), span, done.flow)

    def _span(self, start: _Place, end: _Place) -> Span:
        """From start to end, or to the end of the line when it ends on another one."""
        line, column = start
        last = end[1] if end[0] == line else len(self.lines[line].rstrip())
        return self.source.span(line, column, last - column)

    # --- single values ---

    def _alias(self, event: yaml.AliasEvent, start: _Place, end: _Place) -> Scalar:
        span = self._span(start, end)
        suggestion = self._in_quotes(start)
        if event.anchor in self.anchors:
            self._error("yaml-alias", span, name=event.anchor, suggestion=suggestion)
        else:
            self._error("value-starts-with-sign", span, sign="*", suggestion=suggestion)
        return Scalar(f"*{event.anchor}", span)

    def _properties(self, event: yaml.NodeEvent, start: _Place) -> None:
        """Anchors and tags, which no content file needs."""
        tag = getattr(event, "tag", None)
        if not (event.anchor or tag):
            return
        place = self.source.span(*start, 1)
        suggestion = self._in_quotes(start)
        if event.anchor:
            self.anchors.add(event.anchor)
            self._error("yaml-anchor", place, name=event.anchor, suggestion=suggestion)
        elif str(tag).startswith("tag:"):
            self._error("yaml-tag", place, suggestion=suggestion)
        else:
            self._error("value-starts-with-sign", place, sign="!", suggestion=suggestion)

    def _scalar(self, event: yaml.ScalarEvent, start: _Place, end: _Place) -> Scalar:
        top = self.open[-1]
        style = event.style or ""
        is_key = top.mapping and top.key is None
        nothing = not style and not event.value
        if nothing and not is_key:
            start = end = self._after_colon(top) or start
        null = nothing or (not style and event.value in _NULLS)
        node = Scalar(event.value, self._span(start, end), bool(style), null)
        if is_key:
            self._check_key(top, node, start)
        elif style in ("", "'", '"'):
            self._check_value(top, node, start, end)
        return node

    def _after_colon(self, top: _Open) -> _Place | None:
        """Where a value that is not there would stand: behind its colon, if there is one."""
        line, column = top.key_end
        while top.mapping and line < len(self.lines):
            rest = self.lines[line][column:]
            content = rest.lstrip()
            if content and not content.startswith("#"):
                at = column + len(rest) - len(content) + 1
                return (line, at) if content[0] == ":" else None
            line, column = line + 1, 0
        return None

    def _check_key(self, top: _Open, key: Scalar, start: _Place) -> None:
        line, column = start
        top.key_start = start
        before = self.lines[line][:column].rstrip()
        if before.endswith("?") and top.flow:
            place = self.source.span(line, len(before) - 1, 1)
            suggestion = quote(f"?{self.lines[line][len(before) : column]}{key.text}")
            self._error("question-mark-in-braces", place, suggestion=suggestion)
            top.told.append(key.span)
        elif before.endswith("?"):
            self._error("yaml-explicit-key", self.source.span(line, len(before) - 1, 1))
        elif key.null and not key.text:
            self._error("key-empty", key.span)
        if not top.flow:
            self._check_spaces(key, line)
            if not key.quoted and TIGHT_DASH.match(key.text):
                self.fixes.append(with_dash(line, self.lines[line], " " * column))
            elif not key.quoted and not _WORD.fullmatch(key.text):
                self.fixes += second_colon(line, self.lines[line])

    def _check_spaces(self, node: Scalar, line: int) -> None:
        if not node.quoted and _ODD_SPACE.search(node.text):
            self.fixes += odd_space(line, self.lines[line])

    def _check_value(self, top: _Open, node: Scalar, start: _Place, end: _Place) -> None:
        if not node.quoted:
            self._check_hash(top, node, end)
        if top.flow:
            self._check_split(top, node, start)
            return
        self._check_spaces(node, start[0])
        after = self.lines[end[0]][end[1] :].strip()
        if not node.quoted and start[0] == end[0] and node.text.endswith(",") and not after:
            comma = self.source.span(end[0], end[1] - 1, 1)
            suggestion = f"{self._prefix()}{node.text[:-1]}"
            self._warning("trailing-comma", comma, suggestion=suggestion)
        owner = top.key_start if top.mapping else (start[0], top.column)
        rows = (start[0], end[0])
        item = not top.mapping
        self.fixes += swallowed(self.lines, rows, owner, item=item, quoted=node.quoted)
        if top.mapping and owner[0] == start[0] and not node.quoted:
            self._check_dashes(rows)

    def _check_split(self, top: _Open, node: Scalar, start: _Place) -> None:
        """A list item in „…” that its own comma made two; within braces, see _settle_pieces."""
        rest = self.lines[start[0]][start[1] :]
        split = re.match(r"[„“«][^”“»,]*,[^„«\[{]*?[”“»]", rest)
        if split and not top.mapping and not node.quoted:
            suggestion = quote(bare(split[0]))
            self._error("comma-in-braces", node.span, text=node.text, suggestion=suggestion)

    def _check_dashes(self, rows: _Place) -> None:
        """A list below a text that stands on the line of its key; or a hyphen between words."""
        for number in range(rows[0] + 1, rows[1] + 1):
            row = read_row(self.lines[number])
            if row.dash >= 0:
                self._warning("dash-joined-to-text", self.source.span(number, row.indent, 1))
                return

    def _check_hash(self, top: _Open, node: Scalar, end: _Place) -> None:
        line, column = end
        rest = self.lines[line][column:].rstrip()
        if not re.match(r" #[^\s#]", rest):
            return
        lost = rest.rstrip(",]} ") if top.flow else rest
        text = f"{'' if node.null else node.text}{lost}".strip()
        place = self.source.span(line, column + 1, len(rest) - 1)
        suggestion = f"{self._prefix()}{quote(text)}"
        self._warning("hash-starts-comment", place, text=lost.strip(), suggestion=suggestion)

    def _prefix(self) -> str:
        """What stands before the value that is being read: its key, or its dash."""
        top = self.open[-1] if self.open else None
        if top is None or (top.mapping and not isinstance(top.key, Scalar)):
            return ""
        if isinstance(top.key, Scalar):
            return f"{top.key.text}: "
        return "" if top.flow else "- "

    def _in_quotes(self, start: _Place) -> str:
        """The value that starts here in quotes, as a suggestion."""
        line, column = start
        row = read_row(self.lines[line])
        text = self.lines[line][column : max(row.end, column + 1)]
        top = self.open[-1] if self.open else None
        if top is not None and top.mapping and top.key is None:
            text = re.split(r"\s*:(?:\s|$)", text)[0]
        elif top is not None and top.flow:
            text = re.split(r"\s*[,\]}]", text)[0]
        return f"{self._prefix()}{quote(text)}"

    # --- fields ---

    def _entry(self, top: _Open, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self._error("yaml-key-not-a-word", key.span)
            return
        nothing = isinstance(value, Scalar) and not value.text and not value.quoted
        if top.flow and nothing and self._after_colon(top) is None:
            top.pieces.append(key)
            return
        self._settle_pieces(top)
        if key.text == "<<" and not key.quoted:
            self._error("yaml-merge", key.span)
            return
        if key.text[:1] in tuple(CURLY_QUOTES) and bare(key.text) != key.text:
            name = bare(key.text)
            self._error("curly-quotes-key", key.span, suggestion=f"{name}:")
            key = replace(key, text=name)
        if key.text in top.lines_of_keys:
            self._key_twice(top, key, value)
            return
        top.lines_of_keys[key.text] = key.span.line
        top.entries.append(Entry(key, value))

    def _key_twice(self, top: _Open, key: Scalar, value: Node) -> None:
        """Two fields of one name; or the beginning of the next list item, without its dash."""
        if top.restarted:
            return
        first = top.lines_of_keys[key.text]
        names = list(top.lines_of_keys)
        in_list = len(self.open) > 1 and not self.open[-2].mapping and not top.flow
        if in_list and key.text == names[0] and names[-1] != key.text:
            top.restarted = True
            shown = f" {value.text}" if isinstance(value, Scalar) and not value.quoted else ""
            self._error("missing-dash", key.span, suggestion=f"- {key.text}:{shown}")
        else:
            self._error("key-twice", key.span, key=key.text, line=first)

    def _settle_pieces(self, top: _Open) -> None:
        """Words without a colon between braces: mostly the rest of a text that holds a comma."""
        pieces, top.pieces = [p for p in top.pieces if p.span not in top.told], []
        for piece in pieces:
            if match := TIGHT_COLON.fullmatch(piece.text):
                suggestion = f"{match[1]}: {match[2]}"
                self._error("missing-space-after-colon", piece.span, suggestion=suggestion)
                value = replace(piece, text=match[2])
                top.entries.append(Entry(replace(piece, text=match[1]), value))
        pieces = [piece for piece in pieces if not TIGHT_COLON.fullmatch(piece.text)]
        if not pieces:
            return
        first, last = pieces[0], top.entries[-1] if top.entries else None
        if last and isinstance(last.value, Scalar) and last.value.text and not last.value.quoted:
            text = bare(", ".join([last.value.text, *(piece.text for piece in pieces)]))
            suggestion = f"{last.key.text}: {quote(text)}"
            self._error("comma-in-braces", first.span, text=first.text, suggestion=suggestion)
            top.entries[-1] = Entry(last.key, replace(last.value, text=text))
            return
        for piece in pieces:
            suggestion = quote(piece.text)
            self._error("braces-without-colon", piece.span, text=piece.text, suggestion=suggestion)
