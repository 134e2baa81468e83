"""``results.yaml`` of a process -> what to count."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from typing import Any
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Diagnostic, Severity, Span, error, warning
from civicsite.exports.dataset import CountedFile, Layout, Option
from civicsite.exports.option_lists import DeclaredTable, OptionsTable
from civicsite.exports.validity import Validity
from civicsite.model.site import Process
from civicsite.reading import schema
from civicsite.reading.binding import Place, bind_block
from civicsite.reading.field_types import closest
from civicsite.reading.sources import is_raw
from civicsite.results.counts import Setting
from civicsite.results.disclosure import terms_of
from civicsite.results.rules.base import Draw, Rule, TieBreak
from civicsite.results.tally import ContestRequest, CountRequest
from civicsite.results.vote_splits import SplitRequest

__all__ = ["request_of"]

Exists = Callable[[str], bool]


def request_of(
    process: Process, exists: Exists, zone: ZoneInfo, rules: Mapping[str, Rule]
) -> tuple[CountRequest | None, tuple[Diagnostic, ...]]:
    """What to count for a process, or None while there is nothing to count.

    A file that is missing is an error at its line. Files of ballots may lie in ``raw/``: then
    ``reducing.served`` puts their reduction in their place, since a build never reads ``raw/``
    (decision 5). ``zone`` is where times of arrival are meant.
    """
    if process.results is None:
        return None, ()
    fields = process.results.main.value
    asking = _Asking(process, exists, zone, rules)
    contests = asking.contests()
    leftovers = asking.leftovers()
    files = tuple(asking.file(index, item) for index, item in enumerate(fields.ballots))
    held = any(contest.held != "voted" for contest in contests)
    if not files and not held and not any(c.declared_options for c in contests):
        return None, tuple(asking.diagnostics)
    request = CountRequest(
        contests,
        files,
        _validity(fields.validity),
        process.results.main.span("validity"),
        asking.options_table(),
        _proposal_options(process),
        leftovers,
        _splits(process),
    )
    wrong = any(found.severity is Severity.ERROR for found in asking.diagnostics)
    return (None if wrong else request), tuple(asking.diagnostics)


class _Asking:
    def __init__(
        self, process: Process, exists: Exists, zone: ZoneInfo, rules: Mapping[str, Rule]
    ) -> None:
        assert process.results
        self.process, self.exists, self.zone, self.rules = process, exists, zone, rules
        self._settings: dict[Place, _Settings] = {}
        self.bound = process.results.main
        self.fields = process.results.main.value
        self.diagnostics: list[Diagnostic] = []

    def path(self, file: str, span: Span, *, reduced: bool = False) -> str:
        """Project-relative path of a data file; reported when it cannot be used. ``reduced``: it
        may lie in ``raw/``, for its reduction is read in its place."""
        path = f"{self.process.folder}/{file}"
        if reduced and is_raw(path):
            return path
        if is_raw(path):
            self.diagnostics.append(error("export-in-raw", span, file=file))
        elif not self.exists(path):
            self.diagnostics.append(error("export-missing", span, file=file))
        return path

    def contests(self) -> tuple[ContestRequest, ...]:
        if not self.fields.contests:
            return (self._contest("", self.fields, ("",), ()),)
        return tuple(
            self._contest(item.id, item, (str(item.title),), ("contests", index))
            for index, item in enumerate(self.fields.contests)
        )

    def _contest(
        self, id: str, item: Any, names: tuple[str, ...], place: tuple[str | int, ...]
    ) -> ContestRequest:
        top = self.fields
        rule = item.rule or top.rule
        settings = self.settings(rule, (*place, "rule") if place and item.rule else ("rule",))
        ties = item.ties or top.ties or schema.Ties()
        draws = (*ties.draws, *(top.ties.draws if top.ties and item.ties else ()))
        own = item.declared is not None and bool(place)
        declared = item.declared or top.declared or schema.DeclaredFields()
        where = (*place, "declared") if own else ("declared",)
        return ContestRequest(
            id,
            self.bound.span(*place),
            names,
            getattr(item, "held", "voted"),
            item.budget,
            item.seats,
            item.marks or top.marks or (None, None),
            item.points or top.points or (None, None),
            item.points_each or top.points_each or (None, None),
            item.points_by_place or top.points_by_place,
            item.electorate.count if item.electorate else None,
            self.districts(item.electorate, place),
            rule.name if rule else "",
            settings,
            rule.quorum if rule else None,
            rule.quorum_share if rule else None,
            TieBreak(
                tuple(method.value for method in ties.by),
                tuple(Draw(d.among, d.order) for d in draws if d.contest in (None, id)),
            ),
            self._declared(declared, where),
            declared.options,
            tuple(explained.id for explained in declared.explained),
        )

    def settings(self, rule: schema.RuleFields | None, place: Place) -> _Settings:
        """What was written for a rule; the block at the top holds for many contests and is read
        once. A rule that nobody has implemented may have any fields (decision 11)."""
        if rule is None or place in self._settings:
            return self._settings.get(place, ())
        found: _Settings = ()
        if known := self.rules.get(rule.name):
            bound, problems = bind_block(known.settings, self.bound, rule, place)
            self.diagnostics += problems
            written = bound.model_dump(exclude_unset=True, exclude=_SHARED) if bound else {}
            found = tuple(written.items())
        else:
            near = closest(rule.name, sorted(self.rules))
            values = {"suggestion": near} if near else {}
            span = self.bound.span(*place, "name")
            self.diagnostics.append(warning("rule-not-known", span, rule=rule.name, **values))
        self._settings[place] = found
        return found

    def districts(self, electorate: schema.Electorate | None, place: Place) -> _Districts:
        """The electorate by district; reported when the parts do not make the whole."""
        if electorate is None or not electorate.districts:
            return ()
        together = sum(electorate.districts.values())
        if together != electorate.count:
            span = self.bound.span(*place, "electorate", "districts")
            values = {"together": together, "total": electorate.count}
            self.diagnostics.append(error("electorate-does-not-add-up", span, **values))
        return tuple(electorate.districts.items())

    def leftovers(self) -> tuple[tuple[str, str], ...]:
        """Between which contests money moves."""
        known = [contest.id for contest in self.fields.contests]
        pairs: list[tuple[str, str]] = []
        span = self.bound.span("leftover")
        for moving in self.fields.leftover:
            for id in (*moving.from_, moving.to):
                if id not in known:
                    near = closest(id, known)
                    values = {"suggestion": near} if near else {}
                    listed = ", ".join(known) or "–"
                    found = error("leftover-unknown-contest", span, id=id, known=listed, **values)
                    self.diagnostics.append(found)
            for id in moving.from_:
                if id in dict(pairs):
                    self.diagnostics.append(error("leftover-moves-twice", span, id=id))
                pairs.append((id, moving.to))
        if not self.diagnostics and _goes_round(pairs):
            self.diagnostics.append(error("leftover-goes-round", span))
        return tuple(pairs)

    def _declared(
        self, fields: schema.DeclaredFields, place: tuple[str | int, ...]
    ) -> DeclaredTable | None:
        if not fields.file:
            return None
        span = self.bound.span(*place, "file")
        if not fields.id or not fields.selected:
            self.diagnostics.append(error("declared-incomplete", self.bound.span(*place)))
            return None
        path = self.path(fields.file, span)
        return DeclaredTable(path, fields.id, fields.selected, span, _layout(fields))

    def options_table(self) -> OptionsTable | None:
        fields = self.fields.options
        if fields is None:
            return None
        span = self.bound.span("options", "file")
        return OptionsTable(
            self.path(fields.file, span),
            fields.id,
            fields.title,
            fields.cost or "",
            fields.contest or "",
            span=span,
            layout=_layout(fields),
            public_as=tuple((column, str(word)) for column, word in fields.public_as.items()),
        )

    def file(self, index: int, item: schema.BallotsFile) -> CountedFile:
        span = self.bound.span("ballots", index, "file")
        contests = [contest.id for contest in self.fields.contests]
        contest = item.contest or ""
        if contests and not contest and not item.choices:
            near = closest(item.file, contests)
            values = {"suggestion": near} if near else {}
            known = ", ".join(contests)
            self.diagnostics.append(error("ballots-without-contest", span, known=known, **values))
        choices = tuple(item.choices.items())
        if item.choice and not choices:
            choices = ((contest, item.choice),)
        return CountedFile(
            self.path(item.file, span, reduced=True),
            item.format or "",
            span,
            contest,
            choices,
            item.channel or "",
            item.channel_column or "",
            tuple((word, str(channel)) for word, channel in item.channels.items()),
            item.voter or "",
            item.received or "",
            self.zone,
            tuple(item.attributes.items()),
            item.district or "",
            option=item.option or "",
            votes=item.votes or "",
            cast=item.cast,
            valid=item.valid,
            invalid=tuple(item.invalid.items()),
            protocol=item.protocol or "",
            layout=_layout(item),
            separator=item.separator or "",
            dates=item.dates or "",
        )


def _layout(fields: schema.BallotsFile | schema.OptionsFile | schema.DeclaredFields) -> Layout:
    rows = fields.header_rows if isinstance(fields, schema.BallotsFile) else None
    return Layout(fields.header_row or 0, rows or 1, fields.sheet or "")


_Districts = tuple[tuple[str, int], ...]
_Settings = tuple[tuple[str, Setting], ...]
_SHARED = set(schema.RuleFields.model_fields)
"""Fields that every rule has."""


def _goes_round(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether money would come back to where it left."""
    gets: dict[str, list[str]] = {}
    for source, target in pairs:
        gets.setdefault(target, []).append(source)
    try:
        TopologicalSorter(gets).prepare()
    except CycleError:
        return True
    return False


def _validity(fields: schema.Validity | None) -> Validity:
    if fields is None:
        return Validity()
    until: list[tuple[str, datetime]] = [
        (channel, when.end) for channel, when in fields.received_until.items() if when.end
    ]
    return Validity(
        fields.as_declared,
        too_many_marks=fields.too_many_marks or "",
        too_few_marks=fields.too_few_marks or "",
        too_many_points=fields.too_many_points or "",
        too_few_points=fields.too_few_points or "",
        points_off_scale=fields.points_off_scale or "",
        blank=fields.blank or "invalid",
        unknown_option=fields.unknown_option or "",
        overvote=fields.overvote or "",
        duplicate_in_channel=fields.duplicate_in_channel or "",
        both_channels=fields.both_channels or "",
        received_until=tuple(until),
    )


def _splits(process: Process) -> SplitRequest | None:
    """What the votes are split by: attributes that the files of ballots know."""
    assert process.results
    fields = process.results.main.value
    known = {name for item in fields.ballots for name in item.attributes}
    by = tuple(name for name in fields.publish.split_by if name in known) if fields.publish else ()
    if not by or not fields.publish:
        return None
    return SplitRequest(by, terms_of(process), fields.publish.ballots)


def _proposal_options(process: Process) -> tuple[Option, ...]:
    """What could be voted for, from the proposals: those with a number on the ballot, or where
    none has one, all that were not withdrawn, merged or refused."""
    found = []
    balloted = any(item.texts.fields.ballot_number for item in process.proposals)
    for item in process.proposals:
        fields = item.texts.fields
        if balloted and not fields.ballot_number:
            continue
        if any(change.what in ("withdrawn", "merged") for change in fields.state_changes):
            continue
        labels = (fields.ballot_number,) if fields.ballot_number else ()
        cost = fields.cost if fields.cost is not None else fields.cost_submitted
        found.append(Option(item.number, str(fields.title), item.contest or "", cost, labels))
    return tuple(found)
