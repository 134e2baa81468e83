"""What may be told of a result beyond its totals: ``publish:``, ``never_suppress:`` and ``minors:``
of ``results.yaml`` as one value, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from civicsite.clock import Clock
from civicsite.diagnostics import Diagnostic, error
from civicsite.model.site import Process
from civicsite.reading.field_types import closest
from civicsite.results.anonymous import Terms
from civicsite.results.counts import ChannelCount, OptionTally, Tally
from civicsite.terms import NeverSuppressed, Repository

__all__ = [
    "LEAST_LIMIT",
    "Disclosure",
    "disclosed",
    "disclosure_of",
    "disclosure_problems",
    "reduction_terms",
    "terms_of",
]

LEAST_LIMIT = 3
"""Lowest limit an editor may set. Polish statistics may show no aggregate of fewer than three
(act of 29 June 1995 on public statistics, art. 38(2))."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What the editor of a result allows."""

    ballots: bool
    """True when the ballots that count may be downloaded."""
    terms: Terms
    """On what terms; ``ranked`` is for whoever knows the rule to fill in."""
    split_by: tuple[str, ...]
    never_suppress: frozenset[str]
    """``votes`` and ``turnout``, as far as a statute makes them public; empty for minors."""
    names: bool
    """True as long as names of those elected may be shown; False only for minors, after the day on
    which their names go."""

    @property
    def minors(self) -> bool:
        """True when those who vote or are voted for are under age."""
        return self.terms.minors

    @property
    def min_cell(self) -> int:
        """People a published cell of a split counts at least."""
        return self.terms.min_cell


def terms_of(process: Process) -> Terms:
    """On what terms the ballots of a process may be published. A process without ``results.yaml``
    publishes none."""
    if process.results is None:
        return Terms()
    bound = process.results.main
    fields, publish = bound.value, bound.value.publish
    terms = Terms(minors=fields.minors, span=bound.span("publish"))
    if publish is None:
        return terms
    return replace(
        terms,
        attributes=publish.attributes,
        k=max(publish.k, LEAST_LIMIT),
        min_cell=max(publish.min_cell, LEAST_LIMIT),
        risk_accepted=publish.accept_pattern_risk is not None,
    )


def reduction_terms(process: Process, repository: Repository) -> Terms | None:
    """On what terms attributes of the voters may lie in ``data/``: as in a download, since the
    forge is public. None where only the office reads the repository: there they stay exact."""
    if repository is Repository.PRIVATE or process.results is None:
        return None
    publish = process.results.main.value.publish
    terms = terms_of(process)
    split_by = publish.split_by if publish else ()
    names = () if terms.minors else tuple(dict.fromkeys((*terms.attributes, *split_by)))
    # Marks and points are needed for the count: the risk of their pattern is that of the ballots.
    return replace(terms, attributes=names, risk_accepted=True, minors=False)


def disclosure_of(process: Process, clock: Clock) -> Disclosure:
    """What may be told of the result of a process at the instant of the build. A process without
    ``results.yaml`` discloses nothing."""
    terms = terms_of(process)
    if process.results is None:
        return Disclosure(False, terms, (), frozenset(), True)
    fields = process.results.main.value
    removal, publish = fields.remove_names_on, fields.publish
    names = not (fields.minors and removal and removal.start and clock.reached(removal.start))
    if publish is None:
        return Disclosure(False, terms, (), _never(process), names)
    return Disclosure(publish.ballots, terms, publish.split_by, _never(process), names)


def _never(process: Process) -> frozenset[str]:
    assert process.results
    fields = process.results.main.value
    if fields.minors or fields.never_suppress is None:
        return frozenset()
    return frozenset(str(word) for word in fields.never_suppress.what)


def disclosure_problems(process: Process) -> Iterator[Diagnostic]:
    """What an editor asks for and may not have."""
    if process.results is None:
        return
    bound = process.results.main
    fields, publish = bound.value, bound.value.publish
    if publish:
        for name, limit in (("k", publish.k), ("min_cell", publish.min_cell)):
            if limit < LEAST_LIMIT:
                span = bound.span("publish", name)
                yield error("limit-too-low", span, field=name, limit=LEAST_LIMIT)
        if not fields.minors:
            yield from _attributes(process)
    if not fields.minors:
        return
    if fields.remove_names_on is None:
        yield error("minors-without-removal", bound.span("minors"))
    if fields.never_suppress:
        yield error("minors-suppress-all", bound.span("never_suppress"))
    if publish and publish.ballots:
        yield error("ballots-of-minors", bound.span("publish", "ballots"))
    if publish and publish.split_by:
        yield error("split-of-minors", bound.span("publish", "split_by"))
    if process.proposals:
        yield error("minors-as-proposals", bound.span("minors"))


def _attributes(process: Process) -> Iterator[Diagnostic]:
    """Attributes that no file of ballots has, and that are no question of the survey either."""
    assert process.results
    bound = process.results.main
    of_ballots = sorted({name for item in bound.value.ballots for name in item.attributes})
    asked = bound.value.responses.questions if bound.value.responses else ()
    assert bound.value.publish
    for place, names, known in (
        ("attributes", bound.value.publish.attributes, of_ballots),
        ("split_by", bound.value.publish.split_by, [*of_ballots, *(item.id for item in asked)]),
    ):
        for index, name in enumerate(names):
            if name not in known:
                near = closest(name, known)
                values = {"suggestion": near} if near else {}
                span = bound.span("publish", place, index)
                listed = ", ".join(known) or "–"
                yield error("attribute-unknown", span, name=name, known=listed, **values)


# --- what is told of a count --------------------------------------------------------------------


def disclosed(tally: Tally, disclosure: Disclosure) -> Tally:
    """The count of one contest as it may leave the program, to pages and downloads alike.

    Votes by channel are shown when every channel has ``min_cell`` valid ballots and none of one
    mind, ballots by channel or district when each has as many; or when a statute makes them public.
    Of minors only the totals are shown, and only the names of those elected, until their day.
    """
    if not _tells(tally, disclosure):
        votes = tuple(replace(item, by_channel=()) for item in tally.options)
        channels = _without_turnout(tally, disclosure)
        tally = replace(tally, options=votes, channels=channels)
    if tally.districts and not _tells_districts(tally, disclosure):
        tally = replace(tally, districts=())
    if disclosure.minors:
        tally = replace(tally, options=_elected(tally, disclosure))
    return tally


def _tells_districts(tally: Tally, disclosure: Disclosure) -> bool:
    """Whether ballots may be told by district: no district with so few voters, non-voters or
    invalid ballots that they point at people. One district alone could be worked out from the
    total, so that it is all or none."""
    if disclosure.minors:
        return False
    if NeverSuppressed.TURNOUT in disclosure.never_suppress:
        return True
    numbers = [
        number
        for item in tally.districts
        for number in (item.cast, item.cast - item.valid, (item.electorate or 0) - item.cast)
    ]
    return not any(0 < number < disclosure.min_cell for number in numbers)


def _tells(tally: Tally, disclosure: Disclosure) -> bool:
    if len(tally.channels) < 2:
        return True
    if disclosure.minors:
        return False
    if NeverSuppressed.VOTES in disclosure.never_suppress:
        return True
    return not any(
        channel.valid is not None and _small(place, channel, tally.options, disclosure.min_cell)
        for place, channel in enumerate(tally.channels)
    )


def _small(
    place: int, channel: ChannelCount, options: Sequence[OptionTally], min_cell: int
) -> bool:
    """Whether the votes of a channel tell what single people voted."""
    assert channel.valid is not None
    if not channel.valid:
        return False
    if channel.valid < min_cell:
        return True
    return any(item.by_channel[place] == channel.valid for item in options)


def _without_turnout(tally: Tally, disclosure: Disclosure) -> tuple[ChannelCount, ...]:
    """The channels as one, where their ballots are too few to be told apart."""
    public = NeverSuppressed.TURNOUT in disclosure.never_suppress and not disclosure.minors
    small = any(
        channel.cast is not None and 0 < channel.cast < disclosure.min_cell
        for channel in tally.channels
    )
    if public or not (small or disclosure.minors):
        return tally.channels
    declared = any(channel.declared for channel in tally.channels)
    if not tally.ballots_known:
        return (ChannelCount("", None, None, declared),)
    return (ChannelCount("", tally.cast, tally.valid, declared),)


def _elected(tally: Tally, disclosure: Disclosure) -> tuple[OptionTally, ...]:
    """Options by their number alone, but for those elected as long as names may be shown."""
    chosen = {id for id, selected in tally.official.items() if selected}
    return tuple(
        item
        if disclosure.names and item.option.id in chosen
        else replace(item, option=replace(item.option, title="", labels=(), place=""))
        for item in tally.options
    )
