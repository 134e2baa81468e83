"""Sanitised HTML as a small tree, with the marks of the source in their places.

Nothing here recurses: what an editor nests must not meet Python's limit.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from civicsite.reading.markup_marks import INTERNAL, MARK_ATTRIBUTE, split, without_marks
from civicsite.reading.markup_parts import ImagePart, LinkPart, WayPart, start_tag
from civicsite.reading.sanitising import words

__all__ = [
    "BLOCKS",
    "VOID",
    "Element",
    "Mark",
    "Node",
    "Tree",
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
_INTERNAL_OR_STASH = re.compile(f"[{INTERNAL}\x02\x03]")


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
    """The marks that were in the attributes; the one of the tag itself comes first."""
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


@dataclass(frozen=True, slots=True)
class Tree:
    """What the sanitiser wrote."""

    root: Element
    """Has no tag."""
    elements: tuple[Element, ...]
    """All below ``root`` in the order of their start tags, also those unwrapped meanwhile."""

    def tagged(self, *tags: str) -> list[Element]:
        """The elements that have one of the tags now."""
        return [element for element in self.elements if element.tag in tags]


# The serialisation of HTML 13.3: double quotes around every value, and no "<" outside tags and
# values. It is read 40,000 times for a site of 400 pages, so not by html.parser (3 times slower).
_TOKEN = re.compile(
    r'<(?P<end>/?)(?P<tag>[a-z0-9]+)(?P<rest>(?: [^\s=">]+="[^"]*")*)>|(?P<text>[^<]+)'
)
_ATTRIBUTE = re.compile(r' ([^\s=">]+)="([^"]*)"')


def parse(html: str) -> Tree:
    """The tree of what the sanitiser wrote."""
    root = Element("")
    elements: list[Element] = []
    open_elements = [root]
    position = 0
    for token in _TOKEN.finditer(html):
        if token.start() != position:
            break
        position = token.end()
        if token["text"]:
            open_elements[-1].children += _text(token["text"])
        elif token["end"]:
            open_elements.pop()
        else:
            element = _element(token["tag"], token["rest"])
            elements.append(element)
            open_elements[-1].children.append(element)
            if element.tag not in VOID:
                open_elements.append(element)
    if position != len(html) or open_elements != [root]:
        raise AssertionError("the sanitiser writes well-formed HTML")
    return Tree(root, tuple(elements))


def _text(written: str) -> list[Node]:
    text = unescape(written) if "&" in written else written
    if not _INTERNAL_OR_STASH.search(text):
        return [text]
    pieces = split(_STASH.sub("", text))
    return [Mark(piece) if isinstance(piece, int) else piece for piece in pieces]


def _element(tag: str, rest: str) -> Element:
    attributes: dict[str, str] = {}
    own: list[int] = []
    others: list[int] = []
    for name, written in _ATTRIBUTE.findall(rest):
        value = unescape(written)
        if _INTERNAL_OR_STASH.search(value):
            value = _STASH.sub("", value)
            marks = own if name == MARK_ATTRIBUTE else others
            marks += (piece for piece in split(value) if isinstance(piece, int))
            value = without_marks(value)
        if name != MARK_ATTRIBUTE:
            attributes[name] = value
    return Element(tag, attributes, marks=(*own, *others))


def walk(root: Element) -> Iterator[Element]:
    """All elements below ``root``, in the order of their start tags.

    The caller may change the element it is given: its children are looked up afterwards.
    """
    waiting: list[Node] = [*reversed(root.children)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Element):
            yield node
            waiting += reversed(node.children)


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
