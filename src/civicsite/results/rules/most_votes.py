"""Most votes win: approval, single choice and block vote.

The ballots differ only in how many marks they may hold: with ``approval`` any number, with
``single-choice`` one, with ``block-vote`` at most as many as there are seats, unless the contest
sets another number. The outcome is the same: the ``seats`` options with most votes. A tie at the
edge stops the rule until it is settled.
"""

from __future__ import annotations

from civicsite.results.rules.base import Rule
from civicsite.results.rules.seats import Seats

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    Seats("most-votes"),
    Seats("approval", points="none"),
    Seats("single-choice", marks=1, points="none"),
    Seats("block-vote", marks_as_seats=True, points="none"),
)
