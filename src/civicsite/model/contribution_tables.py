"""Contributions that a set reads from a table, laid behind those that stand in YAML.

They become the same nodes that a parser of YAML would give, each with its place in the table, so
that everything after it (validation, checks, translations by number, pages) knows one kind only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as WordMap
from dataclasses import dataclass, field, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Diagnostic, Severity, Span, error
from civicsite.exports.contribution_rows import (
    OF_THE_WHOLE,
    Cell,
    ContributionsTable,
    Point,
    read_contributions,
)
from civicsite.exports.dataset import ExportFile, Layout
from civicsite.exports.text_tables import tidy
from civicsite.reading.binding import Bound
from civicsite.reading.schema import ContributionColumns, ContributionSet, ContributionsFile
from civicsite.reading.sources import Sources, is_raw
from civicsite.reading.yaml_nodes import Entry, Mapping, Node, Scalar
from civicsite.reading.yaml_nodes import Sequence as NodeList
from civicsite.terms import AuthorKind, Channel, PointDecision

__all__ = ["ContributionTables"]

_ONLY_WITH_FILE = ("columns", "decisions", "channels", "author_kinds", "header_row", "sheet")


@dataclass(frozen=True, slots=True)
class ContributionTables:
    """The tables of one process."""

    sources: Sources
    zone: ZoneInfo
    folder: str
    """The process's folder."""
    events: Sequence[str]
    """Ids of its events."""

    def complete(
        self, bound: Bound[ContributionsFile], root: Mapping
    ) -> tuple[Mapping | None, tuple[Diagnostic, ...]]:
        """The fields of ``contributions.yaml`` with the items of every table in its set; None where
        a table cannot be used. The privacy gate has seen what is added."""
        sets = root.get("sets")
        assert isinstance(sets, NodeList)
        found: list[Diagnostic] = []
        filled: list[Node] = []
        for index, (node, kept) in enumerate(zip(sets.items, bound.value.sets, strict=True)):
            assert isinstance(node, Mapping)
            items = self._items(bound, index, kept, found)
            filled.append(_with_items(node, items) if items else node)
        if any(each.severity is Severity.ERROR for each in found):
            return None, tuple(found)
        all_sets = replace(sets, items=tuple(filled))
        written = [
            replace(entry, value=all_sets) if entry.value is sets else entry
            for entry in root.entries
        ]
        return replace(root, entries=tuple(written)), tuple(found)

    def _items(
        self,
        bound: Bound[ContributionsFile],
        index: int,
        kept: ContributionSet,
        found: list[Diagnostic],
    ) -> tuple[Mapping, ...]:
        span = bound.span("sets", index, "file")
        if kept.file is None:
            lonely = [name for name in _ONLY_WITH_FILE if name in kept.model_fields_set]
            for name in lonely[:1]:
                at = bound.span("sets", index, name)
                found.append(error("remark-table-missing", at, field=name))
            return ()
        if kept.columns is None:
            found.append(error("field-missing", span, field="columns"))
            return ()
        found.extend(_told_apart(bound, index, kept))
        path = f"{self.folder}/{kept.file}"
        if is_raw(path) or not self.sources.exists(path):
            code = "export-in-raw" if is_raw(path) else "export-missing"
            found.append(error(code, span, file=kept.file))
            return ()
        columns = tuple(
            (name, heading, bound.span("sets", index, "columns", name))
            for name in ContributionColumns.model_fields
            if (heading := getattr(kept.columns, name))
        )
        layout = Layout(kept.header_row or 0, 1, kept.sheet or "")
        ask = ContributionsTable(columns, self._words(kept), span, layout)
        file = ExportFile(path, lambda: self.sources.open(path))
        points, problems = read_contributions(file, ask, self.zone)
        found.extend(problems)
        gathered = _Gathering(
            {
                item.number: bound.span("sets", index, "items", place, "number").line
                for place, item in enumerate(kept.items)
            }
        )
        for point in points:
            gathered.add(point)
        found.extend(gathered.problems)
        return gathered.nodes()

    def _words(self, kept: ContributionSet) -> dict[str, dict[str, str]]:
        """What the cells of a field may say: the office's wordings, and our words themselves."""
        return {
            "decision": {**_values(kept.decisions), **_plain(PointDecision)},
            "channel": {**_values(kept.channels), **_plain(Channel)},
            "author_kind": {**_values(kept.author_kinds), **_plain(AuthorKind)},
            "event": {event: event for event in self.events},
        }


def _told_apart(
    bound: Bound[ContributionsFile], index: int, kept: ContributionSet
) -> Iterator[Diagnostic]:
    """Wordings that are one to a reader and have two meanings."""
    for name in ("decisions", "channels", "author_kinds"):
        meant: dict[str, str] = {}
        for wording, word in getattr(kept, name).items():
            if meant.setdefault(tidy(wording).casefold(), word) != word:
                span = bound.span("sets", index, name, wording)
                yield error("remark-wording-twice", span, text=tidy(wording), field=name)


def _plain(words: type[StrEnum]) -> dict[str, str]:
    return {word.value: word.value for word in words}


def _values(wordings: WordMap[str, StrEnum]) -> dict[str, str]:
    return {wording: word.value for wording, word in wordings.items()}


def _with_items(node: Mapping, items: tuple[Mapping, ...]) -> Mapping:
    """A set with further items behind its own."""
    own = node.get("items")
    before = own.items if isinstance(own, NodeList) else ()
    key = next((e.key for e in node.entries if e.key.text == "items"), Scalar("items", node.span))
    entries = [entry for entry in node.entries if entry.key.text != "items"]
    entries.append(Entry(key, NodeList((*before, *items), own.span if own else node.span)))
    return replace(node, entries=tuple(entries))


@dataclass(slots=True)
class _Gathering:
    """Points -> contributions, by their number."""

    written: dict[str, int]
    """Numbers that stand in YAML, and their lines."""
    items: dict[str, _Item] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def add(self, point: Point) -> None:
        """One more row."""
        number = point.number.text
        if number in self.written and number not in self.items:
            line = self.written[number]
            found = error("remark-also-in-yaml", point.number.span, number=number, line=line)
            self.problems.append(found)
        item = self.items.setdefault(number, _Item(point.number))
        self.problems.extend(item.add(point))

    def nodes(self) -> tuple[Mapping, ...]:
        """What was gathered, in the order of the first rows."""
        return tuple(item.node() for item in self.items.values())


@dataclass(slots=True)
class _Item:
    number: Cell
    whole: dict[str, Cell] = field(default_factory=dict)
    points: dict[str, tuple[Span, dict[str, Cell]]] = field(default_factory=dict)

    def add(self, point: Point) -> list[Diagnostic]:
        """One more point of it, and what is wrong with its row."""
        found = []
        for name in OF_THE_WHOLE:
            cell = point.fields.get(name)
            first = self.whole.setdefault(name, cell) if cell else None
            if cell and first and first.text != cell.text:
                line, number = first.span.line, self.number.text
                found.append(error("remark-rows-differ", cell.span, number=number, line=line))
        n = point.fields.get("n") or Cell(str(len(self.points) + 1), point.number.span)
        if n.text in self.points:
            line, number = self.points[n.text][0].line, self.number.text
            twice = error("remark-point-twice", n.span, point=n.text, number=number, line=line)
            found.append(twice)
        own = {name: cell for name, cell in point.fields.items() if name not in OF_THE_WHOLE}
        self.points.setdefault(n.text, (n.span, {"n": n, **own}))
        return found

    def node(self) -> Mapping:
        span = self.number.span
        points = tuple(_block(fields, at) for at, fields in self.points.values())
        block = _block({"number": self.number, **self.whole}, span)
        entry = Entry(Scalar("points", span), NodeList(points, span))
        return replace(block, entries=(*block.entries, entry))


def _block(fields: dict[str, Cell], span: Span) -> Mapping:
    entries = [
        Entry(Scalar(name, cell.span), Scalar(cell.text, cell.span, quoted=True))
        for name, cell in fields.items()
    ]
    return Mapping(tuple(entries), span)
