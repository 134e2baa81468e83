from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import CountedFile, ExportFile, Option
from civicsite.exports.validity import Validity
from civicsite.results.tally import Tally, count
from tests.results.counting import (
    AS_DECLARED,
    FILE_ORDER,
    REGISTRY,
    RESULTS,
    ballots,
    one,
    request,
)

OPTIONS = tuple(
    Option(str(n), title, cost=Decimal(cost))
    for n, (title, cost) in enumerate([("Plac", 6), ("Ławki, kosze", 3), ("Kosze", 5)], 1)
)
DECIDED = Validity(
    too_many_marks="invalid",
    unknown_option="drop-mark",
    duplicate_in_channel="all-invalid",
    both_channels="all-invalid",
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["online", "paper"]),
        st.sampled_from(["a", "b", "c", "d", "e"]),
        st.lists(st.sampled_from(["1", "2", "3", "9"]), max_size=3).map(", ".join),
    ),
    min_size=1,
    max_size=9,
)
Row = tuple[str, str, str]


def table(rows: list[Row]) -> str:
    return "\n".join(["Jak;Kto;Projekty", *(";".join(row) for row in rows)])


def tally(
    *parts: list[Row], options: tuple[Option, ...] = OPTIONS, validity: Validity = DECIDED
) -> Tally:
    names = [f"data/{n}.csv" for n in range(len(parts))]
    files = [ballots(name, voter="Kto", channel_column="Jak") for name in names]
    asked = request(
        *files,
        options=options,
        validity=validity,
        budget=Decimal(9),
        rule="greedy",
        marks=(1, 2),
        ties=FILE_ORDER,
    )
    found = one(asked, {name: table(rows) for name, rows in zip(names, parts, strict=True)})
    return replace(found, sources=())


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing(rows: list[Row], chance: Random) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert tally(shuffled) == tally(rows)


@given(ROWS, st.integers(0, 9), st.sampled_from(["first", "last", "all-invalid"]))
def test_the_files_into_which_ballots_are_split_change_nothing(
    rows: list[Row], at: int, duplicates: str
) -> None:
    validity = replace(DECIDED, duplicate_in_channel=duplicates)
    assert tally(rows[:at], rows[at:], validity=validity) == tally(rows, validity=validity)


@given(ROWS)
def test_the_numbers_of_the_options_change_nothing_but_themselves(rows: list[Row]) -> None:
    new = {"1": "X", "2": "B", "3": "A", "9": "unknown"}
    renamed = [
        (how, who, ", ".join(new[mark] for mark in marks.split(", ") if mark))
        for how, who, marks in rows
    ]
    options = tuple(replace(option, id=new[option.id]) for option in OPTIONS)
    one_way, other_way = tally(rows), tally(renamed, options=options)
    assert [t.votes for t in one_way.options] == [t.votes for t in other_way.options]
    assert (one_way.invalid, one_way.cast) == (other_way.invalid, other_way.cast)
    assert one_way.outcome is not None
    assert other_way.outcome is not None
    assert tuple(new[id] for id in one_way.outcome.selected) == other_way.outcome.selected


@given(ROWS)
def test_the_votes_are_those_of_a_count_by_hand(rows: list[Row]) -> None:
    by_voter: dict[str, list[str]] = {}
    for _, who, marks in rows:
        by_voter.setdefault(who, []).append(marks)
    votes = dict.fromkeys("123", 0)
    for cells in by_voter.values():
        known = {mark for mark in cells[0].split(", ") if mark in votes}
        if len(cells) == 1 and len(known) <= 2:
            for mark in known:
                votes[mark] += 1
    assert {item.option.id: item.votes for item in tally(rows).options} == votes


class _Lines(io.RawIOBase):
    """A long file that never lies in memory."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while len(self._rest) < len(buffer) and (line := next(self._lines, b"")):
            self._rest += line
        chunk, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


def peak(entry: CountedFile, lines: int, head: bytes, line: bytes) -> int:
    """Bytes at the peak while a file is counted."""

    def content() -> Iterator[bytes]:
        yield head
        for number in range(lines):
            yield line % number

    asked = request(entry, options=OPTIONS, validity=AS_DECLARED, rule="approval")
    file = ExportFile(entry.path, lambda: io.BufferedReader(_Lines(content())))
    tracemalloc.start()
    (found,), _ = count(asked, lambda path: file, REGISTRY.formats, REGISTRY.rules)
    found_peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.cast == lines
    return found_peak


PB_HEAD = (
    b"META\nkey;value\ndescription;x\ncountry;x\nunit;x\ninstance;x\nnum_projects;2\nnum_votes;0\n"
    b"budget;9\nvote_type;approval\nrule;greedy\ndate_begin;2026\ndate_end;2026\nPROJECTS\n"
    b"project_id;cost\n1;6\n2;3\nVOTES\nvoter_id;vote\n"
)


def test_memory_does_not_grow_with_the_ballots_of_a_table() -> None:
    entry = ballots()
    few = peak(entry, 5_000, b"Nr;Projekty\n", b"%05d;Plac\n")
    many = peak(entry, 15_000, b"Nr;Projekty\n", b"%05d;Plac\n")
    assert many - few < 50_000


def test_memory_of_a_pabulib_file_grows_by_some_bytes_per_voter() -> None:
    entry = CountedFile("data/a.pb", "pabulib", RESULTS)
    few = peak(entry, 5_000, PB_HEAD, b"%05d;1,2\n")
    many = peak(entry, 15_000, PB_HEAD, b"%05d;1,2\n")
    assert many - few < 20 * 10_000
