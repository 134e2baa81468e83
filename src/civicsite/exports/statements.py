"""Statements that people agreed or disagreed with, one by one, as in a pol.is conversation."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["StatementCount", "StatementVotes"]


@dataclass(frozen=True, slots=True)
class StatementVotes:
    """Votes on one statement."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0
    """Those who saw it and chose neither."""

    @property
    def total(self) -> int:
        """All three together."""
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True, slots=True)
class StatementCount:
    """One statement that the moderators did not reject, counted in both ways."""

    id: str
    text: str
    """As its author wrote it, on one line."""
    accepted: bool
    """True when a moderator accepted it; False when nobody has decided."""
    by_person: StatementVotes
    """The last vote of each person."""
    as_recorded: StatementVotes
    """Every recorded vote; who voted again on a statement counts again."""
