"""Work in several processes gives what work in one gives, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicsite.workers import spread

HERE = os.getpid()
linux = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(), max_size=200), st.integers(1, 3))
def test_results_come_in_the_order_of_the_items(items: list[int], jobs: int) -> None:
    assert [*spread(lambda item: item * 2, items, jobs, least=1)] == [item * 2 for item in items]


@linux
def test_the_work_is_done_elsewhere() -> None:
    assert HERE not in {*spread(lambda _: os.getpid(), range(40), 2, least=1)}


@pytest.mark.parametrize(("jobs", "least"), [(1, 1), (2, 41)])
def test_little_work_is_done_here(jobs: int, least: int) -> None:
    assert {*spread(lambda _: os.getpid(), range(40), jobs, least=least)} == {HERE}


def test_beside_another_thread_nothing_is_forked() -> None:
    go = threading.Event()
    other = threading.Thread(target=go.wait)
    other.start()
    try:
        assert {*spread(lambda _: os.getpid(), range(40), 2, least=1)} == {HERE}
    finally:
        go.set()
        other.join()


class Odd(Exception):
    """Cannot be sent from one process to another: what it is made of is not what it holds."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number


def test_what_fails_in_a_worker_is_raised_here() -> None:
    def work(item: int) -> int:
        if item == 70:
            raise Odd(item, "seventy")
        return item

    results = spread(work, range(100), 2, least=1)
    assert [next(results) for _ in range(70)] == [*range(70)]
    with pytest.raises(Odd) as raised:
        next(results)
    assert raised.value.number == 70


@linux
def test_a_worker_that_dies_costs_time_and_nothing_else() -> None:
    def work(item: int) -> int:
        if item == 50 and os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert [*spread(work, range(200), 2, least=1)] == [*range(200)]


def test_whoever_stops_listening_leaves_nothing_behind() -> None:
    results = spread(lambda item: item, range(500), 2, least=1)
    assert next(results) == 0
    results.close()
    assert [*spread(lambda item: item, range(3), 2, least=1)] == [0, 1, 2]
