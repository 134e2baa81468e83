"""Filled-in forms in ``raw/`` -> what may stand in ``data/``, and a survey served from it.

Each export is reduced by itself: the questions that ``responses:`` names, and of the answers the
wordings that were offered, numbers, and that something else was written, never what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from civicsite.diagnostics import Diagnostic, Report, Span, error
from civicsite.exports.dataset import (
    CountedFile,
    ExportFile,
    Format,
    Judged,
    Provenance,
    Reduced,
    Response,
)
from civicsite.exports.reduction import (
    MADE_BY,
    RESPONSES_FORMAT,
    Lines,
    Sidecar,
    answer_cell,
    grouped,
    response_heading,
    response_line,
    responses_header,
    settings_digest,
)
from civicsite.letters import slug
from civicsite.plain import to_data
from civicsite.reading.sources import is_raw
from civicsite.results.answers import Reader
from civicsite.results.reducing import Blind, Files, NewFile, Project
from civicsite.results.survey_counts import SurveyRequest
from civicsite.results.surveys import asked_questions, count_survey

__all__ = ["FORMS_BEGIN", "reduce_survey", "response_files", "served_survey"]


FORMS_BEGIN = "reduced-responses-"
"""How the name of every reduced survey begins."""


def response_files(path: str) -> tuple[str, str]:
    """The table and the sidecar of an export, below ``data/``."""
    stem = f"{FORMS_BEGIN}{slug(path.rpartition('/')[2].replace('.', '-')) or 'x'}"
    return f"{stem}.csv", f"{stem}.json"


# --- civicsite reduce ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Gathered:
    """The forms of one export, and which answers they have."""

    forms: Lines
    columns: list[tuple[str, str]] = field(default_factory=list)
    number: int = 0


def reduce_survey(
    request: SurveyRequest,
    folder: str,
    received: Mapping[str, str],
    open_file: Callable[[str], ExportFile],
    formats: Mapping[str, Format],
    spool: Callable[[], Lines],
) -> tuple[Files, tuple[Diagnostic, ...]]:
    """The files to write into ``data/`` of the process in ``folder``; none with an error.

    The survey is counted on the way, so that everything wrong with the answers is told while the
    words are still there.
    """
    raw = [(entry, columns) for entry, columns in request.files if is_raw(entry.path)]
    gathered = {entry.path: _Gathered(spool()) for entry, _ in raw}
    readers = {item.id: Reader(item) for item in request.questions}

    def keep(response: Response, entry: CountedFile) -> None:
        own = gathered.get(entry.path)
        if own is None:
            return
        own.columns = own.columns or sorted(response.answers)
        cells = [
            answer_cell(readers[id].without_own_words(response.answers.get((id, row))))
            for id, row in own.columns
        ]
        own.number += 1
        own.forms.add(response_line(cells, response.complete))

    narrowed = replace(request, files=tuple(raw))
    tally, problems = count_survey(narrowed, open_file, formats, lambda path: Blind(), keep)
    if tally is None:
        return {}, problems
    sources = {source.path: source for source in tally.sources}
    files: dict[str, NewFile] = {}
    for entry, columns in raw:
        content = _table(gathered[entry.path])
        names = (f"{folder}/data/{name}" for name in response_files(entry.path))
        table, beside = names
        found = replace(sources[entry.path], path=entry.path.removeprefix(f"{folder}/"))
        sidecar = Sidecar(
            MADE_BY,
            "",
            *_digests(request, entry, columns, folder),
            _reduced(content, gathered[entry.path].number, found),
            tuple(
                (path.removeprefix(f"{folder}/"), day)
                for path, day in received.items()
                if path == entry.path
            ),
        )
        files[table], files[beside] = content, sidecar.to_json()
    return files, problems


def _table(own: _Gathered) -> Callable[[], Iterable[bytes]]:
    def content() -> Iterable[bytes]:
        yield responses_header(response_heading(id, row) for id, row in own.columns)
        yield from grouped(own.forms)

    return content


def _reduced(content: Callable[[], Iterable[bytes]], number: int, source: Provenance) -> Reduced:
    state = hashlib.sha256()
    for chunk in content():
        state.update(chunk)
    return Reduced("", state.hexdigest(), (Judged("", number),), (source,))


def _digests(
    request: SurveyRequest, entry: CountedFile, columns: Mapping[str, str], folder: str
) -> tuple[str, str]:
    """Of the entry and the questions, and of the wordings that are offered."""
    asked = asked_questions(request, columns)
    questions = [[item.id, item.column, item.type] for item in asked]
    offered = [
        [item.id, to_data(item.options), to_data(item.rows), list(item.no_answer)]
        for item in request.questions
    ]
    text = json.dumps(offered, ensure_ascii=False)
    plain = replace(entry, zone=None)
    settings = settings_digest([plain], [("", (), False)], folder)
    whole = hashlib.sha256(f"{settings}{json.dumps(questions)}".encode()).hexdigest()
    return whole, hashlib.sha256(text.encode()).hexdigest()


# --- a survey served from reductions ------------------------------------------------------------


def served_survey(
    request: SurveyRequest, folder: str, process: str, project: Project
) -> tuple[SurveyRequest | None, tuple[Diagnostic, ...]]:
    """The request with every export in ``raw/`` replaced by its reduction; None with an error,
    such as for a reduction that is missing or no longer fits."""
    report = Report()
    files: list[tuple[CountedFile, Mapping[str, str]]] = []
    for entry, columns in request.files:
        if not is_raw(entry.path):
            files.append((entry, columns))
            continue
        found = _served(request, entry, columns, folder, process, project)
        if isinstance(found, Diagnostic):
            report.add(found)
        else:
            files.append((found, {}))
    if report.has_errors:
        return None, tuple(report)
    if not any(is_raw(entry.path) for entry, _ in request.files):
        return request, ()
    return replace(request, files=tuple(files)), ()


def _served(
    request: SurveyRequest,
    entry: CountedFile,
    columns: Mapping[str, str],
    folder: str,
    process: str,
    project: Project,
) -> CountedFile | Diagnostic:
    file = entry.path.removeprefix(f"{folder}/")
    table, beside = (f"{folder}/data/{name}" for name in response_files(entry.path))
    there = project.exists_raw(entry.path)
    if not project.exists(table) or not project.exists(beside):
        code = "reduction-missing" if there else "reduction-without-export"
        return error(code, entry.span, file=file, process=process)
    try:
        sidecar = Sidecar.from_json(project.read(beside))
    except ValueError as problem:
        values = {"detail": str(problem), "process": process}
        return error("reduction-unreadable", Span(beside), **values)
    settings, wordings = _digests(request, entry, columns, folder)
    if sidecar.settings != settings:
        return error("reduction-other-settings", entry.span, file=file, process=process)
    (source,) = sidecar.reduced.sources
    if there and project.raw_digest(entry.path) != source.sha256:
        return error("reduction-other-export", entry.span, file=file, process=process)
    if there and sidecar.wordings != wordings:
        return error("reduction-other-options", entry.span, file=file, process=process)
    reduced = replace(sidecar.reduced, sources=(replace(source, path=entry.path),))
    return CountedFile(table, RESPONSES_FORMAT, entry.span, channel=entry.channel, reduced=reduced)
