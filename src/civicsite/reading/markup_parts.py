"""What Markdown becomes: a sequence of parts, and what was wrong with the text.

A part that depends on the page it stands on (a link, an image, a form) is a value and not a string,
so that nobody has to search finished HTML and replace something in it later. A fragment knows
lines of its own text only; :meth:`Fragment.diagnostics` is told where the text stands in its file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from html import escape
from typing import Any

from civicsite.diagnostics import Diagnostic, Severity, Span

__all__ = [
    "Attributes",
    "Fragment",
    "Heading",
    "HeadingPart",
    "HtmlPart",
    "ImagePart",
    "LinkPart",
    "Part",
    "Problem",
    "WayPart",
    "as_html",
    "image_html",
    "link_html",
    "start_tag",
]

Attributes = tuple[tuple[str, str], ...]
"""Names and values of a start tag, not escaped; an empty value is written all the same."""


@dataclass(frozen=True, slots=True)
class HtmlPart:
    """Sanitised HTML that is the same on every page. Tags need not be balanced within one part."""

    html: str


@dataclass(frozen=True, slots=True)
class LinkPart:
    """The start tag of a link to something of the site; its content and ``</a>`` follow as parts.

    The address is what the editor wrote, without percent signs for special characters.
    """

    path: str
    """A file, relative to the folder of the text; empty for a place on the same page."""
    anchor: str = ""
    """The id after ``#``, with the prefix of the fragment if it is an id of the fragment."""
    attributes: Attributes = ()
    line: int = 0
    """Line of the address in the Markdown text, counted from 1; 0 when it is not known."""
    column: int = 0
    """Column in characters, counted from 1; 0 when it is not known."""
    length: int = 1
    """Characters of the address."""


@dataclass(frozen=True, slots=True)
class ImagePart:
    """A whole image."""

    path: str
    """A file, relative to the folder of the text."""
    alt: str
    """The alternative text; empty only for an image declared decorative."""
    title: str = ""
    attributes: Attributes = ()
    line: int = 0
    column: int = 0
    length: int = 1


@dataclass(frozen=True, slots=True)
class WayPart:
    """The place of a form or another way of taking part: ``::: way karta``.

    It stands where a block may stand, never inside a paragraph.
    """

    id: str
    line: int = 0
    column: int = 0
    length: int = 1
    """Characters of the id, which begins at ``column``."""


@dataclass(frozen=True, slots=True)
class HeadingPart:
    """A whole heading."""

    level: int
    """2 to 6; level 1 is the page's title."""
    id: str
    text: str
    """The heading in plain text."""
    inner: tuple[HtmlPart | LinkPart | ImagePart, ...]
    """What stands between the tags; more than one part when there is a link in it."""
    attributes: Attributes = ()
    """``class``, ``lang`` and ``title``, if the editor gave them."""


Part = HtmlPart | LinkPart | ImagePart | WayPart | HeadingPart


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as a table of contents needs it."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A diagnostic that does not know its file yet; see :mod:`civicsite.diagnostics`."""

    code: str
    severity: Severity
    line: int
    """Line of the Markdown text, counted from 1; 0 when it is not known."""
    column: int = 0
    length: int = 1
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text, ready to be put into a page."""

    parts: tuple[Part, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    """Every id in it, sorted; a link to another one leads nowhere."""
    text: str = ""
    """Paragraphs, lists and tables in plain text, one block a line, without the headings."""
    problems: tuple[Problem, ...] = ()
    """In the order of the lines."""

    def summary(self, longest: int = 160) -> str:
        """The beginning of the text in one line, cut at a word's end, for a description."""
        words = " ".join(self.text.split())
        if len(words) <= longest:
            return words
        start, space, _ = words[:longest].rpartition(" ")
        return (start if space else words[: longest - 1]).rstrip(" ,;:.–—-") + "…"

    def diagnostics(
        self, path: str, first_line: int, lines: Sequence[str]
    ) -> tuple[Diagnostic, ...]:
        """The problems, placed in their file.

        ``first_line`` is the line of the file at which the Markdown text begins, counted from 1;
        ``lines`` are all lines of the file, and the excerpts are taken from them.
        """
        return tuple(
            Diagnostic(p.code, p.severity, _span(p, path, first_line, lines), p.values)
            for p in self.problems
        )

    def to_json(self) -> str:
        """The same text for the same fragment: no spaces, one order, characters as they are."""
        value = [
            [_part_value(part) for part in self.parts],
            [[heading.level, heading.id, heading.text] for heading in self.headings],
            self.ids,
            self.text,
            [[p.code, p.severity, p.line, p.column, p.length, p.values] for p in self.problems],
        ]
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, data: str | bytes) -> Fragment:
        """The fragment that :meth:`to_json` wrote. Raises ValueError for anything else."""
        try:
            parts, headings, ids, text, problems = json.loads(data)
            return cls(
                tuple(map(_part, parts)),
                tuple(Heading(*heading) for heading in headings),
                tuple(ids),
                text,
                tuple(
                    Problem(code, Severity(severity), line, column, length, _pairs(values))
                    for code, severity, line, column, length, values in problems
                ),
            )
        except (TypeError, LookupError) as failure:
            raise ValueError("this is not a stored fragment") from failure


def _span(problem: Problem, path: str, first_line: int, lines: Sequence[str]) -> Span:
    if not problem.line:
        return Span(path)
    line = first_line + problem.line - 1
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    return Span(path, line, problem.column, problem.length, excerpt)


_KINDS: dict[str, Callable[..., Part]] = {
    "html": HtmlPart,
    "link": LinkPart,
    "image": ImagePart,
    "way": WayPart,
    "heading": HeadingPart,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def _part_value(part: Part) -> list[Any]:
    name = _NAMES[type(part)]
    if isinstance(part, HeadingPart):
        inner = [_part_value(piece) for piece in part.inner]
        return [name, part.level, part.id, part.text, inner, part.attributes]
    return [name, *(getattr(part, field.name) for field in fields(part))]


def _part(value: list[Any]) -> Part:
    name, *values = value
    if name == "heading":
        level, identifier, text, inner, attributes = values
        values = [level, identifier, text, tuple(map(_part, inner)), _pairs(attributes)]
    elif name in ("link", "image"):
        values = [_pairs(item) if isinstance(item, list) else item for item in values]
    return _KINDS[name](*values)


def _pairs(values: list[Any]) -> tuple[tuple[Any, Any], ...]:
    return tuple((name, content) for name, content in values)


# --- HTML ---------------------------------------------------------------------------------------


def start_tag(name: str, attributes: Iterable[tuple[str, str]]) -> str:
    """``<name …>`` with escaped values."""
    return "".join(["<", name, *(f' {key}="{escape(value)}"' for key, value in attributes), ">"])


def link_html(part: LinkPart, address: str) -> str:
    """The start tag of a link, given the address from the page it stands on (not escaped)."""
    return start_tag("a", (("href", address), *part.attributes))


def image_html(part: ImagePart, address: str, extra: Iterable[tuple[str, str]] = ()) -> str:
    """An image, given its address from the page it stands on; ``extra`` adds attributes, for
    example ``width`` and ``height`` of the file, and wins over what the editor wrote."""
    attributes = {"src": address, "alt": part.alt}
    if part.title:
        attributes["title"] = part.title
    return start_tag("img", (attributes | dict(part.attributes) | dict(extra)).items())


def as_html(
    fragment: Fragment,
    link: Callable[[LinkPart], str],
    image: Callable[[ImagePart], str],
    way: Callable[[WayPart], str],
) -> str:
    """The whole fragment as HTML.

    ``link`` gives the start tag of a link (:func:`link_html`), ``image`` a whole image
    (:func:`image_html`), ``way`` a block for a way of taking part.
    """

    def html(part: Part) -> str:
        match part:
            case HtmlPart():
                return part.html
            case LinkPart():
                return link(part)
            case ImagePart():
                return image(part)
            case WayPart():
                return way(part)
            case HeadingPart():
                tag = f"h{part.level}"
                opening = start_tag(tag, (("id", part.id), *part.attributes))
                return f"{opening}{''.join(map(html, part.inner))}</{tag}>"

    return "".join(map(html, fragment.parts))
