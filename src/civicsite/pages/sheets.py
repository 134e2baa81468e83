"""Sheets for print about a process: which there are, and the code that leads from them to it.

They invite, so they are made only while there is something to be invited to. One that hangs longer
leads to the page, which says what came of it.
"""

from __future__ import annotations

import segno

from civicsite.language import Text
from civicsite.model.site import Phase, PhaseState, Process, phase_state, process_state
from civicsite.pages.context import Desk
from civicsite.pages.views import Link, QrCode
from civicsite.terms import State

__all__ = ["ahead", "links", "qr_code", "sheets"]

_OVER = (State.CANCELLED, State.ANNULLED, State.FINISHED)
_QUIET = 4  # modules around the code, ISO/IEC 18004


def ahead(desk: Desk, process: Process) -> tuple[Phase, ...]:
    """The phases in which residents act now or later; none where the process was stopped."""
    if process_state(process, desk.clock) in _OVER:
        return ()
    waiting = (PhaseState.CURRENT, PhaseState.UPCOMING)
    return tuple(
        phase
        for phase in process.phases
        if phase.invites and phase_state(phase, desk.clock) in waiting
    )


def sheets(desk: Desk, process: Process) -> tuple[str, ...]:
    """The sheets of a process. Only where people hand something in at a place is there a notice."""
    waiting = ahead(desk, process)
    if not waiting:
        return ()
    fields = {phase.id: phase for phase in process.texts.fields.phases}
    used = [fields[phase.id].ways or tuple(process.texts.fields.ways) for phase in waiting]
    ways = process.texts.fields.ways
    on_site = any(ways[name].places for names in used for name in names if name in ways)
    return ("poster", "leaflet", "notice") if on_site else ("poster", "leaflet")


def links(desk: Desk, process: Process) -> tuple[Link, ...]:
    """Links to them."""
    lang = desk.urls.language_of(process.texts, desk.code)
    return tuple(
        Link(
            Text(desk.word(f"paper.{sheet}"), None),
            desk.urls.paper(process, sheet, lang),
            lang=desk.foreign(lang),
        )
        for sheet in sheets(desk, process)
    )


def qr_code(address: str) -> QrCode:
    """The code of an address. A quarter of it may be dirty or torn and it is still read (level Q),
    since it hangs outside."""
    code = segno.make_qr(address, error="q", boost_error=False)
    rows = [list(row) for row in code.matrix]
    return QrCode(address, len(rows) + 2 * _QUIET, "".join(_runs(rows)))


def _runs(rows: list[list[int]]) -> list[str]:
    """Each run of dark modules as one rectangle, in its order."""
    found = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                found.append(f"M{x + _QUIET} {y + _QUIET}h{length}v1h-{length}z")
            x += length or 1
    return found
