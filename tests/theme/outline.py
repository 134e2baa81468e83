"""What a reader of HTML sees of a page: headings, landmarks, links and ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
INLINE = frozenset(("a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sup", "time"))
"""Elements whose text runs on; a reader hears a pause at the ends of all others."""


@dataclass(slots=True)
class Element:
    """A start tag with its place in the page."""

    tag: str
    attributes: dict[str, str]
    above: tuple[str, ...]
    text: str = ""
    """All text inside, blanks collapsed; filled in when the element ends."""


@dataclass
class Outline(HTMLParser):
    """A page taken apart. Raises AssertionError when end tags do not match."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, html: bytes | str) -> Outline:
        found = cls()
        found.feed(html.decode() if isinstance(html, bytes) else html)
        found.close()
        assert not found.open, found.open
        return found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        above = tuple(element.tag for element in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, above)
        self._pause(tag)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        element = self.open.pop()
        assert element.tag == tag, f"</{tag}> closes <{element.tag}>"
        self._pause(tag)
        element.text = " ".join(element.text.split())

    def _pause(self, tag: str) -> None:
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, *tags: str, **attributes: str) -> list[Element]:
        """Elements by tag and attributes; ``_`` in a name stands for the hyphen."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if (not tags or element.tag in tags) and wanted.items() <= element.attributes.items()
        ]

    def having(self, attribute: str) -> list[Element]:
        """Elements that have an attribute."""
        return [element for element in self.elements if attribute in element.attributes]

    def classed(self, name: str) -> list[Element]:
        """Elements with a class."""
        return [e for e in self.elements if name in e.attributes.get("class", "").split()]

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text."""
        found = self.all("h1", "h2", "h3", "h4", "h5", "h6")
        return [(int(element.tag[1]), element.text) for element in found]
