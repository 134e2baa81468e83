"""The sentences a resident or an editor reads, by key, in every language.

Catalogues are gettext files with symbolic keys (``msgid "phase-ends-before-start"``), one file per
domain and language. Sentences are filled in by name and by plural form, and nothing in a value is
ever read as a placeholder.
"""

from __future__ import annotations

import gettext
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from importlib import resources
from io import BytesIO

from babel.messages.catalog import Message as PoMessage
from babel.messages.pofile import PoFileError, read_po

__all__ = [
    "Catalogue",
    "CatalogueProblem",
    "Message",
    "MissingMessage",
    "MissingValue",
    "Text",
    "packaged_catalogue",
    "packaged_languages",
]

_FALLBACK = "en"
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})


class MissingMessage(KeyError):
    """A catalogue was asked for a key it does not have; a mistake of the program."""


class MissingValue(KeyError):
    """A message has a placeholder for which no value was given; a mistake of the program."""


class CatalogueProblem(ValueError):
    """A catalogue file cannot be used. ``code`` names the catalogue entry, ``values`` its values.

    Caught by whoever reads the file and knows its path.
    """

    def __init__(self, code: str, line: int, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        """Line in the file, counted from 1; 0 when the file as a whole is meant."""
        self.values = values


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text that knows when it is not in the language of its page."""

    text: str
    """The text itself, not escaped."""
    lang: str | None = None
    """A BCP 47 code, or None when the text is in the page's own language."""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __html__(self) -> str:
        """Escaped for HTML; in a ``span`` with ``lang`` when the language differs (WCAG 3.1.2)."""
        escaped = self.text.translate(_ESCAPES)
        if self.lang is None:
            return escaped
        return f'<span lang="{self.lang.translate(_ESCAPES)}">{escaped}</span>'


_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Message:
    """One translated sentence with its plural forms."""

    forms: tuple[str, ...]
    """The forms in the order of the plural rule; exactly one when ``count`` plays no part."""
    rule: str
    """The plural rule of a gettext header, for example ``n != 1``; empty with a single form."""
    lang: str
    """The language it is written in."""

    @property
    def placeholders(self) -> frozenset[str]:
        """The names of the values that any of the forms uses."""
        return frozenset(name for form in self.forms for name in _PLACEHOLDER.findall(form))

    def form(self, count: int) -> str:
        """The form for a count; the sign plays no part."""
        return self.forms[_plural_rule(self.rule)(abs(count))]


@cache
def _plural_rule(rule: str) -> Callable[[int], int]:
    return gettext.c2py(rule)


def _check_rule(rule: str, forms: int) -> None:
    """Raise ValueError unless the rule picks one of the forms for every count tried.

    Plural rules look at the last two digits, and at the last six in French, Italian and Spanish.
    """
    choose = _plural_rule(rule)
    for count in (*range(200), 1_000, 1_000_000):
        if not 0 <= choose(count) < forms:
            raise ValueError(f"Plural-Forms: {rule}")


@dataclass(frozen=True)
class Catalogue:
    """The sentences of one language, by key. Keys are symbolic: ``phase-ends-before-start``."""

    code: str
    """The language the catalogue is for; single messages may be in the fallback language."""
    messages: Mapping[str, Message]

    @classmethod
    def from_po(cls, content: bytes, code: str) -> Catalogue:
        """Read a gettext file; entries that are empty or marked ``fuzzy`` count as missing.

        Raises :class:`CatalogueProblem` for what is not a valid file.
        """
        try:
            po = read_po(
                BytesIO(content.removeprefix(b"\xef\xbb\xbf")),
                locale=code.split("-")[0],  # its plural rule serves where the header has none
                ignore_obsolete=True,
                abort_invalid=True,
            )
            _check_rule(po.plural_expr, po.num_plurals)
        except PoFileError as problem:
            raise CatalogueProblem(
                "catalogue-unreadable", problem.lineno + 1, detail=problem.line.strip()
            ) from None
        except (ValueError, LookupError, ArithmeticError, RecursionError) as problem:
            raise CatalogueProblem("catalogue-unreadable", 0, detail=str(problem)) from None
        messages = {
            key: Message(forms, po.plural_expr if len(forms) > 1 else "", code)
            for key, forms in map(_entry, po)
            if key and all(forms)
        }
        return cls(code, messages)

    def text(self, key: str, /, **values: str | int | Text) -> str:
        """The sentence ``key`` with ``{name}`` replaced by ``values["name"]``.

        ``count`` chooses the plural form. Integers appear as plain digits; format them first where
        people read them, under a name of their own. Braces inside values stay as they are.
        Raises :class:`MissingMessage` or :class:`MissingValue`.
        """
        message = self._message(key)
        if len(message.forms) == 1:
            form = message.forms[0]
        else:
            count = values.get("count")
            if not isinstance(count, int):
                raise MissingValue(f"{key}: count")
            form = message.form(count)

        if "{" not in form:
            return form

        def value(match: re.Match[str]) -> str:
            if match[1] not in values:
                raise MissingValue(f"{key}: {match[1]}")
            return str(values[match[1]])

        return _PLACEHOLDER.sub(value, form)

    def marked(self, key: str, /, **values: str | int | Text) -> Text:
        """As :meth:`text`, with ``lang`` set when the sentence had to come from the fallback."""
        lang = self._message(key).lang
        return Text(self.text(key, **values), None if _same_language(lang, self.code) else lang)

    def _message(self, key: str) -> Message:
        try:
            return self.messages[key]
        except KeyError:
            raise MissingMessage(key) from None

    def has(self, key: str) -> bool:
        """True when :meth:`text` knows the key, be it in the fallback language."""
        return key in self.messages

    def keys(self) -> tuple[str, ...]:
        """All keys, sorted."""
        return tuple(sorted(self.messages))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything that :meth:`text` depends on, in hexadecimal."""
        rows = [
            [key, message.lang, message.rule, *message.forms]
            for key, message in sorted(self.messages.items())
        ]
        canonical = json.dumps([self.code, rows], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8")).hexdigest()

    def merged(self, other: Catalogue) -> Catalogue:
        """This catalogue with ``other`` laid over it, for site over theme over default.

        A sentence in the catalogue's own language is never hidden by one in another language, so
        that a theme's English does not cover the Ukrainian that the default has.
        """
        merged = dict(self.messages)
        for key, message in other.messages.items():
            mine = merged.get(key)
            if (
                mine is None
                or _same_language(message.lang, self.code)
                or not _same_language(mine.lang, self.code)
            ):
                merged[key] = message
        return Catalogue(self.code, merged)

    def missing(self, against: Catalogue) -> tuple[str, ...]:
        """Keys of ``against`` that this catalogue lacks in its own language, sorted."""
        return tuple(
            key
            for key in sorted(against.messages)
            if key not in self.messages or not _same_language(self.messages[key].lang, self.code)
        )

    def strangers(self, base: Catalogue) -> tuple[str, ...]:
        """Keys that ``base`` does not have, or whose placeholders ``base`` does not use; sorted.

        An overlay with strangers would be useless or would fail at the first use.
        """
        return tuple(
            key
            for key in sorted(self.messages)
            if key not in base.messages
            or not self.messages[key].placeholders <= base.messages[key].placeholders
        )


def _same_language(one: str, other: str) -> bool:
    return one.lower().split("-")[0] == other.lower().split("-")[0]


def _entry(message: PoMessage) -> tuple[str, tuple[str, ...]]:
    key = message.id if isinstance(message.id, str) else message.id[0]
    forms = (message.string,) if isinstance(message.string, str) else message.string or ("",)
    return key, ("",) if message.fuzzy else tuple(form or "" for form in forms)


def packaged_languages() -> tuple[str, ...]:
    """The languages that ship with the program, sorted."""
    folder = resources.files("civicsite") / "locales"
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.is_dir()))


@cache
def packaged_catalogue(code: str) -> Catalogue:
    """All domains of one language, laid over English; English alone for a language not shipped."""
    own = code.lower().split("-")[0]
    languages = [_FALLBACK, own] if own in packaged_languages() else [_FALLBACK]
    return reduce(Catalogue.merged, map(_packaged, languages), Catalogue(code, {}))


@cache
def _packaged(code: str) -> Catalogue:
    folder = resources.files("civicsite") / "locales" / code
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".po")), key=lambda e: e.name
    )
    domains = (Catalogue.from_po(file.read_bytes(), code) for file in files)
    return reduce(Catalogue.merged, domains, Catalogue(code, {}))
