"""Every address of a form, film or map that a site offers, open now or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from civicsite.diagnostics import Diagnostic, Span
from civicsite.embeds.base import Embed
from civicsite.model.site import Event, Process
from civicsite.pages.context import Desk
from civicsite.pages.views import Link

__all__ = ["Offer", "offers"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What an address leads to, where an editor wrote it, and the page that offers it."""

    embed: Embed
    span: Span
    link: Link


def offers(desk: Desk) -> Iterator[Offer]:
    """All offers in the language of ``desk``. An address nobody knows is reported where it is
    shown, and left out here."""
    for process in desk.build.processes():
        link = desk.process_link(process)
        yield from _known(desk, link, _ways(desk, process))
        for event in desk.build.events(process):
            yield from _known(desk, desk.event_link(event), _of_event(desk, event))


def _known(desk: Desk, link: Link, addresses: Iterator[tuple[str, Span]]) -> Iterator[Offer]:
    for address, span in addresses:
        found = desk.build.recognise(address, span, desk.code)
        if not isinstance(found, Diagnostic):
            yield Offer(found, span, link)


def _ways(desk: Desk, process: Process) -> Iterator[tuple[str, Span]]:
    bound = process.texts.main.bound
    for name, way in process.texts.in_(desk.code).fields.ways.items():
        if address := _spoken(desk, way.form):
            yield address, bound.span("ways", name, "form")
        for key in ("video", "map"):
            if address := getattr(way, key):
                yield address, bound.span("ways", name, key)


def _of_event(desk: Desk, event: Event) -> Iterator[tuple[str, Span]]:
    bound, fields = event.texts.main.bound, event.texts.fields
    if fields.registration and (address := _spoken(desk, fields.registration.form)):
        yield address, bound.span("registration", "form")
    if fields.recording:
        yield fields.recording.url, bound.span("recording", "url")


def _spoken(desk: Desk, addresses: dict[str, str] | None) -> str | None:
    """The address of a form in the page's language, else the first."""
    if not addresses:
        return None
    return addresses.get(desk.code) or next(iter(addresses.values()))
