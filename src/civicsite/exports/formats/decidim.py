"""Decidim's exports of proposals, budget projects, results, meetings and comments.

Columns of the serializers of Decidim 0.27 to 0.31: texts are nested by language (``title/pl``),
``supports`` became ``votes``, ``category`` became ``taxonomies``, ``endorsements`` became
``likes``. Which columns there are, and their order, differ from file to file, so a kind of export
is told by the few that only it has. CSV, JSON and spreadsheets hold the same; the open-data
archive holds one file of each kind. Columns with people in them are not read.
"""

from __future__ import annotations

from collections.abc import Set
from decimal import Decimal, InvalidOperation

from civicsite.diagnostics import error, warning
from civicsite.exports.contents import (
    ContentFormat,
    ContentKind,
    Contents,
    ExportedContribution,
    ExportedEvent,
    ExportedFollowUp,
    ExportedProposal,
    cost_of,
    day_of,
    degrees_of,
    moment_of,
)
from civicsite.exports.dataset import Format
from civicsite.exports.records import Record, has
from civicsite.exports.text_tables import parse_count, tidy
from civicsite.exports.vote_lists import VoteList, VoteListFormat

__all__ = ["CONTENTS", "FORMATS"]

_PLATFORM = "decidim"

_TRUE = frozenset({"true", "1", "yes", "tak", "sí", "si"})
_STATES = {"accepted": "accepted", "rejected": "rejected", "withdrawn": "withdrawn"}


# --- proposals and projects ---------------------------------------------------------------------


def _are_proposals(columns: Set[str]) -> bool:
    special = ("state", "supports", "votes", "meeting_urls", "endorsements/total_count",
               "likes/total_count")  # fmt: skip
    return has(columns, "id", "title", "body") and any(has(columns, name) for name in special)


def _proposal(record: Record, contents: Contents) -> None:
    state = _STATES.get(record.line("state").lower(), "")
    if record.line("withdrawn").lower() in _TRUE:
        state = "withdrawn"
    contents.proposals.append(
        ExportedProposal(
            record.span,
            record.line("id"),
            record.texts("title"),
            record.texts("body"),
            record.line("url"),
            cost_of(record, contents, "cost"),
            record.line("address"),
            degrees_of(record, 90, "latitude"),
            degrees_of(record, 180, "longitude"),
            state,
            record.texts("answer"),
            day_of(record, contents, "answered_at"),
            day_of(record, contents, "withdrawn_at", "updated_at")
            if state == "withdrawn"
            else None,
        )
    )


def _are_projects(columns: Set[str]) -> bool:
    return has(columns, "id", "title", "budget_amount")


def _project(record: Record, contents: Contents) -> None:
    contents.proposals.append(
        ExportedProposal(
            record.span,
            record.line("id"),
            record.texts("title"),
            record.texts("description"),
            record.line("url"),
            cost_of(record, contents, "budget_amount"),
            record.line("address"),
            degrees_of(record, 90, "latitude"),
            degrees_of(record, 180, "longitude"),
        )
    )


# --- what has been done -------------------------------------------------------------------------


def _are_results(columns: Set[str]) -> bool:
    return has(columns, "id", "title", "progress") and has(columns, "status")


def _result(record: Record, contents: Contents) -> None:
    progress: Decimal | None
    try:
        progress = Decimal(record.line("progress") or "NaN")
    except InvalidOperation:
        progress = None
    if progress is not None and not (progress.is_finite() and 0 <= progress <= 100):
        progress = None
    if progress is None and record.line("progress"):
        contents.findings.add(warning("import-progress-unreadable", record.span))
    urls = record.lists.get("proposal_urls") or tuple(record.text("proposal_urls").split(","))
    contents.follow_ups.append(
        ExportedFollowUp(
            record.span,
            day_of(record, contents, "updated_at", "created_at"),
            progress,
            record.texts("status/name"),
            record.line("id"),
            record.texts("title"),
            record.texts("description"),
            tuple(url.strip() for url in urls if url.strip()),
        )
    )


# --- meetings, comments -------------------------------------------------------------------------


def _are_meetings(columns: Set[str]) -> bool:
    return has(columns, "id", "title", "start_time", "attendees")


def _meeting(record: Record, contents: Contents) -> None:
    starts = moment_of(record, contents, "start_time")
    if starts is None:
        contents.findings.add(error("import-event-without-start", record.span))
        return
    contents.events.append(
        ExportedEvent(
            record.span,
            record.line("id"),
            record.texts("title"),
            starts,
            moment_of(record, contents, "end_time"),
            record.texts("description"),
            record.texts("location"),
            record.line("address"),
            parse_count(record.text("attendees")),
            parse_count(record.text("contributions")),
            record.line("organizations"),
            record.line("withdrawn").lower() in _TRUE,
            record.line("published").lower() in _TRUE or not record.line("published"),
        )
    )


def _are_comments(columns: Set[str]) -> bool:
    return has(columns, "id", "body", "commentable_id") and "alignment" in columns


def _comment(record: Record, contents: Contents) -> None:
    reply = record.line("commentable_type") == "Decidim::Comments::Comment"
    contents.contributions.append(
        ExportedContribution(
            record.span,
            record.line("id"),
            record.text("body") or next(iter(record.texts("body").values()), ""),
            day_of(record, contents, "created_at"),
            tidy(record.text("root_commentable_url")),
            record.line("commentable_id") if reply else "",
        )
    )


CONTENTS: tuple[ContentFormat, ...] = (
    ContentKind(_PLATFORM, "proposals", _are_proposals, _proposal),
    ContentKind(_PLATFORM, "projects", _are_projects, _project),
    ContentKind(_PLATFORM, "results", _are_results, _result),
    ContentKind(_PLATFORM, "meetings", _are_meetings, _meeting),
    ContentKind(_PLATFORM, "comments", _are_comments, _comment),
)

_ABOUT = ("body", "description", "answer", "url", "address", "latitude", "longitude", "budget",
          "participatory_space", "original_proposal", "related_proposals",
          "related_proposal_titles", "related_proposal_urls", "meeting_urls")  # fmt: skip

FORMATS: tuple[Format, ...] = (
    VoteListFormat(
        "decidim-projects",
        "recognised-decidim-projects",
        VoteList(
            needs=(("id",), ("title",), ("budget_amount",)),
            id=("id",),
            title=("title",),
            votes=("confirmed_votes",),
            cost=("budget_amount",),
            selected=("selected_at",),
            selected_by_date=True,
            group=("budget/title", "budget/id"),
            about=_ABOUT,
        ),
    ),
    VoteListFormat(
        "decidim-proposals",
        "recognised-decidim-proposals",
        VoteList(
            needs=(("id",), ("title",), ("body",)),
            id=("id",),
            title=("title",),
            votes=("votes", "supports"),
            about=_ABOUT,
        ),
    ),
)
"""Votes as Decidim has counted them. ``votes`` of proposals is empty while a component hides them.
"""
