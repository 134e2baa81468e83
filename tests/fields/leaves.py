"""Every field of the content model, by the file it stands in, found by walking the schema."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from civicsite.editing.reference import FILES, fields_of

__all__ = ["Leaf", "bare", "leaves", "members"]

_WRITTEN = {
    (block, name): annotation
    for block, fields in fields_of().items()
    for name, annotation, _ in fields
}
"""The annotation of each field as the schema writes it: ``Line | None``."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One field that holds a value, or a list of values, rather than further fields."""

    file: str
    """For example ``process.md``."""
    path: str
    """The way to it: ``phases[].title``; ``*`` stands for a name the editor chooses."""
    annotation: str
    """As the schema writes it."""
    type: Any
    """The bare type: ``Text``, ``When``, ``int``, a vocabulary …"""

    @property
    def name(self) -> str:
        return f"{self.file}: {self.path}"

    @property
    def is_word(self) -> bool:
        """Whether it holds a word of a vocabulary, or yes or no."""
        return self.type is bool or (isinstance(self.type, type) and issubclass(self.type, StrEnum))


def bare(annotation: Any) -> Any:
    """The type itself, without ``Annotated`` and without ``| None``."""
    while True:
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif get_origin(annotation) in (Union, types.UnionType):
            (annotation,) = (part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation


def members(model: type[BaseModel]) -> Iterator[tuple[str, Any, str]]:
    """Name as an editor writes it, bare type and written annotation of each field."""
    for name, info in model.model_fields.items():
        declared = next(c for c in model.__mro__ if name in getattr(c, "__annotations__", {}))
        written = _WRITTEN[declared.__name__, name.removesuffix("_")]
        yield info.alias or name, bare(info.annotation), written


def leaves() -> list[Leaf]:
    """All of them, in the order of the schema."""
    return [leaf for file, model in FILES.items() for leaf in _below(file, model, "")]


def _below(file: str, model: type[BaseModel], path: str) -> Iterator[Leaf]:
    for name, kind, written in members(model):
        yield from _of(file, f"{path}{name}", kind, written)


def _of(file: str, path: str, kind: Any, written: str) -> Iterator[Leaf]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _below(file, kind, f"{path}.")
    elif get_origin(kind) is tuple:
        yield from _of(file, f"{path}[]", bare(get_args(kind)[0]), written)
    elif get_origin(kind) is dict:
        yield from _of(file, f"{path}.*", bare(get_args(kind)[1]), written)
    else:
        yield Leaf(file, path, written, kind)
