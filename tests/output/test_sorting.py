from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from civicsite.output.sorting import SortedLines


@given(st.lists(st.binary(max_size=40)), st.integers(1, 200))
def test_lines_come_back_sorted_as_often_as_asked(lines: list[bytes], most: int) -> None:
    kept = SortedLines(most)
    for line in lines:
        kept.add(line)
    assert list(kept) == list(kept) == sorted(lines)


def test_two_readers_do_not_disturb_each_other() -> None:
    kept = SortedLines(10)
    for number in range(50):
        kept.add(b"%03d\n" % number)
    expected = [b"%03d\n" % number for number in range(50)]
    assert [one for one, other in zip(kept, kept, strict=True) if one == other] == expected


def test_a_line_longer_than_a_block_is_whole() -> None:
    kept = SortedLines(10)
    long = b"x" * 200_000
    for line in (long, b"a", long + b"y", b"b"):
        kept.add(line)
    assert list(kept) == [b"a", b"b", long, long + b"y"]
