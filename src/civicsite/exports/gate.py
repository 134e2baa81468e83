"""Keeps personal data from getting out through an export.

Two kinds of evidence: what a column calls itself, and what its cells look like. A number alone
proves little, so numbers count by their share of a column; so do names, since a title may well be
*Park Leonarda da Vinci*. Messages name the column and show the *shape* of a value, never the value:
they end in the logs of pipelines.

Thresholds, in per cent of the filled cells of a column: full names 30, given names or surnames
alone 60 and 20, texts that speak of a person 50, pairs of coordinates 20, latitudes beside
longitudes 80, birth dates 80. For numbers see ``personal_values``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.exports.given_names import (
    has_full_name,
    is_full_name,
    is_given_name,
    is_surname,
    speaks_of_a_person,
)
from civicsite.exports.personal_headings import announces_money, heading_kind, normal_heading
from civicsite.exports.personal_values import (
    LENGTHS,
    NUMBERS,
    WORTH_A_LOOK,
    coordinates,
    find_identifier,
    find_pesel,
    mask,
    plain,
    proven,
)

__all__ = ["Gate", "check_columns", "check_identifiers", "check_text", "mask", "names_a_person"]

_PUBLIC = {
    "candidate": frozenset({"name", "names"}),
    "place": frozenset({"name", "address", "coordinates", "names"}),
    "official": frozenset({"name", "contact", "address", "names", "email", "phone"}),
}
"""What a column may hold that is ``public_as`` such: the kinds of its heading and of its values. An
official's telephone and address are those of the office; those of others are never public."""

_COLUMNS = {
    "name": "personal-column-name",
    "contact": "personal-column-contact",
    "address": "personal-column-address",
    "identifier": "personal-column-identifier",
    "device": "personal-column-device",
    "coordinates": "personal-column-coordinates",
    "sensitive": "personal-column-sensitive",
}
_VALUES = {
    "email": "personal-values-email",
    "phone": "personal-values-phone",
    "pesel": "personal-values-pesel",
    "nip": "personal-values-nip",
    "regon": "personal-values-regon",
    "identity-card": "personal-values-papers",
    "papers": "personal-values-papers",
    "iban": "personal-values-iban",
    "land-register": "personal-values-land-register",
    "ip-address": "personal-values-ip",
    "names": "personal-values-names",
    "coordinates": "personal-values-coordinates",
    "birth-date": "personal-values-birth-date",
}
_TEXTS = {
    "email": "personal-text-email",
    "phone": "personal-text-phone",
    "pesel": "personal-text-pesel",
    "iban": "personal-text-iban",
    "papers": "personal-text-papers",
    "land-register": "personal-text-land-register",
    "ip-address": "personal-text-ip",
}
"""Diagnostics by kind of data: each says in its own words what was found."""

_AT_ONCE = 256
"""Rows that wait to be looked at together."""
_LOOKED_AT = 2000
"""Cells of a column in which names, coordinates and birth dates are looked for one by one; of those
below only every sixteenth, so that a million ballots are not slowed down."""
_DATE = re.compile(
    r"([12][0-9]{3})-[0-9]{2}-[0-9]{2}(?:[T ].*)?|[0-9]{1,2}[./][0-9]{1,2}[./]([12][0-9]{3})"
)
_GENERATION = 30
"""Years between the first and the last date of a column from which on they are birth dates: nothing
else in an export reaches so far back."""


@dataclass(slots=True)
class _Shape:
    """How often something that counts by its share was seen."""

    count: int = 0
    line: int = 0
    example: str = ""

    def see(self, cell: str, line: int) -> None:
        """One more."""
        if not self.count:
            self.line, self.example = line, mask(cell)
        self.count += 1


@dataclass(slots=True)
class _Column:
    """Evidence found in one column."""

    sums: bool = False
    filled: int = 0
    looked: int = 0
    """Cells in which names, coordinates and dates were looked for."""
    proofs: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """Kind -> number of cells, first line, shape of the first value."""
    numbers: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Place in ``NUMBERS`` -> cells of that shape, and those that pass."""
    first: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Place in ``NUMBERS`` -> line and shape of the first that passes."""
    shapes: dict[str, _Shape] = field(default_factory=dict)
    years: tuple[int, int] = (9999, 0)

    def see(self, cell: str, line: int) -> None:
        """Take one cell."""
        self.filled += 1
        if len(cell) < 2 or (cell.isdecimal() and len(cell) not in LENGTHS):
            # Most cells of a vote: numbers of projects, ages, long ids.
            self.looked += self.filled <= _LOOKED_AT or self.filled % 16 == 0
            return
        if not cell.isascii():
            cell = plain(cell)
        if self.filled <= _LOOKED_AT or self.filled % 16 == 0:
            self._look(cell.strip(), line)
        if len(cell) < 5 or not WORTH_A_LOOK.search(cell):
            return
        if proof := proven(cell, sums=self.sums):
            count, first, shape = self.proofs.get(proof[0], (0, line, mask(proof[1])))
            self.proofs[proof[0]] = (count + 1, first, shape)
        stripped = cell.strip()
        for place, (_, pattern, holds, _) in enumerate(NUMBERS):
            match = pattern.search(stripped) if place in _ANYWHERE else pattern.fullmatch(stripped)
            if match:
                passes = holds(match[0])
                seen, passed = self.numbers.get(place, (0, 0))
                self.numbers[place] = (seen + 1, passed + passes)
                if passes:
                    self.first.setdefault(place, (line, mask(match[0])))

    def see_all(self, cells: Sequence[str], lines: Sequence[int]) -> None:
        """Take many cells, none of them empty: the same as ``see`` for each. What most columns hold
        (numbers; marks) is settled for all of them at once."""
        numbers = all(map(str.isdecimal, cells)) and LENGTHS.isdisjoint(map(len, cells))
        if not numbers:
            joined = "\n".join(cells)
            if not joined.isascii() or WORTH_A_LOOK.search(joined):
                for cell, line in zip(cells, lines, strict=True):
                    self.see(cell, line)
                return
        before = self.filled
        self.filled += len(cells)
        near = max(0, min(len(cells), _LOOKED_AT - before))
        far = range(near + -(before + near + 1) % 16, len(cells), 16)
        for place in (*range(near), *far):
            cell = cells[place]
            if numbers or len(cell) < 2 or (cell.isdecimal() and len(cell) not in LENGTHS):
                self.looked += 1
            else:
                self._look(cell.strip(), lines[place])

    def _look(self, cell: str, line: int) -> None:
        self.looked += 1
        kind = ""
        if cell[:1].isalpha():
            if is_given_name(cell):
                kind = "given"
            elif is_full_name(cell):
                kind = "full"
            elif is_surname(cell):
                kind = "surname"
            elif " " in cell and speaks_of_a_person(cell):
                kind = "speaks"
        elif match := _DATE.fullmatch(cell):
            kind = "date"
            year = int(match[1] or match[2])
            self.years = (min(self.years[0], year), max(self.years[1], year))
        else:
            kind = coordinates(cell)
        if kind:
            self.shapes.setdefault(kind, _Shape()).see(cell, line)

    def share(self, kind: str) -> int:
        """Cells of that shape in per cent of those looked at, rounded down."""
        shape = self.shapes.get(kind)
        return 100 * shape.count // self.looked if shape else 0

    def verdicts(self) -> Iterable[tuple[str, int, int, str]]:
        """Kind, number of cells, line and shape."""
        for kind, (count, line, shape) in self.proofs.items():
            yield kind, count, line, shape
        told = set(self.proofs)
        for place, (seen, passed) in self.numbers.items():
            kind, _, _, share = NUMBERS[place]
            of = seen if place == 0 else self.filled
            if passed and kind not in told and passed * 100 >= of * share:
                told.add(kind)
                yield kind, passed, *self.first[place]
        yield from self._shares()

    def _shares(self) -> Iterable[tuple[str, int, int, str]]:
        people = [("full", 30), ("given", 60), ("surname", 20), ("speaks", 50)]
        found = [kind for kind, share in people if self.share(kind) >= share]
        if not found and self.share("full") + self.share("given") >= 60:
            found = ["full"]
        kinds = {"names": found[:1]}
        kinds["coordinates"] = ["pair"] if self.share("pair") >= 20 else []
        apart = self.years[1] - self.years[0]
        kinds["birth-date"] = ["date"] if self.share("date") >= 80 and apart >= _GENERATION else []
        for kind, seen in kinds.items():
            for name in seen:
                shape = self.shapes[name]
                yield kind, shape.count, shape.line, shape.example


_ANYWHERE = frozenset(
    place for place, (kind, *_) in enumerate(NUMBERS) if kind in ("pesel", "nip") and place != 1
)
"""Numbers that are looked for inside a longer cell too."""


class Gate:
    """Looks at every row of one file; an ``Inspector`` for formats."""

    def __init__(self, path: str, public_as: Mapping[str, str] | None = None) -> None:
        """``public_as`` names columns that hold what is public: ``candidate``, ``place`` or
        ``official``. They may hold names and places; identifiers never."""
        self._path = path
        public = public_as or {}
        self._public = {normal_heading(name): _PUBLIC[word] for name, word in public.items()}
        self._names: tuple[str, ...] = ()
        self._shown: tuple[str, ...] = ()
        self._span = Span(path)
        self._columns: list[_Column] = []
        self._waiting: list[Sequence[str]] = []
        self._lines: list[int] = []

    def columns(self, names: Sequence[str], span: Span) -> None:
        """The header."""
        self._see()
        self._names, self._span = tuple(names), span
        self._columns = [_Column(announces_money(name)) for name in names]
        self._shown = tuple(map(_shown, names))
        for name, column in zip(names, self._columns, strict=True):
            if found := proven(plain(name), sums=True):
                column.proofs[found[0]] = (1, span.line, mask(found[1]))
                column.filled = 1

    def row(self, cells: Sequence[str], line: int) -> None:
        """One row. Rows are looked at many at a time."""
        self._waiting.append(cells)
        self._lines.append(line)
        if len(self._waiting) == _AT_ONCE:
            self._see()

    def _see(self) -> None:
        for column, cells in zip(self._columns, zip_longest(*self._waiting), strict=False):
            if all(cells):
                column.see_all(cells, self._lines)
                continue
            filled = [(cell, n) for cell, n in zip(cells, self._lines, strict=True) if cell]
            if filled:
                column.see_all(*zip(*filled, strict=True))
        self._waiting.clear()
        self._lines.clear()

    def diagnostics(self, quasi: bool = False) -> tuple[Diagnostic, ...]:
        """An error for each column of personal data that has anything in it; with ``quasi`` also a
        warning for those that tell people apart in combination."""
        self._see()
        found: list[Diagnostic] = []
        for name, shown, column in zip(self._names, self._shown, self._columns, strict=True):
            if not column.filled:
                continue
            allowed = self._public.get(normal_heading(name), frozenset())
            kind = heading_kind(name)
            if kind == "quasi":
                if quasi:
                    found.append(warning("personal-quasi", self._span, column=shown))
            elif kind and kind not in allowed:
                found.append(error(_COLUMNS[kind], self._span, column=shown))
            for what, count, line, shape in column.verdicts():
                if what not in allowed:
                    span = Span(self._path, line)
                    values = {"column": shown, "example": shape}
                    found.append(error(_VALUES[what], span, count=count, **values))
        found.extend(self._apart())
        return tuple(found)

    def _apart(self) -> Iterable[Diagnostic]:
        """Latitude in one column and longitude in another, whatever they are called."""
        sides = []
        for side in ("lat", "lon"):
            for name, shown, column in zip(self._names, self._shown, self._columns, strict=True):
                allowed = self._public.get(normal_heading(name), frozenset())
                told = heading_kind(name) == "coordinates" or "coordinates" in allowed
                if column.share(side) >= 80 and not told:
                    sides.append((shown, column.shapes[side]))
                    break
        if len(sides) == 2:
            for name, shape in sides:
                values = {"column": name, "example": shape.example}
                span = Span(self._path, shape.line)
                yield error("personal-values-coordinates", span, count=shape.count, **values)


def _shown(name: str) -> str:
    """A heading as a message may name it: in a table without a header the first row of data stands
    there."""
    normal = plain(name)
    if proven(normal) or find_pesel(normal) or is_full_name(normal):
        return mask(name)
    return name[:80]


def check_columns(
    path: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    public_as: Mapping[str, str] | None = None,
    quasi: bool = False,
) -> tuple[Diagnostic, ...]:
    """Check a table that would be published or lies where git tracks it. The header is taken to
    stand on line 1 and the rows below it; a column without a single value is no danger."""
    gate = Gate(path, public_as)
    gate.columns(header, Span(path, 1))
    for line, row in enumerate(rows, 2):
        gate.row(row, line)
    return gate.diagnostics(quasi)


def check_text(span: Span, text: str) -> tuple[Diagnostic, ...]:
    """Check a text that would be published, such as the title of a project or the name of a
    candidate: names may stand there, identifiers may not. The messages point at the place and never
    quote its line, which would repeat the value in the logs."""
    text, span = plain(text), replace(span, excerpt="")
    if not WORTH_A_LOOK.search(text):
        return ()
    if proof := proven(text, sums=announces_money(text)):
        return (error(_TEXTS[proof[0]], span, example=mask(proof[1])),)
    if pesel := find_pesel(text):
        return (error(_TEXTS["pesel"], span, example=mask(pesel)),)
    return ()


def names_a_person(text: str) -> bool:
    """Whether a running text seems to name somebody: a given name with a word behind it that ends
    as surnames do. No proof: a street may be called so."""
    return has_full_name(plain(text))


def check_identifiers(path: str, line: int, text: str) -> tuple[Diagnostic, ...]:
    """Numbers that only a person has in one line of a running text, with their column: there an
    e-mail address or a telephone number is mostly the office's."""
    words = plain(text)
    if not WORTH_A_LOOK.search(words):
        return ()
    found = find_identifier(words)
    if found is None:
        return ()
    kind, value, place = found
    # Characters that hide others are gone from ``words``, so that the column is one of the text
    # only where there are none.
    span = Span(path, line, place + 1 if words == text else 0)
    return (error(_TEXTS[kind], span, example=mask(value)),)
