"""CONSUL: investments of a participatory budget.

The administration's CSV, in English or Spanish. *Feasibility* holds a word and the price,
``Feasible (€10,000)``; prices are whole numbers there (``price`` is an integer in CONSUL), so that
a point or comma in one stands between thousands. The file holds supports of the selection phase,
not the votes of the ballot.
"""

from __future__ import annotations

import re
from collections.abc import Set
from decimal import Decimal

from civicsite.exports.contents import ContentFormat, ContentKind, Contents, ExportedProposal
from civicsite.exports.dataset import Format
from civicsite.exports.records import Record
from civicsite.exports.text_tables import tidy
from civicsite.exports.vote_lists import VoteList, VoteListFormat

__all__ = ["CONTENTS", "FORMATS"]

_PLATFORM = "consul"

_TITLE = ("Title", "Título")
_SUPPORTS = ("Supports", "Apoyos")
_FEASIBILITY = ("Feasibility", "Viabilidad")
_PRICE = re.compile(r"\((?:[^\d()]*)(\d{1,3}(?:[., ]\d{3})+|\d+)(?:[^\d()]*)\)")
_MOST_DIGITS = 15


def _are_investments(columns: Set[str]) -> bool:
    names = (("ID",), _TITLE, _SUPPORTS, _FEASIBILITY)
    return all(any(name in columns for name in group) for group in names)


def _investment(record: Record, contents: Contents) -> None:
    feasibility = record.line(*_FEASIBILITY)
    match = _PRICE.search(tidy(feasibility))
    digits = re.sub(r"\D", "", match[1]) if match else ""
    contents.proposals.append(
        ExportedProposal(
            record.span,
            record.line("ID"),
            {"": record.line(*_TITLE)},
            cost=Decimal(digits) if 0 < len(digits) <= _MOST_DIGITS else None,
            place=record.line("Scope of operation", "Ámbito de actuación").removeprefix("-"),
            state="rejected" if feasibility.casefold() in ("unfeasible", "inviable") else "",
        )
    )


CONTENTS: tuple[ContentFormat, ...] = (
    ContentKind(_PLATFORM, "investments", _are_investments, _investment),
)

FORMATS: tuple[Format, ...] = (
    VoteListFormat(
        "consul-supports",
        "recognised-consul-supports",
        VoteList(
            needs=(("ID",), _TITLE, _SUPPORTS, _FEASIBILITY),
            id=("ID",),
            title=_TITLE,
            votes=_SUPPORTS,
        ),
    ),
)
