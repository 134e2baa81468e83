"""The ballots of the example's vote on the name of a footbridge: voters put names in order."""

from __future__ import annotations

from example_chance import Luck, table

NAMES = {
    "1": "Kładka Bocianów",
    "2": "Kładka Młynarzy",
    "3": "Kładka Pod Wierzbami",
    "4": "Kładka Sąsiedzka",
}
ORDERS = {
    "1": 66, "1432": 11, "1423": 9, "134": 14, "12": 6, "2": 24, "231": 34, "2341": 16, "24": 13,
    "3": 12, "32": 44, "3241": 17, "341": 9, "4": 11, "431": 19, "4321": 13, "42": 8,
}  # fmt: skip
"""How likely each order is; some voters name one and leave the rest free."""
BALLOTS = 326


def footbridge() -> dict[str, str]:
    """The ballots in the order in which they were drawn, and the names."""
    luck = Luck("footbridge 2025")
    places = len(NAMES)
    rows = []
    for _ in range(BALLOTS):
        order = [NAMES[number] for number in luck.pick(ORDERS)]
        rows.append((*order, *[""] * (places - len(order))))
    return {
        "glosy.csv": table([f"Wybór {place}" for place in range(1, places + 1)], rows),
        "nazwy.csv": table(("Nr", "Nazwa"), NAMES.items()),
    }
