"""Python-Markdown as this project uses it: its extensions, and two of our own."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown import Extension, Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.util import AtomicString

from civicsite.reading.markup_brackets import with_brackets
from civicsite.reading.markup_marks import MARK_PATTERN, UNTITLED, WAY

__all__ = ["to_html"]


class _Admonition(AdmonitionProcessor):
    """Leaves the title to the language of the page when the editor gave none, and takes the
    quotation marks that an editor's keyboard has."""

    RE = re.compile(r"(?:^|\n)!!! ?([\w\-]+(?: +[\w\-]+)*)(?: +[\"„“”«](.*?)[\"“”»])? *(?:\n|$)")

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        words, title = super().get_class_and_title(match)
        return words, UNTITLED + words.split()[0] if match.group(2) is None else title


class _Way(BlockProcessor):
    """A line ``::: way karta`` becomes a block of its own, wherever a block may stand.

    Only marked lines count, so that code between fences is left alone.
    """

    LINE = re.compile(rf"(?:^|\n) {{0,3}}:::(?P<rest>{MARK_PATTERN}[^\n]*)(?:\n|$)")

    def test(self, parent: etree.Element, block: str) -> bool:
        return self.LINE.search(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self.LINE.search(block)
        if found is None:
            raise AssertionError("the parser asks test() first")
        before, after = block[: found.start()], block[found.end() :]
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        way = etree.SubElement(parent, "div")
        way.text = AtomicString(WAY + found["rest"])
        if after.strip():
            blocks.insert(0, after)


class _Civic(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # Before tables (75), which would take the line for a row; after code (80).
        md.parser.blockprocessors.register(_Way(md.parser), "way", 76)
        md.parser.blockprocessors.register(_Admonition(md.parser), "admonition", 105)
        with_brackets(md)


def to_html(marked_text: str) -> str:
    """HTML as Markdown makes it, not sanitised."""
    engine = _idle.pop() if _idle else _engine()
    html = engine.reset().convert(marked_text)
    # Only now: after an exception an engine would keep its state.
    _idle.append(engine)
    return html


_idle: list[Markdown] = []
"""Engines that have finished a text; to make one takes a tenth of the time of a text."""


def _engine() -> Markdown:
    return Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            # No text can contain this marker: the notes always come at the end.
            FootnoteExtension(PLACE_MARKER="\0"),
            DefListExtension(),
            AttrListExtension(),
            SaneListExtension(),
            AbbrExtension(),
            FencedCodeExtension(),
            _Civic(),
        ],
        output_format="html",
        tab_length=4,
    )
