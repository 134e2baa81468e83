"""What a process says of itself, as its page and its report show it: facts, announcements, the
outcome."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from civicsite.language import Text
from civicsite.model.site import Process
from civicsite.pages import contests, parts
from civicsite.pages.context import Desk
from civicsite.pages.views import DateView, External, Fact, Link, OfficialView, OutcomeView
from civicsite.reading.schema import Eligibility, ProcessFields, Requirements

__all__ = ["announced", "eligibility", "facts", "official", "outcome"]


def facts(desk: Desk, process: Process, fields: ProcessFields) -> tuple[Fact, ...]:
    """What is decided, by whom and on what basis."""
    facts = [*parts.fact("scope", fields.scope)]
    facts += parts.fact("budget", desk.money(fields.budget))
    facts += _share(desk, fields)
    facts += _only_contest(desk, process, fields)
    facts += parts.fact("area", fields.area)
    if fields.eligibility:
        facts += eligibility(desk, fields.eligibility)
    if fields.binding:
        key = "binding-yes" if fields.binding.is_ else "binding-no"
        lines = [Text(desk.word(key), None)]
        facts.append(Fact("binding", lines=(*lines, *fields.binding.conditions)))
        facts += parts.fact("decides", fields.binding.decides)
    if fields.legal_basis:
        basis = fields.legal_basis
        link = External(basis.title, basis.url) if basis.url else None
        facts.append(
            Fact("legal-basis", None if link else basis.title, desk.date(basis.date), link)
        )
    if fields.requirements:
        facts += _requirements(desk, fields.requirements)
    if fields.assurance:
        said = fields.assurance
        lines = [said.text] if said.text else []
        if said.online:
            lines.append(Text(desk.word(f"assurance-online.{said.online}"), None))
        if said.paper:
            lines.append(Text(desk.word(f"assurance-paper.{said.paper}"), None))
        facts.append(Fact("assurance", lines=tuple(lines)))
    return tuple(facts)


def _share(desk: Desk, fields: ProcessFields) -> Iterator[Fact]:
    """The pool as a share of what the municipality spends; exact before it is rounded."""
    spending = fields.spending
    if spending is None or not fields.budget or not spending.amount:
        return
    share = Fraction(fields.budget) / Fraction(spending.amount)
    said = desk.word(
        "pool-share",
        share=desk.language.percent(share, 2),
        year=spending.year,
        amount=desk.money(spending.amount) or "",
    )
    lines = [Text(said, None), *([spending.source] if spending.source else [])]
    yield Fact("pool-share", lines=tuple(lines))


def _requirements(desk: Desk, rules: Requirements) -> Iterator[Fact]:
    """What a project must be like, and how it is checked and voted on."""
    if rules.formal:
        yield Fact("requirements", lines=rules.formal)
    if rules.signatures is not None:
        said = desk.word("signatures-count", count=rules.signatures)
        yield from parts.fact("signatures", said)
    yield from parts.fact("evaluation-rules", rules.evaluation)
    yield from parts.fact("appeal-rules", rules.appeal)
    yield from parts.fact("vote-rules", rules.vote)


def eligibility(desk: Desk, rule: Eligibility) -> list[Fact]:
    """Who may take part."""
    lines = [rule.text or Text(desk.word(f"who.{rule.who}"), None)]
    if rule.min_age is not None:
        lines.append(Text(desk.word("age-from", count=rule.min_age), None))
    if rule.max_age is not None:
        lines.append(Text(desk.word("age-to", count=rule.max_age), None))
    if rule.guardian_consent_below is not None:
        lines.append(Text(desk.word("guardian-below", count=rule.guardian_consent_below), None))
    if rule.basis:
        lines.append(rule.basis)
    return [Fact("eligibility", lines=tuple(lines))]


def _only_contest(desk: Desk, process: Process, fields: ProcessFields) -> Iterator[Fact]:
    """The same where there is one contest, unless the process says it itself."""
    results = process.results.in_(desk.code) if process.results else None
    if results is None or results.contests:
        return
    if fields.budget is None:
        yield from parts.fact("budget", desk.money(results.budget))
    if results.seats is not None:
        yield from parts.fact("seats", desk.language.number(results.seats))
    if results.marks:
        yield from parts.fact("marks", contests.marks_said(desk, results.marks))


def outcome(desk: Desk, process: Process, fields: ProcessFields) -> OutcomeView | None:
    """What came of the process, once it may be told."""
    told = fields.outcome
    if told is None or not desk.build.released(told.publish_at):
        return None
    report = desk.file_link(process, told.report)
    return OutcomeView(told.text, desk.date(told.published_on), report)


def announced(
    desk: Desk, process: Process, fields: ProcessFields
) -> tuple[tuple[str, DateView, External | Link | None], ...]:
    """Where and when the process was announced, with the proof."""
    return tuple(
        (
            item.where,
            desk.known_date(item.on),
            External(Text(desk.word(f"announced.{item.where}"), None), item.url)
            if item.url
            else desk.file_link(process, item.proof),
        )
        for item in fields.announced
    )


def official(desk: Desk, fields: ProcessFields) -> OfficialView | None:
    """Where the binding publication is."""
    where = fields.official
    if where is None or not (where.text or where.bip_url):
        return None
    name = Text(desk.word("bip"), None)
    return OfficialView(where.text, External(name, where.bip_url) if where.bip_url else None)
