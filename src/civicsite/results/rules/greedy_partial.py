"""Greedy with one project more: the first that does not fit is funded too, where most of its cost
is left.

As Poznań counts its budget, and the participatory budgeting library (pabulib.org) describes it in
the comments of those files (``rule: greedy-custom``): projects by falling votes until the first
that does not fit; if at least the given share of its cost is left (80 per cent there), it is funded
with what is left, and the rest is paid from other money. Nothing after it is funded.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from civicsite.reading.field_types import Whole
from civicsite.results.rules.base import Question, Rule, Settings
from civicsite.results.rules.taking import FundingSettings, Greedy

__all__ = ["RULES"]


class PartialSettings(FundingSettings):
    """A rule that also funds the first project that does not fit."""

    share: Whole = Field(le=100)
    """The part of its cost that must be left, in per cent, such as 80. The rest is paid from other
    money."""


@dataclass(frozen=True, slots=True)
class _GreedyPartial(Greedy):
    settings: type[Settings] = PartialSettings

    def part(self, question: Question) -> int | None:
        """As the editor wrote it."""
        settings = question.setting(PartialSettings)
        return settings.share if settings else None

    def missing(self, question: Question) -> str | None:
        """The budget, or the share."""
        if question.setting(PartialSettings) is None:
            return "share"
        return Greedy.missing(self, question)


RULES: tuple[Rule, ...] = (_GreedyPartial("greedy-partial", skips=False),)
