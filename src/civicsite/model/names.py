"""Names that the files of a site declare and refer to, and blocks of fields wherever they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.model.site import Municipality, Process
from civicsite.reading.binding import Bound, Place
from civicsite.reading.field_types import closest

__all__ = ["Names", "blocks", "doubles", "names_of", "refer"]

_SHOWN = 20
"""Known names that a message lists; a process may have hundreds of proposals."""
_IDS = ("id", "number", "n")
"""What list items are told apart by, the same as in translations."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the files of a process and its municipality declare; None where a file with errors may
    declare more than could be read."""

    places: tuple[str, ...] | None
    contests: tuple[str, ...] | None
    """Empty where there is one contest."""
    proposals: tuple[str, ...] | None
    """Their numbers."""
    events: tuple[str, ...] | None


def names_of(process: Process, town: Municipality | None, unread: Collection[str]) -> Names:
    """The names a process may refer to. ``unread`` are the paths of files with errors."""
    places: tuple[str, ...] | None = None
    if town is not None and f"{town.folder}/places.yaml" not in unread:
        listed = town.places.main.value.places if town.places else ()
        places = tuple(place.id for place in listed)

    def known(part: str, names: Iterator[str]) -> tuple[str, ...] | None:
        start = f"{process.folder}/{part}"
        return None if any(path.startswith(start) for path in unread) else tuple(names)

    contests = process.results.main.value.contests if process.results else ()
    return Names(
        places,
        known("results.yaml", (contest.id for contest in contests)),
        known("proposals/", (proposal.number for proposal in process.proposals)),
        known("events/", (event.id for event in process.events)),
    )


def refer(span: Span, code: str, name: str, known: Collection[str] | None) -> Iterator[Diagnostic]:
    """An error when a name does not exist; nothing where the names are not known."""
    if known is None or name in known:
        return
    shown = ", ".join(list(known)[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
    values = {"text": name, "known": shown or "–"}
    suggestion = closest(name, list(known))
    if suggestion:
        values["suggestion"] = suggestion
    yield error(code, span, **values)


def blocks(value: BaseModel, place: Place = ()) -> Iterator[tuple[Place, BaseModel]]:
    """Every block of fields within a value, with the way to it as it was written."""
    yield place, value
    for name, info in type(value).model_fields.items():
        yield from _within(getattr(value, name), (*place, info.alias or name))


def _within(value: Any, place: Place) -> Iterator[tuple[Place, BaseModel]]:
    if isinstance(value, BaseModel):
        yield from blocks(value, place)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _within(item, (*place, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _within(item, (*place, key))


def doubles(bound: Bound[Any]) -> Iterator[Diagnostic]:
    """List items that share what they are told apart by: a translation, an address or a reference
    would hit the wrong one."""
    seen: dict[tuple[Place, str, str], Place] = {}
    for place, block in blocks(bound.value):
        if not place or not isinstance(place[-1], int):
            continue
        for name in _IDS:
            written = getattr(block, name, None)
            if written is None:
                continue
            first = seen.setdefault((place[:-1], name, str(written)), place)
            if first != place:
                line = bound.span(*first, name).line
                yield error("id-twice", bound.span(*place, name), id=str(written), line=line)
            break
