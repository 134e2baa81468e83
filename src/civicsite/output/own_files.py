"""Files in the editor's folder that a command of ours wrote and may write again.

Reductions (``data/reduced….csv`` and ``.json``) and records (``record/``). Everything else in the
project is the editor's: a file that is there and not known as ours is never written over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.output.manifest import safe_path
from civicsite.output.operations import Operations, OutputProblem, failed
from civicsite.output.preflight import Preflight, digest_of, lstat

__all__ = ["Written", "write_own"]

NewFile = bytes | Callable[[], Iterable[bytes]]
Written = tuple[tuple[str, ...], tuple[Diagnostic, ...]]
"""Paths that were written because they changed, and why nothing was."""


def write_own(
    root: Path, operations: Operations, files: Mapping[str, NewFile], ours: Collection[str]
) -> Written:
    """Write ``files`` (content by path below ``root``), in their order.

    All are written beside their places first; only then each takes its place by a rename, so that
    a path always holds its old or its new bytes, whole. A file that exists and is not among
    ``ours`` is the diagnostic ``file-exists``, and nothing is written. Raises ValueError for a
    path that leaves the project.
    """
    if not all(map(safe_path, files)):
        raise ValueError("a path leaves the project")
    root = root.resolve()
    problems = _in_the_way(root, files, ours)
    if problems:
        return (), tuple(problems)
    staged: dict[str, Path] = {}
    changed: list[str] = []
    path = ""
    try:
        for path, content in files.items():
            target = root / path
            beside = target.with_name(f".{target.name}.civicsite~")
            operations.mkdir(target.parent)
            if lstat(beside) is not None:
                operations.unlink(beside)
            staged[path] = beside
            digest = operations.write(
                beside, (content,) if isinstance(content, bytes) else content(), lasting=True
            )
            if lstat(target) is None or digest_of(target) != digest:
                changed.append(path)
        for path in changed:
            operations.rename(staged.pop(path), root / path)
    except OSError as failure:
        return (), (failed(path, failure),)
    finally:
        for beside in staged.values():
            with suppress(OSError):
                if lstat(beside) is not None:
                    operations.unlink(beside)
    return tuple(changed), ()


def _in_the_way(root: Path, files: Iterable[str], ours: Collection[str]) -> list[Diagnostic]:
    look = Preflight(root, frozenset(), None, _problem)
    problems: list[Diagnostic] = []
    for path in files:
        try:
            if look.target(path) is not None and path not in ours:
                problems.append(_problem("file-exists", path))
        except OutputProblem as problem:
            problems.extend(problem.diagnostics)
    return problems


def _problem(code: str, path: str, **values: str) -> Diagnostic:
    return error(code, Span(path), path=path, **values)
