"""One content file, in every language it is written in, as a validated value.

``process.md`` is the main file, ``process.en.md`` its translation into English. Everything wrong
with them is reported; a file with errors gives no value.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from civicsite.diagnostics import Diagnostic, Report, Severity, Span, error, warning
from civicsite.memo import Memo
from civicsite.model.site import DataFile, Localised, Texts
from civicsite.reading import markup, text_files, yaml_nodes
from civicsite.reading.binding import Bound, bind, overlay
from civicsite.reading.field_types import closest
from civicsite.reading.markup_parts import Fragment
from civicsite.reading.sources import Sources
from civicsite.workers import spread

__all__ = ["PAGE_ANCHORS", "Complete", "FileReader", "Parsed"]

PAGE_ANCHORS = frozenset({
    "main", "now", "phases", "ways", "facts", "events", "proposals", "results", "contributions",
    "outcome", "decisions", "follow-up", "selection", "documents", "duties", "announced",
    "data-protection", "contact", "accessibility", "places", "official", "updated", "series",
    "report", "programme", "map", "route", "registration", "access", "checks", "pages",
})  # fmt: skip
"""Ids of a page's own sections: texts may link to them and their headings stay clear of them."""

_Model = TypeVar("_Model", bound=BaseModel)


Complete = Callable[
    [Bound[_Model], yaml_nodes.Mapping], tuple[yaml_nodes.Mapping | None, tuple[Diagnostic, ...]]
]
"""Fields as they are written and bound -> the same with what they name; None where an error stands
among the diagnostics."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file taken apart: its fields as nodes and its text."""

    root: yaml_nodes.Mapping
    body: str = ""
    body_line: int = 1
    """Line of the file on which the text begins."""
    lines: tuple[str, ...] = ()
    """All lines of the file."""
    faults: frozenset[int] = frozenset()
    """Lines with an error in how they are written. The rest of the file was read, to tell what
    else is wrong with it, and gives no value."""

    def explains(self, found: Diagnostic) -> bool:
        """Whether a problem may be only a consequence of an error that was told already."""
        missing = found.code in ("field-missing", "field-empty", "list-too-short")
        return bool(self.faults) and (missing or found.span.line in self.faults)


@dataclass(frozen=True, slots=True)
class _Translation(Generic[_Model]):
    parsed: Parsed
    bound: Bound[_Model] | None
    untranslated: int


@dataclass(slots=True)
class FileReader:
    """Reads content files; everything wrong with them goes into ``report``."""

    sources: Sources
    memo: Memo
    zone: ZoneInfo
    languages: tuple[str, ...]
    words: Callable[[str], Mapping[str, str]]
    """Words that a text in the given language needs, such as the heading of its footnotes."""
    report: Report
    used: set[str] = field(default_factory=set)
    """Paths that belong to something; the rest is pointed out to the editor."""
    unread: set[str] = field(default_factory=set)
    """Paths of files with errors: nothing is known about the names that they declare."""

    def markdown(self, model: type[_Model], path: str) -> Texts[_Model] | None:
        """A Markdown file with fields on top, and its translations."""
        parsed = self._parse_markdown(path)
        bound = self._bind(model, parsed)
        main_language = self.languages[0]
        body = self._fragment(parsed, path, main_language)
        main = Localised(bound, path, body, parsed.body_line, parsed.lines) if bound else None
        texts = {}
        for language, other in self._translations(model, path, parsed).items():
            has_text = bool(other.parsed.body.strip())
            name = self._name(path, language)
            own = self._fragment(other.parsed, name, language) if has_text else body
            if other.bound is None or main is None:
                continue
            if has_text:
                lines = other.parsed.lines
                texts[language] = Localised(
                    other.bound, name, own, other.parsed.body_line, lines, None, other.untranslated
                )
            else:
                missing = other.untranslated + bool(parsed.body.strip())
                texts[language] = replace(
                    main, bound=other.bound, body_lang=main_language, untranslated=missing
                )
        if main is None:
            self.unread.add(path)
            return None
        return Texts(path, main, texts)

    def data(
        self, model: type[_Model], path: str, complete: Complete[_Model] | None = None
    ) -> DataFile[_Model] | None:
        """A YAML file of data in every language of the site. Unlike a page, it is there in all of
        them: without a translation its texts say in which language they are. ``complete`` adds what
        the file only names."""
        parsed = self._parse_yaml(path)
        bound = self._bind(model, parsed)
        if bound and complete:
            root, problems = complete(bound, parsed.root)
            self.report.extend(problems)
            if root is None:
                self.unread.add(path)
                return None
            parsed = replace(parsed, root=root)
            bound = self._bind(model, parsed)
        translations = self._translations(model, path, parsed)
        if bound is None:
            self.unread.add(path)
            return None
        found = {language: each.bound for language, each in translations.items() if each.bound}
        nothing = yaml_nodes.Mapping((), parsed.root.span)
        for language in self.languages[1:]:
            if language not in found:
                laid = overlay(model, parsed.root, nothing, self.languages[0])
                marked, _ = bind(model, laid.root, self.zone)
                if marked:
                    found[language] = marked
        return DataFile(path, bound, found)

    def _translations(
        self, model: type[_Model], path: str, parsed: Parsed
    ) -> dict[str, _Translation[_Model]]:
        found = {}
        for language in self.languages[1:]:
            name = self._name(path, language)
            if not self.sources.exists(name):
                continue
            other = self._parse_yaml(name) if path.endswith(".yaml") else self._parse_markdown(name)
            found[language] = self._lay(model, parsed, other, name)
        return found

    def _lay(
        self, model: type[_Model], main: Parsed, other: Parsed, name: str
    ) -> _Translation[_Model]:
        if main.faults:
            # What a translation translates may be just what could not be read.
            return _Translation(other, None, 0)
        laid = overlay(model, main.root, other.root, self.languages[0])
        bound, problems = bind(model, laid.root, self.zone)
        # What the main file got wrong has been said where the main file was bound.
        own = [p for p in problems if p.span.path == name]
        found = [p for p in (*laid.diagnostics, *own) if not other.explains(p)]
        self.report.extend(found)
        usable = not (other.faults or laid.diagnostics)
        return _Translation(other, bound if usable else None, laid.untranslated)

    @staticmethod
    def _name(path: str, language: str) -> str:
        stem, ending = posixpath.splitext(path)
        return f"{stem}.{language}{ending}"

    def _bind(self, model: type[_Model], parsed: Parsed) -> Bound[_Model] | None:
        bound, problems = bind(model, parsed.root, self.zone)
        self.report.extend(p for p in problems if not parsed.explains(p))
        return None if parsed.faults else bound

    def _parse_markdown(self, path: str) -> Parsed:
        self.used.add(path)
        decoded = text_files.decode(path, self.sources.read(path))
        front = text_files.split_front_matter(path, decoded)
        parsed = yaml_nodes.parse_yaml(path, front.yaml, front.yaml_line)
        found = (*decoded.diagnostics, *front.diagnostics, *parsed.diagnostics)
        return self._parsed(path, found, parsed.root, (front.body, front.body_line), decoded.lines)

    def _parse_yaml(self, path: str) -> Parsed:
        self.used.add(path)
        decoded = text_files.decode(path, self.sources.read(path))
        parsed = yaml_nodes.parse_yaml(path, decoded.text)
        found = (*decoded.diagnostics, *parsed.diagnostics)
        if not found and parsed.root and not parsed.root.entries:
            found = (error("data-file-empty", Span(path, 1, 1)),)
        return self._parsed(path, found, parsed.root, ("", 1), decoded.lines)

    def _parsed(
        self,
        path: str,
        found: tuple[Diagnostic, ...],
        root: yaml_nodes.Mapping | None,
        body: tuple[str, int],
        lines: tuple[str, ...],
    ) -> Parsed:
        self.report.extend(found)
        faults = frozenset(each.span.line for each in found if each.severity is Severity.ERROR)
        return Parsed(root or yaml_nodes.Mapping((), Span(path, 1, 1)), *body, lines, faults)

    def _fragment(self, parsed: Parsed, path: str, language: str) -> Fragment:
        words = self.words(language)
        fragment = self.memo.get(
            "markup",
            _inputs(parsed.body, words),
            lambda: markup.render(parsed.body, reserved=PAGE_ANCHORS, labels=words),
            _dump,
            Fragment.from_json,
        )
        self.report.extend(fragment.diagnostics(path, parsed.body_line, parsed.lines))
        return fragment

    def render_ahead(self, paths: Sequence[str], jobs: int) -> None:
        """Turn the texts of ``paths`` into HTML in several processes, where that has not been done
        before: :meth:`markdown` will find it done. A file that cannot be read so is left to it."""
        work = []
        for path in paths:
            decoded = text_files.decode(path, self.sources.read(path))
            body = text_files.split_front_matter(path, decoded).body
            ending = path.removesuffix(".md").rpartition("/")[2].rpartition(".")[2]
            words = self.words(ending if ending in self.languages else self.languages[0])
            if body.strip() and self.memo.lacks("markup", _inputs(body, words)):
                work.append((body, words))
        for (body, words), data in zip(work, spread(_rendered, work, jobs, least=64), strict=True):
            self.memo.keep("markup", _inputs(body, words), data)

    def point_out_unused(self, folder: str, known: tuple[str, ...]) -> None:
        """Say which files of ``folder`` belong to nothing, and what was probably meant."""
        for path in self.sources.under(folder):
            if path in self.used or not path.endswith((".md", ".yaml", ".yml")):
                continue
            name = posixpath.basename(path)
            stem, _, suffix = posixpath.splitext(name)[0].rpartition(".")
            if (
                stem
                and suffix not in self.languages
                and f"{stem}{posixpath.splitext(name)[1]}" in known
            ):
                self.report.add(
                    error(
                        "translation-language-unknown",
                        Span(path),
                        language=suffix,
                        known=", ".join(self.languages[1:]) or "–",
                    )
                )
                continue
            suggestion = closest(name, list(known))
            values = {"suggestion": suggestion} if suggestion else {}
            self.report.add(warning("file-belongs-to-nothing", Span(path), file=name, **values))


def _inputs(body: str, words: Mapping[str, str]) -> list[str]:
    return [body, *(f"{key}={value}" for key, value in sorted(words.items()))]


def _dump(fragment: Fragment) -> bytes:
    return fragment.to_json().encode("utf-8", "surrogatepass")


def _rendered(work: tuple[str, Mapping[str, str]]) -> bytes:
    body, words = work
    return _dump(markup.render(body, reserved=PAGE_ANCHORS, labels=words))
