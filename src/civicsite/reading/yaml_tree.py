"""What a block of fields is made of: scalars, lists and fields, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from civicsite.diagnostics import Span

__all__ = ["Entry", "Mapping", "Node", "Scalar", "Sequence"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written."""

    text: str
    """What YAML makes of quotes, escapes and line breaks, and nothing more: ``010`` stays ``010``,
    ``~`` stays ``~``."""
    span: Span
    quoted: bool = False
    """True in quotes and after ``|`` or ``>``: surely a text."""
    null: bool = False
    """True for nothing at all, and for ``~`` and ``null`` without quotes."""
    lang: str | None = None
    """Language of a text that a translation left untranslated."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span
    flow: bool = False
    """True for ``[a, b]``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A field: its name and its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """A block of fields; each name occurs once."""

    entries: tuple[Entry, ...]
    span: Span
    flow: bool = False
    """True for ``{a: b}``."""

    def get(self, name: str) -> Node | None:
        """The value of a field, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == name), None)


Node = Scalar | Sequence | Mapping
