"""Polish statutes on participation, rule by rule, each with its article.

Read in: the act on municipal self-government, art. 5a (as amended by the act of 11 January 2018);
the revitalisation act, art. 6 (Dz.U. 2021 poz. 485, version of 24 September 2023); the planning
act, art. 8e–8k (Dz.U. 2024 poz. 1130). A council's resolution may ask for more: that is for
``kinds:`` in ``civicsite.yaml``. Nothing here is legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from civicsite.diagnostics import Severity
from civicsite.model.statute_rules import (
    Case,
    Flaw,
    Rule,
    Statute,
    announced_in,
    announced_late,
    comments_in_writing,
    comments_too_short,
    field_missing,
    has_phase,
    held,
    report_missing,
    spoken,
)
from civicsite.terms import AnnouncedIn, Does, DutyKind, EventKind

__all__ = ["POLISH_STATUTES"]

_SELF_GOVERNMENT = "ustawy z dnia 8 marca 1990 r. o samorządzie gminnym"
_REVITALISATION = "ustawy z dnia 9 października 2015 r. o rewitalizacji"
_PLANNING = "ustawy z dnia 27 marca 2003 r. o planowaniu i zagospodarowaniu przestrzennym"

LEAST_SHARE = Decimal("0.005")
"""Art. 5a ust. 5: in cities with county rights at least 0.5 % of expenditure."""
MOST_SIGNATURES = Decimal("0.001")
"""Art. 5a ust. 7 pkt 2: at most 0.1 % of the residents of the area of the pool."""
ALONE_FROM = 13
"""Limited capacity begins at 13 (art. 15 of the civil code)."""


def _self_government(article: str) -> str:
    return f"art. 5a {article} {_SELF_GOVERNMENT}"


# --- consultations and participatory budgets ----------------------------------------------------


def _undated(case: Case) -> Iterator[Flaw]:
    basis = case.fields.legal_basis
    if basis and not basis.date:
        yield Flaw(case.span("legal_basis"))


def _age_limit(case: Case) -> Iterator[Flaw]:
    """Residents of any age are residents; supervisors strike limits of age down."""
    rule = case.fields.eligibility
    if rule and (rule.min_age or rule.max_age is not None):
        yield Flaw(case.span("eligibility"))


def _no_vote(case: Case) -> Iterator[Flaw]:
    if not has_phase(case, Does.VOTE):
        yield Flaw(case.span())


def _not_binding(case: Case) -> Iterator[Flaw]:
    binding = case.fields.binding
    if binding is None or not binding.is_:
        yield Flaw(case.span("binding") if binding else case.span())


def _pools(case: Case) -> list[Decimal]:
    results = case.process.results
    contests = results.main.value.contests if results else ()
    return [contest.budget for contest in contests if contest.budget is not None]


def _no_pool(case: Case) -> Iterator[Flaw]:
    results = case.process.results
    known = case.fields.budget or _pools(case) or (results and results.main.value.budget)
    if not known:
        yield Flaw(case.span())


def _share_unknown(case: Case) -> Iterator[Flaw]:
    if case.town.texts.fields.county_rights and not case.fields.spending:
        yield Flaw(case.span())


def _share_too_small(case: Case) -> Iterator[Flaw]:
    fields = case.fields
    if not case.town.texts.fields.county_rights or not fields.spending or not fields.budget:
        return
    least = fields.spending.amount * LEAST_SHARE
    if fields.budget < least:
        yield Flaw(case.span("budget"), (("least", f"{least:.2f}"),))


def _pools_exceed(case: Case) -> Iterator[Flaw]:
    pools, budget = sum(_pools(case), Decimal()), case.fields.budget
    if budget is not None and pools > budget:
        yield Flaw(case.span("budget"), (("pools", str(pools)), ("budget", str(budget))))


def _too_many_signatures(case: Case) -> Iterator[Flaw]:
    """Counted for the pool with the fewest people, else for the whole municipality."""
    rules = case.fields.requirements
    if rules is None or rules.signatures is None:
        return
    results = case.process.results
    contests = results.main.value.contests if results else ()
    people = [contest.electorate.count for contest in contests if contest.electorate]
    residents = case.town.texts.fields.residents
    if not people and residents:
        people = [residents.count]
    if people and rules.signatures > min(people) * MOST_SIGNATURES:
        most = int(min(people) * MOST_SIGNATURES)
        span = case.span("requirements", "signatures")
        yield Flaw(span, (("most", most), ("people", min(people)), ("written", rules.signatures)))


def _no_appeal(case: Case) -> Iterator[Flaw]:
    rules = case.fields.requirements
    if not has_phase(case, Does.APPEAL) and not (rules and rules.appeal):
        yield Flaw(case.span())


def _no_signatures(case: Case) -> Iterator[Flaw]:
    rules = case.fields.requirements
    if rules and rules.signatures is None:
        yield Flaw(case.span("requirements"))


def _no_results_date(case: Case) -> Iterator[Flaw]:
    owed = any(duty.what is DutyKind.RESULTS for duty in case.fields.duties)
    told = any(phase.results_by for phase in case.fields.phases if phase.does is Does.VOTE)
    results = case.process.results
    told = told or bool(results and results.main.value.publish_at)
    if has_phase(case, Does.VOTE) and not owed and not told:
        yield Flaw(case.span())


_CONSULTATION = (
    Rule("statute-resolution-date", _self_government("ust. 2"), _undated, Severity.WARNING),
    Rule("statute-age-limit", _self_government("ust. 1"), _age_limit, Severity.WARNING),
)

_BUDGET = (
    Rule("statute-resolution-date", _self_government("ust. 7"), _undated, Severity.WARNING),
    Rule("statute-age-limit", _self_government("ust. 3"), _age_limit, Severity.WARNING),
    Rule("statute-vote-missing", _self_government("ust. 3"), _no_vote),
    Rule("statute-not-binding", _self_government("ust. 4"), _not_binding),
    Rule("statute-pool-missing", _self_government("ust. 3"), _no_pool),
    Rule("statute-share-missing", _self_government("ust. 5"), _share_unknown),
    Rule("statute-share-too-small", _self_government("ust. 5"), _share_too_small),
    Rule("statute-pools-exceed", _self_government("ust. 6"), _pools_exceed),
    Rule(
        "statute-requirements-missing",
        _self_government("ust. 7 pkt 1"),
        field_missing("requirements", "formal"),
    ),
    Rule(
        "statute-signatures-missing",
        _self_government("ust. 7 pkt 2"),
        _no_signatures,
        Severity.WARNING,
    ),
    Rule("statute-signatures-too-many", _self_government("ust. 7 pkt 2"), _too_many_signatures),
    Rule(
        "statute-evaluation-missing",
        _self_government("ust. 7 pkt 3"),
        field_missing("requirements", "evaluation"),
    ),
    Rule("statute-appeal-missing", _self_government("ust. 7 pkt 3"), _no_appeal),
    Rule(
        "statute-vote-rules-missing",
        _self_government("ust. 7 pkt 4"),
        field_missing("requirements", "vote"),
    ),
    Rule(
        "statute-results-date-missing",
        _self_government("ust. 7 pkt 4"),
        _no_results_date,
        Severity.WARNING,
    ),
)


# --- revitalisation -----------------------------------------------------------------------------

_EVERYWHERE = announced_in(
    AnnouncedIn.PRESS, AnnouncedIn.NOTICE_BOARD, AnnouncedIn.BIP, AnnouncedIn.WEBSITE
)
_FURTHER_FORMS = (
    EventKind.MEETING,
    EventKind.DEBATE,
    EventKind.WORKSHOP,
    EventKind.RESEARCH_WALK,
    EventKind.INTERVIEW,
)
LEAST_FORMS = 2
"""Art. 6 ust. 4 of the revitalisation act: at least two forms beside comments in writing."""
LEAST_DAYS = 35
"""Art. 6 ust. 5: days for comments."""


def _too_few_forms(case: Case) -> Iterator[Flaw]:
    count = held(case, _FURTHER_FORMS) + spoken(case)
    if count < LEAST_FORMS:
        yield Flaw(case.span(), (("held", count), ("least", LEAST_FORMS)))


def _revitalisation(article: str) -> str:
    return f"art. 6{article} {_REVITALISATION}"


_REVITALISING = (
    Rule("statute-announcement-missing", _revitalisation(" ust. 2"), _EVERYWHERE),
    Rule("statute-announced-late", _revitalisation(" ust. 2"), announced_late),
    Rule("statute-comments-missing", _revitalisation(" ust. 4"), comments_in_writing),
    Rule("statute-forms-too-few", _revitalisation(" ust. 4"), _too_few_forms),
    Rule("statute-comments-too-short", _revitalisation(" ust. 5"), comments_too_short(LEAST_DAYS)),
    Rule("statute-report-missing", _revitalisation(""), report_missing),
)


# --- spatial planning ---------------------------------------------------------------------------

_TALKS = (EventKind.MEETING, EventKind.EXPERT_PANEL, EventKind.WORKSHOP)
_ON_THE_SPOT = (
    EventKind.OUTDOOR_MEETING,
    EventKind.RESEARCH_WALK,
    EventKind.INTERVIEW,
    EventKind.CONSULTATION_POINT,
    EventKind.DUTY_HOURS,
)


def _no_talk(case: Case) -> Iterator[Flaw]:
    if not held(case, _TALKS):
        yield Flaw(case.span())


def _nothing_on_the_spot(case: Case) -> Iterator[Flaw]:
    if not held(case, _ON_THE_SPOT):
        yield Flaw(case.span())


def _consent_asked(case: Case) -> Iterator[Flaw]:
    rule = case.fields.eligibility
    if rule and (rule.guardian_consent_below or 0) > ALONE_FROM:
        yield Flaw(case.span("eligibility", "guardian_consent_below"))


_PLANNED = (
    Rule("statute-consent-asked", f"art. 8e ust. 3 {_PLANNING}", _consent_asked),
    Rule("statute-announcement-missing", f"art. 8h ust. 1 {_PLANNING}", _EVERYWHERE),
    Rule("statute-announced-late", f"art. 8h ust. 1 {_PLANNING}", announced_late),
    Rule("statute-comments-missing", f"art. 8i ust. 2 {_PLANNING}", comments_in_writing),
    Rule("statute-talk-missing", f"art. 8i ust. 2 {_PLANNING}", _no_talk),
    # A survey counts too (pkt 4); no field says that a form is one, so this can only be a warning.
    Rule(
        "statute-spot-missing",
        f"art. 8i ust. 2 {_PLANNING}",
        _nothing_on_the_spot,
        Severity.WARNING,
    ),
    Rule("statute-report-missing", f"art. 8k {_PLANNING}", report_missing),
)

POLISH_STATUTES = (
    Statute(_CONSULTATION, kinds=("consultation",)),
    Statute(_BUDGET, kinds=("participatory-budget",)),
    Statute(_REVITALISING, procedure="revitalisation"),
    Statute(_PLANNED, procedure="spatial-planning"),
)
