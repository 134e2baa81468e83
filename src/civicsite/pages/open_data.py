"""The site for other programs: ``processes.json``, and JSON beside the page of every process.

The form is versioned and described in ``docs/reference/open-data.md``. Addresses count from the
file they stand in (RFC 3986), so that a copy of the site still fits together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from civicsite.clock import When
from civicsite.model.site import Event, Phase, Process, phase_state, process_state
from civicsite.pages import parts
from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk, instant
from civicsite.pages.news import newest, news_of
from civicsite.pages.offers import of_process
from civicsite.pages.phases import phase_title, written_end
from civicsite.pages.urls import relative_address
from civicsite.pages.views import Head

__all__ = ["PAGES"]

_VERSION = 1


class _OpenData(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        build, urls = desk.build, desk.urls
        for code in build.site.languages:
            for process in build.processes():
                if code in urls.languages(process.texts):
                    own = Desk(build, code)
                    path = urls.beside(urls.process(process, code), "json")
                    yield path, _file("civicsite-process", _Telling(own, path).whole(process))
        told = _Telling(desk, urls.all_processes)
        everything = {
            "title": str(build.site.settings.in_(desk.code).title),
            "language": desk.code,
            "processes": [told.listed(process) for process in build.processes()],
        }
        yield urls.all_processes, _file("civicsite-processes", everything)


PAGES = _OpenData()


def _file(name: str, content: dict[str, Any]) -> bytes:
    told = {"format": name, "version": _VERSION, **content}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known: it is left out, never null."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


class _Telling:
    """Values as one file tells them, in the language of a desk."""

    def __init__(self, desk: Desk, path: str) -> None:
        self.desk = desk
        self.to = partial(relative_address, path)

    def _date(self, when: When | None) -> str | None:
        """ISO 8601, with its offset where there is a time; a vague date as it was written."""
        view = self.desk.date(when)
        return (view.iso or (when.text if when else None)) if view else None

    def listed(self, process: Process) -> dict[str, Any]:
        """A process as the list of all tells it."""
        desk, urls = self.desk, self.desk.urls
        town = desk.build.site.municipalities[process.municipality]
        fields = process.texts.in_(desk.code).fields
        lang = urls.language_of(process.texts, desk.code)
        home = desk.municipality_link(town)
        results = desk.results_link(process)
        offers = {offer.name: offer.path for offer in of_process(Desk(desk.build, lang), process)}
        return _known(
            {
                "id": process.id,
                "title": str(fields.title),
                "summary": str(fields.summary or ""),
                "url": self.to(urls.process(process, lang)),
                "languages": {
                    code: self.to(urls.process(process, code))
                    for code in urls.languages(process.texts)
                },
                "kind": {"id": process.kind.id, "name": str(desk.kind(process))},
                "series": fields.series,
                "municipality": {
                    "id": town.id,
                    "name": str(home.title),
                    "url": self.to(home.path),
                },
                "state": str(process_state(process, desk.clock)),
                "changed": instant(newest(news_of(desk, [process]))),
                "phases": [self._phase(process, phase) for phase in process.phases],
                "results": self.to(results.path) if results else None,
                **{name: self.to(path) for name, path in offers.items()},
            }
        )

    def _phase(self, process: Process, phase: Phase) -> dict[str, Any]:
        clock = self.desk.clock
        return _known(
            {
                "id": phase.id,
                "title": str(phase_title(self.desk, process, phase.id)),
                "does": str(phase.does),
                "invites": phase.invites,
                "state": phase_state(phase, clock),
                "from": self._date(phase.starts),
                "to": self._date(written_end(process, phase, clock)),
            }
        )

    def whole(self, process: Process) -> dict[str, Any]:
        """A process as the file beside its page tells it."""
        desk = self.desk
        fields = process.texts.in_(desk.code).fields
        decisions = [
            _known(
                {
                    "id": item.id,
                    "on": self._date(item.on),
                    "by": str(item.by),
                    "number": item.number,
                    "status": str(item.status),
                    "url": item.url,
                }
            )
            for item in fields.decisions
            if desk.build.released(item.publish_at)
        ]
        files = desk.build.downloads.get(process.id, ())
        more = {
            "events": [self._event(event) for event in desk.build.events(process)],
            "interventions": [
                _known(
                    {
                        "id": item.id,
                        "on": self._date(item.on),
                        "what": str(item.what),
                        "phase": item.phase,
                        "now": self._date(item.now),
                        "reason": str(item.reason),
                    }
                )
                for item in fields.interventions
            ],
            "decisions": decisions,
            "documents": [
                {"id": view.id, "title": str(view.title), "url": self.to(view.link.path)}
                for view in parts.documents(desk, process)
            ],
            "downloads": [self.to(desk.urls.download(process, file.name)) for file in files],
        }
        return {"language": desk.code, **self.listed(process), **_known(more)}

    def _event(self, event: Event) -> dict[str, Any]:
        desk = self.desk
        fields = event.texts.in_(desk.code).fields
        town = desk.build.site.municipalities[desk.build.site.processes[event.process].municipality]
        known = town.place(fields.place, desk.code) if fields.place else None
        status = fields.status
        moved = status.to if status else None
        return _known(
            {
                "id": event.id,
                "title": str(fields.title),
                "kind": str(fields.kind),
                "mode": str(fields.mode),
                "url": self.to(desk.event_link(event).path),
                "from": self._date(moved or fields.from_),
                "to": None if moved else self._date(fields.to),
                "status": str(status.what) if status else None,
                "place": str(known.title) if known else fields.place,
                "address": str(known.address) if known else None,
            }
        )
