"""Digests of views: the named parts of an output's key.

A view hashes as a tree. What many pages share (:class:`~civicsite.pages.views.Shared`) enters by
its own digest, computed once a build, so that a site of ten thousand pages does not hash its
navigation ten thousand times.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any

from civicsite.pages.views import Shared, View

__all__ = ["Digests", "digest"]


class Digests:
    """Computes digests for one build; views are frozen, so a shared part is hashed once."""

    def __init__(self) -> None:
        self._shared: dict[int, tuple[Shared, str]] = {}

    def view_parts(self, view: View) -> dict[str, str]:
        """A digest for every field of a view, by ``view.<field>``: ``explain`` names the one that
        changed."""
        parts = {"view": digest(type(view).__name__)}
        for name in _fields(type(view)) or ():
            plain = self._plain(getattr(view, name))
            parts[f"view.{name}"] = digest(_canonical(plain))
        return parts

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Shared):
            return self._of_shared(value)
        return self._open(value)

    def _of_shared(self, value: Shared) -> str:
        known = self._shared.get(id(value))
        if known is None:
            # The value is kept beside its digest, so that its id cannot be given to another.
            known = (value, digest(_canonical(self._open(value))))
            self._shared[id(value)] = known
        return known[1]

    def _open(self, value: Any) -> Any:
        if value is None or isinstance(value, (str, int)):
            return value
        if isinstance(value, tuple):
            return [self._plain(item) for item in value]
        names = _fields(type(value))
        if names is not None:
            return [type(value).__name__, *[self._plain(getattr(value, name)) for name in names]]
        raise TypeError(f"a view may not hold a {type(value).__name__}")


def _fields(kind: type[Any]) -> tuple[str, ...] | None:
    """Names of the fields of a dataclass; None for any other type."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None
    return _KNOWN[kind]


_KNOWN: dict[type[Any], tuple[str, ...] | None] = {}
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def digest(text: str | bytes) -> str:
    """The first 128 bits of a SHA-256, in hex: enough to tell any two parts apart."""
    data = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()[:32]
