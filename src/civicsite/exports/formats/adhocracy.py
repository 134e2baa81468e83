"""adhocracy+ and meinBerlin (both adhocracy4): ideas, proposals and comments.

Spreadsheets with one sheet and English headings; which columns there are depends on what a module
collects. *Creator* and the contact of a creator are not read.
"""

from __future__ import annotations

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
from civicsite.exports.records import Record

__all__ = ["CONTENTS"]

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


CONTENTS: tuple[ContentFormat, ...] = (
    ContentKind(_PLATFORM, "items", _are_items, _item),
    ContentKind(_PLATFORM, "comments", _are_comments, _comment),
)
