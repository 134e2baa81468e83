"""Frozen values <-> plain data for JSON, exactly: what is read back equals what was written.

A dataclass becomes an object with its fields by name; fields that hold their default are left out,
so that a field added later does not change what was written before. Pairs of a word and a value
become an object, in their order. Whole numbers stay numbers; decimals and fractions are texts
(``"12.50"``, ``"7/3"``), because a JSON number may be read as a binary fraction.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from civicsite.diagnostics import Span

__all__ = ["from_data", "is_pairs", "stored", "to_data"]

T = TypeVar("T")

_DECIMAL = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?")
_FRACTION = re.compile(r"(-?[0-9]{1,60})/([0-9]{1,60})")


def to_data(value: Any) -> Any:
    """Plain data for a value. Raises TypeError for what has no such form."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _object(value)
    if isinstance(value, Mapping):
        return {str(key): to_data(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_data(item) for item in value]
    raise TypeError(f"no plain form for a {type(value).__name__}")


def _object(value: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    own: Any = type(value)
    for field, kind in stored(own):
        item = getattr(value, field.name)
        if not _is_default(field, item):
            plain[field.name] = _pairs(item) if is_pairs(kind) else to_data(item)
    return plain


def _is_default(field: Field[Any], item: Any) -> bool:
    if field.default_factory is not MISSING:
        return bool(item == field.default_factory())
    if field.default is MISSING:
        return False
    # False == 0, and so on: another kind of value is not the default.
    return bool(item == field.default) and type(item) is type(field.default)


def _pairs(pairs: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    plain = {key: to_data(item) for key, item in pairs}
    if len(plain) < len(pairs):
        raise TypeError("a word stands twice")
    return plain


@cache
def stored(kind: Any) -> tuple[tuple[Field[Any], Any], ...]:
    """The fields of a dataclass that are written, with their types. Places in files are not: they
    are about an editor's folder, not about what was counted."""
    hints = get_type_hints(kind)
    return tuple((field, hints[field.name]) for field in fields(kind) if hints[field.name] != Span)


def is_pairs(kind: Any) -> bool:
    """Whether a type is ``tuple[tuple[str, X], ...]``."""
    args = get_args(kind)
    if get_origin(kind) is not tuple or len(args) != 2 or args[1] is not Ellipsis:
        return False
    inner = get_args(args[0])
    pair = get_origin(args[0]) is tuple and len(inner) == 2 and inner[1] is not Ellipsis
    return pair and inner[0] is str


def from_data(kind: type[T], data: Any) -> T:
    """The value that ``to_data`` made ``data`` from. Raises ValueError, with the way to the part
    that does not fit; never anything else, whatever ``data`` holds."""
    value: T = _read(kind, data, "")
    return value


def _read(kind: Any, data: Any, place: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), data, place)
    if origin is tuple:
        return _read_tuple(kind, data, place)
    if origin is not None and issubclass(origin, Mapping):
        value = get_args(kind)[1]
        return {key: _read(value, item, f"{place}/{key}") for key, item in _dict(data, place)}
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_object(kind, data, place)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _checked(lambda: kind(data), place)
    reader = _SCALARS.get(kind)
    if reader is None:
        raise TypeError(f"no plain form for {kind}")
    return _checked(lambda: reader(data), place)


def _checked(read: Callable[[], Any], place: str) -> Any:
    try:
        return read()
    except (ValueError, ArithmeticError) as problem:
        raise ValueError(f"{place or '/'}: {problem}") from None


def _read_union(kinds: tuple[Any, ...], data: Any, place: str) -> Any:
    if data is None:
        if type(None) in kinds:
            return None
        raise ValueError(f"{place}: null")
    others = [kind for kind in kinds if kind is not type(None)]
    problem = ValueError(f"{place}: no such kind of value")
    for kind in others:
        try:
            return _read(kind, data, place)
        except ValueError as found:
            problem = found
    raise problem


def _read_tuple(kind: Any, data: Any, place: str) -> tuple[Any, ...]:
    args = get_args(kind)
    if is_pairs(kind):
        value = get_args(args[0])[1]
        return tuple(
            (key, _read(value, item, f"{place}/{key}")) for key, item in _dict(data, place)
        )
    if not isinstance(data, list):
        raise ValueError(f"{place}: no list")
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_read(args[0], item, f"{place}/{n}") for n, item in enumerate(data))
    if len(data) != len(args):
        raise ValueError(f"{place}: {len(data)} parts, not {len(args)}")
    parts = enumerate(zip(args, data, strict=True))
    return tuple(_read(part, item, f"{place}/{n}") for n, (part, item) in parts)


def _dict(data: Any, place: str) -> list[tuple[str, Any]]:
    if not isinstance(data, dict):
        raise ValueError(f"{place}: no object")
    return list(data.items())


def _read_object(kind: type, data: Any, place: str) -> Any:
    given = dict(_dict(data, place))
    values = {}
    for field, type_ in stored(kind):
        if field.name in given:
            item = given.pop(field.name)
            values[field.name] = _read(type_, item, f"{place}/{field.name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{place}/{field.name}: missing")
    if given:
        raise ValueError(f"{place}/{sorted(given)[0]}: unknown")
    return kind(**values)


def _text(data: Any) -> str:
    if not isinstance(data, str):
        raise ValueError("no text")
    return data


def _whole(data: Any) -> int:
    if type(data) is not int:
        raise ValueError("no whole number")
    return data


def _yes_no(data: Any) -> bool:
    if not isinstance(data, bool):
        raise ValueError("neither true nor false")
    return data


def _decimal(data: Any) -> Decimal:
    if not _DECIMAL.fullmatch(_text(data)):
        raise ValueError("no decimal number")
    return Decimal(data)


def _fraction(data: Any) -> Fraction:
    match = _FRACTION.fullmatch(_text(data))
    if not match:
        raise ValueError("no fraction")
    return Fraction(int(match[1]), int(match[2]))


_SCALARS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _whole,
    bool: _yes_no,
    Decimal: _decimal,
    Fraction: _fraction,
    datetime: lambda data: datetime.fromisoformat(_text(data)),
}
