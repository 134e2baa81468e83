"""What the statutes of a country still miss of a process before it is published.

A country is a line in :data:`COUNTRIES`; its rules are a table of their own, such as
``statutes_poland``. Municipalities of other countries are not checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from civicsite.diagnostics import Diagnostic
from civicsite.model.names import refer
from civicsite.model.site import Municipality, Process
from civicsite.model.statute_rules import Case, Statute
from civicsite.model.statutes_poland import POLISH_STATUTES

__all__ = ["COUNTRIES", "procedure_problems", "statute_problems"]

COUNTRIES: Mapping[str, tuple[Statute, ...]] = {"PL": POLISH_STATUTES}
"""By the code of the country (ISO 3166-1)."""


def statute_problems(process: Process, town: Municipality) -> Iterator[Diagnostic]:
    """What breaks the rules that hold for a process."""
    case = Case(process, town)
    for statute in COUNTRIES.get(town.texts.fields.country, ()):
        if statute.covers(case):
            for rule in statute.rules:
                yield from rule.problems(case)


def procedure_problems(process: Process, town: Municipality) -> Iterator[Diagnostic]:
    """A procedure that the country does not have."""
    named = process.texts.fields.procedure
    if named:
        statutes = COUNTRIES.get(town.texts.fields.country, ())
        known = [statute.procedure for statute in statutes if statute.procedure]
        span = process.texts.main.bound.span("procedure")
        yield from refer(span, "procedure-unknown", named, known)
