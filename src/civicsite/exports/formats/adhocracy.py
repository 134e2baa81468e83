"""adhocracy+ and meinBerlin (both adhocracy4): ideas, proposals, comments and polls.

Spreadsheets with one sheet and English headings; which columns there are depends on what a module
collects. *Creator* and the contact of a creator are not read.
"""

from __future__ import annotations

import re
from collections.abc import Set

from civicsite.exports.contents import (
    ContentFormat,
    ContentKind,
    Contents,
    ExportedContribution,
    ExportedProposal,
    cost_of,
    day_of,
    degrees_of,
)
from civicsite.exports.dataset import Format, Recognition
from civicsite.exports.form_answers import Encoding
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat
from civicsite.exports.headings import headings
from civicsite.exports.records import Record
from civicsite.exports.tables import Table

__all__ = ["CONTENTS", "FORMATS"]

_PLATFORM = "adhocracy"

_TITLE = ("Name", "Title")
_STATES = {"accepted": "accepted", "rejected": "rejected"}


def _are_items(columns: Set[str]) -> bool:
    return {"Reference No.", "Link", "Description"} <= columns and bool(columns & set(_TITLE))


def _item(record: Record, contents: Contents) -> None:
    contents.proposals.append(
        ExportedProposal(
            record.span,
            record.line("Reference No."),
            {"": record.line(*_TITLE)},
            {"": record.text("Description")},
            record.line("Link"),
            cost_of(record, contents, "Budget"),
            record.line("Location label"),
            degrees_of(record, 90, "Location (Latitude)"),
            degrees_of(record, 180, "Location (Longitude)"),
            _STATES.get(record.line("Status").casefold(), ""),
            {"": record.text("Feedback")} if record.line("Feedback") else {},
        )
    )


def _are_comments(columns: Set[str]) -> bool:
    return {"Link", "ID", "Comment", "Created"} <= columns and "Reference No." not in columns


def _comment(record: Record, contents: Contents) -> None:
    contents.contributions.append(
        ExportedContribution(
            record.span,
            record.line("ID"),
            record.text("Comment"),
            day_of(record, contents, "Created"),
            record.line("Reply to Reference"),
            record.line("Reply to Comment"),
        )
    )


# --- polls --------------------------------------------------------------------------------------

_NUMBERED = re.compile(r"\((?:q|c)\d+\) ?")
"""What stands before the words of a question and of a choice: ``(q7)``, ``(c12)``."""


def _without_numbers(table: Table) -> None:
    """Name the columns by the words alone: ``Question - Choice``."""
    table.rename([_NUMBERED.sub("", name) for name in table.names])


_POLL = FormService(
    "adhocracy-poll",
    fingerprints=(("Voter ID",),),
    first=("Voter ID",),
    personal=("Voter ID",),
    encoding=Encoding(styles=("dash",)),
    settle=_without_numbers,
)


class AdhocracyPoll(FormFormat):
    """The answers to a poll: a column for each choice, with 1 or 0 in it."""

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """By ``Voter ID`` first and the numbers of questions before their words."""
        numbered = any(name.startswith("(q") for name in headings(head))
        return super().recognise(head, filename) if numbered else None


FORMATS: tuple[Format, ...] = (AdhocracyPoll(_POLL),)

CONTENTS: tuple[ContentFormat, ...] = (
    ContentKind(_PLATFORM, "items", _are_items, _item),
    ContentKind(_PLATFORM, "comments", _are_comments, _comment),
)
