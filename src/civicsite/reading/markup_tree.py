"""Sanitised HTML as a small tree, with the marks of the source in their places.

Nothing here recurses: what an editor nests must not meet Python's limit.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from civicsite.reading.markup_marks import INTERNAL, MARK_ATTRIBUTE, split, without_marks
from civicsite.reading.markup_parts import ImagePart, LinkPart, WayPart, start_tag
from civicsite.reading.sanitising import words

__all__ = [
    "BLOCKS",
    "VOID",
    "Element",
    "Mark",
    "Node",
    "escaped",
    "marks_in",
    "parse",
    "text_of",
    "walk",
]

VOID = frozenset({"br", "hr", "img", "wbr"})
BLOCKS = words(
    """
    blockquote caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li nav ol p pre
    summary table tbody td tfoot th thead tr ul
    """
)
_INTERNAL = re.compile(f"[{INTERNAL}]")
# What Python-Markdown uses while it works and sometimes leaves behind in strange input.
_STASH = re.compile("\x02[^\x02\x03]*\x03|[\x02\x03]")


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a place in the source."""

    number: int


@dataclass(slots=True, eq=False)
class Element:
    """One element."""

    tag: str
    """Empty for one of which only the children are left."""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str | Mark] = field(default_factory=list)
    marks: tuple[int, ...] = ()
    """The marks that were in the attributes."""
    part: LinkPart | ImagePart | WayPart | None = None
    """What is put into the fragment instead of the start tag, or of the whole element if it is
    void or a way."""

    @property
    def classes(self) -> list[str]:
        """The words of ``class``."""
        return self.attributes.get("class", "").split()

    def opening(self) -> str:
        """The start tag."""
        return start_tag(self.tag, self.attributes.items())

    def unwrap(self) -> None:
        """Leave only the children."""
        self.tag, self.attributes = "", {}

    def remove(self) -> None:
        """Leave nothing."""
        self.unwrap()
        self.children = []


Node = Element | str | Mark


def escaped(text: str) -> str:
    """Text for HTML, without the characters marks are made of."""
    return escape(_INTERNAL.sub("", text), quote=False)


def parse(html: str) -> Element:
    """The tree of what the sanitiser wrote; the root has no tag."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        own = values.pop(MARK_ATTRIBUTE, "")
        marks = [
            piece
            for value in (own, *values.values())
            for piece in split(value)
            if isinstance(piece, int)
        ]
        plain = {name: without_marks(_STASH.sub("", value)) for name, value in values.items()}
        element = Element(tag, plain, marks=tuple(marks))
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for piece in split(_STASH.sub("", data)):
            self._open[-1].children.append(Mark(piece) if isinstance(piece, int) else piece)


def walk(root: Element, without: Container[str] = ()) -> Iterator[Element]:
    """All elements below ``root``, in the order of their start tags.

    ``without``: tags whose content is left out. The caller may change the element it is given:
    its children are looked up afterwards.
    """
    waiting = [iter([*root.children])]
    while waiting:
        for node in waiting[-1]:
            if isinstance(node, Element):
                yield node
                if node.tag not in without:
                    waiting.append(iter([*node.children]))
                break
        else:
            waiting.pop()


def marks_in(root: Element) -> Iterator[int]:
    """The numbers of the marks in an element, its own first."""
    yield from root.marks
    waiting: list[Node] = [*reversed(root.children)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mark):
            yield node.number
        elif isinstance(node, Element):
            yield from node.marks
            waiting += reversed(node.children)


def text_of(root: Element, skipped: Container[Element] = ()) -> str:
    """The plain text, with images as their alternative text, and one line for each block."""
    pieces: list[str] = []
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif (
            isinstance(node, Element)
            and node not in skipped
            and "aria-hidden" not in node.attributes
        ):
            if node.tag in BLOCKS or node.tag == "br":
                pieces.append("\0")
                waiting.append("\0")
            if node.tag == "img":
                pieces.append(f" {node.attributes.get('alt', '')} ")
            waiting += reversed(node.children)
    lines = _INTERNAL.sub("", "".join(pieces)).split("\0")
    return "\n".join(words for line in lines if (words := " ".join(line.split())))
