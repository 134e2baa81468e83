"""How many texts occur more than once, in little memory."""

from __future__ import annotations

from array import array
from hashlib import blake2b

__all__ = ["Repeated"]


class Repeated:
    """Counts texts that occur more than once, in eight bytes each.

    A set of voter ids would take ten times as much. Two ids of a million have equal digests with
    a chance of one in forty million, and the worst of it is a warning.
    """

    def __init__(self) -> None:
        self._digests = tuple(array("Q") for _ in range(256))

    def add(self, text: str) -> None:
        """Note one text."""
        digest = blake2b(text.encode(), digest_size=8).digest()
        self._digests[digest[0]].append(int.from_bytes(digest, "little"))

    def count(self) -> int:
        """The number of different texts that occurred more than once."""
        repeated = 0
        for digests in self._digests:
            ordered = sorted(digests)
            for place in range(1, len(ordered)):
                again = ordered[place] == ordered[place - 1]
                repeated += again and (place == 1 or ordered[place] != ordered[place - 2])
        return repeated
