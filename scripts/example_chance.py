"""Repeatable chance and tables for the example site's files."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

_T = TypeVar("_T")
Row = Sequence[object]


class Luck:
    """Repeatable chance for one file."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(f"civicsite example: {name}").random

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, ``limit``."""
        return int(self._random() * limit)

    def shuffled(self, items: Iterable[_T]) -> list[_T]:
        """The items in chance order (Fisher and Yates)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def pick(self, weights: Mapping[str, int]) -> str:
        """One key, as likely as its weight."""
        left = self.below(sum(weights.values()))
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        raise AssertionError("below() stays below the sum of the weights")

    def several(self, weights: Mapping[str, int], count: int) -> list[str]:
        """``count`` different keys, in the order of the mapping."""
        rest = dict(weights)
        chosen = set()
        for _ in range(count):
            key = self.pick(rest)
            chosen.add(key)
            del rest[key]
        return [key for key in weights if key in chosen]


def table(header: Row, rows: Iterable[Row]) -> str:
    """A CSV file as a Polish spreadsheet writes it: semicolons, UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
