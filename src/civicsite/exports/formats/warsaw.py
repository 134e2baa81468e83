"""Warsaw's participatory budget (Decidim 0.24 with a module of the city's own).

Spreadsheets with one sheet, *Lista*, and CSV: the ranking list with the valid votes, below it the
money spent and the number of ballots; the list of projects to vote on, with its header in row 11
below a title; the list of all projects, of which only what is about the project is read; and the
list of what has been carried out, by stages from 0 (given up) to 5 (done).
"""

from __future__ import annotations

import re
from collections.abc import Set

from civicsite.diagnostics import warning
from civicsite.exports.contents import (
    ContentFormat,
    ContentKind,
    Contents,
    ExportedFollowUp,
    ExportedProposal,
    cost_of,
    day_of,
)
from civicsite.exports.dataset import Format
from civicsite.exports.records import Record
from civicsite.exports.vote_lists import VoteList, VoteListFormat

__all__ = ["CONTENTS", "FORMATS"]

_PLATFORM = "warsaw-bo"

_RANKING = ("Numer na liście", "Numer ESOG", "Nazwa projektu", "Koszt realizacji",
            "Liczba ważnych głosów")  # fmt: skip
_TITLED = "Tytuł projektu (numer ESOG)"
_NUMBERED = re.compile(r"(?P<title>.*\S)\s*\((?P<number>\d+)\)")


def _named_by(number: str) -> str:
    return f"ESOG {number}" if number else ""


def _are_ranked(columns: Set[str]) -> bool:
    return set(_RANKING) <= columns


def _ranked(record: Record, contents: Contents) -> None:
    contents.proposals.append(
        ExportedProposal(
            record.span,
            record.line("Numer na liście"),
            {"pl": record.line("Nazwa projektu")},
            address=_named_by(record.line("Numer ESOG")),
            cost=cost_of(record, contents, "Koszt realizacji"),
        )
    )


def _are_to_vote_on(columns: Set[str]) -> bool:
    return {"Nr na liście", _TITLED, "Koszty realizacji"} <= columns


def _to_vote_on(record: Record, contents: Contents) -> None:
    titled = record.line(_TITLED)
    match = _NUMBERED.fullmatch(titled)
    contents.proposals.append(
        ExportedProposal(
            record.span,
            record.line("Nr na liście"),
            {"pl": match["title"] if match else titled},
            address=_named_by(match["number"] if match else ""),
            cost=cost_of(record, contents, "Koszty realizacji"),
        )
    )


def _are_projects(columns: Set[str]) -> bool:
    return {"Numer projektu", "Tytuł", "Krótki opis", "Pełny opis projektu", "Koszt"} <= columns


def _project(record: Record, contents: Contents) -> None:
    short, full = record.text("Krótki opis"), record.text("Pełny opis projektu")
    contents.proposals.append(
        ExportedProposal(
            record.span,
            record.line("Numer projektu"),
            {"pl": record.line("Tytuł")},
            {"pl": "\n\n".join(part for part in (short, full) if part.strip())},
            _named_by(record.line("Numer projektu")),
            cost_of(record, contents, "Koszt"),
            record.line("Lokalizacja"),
        )
    )


_STAGES = {"0": "not-possible", "1": "in-progress", "2": "in-progress", "3": "in-progress",
           "4": "in-progress", "5": "done"}  # fmt: skip
"""Stage codes of the list: given up, four stages under way, done."""


def _are_carried_out(columns: Set[str]) -> bool:
    return {"Numer projektu", "Tytuł", "Opis stanu realizacji", "Etap stanu realizacji",
            "Datę aktualizacji"} <= columns  # fmt: skip


def _carried_out(record: Record, contents: Contents) -> None:
    stage = record.line("Etap stanu realizacji")
    state = _STAGES.get(stage[:1], "")
    if stage and not state:
        contents.findings.add(warning("import-progress-unreadable", record.span))
    number = record.line("Numer projektu")
    contents.follow_ups.append(
        ExportedFollowUp(
            record.span,
            day_of(record, contents, "Datę aktualizacji"),
            status={"pl": record.text("Status")} if record.line("Status") else {},
            number=number,
            title={"pl": record.line("Tytuł")},
            body={"pl": record.text("Opis stanu realizacji")},
            proposals=(_named_by(number),),
            state=state,
            cost=cost_of(record, contents, "Faktyczny koszt realizacji"),
        )
    )


CONTENTS: tuple[ContentFormat, ...] = (
    ContentKind(_PLATFORM, "ranking", _are_ranked, _ranked),
    ContentKind(_PLATFORM, "ballot", _are_to_vote_on, _to_vote_on),
    ContentKind(_PLATFORM, "projects", _are_projects, _project),
    ContentKind(_PLATFORM, "implementation", _are_carried_out, _carried_out),
)

FORMATS: tuple[Format, ...] = (
    VoteListFormat(
        "warsaw-bo",
        "recognised-warsaw-bo",
        VoteList(
            needs=tuple((name,) for name in _RANKING),
            id=("Numer na liście",),
            title=("Nazwa projektu",),
            votes=("Liczba ważnych głosów",),
            cost=("Koszt realizacji",),
            selected=("Czy jest na liście",),
        ),
    ),
)
