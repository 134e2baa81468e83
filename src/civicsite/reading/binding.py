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
from civicsite.reading.yaml_rows import CURLY_QUOTES, bare, quote

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
        return _nearest(self.spans, _as_written(self.spans, place))


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
    reading = _Reading()
    plain = reading.plain(root, ())
    try:
        value = model.model_validate(plain, context={"zone": zone})
    except ValidationError as problems:
        scalars = {scalar.span: scalar for scalar in _scalars(root)}
        for problem in problems.errors(include_url=False, include_input=False):
            found = _diagnostic(model, problem, reading.spans, reading.keys)
            reading.problems.append(_by_its_look(found, scalars.get(found.span)))
        return None, tuple(reading.problems)
    if reading.problems:
        return None, tuple(reading.problems)
    return Bound(value, reading.spans, reading.keys), ()


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


@dataclass(frozen=True, slots=True)
class _Reading:
    """Nodes as plain values for the model, and where each of them was written."""

    spans: dict[Place, Span] = field(default_factory=dict)
    keys: dict[Place, Span] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def plain(self, node: nodes.Node, place: Place) -> Any:
        self.spans[place] = node.span
        if isinstance(node, nodes.Scalar):
            return Leaf(node.text, node.lang)
        if isinstance(node, nodes.Sequence):
            items = [item for item in node.items if not _is_null(item)]
            for item in node.items:
                if _is_null(item):
                    empty = error("list-item-empty", item.span, field=_named(place))
                    self.problems.append(empty)
            return [self.plain(item, (*place, index)) for index, item in enumerate(items)]
        values = {}
        for entry in node.entries:
            here = (*place, entry.key.text)
            self.keys[here] = entry.key.span
            if not _is_null(entry.value):  # `key:` with nothing behind it says nothing
                values[entry.key.text] = self.plain(entry.value, here)
        return values


def _is_null(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Scalar) and node.null


def _as_written(spans: Mapping[Place, object], place: Place) -> Place:
    """The place in the file of a place in the value: a single item may stand without its list, and
    an address without its language."""
    written: Place = ()
    for part in place:
        if part not in (0, "") or (*written, part) in spans:
            written = (*written, part)
    return written


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
    is_key = problem["loc"][-1:] == ("[key]",) and problem["type"] != "extra_forbidden"
    place = _as_written({**spans, **keys}, problem["loc"][:-1] if is_key else problem["loc"])
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
    span = keys.get(place) if is_key else None
    context = {key: str(value) for key, value in problem.get("ctx", {}).items()}
    if problem["type"] == "less_than_equal":
        context = {"limit": context["le"]}
    elif problem["type"] in _SHAPES:
        context = {}
    code = _SHAPES.get(problem["type"], problem["type"])
    return error(code, span or _nearest(spans, place), field=field, **context)


def _scalars(node: nodes.Node) -> Iterator[nodes.Scalar]:
    if isinstance(node, nodes.Scalar):
        yield node
    elif isinstance(node, nodes.Sequence):
        for item in node.items:
            yield from _scalars(item)
    else:
        for entry in node.entries:
            yield from _scalars(entry.value)


def _by_its_look(found: Diagnostic, scalar: nodes.Scalar | None) -> Diagnostic:
    """A value that does not fit its field because of the quotation marks of printed text."""
    if scalar and not scalar.quoted and scalar.text[:1] in tuple(CURLY_QUOTES):
        return error("curly-quotes", found.span, suggestion=quote(bare(scalar.text)))
    return found


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
                entries.extend(self.added(kind, main, entry))
        return replace(main, entries=tuple(entries))

    def added(self, kind: Any, main: nodes.Mapping, entry: nodes.Entry) -> Iterator[nodes.Entry]:
        """A field the main file does not have: kept when it is a text, else refused."""
        inner = _inner(kind, entry.key.text)
        if inner is Text:
            yield entry  # of a wrong shape it is refused when it is bound
        elif get_origin(kind) is dict:
            self.unknown_name(entry.key, [each.key.text for each in main.entries])
        elif inner is None:
            known = _field_names(kind) or ["id"]
            suggestion = closest(entry.key.text, known)
            values = {"field": entry.key.text, "known": ", ".join(known)}
            if suggestion:
                values["suggestion"] = suggestion
            self.diagnostics.append(error("field-unknown", entry.key.span, **values))
        elif not (isinstance(entry.value, nodes.Scalar) and entry.value.null):
            self.refuse(entry.key.text, entry.key.span)

    def node(self, kind: Any, main: nodes.Node, over: nodes.Node | None, name: str) -> nodes.Node:
        if isinstance(over, nodes.Scalar) and over.null:
            over = None
        if kind is Text and isinstance(main, nodes.Scalar):
            if over is not None:
                return over  # of a wrong shape it is refused when it is bound
            return main if main.null else replace(main, lang=self.main_language)
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
        items = []
        for item in main.items:
            identifier = _id(item)
            other = others.get(identifier.text) if identifier else None
            items.append(self.node(inner, item, other, name))
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
        known = [name.text for name in map(_id, main.items) if name]
        found: dict[str, nodes.Node] = {}
        for item in over.items if over else ():
            identifier = _id(item)
            if not identifier:
                self.diagnostics.append(error("translation-without-id", item.span, field=name))
            elif identifier.text not in known:
                self.unknown_name(identifier, known)
            elif identifier.text in found:
                line = found[identifier.text].span.line
                twice = error("id-twice", identifier.span, id=identifier.text, line=line)
                self.diagnostics.append(twice)
            else:
                found[identifier.text] = item
        return found

    def unknown_name(self, name: nodes.Scalar, known: list[str]) -> None:
        values = {"id": name.text, "known": ", ".join(known) or "–"}
        suggestion = closest(name.text, known)
        if suggestion:
            values["suggestion"] = suggestion
        self.diagnostics.append(error("translation-id-unknown", name.span, **values))

    def refuse(self, name: str, span: Span) -> None:
        self.diagnostics.append(error("translation-holds-fact", span, field=name))


_NAMES = ("id", "number", "n")
"""What list items are found by: contributions go by their number, points by ``n``."""


def _id(node: nodes.Node) -> nodes.Scalar | None:
    """What a list item is found by, as it was written; None when it has nothing of the kind."""
    values = [node.get(name) for name in _NAMES] if isinstance(node, nodes.Mapping) else []
    return next((v for v in values if isinstance(v, nodes.Scalar) and v.text), None)


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
