"""Markdown -> Fragment.

Pure: the same text and the same arguments give the same fragment, and nothing is kept between two
texts. The steps: mark the places (:mod:`markup_source`), convert (:mod:`markup_engine`), sanitise
(:mod:`sanitising`), then bring the tree into the form a page needs and cut it into parts.

The syntax is that of Python-Markdown (https://python-markdown.github.io) with its extensions
tables, footnotes, def_list, attr_list, admonition, sane_lists, abbr and fenced_code; task lists,
``[TOC]`` and ``::: way id`` are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from types import MappingProxyType

from civicsite.language import slug
from civicsite.reading.markup_addresses import BadAddress, read_image_address, read_link_address
from civicsite.reading.markup_blocks import admonitions, footnotes, tables, tasks, ways
from civicsite.reading.markup_engine import to_html
from civicsite.reading.markup_headings import Ids, headings, own_ids, table_of_contents
from civicsite.reading.markup_links import bad_address, images, links, unresolved
from civicsite.reading.markup_parts import (
    Fragment,
    Heading,
    HeadingPart,
    HtmlPart,
    ImagePart,
    LinkPart,
    Part,
)
from civicsite.reading.markup_source import DEEPEST, Kind, MarkedText, Problems, marked
from civicsite.reading.markup_tree import (
    VOID,
    Element,
    Mark,
    Node,
    Tree,
    escaped,
    parse,
    text_of,
    walk,
)
from civicsite.reading.markup_wording import wording
from civicsite.reading.sanitising import (
    EMBEDDING,
    HARMLESS,
    OTHER,
    SCHEMES,
    Removal,
    allowed_value,
    clean,
    removals,
    scheme,
)

__all__ = ["LABELS", "render"]

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "contents": "Contents",
        "footnotes": "Footnotes",
        "footnote-back": "Back to the text from footnote",
        "table": "Table",
        "done": "done",
        "not-done": "not done",
        "note": "Note",
        "tip": "Tip",
        "important": "Important",
        "warning": "Warning",
        "danger": "Danger",
    }
)
"""Words that come into the HTML, by name. The catalogue has each as ``markup-<name>``, so that
the words of a page's language are ``{name: text(f"markup-{name}") for name in LABELS}``.

After ``footnote-back`` the number of the footnote is put. The last five are the titles of
admonitions that were given none."""


def render(
    text: str,
    *,
    prefix: str = "",
    reserved: frozenset[str] = frozenset(),
    labels: Mapping[str, str] = LABELS,
    slugify: Callable[[str], str] = slug,
) -> Fragment:
    """Convert a Markdown text.

    ``prefix`` begins every id in the fragment, and links to these ids, so that two fragments can
    stand on one page; the two then need different ``labels`` for "footnotes" and "contents" if
    both have such. ``reserved`` are ids the page has already. ``slugify`` makes an id of a
    heading; it may return nothing.
    """
    source = marked(text)
    problems = Problems()
    for spot in source.too_deep:
        problems.error("text-nested-too-deep", spot, deepest=DEEPEST)
    try:
        html = to_html(source.text)
    except RecursionError:
        # Nesting by signs is limited; this is for what nobody has thought of yet.
        problems.error("text-nested-too-deep", None, deepest=DEEPEST)
        return Fragment(problems=problems.sorted())
    if _may_lose_something(source, html):
        _report(removals(html), source, problems)
    tree = parse(clean(html))
    _attributes(tree, source, problems)
    _tidy(tree)
    ids, words = Ids(prefix, reserved), {**LABELS, **labels}
    done = footnotes(tree, ids, words, source, problems)
    own_ids(tree, ids, done, slugify, source, problems)
    found = headings(tree, ids, done, slugify, source, problems)
    _blocks(tree, found, words, source, problems)
    unresolved(tree, source, problems)
    links(tree, ids.written, done, source, problems)
    images(tree, source, problems)
    contents = table_of_contents(tree, found, words["contents"])
    plain = text_of(tree.root, {*found, *done, *contents})
    wording(plain, source, problems)
    return Fragment(
        _parts(tree.root, found),
        tuple(found.values()),
        tuple(sorted(e.attributes["id"] for e in walk(tree.root) if "id" in e.attributes)),
        plain,
        problems.sorted(),
    )


def _blocks(
    tree: Tree,
    found: Mapping[Element, Heading],
    words: Mapping[str, str],
    source: MarkedText,
    problems: Problems,
) -> None:
    ways(tree, source, problems)
    tables(tree, found, words, source, problems)
    tasks(tree, words)
    admonitions(tree, words)


_ADDRESS = re.compile(r' (?:href|src)="([^"]*)"')


def _may_lose_something(source: MarkedText, html: str) -> bool:
    """False when all tags are Markdown's own and all addresses harmless: then nothing can be
    taken out, and looking for it would take as long as the sanitiser itself."""
    if "<" in source.plain or "{" in source.plain:
        return True
    kinds = {scheme(unescape(address)) for address in _ADDRESS.findall(html)}
    return not kinds <= SCHEMES | {""}


def _report(removed: Iterable[Removal], source: MarkedText, problems: Problems) -> None:
    """Tell what the sanitiser takes out."""
    for removal in removed:
        tag = removal.tag
        marks = [] if removal.mark is None else [removal.mark]
        spot = source.spot(marks, Kind.TAG, Kind.LIST, Kind.TARGET, Kind.USE)
        if removal.attribute in ("href", "src"):
            read = read_image_address if tag == "img" else read_link_address
            address = read(removal.value)
            if not isinstance(address, BadAddress):
                address = BadAddress("link-address-broken", removal.value)
            bad_address(address, spot, problems)
        elif removal.attribute:
            problems.warning("html-attribute-removed", spot, tag=tag, attribute=removal.attribute)
        elif tag in EMBEDDING:
            problems.error("html-embed-removed", spot or source.find(f"<{tag}"), tag=tag)
        elif tag in HARMLESS:
            problems.warning("html-removed", spot or source.find(f"<{tag}"), tag=tag)
        elif tag in OTHER:
            problems.error("html-removed", spot or source.find(f"<{tag}"), tag=tag)
        else:
            problems.error("html-unknown-tag", spot or source.find(f"<{tag}"), tag=tag)


def _attributes(tree: Tree, source: MarkedText, problems: Problems) -> None:
    """Leave only values that may stand; alignment becomes a class."""
    for element in tree.elements:
        if "align" in element.attributes:
            align = element.attributes.pop("align")
            if allowed_value("align", align):
                element.attributes["class"] = " ".join([*element.classes, align])
        for name, value in [*element.attributes.items()]:
            if name == "id":  # may have a better one, see own_ids
                continue
            words = value.split() if name == "class" else [value]
            kept = [word for word in words if allowed_value(name, word)]
            if kept != words:
                spot = source.spot(element.marks, Kind.LIST, Kind.TAG)
                problems.warning("html-attribute-removed", spot, tag=element.tag, attribute=name)
            if kept:
                element.attributes[name] = " ".join(kept)
            else:
                del element.attributes[name]


_PARENTS = {
    "li": ("ol", "ul"),
    "dt": ("dl",),
    "dd": ("dl",),
    "summary": ("details",),
    "figcaption": ("figure",),
}
_STARTS_WITH_MARK = ("h1", "h2", "h3", "h4", "h5", "h6", "td", "th")


def _tidy(tree: Tree) -> None:
    """Of a list item without a list and the like only the content stays, and no paragraph that
    is empty; a mark leaves no blank before the text of a heading or a cell."""
    for parent in (tree.root, *tree.elements):
        for place, child in enumerate(parent.children):
            if parent.tag in _STARTS_WITH_MARK and isinstance(child, str):
                parent.children[place] = child.lstrip()
            if not isinstance(child, Mark):
                break
        for child in parent.children:
            if not isinstance(child, Element):
                continue
            if child.tag in _PARENTS and parent.tag not in _PARENTS[child.tag]:
                child.unwrap()
            elif child.tag == "p" and not any(
                isinstance(node, Element) or (isinstance(node, str) and node.strip())
                for node in child.children
            ):
                child.remove()


# --- parts --------------------------------------------------------------------------------------


class _Sequence:
    """Parts, with neighbouring HTML in one."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._html: list[str] = []

    def html(self, html: str) -> None:
        self._html.append(html)

    def part(self, part: Part) -> None:
        self._flush()
        self._parts.append(part)

    def _flush(self) -> None:
        if html := "".join(self._html):
            self._parts.append(HtmlPart(html))
        self._html.clear()

    def finished(self) -> tuple[Part, ...]:
        self._flush()
        return tuple(self._parts)


@dataclass(frozen=True, slots=True)
class _End:
    """What is left to be written when the content of an element has been written."""

    tag: str
    heading: Element | None = None


def _parts(root: Element, found: Mapping[Element, Heading]) -> tuple[Part, ...]:
    """The tree as a sequence, without recursion; a heading holds a sequence of its own."""
    sequences = [_Sequence()]
    waiting: list[Node | _End] = [*reversed(root.children)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            sequences[-1].html(escaped(node))
        elif isinstance(node, _End) and node.heading is not None:
            inner = sequences.pop().finished()
            sequences[-1].part(_heading(node.heading, found[node.heading], inner))
        elif isinstance(node, _End):
            sequences[-1].html(f"</{node.tag}>")
        elif isinstance(node, Element):
            if node in found:
                sequences.append(_Sequence())
                waiting.append(_End(node.tag, node))
            elif node.part is not None:
                sequences[-1].part(node.part)
                if not isinstance(node.part, LinkPart):
                    continue
                waiting.append(_End("a"))
            elif node.tag:
                sequences[-1].html(node.opening())
                if node.tag in VOID:
                    continue
                waiting.append(_End(node.tag))
            waiting += reversed(node.children)
    return sequences[0].finished()


def _heading(element: Element, heading: Heading, inner: tuple[Part, ...]) -> HeadingPart:
    pieces = tuple(part for part in inner if isinstance(part, HtmlPart | LinkPart | ImagePart))
    others = tuple((name, v) for name, v in element.attributes.items() if name != "id")
    return HeadingPart(heading.level, heading.id, heading.text, pieces, others)
