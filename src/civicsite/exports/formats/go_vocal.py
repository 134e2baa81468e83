"""Go Vocal (until 2024 CitizenLab): inputs, comments, the votes on inputs, and polls.

Spreadsheets with a sheet for each phase. Headings are in the language of whoever exported them, so
the English and the Polish ones are known here, and the lower-case keys of older versions. A title
or a text is whatever the form's own question is called; with the form the platform starts with,
*Title* and *Description*. Columns with people in them (author, registration questions) are not
read.
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
from civicsite.exports.dataset import Format, Recognition
from civicsite.exports.form_answers import Encoding, Joining
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat
from civicsite.exports.records import Record
from civicsite.exports.vote_lists import VoteList, VoteListFormat

__all__ = ["CONTENTS", "FORMATS"]

_PLATFORM = "go-vocal"

_ID = ("ID", "id")
_TITLE = ("Title", "Tytuł", "title")
_BODY = ("Description", "Opis", "description", "body")
_SUBMITTED = ("Submitted at", "Zgłoszony pod adresem", "Zgłoszone", "submitted_at")
_PUBLISHED = ("Published at", "Opublikowane", "published_at")
_COST = ("Cost", "Koszt", "Budget", "Budżet", "Proposed budget", "Proponowany budżet",
         "proposed_budget")  # fmt: skip
_STATUS = ("Status", "status")
_PROJECT = ("Project", "Projekt", "project")
_STATES = {"accepted": "accepted", "zaakceptowano": "accepted", "rejected": "rejected",
           "odrzucono": "rejected"}  # fmt: skip
_PLACE = ("Location", "Lokalizacja", "location_description")
_LATITUDE = ("Latitude", "Szerokość geograficzna", "latitude")
_LONGITUDE = ("Longitude", "Długość geograficzna", "longitude")
_PICKS = ("Picks", "Wybieraki", "Picks / Participants", "Participants", "Uczestnicy")


def _any(columns: Set[str], names: tuple[str, ...]) -> bool:
    return any(name in columns for name in names)


def _are_inputs(columns: Set[str]) -> bool:
    needed = (_ID, _TITLE, _BODY, _PROJECT, (*_SUBMITTED, *_PUBLISHED))
    return all(_any(columns, names) for names in needed)


def _input(record: Record, contents: Contents) -> None:
    contents.proposals.append(
        ExportedProposal(
            record.span,
            record.line(*_ID),
            {"": record.line(*_TITLE)},
            {"": record.text(*_BODY)},
            record.line(*_ID),
            cost_of(record, contents, *_COST),
            record.line(*_PLACE),
            degrees_of(record, 90, *_LATITUDE),
            degrees_of(record, 180, *_LONGITUDE),
            _STATES.get(record.line(*_STATUS).casefold(), ""),
        )
    )


def _are_comments(columns: Set[str]) -> bool:
    return {"id", "input", "input_id", "comment", "created_at"} <= columns


def _comment(record: Record, contents: Contents) -> None:
    contents.contributions.append(
        ExportedContribution(
            record.span,
            record.line("id"),
            record.text("comment"),
            day_of(record, contents, "created_at"),
            record.line("input"),
            record.line("parent_comment_id"),
        )
    )


CONTENTS: tuple[ContentFormat, ...] = (
    ContentKind(_PLATFORM, "inputs", _are_inputs, _input),
    ContentKind(_PLATFORM, "comments", _are_comments, _comment),
)

_LIST = (_ID, _TITLE, _PROJECT)
_ABOUT = (*_BODY, *_LATITUDE, *_LONGITUDE, *_PLACE, "URL", "Attachments", "Załączniki", "Image URL",
          "Adres URL obrazu")  # fmt: skip

_POLL = FormService(
    "go-vocal-poll",
    fingerprints=(("User ID", "First Name", "Last Name"),),
    personal=("User ID", "First Name", "Last Name", "Email", "Imię (imiona)", "Nazwisko"),
    encoding=Encoding(Joining(r",\s+"), ()),
)


class GoVocalPoll(FormFormat):
    """Answers to a poll: a column for each question, several choices joined by a comma."""

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """Never: of an anonymous poll the columns are the questions and nothing else."""
        return None


FORMATS: tuple[Format, ...] = (
    GoVocalPoll(_POLL),
    VoteListFormat(
        "go-vocal-votes",
        "recognised-go-vocal-votes",
        VoteList(
            needs=(*_LIST, ("Votes", "Głosy")),
            id=_ID,
            title=_TITLE,
            votes=("Votes", "Głosy"),
            apart=("Offline votes", "Głosowania offline"),
            lacks=_PICKS,
            about=_ABOUT,
        ),
    ),
    VoteListFormat(
        "go-vocal-budget",
        "recognised-go-vocal-budget",
        VoteList(
            needs=(*_LIST, _PICKS, ("Cost", "Koszt", "Budget", "Budżet")),
            id=_ID,
            title=_TITLE,
            votes=_PICKS,
            cost=("Cost", "Koszt", "Budget", "Budżet"),
            apart=("Offline votes", "Głosowania offline"),
            about=_ABOUT,
        ),
    ),
)
"""Votes on inputs. Where people spend a budget, *Votes* is money and *Picks* is people; so the
picks are counted."""
