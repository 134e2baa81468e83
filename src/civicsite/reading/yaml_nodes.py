"""YAML -> nodes with positions. Every scalar stays the text an editor wrote.

The schema decides later what is a date, a time, a number or a yes: here ``12:30`` is five
characters and ``no`` is a word. Only the parser of PyYAML is used, none of its types.
A mistake is explained by :mod:`civicsite.reading.mistakes`, repaired in memory and passed over, so
that every mistake of a file is shown in one run; a repaired file never counts as valid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from civicsite.diagnostics import Diagnostic, Severity, Span, error
from civicsite.reading.mistakes import Patience, explain
from civicsite.reading.yaml_building import Builder
from civicsite.reading.yaml_source import Source
from civicsite.reading.yaml_tree import Entry, Mapping, Node, Scalar, Sequence

__all__ = ["LONGEST", "Entry", "Mapping", "Node", "Parsed", "Scalar", "Sequence", "parse_yaml"]

LONGEST = 5_000_000
"""Characters of a file: no editor comes near, a hostile file does."""
_MOST_MISTAKES = 20
_PATIENCE = 4_000_000
"""Characters parsed in search of explanations, all attempts together: some ten seconds of the slow
parser. Only a very long file with many mistakes comes near."""
# Line breaks to YAML 1.1 and to no editor: lines would be counted differently.
_FORMER_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The fields of a file, and everything wrong with how they are written."""

    root: Mapping | None
    """None when there is nothing that can be used; then at least one diagnostic is an error. After
    other errors it holds what could be read, with the mistakes repaired."""
    diagnostics: tuple[Diagnostic, ...]


def parse_yaml(path: str, text: str, first_line: int = 1) -> Parsed:
    """Read a block of fields. ``first_line`` is the line of the file on which ``text`` begins.

    Refused, each with its own sentence: duplicate keys, anchors and aliases, tags, merge keys,
    several documents, directives, keys that are not plain words, nesting deeper than 50, more than
    five million characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_FORMER_BREAKS)
    source = Source(path, text.removesuffix("\n").split("\n"), first_line)
    if len(text) > LONGEST:
        limit = LONGEST // 1_000_000
        return Parsed(None, (error("yaml-too-long", source.span(0, 0, 1), limit=limit),))
    source.remove_control_characters(_MOST_MISTAKES)
    patience = Patience(_PATIENCE)
    for _ in range(2 * _MOST_MISTAKES):  # one that was told already may take another round
        if len(source.diagnostics) >= _MOST_MISTAKES:
            break
        judged = patience.judge(source.lines)
        if judged.failure is not None:
            if patience.left <= 0:
                break
            fix = explain(source.lines, judged.failure, patience)
            source.repair(fix)
            if fix.code == "yaml-fields-expected":
                break
            continue
        nodes = Builder(source)
        root = nodes.read(judged.events)
        if not source.repair_all(nodes.fixes):
            later = [found for found in nodes.diagnostics if not source.moved(found)]
            earlier = _not_within(source.diagnostics, later)
            found = sorted((*earlier, *later), key=lambda each: (each.span.line, each.span.column))
            return Parsed(root, tuple(found))
    return Parsed(None, tuple(source.diagnostics))


def _not_within(earlier: Iterable[Diagnostic], later: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without what lies within a longer stretch of which more is said: there the advice is for the
    whole value, and one advice is enough."""
    longer = [found.span for found in later if found.severity is Severity.ERROR]
    return [found for found in earlier if not any(_covers(span, found.span) for span in longer)]


def _covers(outer: Span, inner: Span) -> bool:
    ends = (outer.column + outer.length, inner.column + inner.length)
    within = outer.column <= inner.column and ends[1] <= ends[0]
    return outer.line == inner.line and within and outer.length > inner.length
