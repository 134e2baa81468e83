"""A document in which every field of the schema has a value of its own, to be looked for on pages.

Texts and names get a word that stands nowhere else, dates a day and numbers a number of their own.
What must have a certain form (a reference, a known host, a date that opens something) is given by
hand; ``{m}`` in it stands for such a word.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from civicsite.clock import When
from civicsite.editing.reference import FILES
from civicsite.language import Text
from tests.fields.leaves import Leaf, bare, members

__all__ = ["Document", "Place", "Planting", "Shown"]


Place = tuple[str | int, ...]
"""The way to a value in a document."""


@dataclass(frozen=True)
class Shown:
    """A value that pages show in other words."""

    value: Any
    words: str


@dataclass(frozen=True)
class Document:
    """One content file that is made from the schema."""

    file: str
    """The kind of file, for example ``process.md``."""
    path: str
    given: Mapping[str, Any] = field(default_factory=dict)
    """Values by the way to the field, as in ``Leaf.path``."""
    left_out: Collection[str] = ()
    """Fields that are not written here, because others stand for them."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further items of lists, or of names an editor chooses."""
    only: Collection[str] = ()
    """Top-level fields that are written; without it all of them."""


class Planting:
    """Plants values and remembers what to look for."""

    def __init__(self) -> None:
        self.words: defaultdict[str, list[str]] = defaultdict(list)
        """``<file>: <path>`` -> what a page that shows the field holds, any of it."""
        self.places: defaultdict[str, list[tuple[str, Place]]] = defaultdict(list)
        """``<file>: <path>`` -> documents and places in them at which it is written."""
        self.files: dict[str, bytes] = {}
        """Pictures and documents that fields name, by path."""
        self._count = 0

    def document(self, made: Document) -> dict[str, Any]:
        """All fields of a document."""
        model = FILES[made.file]
        return self._block(made, model, "", ())

    def _block(
        self, made: Document, model: type[BaseModel], path: str, place: Place
    ) -> dict[str, Any]:
        block = {}
        for name, kind, written in members(model):
            here = f"{path}{name}"
            wanted = path or not made.only or name in made.only
            if here not in made.left_out and wanted:
                block[name] = self._value(made, kind, written, here, (*place, name))
        return block

    def _value(self, made: Document, kind: Any, written: str, path: str, place: Place) -> Any:
        if path in made.given:
            return self._given(made, made.given[path], path, place)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self._block(made, kind, f"{path}.", place)
        if get_origin(kind) is tuple:
            inner = bare(get_args(kind)[0])
            first = self._value(made, inner, written, f"{path}[]", (*place, 0))
            more = made.more.get(path, [])
            return [
                first,
                *(
                    self._given(made, item, f"{path}[]", (*place, n))
                    for n, item in enumerate(more, 1)
                ),
            ]
        if get_origin(kind) is dict:
            name = made.given.get(f"{path}.key", "zq")
            inner = bare(get_args(kind)[1])
            more = made.more.get(path, {})
            return {
                name: self._value(made, inner, written, f"{path}.*", (*place, name)),
                **{
                    key: self._given(made, item, f"{path}.*", (*place, key))
                    for key, item in more.items()
                },
            }
        value, words = self._own(made, kind, written, path)
        self._note(made, path, place, words)
        return value

    def _given(self, made: Document, value: Any, path: str, place: Place) -> Any:
        if isinstance(value, dict):
            return {
                name: self._given(made, item, f"{path}.{name}", (*place, name))
                for name, item in value.items()
            }
        if isinstance(value, list):
            return [
                self._given(made, item, f"{path}[]", (*place, n)) for n, item in enumerate(value)
            ]
        if isinstance(value, Shown):
            self._note(made, path, place, [value.words])
            return value.value
        if isinstance(value, str) and "{m}" in value:
            word = self._word()
            self._note(made, path, place, [word])
            return value.replace("{m}", word)
        self._note(made, path, place, [])
        return value

    def _note(self, made: Document, path: str, place: Place, words: list[str]) -> None:
        name = f"{made.file}: {path}"
        self.words[name] += words
        self.places[name].append((made.path, place))

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _word(self) -> str:
        return f"zq{self._number():03d}x"

    def _own(self, made: Document, kind: Any, written: str, path: str) -> tuple[Any, list[str]]:
        """A value that only this field has, and how a page would show it."""
        if kind is bool:
            return "yes", []
        if kind is When:
            day = dt.date(2031, 1, 1) + dt.timedelta(days=self._number())
            return day.isoformat(), [day.isoformat()]
        if kind is int or kind is Decimal:
            number = 70000 + self._number()
            if written.startswith("Number"):
                # Ends in no 0, which some file might drop.
                return f"51.{number}7", [f"51.{number}7"]
            return str(number), [str(number), f"{number // 1000}\u00a0{number % 1000:03d}"]
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return next(iter(kind)).value, []
        word = self._word()
        if kind is Text or written.startswith(("Line", "tuple[Line", "Identifier", "dict[")):
            return word, [word]
        if written.startswith("WebAddress"):
            return f"https://{word}.example/", [word]
        assert "FilePath" in written, f"{made.file}: {path} is a {written}: give a value by hand"
        return self._file(made, path, word), [word]

    def _file(self, made: Document, path: str, word: str) -> str:
        if path == "aliases[]":
            return word
        picture = "image" in path
        name = f"images/{word}.svg" if picture else f"documents/{word}.pdf"
        at = re.split("/(?:events|proposals|contests)/|/[^/]+$", made.path)[0]
        self.files[f"{at}/{name}"] = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
        return name

    def words_of(self, leaf: Leaf) -> list[str]:
        """What a page that shows a field holds."""
        return [word for name in self._names(leaf, self.words) for word in self.words[name]]

    def places_of(self, leaf: Leaf) -> list[tuple[str, Place]]:
        """The documents and places in them at which a field is written."""
        return [place for name in self._names(leaf, self.places) for place in self.places[name]]

    @staticmethod
    def _names(leaf: Leaf, known: Mapping[str, Any]) -> list[str]:
        """What is given by hand stands under the name an editor chose, in the place of ``*``."""
        any_name = re.compile(re.escape(leaf.name).replace(r"\.\*", r"(?:\.[^.\[\]]+)?"))
        return [name for name in known if any_name.fullmatch(name)]

    def listed(self, folder: str) -> Iterator[str]:
        """Documents that were made below a process's folder."""
        for path in self.files:
            if path.startswith(f"{folder}/documents/"):
                yield path.removeprefix(f"{folder}/")
