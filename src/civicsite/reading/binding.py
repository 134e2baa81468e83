"""Nodes + schema -> values or diagnostics, all of them at once.

A translation is laid over the main file before binding (:func:`overlay`): it may carry texts only,
finds list items by ``id`` and leaves what it does not say in the main language.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.language import Text
from civicsite.reading import yaml_nodes as nodes
from civicsite.reading.field_types import Leaf, closest

__all__ = ["Bound", "Overlay", "Place", "bind", "bind_block", "overlay"]

Place = tuple[str | int, ...]
"""The way to a value: field names and list positions, for example ``("phases", 0, "from")``."""

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Bound(Generic[_Model]):
    """A validated value that still knows where each part of it was written."""

    value: _Model
    spans: Mapping[Place, Span]
    keys: Mapping[Place, Span] = field(default_factory=dict)
    """Where the name of each field was written."""

    def span(self, *place: str | int) -> Span:
        """Where a value stands; its nearest surrounding block when it was not written."""
        return _nearest(self.spans, place)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A main file with a translation laid over it."""

    root: nodes.Mapping
    untranslated: int
    """How many texts had to stay in the main language."""
    diagnostics: tuple[Diagnostic, ...]


def bind(
    model: type[_Model], root: nodes.Mapping, zone: ZoneInfo
) -> tuple[Bound[_Model] | None, tuple[Diagnostic, ...]]:
    """Validate ``root`` against ``model``; dates are local to ``zone``.

    Returns the value, or None with everything that is wrong with it.
    """
    spans: dict[Place, Span] = {}
    keys: dict[Place, Span] = {}
    plain = _plain(root, (), spans, keys)
    try:
        value = model.model_validate(plain, context={"zone": zone})
    except ValidationError as problems:
        found = tuple(
            _diagnostic(model, problem, spans, keys)
            for problem in problems.errors(include_url=False, include_input=False)
        )
        return None, found
    return Bound(value, spans, keys), ()


def bind_block(
    model: type[_Model], bound: Bound[Any], block: BaseModel, place: Place
) -> tuple[_Model | None, tuple[Diagnostic, ...]]:
    """Validate a block whose other fields only became known through its first ones, such as those
    of a counting rule through its name. ``block`` stands at ``place`` in what is bound; its model
    allows unknown fields, and ``model`` extends it. Such fields hold no dates."""
    values = {
        info.alias or name: getattr(block, name)
        for name, info in type(block).model_fields.items()
        if name in block.model_fields_set
    }
    try:
        return model.model_validate({**values, **(block.model_extra or {})}), ()
    except ValidationError as problems:
        spans, keys = _below(bound.spans, place), _below(bound.keys, place)
        return None, tuple(
            _diagnostic(model, problem, spans, keys)
            for problem in problems.errors(include_url=False, include_input=False)
        )


def _below(spans: Mapping[Place, Span], place: Place) -> dict[Place, Span]:
    """The spans of a block, by the way from it."""
    depth = len(place)
    return {way[depth:]: span for way, span in spans.items() if way[:depth] == place}


def _plain(
    node: nodes.Node, place: Place, spans: dict[Place, Span], keys: dict[Place, Span]
) -> Any:
    spans[place] = node.span
    if isinstance(node, nodes.Scalar):
        return Leaf(node.text, node.lang)
    if isinstance(node, nodes.Sequence):
        return [_plain(item, (*place, index), spans, keys) for index, item in enumerate(node.items)]
    values = {}
    for entry in node.entries:
        here = (*place, entry.key.text)
        keys[here] = entry.key.span
        if isinstance(entry.value, nodes.Scalar) and entry.value.null:
            continue  # `key:` with nothing behind it says nothing
        values[entry.key.text] = _plain(entry.value, here, spans, keys)
    return values


def _nearest(spans: Mapping[Place, Span], place: Place) -> Span:
    while place and place not in spans:
        place = place[:-1]
    return spans[place]


_SHAPES = {
    "dict_type": "block-expected",
    "model_type": "block-expected",
    "model_attributes_type": "block-expected",
    "tuple_type": "list-expected",
    "list_type": "list-expected",
    "less_than_equal": "number-too-large",
    "too_long": "list-too-long",
}


def _diagnostic(
    model: type[BaseModel],
    problem: ErrorDetails,
    spans: Mapping[Place, Span],
    keys: Mapping[Place, Span],
) -> Diagnostic:
    place: Place = tuple(part for part in problem["loc"] if part != "[key]")
    field = _named(place)
    if problem["type"] == "extra_forbidden":
        known = _field_names(_type_at(model, place[:-1]))
        values = {"field": str(place[-1]), "known": ", ".join(known)}
        suggestion = closest(str(place[-1]), known)
        if suggestion:
            values["suggestion"] = suggestion
        return error("field-unknown", keys[place], **values)
    if problem["type"] == "missing":
        if isinstance(place[-1], int):
            return error("list-too-short", _nearest(spans, place), field=_named(place[:-1]))
        if place in keys:
            return error("field-empty", keys[place], field=field)
        return error("field-missing", _one_line(_nearest(spans, place)), field=field)
    span = keys.get(place, _nearest(spans, place)) if "[key]" in problem["loc"] else None
    context = {key: str(value) for key, value in problem.get("ctx", {}).items()}
    if problem["type"] == "less_than_equal":
        context = {"limit": context["le"]}
    elif problem["type"] in _SHAPES:
        context = {}
    code = _SHAPES.get(problem["type"], problem["type"])
    return error(code, span or _nearest(spans, place), field=field, **context)


def _one_line(span: Span) -> Span:
    """What is missing is missing from a block: point at its beginning, underline nothing long."""
    return replace(span, length=1)


def _named(place: Place) -> str:
    """The name an editor knows the place by: the last word of it."""
    for part in reversed(place):
        if isinstance(part, str) and part:
            return part
    return ""


# --- what a field holds -------------------------------------------------------------------------


def _bare(annotation: Any) -> Any:
    """The type itself, without ``Annotated`` and without ``| None``."""
    while True:
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif get_origin(annotation) in (Union, types.UnionType):
            (annotation,) = (part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation


def _members(annotation: Any) -> Iterator[tuple[str, Any]]:
    """Field names, as written, and types of a block."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            yield info.alias or name, _bare(info.annotation)


def _field_names(annotation: Any) -> list[str]:
    return [name for name, _ in _members(annotation)]


def _inner(annotation: Any, part: str | int) -> Any:
    if get_origin(annotation) is tuple:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) is dict:
        return _bare(get_args(annotation)[1])
    return dict(_members(annotation)).get(str(part))


def _type_at(model: type[BaseModel], place: Place) -> Any:
    annotation: Any = model
    for part in place:
        annotation = _inner(annotation, part)
    return annotation


# --- translations -------------------------------------------------------------------------------


def overlay(
    model: type[BaseModel], main: nodes.Mapping, translation: nodes.Mapping, main_language: str
) -> Overlay:
    """Lay ``translation`` over ``main``, guided by ``model``: texts replace texts, list items meet
    by ``id``; a date, number, status or address in a translation is an error, because a copied
    deadline goes stale."""
    laying = _Laying(main_language, [])
    root = laying.mapping(model, main, translation)
    untranslated = sum(1 for _ in _fallbacks(root))
    return Overlay(root, untranslated, tuple(laying.diagnostics))


@dataclass(slots=True)
class _Laying:
    main_language: str
    diagnostics: list[Diagnostic]

    def mapping(self, kind: Any, main: nodes.Mapping, over: nodes.Mapping | None) -> nodes.Mapping:
        entries = []
        for entry in main.entries:
            inner = _inner(kind, entry.key.text)
            other = over.get(entry.key.text) if over else None
            value = self.node(inner, entry.value, other, entry.key.text)
            entries.append(replace(entry, value=value))
        for entry in over.entries if over else ():
            if main.get(entry.key.text) is None:
                entries.extend(self.added(kind, entry))
        return replace(main, entries=tuple(entries))

    def added(self, kind: Any, entry: nodes.Entry) -> Iterator[nodes.Entry]:
        """A field the main file does not have: kept when it is a text, else refused."""
        inner = _inner(kind, entry.key.text)
        if inner is None:
            known = _field_names(kind) or ["id"]
            suggestion = closest(entry.key.text, known)
            values = {"field": entry.key.text, "known": ", ".join(known)}
            if suggestion:
                values["suggestion"] = suggestion
            self.diagnostics.append(error("field-unknown", entry.key.span, **values))
        elif inner is Text and isinstance(entry.value, nodes.Scalar):
            yield entry
        else:
            self.refuse(entry.key.text, entry.key.span)

    def node(self, kind: Any, main: nodes.Node, over: nodes.Node | None, name: str) -> nodes.Node:
        if isinstance(over, nodes.Scalar) and over.null:
            over = None
        if kind is Text and isinstance(main, nodes.Scalar):
            if isinstance(over, nodes.Scalar):
                return over
            return replace(main, lang=self.main_language)
        if isinstance(main, nodes.Mapping):
            if over is not None and not isinstance(over, nodes.Mapping):
                self.refuse(name, over.span)
                over = None
            return self.mapping(kind, main, over)
        if isinstance(main, nodes.Sequence):
            if over is not None and not isinstance(over, nodes.Sequence):
                self.refuse(name, over.span)
                over = None
            return self.sequence(kind, main, over, name)
        if over is not None and name not in _NAMES:
            self.refuse(name, over.span)
        return main

    def sequence(
        self, kind: Any, main: nodes.Sequence, over: nodes.Sequence | None, name: str
    ) -> nodes.Sequence:
        inner = _inner(kind, 0) if kind is not None else None
        if inner is Text:
            return self.texts(main, over, name)
        if over is not None and "id" not in _field_names(inner):
            self.refuse(name, over.span)
            over = None
        others = self.by_id(main, over, name)
        items = [self.node(inner, item, others.get(_id(item)), name) for item in main.items]
        return replace(main, items=tuple(items))

    def texts(self, main: nodes.Sequence, over: nodes.Sequence | None, name: str) -> nodes.Sequence:
        """A list of bare texts has no ids: it is translated whole or not at all."""
        if over is not None and len(over.items) != len(main.items):
            self.diagnostics.append(
                error("translation-list-length", over.span, field=name, count=len(main.items))
            )
            over = None
        others = over.items if over else (None,) * len(main.items)
        pairs = zip(main.items, others, strict=True)
        return replace(main, items=tuple(self.node(Text, a, b, name) for a, b in pairs))

    def by_id(
        self, main: nodes.Sequence, over: nodes.Sequence | None, name: str
    ) -> dict[str, nodes.Node]:
        known = [_id(item) for item in main.items if _id(item)]
        found: dict[str, nodes.Node] = {}
        for item in over.items if over else ():
            identifier = _id(item)
            if not identifier:
                self.diagnostics.append(error("translation-without-id", item.span, field=name))
            elif identifier not in known:
                values = {"id": identifier, "known": ", ".join(known)}
                suggestion = closest(identifier, known)
                if suggestion:
                    values["suggestion"] = suggestion
                self.diagnostics.append(error("translation-id-unknown", item.span, **values))
            else:
                found[identifier] = item
        return found

    def refuse(self, name: str, span: Span) -> None:
        self.diagnostics.append(error("translation-holds-fact", span, field=name))


_NAMES = ("id", "number", "n")
"""What list items are found by: contributions go by their number, points by ``n``."""


def _id(node: nodes.Node) -> str:
    if not isinstance(node, nodes.Mapping):
        return ""
    for name in _NAMES:
        value = node.get(name)
        if isinstance(value, nodes.Scalar):
            return value.text
    return ""


def _fallbacks(node: nodes.Node) -> Iterator[nodes.Scalar]:
    if isinstance(node, nodes.Scalar):
        if node.lang:
            yield node
    elif isinstance(node, nodes.Sequence):
        for item in node.items:
            yield from _fallbacks(item)
    else:
        for entry in node.entries:
            yield from _fallbacks(entry.value)
