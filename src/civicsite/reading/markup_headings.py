"""Headings without gaps, ids that are unique on the page, and the table of contents."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

from civicsite.reading.markup_parts import Heading
from civicsite.reading.markup_source import Kind, MarkedText, Problems, Spot
from civicsite.reading.markup_tree import Element, Tree, marks_in, text_of, walk
from civicsite.reading.sanitising import allowed_value

__all__ = ["Ids", "headings", "own_ids", "table_of_contents"]

_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FIRST, _LAST = 2, 6  # level 1 is the page's title


class Ids:
    """The ids of one fragment. All begin with ``prefix``; none is in ``reserved``."""

    def __init__(self, prefix: str, reserved: frozenset[str]) -> None:
        self._prefix = prefix
        self._reserved = reserved
        self._next: dict[str, int] = {}
        self.written: dict[str, str] = {}
        """By the id as an editor refers to it, the id in the page."""
        self._taken: set[str] = set()

    def claim(self, wanted: str) -> str:
        """The id, with ``-2``, ``-3`` … when it is taken or reserved."""
        number = self._next.get(wanted, 1)
        while True:
            name = wanted if number == 1 else f"{wanted}-{number}"
            number += 1
            full = self._prefix + name
            if full not in self._taken and full not in self._reserved:
                break
        self._next[wanted] = number
        self._taken.add(full)
        self.written.setdefault(name, full)
        return full


def own_ids(
    tree: Tree,
    ids: Ids,
    done: Container[Element],
    slugify: Callable[[str], str],
    source: MarkedText,
    problems: Problems,
) -> None:
    """Make the ids an editor gave unique, in the order of the text; elements in ``done`` have
    theirs already."""
    for element in tree.elements:
        wanted = element.attributes.get("id")
        if wanted is None or element in done:
            continue
        spot = source.spot(element.marks, Kind.LIST, Kind.TAG)
        if not allowed_value("id", wanted):
            del element.attributes["id"]
            if better := slugify(wanted):
                problems.warning("id-unusable", spot, id=wanted, suggestion=better)
            else:
                problems.warning("id-unusable", spot, id=wanted)
            continue
        before = wanted in ids.written
        element.attributes["id"] = ids.claim(wanted)
        if before or ids.written.get(wanted) != element.attributes["id"]:
            problems.warning("id-taken", spot, id=wanted)


def headings(
    tree: Tree,
    ids: Ids,
    skipped: Container[Element],
    slugify: Callable[[str], str],
    source: MarkedText,
    problems: Problems,
) -> dict[Element, Heading]:
    """Give every heading its level and its id, in the order of the text.

    The smallest level an editor used becomes level 2, and a level that was left out is closed up,
    because assistive technology reads levels as nesting (WCAG 1.3.1). ``skipped`` is not part of
    a heading's text: the numbers of footnotes.
    """
    found = []
    for element in tree.elements:
        if element.tag in _TAGS:
            found.append(element)
            for inner in walk(element):
                if inner.tag in _TAGS:
                    inner.unwrap()
    texts = {element: " ".join(text_of(element, skipped).split()) for element in found}
    for element in found:
        if not texts[element]:
            problems.warning("heading-empty", _spot(element, source))
            element.unwrap()
            del texts[element]
    smallest = min((int(element.tag[1]) for element in texts), default=1)
    result: dict[Element, Heading] = {}
    open_levels: list[int] = []
    for element, text in texts.items():
        wrote = int(element.tag[1])
        while open_levels and open_levels[-1] >= wrote:
            open_levels.pop()
        expected = open_levels[-1] + 1 if open_levels else smallest
        if wrote > expected:
            signs = {"wrote": "#" * wrote, "expected": "#" * expected}
            problems.warning("heading-skipped", _spot(element, source), title=text, **signs)
        level = min(_FIRST + len(open_levels), _LAST)
        open_levels.append(wrote)
        if "id" not in element.attributes:
            element.attributes["id"] = ids.claim(slugify(text) or "section")
        element.tag = f"h{level}"
        result[element] = Heading(level, element.attributes["id"], text)
    return result


def _spot(element: Element, source: MarkedText) -> Spot | None:
    return source.spot(marks_in(element), Kind.HEADING, Kind.TAG, Kind.LIST)


def table_of_contents(tree: Tree, entries: Mapping[Element, Heading], label: str) -> list[Element]:
    """Put a list of the headings in the place of the first paragraph ``[TOC]``, and return it.

    Other such paragraphs go, and so does the first when there are no headings.
    """
    contents: list[Element] = []
    for paragraph in tree.tagged("p"):
        if text_of(paragraph) != "[TOC]":
            continue
        if contents or not entries:
            paragraph.remove()
            continue
        contents.append(paragraph)
        paragraph.tag, paragraph.attributes = "nav", {"class": "toc", "aria-label": label}
        paragraph.children = [_nested([*entries.values()])]
    return contents


def _nested(entries: list[Heading]) -> Element:
    """Lists in lists; each level is at most one deeper than the one before."""
    top = Element("ul")
    lists = [top]
    for entry in entries:
        depth = entry.level - _FIRST + 1
        while len(lists) < depth:
            inner = Element("ul")
            last = lists[-1].children[-1]
            if isinstance(last, Element):
                last.children.append(inner)
            lists.append(inner)
        del lists[depth:]
        link = Element("a", {"href": f"#{entry.id}"}, [entry.text])
        lists[-1].children.append(Element("li", {}, [link]))
    return top
