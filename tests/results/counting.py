"""Counting files that lie in memory."""

from __future__ import annotations

from collections.abc import Mapping

from civicsite.diagnostics import Diagnostic, Span
from civicsite.exports.dataset import CountedFile, Option
from civicsite.exports.validity import Validity
from civicsite.registry import standard_registry
from civicsite.results.rules.base import TieBreak
from civicsite.results.tally import ContestRequest, CountRequest, Tally, count
from tests.exports.files import in_memory

REGISTRY = standard_registry()
RESULTS = Span("content/lipowiec/park/results.yaml", 1, 1)
FILE_ORDER = TieBreak(("file-order",))
STRICT = Validity(too_many_marks="invalid", unknown_option="invalid")
AS_DECLARED = Validity(as_declared=True)


def counted(
    request: CountRequest, files: Mapping[str, str | bytes]
) -> tuple[tuple[Tally, ...], tuple[Diagnostic, ...]]:
    """Count with everything that is installed."""
    return count(
        request,
        lambda path: in_memory(path, files[path]),
        REGISTRY.formats,
        REGISTRY.rules,
    )


def one(request: CountRequest, files: Mapping[str, str | bytes]) -> Tally:
    """The only tally; there must be no diagnostic."""
    tallies, problems = counted(request, files)
    assert problems == ()
    (tally,) = tallies
    return tally


def ballots(path: str = "data/glosy.csv", channel: str = "", **more: object) -> CountedFile:
    """A table of ballots with the marks in the column ``Projekty``."""
    values = {"span": RESULTS, "choices": (("", "Projekty"),), "channel": channel, **more}
    return CountedFile(path, "table", **values)  # type: ignore[arg-type]


def totals(path: str, channel: str = "paper", **more: object) -> CountedFile:
    """A protocol."""
    values = {"span": RESULTS, "channel": channel, "option": "Nr", "votes": "Głosy", **more}
    return CountedFile(path, "totals", **values)  # type: ignore[arg-type]


def request(
    *files: CountedFile,
    options: tuple[Option, ...],
    validity: Validity = STRICT,
    **contest: object,
) -> CountRequest:
    """One contest."""
    values = {"span": RESULTS, **contest}
    return CountRequest(
        (ContestRequest("", **values),),  # type: ignore[arg-type]
        files,
        validity,
        RESULTS,
        options=options,
    )
