"""The results page: every number with its origin, the recount beside what was declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from civicsite.language import Text
from civicsite.model.site import Process
from civicsite.pages import linked_data, parts
from civicsite.pages.base import Made, PageKind
from civicsite.pages.contest_parts import contest_view
from civicsite.pages.context import Desk
from civicsite.pages.downloads import downloads
from civicsite.pages.frame import head, trail
from civicsite.pages.result_views import (
    ContestView,
    OverviewRow,
    PlaceOf,
    ResultsView,
    SourceView,
)
from civicsite.pages.result_words import Names, reasons, word_or
from civicsite.pages.survey_parts import survey_view
from civicsite.pages.views import DateView, Fact, Link, SiteView
from civicsite.reading.schema import BallotsFile, ResponsesFile, ResultsFile

__all__ = ["PAGES", "results_view"]

_SHORT = 2
"""A page with no more parts than this needs no list of them."""


class _Results(PageKind):
    template = "results"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            if process.results is None or not desk.build.has_results(process):
                continue
            if desk.code in desk.urls.languages(process.texts):
                view = results_view(desk, site, process)
                yield Made(view, process.results.source, process.municipality)


PAGES = _Results()


def results_view(desk: Desk, site: SiteView, process: Process) -> ResultsView:
    """The results of a process."""
    assert process.results
    fields = process.results.in_(desk.code)
    town = desk.build.site.municipalities[process.municipality]
    localised = process.texts.in_(desk.code)
    tallies = desk.build.tallies.get(process.id, ())
    named = [Names(desk, process, fields, tally) for tally in tallies]
    contests = tuple(contest_view(names) for names in named)
    answered = desk.build.surveys.get(process.id)
    survey = None
    if answered and fields.responses and fields.method:
        survey = survey_view(desk, fields.responses, fields.method, answered)
    title = localised.fields.title
    paths = {code: desk.urls.results(process, code) for code in desk.urls.languages(process.texts)}
    path = paths[desk.code]
    heading = Text(desk.word("results-of", title=str(title)), title.lang)
    description = [item.summary for item in (*contests, survey) if item] or [str(title)]
    sources = tuple(_sources(desk, process, fields))
    above = trail(desk, town, process)
    data = linked_data.dataset(desk, process, str(heading), str(description[0]))
    return ResultsView(
        head(desk, "results", path, heading, description[0], paths, above, data=data),
        site,
        title=title,
        status=fields.status,
        since=desk.date(fields.publish_at),
        final_on=desk.date(fields.final_on),
        text=fields.text,
        received_on=_newest(desk, fields),
        contents=_contents(desk, path, contests, survey is not None),
        overview=_overview(path, named, contests),
        contests=contests,
        survey=survey,
        places=tuple(place for names in named for place in _places(names)),
        names=desk.date(fields.remove_names_on) if fields.minors else None,
        names_removed=_reached(desk, fields),
        sources=sources,
        terms=tuple(_terms(desk, fields)),
        downloads=downloads(desk, process),
        verification=tuple(_verification(desk, process, fields)),
        removed=_removed(desk, fields),
        protests=tuple(_protests(desk, fields)),
        corrections=tuple(
            Fact("correction", None, desk.date(item.on), lines=(item.what, item.why))
            for item in fields.corrections
        ),
        contact=parts.contact(localised.fields.contact or town.texts.in_(desk.code).fields.contact),
        decisions=parts.decisions(desk, process),
        process=desk.process_link(process),
    )


def _reached(desk: Desk, fields: ResultsFile) -> bool:
    """Whether the day has come on which names of minors are removed."""
    day = fields.remove_names_on
    return bool(fields.minors and day and day.start and desk.clock.reached(day.start))


# --- the page at a glance -----------------------------------------------------------------------


def _contents(
    desk: Desk, path: str, contests: Sequence[ContestView], survey: bool
) -> tuple[Link, ...]:
    """Links to the contests and to the survey, where there are several parts."""
    found = [
        Link(contest.title or Text(desk.word("results"), None), path, contest.id)
        for contest in contests
    ]
    if survey:
        found.append(Link(Text(desk.word("survey-title"), None), path, "survey"))
    return tuple(found) if len(found) > _SHORT or (survey and contests) else ()


def _overview(
    path: str, named: Sequence[Names], contests: Sequence[ContestView]
) -> tuple[OverviewRow, ...]:
    """Turnout and outcome of each contest in a line."""
    if len(contests) <= _SHORT:
        return ()
    rows = []
    for names, contest in zip(named, contests, strict=True):
        desk, tally = names.desk, names.tally
        chosen = [id for id, selected in tally.official.items() if selected]
        known = tally.ballots_known and tally.held == "voted"
        rows.append(
            OverviewRow(
                Link(contest.title or Text(tally.contest, None), path, contest.id),
                "–" if tally.turnout is None or not known else desk.language.percent(tally.turnout),
                desk.language.number(tally.valid) if known else "–",
                tuple(names.title(id) for id in chosen[:3]),
                max(0, len(chosen) - 3),
            )
        )
    return tuple(rows)


def _places(names: Names) -> Iterator[PlaceOf]:
    """Where the options are, as far as there is an address or a position."""
    desk, official = names.desk, names.tally.official
    town = desk.build.site.municipalities[names.process.municipality]
    for item in names.tally.options:
        option, id = item.option, item.option.id
        proposal = names.proposal(id)
        fields = proposal.texts.in_(desk.code).fields if proposal else None
        known, words = parts.place_named(desk, town, fields.place if fields else None)
        position = fields.position if fields else None
        geo = f"geo:{position.lat},{position.lon}" if position else None
        if geo is None and option.latitude is not None and option.longitude is not None:
            geo = f"geo:{option.latitude},{option.longitude}"
        if not known and not geo:
            continue
        place = known.title if known else words or Text(option.place, None)
        yield PlaceOf(
            names.title(id),
            names.link(id),
            place,
            known.address if known else None,
            geo or (known.map_url if known else None),
            official.get(id, False),
        )


# --- where the numbers come from ----------------------------------------------------------------


def _entries(fields: ResultsFile) -> list[BallotsFile | ResponsesFile]:
    """All files that results come from."""
    return [*fields.ballots, *(fields.responses.files if fields.responses else ())]


def _newest(desk: Desk, fields: ResultsFile) -> DateView | None:
    received = [item.received_on for item in _entries(fields) if item.received_on]
    return desk.date(max(received, key=lambda when: when.order)) if received else None


def _sources(desk: Desk, process: Process, fields: ResultsFile) -> Iterator[SourceView]:
    tallies = desk.build.tallies.get(process.id, ())
    answered = desk.build.surveys.get(process.id)
    entries = {f"{process.folder}/{item.file}": item for item in _entries(fields)}
    seen = set()
    for source in (
        *(source for tally in tallies for source in tally.sources),
        *(answered.sources if answered else ()),
    ):
        if (source.path, source.format) in seen:
            continue
        seen.add((source.path, source.format))
        entry = entries.get(source.path)
        protocol = entry.protocol if isinstance(entry, BallotsFile) else None
        yield SourceView(
            source.path.rpartition("/")[2],
            source.sha256,
            word_or(desk, f"format.{source.format}", source.format),
            desk.word(source.recognised_by),
            desk.language.number(source.rows_read),
            reasons(desk, source.rows_left_out),
            desk.date(entry.received_on) if entry else None,
            (entry.channel if entry else None) or None,
            desk.file_link(process, protocol),
            source.encoding,
            source.sheet,
        )


def _terms(desk: Desk, fields: ResultsFile) -> Iterator[Fact]:
    """Who took the risk of publishing ballots whose pattern may tell, and the statute that makes
    small numbers public."""
    risk = fields.publish.accept_pattern_risk if fields.publish else None
    if risk:
        yield Fact("pattern-risk", risk.by, desk.date(risk.on), lines=(risk.reason,))
    if fields.never_suppress:
        yield from parts.fact("never-suppressed", fields.never_suppress.basis)


# --- checks and what came after -----------------------------------------------------------------


def _verification(desk: Desk, process: Process, fields: ResultsFile) -> Iterator[Fact]:
    checked = fields.verification
    if checked is None:
        return
    yield from parts.fact("verified-by", checked.by)
    yield Fact("verified-on", date=desk.date(checked.on))
    protocol = desk.file_link(process, checked.protocol)
    if protocol:
        yield Fact("protocol", link=protocol)


def _removed(desk: Desk, fields: ResultsFile) -> tuple[tuple[str, str], ...]:
    if fields.verification is None:
        return ()
    return reasons(desk, fields.verification.removed_before_export.items())


def _protests(desk: Desk, fields: ResultsFile) -> Iterable[Fact]:
    for protest in fields.protests:
        key = f"evaluation-result.{protest.result}" if protest.result else "protest-open"
        filed = desk.date(protest.filed_on) if protest.decided_on else None
        yield Fact(
            "protest",
            protest.reason,
            desk.date(protest.decided_on or protest.filed_on),
            lines=(
                Text(desk.word("protest-number", number=protest.n), None),
                *([Text(desk.word("protest-filed", date=filed.text), None)] if filed else []),
                Text(desk.word(key), None),
            ),
        )
