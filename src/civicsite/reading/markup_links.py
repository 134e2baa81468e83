"""Links and images: where they lead, and what they say to somebody who cannot see them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from itertools import pairwise

from civicsite.reading.markup_addresses import (
    BadAddress,
    External,
    Local,
    read_image_address,
    read_link_address,
)
from civicsite.reading.markup_parts import ImagePart, LinkPart
from civicsite.reading.markup_source import Kind, MarkedText, Place, Problems, Spot
from civicsite.reading.markup_tree import Element, Mark, Tree, text_of, walk

__all__ = ["bad_address", "images", "links", "unresolved"]

DECORATIVE = "decorative"
"""The class that declares an image to say nothing: ``![](x.jpg){.decorative}``."""

_UNCLEAR = frozenset(
    {
        "tu", "tutaj", "kliknij", "kliknij tu", "kliknij tutaj", "link", "ten link", "więcej",
        "czytaj więcej", "zobacz więcej", "here", "click", "click here", "this link", "more",
        "read more", "тут", "натисніть тут", "посилання", "це посилання", "більше", "детальніше",
    }
)  # fmt: skip
"""What says nothing about where a link leads (WCAG 2.4.4, 2.4.9), case-folded."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FILE_NAME = re.compile(r"\S+\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE)


def bad_address(bad: BadAddress, spot: Spot | None, problems: Problems) -> None:
    """Report an address that cannot be used."""
    if bad.suggestion:
        problems.error(bad.code, spot, target=bad.target, suggestion=bad.suggestion)
    else:
        problems.error(bad.code, spot, target=bad.target)


def _uses(tree: Tree, source: MarkedText) -> dict[Element, Place]:
    """For links and images by reference, ``[text][id]``, the place after them."""
    found = {}
    for parent in (tree.root, *tree.elements):
        for element, after in pairwise(parent.children):
            if isinstance(element, Element) and isinstance(after, Mark):
                place = source.places[after.number]
                if place.kind is Kind.USE:
                    found[element] = place
    return found


def _words(element: Element, uses: Mapping[Element, Place], source: MarkedText) -> Spot | None:
    """Where the text of a link or an image stands, or the whole of it when there is none."""
    if element in uses:
        return uses[element].words or uses[element].spot
    place = _target(element, source)
    return place.words if place and place.words else _spot(element, uses, source)


def _target(element: Element, source: MarkedText) -> Place | None:
    places = (source.places[number] for number in element.marks)
    return next((place for place in places if place.kind is Kind.TARGET), None)


def _spot(element: Element, uses: Mapping[Element, Place], source: MarkedText) -> Spot | None:
    """Where the address stands; else the whole."""
    spot = source.spot(element.marks, Kind.TARGET, Kind.TAG, Kind.LIST)
    return uses[element].spot if spot is None and element in uses else spot


def links(
    tree: Tree,
    ids: Mapping[str, str],
    done: Container[Element],
    source: MarkedText,
    problems: Problems,
) -> None:
    """Turn links within the site into parts; those in ``done`` are finished.

    ``ids`` are the ids of the fragment, by the name an editor refers to them. A link that cannot
    be used is reported and leaves its text.
    """
    uses = _uses(tree, source)
    for element in tree.tagged("a"):
        if element in done:
            continue
        written = element.attributes.pop("href", None)
        address = None if written is None else read_link_address(written)
        if isinstance(address, BadAddress):
            bad_address(address, _spot(element, uses, source), problems)
        if address is None or isinstance(address, BadAddress):
            # Only an anchor, or the sanitiser took the address away, or nobody can use it.
            element.tag = "span" if "id" in element.attributes else ""
            continue
        _check_text(element, uses, source, problems)
        others = element.attributes
        if isinstance(address, External):
            element.attributes = {"href": address.address, **others}
            if address.leaves:
                element.attributes["rel"] = "noopener"
        else:
            element.part = _link(address, ids, others, _spot(element, uses, source))


def _link(
    address: Local, ids: Mapping[str, str], others: Mapping[str, str], spot: Spot | None
) -> LinkPart:
    anchor = address.anchor if address.path else ids.get(address.anchor, address.anchor)
    at = spot or Spot(0, 0)
    return LinkPart(address.path, anchor, tuple(others.items()), at.line, at.column, at.length)


def _check_text(
    element: Element, uses: Mapping[Element, Place], source: MarkedText, problems: Problems
) -> None:
    text = " ".join(text_of(element).split())
    if not text:
        pictures = [child for child in walk(element) if child.tag == "img"]
        if all(DECORATIVE in picture.classes for picture in pictures):
            problems.error("link-text-missing", _words(element, uses, source))
        return  # an image without a text is reported as such
    bare = text.casefold().strip(
        " .:…!»›>→\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    )
    if bare in _UNCLEAR:
        problems.warning("link-text-unclear", _words(element, uses, source), text=text)
    elif _ADDRESS.fullmatch(text):
        problems.warning("link-text-is-address", _words(element, uses, source), text=text)


def images(tree: Tree, source: MarkedText, problems: Problems) -> None:
    """Turn images into parts. One that cannot be used is reported and left out."""
    uses = _uses(tree, source)
    for element in tree.tagged("img"):
        attributes = element.attributes
        alt = " ".join(attributes.pop("alt", "").split())
        title = attributes.pop("title", "")
        written = attributes.pop("src", None)
        spot = _spot(element, uses, source)
        if not alt and DECORATIVE not in element.classes:
            problems.error("image-without-alt", spot, target=written or "")
        elif _FILE_NAME.fullmatch(alt):
            problems.warning("image-alt-is-file", _words(element, uses, source), alt=alt)
        address = read_image_address(written) if written is not None else None
        if not isinstance(address, Local):
            if address is not None:
                bad_address(address, spot, problems)
            element.remove()
            continue
        at = spot or Spot(0, 0)
        others = tuple(attributes.items())
        element.part = ImagePart(address.path, alt, title, others, at.line, at.column, at.length)


_FOOTNOTE = re.compile(r"\[\^([^\]]+)\]$")
_REFERENCE = re.compile(r"\]\[([^\]]+)\]$")  # "[one] [two]" is more often prose


def unresolved(tree: Tree, source: MarkedText, problems: Problems) -> None:
    """Report ``[^1]`` and ``[text][id]`` that Markdown left as text, for want of a definition."""
    for parent in (tree.root, *tree.elements):
        if parent.tag in ("code", "pre"):
            continue
        for text, after in pairwise(parent.children):
            if not isinstance(text, str) or not isinstance(after, Mark):
                continue
            place = source.places[after.number]
            if place.kind is not Kind.USE:
                continue
            if found := _FOOTNOTE.search(text):
                problems.error("footnote-missing", place.spot, name=found[1])
            elif found := _REFERENCE.search(text):
                problems.warning("link-definition-missing", place.spot, name=found[1])
