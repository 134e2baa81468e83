"""What ``check`` says about the history of a project: git keeps what was once committed, and in a
public repository everybody reads it (decision 4). Outside git there is nothing to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from civicsite.clock import Clock
from civicsite.counting import exports_of
from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.exports.inspection import inspect_file
from civicsite.exports.reduction import file_names, table_rows
from civicsite.model.site import Process, Site
from civicsite.reading.git_folder import GitFolder
from civicsite.reading.git_index import NotAnIndex, is_tracked, tracked
from civicsite.reading.sources import Sources, is_raw
from civicsite.results.disclosure import disclosure_of
from civicsite.results.reducing_surveys import FORMS_BEGIN
from civicsite.terms import Repository

__all__ = ["history_problems"]

_CONTENT = "content/"


def history_problems(
    site: Site, sources: Sources, git: GitFolder | None, clock: Clock
) -> Iterator[Diagnostic]:
    """Personal data in files that git tracks, exports that it should ignore, and results that lie
    in a public repository before they may be known."""
    if git is None:
        return
    try:
        files = tracked(git)
    except NotAnIndex:
        yield error("git-index-unreadable", Span(".git/index"))
        return
    public = site.fields.repository is Repository.PUBLIC
    counted = {path for process in site.processes.values() for path in _counted(process)}
    documents = {path for process in site.processes.values() for path in _documents(process)}
    for path in files:
        if is_raw(path):
            yield error("raw-tracked", Span(path))
    looked_into = [
        path for path in sources.paths() if path.startswith(_CONTENT) and is_tracked(path, files)
    ]
    opened = exports_of(sources)
    for path in looked_into:
        # What is counted, and documents, have been looked into already by the build itself.
        if path not in counted and path not in documents and not _reduced(path):
            yield from inspect_file(opened(path))
    for process in site.processes.values():
        if public:
            yield from _early(process, files, clock)
            yield from _telling(process, sources, files, clock)


def _counted(process: Process) -> Iterator[str]:
    """Data files that pass the gate when they are counted."""
    if process.results is None:
        return
    fields = process.results.main.value
    named = [item.file for item in fields.ballots]
    named += [item.file for item in fields.responses.files] if fields.responses else []
    named += [fields.options.file] if fields.options else []
    tables = [fields.declared, *(contest.declared for contest in fields.contests)]
    named += [table.file for table in tables if table and table.file]
    for file in named:
        yield f"{process.folder}/{file}"


def _documents(process: Process) -> Iterator[str]:
    for document in process.documents.values():
        yield document.path


def _reduced(path: str) -> bool:
    """Whether a file is a reduction or a record, which this project writes."""
    folder, _, name = path.rpartition("/")
    inside = folder.split("/")
    return "record" in inside or (inside[-1:] == ["data"] and name.startswith("reduced"))


def _reductions(process: Process) -> Iterator[str]:
    assert process.results
    fields = process.results.main.value
    for contest in [item.id for item in fields.contests] or [""]:
        for name in file_names(contest):
            yield f"{process.folder}/data/{name}"


# --- results that may not be known yet ----------------------------------------------------------


def _early(process: Process, files: tuple[str, ...], clock: Clock) -> Iterator[Diagnostic]:
    if process.results is None:
        return
    bound = process.results.main
    moment = bound.value.publish_at
    if moment is None or moment.start is None or clock.reached(moment.start):
        return
    options = bound.value.options
    harmless = {f"{process.folder}/{options.file}"} if options else set()
    told = {path for path in (*_counted(process), *_reductions(process)) if not is_raw(path)}
    found = sorted(path for path in told - harmless if is_tracked(path, files))
    found += [path for path in files if path.startswith(f"{process.folder}/record/")]
    if _has_numbers(process) and is_tracked(process.results.source, files):
        found.append(process.results.source)
    if found:
        first = found[0].removeprefix(f"{process.folder}/")
        span = bound.span("publish_at")
        values = {"file": first, "publish_at": moment.text}
        yield error("results-tracked-early", span, count=len(found), **values)


def _has_numbers(process: Process) -> bool:
    """Whether ``results.yaml`` itself says what came out."""
    assert process.results
    fields = process.results.main.value
    declared = [fields.declared, *(contest.declared for contest in fields.contests)]
    return (
        any(item.cast or item.valid or item.invalid for item in fields.ballots)
        or any(table and table.options for table in declared)
        or bool(fields.verification and fields.verification.removed_before_export)
    )


# --- reductions that tell people apart ----------------------------------------------------------


def _telling(
    process: Process, sources: Sources, files: tuple[str, ...], clock: Clock
) -> Iterator[Diagnostic]:
    """Tables of ballots in ``data/`` with attributes that fewer than ``k`` people share."""
    counted = set(_counted(process))
    for path in files:
        if path not in counted and _is_forms(path, process):
            yield error("forms-tracked", Span(path), process=process.id)
    if process.results is None:
        return
    k = disclosure_of(process, clock).terms.k
    for path in _reductions(process):
        if path.endswith(".csv") and sources.exists(path) and is_tracked(path, files):
            with sources.open(path) as stream:
                fewest = _fewest(stream)
            if 0 < fewest < k:
                yield error("reduction-tells-people", Span(path, 1), count=fewest, k=k)


def _is_forms(path: str, process: Process) -> bool:
    """Whether a file is a reduced survey: one row is one person's whole form, and whoever knows
    some of the answers finds the others. By its name, because one of an export that
    ``results.yaml`` no longer names tells as much."""
    start = f"{process.folder}/data/{FORMS_BEGIN}"
    return path.startswith(start) and path.endswith(".csv")


def _fewest(lines: Iterable[bytes]) -> int:
    """Ballots with the rarest combination of attributes; 0 when there is no attribute. A table that
    is damaged is for the count to report."""
    people: Counter[tuple[str, ...]] = Counter()
    try:
        for row in table_rows(lines):
            if any(row.attributes):
                people[row.channel, *row.attributes] += row.number
    except ValueError:
        return 0
    return min(people.values(), default=0)
