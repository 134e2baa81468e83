"""Pure work, spread over processes that share what this one knows.

Forked, not spawned: a worker inherits the site and the theme instead of being sent them, so that
only results travel. That is safe with one thread and on Linux alone; elsewhere, for little work,
and with ``jobs=1``, the work is done here, one piece after another, with the same results.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

__all__ = ["spread"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_CHUNK = 16
"""Pieces of work sent at once; a piece takes milliseconds, sending one a fraction of that."""
_AHEAD = 4
"""Chunks for each worker that may be done or under way before their results are taken: memory
must not grow with the number of pages."""

_inherited: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""The work, and what it is done on; set while workers are forked."""


def spread(
    work: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int, *, least: int
) -> Generator[_Result, None, None]:
    """The results of ``work`` on every item, in order, from ``jobs`` processes.

    ``work`` must depend on its item and on what does not change any more, and its result must be
    one that can be pickled. With fewer than ``least`` items workers would cost more than they save.
    Whatever fails in a worker, its death included, is done again here, so that an exception comes
    from here.
    """
    if jobs < 2 or len(items) < least or not _can_fork():
        yield from map(work, items)
        return
    global _inherited
    _inherited = (work, items)
    chunks = [
        range(start, min(start + _CHUNK, len(items))) for start in range(0, len(items), _CHUNK)
    ]
    pending: deque[tuple[range, Future[list[Any] | None] | None]] = deque()
    pool = ProcessPoolExecutor(jobs, get_context("fork"))
    try:
        for chunk in chunks:
            pending.append((chunk, _sent(pool, chunk)))
            if len(pending) >= jobs * _AHEAD:
                yield from _results(*pending.popleft(), work, items)
        while pending:
            yield from _results(*pending.popleft(), work, items)
    finally:
        pool.shutdown(cancel_futures=True)
        _inherited = None


def _sent(pool: ProcessPoolExecutor, chunk: range) -> Future[list[Any] | None] | None:
    try:
        return pool.submit(_in_worker, chunk)
    except BrokenProcessPool:
        return None


def _can_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _in_worker(chunk: range) -> list[Any] | None:
    assert _inherited
    work, items = _inherited
    try:
        return [work(items[index]) for index in chunk]
    except Exception:
        return None  # is done again where it can be told


def _results(
    chunk: range,
    future: Future[list[_Result] | None] | None,
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
) -> Iterator[_Result]:
    try:
        done = future.result() if future else None
    except BrokenProcessPool:
        done = None
    yield from (map(work, (items[index] for index in chunk)) if done is None else done)
