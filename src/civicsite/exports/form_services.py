"""What the exports of a form service look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from civicsite.exports.column_names import joined
from civicsite.exports.form_answers import AS_USUAL, Encoding, Joining
from civicsite.exports.headings import head_rows
from civicsite.exports.json_text import json_keys, looks_like_json
from civicsite.exports.tables import Join, Table
from civicsite.exports.text_tables import tidy

__all__ = ["FormService", "first_of", "folded"]

_ROWS_LOOKED_AT = 8


def folded(headings: Sequence[str]) -> frozenset[str]:
    """Headings as they are compared: tidied, without case."""
    return frozenset(tidy(heading).casefold() for heading in headings)


@dataclass(frozen=True, slots=True)
class FormService:
    """What one service's exports look like. Headings are compared without case."""

    name: str
    """What an editor writes after ``format:``."""
    fingerprints: tuple[tuple[str, ...], ...] = ()
    """Sets of headings, one per language or version, all of which a header has."""
    first: tuple[str, ...] = ()
    """One of these, exactly, heads the first column; empty: it does not matter."""
    looks: str = ""
    """Regular expression of the first cell under ``time``, where headings alone prove little."""
    time: tuple[str, ...] = ()
    """Headings of the time of arrival; the first one that is there."""
    utc: bool = False
    """True where times are in UTC without saying so."""
    undated: str = ""
    """Regular expression of a time that stands for none."""
    order: str = ""
    """``day-first`` where the service always writes days so."""
    finished: tuple[tuple[str, str], ...] = ()
    """Heading, and what a cell under it matches whole (a regular expression) when the form was sent
    to its end."""
    must_tell_finished: bool = False
    """True where a table without such a column cannot be trusted to hold finished forms only."""
    personal: tuple[str, ...] = ()
    """Headings of personal data that no question may name."""
    nobody: tuple[str, ...] = ()
    """What stands there for somebody unknown; it is nobody's personal data."""
    ids_row: str = ""
    """First cell of a row of technical names below the header."""
    encoding: Encoding = AS_USUAL
    joinings: tuple[tuple[str, Joining], ...] = ()
    """How choices are joined, by what the first time of arrival looks like (a regular
    expression)."""
    in_json: Joining | None = None
    """How choices are joined once JSON has become a table; None where the service gives no JSON."""
    header_rows: int = 1
    join: Join = joined
    """Makes one name for each column of several header rows."""
    settle: Callable[[Table], None] | None = None
    """Corrects names of columns that only the cells below tell."""

    def fits(self, header: Sequence[str]) -> bool:
        """Whether a header is this service's."""
        keys = folded(header)
        begins = next((tidy(name) for name in header if tidy(name)), "")
        known = not self.first or begins in self.first
        return known and any(folded(names) <= keys for names in self.fingerprints)

    def made(self, head: bytes) -> bool:
        """Whether the first bytes of a file are a table of this service: by its header, and where
        that proves little by the first time of arrival."""
        if looks_like_json(head):
            return self.in_json is not None and self.fits(sorted(json_keys(head)))
        rows = head_rows(head)
        for index in range(min(len(rows), _ROWS_LOOKED_AT)):
            own = rows[index : index + self.header_rows]
            header = self.join(own)
            if any(header) and self.fits(header):
                return self._looks_so(header, rows[index + self.header_rows :])
        return False

    def _looks_so(self, header: Sequence[str], rows: list[tuple[str, ...]]) -> bool:
        index = first_of(header, self.time)
        cells = [tidy(row[index]) for row in rows if index is not None and index < len(row)]
        filled = next((cell for cell in cells if cell), "")
        return not filled or re.match(self.looks, filled) is not None


def first_of(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The column with one of the names, the first of the names first."""
    found = [heading.casefold() for heading in header]
    return next((found.index(n.casefold()) for n in names if n.casefold() in found), None)
