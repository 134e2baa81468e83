"""Personal data in what is published as somebody handed it in: tables and archives among the
documents, what residents wrote in remarks and proposals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pydantic import BaseModel, TypeAdapter, ValidationError

from civicsite.counting import exports_of
from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.exports.gate import check_text, names_a_person
from civicsite.exports.inspection import inspect_file
from civicsite.language import Text
from civicsite.memo import Memo
from civicsite.model.site import Process, Proposal, Site
from civicsite.reading.binding import Bound
from civicsite.reading.picture_files import Pictures, is_picture
from civicsite.reading.schema import Contact, ContributionsFile, ResultsFile
from civicsite.reading.sources import Sources

__all__ = ["published_problems"]

Place = tuple[str | int, ...]


def published_problems(site: Site, sources: Sources, memo: Memo) -> Iterator[Diagnostic]:
    """Everything that must not get out, with its place. What is still under embargo is looked at
    too: its mistakes are found in time."""
    for process in site.processes.values():
        yield from _documents(process, sources, memo)
        town = site.municipalities.get(process.municipality)
        contacts = [process.texts.fields.contact, town.texts.fields.contact if town else None]
        office = _office([contact for contact in contacts if contact])
        if process.contributions:
            languages = (process.contributions.main, *process.contributions.translations.values())
            for bound in languages:
                yield from _contributions(bound, office)
        if process.results:
            for results in (process.results.main, *process.results.translations.values()):
                for path, text in (*_texts_in(results.value, ()), *_files(results.value)):
                    yield from _checked(results.span(*path), text, office)
        for proposal in process.proposals:
            yield from _proposal(proposal, office)


# --- documents ----------------------------------------------------------------------------------


@cache
def _found() -> TypeAdapter[tuple[Diagnostic, ...]]:
    return TypeAdapter(tuple[Diagnostic, ...])


def _documents(process: Process, sources: Sources, memo: Memo) -> Iterator[Diagnostic]:
    opened = exports_of(sources)
    bound = process.texts.main.bound
    for n, fields in enumerate(process.texts.fields.documents):
        yield from check_text(bound.span("documents", n, "file"), _name(fields.file))
        document = process.documents.get(fields.id)
        if document is None or not sources.exists(document.path):
            continue
        if is_picture(document.path):
            problem = Pictures(sources, memo).facts(document.path).problem
            if problem:
                yield error(problem, bound.span("documents", n, "file"), file=fields.file)
                continue
        file = opened(document.path)
        public = {column: str(word) for column, word in fields.public_as.items()}

        def load(data: bytes) -> tuple[Diagnostic, ...]:
            try:
                return _found().validate_json(data)
            except ValidationError as failure:
                raise ValueError(str(failure)) from failure

        yield from memo.get(
            "inspection",
            [document.path, sources.digest(document.path), repr(sorted(public.items()))],
            lambda file=file, public=public: inspect_file(file, public),  # type: ignore[misc]
            _found().dump_json,
            load,
        )


# --- what residents wrote -----------------------------------------------------------------------


def _office(contacts: Sequence[Contact]) -> re.Pattern[str] | None:
    """Telephones of the office and e-mail addresses at its own domains."""
    domains = {contact.email.rpartition("@")[2] for contact in contacts if contact.email}
    known = [rf"[\w.+\-]+@{re.escape(domain)}(?![\w.\-]*\w)" for domain in sorted(domains)]
    for contact in contacts:
        digits = re.sub("[^0-9]", "", contact.phone or "")[-9:]
        if len(digits) == 9:
            known.append(r"(?:\+?48[ \-]?)?\(?" + r"[ \-.)]{0,2}".join(digits))
    return re.compile("|".join(known), re.IGNORECASE) if known else None


def _checked(span: Span, text: str, office: re.Pattern[str] | None) -> tuple[Diagnostic, ...]:
    return check_text(span, office.sub("", text) if office else text)


def _contributions(
    bound: Bound[ContributionsFile], office: re.Pattern[str] | None
) -> Iterator[Diagnostic]:
    for path, text in _texts(bound):
        span = bound.span(*path)
        yield from _checked(span, str(text), office)
        if path[-1] in ("concerns", "summary") and names_a_person(str(text)):
            yield warning("personal-text-name", replace(span, excerpt=""))


def _texts(bound: Bound[ContributionsFile]) -> Iterator[tuple[Place, Text | str]]:
    """Everything of a set that a page shows."""
    for n, kept in enumerate(bound.value.sets):
        here: Place = ("sets", n)
        yield from _of(here, kept, "title")
        for m, item in enumerate(kept.items):
            there: Place = (*here, "items", m)
            yield from _of(there, item, "number", "concerns", "replaces", "same_as")
            for k, point in enumerate(item.points):
                at: Place = (*there, "points", k)
                names = ("n", "summary", "reason", "decided_by", "changed_in", "follow_up")
                yield from _of(at, point, *names)
            if item.response:
                yield from _of((*there, "response"), item.response, "by", "reason", "unit")


def _texts_in(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text of ``results.yaml`` that a page may show, and the reasons an editor counts by."""
    if isinstance(value, Text):
        yield place, str(value)
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _texts_in(getattr(value, name), (*place, field.alias or name))
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _texts_in(item, (*place, n))
    elif isinstance(value, dict) and place[-1] in ("invalid", "removed_before_export"):
        for reason in value:
            yield place, str(reason)


def _files(fields: ResultsFile) -> Iterator[tuple[Place, str]]:
    """Names of counted files: the page says where its numbers come from."""
    for n, item in enumerate(fields.ballots):
        yield ("ballots", n, "file"), _name(item.file)
    for n, answers in enumerate(fields.responses.files if fields.responses else ()):
        yield ("responses", "files", n, "file"), _name(answers.file)


def _name(file: str) -> str:
    """The name of a file with its words apart."""
    return re.sub(r"(?<![0-9])[_\-.](?=[0-9])|_", " ", file.rpartition("/")[2])


def _of(place: Place, block: object, *names: str) -> Iterator[tuple[Place, Text | str]]:
    for name in names:
        if value := getattr(block, name):
            yield (*place, name), value


def _proposal(proposal: Proposal, office: re.Pattern[str] | None) -> Iterator[Diagnostic]:
    for localised in (proposal.texts.main, *proposal.texts.translations.values()):
        for line, words in enumerate(localised.lines, 1):
            # The place alone: an excerpt would repeat in the logs what must not get out.
            yield from _checked(Span(localised.source, line), words, office)
