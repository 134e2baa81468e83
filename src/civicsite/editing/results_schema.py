"""The JSON Schema of ``results.json``, derived from the types that are written."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Union, get_args, get_origin

from civicsite.plain import is_pairs, stored
from civicsite.results.record import FORMAT, VERSION, Record

__all__ = ["results_schema"]

_SCALARS: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    Fraction: {"type": "string", "pattern": r"^-?[0-9]+/[0-9]+$"},
    type(None): {"type": "null"},
}


def results_schema() -> dict[str, Any]:
    """The schema (draft 2020-12). Every type of the program is one entry of ``$defs``."""
    making = _Making()
    making.type_of(Record)
    record = making.definitions.pop("Record")
    record["properties"]["format"] = {"const": FORMAT}
    record["properties"]["version"] = {"const": VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "results.json",
        **record,
        "$defs": dict(sorted(making.definitions.items())),
    }


class _Making:
    def __init__(self) -> None:
        self.definitions: dict[str, dict[str, Any]] = {}

    def type_of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type."""
        if kind in _SCALARS:
            return dict(_SCALARS[kind])
        origin, args = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.type_of(item) for item in args]}
        if is_pairs(kind):
            return {"type": "object", "additionalProperties": self.type_of(get_args(args[0])[1])}
        if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
            return {"type": "array", "items": self.type_of(args[0])}
        if origin is tuple:
            items = [self.type_of(item) for item in args]
            return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
        if origin is not None and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.type_of(args[1])}
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"enum": [item.value for item in kind]}
        return self._reference(kind)

    def _reference(self, kind: Any) -> dict[str, Any]:
        if not is_dataclass(kind):
            raise TypeError(f"no schema for {kind}")
        name = str(getattr(kind, "__name__", kind))
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name].update(self._object(kind))
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, kind: Any) -> dict[str, Any]:
        said = _docstrings(kind)
        properties, required = {}, []
        for field, type_ in stored(kind):
            properties[field.name] = self.type_of(type_)
            if said.get(field.name):
                properties[field.name]["description"] = said[field.name]
            if field.default is MISSING and field.default_factory is MISSING:
                required.append(field.name)
        return {
            "type": "object",
            "description": " ".join((inspect.getdoc(kind) or "").split()),
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


def _docstrings(kind: type) -> dict[str, str]:
    """What the source says under each field."""
    (block,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(block, ast.ClassDef)
    said = {}
    for statement, after in zip(block.body, block.body[1:], strict=False):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            said[statement.target.id] = " ".join(str(after.value.value).split())
    return said
