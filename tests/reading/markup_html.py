"""What the tests of Markdown share."""

from __future__ import annotations

from html import escape

from civicsite.language import packaged_catalogue
from civicsite.reading.markup import render
from civicsite.reading.markup_parts import (
    Fragment,
    ImagePart,
    LinkPart,
    Part,
    Problem,
    WayPart,
    as_html,
    image_html,
    link_html,
)


def whole(fragment: Fragment) -> str:
    """The HTML of a fragment on a page in the folder of its text."""

    def link(part: LinkPart) -> str:
        return link_html(part, part.path + (f"#{part.anchor}" if part.anchor else ""))

    def image(part: ImagePart) -> str:
        return image_html(part, part.path)

    def way(part: WayPart) -> str:
        return f"<section>{escape(part.id)}</section>"

    return as_html(fragment, link, image, way)


def html(text: str) -> str:
    """The HTML of a text in which nothing is wrong."""
    fragment = render(text)
    assert [told(problem) for problem in fragment.problems] == []
    return whole(fragment)


def told(problem: Problem, language: str = "en") -> str:
    """Place and sentence of a problem, as an editor reads them."""
    catalogue = packaged_catalogue(language)
    values = dict(problem.values)
    suggest = f"{problem.code}.suggest"
    after = suggest if "suggestion" in values and catalogue.has(suggest) else f"{problem.code}.next"
    sentence = catalogue.text(problem.code, **values)
    return f"{problem.line}:{problem.column}: {sentence} {catalogue.text(after, **values)}"


def problems(text: str, language: str = "en") -> list[str]:
    """All that is wrong with a text, as an editor reads it."""
    return [told(problem, language) for problem in render(text).problems]


def places(text: str) -> list[tuple[str, int, str]]:
    """All that is wrong with a text: code, line and the characters underlined in this line."""
    lines = text.split("\n")
    return [
        (p.code, p.line, lines[p.line - 1][p.column - 1 : p.column - 1 + p.length])
        for p in render(text).problems
    ]


def parts(text: str, kind: type[Part]) -> list[Part]:
    """The parts of one kind."""
    return [part for part in render(text).parts if isinstance(part, kind)]
