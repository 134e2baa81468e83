"""Most points win: cumulative, scored and ordinal ballots.

``cumulative``: a voter divides a number of points among the options; ``scored``: gives each option
points from a scale. What a ballot may give is set by the contest (``points:``, ``points_each:``).

``borda``: a voter puts options in order, and the place gives the points. As the participatory
budgeting library (pabulib.org) defines it for its ordinal ballots, the first place gives as many
points as a ballot has places, each next one less; places that were left free give nothing to
anybody. Another scale is set by ``points_by_place:``.
"""

from __future__ import annotations

from civicsite.results.rules.base import Rule
from civicsite.results.rules.seats import Seats

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    Seats("cumulative", points="needed"),
    Seats("scored", points="needed"),
    Seats("borda", points="by-place"),
)
