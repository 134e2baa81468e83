"""Which cells of a row hold a word, and what that says about the row: a sum, a note below."""

from __future__ import annotations

from civicsite.exports.text_tables import Row, tidy

__all__ = ["filled_in", "first_filled", "is_below", "is_sum", "still_filled"]

_SUM_WORDS = frozenset(
    ["razem", "suma", "ogółem", "łącznie", "total", "sum", "summe", "insgesamt", "разом", "усього"]
)


def is_sum(cell: str) -> bool:
    """True for the word before a sum: ``Razem:``, ``Total``."""
    return tidy(cell).casefold().rstrip(": ") in _SUM_WORDS


def filled_in(row: Row) -> list[int]:
    """The cells with a word in them."""
    return [index for index, cell in enumerate(row.cells) if cell and not cell.isspace()]


def first_filled(row: Row) -> int | None:
    """The first cell with a word in it."""
    cells = enumerate(row.cells)
    return next((index for index, cell in cells if cell and not cell.isspace()), None)


def still_filled(row: Row, always: frozenset[int] | None) -> frozenset[int]:
    """Of the columns that every row before has filled those that this one has filled too; None
    stands for all columns."""
    if always is None:
        return frozenset(filled_in(row))
    cells = row.cells
    if all(index < len(cells) and cells[index] and not cells[index].isspace() for index in always):
        return always
    return always & frozenset(filled_in(row))


def is_below(row: Row, always: frozenset[int] | None) -> bool:
    """Whether a row after an empty one belongs to something else: it has a label and a number at
    most, and nothing in the first column that every row of the table has filled."""
    filled = filled_in(row)
    return bool(always) and len(filled) <= 2 and min(always or ()) not in filled
