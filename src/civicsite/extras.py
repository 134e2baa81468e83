"""Extras: heavy packages that only some sites need, and whether they are installed.

A site declares them in ``use:`` (decision 20). One that is declared and missing is an error with
the command that installs it; one that is not declared changes nothing, installed or not, so that
the same folder gives the same bytes on every machine. Nothing here imports them: each is imported
by the one module that uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.terms import Extra

__all__ = ["installed", "missing_extras"]

_MODULES = {
    Extra.S3: "boto3",
    Extra.SEARCH_PL: "morfeusz2",
    Extra.SFTP: "paramiko",
}
"""The module that each extra of the package brings."""


def installed(extra: Extra) -> bool:
    """Whether an extra can be imported; it is looked for, not imported."""
    return find_spec(_MODULES[extra]) is not None


def missing_extras(wanted: Iterable[tuple[Extra, Span]]) -> Iterator[Diagnostic]:
    """An error for each extra that a site declares and this machine lacks."""
    for extra, span in wanted:
        if not installed(extra):
            yield error("extra-missing", span, extra=extra)
