"""Bytes of a JSON file -> values, within bounds: an export comes from outside."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.dataset import ExportFile

__all__ = ["Json", "JsonFile", "json_keys", "looks_like_json", "read_json"]

Json = dict[str, "Json"] | list["Json"] | str | bool | None
"""A value of a JSON file. Numbers stay the text they were, so that none is rounded."""

_MOST_BYTES = 64 << 20
"""A parsed file takes some ten times as much memory."""
_DEEPEST = 32
"""Levels of nesting. Decidim's exports have five; thousands of brackets would exhaust a parser."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]', re.DOTALL)


def looks_like_json(head: bytes) -> bool:
    """True when the first bytes begin a list of objects."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{", head) is not None


@dataclass(frozen=True, slots=True)
class JsonFile:
    """What is in a file, and which bytes it was."""

    value: Json
    sha256: str
    size: int


def read_json(file: ExportFile) -> JsonFile | Diagnostic:
    """The value in a file. Diagnostics: ``json-too-big``, ``json-not-utf8``, ``json-too-deep``,
    ``json-unreadable``."""
    with file.stream() as stream:
        data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        return error("json-too-big", Span(file.path), most=_MOST_BYTES >> 20)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return error("json-not-utf8", Span(file.path))
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += (match[0] in "[{") - (match[0] in "]}")
        if depth > _DEEPEST:
            line = text.count("\n", 0, match.start()) + 1
            return error("json-too-deep", Span(file.path, line), most=_DEEPEST)
    try:
        value: Json = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as problem:
        return error("json-unreadable", Span(file.path, problem.lineno, problem.colno))
    return JsonFile(value, hashlib.sha256(data).hexdigest(), len(data))


def json_keys(head: bytes) -> frozenset[str]:
    """The keys of the first object in a list of objects, nested ones joined by ``/`` as Decidim's
    tables have them; as far as the first bytes show them."""
    if not looks_like_json(head):
        return frozenset()
    found, path, opened, before = set(), [""], 0, ""
    for match in _TOKEN.finditer(head.decode("utf-8", "replace")):
        token = match[0]
        if token in "[{":
            opened += 1
            path.append(path[-1])
        elif token in "]}":
            opened -= 1
            path.pop()
            if opened < 2:
                break
        elif token == ":" and before.startswith('"') and opened >= 2:
            key = before[1:-1]
            path[-1] = f"{path[-2]}/{key}" if path[-2] else key
            found.add(path[-1])
        before = token
        if opened > _DEEPEST or not path:
            break
    return frozenset(found)
