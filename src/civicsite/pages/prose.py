"""Texts of editors: fragments with their links, pictures and ways resolved."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.language import Text
from civicsite.model.files import PAGE_ANCHORS
from civicsite.model.site import Localised
from civicsite.pages.context import Desk
from civicsite.pages.views import Anchor, Html, Picture, Prose, WaySlot, WayView
from civicsite.reading.field_types import closest
from civicsite.reading.markup_parts import (
    HeadingPart,
    HtmlPart,
    ImagePart,
    LinkPart,
    Part,
    start_tag,
)

__all__ = ["prose", "summary_of"]

Piece = Html | Anchor | Picture | WaySlot


def summary_of(summary: Text | None, localised: Localised[Any]) -> str:
    """What a page says about itself to search engines: its summary, or how its text begins."""
    return str(summary) if summary else localised.body.summary()


def prose(desk: Desk, localised: Localised[Any], ways: Mapping[str, WayView]) -> Prose:
    """The text of an item. Links to content files become addresses; what leads nowhere is
    reported at its line."""
    if not localised.body.parts:
        return Prose()
    lang = localised.body_lang if localised.body_lang != desk.code else None
    writing = _Writing(desk, localised, ways)
    return Prose(tuple(_joined(writing.pieces())), lang)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbouring HTML as one piece."""
    html: list[str] = []
    for piece in pieces:
        if isinstance(piece, Html):
            html.append(piece.html)
            continue
        if html:
            yield Html("".join(html))
            html.clear()
        yield piece
    if html:
        yield Html("".join(html))


class _Writing:
    def __init__(self, desk: Desk, localised: Localised[Any], ways: Mapping[str, WayView]) -> None:
        self.desk = desk
        self.localised = localised
        self.ways = ways
        self.folder = posixpath.dirname(localised.source)
        self._dead_links = 0

    def pieces(self) -> Iterator[Piece]:
        for part in self.localised.body.parts:
            yield from self._part(part)

    def _part(self, part: Part) -> Iterator[Piece]:
        if isinstance(part, HtmlPart):
            yield Html(self._without_dead_ends(part.html))
        elif isinstance(part, LinkPart):
            yield from self._link(part)
        elif isinstance(part, ImagePart):
            yield from self._picture(part)
        elif isinstance(part, HeadingPart):
            name = f"h{part.level}"
            yield Html(start_tag(name, (("id", part.id), *part.attributes)))
            for inner in part.inner:
                yield from self._part(inner)
            yield Html(f"</{name}>")
        elif part.id in self.ways:
            yield WaySlot(self.ways[part.id])

    def _without_dead_ends(self, html: str) -> str:
        """The end tags of links that are not written. Links do not nest in HTML, so the next
        ``</a>`` is theirs."""
        while self._dead_links and "</a>" in html:
            html = html.replace("</a>", "", 1)
            self._dead_links -= 1
        return html

    def _picture(self, part: ImagePart) -> Iterator[Piece]:
        span = self.localised.span(part.line, part.column, part.length)
        found = self.desk.picture(self.folder, part.path, span)
        if found:
            path, facts = found
            yield Picture(path, part.alt, part.title, facts.width, facts.height)

    def _link(self, part: LinkPart) -> Iterator[Piece]:
        found = self._target(part)
        if isinstance(found, Anchor):
            yield found
            return
        self._dead_links += 1
        if isinstance(found, Diagnostic):
            self.desk.build.report.add(found)

    def _target(self, part: LinkPart) -> Anchor | Diagnostic | None:
        span = self.localised.span(part.line, part.column, part.length)
        title = dict(part.attributes).get("title", "")
        if not part.path:
            known = self.localised.body.ids
            if part.anchor in known or part.anchor in PAGE_ANCHORS:
                return Anchor("", part.anchor, title=title)
            return self._dead_anchor(span, part.anchor, known, self.localised.source)
        source = posixpath.normpath(posixpath.join(self.folder, part.path))
        desk = self.desk
        texts = desk.urls.texts_of(source)
        if texts is None:
            return self._file(span, source, part, title)
        if not desk.build.shown(texts):
            return warning("link-to-hidden", span, target=part.path)
        target = desk.urls.of_source(source, desk.code)
        if target is None:
            return error("link-target-unknown", span, target=part.path)
        if source.endswith("/results.yaml") and not self._has_results(source):
            return warning("link-to-hidden", span, target=part.path)
        ids = texts.in_(target.lang).body.ids
        loose = part.anchor in PAGE_ANCHORS or source.endswith(".yaml")
        if part.anchor and part.anchor not in ids and not loose:
            return self._dead_anchor(span, part.anchor, ids, source)
        lang = desk.foreign(target.lang)
        return Anchor(target.path, part.anchor, lang, title)

    def _has_results(self, source: str) -> bool:
        build = self.desk.build
        return any(
            process.results is not None and process.results.source == source
            for process in build.site.processes.values()
            if build.has_results(process)
        )

    def _dead_anchor(
        self, span: Span, anchor: str, known: tuple[str, ...], source: str
    ) -> Diagnostic:
        suggestion = closest(anchor, list(known))
        values = {"suggestion": suggestion} if suggestion else {}
        return error("link-anchor-missing", span, anchor=anchor, file=source, **values)

    def _file(
        self, span: Span, source: str, part: LinkPart, title: str
    ) -> Anchor | Diagnostic | None:
        """A link to a published document."""
        build = self.desk.build
        for process in build.site.processes.values():
            for document in process.texts.fields.documents:
                if f"{process.folder}/{document.file}" != source:
                    continue
                if not build.released(document.publish_at):
                    return warning("link-to-hidden", span, target=part.path)
                if source in build.known_files:
                    return Anchor(self.desk.copied(source), part.anchor, document.lang, title)
                return None  # the missing document has been reported where it is listed
        if source in build.known_files:
            return error("link-file-not-listed", span, target=part.path)
        near = closest(source, [path for path in build.files if path.endswith((".md", ".pdf"))])
        folder = self.folder
        values = {"suggestion": posixpath.relpath(near, folder)} if near else {}
        return error("link-target-unknown", span, target=part.path, **values)
