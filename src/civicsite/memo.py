"""A store of pure, expensive functions, keyed by content. Safe to delete at any time.

Only three things are worth it (Markdown, data files, images); everything else is done again in
every build. A wrong answer from here would be published, so nothing is believed: the key holds
the function, the program and every input, and what was stored is sealed by its own digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

__all__ = ["Memo", "MemoryStore", "Store", "content_key"]

T = TypeVar("T")

_SEAL = 32  # bytes of a SHA-256 digest, in front of what is stored


class Store(Protocol):
    """Where a memo keeps its bytes: in memory, or in the file of ``output.writing``."""

    def get(self, key: str) -> bytes | None:
        """The bytes put under ``key``; None when there are none or they cannot be read."""

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``; a store that cannot write may forget it."""


class MemoryStore:
    """A store that ends with the process: for tests, and for runs that must leave no trace."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The bytes put under ``key``, or None."""
        return self.entries.get(key)

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``."""
        self.entries[key] = data


def content_key(*parts: bytes | str) -> str:
    """SHA-256 (hex) over ``parts``, each with its kind and length in front.

    Without the length ``("ab", "c")`` and ``("a", "bc")`` would be the same key.
    """
    state = hashlib.sha256()
    for part in parts:
        # File names may hold undecodable bytes as surrogates; they too must have a key.
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(b"%c%d:" % (b"s" if isinstance(part, str) else b"b", len(data)))
        state.update(data)
    return state.hexdigest()


class Memo:
    """Answers a call from the store, or makes it and keeps the answer."""

    def __init__(self, store: Store, program: str) -> None:
        """``program`` is the fingerprint of the code and of the libraries that compute: with
        another one nothing stored is found again."""
        self._store = store
        self._program = program
        self.hits = 0
        """Calls answered from the store."""
        self.misses = 0
        """Calls that had to be computed."""
        self.used: set[str] = set()
        """Keys of all calls so far."""

    def get(
        self,
        kind: str,
        inputs: Sequence[bytes | str],
        compute: Callable[[], T],
        dump: Callable[[T], bytes],
        load: Callable[[bytes], T],
    ) -> T:
        """The value of ``compute()``, which must follow from ``kind`` and ``inputs`` alone.

        ``load`` raises ValueError for bytes it does not understand; then the value is computed
        again. The answer has always been through ``dump`` and ``load``, also the first time:
        otherwise a lossy ``dump`` would make the second build differ from the first, and two
        callers could share one mutable value.
        """
        key = content_key(kind, self._program, *inputs)
        self.used.add(key)
        data = _unsealed(key, self._store.get(key))
        if data is not None:
            try:
                value = load(data)
            except ValueError:
                pass
            else:
                self.hits += 1
                return value
        self.misses += 1
        data = dump(compute())
        self._store.put(key, _seal(key, data) + data)
        return load(data)

    def lacks(self, kind: str, inputs: Sequence[bytes | str]) -> bool:
        """True when :meth:`get` would have to compute."""
        key = content_key(kind, self._program, *inputs)
        return _unsealed(key, self._store.get(key)) is None

    def keep(self, kind: str, inputs: Sequence[bytes | str], data: bytes) -> None:
        """Put what ``dump`` made elsewhere, so that :meth:`get` will find it."""
        key = content_key(kind, self._program, *inputs)
        self._store.put(key, _seal(key, data) + data)


def _seal(key: str, data: bytes) -> bytes:
    # The key is sealed in, so that a store that mixes up its rows is noticed as well.
    return hashlib.sha256(key.encode("ascii") + data).digest()


def _unsealed(key: str, stored: bytes | None) -> bytes | None:
    if stored is None:
        return None
    data = stored[_SEAL:]
    return data if stored[:_SEAL] == _seal(key, data) else None
