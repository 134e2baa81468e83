"""Footnotes, tables, tasks, admonitions and ways, as a page needs them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from difflib import SequenceMatcher
from itertools import pairwise

from civicsite.reading.markup_headings import Ids
from civicsite.reading.markup_marks import UNTITLED, WAY
from civicsite.reading.markup_parts import Heading, WayPart
from civicsite.reading.markup_source import Kind, MarkedText, Problems, Spot
from civicsite.reading.markup_tree import Element, Mark, Tree, marks_in, text_of, walk

__all__ = ["admonitions", "footnotes", "tables", "tasks", "ways"]


# --- footnotes ----------------------------------------------------------------------------------


def footnotes(
    tree: Tree, ids: Ids, labels: Mapping[str, str], source: MarkedText, problems: Problems
) -> set[Element]:
    """Number the notes in the order in which the text refers to them.

    Markdown takes the editor's names for ids, which may hold anything; here they become ``fn-1``
    and ``fnref-1``. Returns the elements whose ids and addresses are finished: notes, references
    and the links back.
    """
    blocks = [e for e in tree.tagged("div") if "footnote" in e.classes]
    if not blocks:
        return set()
    block = blocks[-1]  # Markdown puts its own at the end
    notes = {
        note.attributes["id"].removeprefix("fn:"): note
        for note in walk(block)
        if note.tag == "li" and note.attributes.get("id", "").startswith("fn:")
    }
    for element in walk(block):
        if element.tag == "a" and "footnote-backref" in element.classes:
            element.remove()
    references = _references(tree, notes)
    for name in notes:
        if name not in references:
            problems.warning("footnote-unused", source.find(f"[^{name}]:"), name=name)
            references[name] = []
    done: set[Element] = set()
    for number, (name, uses) in enumerate(references.items(), 1):
        note = notes[name]
        note.attributes = {"id": ids.claim(f"fn-{number}")}
        for nth, use in enumerate(uses, 1):
            own = ids.claim(f"fnref-{number}" + (f"-{nth}" if nth > 1 else ""))
            use.attributes = {
                "id": own,
                "href": f"#{note.attributes['id']}",
                "class": "footnote-ref",
                "role": "doc-noteref",
            }
            use.children = [str(number)]
        done |= {note, *uses, *_way_back(note, number, uses, labels["footnote-back"])}
    if notes:
        ordered = [notes[name] for name in references]
        # An item of raw HTML in a note ended it; what it holds is not lost.
        lists = [child for child in block.children if isinstance(child, Element)]
        items = [item for child in lists for item in child.children if isinstance(item, Element)]
        ordered += [item for item in items if item not in ordered]
        block.children = [Element("ol", {}, [*ordered])]
        block.attributes = {"class": "footnotes", "role": "doc-endnotes"}
        block.attributes["aria-label"] = labels["footnotes"]
    return done


def _references(tree: Tree, notes: Container[str]) -> dict[str, list[Element]]:
    """The links to each note: ``<sup id="fnref:…"><a class="footnote-ref" href="#fn:…">``.

    The sanitiser takes a link out of a link, and then the small type is left behind.
    """
    references: dict[str, list[Element]] = {}
    raised: set[Element] = set()
    for element in tree.tagged("a", "sup"):
        name = element.attributes.get("href", "").removeprefix("#fn:")
        if element.tag == "sup" and element.attributes.get("id", "").startswith("fnref"):
            del element.attributes["id"]
            raised |= {child for child in element.children if isinstance(child, Element)}
            if not element.children:
                element.unwrap()
        elif "footnote-ref" in element.classes and name in notes:
            link = element
            if element not in raised:
                link = Element("a")
                element.tag, element.attributes, element.children = "sup", {}, [link]
            references.setdefault(name, []).append(link)
    return references


def _way_back(note: Element, number: int, uses: list[Element], label: str) -> list[Element]:
    """Put links to all references to a note at its end, and return them."""
    links = []
    for nth, use in enumerate(uses, 1):
        attributes = {
            "href": f"#{use.attributes['id']}",
            "class": "footnote-backref",
            "role": "doc-backlink",
            "aria-label": f"{label} {number}" + (f" ({nth})" if nth > 1 else ""),
        }
        links.append(Element("a", attributes, ["↩"]))
    blocks = [child for child in note.children if isinstance(child, Element)]
    if links and not (blocks and blocks[-1].tag == "p"):
        blocks.append(Element("p"))
        note.children.append(blocks[-1])
    last = blocks[-1] if blocks else note
    last.children = [c for c in last.children if not isinstance(c, Element) or c.tag]
    if last.children and isinstance(end := last.children[-1], str):
        last.children[-1] = end.rstrip()
    for link in links:
        last.children += [" ", link] if last.children else [link]
    return links


# --- tables -------------------------------------------------------------------------------------


def tables(
    tree: Tree,
    headings: Mapping[Element, Heading],
    labels: Mapping[str, str],
    source: MarkedText,
    problems: Problems,
) -> None:
    """Header cells with a scope, and around each table a region that scrolls on small screens.

    The region needs a name of its own and the keyboard (WCAG 1.4.10, 2.1.1): the caption, or the
    heading before the table, or its header cells.
    """
    heading = ""
    names: Counter[str] = Counter()
    for element in tree.elements:
        if element in headings:
            heading = headings[element].text
        if element.tag != "table":
            continue
        spot = source.spot(marks_in(element), Kind.TABLE, Kind.TAG)
        header = _header(element)
        if not header:
            problems.warning("table-without-header", spot)
        captions = (text_of(child) for child in walk(element) if child.tag == "caption")
        name = next(captions, "") or heading or ", ".join(header) or labels["table"]
        names[name] += 1
        label = name if names[name] == 1 else f"{name} ({names[name]})"
        inner = Element("table", element.attributes, element.children)
        element.tag, element.children = "div", [inner]
        element.attributes = {
            "class": "table",
            "role": "region",
            "aria-label": label,
            "tabindex": "0",
        }


def _header(table: Element) -> list[str]:
    """Give header cells their scope and return their texts; an empty one heads nothing."""
    texts = []
    for section in walk(table):
        rows = [e for e in walk(section) if e.tag == "tr"] if section.tag in _SECTIONS else []
        for row in rows:
            cells = [c for c in row.children if isinstance(c, Element) and c.tag in ("td", "th")]
            heads = [cell for cell in cells if cell.tag == "th" and text_of(cell)]
            for cell in cells:
                if cell.tag == "th" and cell not in heads:
                    cell.tag = "td"
                    cell.attributes.pop("scope", None)
            is_header = section.tag == "thead" or len(heads) == len(cells)
            for cell in heads:
                cell.attributes.setdefault("scope", "col" if is_header else "row")
            texts += [" ".join(text_of(cell).split()) for cell in heads]
    for section in walk(table):
        if section.tag == "thead" and not text_of(section):
            section.remove()
    return texts


_SECTIONS = ("thead", "tbody", "tfoot")


# --- tasks and admonitions ----------------------------------------------------------------------

_BOX = re.compile(r"\s*\[([ xX])\]\s+")


def tasks(tree: Tree, labels: Mapping[str, str]) -> None:
    """``- [x] …``: a sign for the eye and words for the ear; not a box that nobody may tick."""
    for task_list in tree.tagged("ul", "ol"):
        for item in task_list.children:
            if isinstance(item, Element) and item.tag == "li" and _task(item, labels):
                task_list.attributes["class"] = " ".join(
                    dict.fromkeys([*task_list.classes, "tasks"])
                )


def _task(item: Element, labels: Mapping[str, str]) -> bool:
    holder = item
    first = _first(holder)
    if isinstance(first, Element) and first.tag == "p":
        holder, first = first, _first(first)
    box = _BOX.match(first) if isinstance(first, str) else None
    if box is None or not isinstance(first, str):
        return False
    done = box[1] != " "
    words = labels["done" if done else "not-done"]
    sign = Element("span", {"class": "task-sign", "aria-hidden": "true"}, ["☑" if done else "☐"])
    spoken = Element("span", {"class": "visually-hidden"}, [f"{words}: "])
    place = holder.children.index(first)
    holder.children[place : place + 1] = [sign, " ", spoken, first[box.end() :]]
    item.attributes["class"] = " ".join([*item.classes, "task", *(["done"] if done else [])])
    return True


def _first(element: Element) -> Element | str | None:
    """The first child that is not a mark or blank."""
    for child in element.children:
        if isinstance(child, Element) or (isinstance(child, str) and child.strip()):
            return child
    return None


def admonitions(tree: Tree, labels: Mapping[str, str]) -> None:
    """``!!! note``: a note by its role; its title is a paragraph, since it heads no section."""
    for element in tree.tagged("div", "p"):
        if element.tag == "div" and "admonition" in element.classes:
            element.attributes["role"] = "note"
        for place, child in enumerate(element.children):
            if isinstance(child, str) and child.startswith(UNTITLED):
                kind = child.removeprefix(UNTITLED)
                element.children[place] = labels.get(kind, kind.capitalize())


# --- ways ---------------------------------------------------------------------------------------

_WRITTEN = re.compile(r"(?P<gap> *)(?P<word>\S*)(?: +(?P<id>\S+))?(?P<rest> .*)?")
_WORD = "way"


def ways(tree: Tree, source: MarkedText, problems: Problems) -> None:
    """Lines that begin with ``:::``, wherever Markdown took them for a block or for text."""
    for element in (tree.root, *tree.elements):
        if element.tag in ("code", "pre"):
            continue
        children = element.children
        if children and children[0] == WAY:
            _way(element, source, problems)
            continue
        for before, child in pairwise(children):
            if isinstance(child, Mark) and isinstance(before, str) and before.endswith(":::"):
                spot = source.spot([child.number], Kind.WAY)
                if spot is not None:
                    problems.error("way-not-alone", spot)


def _way(element: Element, source: MarkedText, problems: Problems) -> None:
    spot = source.spot(marks_in(element), Kind.WAY)
    written = "".join(child for child in element.children if isinstance(child, str))
    line = re.sub(r"\s", " ", written.removeprefix(WAY))
    found = _WRITTEN.fullmatch(line.rstrip())
    element.remove()
    if found is None or spot is None:
        raise AssertionError("Markdown takes only marked lines for ways")
    name = found["id"] or ""
    meant = f"::: {_WORD} {name}"
    if found["word"] == _WORD and found["gap"] and name and not found["rest"]:
        start = line.index(name, found.start("id"))
        element.tag = "div"
        element.part = WayPart(name, spot.line, spot.column + 3 + start, len(name))
    elif found["word"] != _WORD:
        _not_a_way(found["word"], name, spot, problems)
    elif not name:
        problems.error("way-without-id", spot)
    else:
        problems.error("way-malformed", spot, suggestion=meant)


def _not_a_way(word: str, name: str, spot: Spot, problems: Problems) -> None:
    similar = SequenceMatcher(None, word.casefold(), _WORD).ratio() > 0.6
    if similar and name:
        problems.error("way-unknown-word", spot, word=word, suggestion=f"::: {_WORD} {name}")
    elif word:
        problems.error("way-unknown-word", spot, word=word)
    else:
        problems.error("way-without-id", spot)
